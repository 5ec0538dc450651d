/*
 * job.h - work that is done in worker processes: one row a kind of job, paired encoders on both
 * sides.
 *
 * A request frame is the name of the kind and then what put_X writes; an answer frame is a struct
 * ba_err (wire_put_err) and then the answer, which may be there even when the error says BA_ITEM.
 */
#ifndef BA_PIPELINE_JOB_H
#define BA_PIPELINE_JOB_H

#include "core/worker/wire.h"

/* What a worker keeps between jobs (the OCR engine ...); made by cmd_worker. */
struct worker_state;

struct job_kind {
    const char *name;
    /*
     * Takes the request from in, does the work, puts the answer in `answer`. What it returns (and
     * err) goes before the answer. A request that does not parse is BA_FATAL WIRE_BAD.
     */
    BA_CHECKED enum ba_rc (*work)(struct worker_state *w, struct wire_in *in, struct ba_buf *answer,
                                  struct ba_err *err);
};

BA_RC job_ingest_work(struct worker_state *w, struct wire_in *in, struct ba_buf *answer,
                      struct ba_err *err);
BA_RC job_ocr_work(struct worker_state *w, struct wire_in *in, struct ba_buf *answer,
                   struct ba_err *err);
BA_RC job_likeness_work(struct worker_state *w, struct wire_in *in, struct ba_buf *answer,
                        struct ba_err *err);
BA_RC job_picture_work(struct worker_state *w, struct wire_in *in, struct ba_buf *answer,
                       struct ba_err *err);
BA_RC job_pdf_work(struct worker_state *w, struct wire_in *in, struct ba_buf *answer,
                   struct ba_err *err);

#endif
