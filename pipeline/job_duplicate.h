/*
 * job_duplicate.h - two pages, compared finely from their masters by a worker.
 */
#ifndef BA_PIPELINE_JOB_DUPLICATE_H
#define BA_PIPELINE_JOB_DUPLICATE_H

#include "core/worker/wire.h"
#include "ingest/duplicate/sketch.h"

struct job_duplicate {
    const char *master[2];        /* paths */
    struct duplicate_place place; /* of the second page on the first */
    uint32_t frame[2];
    uint64_t max_pixels, memory_bytes;
};

void job_likeness_put(struct ba_buf *request, const struct job_duplicate *job);
/* BA_FATAL WIRE_BAD. */
BA_RC job_likeness_take(struct wire_in *in, bool *same, struct ba_err *err);

#endif
