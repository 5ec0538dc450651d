/*
 * job_likeness.h - two pages, compared finely from their masters by a worker.
 */
#ifndef BA_CLI_JOB_LIKENESS_H
#define BA_CLI_JOB_LIKENESS_H

#include "core/wire.h"
#include "ingest/likeness_sketch.h"

struct job_likeness {
    const char *master[2];       /* paths */
    struct likeness_place place; /* of the second page on the first */
    uint32_t frame[2];
    uint64_t max_pixels, memory_bytes;
};

void job_likeness_put(struct ba_buf *request, const struct job_likeness *job);
/* BA_FATAL WIRE_BAD. */
enum ba_rc job_likeness_take(struct wire_in *in, bool *same, struct ba_err *err);

#endif
