#include "core/page_transform.h"

#include <math.h>

/* Beyond this ratio of the two resolutions (fax: 204 x 98) the pixels are not taken for square. */
#define SQUARE_TOLERANCE 1.05
/* Beyond this one of them is no resolution. */
#define STRETCH_MAX 5

void ocr_transform_init(struct ocr_transform *t, uint32_t master_w, uint32_t master_h, double xdpi,
                        double ydpi, uint32_t turn_deg, double skew_deg)
{
    double rad = skew_deg * M_PI / 180.0;

    *t = (struct ocr_transform){ .master_w = master_w,
                                 .master_h = master_h,
                                 .stretch_x = 1.0,
                                 .stretch_y = 1.0,
                                 .turn_deg = turn_deg % 360,
                                 .skew_deg = skew_deg,
                                 .cos_skew = cos(rad),
                                 .sin_skew = sin(rad) };
    if (xdpi > 0 && ydpi > 0 && xdpi / ydpi < STRETCH_MAX && ydpi / xdpi < STRETCH_MAX) {
        if (xdpi > ydpi * SQUARE_TOLERANCE)
            t->stretch_y = xdpi / ydpi;
        else if (ydpi > xdpi * SQUARE_TOLERANCE)
            t->stretch_x = ydpi / xdpi;
    }
    t->page_w = master_w * t->stretch_x;
    t->page_h = master_h * t->stretch_y;
    if (t->turn_deg == 90 || t->turn_deg == 270) {
        double w = t->page_w;

        t->page_w = t->page_h;
        t->page_h = w;
    }
}

void ocr_to_page(const struct ocr_transform *t, double mx, double my, double *px, double *py)
{
    double x = mx * t->stretch_x, y = my * t->stretch_y, tx, ty;

    switch (t->turn_deg) {
    case 90:
        tx = t->page_w - y;
        ty = x;
        break;
    case 180:
        tx = t->page_w - x;
        ty = t->page_h - y;
        break;
    case 270:
        tx = y;
        ty = t->page_h - x;
        break;
    default:
        tx = x;
        ty = y;
    }
    tx -= t->page_w / 2;
    ty -= t->page_h / 2;
    *px = tx * t->cos_skew - ty * t->sin_skew + t->page_w / 2;
    *py = tx * t->sin_skew + ty * t->cos_skew + t->page_h / 2;
}

void ocr_to_master(const struct ocr_transform *t, double px, double py, double *mx, double *my)
{
    double dx = px - t->page_w / 2, dy = py - t->page_h / 2;
    double tx = dx * t->cos_skew + dy * t->sin_skew + t->page_w / 2;
    double ty = dy * t->cos_skew - dx * t->sin_skew + t->page_h / 2;
    double x, y;

    switch (t->turn_deg) {
    case 90:
        x = ty;
        y = t->page_w - tx;
        break;
    case 180:
        x = t->page_w - tx;
        y = t->page_h - ty;
        break;
    case 270:
        x = t->page_h - ty;
        y = tx;
        break;
    default:
        x = tx;
        y = ty;
    }
    *mx = x / t->stretch_x;
    *my = y / t->stretch_y;
}

struct ocr_box ocr_box_to_master(const struct ocr_transform *t, struct ocr_box page)
{
    double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;

    for (int i = 0; i < 4; i++) {
        double x, y;

        ocr_to_master(t, page.x + (i & 1 ? page.w : 0), page.y + (i & 2 ? page.h : 0), &x, &y);
        x0 = fmin(x0, x);
        y0 = fmin(y0, y);
        x1 = fmax(x1, x);
        y1 = fmax(y1, y);
    }
    return (struct ocr_box){ x0, y0, x1 - x0, y1 - y0 };
}

struct ocr_box ocr_box_to_page(const struct ocr_transform *t, struct ocr_box master)
{
    double bw = master.w * t->stretch_x, bh = master.h * t->stretch_y;
    double c = t->cos_skew, s = fabs(t->sin_skew), det = c * c - s * s;
    struct ocr_box page = { 0, 0, 0, 0 };
    double cx, cy;

    if (t->turn_deg == 90 || t->turn_deg == 270) {
        double w = bw;

        bw = bh;
        bh = w;
    }
    /* A box w x h turned by s has the bounds bw = w cos + h sin, bh = w sin + h cos. */
    page.w = fmax(0.0, (bw * c - bh * s) / det);
    page.h = fmax(0.0, (bh * c - bw * s) / det);
    ocr_to_page(t, master.x + master.w / 2, master.y + master.h / 2, &cx, &cy);
    page.x = cx - page.w / 2;
    page.y = cy - page.h / 2;
    return page;
}
