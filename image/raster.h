/*
 * raster.h - decoded pixels on their way from the reader of a file to whoever looks at them.
 *
 * Plain data, so that the room that reads TIFFs and the rooms that see pixels need not know each
 * other.
 */
#ifndef BA_IMAGE_RASTER_H
#define BA_IMAGE_RASTER_H

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

struct raster {
    uint32_t width_px, height_px;
    uint8_t bits;  /* a pixel: 1 (1 = ink, most significant bit left), 8 (0 = black), 24 (R G B) */
    size_t stride; /* bytes a row */
    uint8_t *data; /* owned; stride * height_px bytes, row 0 on top */
    double xdpi, ydpi; /* 0 when the file does not say */
};

/*
 * Rows of an image that is too large to be held whole, from the top down; the band's height_px is
 * theirs, y_px the place of the first. Borrowed. A result other than BA_OK stops the reading.
 */
typedef BA_CHECKED enum ba_rc (*ba_band_fn)(void *ctx, const struct raster *band, uint32_t y_px,
                                            struct ba_err *err);

/* Frees the pixels and empties r. Accepts an empty one. */
void ba_raster_free(struct raster *r);
/* Allocates zeroed pixels for r->width_px, height_px, bits; sets stride. -1 when out of memory. */
int ba_raster_alloc(struct raster *r);

#endif
