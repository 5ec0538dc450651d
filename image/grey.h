/*
 * grey.h - a page as small 8-bit grey image, for whoever only needs to find things on it.
 *
 * Shared by the finders of codes (barcode, patch) and the technical checks (quality).
 */
#ifndef BA_IMAGE_GREY_H
#define BA_IMAGE_GREY_H

#include <stdint.h>

#include "image/raster.h"

struct grey {
    uint32_t width_px, height_px;
    uint32_t factor; /* pixels of the page along the side of one of these */
    uint8_t *data;   /* owned; width_px bytes a row, 0 = black */
};

/*
 * The resolution of the page: what the file says, or, when that is no scanner's (under 50, over
 * 1200), what it would be if the long side were A4's 297 mm.
 */
double grey_page_dpi(const struct raster *image);
/* The factor that brings the page nearest to `dpi` and below max_pixels. At least 1. */
uint32_t grey_factor(const struct raster *image, double dpi, uint64_t max_pixels);
/* A rectangle on the page, in its pixels. */
struct grey_rect {
    uint32_t x_px, y_px, w_px, h_px;
};
/*
 * Each pixel the mean of factor x factor, of a part that must lie inside the page. Rows and columns
 * that do not fill one are left out. -1 when out of memory or when nothing would be left.
 */
int grey_cut(const struct raster *image, struct grey_rect part, uint32_t factor, struct grey *out);
/* The same of the whole page. */
int grey_reduce(const struct raster *image, uint32_t factor, struct grey *out);
/* Makes the paper, with its grain and shade, white, and spreads what is darker: a search then meets
 * only ink. Paper is the lightness that occurs most often in the lighter half. */
void grey_stretch(struct grey *g);
/* The pixel at a point, 0 beside the image. */
static inline uint8_t grey_pixel_at(const struct grey *g, double x, double y)
{
    return x >= 0 && y >= 0 && x < g->width_px && y < g->height_px
               ? g->data[(size_t)y * g->width_px + (size_t)x]
               : 0;
}
void grey_free(struct grey *g); /* accepts an empty one */

#endif
