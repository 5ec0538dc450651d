/*
 * shard_merge.h - taking the results of shards in: the one writer of what was read elsewhere.
 */
#ifndef BA_PIPELINE_SHARD_SHARD_MERGE_H
#define BA_PIPELINE_SHARD_SHARD_MERGE_H

#include <jansson.h>

#include "depot/depot.h"

struct merged {
    size_t files;     /* of results that were looked at */
    size_t read;      /* pages that got a text */
    size_t failed;    /* pages that failed, as the shard says */
    size_t before;    /* results that were in already */
    size_t refused;   /* lines and files; each was told on stderr */
    size_t left;      /* images that still wait */
    json_t *refusals; /* the refused, an object each; the caller's, NULL for none */
};

/*
 * Takes in every file of results that is there. Each line is held against the database (does the
 * image wait, is the rev the one of here) and against the files it speaks of (are they there, have
 * they these checksums); what does not hold is refused and told, its page goes on waiting, the
 * other lines are taken in. A file with a refused line is kept aside as <name>.refused. Killed at
 * any moment and run again, the end is the same.
 * dry_run: only counts. Errors are those of the store and of writing; refusals are none.
 */
enum ba_rc shard_merge(struct depot *depot, bool dry_run, struct merged *m, struct ba_err *err);

#endif
