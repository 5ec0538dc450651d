/*
 * text.h - pages of running text, forms and tables: which image the recogniser is given.
 */
#ifndef BA_OCR_TEXT_H
#define BA_OCR_TEXT_H

#include "core/page_transform.h"
#include "ocr/ocr_input.h"
#include "ocr/recognise.h"
#include "ocr/sheet/page_image.h"

/* How the kept text was read. */
struct text_how {
    enum ocr_input_kind view;
    bool lines_removed;
    bool short_lines; /* read as one column, without looking for others */
    bool full_size;   /* not reduced to the resolution the models are best at */
};

/* Reads the page that t describes; boxes in pixels of the page (transform.h). Errors as
 * recognise(). */
BA_RC text_read(struct ocr_engine *e, const struct ocr_image *im, const struct ocr_transform *t,
                double deadline, struct recognition *out, struct text_how *how, struct ba_err *err);
/*
 * For a page that was read badly: reads it from another view, and if that is bad too at its own
 * resolution in another layout (lines that were torn apart there are not here), and keeps the best
 * in *r and *how. Adds to *recognitions what it took.
 */
BA_RC text_read_again(struct ocr_engine *e, const struct ocr_image *im,
                      const struct ocr_transform *t, double deadline, struct recognition *r,
                      struct text_how *how, uint32_t *recognitions, struct ba_err *err);
/* Takes out what is no text; on a page that cannot be read (handwriting) all that is not sure. */
void text_prune(struct recognition *r);

/* Good enough to leave it at that. */
bool text_is_good(const struct recognition *r);
/* So little of it makes sense that the page may be the wrong way up. */
bool text_is_unreadable(const struct recognition *r);

#endif
