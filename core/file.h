/*
 * file.h - files that appear whole or not at all.
 *
 * Everything that lasts is written beside its place, fsynced, renamed over it, and the folder is
 * fsynced: a reader, and a run after a power cut, sees the old file or the new one. Temporary names
 * start with ".tmp-" so that leftovers of a killed run are recognised and swept.
 */
#ifndef BA_CORE_FILE_H
#define BA_CORE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/buf.h"
#include "core/err.h"
#include "core/hash.h"

#define BA_TMP_PREFIX ".tmp-"
/* Of a whole folder that is being written. */
#define BA_TMP_FOLDER_PREFIX BA_TMP_PREFIX "bouwarchief-"

/* A file being written beside its final place. Start from BA_OUT_INIT; ba_out_abort accepts it. */
struct ba_out {
    int fd;
    char *path; /* final name, owned */
    char *tmp;  /* name while writing, owned */
};
#define BA_OUT_INIT                                                                                \
    {                                                                                              \
        .fd = -1                                                                                   \
    }

/* What the process's umask leaves of permission bits. */
mode_t ba_mode(mode_t mode);

/* Opens a temporary file in the folder of path. mode: permission bits, less those of the umask. */
BA_RC ba_out_open(struct ba_out *o, const char *path, mode_t mode, struct ba_err *err);
BA_RC ba_out_write(struct ba_out *o, const void *data, size_t len, struct ba_err *err);
/* fsync, rename to path (replacing), fsync the folder. */
BA_RC ba_out_commit(struct ba_out *o, struct ba_err *err);
/*
 * The same without any fsync, for who writes many files: after a power cut the name may hold too
 * few bytes, or not be there. Nothing may be said of such a file before ba_sync_files.
 */
BA_RC ba_out_settle(struct ba_out *o, struct ba_err *err);
/*
 * Makes files safe that were written on the file system of a folder: one call for many files and
 * the folders they are in. To be opened before the first of them is written: a disk that fails to
 * take what the kernel wrote behind our back is told only to descriptors that were open then.
 */
struct ba_sync {
    int fd;
};
#define BA_SYNC_INIT                                                                               \
    {                                                                                              \
        .fd = -1                                                                                   \
    }
BA_RC ba_sync_open(struct ba_sync *s, const char *dir, struct ba_err *err);
/* FILE_WRITE as for ba_file_replace, for all that was written since the last call. */
BA_RC ba_sync_files(const struct ba_sync *s, struct ba_err *err);
void ba_sync_close(struct ba_sync *s); /* accepts BA_SYNC_INIT and a closed one */
/* Removes the temporary file of an uncommitted writer; nothing after a commit or on BA_OUT_INIT. */
void ba_out_abort(struct ba_out *o);

/* ba_out_open + write + commit. Errors: FILE_WRITE (BA_RETRY when the disk is full, else BA_FATAL).
 */
BA_RC ba_file_replace(const char *path, const void *data, size_t len, mode_t mode,
                      struct ba_err *err);
/* Renames a file that is safe (committed) to a place on the same file system, making its folder,
 * and fsyncs that. FILE_WRITE. */
BA_RC ba_file_move(const char *from, const char *to, struct ba_err *err);
/*
 * Gives what is left of a descriptor to fn, block by block, until it fails or the end. BA_ITEM
 * FILE_READ and BA_RETRY DISK_READ, in which `what` is the file; errors of fn.
 */
typedef BA_CHECKED enum ba_rc (*ba_block_fn)(void *ctx, const void *data, size_t len,
                                             struct ba_err *err);
BA_RC ba_read_blocks(int fd, const char *what, ba_block_fn fn, void *ctx, struct ba_err *err);
/* Appends the whole regular file to b. BA_ITEM FILE_READ, or FILE_TOO_LARGE beyond b->max. */
BA_RC ba_file_read(const char *path, struct ba_buf *b, struct ba_err *err);
/*
 * Copies fd from its current position to the end into o, hashing on the way (one read). hex gets
 * the SHA-256, *size the bytes. BA_ITEM FILE_READ for the source, FILE_WRITE for the copy.
 */
BA_RC ba_copy_hashed(int fd, struct ba_out *o, char hex[BA_SHA256_HEX + 1], uint64_t *size,
                     struct ba_err *err);
/* Opens a regular file for reading without following a symlink or blocking on a FIFO; -1 with
 * errno set (ELOOP for a symlink, EINVAL for what is not a regular file). */
int ba_open_regular(const char *path);
/* The same of a path in a folder ("/" before it is nothing): the folder's own path may hold links,
 * none below it is followed. */
int ba_open_regular_in(const char *folder, const char *path);
/* Is path the folder, or in it? Both absolute and without links. */
bool ba_is_within(const char *path, const char *folder);
/* mkdir -p, mode 0755 less umask. BA_FATAL FILE_WRITE (BA_RETRY when full). */
BA_RC ba_mkdirs(const char *path, struct ba_err *err);
/* mkdir -p of the folder that holds path. */
BA_RC ba_mkdirs_for(const char *path, struct ba_err *err);
/* fsync of a folder. */
BA_RC ba_sync_dir(const char *path, struct ba_err *err);
/* Removes a folder and everything in it, not following symlinks. Missing is fine. */
BA_RC ba_remove_tree(const char *path, struct ba_err *err);
/* Removes the temporary files, and the folders of BA_TMP_FOLDER_PREFIX, that a killed writer left
 * in this folder (not in those below). The caller knows that nobody writes there now. A missing
 * folder is fine. */
BA_RC ba_sweep_tmp(const char *dir, struct ba_err *err);
/* "a/b" in new memory (free it); NULL when out of memory. */
char *ba_path_join(const char *a, const char *b);
/* Where a file lies by its content: "<folder>/ab/cd/<sha256><tail>", so that no folder grows large.
 * New memory, NULL when there is none. */
char *ba_path_of_content(const char *folder, const char *sha256, const char *tail);
/* The same of a master: "<masters>/ab/cd/<sha256>.<extension>". */
char *ba_path_of_master(const char *masters, const char *sha256, const char *extension);
/* printf into new memory (free it); NULL when out of memory. */
char *ba_strf(const char *fmt, ...) BA_PRINTF(1, 2);
/* The part after the last '/', borrowed. */
const char *ba_basename(const char *path);
bool ba_is_dir(const char *path);

#endif
