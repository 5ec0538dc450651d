/*
 * master_check.h - that a master still has the bytes with which it arrived, before it is read.
 */
#ifndef BA_DEPOT_MASTER_CHECK_H
#define BA_DEPOT_MASTER_CHECK_H

#include <sys/stat.h>

#include "core/err.h"
#include "core/hash.h"

/* The last master that was found right. A file of many pages is read once for each: hashing 300 MB
 * takes a fifth of a second, and every page's worth of it. Begins empty. */
struct master_seen {
    char sha256[BA_HASH_HEX_MAX + 1];
    struct stat st;
};

/*
 * sha256: the first BA_SHA256_HEX signs count. A file that is the very one of the last call, not
 * written, replaced or renamed since by its times, is not read again. BA_ITEM MASTER_MISSING,
 * MASTER_CHANGED.
 */
BA_RC master_check(struct master_seen *seen, const char *path, const char *sha256,
                   struct ba_err *err);

#endif
