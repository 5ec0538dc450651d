/*
 * orientation.h - which way up a page is.
 *
 * Two questions, each answered from evidence of its own: do the lines of text run across or along
 * the image (nearest neighbours of characters against the row profiles), and are they upright or
 * upside down (ascenders against descenders; and, in recognise.h, whether the text can be read).
 */
#ifndef BA_OCR_ORIENTATION_H
#define BA_OCR_ORIENTATION_H

#include "ocr/deskew.h"
#include "ocr/sheet/page_image.h"

struct line_direction {
    bool along;        /* text runs along the image: a quarter turn is needed */
    double confidence; /* 0 (nothing to see) .. 1: how one-sided the neighbours are */
};

/* By the neighbours of characters: inside a line they are nearer than from line to line. */
struct line_direction line_direction_find(const struct ocr_image *im);
/* The same of some of its characters. */
struct line_direction line_direction_of(const struct ocr_image *im, const struct shapes *chars);

/*
 * Are more letters reaching up than down when the small image is turned clockwise by quarter_turns
 * and deskewed? Positive: upright; negative: upside down; the size is leptonica's normalised
 * difference of ascenders and descenders (above about 5 it is trustworthy); 0: too little text.
 */
double upright_confidence(const struct ocr_image *im, unsigned quarter_turns, double skew_deg);

#endif
