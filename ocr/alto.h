/*
 * alto.h - ALTO 4 XML (loc.gov/standards/alto v4): the words of a page and where they stand.
 *
 * Boxes are in pixels of the master as stored, whatever turn or deskew the recogniser saw. Only
 * alto*.c include libxml2.
 */
#ifndef BA_OCR_ALTO_H
#define BA_OCR_ALTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

struct alto_word {
    char *text;         /* UTF-8, no white space, never empty */
    int32_t x, y, w, h; /* box on the master, pixels */
    double confidence;  /* 0..1 */
    /* Place on the upright page, pixels of the deskewed page (see alto_page): for those who lay text
     * over the turned image. */
    double ux, uy, uw, uh;
    uint32_t block, paragraph, line; /* 0-based over the page, in reading order, never decreasing */
    bool hyphenated;    /* last on its line, goes on in the first word of the next */
};

struct alto_page {
    uint32_t width_px, height_px; /* master */
    double xdpi, ydpi;
    uint32_t orientation_deg;     /* clockwise turn that was applied */
    double skew_deg;              /* counter-clockwise skew that was taken out; 0 when none was */
    struct alto_word *words;      /* owned, reading order */
    size_t count;
};

/* Reads what alto_write wrote. BA_ITEM ALTO_DAMAGED; FILE_READ. *p is empty after a failure. */
enum ba_rc alto_read(const char *path, struct alto_page *p, struct ba_err *err);
void alto_free(struct alto_page *p);

#endif
