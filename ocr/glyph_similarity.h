/*
 * glyph_similarity.h - the inside of glyphs.c: which letters of a page look like a given one.
 */
#ifndef BA_OCR_GLYPH_SIMILARITY_H
#define BA_OCR_GLYPH_SIMILARITY_H

#include "ocr/letter_repair.h"

struct Pix;

/* Larger letters than this are headings, of which a page has few. */
#define GLYPH_MAX_W 64
#define GLYPH_MAX_H 80
/* So many likes are asked. */
#define LIKES_MAX 15

/* What is printed, as it is. */
struct glyph {
    uint64_t rows[GLYPH_MAX_H]; /* the first column is the lowest bit */
    int32_t w, h;               /* pixels; h is 0 where there is nothing to compare */
    uint32_t ink;               /* pixels */
};

struct like {
    size_t at;       /* index of the letter */
    double distance; /* as glyph_distance() */
};

struct glyph_page {
    struct letters *l;           /* borrowed, as the next two */
    const struct recognition *r; /* whose words they are */
    struct Pix *bin;
    struct glyph *glyphs;          /* of each letter */
    size_t *begin;                 /* first letter of each word */
    size_t *by_height;             /* letters with a glyph, lower ones first */
    size_t first[GLYPH_MAX_H + 2]; /* in by_height, of each height */
};

/* Takes the glyphs of all letters; l, r and bin are set. -1: out of memory. */
int glyph_page_open(struct glyph_page *p);
void glyph_page_close(struct glyph_page *p);

/* What stands in the box. False: nothing that can be compared. */
bool glyph_take(struct Pix *bin, int32_t x, int32_t y, int32_t w, int32_t h, struct glyph *g);
/* Share of the ink in which two glyphs differ, 0..1. 1: they are not even of one size. */
double glyph_distance(const struct glyph *a, const struct glyph *b);
/* The same of a glyph and its mirror image, left and right exchanged. */
double glyph_unevenness(const struct glyph *g);
/* The letters most like g, nearest first, but for those of the given word. Returns how many. */
size_t glyph_likes(const struct glyph_page *p, const struct glyph *g, size_t word,
                   struct like out[LIKES_MAX]);

#endif
