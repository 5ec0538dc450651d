/*
 * image_stream_shrink.c - a smaller image for a copy on the web: the mean of squares of pixels.
 */
#include <stdlib.h>

#include "export/pdf/image_stream.h"

/* A row of small pixels: sums over `factor` rows, then divided. */
static void add_row(const uint8_t *row, uint32_t width, unsigned samples, unsigned factor,
                    uint32_t *sums)
{
    for (uint32_t x = 0; x < width; x++)
        for (unsigned s = 0; s < samples; s++)
            sums[x / factor * samples + s] += row[x * samples + s];
}

/* How many pixels of `length` lie in the square that begins at square * factor. */
static uint32_t part(uint32_t length, uint32_t square, unsigned factor)
{
    uint32_t rest = length - square * factor;
    return rest < factor ? rest : factor;
}

BA_RC image_stream_shrink(struct raster *r, unsigned factor, struct ba_err *err)
{
    if (factor < 2 || r->bits < 8)
        return BA_OK;
    unsigned samples = r->bits / 8;
    struct raster small = { .width_px = (r->width_px + factor - 1) / factor,
                            .height_px = (r->height_px + factor - 1) / factor,
                            .bits = r->bits,
                            .xdpi = r->xdpi / factor,
                            .ydpi = r->ydpi / factor };
    uint32_t *sums = calloc((size_t)small.width_px * samples + 1, sizeof *sums);
    if (sums == NULL || ba_raster_alloc(&small) != 0) {
        free(sums);
        return ba_fail_mem(err, "a smaller image");
    }
    for (uint32_t y = 0; y < small.height_px; y++) {
        uint32_t rows = part(r->height_px, y, factor);
        for (uint32_t i = 0; i < rows; i++)
            add_row(r->data + (size_t)(y * factor + i) * r->stride, r->width_px, samples, factor,
                    sums);
        uint8_t *to = small.data + (size_t)y * small.stride;
        for (uint32_t x = 0; x < small.width_px; x++) {
            uint32_t n = rows * part(r->width_px, x, factor);
            for (unsigned s = 0; s < samples; s++) {
                to[x * samples + s] = (uint8_t)((sums[x * samples + s] + n / 2) / n);
                sums[x * samples + s] = 0;
            }
        }
    }
    free(sums);
    ba_raster_free(r);
    *r = small;
    return BA_OK;
}
