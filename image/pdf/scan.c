/* A PDF of scans: each page is a frame. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "image/image_file_private.h"
#include "image/pdf/pdf_file_private.h"
#include "image/tiff/tiff_private.h"

/* For pages without an image that says better. */
#define DRAWN_DPI 300.0
#define MAX_DRAWN_DPI 1200.0
/* The parts of the page's area from which on images say at what it was scanned: any; those of a
 * usual resolution; masks of a usual resolution. */
#define LARGE 0.5
#define LAYER 0.10
#define MASK_LAYER 0.01
#define MAX_LAYER_DPI 650.0
/* Between the resolutions along the sides; a coarse fax has 2. */
#define MAX_RATIO 3.0
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

/* Dots an inch along the sides of the image. */
static double dpi_of(const struct pdf_page *p, const struct pdf_placed *i)
{
    double w = hypot(i->to.a, i->to.b) * p->unit, h = hypot(i->to.c, i->to.d) * p->unit;

    return w > 0 && h > 0 ? fmax(i->width_px / w, i->height_px / h) * 72 : 0;
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

/* The part of the page that images of this resolution cover. */
static double covered(const struct pdf_page *p, double dpi, bool masks)
{
    double area = 0;

    for (size_t k = 0; k < p->image_count; k++)
        if (fabs(dpi_of(p, &p->images[k]) - dpi) < 0.01 * dpi && (!masks || p->images[k].mask))
            area += image_area(&p->images[k]);
    return area / shown_area(p);
}

/*
 * The finest layer of the page: in one image or in strips. Masks hold the text of a mixed raster
 * scan, often of some lines only; a small image without one is a logo or a photograph. *large tells
 * whether any covers so much that the page is a scan.
 */
static const struct pdf_placed *finest(const struct pdf_page *p, bool *large)
{
    const struct pdf_placed *best = NULL;
    double best_dpi = 0;

    *large = false;
    for (size_t i = 0; i < p->image_count; i++) {
        double dpi = dpi_of(p, &p->images[i]);
        double part = dpi > best_dpi * 1.001 || !*large ? covered(p, dpi, false) : 0;

        *large |= part >= LARGE;
        if (dpi <= best_dpi * 1.001)
            continue;
        if (part >= (dpi <= MAX_LAYER_DPI ? LAYER : LARGE) ||
            (dpi <= MAX_LAYER_DPI && covered(p, dpi, true) >= MASK_LAYER)) {
            best = &p->images[i];
            best_dpi = dpi;
        }
    }
    return best;
}

/* At what a page is drawn: as its finest layer has pixels, along both sides. */
static void drawn_dpi(const struct pdf_page *p, double *xdpi, double *ydpi)
{
    bool large;
    const struct pdf_placed *i = finest(p, &large);
    double w = i == NULL ? 0 : hypot(i->to.a, i->to.b) * p->unit;
    double h = i == NULL ? 0 : hypot(i->to.c, i->to.d) * p->unit;

    *xdpi = *ydpi = DRAWN_DPI;
    if (w <= 0 || h <= 0 || (!large && dpi_of(p, i) < DRAWN_DPI))
        return;
    *xdpi = i->width_px * 72 / w;
    *ydpi = i->height_px * 72 / h;
    if (*xdpi > *ydpi * MAX_RATIO ||
        *ydpi > *xdpi * MAX_RATIO) /* no scanner's; a colour drawn wide */
        *xdpi = *ydpi = fmax(*xdpi, *ydpi);
    if ((fabs(i->to.b) > fabs(i->to.a)) != (p->rotate % 180 != 0)) {
        double swap = *xdpi;

        *xdpi = *ydpi;
        *ydpi = swap;
    }
    *xdpi = *xdpi < 1 ? DRAWN_DPI : fmin(*xdpi, MAX_DRAWN_DPI);
    *ydpi = *ydpi < 1 ? DRAWN_DPI : fmin(*ydpi, MAX_DRAWN_DPI);
}

/* The page as poppler draws it, after its images were found whole. */
static BA_RC draw_page(struct pdf_file *f, struct pdf_page *page, struct tiff_frame *frame,
                       struct raster *out, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < page->image_count; i++) {
        struct pdf_ref ref = page->images[i].image;

        rc = pdf_image_check(f, qpdf_get_object_by_id(f->q, ref.id, ref.generation), err);
        qpdf_oh_release_all(f->q);
    }
    drawn_dpi(page, &frame->xdpi, &frame->ydpi);
    if (rc == BA_OK)
        rc = pdf_render_page(f, page, frame->xdpi * page->unit, frame->ydpi * page->unit, out, err);
    return rc;
}

static BA_RC read_page(struct pdf_file *f, uint32_t index, struct tiff_frame *frame,
                       struct raster *out, struct ba_err *err)
{
    struct pdf_page *page = calloc(1, sizeof(*page));
    enum ba_rc rc =
        page == NULL ? ba_fail_mem(err, "page of a PDF") : pdf_page_look(f, index, page, err);
    bool done = false;

    f->page = page;
    *frame = (struct tiff_frame){ .index = index, .orientation_tag = 1, .compression = 8 };
    *out = (struct raster){ 0 };
    if (rc == BA_OK && page->image_count == 1 && !page->marks && is_the_page(page)) {
        rc = pdf_image_read(f, page, frame, out, &done, err);
    } else if (rc == BA_OK) {
        rc = draw_page(f, page, frame, out, err);
    }
    if (rc == BA_OK) {
        if (page->remarks > 0 && frame->warnings == 0)
            tiff_text_copy(frame->warning, sizeof(frame->warning), page->remark);
        frame->warnings += page->remarks;
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
    f->page = NULL;
    if (page != NULL)
        pdf_page_done(f, page);
    free(page);
    return rc;
}

BA_RC master_pdf_read(const char *path, const struct tiff_limits *limits, tiff_frame_fn fn,
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

BA_RC master_pdf_read_frame(const char *path, uint32_t index, const struct tiff_limits *limits,
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
