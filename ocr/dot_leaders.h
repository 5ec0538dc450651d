/*
 * dot_leaders.h - the dotted and dashed lines of forms, on which answers are written. Tesseract
 * takes them for lines of text, and loses the words that stand on them.
 */
#ifndef BA_OCR_DOT_LEADERS_H
#define BA_OCR_DOT_LEADERS_H

#include "core/page_transform.h"
#include "ocr/ocr_input.h"
#include "ocr/sheet/page_image.h"

/*
 * Paints over, in the view of the page that t describes, every row of small pieces at equal
 * distances. A row is at least eight long, so that dots of an ellipsis stay. -1: out of memory.
 */
int dot_leaders_remove(const struct ocr_image *im, const struct ocr_transform *t,
                       struct ocr_input *v);

#endif
