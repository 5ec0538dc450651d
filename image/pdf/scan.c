/* A PDF of scans: each page is a frame. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "image/image_file_private.h"
#include "image/pdf/pdf_file_private.h"
#include "image/tiff/tiff_file_private.h"

/* For pages without an image that says better. */
#define DRAWN_DPI 300.0
#define MAX_DRAWN_DPI 1200.0
/* Images of less than this part of the page's area say nothing about the page. */
#define LARGE 0.5
/* What the edges of image and page may differ, as a part of the page's side. */
#define EDGE 0.02
/* An image that leaves a margin is still the page when it leaves no more than this on a side. */
#define MARGIN 0.10

static double shown_area(const struct pdf_page *p)
{
    return (p->x1 - p->x0) * (p->y1 - p->y0);
}

static double image_area(const struct pdf_placed *i)
{
    return fabs(i->to.a * i->to.d - i->to.b * i->to.c);
}

static double dpi_of(const struct pdf_page *p, const struct pdf_placed *i)
{
    double points = hypot(i->to.a, i->to.b) * p->unit;

    return points > 0 ? i->width_px * 72.0 / points : 0;
}

/* Is the image upright or lying, without slant, and the whole page (but for a margin)? */
static bool is_the_page(const struct pdf_page *p)
{
    const struct pdf_placed *i = &p->images[0];
    struct pdf_matrix m = i->to;
    double w = p->x1 - p->x0, h = p->y1 - p->y0, along = hypot(m.a, m.b), up = hypot(m.c, m.d);
    double left = m.e + fmin(m.a, 0) + fmin(m.c, 0), bottom = m.f + fmin(m.b, 0) + fmin(m.d, 0);
    double right = m.e + fmax(m.a, 0) + fmax(m.c, 0), top = m.f + fmax(m.b, 0) + fmax(m.d, 0);
    bool straight = fabs(m.b) < along * 1e-4 && fabs(m.c) < up * 1e-4;
    bool lying = fabs(m.a) < along * 1e-4 && fabs(m.d) < up * 1e-4;

    return (straight || lying) && along > 0 && up > 0 && left > p->x0 - EDGE * w &&
           left < p->x0 + MARGIN * w && right < p->x1 + EDGE * w && right > p->x1 - MARGIN * w &&
           bottom > p->y0 - EDGE * h && bottom < p->y0 + MARGIN * h && top < p->y1 + EDGE * h &&
           top > p->y1 - MARGIN * h;
}

/* The finest at which a large part of the page was scanned, in one image or in strips. */
static double drawn_dpi(const struct pdf_page *p)
{
    double best = 0;

    for (size_t i = 0; i < p->image_count; i++) {
        double dpi = dpi_of(p, &p->images[i]), area = 0;

        for (size_t k = 0; dpi > best && k < p->image_count; k++)
            if (fabs(dpi_of(p, &p->images[k]) - dpi) < 0.01 * dpi)
                area += image_area(&p->images[k]);
        if (area >= LARGE * shown_area(p))
            best = dpi;
    }
    return best < 1 ? DRAWN_DPI : fmin(best, MAX_DRAWN_DPI);
}

static enum ba_rc read_page(struct pdf_file *f, uint32_t index, struct tiff_frame *frame,
                            struct raster *out, struct ba_err *err)
{
    struct pdf_page *page = calloc(1, sizeof(*page));
    enum ba_rc rc =
        page == NULL ? ba_fail_mem(err, "page of a PDF") : pdf_page_look(f, index, page, err);
    bool done = false;

    *frame = (struct tiff_frame){ .index = index, .orientation_tag = 1, .compression = 8 };
    *out = (struct raster){ 0 };
    if (rc == BA_OK && page->image_count == 1 && !page->marks && is_the_page(page)) {
        rc = pdf_image_read(f, page, frame, out, &done, err);
    } else if (rc == BA_OK) {
        double dpi = drawn_dpi(page);

        rc = pdf_render_page(f, page, dpi / page->unit, out, err);
        frame->xdpi = frame->ydpi = dpi;
    }
    if (rc == BA_OK) {
        frame->index = index;
        frame->width_px = out->width_px;
        frame->height_px = out->height_px;
        frame->bits_per_sample = out->bits == 1 ? 1 : 8;
        frame->samples = out->bits == 24 ? 3 : 1;
        frame->photometric = out->bits == 24 ? 2 : 1;
        out->xdpi = frame->xdpi;
        out->ydpi = frame->ydpi;
        if (index == 0 && f->warnings > 0 && frame->warnings == 0)
            tiff_text_copy(frame->warning, sizeof(frame->warning), f->warning);
        frame->warnings += index == 0 ? f->warnings : 0;
    } else {
        ba_raster_free(out);
    }
    free(page);
    return rc;
}

enum ba_rc master_pdf_read(const char *path, const struct tiff_limits *limits, tiff_frame_fn fn,
                           void *ctx, struct ba_err *err)
{
    struct pdf_file f;
    enum ba_rc rc = pdf_open(&f, path, limits, err);

    for (uint32_t i = 0; rc == BA_OK && i < f.page_count; i++) {
        struct tiff_frame frame;
        struct raster raster;

        rc = read_page(&f, i, &frame, &raster, err);
        if (rc == BA_ITEM && f.page_count > 1)
            ba_err_wrap(err, "page %u of %u", i + 1, f.page_count);
        if (rc == BA_OK)
            rc = fn(ctx, &frame, &raster, err);
        ba_raster_free(&raster);
    }
    pdf_close(&f);
    return rc;
}

enum ba_rc master_pdf_read_frame(const char *path, uint32_t index, const struct tiff_limits *limits,
                                 struct tiff_frame *frame, struct raster *out, struct ba_err *err)
{
    struct pdf_file f;
    enum ba_rc rc = pdf_open(&f, path, limits, err);

    *frame = (struct tiff_frame){ .index = index };
    *out = (struct raster){ 0 };
    if (rc == BA_OK && index >= f.page_count)
        rc = ba_fail(err, BA_ITEM, "TIFF_NO_IMAGE",
                     "image %u was asked for, the file has %u; is it the file that was taken in?",
                     index + 1, f.page_count);
    if (rc == BA_OK)
        rc = read_page(&f, index, frame, out, err);
    pdf_close(&f);
    return rc;
}
