/*
 * ocr_input.h - what the recogniser is given to see: the page turned upright and deskewed, as plain
 * grey or cleaned, and how its pixels lie on the page.
 */
#ifndef BA_OCR_OCR_INPUT_H
#define BA_OCR_OCR_INPUT_H

#include "core/page_transform.h"
#include "ocr/sheet/page_image.h"

enum ocr_input_kind {
    VIEW_PLAIN,      /* grey as it is: clean pages, soft carbon copies */
    VIEW_NORMALISED, /* grey with even paper and stretched ink: worn ribbon, stains */
    VIEW_BILEVEL,    /* thresholded by its surroundings (Sauvola) */
    VIEW_THICKENED,  /* strokes a pixel thicker all round: worn letters in black and white */
    VIEW_THRESHOLD,  /* one threshold for the even page: large drawings */
    VIEW_KINDS
};

/* Larger bilevel images stay bilevel when turned: in grey an A0 would take 140 MB a copy. */
#define VIEW_LARGE_PX 40000000u

struct ocr_input {
    struct Pix *pix;     /* 8 or 1 bpp */
    double scale;        /* pixels of the view a pixel of the page */
    double pad_x, pad_y; /* the page begins here, pixels of the view */
    double dpi;
};

/* For the log of what was done: as in the ALTO. */
const char *ocr_input_name(enum ocr_input_kind kind);

/*
 * Makes the view of the page that t describes. dpi: the resolution wanted (an image is reduced to
 * it, never enlarged). remove_lines: long ruling lines are taken out. -1: out of memory.
 */
int ocr_input_make(const struct ocr_image *im, const struct ocr_transform *t,
                   enum ocr_input_kind kind, double dpi, bool remove_lines, struct ocr_input *out);
void ocr_input_free(struct ocr_input *v);

struct ocr_box ocr_input_to_page(const struct ocr_input *v, struct ocr_box box);

#endif
