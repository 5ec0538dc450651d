#include "pipeline/job_duplicate.h"

#include "image/image_file.h"
#include "pipeline/job.h"
#include "pipeline/worker.h"

/* As the checks at intake reduce a page. */
#define SMALL_DPI 100.0
#define SMALL_MAX_PIXELS 4500000u

void job_likeness_put(struct ba_buf *request, const struct job_duplicate *job)
{
    wire_put_str(request, "likeness");
    for (int i = 0; i < 2; i++) {
        wire_put_str(request, job->master[i]);
        wire_put_u64(request, job->frame[i]);
    }
    wire_put_u64(request, job->place.turn_deg);
    wire_put_i64(request, job->place.dx);
    wire_put_i64(request, job->place.dy);
    wire_put_u64(request, job->max_pixels);
    wire_put_u64(request, job->memory_bytes);
}

static BA_RC measure(const struct job_duplicate *job, int i, struct duplicate_grid *out,
                     struct ba_err *err)
{
    struct tiff_limits limits = { .max_pixels = job->max_pixels };
    struct raster image = { 0 };
    struct grey g = { 0 };
    struct tiff_frame frame;
    uint32_t factor;
    enum ba_rc rc = master_read_frame(job->master[i], job->frame[i], &limits, &frame, &image, err);

    if (rc == BA_OK) {
        factor = grey_factor(&image, SMALL_DPI, SMALL_MAX_PIXELS);
        if (grey_reduce(&image, factor, &g) != 0)
            rc = ba_fail_mem(err, "likeness of a page");
        else
            rc = duplicate_measure(&g, grey_page_dpi(&image) / factor, LIKENESS_FINE, out, err);
    }
    grey_free(&g);
    ba_raster_free(&image);
    return rc;
}

BA_RC job_likeness_work(struct worker_state *w, struct wire_in *in, struct ba_buf *answer,
                        struct ba_err *err)
{
    struct job_duplicate job;
    struct duplicate_grid page[2] = { 0 };
    struct duplicate_verdict verdict = { 0 };
    enum ba_rc rc = BA_OK;

    (void)w;
    for (int i = 0; i < 2; i++) {
        job.master[i] = wire_take_str(in);
        job.frame[i] = (uint32_t)wire_take_u64(in);
    }
    job.place = (struct duplicate_place){ .turn_deg = (unsigned)wire_take_u64(in) };
    job.place.dx = (int)wire_take_i64(in);
    job.place.dy = (int)wire_take_i64(in);
    job.max_pixels = wire_take_u64(in);
    job.memory_bytes = wire_take_u64(in);
    if (!wire_done(in) || job.master[0] == NULL || job.master[1] == NULL)
        return ba_fail(err, BA_FATAL, "WIRE_BAD", "a request for two pages does not parse");
    worker_limit_memory(job.memory_bytes);
    for (int i = 0; i < 2 && rc == BA_OK; i++)
        rc = measure(&job, i, &page[i], err);
    if (rc == BA_OK)
        rc = duplicate_compare_at(&page[0], &page[1], &job.place, &verdict, err);
    duplicate_free(&page[0]);
    duplicate_free(&page[1]);
    wire_put_u64(answer, verdict.same);
    return rc;
}

BA_RC job_likeness_take(struct wire_in *in, bool *same, struct ba_err *err)
{
    *same = wire_take_u64(in) != 0;
    return wire_done(in) ? BA_OK
                         : ba_fail(err, BA_FATAL, "WIRE_BAD",
                                   "a worker's answer on two pages does not parse");
}
