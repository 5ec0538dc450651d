#include "depot/master_check.h"

#include <stdbool.h>
#include <string.h>

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* ctime too: nobody sets it, so a file with its old mtime put back is another one. */
static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           same_time(a->st_mtim, b->st_mtim) && same_time(a->st_ctim, b->st_ctim);
}

BA_RC master_check(struct master_seen *seen, const char *path, const char *sha256,
                   struct ba_err *err)
{
    char hex[BA_HASH_HEX_MAX + 1];
    struct stat st;
    bool there = stat(path, &st) == 0;

    if (there && strncmp(seen->sha256, sha256, BA_SHA256_HEX) == 0 && is_same(&st, &seen->st))
        return BA_OK;
    enum ba_rc rc = ba_hash_file(path, BA_SHA256, hex, NULL, err);
    if (rc == BA_ITEM)
        return ba_fail(
            err, BA_ITEM, "MASTER_MISSING",
            "the scan of this page cannot be read any more; put it back from the backup, or "
            "run its batch folder again");
    if (rc == BA_OK && strncmp(hex, sha256, BA_SHA256_HEX) != 0)
        return ba_fail(
            err, BA_ITEM, "MASTER_CHANGED",
            "the scan of this page has other bytes than at arrival; check the disk and put "
            "the master back from the backup");
    if (rc == BA_OK && there) {
        memcpy(seen->sha256, hex, sizeof(seen->sha256));
        seen->st = st;
    }
    return rc;
}
