/*
 * worker.h - what a worker process keeps between its jobs.
 */
#ifndef BA_PIPELINE_WORKER_H
#define BA_PIPELINE_WORKER_H

#include <stdint.h>

#include "core/err.h"
#include "depot/master_check.h"
#include "ocr/page.h"

struct worker_state {
    struct ocr_engine *engine; /* NULL until the first page */
    char *engine_key;          /* options it was opened with */
    struct master_seen master; /* of the last page */
};

/* The engine for these options: the one at hand, or a new one. Errors of ocr_engine_open. */
BA_RC worker_engine(struct worker_state *w, const struct ocr_opts *opts, struct ocr_engine **out,
                    struct ba_err *err);
/* Limits the address space to what is in use now and twice bytes besides (RLIMIT_AS). */
void worker_limit_memory(uint64_t bytes);

#endif
