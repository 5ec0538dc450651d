/*
 * engine.h - Tesseract with its models, and by what settings it reads.
 */
#ifndef BA_OCR_ENGINE_H
#define BA_OCR_ENGINE_H

#include <stdint.h>

#include "core/err.h"

struct ocr_opts {
    const char *tessdata;  /* folder with *.traineddata; NULL: Tesseract's own default */
    const char *languages; /* "nld+eng", in order of preference */
    const char *words;     /* file of words that are likely, one a line; NULL: none */
    uint32_t timeout_ms;   /* recognition of one A4 at 300 dpi; larger pages get more in proportion;
                              0: none */
    double max_skew_deg;   /* search range, at most 15 */
    double doubtful_pct;   /* mean word confidence below which a page is doubtful */
};

struct ocr_engine; /* Tesseract and its models; belongs to one thread, kept over many pages */

/*
 * Starts Tesseract. BA_FATAL OCR_ENGINE with the missing language or folder and the package to
 * install.
 */
BA_RC ocr_engine_open(const struct ocr_opts *opts, struct ocr_engine **out, struct ba_err *err);
void ocr_engine_close(struct ocr_engine *e);

#endif
