/*
 * page.h - the stage that reads the text of one page image.
 *
 * In: decoded pixels. Out: ALTO 4 and UTF-8 text in files, and figures. Runs in a worker process
 * with OMP_THREAD_LIMIT=1 set before exec; knows no database, no settings file and no TIFF.
 */
#ifndef BA_OCR_PAGE_H
#define BA_OCR_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "image/raster.h"
#include "ocr/engine.h"

enum ocr_state { OCR_TEXT, OCR_DRAWING, OCR_BLANK };

struct ocr_in {
    const struct raster *image; /* as scanned, as the master stores it; borrowed */
    const char *master;    /* file name for sourceImageInformation in the ALTO: "<sha256>.tif" */
    uint32_t frame;        /* 0-based IFD in it */
    const char *alto_path; /* files to write; the folder exists */
    const char *text_path;
};

struct ocr_out {
    enum ocr_state state;
    uint32_t orientation_deg;      /* 0, 90, 180, 270: clockwise turn that makes the page upright */
    double orientation_confidence; /* 0: not measured */
    bool orientation_sure; /* false: left as scanned because the estimates disagree or are weak */
    bool skew_measured;
    double skew_deg; /* counter-clockwise turn of the text as scanned, after orientation */
    double skew_confidence;
    bool skew_applied;
    double ink_pct; /* share of dark pixels inside the margins, in per cent */
    uint32_t words;
    double confidence_pct; /* mean word confidence, -1: no words */
    double dictionary_pct; /* of the characters, those in dictionary words or numbers; -1 */
    bool doubtful;         /* a person should look; why[] says it */
    char why[320];
    char unread[240]; /* what looks like writing and was not read: share and places; "": nothing */
    uint32_t recognitions; /* 1, or 2 to 4 when the first try was doubtful */
};

/*
 * Everything that decides the text besides the pixels, as one line: code revision of this stage,
 * versions of Tesseract and Leptonica, SHA-256 of each model, options. Its hash is the page's rev.
 * New memory. Errors as ocr_engine_open; does not start Tesseract.
 */
BA_RC ocr_revision(const struct ocr_opts *opts, char **out, struct ba_err *err);

/*
 * Reads one page. A blank page or a drawing without text is BA_OK, and both files are written
 * (without words). out is filled with what was learnt even on failure. BA_ITEM OCR_TIMEOUT
 * recognition took too long       BA_ITEM OCR_FAILED  Tesseract refused the page BA_ITEM
 * OCR_TOO_SMALL  not even a line of text fits   FILE_WRITE (BA_RETRY when full, else BA_FATAL)
 * After any BA_ITEM the engine is usable for the next page.
 */
BA_RC ocr_page(struct ocr_engine *e, const struct ocr_in *in, struct ocr_out *out,
               struct ba_err *err);

/* Memory in bytes that ocr_page needs at most for an image of this size, engine included. */
uint64_t ocr_page_memory(uint32_t width_px, uint32_t height_px, uint8_t bits);

#endif
