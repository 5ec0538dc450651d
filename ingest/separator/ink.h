/*
 * ink.h - a page as a map of its ink: how much darker than the paper around it a spot is. Private
 * to ingest/separator.
 *
 * Shade, tint and grain of the paper are taken off, and what is as black as printed bars is full
 * ink, so that one threshold holds for a white copy, yellow card and a worn carbon alike.
 */
#ifndef BA_INGEST_SEPARATOR_INK_H
#define BA_INGEST_SEPARATOR_INK_H

#include <stdbool.h>
#include <stdint.h>

#include <leptonica/allheaders.h>

#include "core/err.h"
#include "image/raster.h"

struct ink {
    uint32_t width_px, height_px;
    uint32_t factor;  /* pixels of the page along the side of one of these */
    double px_per_mm; /* of the map */
    bool dark_page;   /* the paper itself is dark: a blueprint, a negative */
    bool picture;     /* no paper of one lightness: a photograph over the page */
    uint8_t *at;      /* owned; 0 paper .. 255 as black as print */
};

/* From what level on a spot counts: surely there; or perhaps: pencil, and what shines through. */
enum { INK_STRONG = 100, INK_WEAK = 38 };

/* BA_FATAL NO_MEMORY. A page too small to hold anything gives a map of no pixels. */
BA_RC ink_map(const struct raster *image, struct ink *out, struct ba_err *err);
void ink_free(struct ink *ink); /* accepts an empty one */

/* Share of the square millimetres of the page that have ink of `level` on them, 0..1. */
double ink_coverage(const struct ink *ink, int level);
/* One bit a pixel, 1 where the ink is at least `level`. NULL when out of memory. */
PIX *ink_mask(const struct ink *ink, int level);

/* What is on a mask, after removal of what comes from scanner and feeder: specks, the shadow along
 * the edges, streaks over the whole length, punch holes. */
struct ink_marks {
    uint32_t letters; /* connected spots of the size of letters and words */
    uint32_t small;   /* of them: of ordinary writing, not of a title in large letters */
    uint32_t frames;  /* large both ways: boxes, stamps, drawings, pictures */
    double area_cm2;  /* of what is within 2 mm of any mark */
};
/* -1 when out of memory. */
int ink_marks_count(const PIX *mask, double px_per_mm, struct ink_marks *out);

#endif
