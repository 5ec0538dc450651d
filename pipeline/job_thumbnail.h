/*
 * job_thumbnail.h - a page as a small picture, made by a worker.
 */
#ifndef BA_PIPELINE_JOB_THUMBNAIL_H
#define BA_PIPELINE_JOB_THUMBNAIL_H

#include "core/worker/wire.h"

struct job_thumbnail {
    const char *master; /* path */
    uint32_t frame;
    uint32_t turn_deg, width_px;
    uint64_t max_pixels, memory_bytes;
};
/* The answer; jpeg is borrowed from the frame. */
struct job_thumbnail_out {
    uint32_t width_px, height_px;
    const void *jpeg;
    size_t size;
};

void job_picture_put(struct ba_buf *request, const struct job_thumbnail *job);
/* BA_FATAL WIRE_BAD. */
BA_RC job_picture_take(struct wire_in *in, struct job_thumbnail_out *out, struct ba_err *err);

#endif
