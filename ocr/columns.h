/*
 * columns.h - does the text stand in columns side by side?
 *
 * A table also has white from top to bottom, but its rows belong together; so columns count only
 * when both are as wide and as full as text is.
 */
#ifndef BA_OCR_COLUMNS_H
#define BA_OCR_COLUMNS_H

#include "ocr/image.h"
#include "ocr/transform.h"

/* On the page that t describes. */
bool columns_side_by_side(const struct image *im, const struct ocr_transform *t);

#endif
