/*
 * page_geometry.h - how a page lies: orientation and skew together, each decided from more than one
 * estimate or refused.
 */
#ifndef BA_OCR_PAGE_GEOMETRY_H
#define BA_OCR_PAGE_GEOMETRY_H

#include "core/page_transform.h"
#include "ocr/deskew.h"
#include "ocr/recognise.h"
#include "ocr/sheet/page_image.h"

struct page_geometry {
    uint32_t turn_deg; /* clockwise turn that makes the page upright; 0 when not sure */
    uint32_t lean_deg; /* the turn that ascenders and descenders speak for */
    double confidence; /* of the orientation, 0..1; 0: nothing to measure */
    bool sure;
    bool guessed; /* not sure yet: geometry_check_guess decides when the page was read */
    bool tried;   /* the text was read both ways to decide */
    struct skew skew;
    bool skew_applied;
};

/* Errors of recognise(), except that a page that cannot be read in a trial is merely not sure. */
BA_RC geometry_find(struct ocr_engine *e, const struct ocr_image *im,
                    const struct ocr_transform *as_scanned, bool drawing, double deadline,
                    struct page_geometry *out, struct ba_err *err);

/*
 * For a page of text that was read the way geometry_find guessed: good text settles it, else a band
 * of the page is read both ways, and *g may change. Errors as geometry_find.
 */
BA_RC geometry_check_guess(struct ocr_engine *e, const struct ocr_image *im,
                           const struct ocr_transform *as_scanned, const struct recognition *read,
                           double deadline, struct page_geometry *g, struct ba_err *err);

/* A page that could be read is the right way up, whatever the estimates said before. */
void geometry_confirm(struct page_geometry *g, const struct recognition *read);

/*
 * For a page whose text cannot be read the way geometry_find left it: reads a band of it in the
 * other orientations and changes *g when one of them reads clearly better.
 */
BA_RC geometry_reconsider(struct ocr_engine *e, const struct ocr_image *im,
                          const struct ocr_transform *as_scanned, bool drawing, double deadline,
                          struct page_geometry *g, struct ba_err *err);

/*
 * Reads a band of the page as it lies, and as it lies in a mirror: what makes more sense there
 * shines through from the other side. Errors as geometry_find.
 */
BA_RC geometry_shines_through(struct ocr_engine *e, const struct ocr_image *im,
                              const struct ocr_transform *as_scanned, double deadline,
                              bool *through, struct ba_err *err);

#endif
