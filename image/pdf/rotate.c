/* Turning and mirroring pixels as the page of a PDF shows them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "image/pdf/pdf_file_private.h"

/* Where the right and the down of the image point on the shown page: x to the right, y down. */
struct axes {
    int right_x, right_y, down_x, down_y;
};

static int sign(double v)
{
    return v > 0 ? 1 : v < 0 ? -1 : 0;
}

static struct axes axes_of(const struct pdf_page *page)
{
    struct pdf_matrix m = page->images[0].to;
    bool lying = fabs(m.b) > fabs(m.a);
    /* the unit square's y, and the page's, point up */
    struct axes a = { .right_x = lying ? 0 : sign(m.a),
                      .right_y = lying ? -sign(m.b) : 0,
                      .down_x = lying ? -sign(m.c) : 0,
                      .down_y = lying ? 0 : sign(m.d) };

    for (int turned = 0; turned < page->rotate; turned += 90)
        a = (struct axes){ -a.right_y, a.right_x, -a.down_y, a.down_x };
    return a;
}

static void copy_pixel(const struct raster *from, uint64_t x, uint64_t y, struct raster *to,
                       uint64_t tx, uint64_t ty)
{
    const uint8_t *row = from->data + y * from->stride;
    uint8_t *out = to->data + ty * to->stride;

    if (from->bits == 1)
        out[tx / 8] |= (uint8_t)((row[x / 8] >> (7 - x % 8) & 1) << (7 - tx % 8));
    else
        memcpy(out + tx * (from->bits / 8u), row + x * (from->bits / 8u), from->bits / 8u);
}

bool pdf_turn(const struct pdf_page *page, struct raster *r)
{
    struct axes a = axes_of(page);
    bool lying = a.right_x == 0;
    struct raster to = { .width_px = lying ? r->height_px : r->width_px,
                         .height_px = lying ? r->width_px : r->height_px,
                         .bits = r->bits };
    int64_t x0 = a.right_x < 0 || a.down_x < 0 ? (int64_t)to.width_px - 1 : 0;
    int64_t y0 = a.right_y < 0 || a.down_y < 0 ? (int64_t)to.height_px - 1 : 0;

    if (a.right_x == 1 && a.down_y == 1)
        return true;
    if (ba_raster_alloc(&to) != 0)
        return false;
    for (int64_t y = 0; y < r->height_px; y++)
        for (int64_t x = 0; x < r->width_px; x++)
            copy_pixel(r, (uint64_t)x, (uint64_t)y, &to,
                       (uint64_t)(x0 + a.right_x * x + a.down_x * y),
                       (uint64_t)(y0 + a.right_y * x + a.down_y * y));
    ba_raster_free(r);
    *r = to;
    return true;
}
