/*
 * image_stream_reduce.c - a bilevel scan in a grey file: a PNG or LZW of black and white alone.
 */
#include "export/pdf/image_stream.h"

static bool is_two_tone(const struct raster *r)
{
    for (uint32_t y = 0; y < r->height_px; y++) {
        const uint8_t *row = r->data + (size_t)y * r->stride;
        for (uint32_t x = 0; x < r->width_px; x++)
            if (row[x] != 0 && row[x] != 255)
                return false;
    }
    return true;
}

BA_RC image_stream_reduce(struct raster *r, struct ba_err *err)
{
    if (r->bits != 8 || !is_two_tone(r))
        return BA_OK;
    struct raster bilevel = { .width_px = r->width_px,
                              .height_px = r->height_px,
                              .bits = 1,
                              .xdpi = r->xdpi,
                              .ydpi = r->ydpi };
    if (ba_raster_alloc(&bilevel) != 0)
        return ba_fail_mem(err, "a bilevel image");
    for (uint32_t y = 0; y < r->height_px; y++) {
        const uint8_t *from = r->data + (size_t)y * r->stride;
        uint8_t *to = bilevel.data + (size_t)y * bilevel.stride;
        for (uint32_t x = 0; x < r->width_px; x++)
            if (from[x] == 0) /* 1 is ink */
                to[x / 8] |= (uint8_t)(0x80 >> (x % 8));
    }
    ba_raster_free(r);
    *r = bilevel;
    return BA_OK;
}
