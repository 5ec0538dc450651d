/*
 * scan_black.c - what may not be seen, painted over in the pixels.
 */
#include <string.h>

#include "export/pdf/image_stream.h"

/* A JPEG with halved colour is coded in squares of this size: a square that is black all over
 * says nothing of what was there. */
#define SQUARE 16

static int64_t down(int64_t v)
{
    return v <= 0 ? 0 : v - v % SQUARE;
}

static int64_t up(int64_t v, uint32_t most)
{
    v += (SQUARE - v % SQUARE) % SQUARE;
    return v > (int64_t)most ? (int64_t)most : v;
}

static void paint(struct raster *r, const struct pdf_box *b)
{
    int64_t x0 = down(b->x), y0 = down(b->y);
    int64_t x1 = up((int64_t)b->x + b->w, r->width_px), y1 = up((int64_t)b->y + b->h, r->height_px);
    for (int64_t y = y0; x0 < x1 && y < y1; y++) {
        uint8_t *row = r->data + (size_t)y * r->stride;
        if (r->bits == 1) { /* 1 is ink */
            for (int64_t x = x0; x < x1; x++)
                row[x / 8] |= (uint8_t)(0x80 >> (x % 8));
        } else {
            size_t bytes = r->bits / 8u;
            memset(row + (size_t)x0 * bytes, 0, (size_t)(x1 - x0) * bytes);
        }
    }
}

void image_stream_blacken(struct raster *r, const struct pdf_box *boxes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (boxes[i].w > 0 && boxes[i].h > 0)
            paint(r, &boxes[i]);
    }
}
