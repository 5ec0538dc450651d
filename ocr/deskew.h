/*
 * deskew.h - the skew of a page, by estimates that do not share their evidence.
 *
 *  rows       sharpness of the row profile of the ink (leptonica's differential square sum)
 *  baselines  the feet of the characters line up (after Baird 1987), then a least-squares fit
 *  columns    the row profile of the page turned by 90 degrees: uprights of frames and tables;
 *             looked for only where the other two do not agree
 *
 * Angles are counter-clockwise turns of the text as scanned, degrees.
 */
#ifndef BA_OCR_DESKEW_H
#define BA_OCR_DESKEW_H

#include <stdbool.h>

#include "ocr/sheet/page_image.h"

struct skew_estimate {
    double deg;
    double confidence; /* 0: no estimate */
};

struct skew {
    struct skew_estimate rows, baselines, columns;
    bool measured;
    bool sure; /* two estimates agree: may be applied */
    double deg, confidence;
};

/*
 * Estimates for lines of text that run across the small image (quarter_turns 0 or 2) or along it (1
 * or 3: the small image turned clockwise by that many quarters is looked at). drawing: line art
 * counts, and the two directions of its lines must agree.
 */
void deskew_find(const struct ocr_image *im, unsigned quarter_turns, double max_deg, bool drawing,
                 struct skew *out);

#endif
