/*
 * pdf_box.h - a part of an image that is painted over.
 */
#ifndef BA_EXPORT_PDF_PDF_BOX_H
#define BA_EXPORT_PDF_PDF_BOX_H

#include <stdint.h>

/* A part of the image to be painted black, in pixels of the master as stored. */
struct pdf_box {
    int32_t x, y, w, h;
};

#endif
