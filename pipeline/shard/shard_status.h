/*
 * shard_status.h - what is known of reading on several machines: what is listed, what was
 * delivered.
 */
#ifndef BA_PIPELINE_SHARD_SHARD_STATUS_H
#define BA_PIPELINE_SHARD_SHARD_STATUS_H

#include <stdint.h>

#include "depot/depot.h"

/* A file of results that is not merged yet. */
struct shard_delivered {
    char *file; /* owned */
    uint32_t k, n;
    size_t read, failed; /* 0 of a file that cannot be read */
};

/* Begins as { 0 }. */
struct shard_status {
    bool listed;                /* there is a list that can be read */
    size_t waiting;             /* images in it */
    size_t files;               /* of results */
    struct shard_delivered *at; /* owned; the first of them */
    size_t count;
};

/* max: files of results that are opened to be counted, at most. */
BA_RC shard_status_read(struct depot *depot, size_t max, struct shard_status *s,
                        struct ba_err *err);
void shard_status_free(struct shard_status *s);

#endif
