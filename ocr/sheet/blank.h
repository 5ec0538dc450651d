/*
 * blank.h - has anybody written on this page?
 *
 * Graded by what stands inside the margins: specks, the dark edge of a scan, punch holes and the
 * other side shining through are not writing; one line of text or a small stamp is.
 */
#ifndef BA_OCR_BLANK_H
#define BA_OCR_BLANK_H

#include "ocr/sheet/page_image.h"

struct blankness {
    bool blank;
    uint32_t marks;    /* pieces of ink that may be writing */
    double largest_mm; /* longest side of one of them */
    double ink_pct;    /* dark share of the area inside the margins, per cent */
};

void blank_judge(const struct ocr_image *im, struct blankness *out);

#endif
