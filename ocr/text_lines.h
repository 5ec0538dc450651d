/*
 * text_lines.h - what the lines of text tell about the layout, before anything is read.
 */
#ifndef BA_OCR_TEXT_LINES_H
#define BA_OCR_TEXT_LINES_H

#include "core/page_transform.h"
#include "ocr/sheet/page_image.h"

/*
 * The lines of the page that t describes are short: a calculation, a list, a table. A search for
 * columns tears such rows apart; on pages of full lines it is the better choice (columns, curved
 * lines).
 */
bool lines_are_short(const struct ocr_image *im, const struct ocr_transform *t);

#endif
