/* What hash.h says of files: apart, because files are written with hashes (file.h). */
#include "core/hash.h"

#include <unistd.h>

#include "core/file.h"

struct hashing {
    struct ba_hash *hash;
    uint64_t size;
};

static BA_RC hash_block(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    struct hashing *h = ctx;

    (void)err;
    ba_hash_update(h->hash, data, len);
    h->size += len;
    return BA_OK;
}

BA_RC ba_hash_file(const char *path, enum ba_hash_kind kind, char out[BA_HASH_HEX_MAX + 1],
                   uint64_t *size, struct ba_err *err)
{
    struct hashing h = { .hash = NULL };
    int fd = ba_open_regular(path);

    if (fd < 0)
        return ba_fail_sys(err, BA_ITEM, "FILE_READ", "%s", path);
    h.hash = ba_hash_new(kind);
    enum ba_rc rc = h.hash != NULL ? BA_OK : ba_fail_mem(err, path);
    if (rc == BA_OK)
        rc = ba_read_blocks(fd, path, hash_block, &h, err);
    if (rc == BA_OK)
        rc = ba_hash_hex(h.hash, out) == 0
                 ? BA_OK
                 : ba_fail(err, BA_FATAL, "HASH_FAILED", "%s: the digest cannot be computed", path);
    if (rc == BA_OK && size != NULL)
        *size = h.size;
    ba_hash_free(h.hash);
    close(fd);
    return rc;
}
