/*
 * faint.h - writing too pale for the ordinary threshold between paper and ink: pencil, third carbon
 * copies, thermal paper, coloured ink. Found by structure (pieces as large as letters that stand in
 * rows, long strokes) at a threshold that follows from the noise of the paper.
 */
#ifndef BA_OCR_FAINT_H
#define BA_OCR_FAINT_H

#include "ocr/sheet/page_image.h"

struct faintness {
    bool found;     /* something stands there in rows, or is drawn */
    bool sharp;     /* its edges are those of ink on this side of the paper */
    uint32_t chars; /* pieces as large as characters with others beside them */
    double ink;     /* its mean grey on im->small; IMAGE_PAPER is paper */
};

/* -1: out of memory. A bilevel scan has nothing paler than its ink. */
int faint_look(const struct ocr_image *im, struct faintness *out);
/* Makes what faint_look found as dark as other ink, on both images, and looks at the ink anew. -1:
 * out of memory. */
int faint_strengthen(struct ocr_image *im, const struct faintness *f);

#endif
