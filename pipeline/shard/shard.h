/*
 * shard.h - reading a share of the waiting pages on a machine that has no database.
 */
#ifndef BA_PIPELINE_SHARD_SHARD_H
#define BA_PIPELINE_SHARD_SHARD_H

#include "pipeline/stage.h"

/* "K/N", 1 <= K <= N <= SHARD_MAX. BA_FATAL USAGE. */
BA_RC shard_parse(const char *text, uint32_t *k, uint32_t *n, struct ba_err *err);

/* Images of a share. */
struct shard_done {
    bool listed;                       /* the list could be read; else all is 0 */
    size_t to_read;                    /* by this attempt */
    size_t read, failed, left;         /* of those */
    size_t read_before, failed_before; /* by earlier attempts, still to be merged */
};

/*
 * Reads share k of n of the list (shard_plan.h) that no earlier attempt of this shard has read, and
 * writes derived files and a file of results; touches neither lock nor database. Safe to kill and
 * to run again, also beside itself. A dry run only counts. BA_ITEM ITEMS_REJECTED: some pages
 * failed; BA_RETRY INTERRUPTED: what was finished is written; PLAN_MISSING, PLAN_DAMAGED; BA_FATAL
 * SHARD_OTHER_REV: this machine would read otherwise than the one that wrote the list. *done tells
 * what came of it, also after an error.
 */
BA_RC shard_run(struct depot *depot, uint32_t k, uint32_t n, const struct stage_opts *o,
                struct shard_done *done, struct ba_err *err);

#endif
