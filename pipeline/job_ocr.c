#include "pipeline/job_ocr.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "image/image_file.h"
#include "pipeline/job.h"
#include "pipeline/ocr_result.h"
#include "pipeline/worker.h"

void job_ocr_put(struct ba_buf *request, const struct job_ocr *job, const struct ocr_opts *opts)
{
    wire_put_str(request, "ocr");
    wire_put_str(request, job->master);
    wire_put_str(request, job->name);
    wire_put_u64(request, job->frame);
    wire_put_str(request, job->alto_path);
    wire_put_str(request, job->text_path);
    wire_put_u64(request, job->max_pixels);
    wire_put_u64(request, job->memory_bytes);
    wire_put_str(request, opts->tessdata);
    wire_put_str(request, opts->languages);
    wire_put_str(request, opts->words);
    wire_put_u64(request, opts->timeout_ms);
    wire_put_f64(request, opts->max_skew_deg);
    wire_put_f64(request, opts->doubtful_pct);
}

static void take_request(struct wire_in *in, struct job_ocr *job, struct ocr_opts *opts)
{
    job->master = wire_take_str(in);
    job->name = wire_take_str(in);
    job->frame = (uint32_t)wire_take_u64(in);
    job->alto_path = wire_take_str(in);
    job->text_path = wire_take_str(in);
    job->max_pixels = wire_take_u64(in);
    job->memory_bytes = wire_take_u64(in);
    opts->tessdata = wire_take_str(in);
    opts->languages = wire_take_str(in);
    opts->words = wire_take_str(in);
    opts->timeout_ms = (uint32_t)wire_take_u64(in);
    opts->max_skew_deg = wire_take_f64(in);
    opts->doubtful_pct = wire_take_f64(in);
}

/* Decodes the page and reads it. out is filled as far as it came. */
static BA_RC read_page(struct worker_state *w, struct ocr_engine *engine, const struct job_ocr *job,
                       struct ocr_out *out, struct ba_err *err)
{
    struct tiff_limits limits = { .max_pixels = job->max_pixels };
    struct raster image = { 0 };
    struct tiff_frame frame;
    struct ocr_in in = { .image = &image,
                         .master = job->name,
                         .frame = job->frame,
                         .alto_path = job->alto_path,
                         .text_path = job->text_path };
    char *folder = strndup(job->alto_path, (size_t)(ba_basename(job->alto_path) - job->alto_path));
    enum ba_rc rc = folder == NULL ? ba_fail_mem(err, "page") : ba_mkdirs_for(job->alto_path, err);

    if (rc == BA_OK)
        rc = ba_sweep_tmp(folder, err); /* this page's folder is ours now: what a killed run left */
    free(folder);
    if (rc == BA_OK)
        /* One that changed on the disk may still decode: its text would be silently wrong. */
        rc = master_check(&w->master, job->master, job->name, err);
    if (rc == BA_OK)
        rc = master_read_frame(job->master, job->frame, &limits, &frame, &image, err);
    if (rc == BA_OK)
        rc = ocr_page(engine, &in, out, err);
    ba_raster_free(&image);
    return rc;
}

BA_RC job_ocr_work(struct worker_state *w, struct wire_in *in, struct ba_buf *answer,
                   struct ba_err *err)
{
    struct job_ocr job;
    struct ocr_opts opts;
    struct ocr_out out = OCR_OUT_NONE;
    struct ocr_engine *engine = NULL;
    enum ba_rc rc;

    take_request(in, &job, &opts);
    if (!wire_done(in))
        return ba_fail(err, BA_FATAL, "WIRE_BAD", "a request for a page does not parse");
    rc = worker_engine(w, &opts, &engine, err);
    if (rc == BA_OK) {
        worker_limit_memory(job.memory_bytes);
        rc = read_page(w, engine, &job, &out, err);
    }
    ocr_result_put(answer, &out);
    return rc;
}
