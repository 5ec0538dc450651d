/*
 * shard.h - reading a share of the waiting pages on a machine that has no database.
 */
#ifndef BA_PIPELINE_SHARD_SHARD_H
#define BA_PIPELINE_SHARD_SHARD_H

#include <jansson.h>

#include "pipeline/stage.h"

/* "K/N", 1 <= K <= N <= SHARD_MAX. BA_FATAL USAGE. */
enum ba_rc shard_parse(const char *text, uint32_t *k, uint32_t *n, struct ba_err *err);

/*
 * Reads share k of n of the list (shard_plan.h) that no earlier attempt of this shard has read, and
 * writes derived files and a file of results; touches neither lock nor database. Safe to kill and
 * to run again, also beside itself. BA_ITEM ITEMS_REJECTED: some pages failed; BA_RETRY
 * INTERRUPTED: what was finished is written; PLAN_MISSING, PLAN_DAMAGED; BA_FATAL SHARD_OTHER_REV:
 * this machine would read otherwise than the one that wrote the list.
 */
enum ba_rc shard_run(struct depot *depot, uint32_t k, uint32_t n, const struct stage_opts *o,
                     struct ba_err *err);

/* What status says of lists and results: lines on stdout, or the key "shards" of root. */
enum ba_rc shard_tell(struct depot *depot, json_t *root, struct ba_err *err);

#endif
