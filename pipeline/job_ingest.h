/*
 * job_ingest.h - one file of a delivery, taken in by a worker.
 */
#ifndef BA_PIPELINE_JOB_INGEST_H
#define BA_PIPELINE_JOB_INGEST_H

#include "core/worker/wire.h"
#include "ingest/ingest.h"

/* What a worker needs for a file besides the pixels of its largest image (master_memory). */
#define JOB_INGEST_BASE_BYTES (96ull << 20)

void job_ingest_put(struct ba_buf *request, const struct ingest_in *in,
                    const struct ingest_opts *opts);
/* Reads an answer into out (free with ingest_out_free). BA_FATAL WIRE_BAD. */
BA_RC job_ingest_take(struct wire_in *in, struct ingest_out *out, struct ba_err *err);

#endif
