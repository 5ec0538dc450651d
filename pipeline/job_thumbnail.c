#include "pipeline/job_thumbnail.h"

#include "image/image_file.h"
#include "image/thumbnail.h"
#include "pipeline/job.h"
#include "pipeline/worker.h"

#define JPEG_MAX_BYTES ((size_t)1 << 20)

void job_picture_put(struct ba_buf *request, const struct job_thumbnail *job)
{
    wire_put_str(request, "picture");
    wire_put_str(request, job->master);
    wire_put_u64(request, job->frame);
    wire_put_u64(request, job->turn_deg);
    wire_put_u64(request, job->width_px);
    wire_put_u64(request, job->max_pixels);
    wire_put_u64(request, job->memory_bytes);
}

BA_RC job_picture_work(struct worker_state *w, struct wire_in *in, struct ba_buf *answer,
                       struct ba_err *err)
{
    struct job_thumbnail job = { .master = wire_take_str(in) };
    struct small_picture picture = { .jpeg = BA_BUF_INIT(JPEG_MAX_BYTES) };
    struct tiff_limits limits = { 0 };
    struct raster image = { 0 };
    struct tiff_frame frame;
    enum ba_rc rc;

    (void)w;
    job.frame = (uint32_t)wire_take_u64(in);
    job.turn_deg = (uint32_t)wire_take_u64(in);
    job.width_px = (uint32_t)wire_take_u64(in);
    limits.max_pixels = wire_take_u64(in);
    job.memory_bytes = wire_take_u64(in);
    if (!wire_done(in) || job.master == NULL || job.width_px == 0)
        return ba_fail(err, BA_FATAL, "WIRE_BAD", "a request for a picture does not parse");
    worker_limit_memory(job.memory_bytes);
    rc = master_read_frame(job.master, job.frame, &limits, &frame, &image, err);
    if (rc == BA_OK)
        rc = jpeg_small(&image, job.turn_deg, job.width_px, &picture, err);
    wire_put_u64(answer, picture.width_px);
    wire_put_u64(answer, picture.height_px);
    wire_put_bytes(answer, picture.jpeg.data, rc == BA_OK ? picture.jpeg.len : 0);
    ba_buf_free(&picture.jpeg);
    ba_raster_free(&image);
    return rc;
}

BA_RC job_picture_take(struct wire_in *in, struct job_thumbnail_out *out, struct ba_err *err)
{
    *out = (struct job_thumbnail_out){ .width_px = (uint32_t)wire_take_u64(in) };
    out->height_px = (uint32_t)wire_take_u64(in);
    out->jpeg = wire_take_bytes(in, &out->size);
    return wire_done(in) ? BA_OK
                         : ba_fail(err, BA_FATAL, "WIRE_BAD",
                                   "a worker's answer with a picture does not parse");
}
