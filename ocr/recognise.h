/*
 * recognise.h - Tesseract, kept over many pages. Only recognise.c includes its header.
 */
#ifndef BA_OCR_RECOGNISE_H
#define BA_OCR_RECOGNISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/page_transform.h"
#include "ocr/engine.h"
#include "ocr/recognition.h"

struct Pix;

/* How the recogniser divides the image. */
enum layout {
    LAYOUT_PAGE,   /* find columns, paragraphs and tables */
    LAYOUT_COLUMN, /* one column of lines of any size */
    LAYOUT_BLOCK,  /* one even block of text */
    LAYOUT_SPARSE, /* as much text as there is, in no order: drawings */
};

struct recognise_opts {
    enum layout layout;
    double dpi;         /* of the image */
    bool own_threshold; /* Sauvola instead of Otsu to find the text (the letters are still grey) */
    double deadline;    /* ba_monotonic() at which to give up; 0: never */
};

/* BA_ITEM OCR_TIMEOUT, OCR_FAILED; BA_FATAL NO_MEMORY. *out is empty after a failure. */
BA_RC recognise(struct ocr_engine *e, struct Pix *image, const struct recognise_opts *opts,
                struct recognition *out, struct ba_err *err);

/* Confidences (0..1) below which a word is dropped, by how much of a word it is. */
struct prune {
    double marks;  /* without letter or digit */
    double shorts; /* up to three letters and digits */
    double words;  /* longer */
};
/* Drops and counts anew. */
void recognition_prune(struct recognition *r, struct prune below);
/* Counts confidence_pct, known_pct and score from the words. */
void recognition_count(struct recognition *r);

const struct ocr_opts *ocr_engine_opts(const struct ocr_engine *e);

/* Folder with the models: opts->tessdata, else where they are installed. New memory; NULL: out of
 * it.
 */
char *tessdata_folder(const struct ocr_opts *opts);
const char *tesseract_version(void);

#endif
