/*
 * container.h - a tar, a zip or a plain folder that is written beside its place, hashed on the way.
 * Only archive.c and tar_*.c of this room include libarchive.
 *
 * Tar: POSIX ustar, with pax headers only where a value does not fit. Owner 0, modes and times as
 * given, so that equal entries give equal bytes. The process's LC_CTYPE must be UTF-8 (main sets
 * it).
 * Zip: stored, not compressed; zip64 only where it is needed. It holds no times: those of a zip are
 * local ones, and would differ with the time zone. Docs/decisions/034.
 * Folder: see folder_out.h.
 */
#ifndef BA_EXPORT_SIP_CONTAINER_H
#define BA_EXPORT_SIP_CONTAINER_H

#include <stdint.h>

#include "config/value_lists.h"
#include "core/err.h"
#include "core/hash.h"

struct container;

/* path: final name, may be changed by container_commit. FILE_WRITE; BA_FATAL ARCHIVE_FAILED. */
BA_RC container_open(const char *path, enum list_container container, struct container **out,
                     struct ba_err *err);
/* Takes entries, reads no file and writes nothing: for who wants to know what will go in. Only
 * container_folder, container_data, container_file and container_free. */
BA_RC container_open_dry(struct container **out, struct ba_err *err);
/* Digests of the whole file (of a folder: of its list) besides SHA-256; before the first entry. */
BA_RC container_also_sum(struct container *t, enum ba_hash_kind kind, struct ba_err *err);
/* After container_finish: the digest of that kind. */
BA_RC container_sum(struct container *t, enum ba_hash_kind kind, char hex[BA_HASH_HEX_MAX + 1],
                    struct ba_err *err);
BA_RC container_folder(struct container *t, const char *name, int64_t mtime, struct ba_err *err);
BA_RC container_data(struct container *t, const char *name, int64_t mtime, const void *data,
                     size_t len, struct ba_err *err);
/*
 * Copies a file, hashing it: one read. BA_ITEM MASTER_MISSING when it cannot be opened, and
 * MASTER_CHANGED when its size or SHA-256 is not the given one; the tar is of no use then.
 */
BA_RC container_file(struct container *t, const char *name, int64_t mtime, const char *path,
                     uint64_t size, const char *sha256, struct ba_err *err);
/* Ends the archive; the digest and length of the whole file (of a folder: digest of its list,
 * length of all its files) are known then, and the file can be named. */
BA_RC container_finish(struct container *t, char sha256[BA_SHA256_HEX + 1], uint64_t *bytes,
                       struct ba_err *err);
/* After container_finish: the list of a folder, borrowed; NULL for a file. */
const struct ba_buf *container_list(const struct container *t);
/* fsync and rename to path, which lies in the folder of the first one. */
BA_RC container_commit(struct container *t, const char *path, struct ba_err *err);
/* Removes what was not committed. Accepts NULL. */
void container_free(struct container *t);

#endif
