/*
 * drawing.h - plans and maps: text scattered among lines, at any quarter turn, and a title block.
 */
#ifndef BA_OCR_DRAWING_H
#define BA_OCR_DRAWING_H

#include "core/page_transform.h"
#include "ocr/recognise.h"
#include "ocr/sheet/page_image.h"

/* Larger than A3, or about A3 with line art and little text. Never an A4 form. */
bool drawing_is(const struct ocr_image *im);

/*
 * Reads the drawing that t describes: the words found in it, boxes in pixels of the page
 * (transform.h), those of text that stands on end with its rotation. No words is BA_OK. Errors as
 * recognise().
 */
BA_RC drawing_read(struct ocr_engine *e, const struct ocr_image *im, const struct ocr_transform *t,
                   double deadline, struct recognition *out, struct ba_err *err);

/*
 * Makes all paper of an even grey image equal. On a sheet that is nearly empty Tesseract's
 * threshold falls into the noise of the paper, and a million specks keep it busy for minutes.
 */
void drawing_still_paper(struct Pix *pix);

#endif
