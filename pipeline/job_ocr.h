/*
 * job_ocr.h - one page, read by a worker.
 */
#ifndef BA_PIPELINE_JOB_OCR_H
#define BA_PIPELINE_JOB_OCR_H

#include "core/worker/wire.h"
#include "ocr/page.h"

struct job_ocr {
    const char *master; /* path of the file */
    const char *name;   /* "<sha256>.tif", for the ALTO */
    uint32_t frame;
    const char *alto_path, *text_path;
    uint64_t max_pixels, memory_bytes;
};

void job_ocr_put(struct ba_buf *request, const struct job_ocr *job, const struct ocr_opts *opts);

#endif
