/*
 * barcode.h - Code 128 and QR codes on a page image, by zbar (only barcode.c includes it).
 */
#ifndef BA_INGEST_SEPARATOR_BARCODE_H
#define BA_INGEST_SEPARATOR_BARCODE_H

#include <stddef.h>

#include "core/err.h"
#include "image/raster.h"

#define BARCODE_MAX 16
#define BARCODE_TEXT_MAX 256

struct barcode {
    char text[BARCODE_TEXT_MAX];     /* valid UTF-8 without control characters */
    char symbology[16];              /* "CODE-128", "QR-Code" */
    uint32_t x_px, y_px, w_px, h_px; /* on the image as given */
};

struct barcodes {
    struct barcode at[BARCODE_MAX]; /* different texts only */
    size_t count;
};

/*
 * Looks for codes in any of four orientations, on the image as it is and, when that finds nothing
 * but the page looks like a separator, turned by its skew. Finding none is BA_OK with count 0.
 */
BA_RC barcode_find(const struct raster *image, struct barcodes *found, struct ba_err *err);

#endif
