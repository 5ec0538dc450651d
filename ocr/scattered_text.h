/*
 * scattered_text.h - words that lie scattered among lines on a sheet too small for a drawing: maps,
 * sketches.
 */
#ifndef BA_OCR_SCATTERED_TEXT_H
#define BA_OCR_SCATTERED_TEXT_H

#include "core/page_transform.h"
#include "ocr/recognise.h"
#include "ocr/sheet/page_image.h"

/*
 * Reads the page that t describes as drawing_read() does, after taking out all ink that is larger
 * than letters. *found: words that make sense; else *out is empty, as it is for a photograph.
 * Errors as recognise().
 */
BA_RC scattered_text_read(struct ocr_engine *e, const struct ocr_image *im,
                          const struct ocr_transform *t, double deadline, struct recognition *out,
                          bool *found, struct ba_err *err);

#endif
