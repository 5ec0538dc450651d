/*
 * text.h - pages of running text, forms and tables: which image the recogniser is given.
 */
#ifndef BA_OCR_TEXT_H
#define BA_OCR_TEXT_H

#include "ocr/image.h"
#include "ocr/recognise.h"
#include "ocr/transform.h"
#include "ocr/view.h"

/* How the kept text was read. */
struct text_how {
    enum view_kind view;
    bool lines_removed;
    bool short_lines; /* read as one column, without looking for others */
};

/*
 * Reads the page that t describes; boxes in pixels of the page (transform.h). A second recognition
 * of another view is made when the first is doubtful, and the better one is kept; *recognitions
 * counts them. Errors as recognise().
 */
enum ba_rc text_read(struct ocr_engine *e, const struct image *im, const struct ocr_transform *t,
                     double deadline, struct recognition *out, struct text_how *how,
                     uint32_t *recognitions, struct ba_err *err);

/* So few readable words that the page may be the wrong way up. */
bool text_is_unreadable(const struct recognition *r);

#endif
