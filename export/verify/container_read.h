/*
 * container_read.h - a tar or zip from outside, streamed and never unpacked. Inside this room only.
 *
 * A zip is read by its directory, as receivers read it, and once more from the front: an entry that
 * only one of the two knows is a fault. What it unpacks to is limited, whatever it says.
 */
#ifndef BA_EXPORT_VERIFY_CONTAINER_READ_H
#define BA_EXPORT_VERIFY_CONTAINER_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "core/hash.h"

enum container_kind { TAR_FILE, TAR_FOLDER, TAR_OTHER };

/*
 * path: as it stands, less a folder's slash; never absolute, no "." or "..", no empty part, no
 * backslash. Faults of the tar are told, and reading goes on where it can; what a call returns
 * other than BA_OK ends the reading.
 */
struct container_calls {
    void *ctx;
    /* *want, false before: data and end are to be called for this file. */
    BA_CHECKED enum ba_rc (*entry)(void *ctx, const char *path, enum container_kind kind,
                                   bool *want, struct ba_err *err);
    BA_CHECKED enum ba_rc (*data)(void *ctx, const void *data, size_t len, struct ba_err *err);
    /* at_bytes: where the file's bytes begin in the tar; 0 for an empty file; TAR_NOWHERE when they
     * are compressed. */
    BA_CHECKED enum ba_rc (*end)(void *ctx, uint64_t at_bytes, struct ba_err *err);
    /* code: VERIFY_PATH or VERIFY_TAR. */
    void (*fault)(void *ctx, const char *code, const char *path, const char *what);
};

#define TAR_NOWHERE UINT64_MAX

#define ZIP_NAME_LEN 256
/* What is wrong with the directory at the end of the zip in fd; NULL: it names every entry as the
 * entry names itself. name: which entry, cut, or "" for the whole. Moves the position in the file.
 */
const char *zip_directory_fault(int fd, char name[ZIP_NAME_LEN]);
/* By its first bytes. */
bool container_read_is_zip(const char *path);
/*
 * sha256 and bytes of the whole file, padding included; sha256 NULL: not wanted, and files that are
 * not wanted are skipped without being read. BA_ITEM FILE_READ; VERIFY_TOO_LARGE for a zip that
 * unpacks to more than 1 GiB and 200 times its size.
 */
BA_RC container_read_each(const char *path, const struct container_calls *calls, char *sha256,
                          uint64_t *bytes, struct ba_err *err);

#endif
