/*
 * batch_check.h - what would spoil a whole batch, found before its first file is read.
 */
#ifndef BA_PIPELINE_BATCH_CHECK_H
#define BA_PIPELINE_BATCH_CHECK_H

#include "depot/depot.h"

/*
 * BA_FATAL BATCH_BAD_PLACE when the folder is the depot, holds it, or lies among what the depot
 * made; CONFIG when ingest.separator_pattern cannot be used.
 */
BA_RC batch_check_start(struct depot *depot, const char *folder, struct ba_err *err);

#endif
