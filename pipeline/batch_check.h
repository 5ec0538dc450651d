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

/*
 * Is the batch whole, after what was there was taken in? BA_RETRY FILE_CHANGING: `changing` of its
 * files were still being written, or some are still being sent under another name.
 */
BA_RC batch_check_sent(const struct batch_files *w, size_t changing, const char *batch,
                       struct ba_err *err);

#endif
