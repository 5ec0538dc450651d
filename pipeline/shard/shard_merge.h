/*
 * shard_merge.h - taking the results of shards in: the one writer of what was read elsewhere.
 */
#ifndef BA_PIPELINE_SHARD_SHARD_MERGE_H
#define BA_PIPELINE_SHARD_SHARD_MERGE_H

#include "core/message.h"
#include "depot/depot.h"

/* A line of results, or (line 0) a whole file, that was not taken in. */
struct merge_refusal {
    char *file; /* owned */
    size_t line;
    struct ba_err why;
};

/* Begins as { 0 }. */
struct merged {
    size_t files;                  /* of results that were looked at */
    size_t read;                   /* pages that got a text */
    size_t failed;                 /* pages that failed, as the shard says */
    size_t before;                 /* results that were in already */
    size_t left;                   /* images that still wait */
    bool whole;                    /* every file was looked at */
    struct merge_refusal *refused; /* owned */
    size_t refused_count, refused_cap;
};
void merged_free(struct merged *m);

/*
 * Takes in every file of results that is there. Each line is held against the database (does the
 * image wait, is the rev the one of here) and against the files it speaks of (are they there, have
 * they these checksums); what does not hold is refused and told, its page goes on waiting, the
 * other lines are taken in. A file with a refused line is kept aside as <name>.refused. Killed at
 * any moment and run again, the end is the same.
 * told: hears each refusal at once. dry_run: only counts. BA_ITEM MERGE_REFUSED, BA_FATAL
 * MERGE_NOTHING when nothing was delivered and images wait; in both cases *m is whole. Else errors
 * of the store and of writing.
 */
BA_RC shard_merge(struct depot *depot, bool dry_run, struct ba_messages *told, struct merged *m,
                  struct ba_err *err);

#endif
