/*
 * page_transform.h - from a pixel of the master to its place on the upright, deskewed page, and
 * back.
 *
 * Master: pixels as stored, origin at the upper left corner, y downwards. Page: the master turned
 * clockwise by turn_deg, then turned clockwise about its centre by skew_deg, on a sheet of the size
 * of the turned master; what the deskew pushes over an edge has coordinates outside that sheet.
 * Where a master has other resolutions across and down, the page has square pixels of the finer
 * one.
 */
#ifndef BA_CORE_PAGE_TRANSFORM_H
#define BA_CORE_PAGE_TRANSFORM_H

#include <stdint.h>

struct ocr_transform {
    uint32_t master_w, master_h; /* pixels */
    double stretch_x, stretch_y; /* square pixels a master pixel: 1, or more on the coarser axis */
    uint32_t turn_deg;           /* 0, 90, 180, 270, clockwise */
    double skew_deg;             /* counter-clockwise skew that is taken out */
    double page_w, page_h;       /* result: size of the page in its pixels */
    double cos_skew, sin_skew;
};

struct ocr_box {
    double x, y, w, h;
};

void ocr_transform_init(struct ocr_transform *t, uint32_t master_w, uint32_t master_h, double xdpi,
                        double ydpi, uint32_t turn_deg, double skew_deg);

void ocr_to_page(const struct ocr_transform *t, double mx, double my, double *px, double *py);
void ocr_to_master(const struct ocr_transform *t, double px, double py, double *mx, double *my);

/* The smallest upright box on the master around a box of the page. */
struct ocr_box ocr_box_to_master(const struct ocr_transform *t, struct ocr_box page);
/*
 * The box of the page whose ocr_box_to_master is the given one: the inverse, exact up to rounding,
 * as long as the box was not clipped and the skew is well below 45 degrees. Sides are never
 * negative.
 */
struct ocr_box ocr_box_to_page(const struct ocr_transform *t, struct ocr_box master);

#endif
