/*
 * batch_files.h - the files of a delivery, in the order an operator counts them.
 *
 * In the order of ingest/file_order.h; subfolders are walked in their place.
 */
#ifndef BA_INGEST_BATCH_FILES_H
#define BA_INGEST_BATCH_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

#define WALK_MAX_DEPTH 16
#define WALK_MAX_FILES 2000000

struct batch_file {
    char *path;    /* bytes, relative to the folder, '/' between parts */
    uint64_t size; /* bytes */
    int64_t mtime; /* seconds UTC */
    bool regular;  /* false: symlink, FIFO, device ... : to be rejected, not opened */
};

struct batch_files {
    struct batch_file *files; /* sorted */
    size_t count;
    /* Hidden names that no system writes by itself: a folder counts as one. */
    size_t hidden;
    char *first_hidden; /* in file_order_compare's order, owned; NULL when there is none */
    /* Files that are still being sent under another name ("x.tif.filepart"): not among files. */
    size_t unsent;
    char *first_unsent; /* owned; NULL when there is none */
};

/*
 * Lists dir. Hidden names (a leading dot) and those of ingest/system_names.h are left out, and what
 * is still being sent is counted apart. BA_FATAL BATCH_UNREADABLE when dir or a folder in it cannot
 * be read, BATCH_TOO_DEEP, BATCH_TOO_LARGE. *w is empty after a failure.
 */
BA_RC walk_folder(const char *dir, struct batch_files *w, struct ba_err *err);
/* Takes out the files of which drop says true; the others keep their order. */
void walk_drop(struct batch_files *w, bool (*drop)(void *ctx, const struct batch_file *f),
               void *ctx);
void walk_free(struct batch_files *w);
/* True for a path of which a walk leaves out the file or a folder that it is in. */
bool walk_leaves_out(const char *path);

#endif
