/*
 * job_ingest.h - one file of a delivery, taken in by a worker.
 */
#ifndef BA_CLI_JOB_INGEST_H
#define BA_CLI_JOB_INGEST_H

#include "core/wire.h"
#include "ingest/ingest.h"

/* Memory that a worker needs at most for a file of which only the size is known: the pixels come
 * out of the file's own header, so the worker checks them against this. */
#define JOB_INGEST_MEMORY_BYTES (1536ull << 20)

void job_ingest_put(struct ba_buf *request, const struct ingest_in *in,
                    const struct ingest_opts *opts);
/* Reads an answer into out (free with ingest_out_free). BA_FATAL WIRE_BAD. */
enum ba_rc job_ingest_take(struct wire_in *in, struct ingest_out *out, struct ba_err *err);

#endif
