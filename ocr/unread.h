/*
 * unread.h - ink is accounted for: what looks like writing and lies in no word that was read is
 * read again as a block of its own, and what stays is told. A page loses columns of a table, short
 * lines and margins without any word of little confidence.
 */
#ifndef BA_OCR_UNREAD_H
#define BA_OCR_UNREAD_H

#include "core/page_transform.h"
#include "ocr/ocr_input.h"
#include "ocr/recognise.h"
#include "ocr/sheet/page_image.h"

#define UNREAD_BOXES 4

struct unread {
    double share_pct; /* of the page's pieces as large as letters that stand in rows */
    size_t rows;      /* rows of such pieces that no word accounts for */
    struct ocr_box boxes[UNREAD_BOXES]; /* of the longest of them, pixels of the page */
};

/*
 * Reads what r leaves of the page that t describes and puts it into r, in the lines it stands in;
 * then measures what is left. Adds to *recognitions. Errors as recognise().
 */
BA_RC unread_read(struct ocr_engine *e, const struct ocr_image *im, const struct ocr_transform *t,
                  bool lines_removed, double deadline, struct recognition *r,
                  uint32_t *recognitions, struct unread *out, struct ba_err *err);
/* Much of the page: a person should look. */
bool unread_is_much(const struct unread *u);

#endif
