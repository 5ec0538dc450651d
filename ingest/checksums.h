/*
 * checksums.h - the lists of checksums that came with a batch.
 *
 * Read are the lists of md5sum, sha256sum and their kin ("hash  name", "hash *name", and with a
 * backslash in front when the name holds one), the BSD form ("SHA256 (name) = hash"), a BagIt
 * manifest, a file that holds the hash of one scan and is named after it (blad1.tif.md5), and what
 * Windows' own tools print (ingest/checksum_output.h); UTF-8 or UTF-16. The kind of hash follows
 * from its length. Names are bytes, as in the batch.
 */
#ifndef BA_INGEST_CHECKSUMS_H
#define BA_INGEST_CHECKSUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/hash.h"
#include "ingest/batch_files.h"

#define CHECKSUMS_MAX_BYTES (256u << 20) /* of one list */
#define CHECKSUMS_MAX 4000000            /* lines of all lists of a batch */

/* True when a file of this name (or path) is a list of checksums and no scan. */
bool checksums_is_list(const char *path);
/* "SHA-256" */
const char *checksums_kind_name(enum ba_hash_kind kind);

struct checksum {
    enum ba_hash_kind kind;
    char *hex;          /* owned, lower case */
    const char *name;   /* as listed; in the memory of hex */
    const char *list;   /* path of its list in the batch; borrowed */
    const char *target; /* path in the walk, borrowed from it; NULL: not in it */
};

struct checksums {
    struct checksum *at; /* owned */
    size_t count, cap;
};

/*
 * Appends what a list says. list: its own path in the batch, borrowed as long as c lives.
 * *bad_line: the first line that is none, 1-based, 0 when all are read. BA_ITEM CHECKSUM_TOO_MANY.
 */
BA_RC checksums_read(const char *list, const char *text, size_t len, struct checksums *c,
                     size_t *bad_line, struct ba_err *err);
/*
 * Finds each named file in the walk: beside its list, in the batch folder, or below a folder of
 * batch_name that the list's maker stood outside of; with '\\' for '/' too; of an absolute path (of
 * Windows, of a share) what lies behind the batch's folder, or whatever of its end is there;
 * accents written in another way are the same. Then sorts by target, lines without one first. Names
 * that a walk leaves out (hidden ones) get dropped.
 */
BA_RC checksums_resolve(struct checksums *c, const struct batch_files *w, const char *batch_name,
                        struct ba_err *err);
/* The lines about one file of the walk, after checksums_resolve: *count of them, NULL for none. */
const struct checksum *checksums_of(const struct checksums *c, const char *path, size_t *count);
/*
 * Compares a file with one line; sha256 may be "", else it is the file's digest and spares reading
 * it. BA_ITEM CHECKSUM_DIFFERS, FILE_READ.
 */
BA_RC checksum_verify(enum ba_hash_kind kind, const char *hex, const char *list, const char *path,
                      const char *sha256, struct ba_err *err);
void checksums_free(struct checksums *c); /* accepts { 0 } */

#endif
