/*
 * page_image.h - the page image as the stage looks at it: grey or bilevel at full size, and a small
 * copy at about 150 dpi with its ink, on which orientation, skew, blankness and kind are decided.
 */
#ifndef BA_OCR_PAGE_IMAGE_H
#define BA_OCR_PAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/page_transform.h"
#include "image/raster.h"

struct Pix; /* leptonica */

/* A connected piece of ink on the small image: its bounds in pixels of that image. */
struct shape {
    int32_t x, y, w, h;
};

struct shapes {
    struct shape *at; /* owned */
    size_t count;
};

struct ocr_image {
    struct Pix *full;    /* 8 or 1 bpp, square pixels, dark ink on light paper, not turned */
    struct Pix *small;   /* 8 bpp, background normalised to IMAGE_PAPER */
    struct Pix *ink;     /* 1 bpp, of small: everything darker than show-through */
    struct Pix *text;    /* 1 bpp, of ink: pieces as small as characters */
    struct shapes all;   /* pieces of ink */
    struct shapes chars; /* those of text that have the size of a character */
    double dpi;          /* of full; a guess from the size when the file does not say */
    double small_dpi;
    uint32_t reduction; /* of small: full divided by this */
    double ink_grey;    /* mean grey value of what has the size of characters; 0: nothing has */
    bool inverted;      /* the master is light on dark; full is not */
    bool dark;          /* the scan is dark all over, and nothing lighter stands on it */
};

/* Grey value of the paper on full and small, after the unevenness of light and paper is taken out.
 */
#define IMAGE_PAPER 200

/*
 * Fills *im. t gives the stretch to square pixels (its turn and skew are not looked at). BA_FATAL
 * NO_MEMORY; BA_ITEM OCR_TOO_SMALL when not even a line of text fits.
 */
BA_RC image_open(struct ocr_image *im, const struct raster *r, const struct ocr_transform *t,
                 struct ba_err *err);
/* Fills ink, text, all, chars and ink_grey anew from small. -1: out of memory. */
int image_look_at_ink(struct ocr_image *im);
void image_close(struct ocr_image *im);

/* A piece of the small image in pixels of the page that t describes. */
struct ocr_box image_shape_on_page(const struct ocr_image *im, const struct ocr_transform *t,
                                   const struct shape *s);

/* Ruling lines (of a form, a table, ruled paper) stand on the page. */
bool image_has_rules(const struct ocr_image *im);

/*
 * The letters are so pale (a carbon copy) that fragments of them pass for specks. Such pages
 * measured 124 to 142, worn ribbon and print less than 121.
 */
bool image_is_faint(const struct ocr_image *im);

/* Pixels of the small image for a length on paper. */
static inline double image_mm(const struct ocr_image *im, double mm)
{
    return mm * im->small_dpi / 25.4;
}

/* Pieces of a 1 bpp image, at most SHAPES_MAX of them (a page of noise has more). -1: out of
 * memory. */
#define SHAPES_MAX 200000
int shapes_of(struct Pix *bin, struct shapes *out);
/* 1 bpp: what is darker than show-through on an even grey image. NULL: out of memory. */
struct Pix *image_ink(struct Pix *even);
/* Those of bin (as image.text, perhaps turned) that have the size of a character. */
int image_chars(const struct ocr_image *im, struct Pix *bin, struct shapes *out);
void shapes_free(struct shapes *s);

#endif
