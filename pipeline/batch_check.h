/*
 * batch_check.h - what would spoil a whole batch, found before its first file is read.
 */
#ifndef BA_PIPELINE_BATCH_CHECK_H
#define BA_PIPELINE_BATCH_CHECK_H

#include "depot/depot.h"
#include "ingest/batch_files.h"

/*
 * BA_FATAL BATCH_BAD_PLACE when the folder is the depot, holds it, or lies among what the depot
 * made; CONFIG when ingest.separator_pattern cannot be used.
 */
BA_RC batch_check_start(struct depot *depot, const char *folder, struct ba_err *err);

/* Files of a batch on which nothing was decided. */
struct batch_waits {
    size_t changing, unread; /* still being written; the disk cannot read them */
    size_t first_unread;     /* in the walk */
};

/* Takes note of a result by which only this file waits; false for any other. */
bool batch_check_wait(struct batch_waits *waits, const struct batch_files *w, size_t file,
                      const struct ba_err *result);
/*
 * Is the batch whole, after what was there was taken in? BA_RETRY DISK_READ, or FILE_CHANGING: some
 * files were still being written, or are still being sent under another name.
 */
BA_RC batch_check_sent(const struct batch_files *w, const struct batch_waits *waits,
                       const char *batch, struct ba_err *err);

#endif
