/*
 * find_duplicates.h - finds the sheets of a batch that were scanned twice.
 */
#ifndef BA_PIPELINE_FIND_DUPLICATES_H
#define BA_PIPELINE_FIND_DUPLICATES_H

#include "pipeline/stage.h"

/*
 * Compares the pages of a batch with each other and with those of other batches in its dossiers: by
 * their grids here, and those pairs that are alike once more from their masters, in workers. The
 * later page of a pair gets the reason NEAR_DUPLICATE. May be run again: what had its closer look
 * is not looked at again. A master that cannot be read any more is passed over. BA_RETRY
 * INTERRUPTED.
 */
BA_RC likeness_find(struct depot *depot, int64_t batch, const struct stage_opts *o,
                    struct ba_err *err);

#endif
