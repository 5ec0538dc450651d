#include "ingest/quality/quality.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/grey.h"

#define MM_PER_INCH 25.4
#define SMALL_DPI 100.0
#define SMALL_MAX_PIXELS 4500000u

enum {
    INK = 128,
    EDGE_LEVELS = 80, /* a change from light to dark that counts as an edge of ink */
    EDGE_MAX_PX = 64,
    MIN_EDGES = 200, /* fewer say nothing */
};

/* What occurs in the paper of an archive, commonest first; sides in mm, the shorter first. */
static const struct paper {
    const char *name;
    double w_mm, h_mm;
} papers[] = {
    { "A4", 210, 297 },     { "A3", 297, 420 },    { "A5", 148, 210 },     { "A6", 105, 148 },
    { "A2", 420, 594 },     { "A1", 594, 841 },    { "A0", 841, 1189 },    { "folio", 210, 330 },
    { "letter", 216, 279 }, { "legal", 216, 356 }, { "kwarto", 215, 275 },
};

/* True when the sides are those of this paper, give or take what a feeder cuts off or adds. */
static bool is_paper(const struct paper *p, double a_mm, double b_mm)
{
    return fabs(fmin(a_mm, b_mm) - p->w_mm) < 4 + p->w_mm / 60 &&
           fabs(fmax(a_mm, b_mm) - p->h_mm) < 4 + p->h_mm / 60;
}

const char *quality_paper(double a_mm, double b_mm)
{
    for (size_t i = 0; i < sizeof(papers) / sizeof(papers[0]); i++)
        if (is_paper(&papers[i], a_mm, b_mm))
            return papers[i].name;
    return "";
}

/* A4 at 400 dpi has the pixels of A2 at 200: the commoner paper counts, then the commoner
 * resolution. */
static double likely_dpi(uint32_t w_px, uint32_t h_px)
{
    static const double usual[] = { 300, 200, 400, 600, 150, 240 };

    for (size_t p = 0; p < sizeof(papers) / sizeof(papers[0]); p++)
        for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
            if (is_paper(&papers[p], w_px / usual[i] * MM_PER_INCH, h_px / usual[i] * MM_PER_INCH))
                return usual[i];
    return 0;
}

static void measure_size(const struct tiff_frame *frame, struct quality_figures *out)
{
    if (frame->xdpi <= 0 || frame->ydpi <= 0) {
        out->dpi_likely = likely_dpi(frame->width_px, frame->height_px);
        return;
    }
    out->dpi = fmin(frame->xdpi, frame->ydpi);
    out->dpi_unequal = fabs(frame->xdpi - frame->ydpi) > out->dpi / 100;
    out->width_mm = frame->width_px / frame->xdpi * MM_PER_INCH;
    out->height_mm = frame->height_px / frame->ydpi * MM_PER_INCH;
    snprintf(out->paper, sizeof(out->paper), "%s", quality_paper(out->width_mm, out->height_mm));
}

/* Compression numbers of TIFF 6.0 and of libtiff's registrations. */
static bool is_lossy(uint16_t compression)
{
    return compression == 6 || compression == 7 || compression == 50001 || compression == 50002;
}

/* Lightness of a pixel of 8 or 24 bits. */
static uint8_t light_at(const struct raster *r, const uint8_t *row, uint32_t x)
{
    if (r->bits == 8)
        return row[x];
    row += 3 * (size_t)x;
    return (uint8_t)((77 * row[0] + 150 * row[1] + 29 * row[2]) / 256);
}

/* Counts the edge that ends at a turn of the lightness, by how many pixels it is wide. */
static void count_edge(int from, int to, uint32_t width, uint32_t widths[EDGE_MAX_PX])
{
    if (abs(to - from) >= EDGE_LEVELS && width < EDGE_MAX_PX)
        widths[width]++;
}

/* One row: ends of the scale, and the widths of its rises and falls. */
static void measure_row(const struct raster *r, const uint8_t *row, uint64_t ends[2],
                        uint32_t widths[EDGE_MAX_PX])
{
    int begin = light_at(r, row, 0), last = begin, slope = 0;
    uint32_t width = 0;

    for (uint32_t x = 0; x < r->width_px; x++) {
        int v = light_at(r, row, x);

        ends[0] += v <= 2;
        ends[1] += v >= 253;
        /* Grain of a few levels does not end a slope that is going on. */
        if (slope != 0 && (v - last) * slope > 3) {
            width++;
        } else {
            if (slope != 0)
                count_edge(begin, last, width, widths);
            slope = v - last > 3 ? 1 : v - last < -3 ? -1 : 0;
            begin = last;
            width = slope != 0;
        }
        last = v;
    }
}

static void measure_pixels(const struct raster *r, double dpi, struct quality_figures *out)
{
    uint64_t ends[2] = { 0 }, pixels = 0, edges = 0, half = 0;
    uint32_t widths[EDGE_MAX_PX] = { 0 };

    for (uint32_t y = 0; y < r->height_px; y += 4) {
        measure_row(r, r->data + (size_t)y * r->stride, ends, widths);
        pixels += r->width_px;
    }
    out->black_pct = 100.0 * (double)ends[0] / (double)pixels;
    out->white_pct = 100.0 * (double)ends[1] / (double)pixels;
    for (int i = 0; i < EDGE_MAX_PX; i++)
        edges += widths[i];
    if (edges < MIN_EDGES)
        return;
    for (int i = 0; i < EDGE_MAX_PX; i++) {
        half += widths[i];
        if (2 * half >= edges) {
            out->sharpness_um = i * MM_PER_INCH * 1000 / dpi;
            return;
        }
    }
}

/* Share of ink on the line `at` from an edge, without `skip[0]` pixels at its left or top end and
 * `skip[1]` at the other. */
static double line_ink(const struct grey *g, enum quality_edge edge, uint32_t at,
                       const uint32_t skip[2])
{
    bool across = edge == QUALITY_TOP || edge == QUALITY_BOTTOM;
    uint32_t n = across ? g->width_px : g->height_px, ink = 0;
    uint32_t depth = across ? g->height_px : g->width_px;
    uint32_t line = edge == QUALITY_TOP || edge == QUALITY_LEFT ? at : depth - 1 - at;
    const uint8_t *p = g->data + (across ? (size_t)line * g->width_px : line);

    for (uint32_t i = skip[0]; i + skip[1] < n; i++)
        ink += p[across ? i : (size_t)i * g->width_px] < INK;
    return (double)ink / n;
}

static void measure_edges(const struct grey *g, double dpi, struct quality_figures *out)
{
    uint32_t strip = (uint32_t)ceil(dpi / MM_PER_INCH), inside[QUALITY_EDGES];
    static const uint32_t none[2] = { 0, 0 };

    for (int e = 0; e < QUALITY_EDGES; e++) {
        bool across = e == QUALITY_TOP || e == QUALITY_BOTTOM;
        uint32_t depth = (across ? g->height_px : g->width_px) / 4, at = 0;

        while (at < depth && line_ink(g, (enum quality_edge)e, at, none) > 0.5)
            at++;
        out->border_mm[e] = at / dpi * MM_PER_INCH;
        inside[e] = at == 0 ? 0 : at + strip; /* the border's own soft edge */
    }
    for (int e = 0; e < QUALITY_EDGES; e++) {
        bool across = e == QUALITY_TOP || e == QUALITY_BOTTOM;
        uint32_t skip[2] = { inside[across ? QUALITY_LEFT : QUALITY_TOP],
                             inside[across ? QUALITY_RIGHT : QUALITY_BOTTOM] };
        uint32_t depth = across ? g->height_px : g->width_px;
        double ink = 0;

        for (uint32_t i = inside[e]; i < inside[e] + strip && i < depth; i++)
            ink = fmax(ink, line_ink(g, (enum quality_edge)e, i, skip));
        out->edge_ink_pct[e] = 100 * ink;
    }
}

BA_RC quality_measure(const struct tiff_frame *frame, const struct raster *image,
                      struct quality_figures *out, struct duplicate_grid *like, struct ba_err *err)
{
    uint32_t factor = grey_factor(image, SMALL_DPI, SMALL_MAX_PIXELS);
    double dpi = grey_page_dpi(image);
    struct grey g = { 0 };
    enum ba_rc rc = BA_OK;

    if (like != NULL)
        *like = (struct duplicate_grid){ 0 };
    *out = (struct quality_figures){ .bits = image->bits,
                                     .lossy = frame->lossy || is_lossy(frame->compression) };
    measure_size(frame, out);
    if (image->bits != 1)
        measure_pixels(image, dpi, out);
    if (image->width_px < factor || image->height_px < factor)
        return BA_OK;
    if (grey_reduce(image, factor, &g) != 0)
        return ba_fail_mem(err, "checks of a page");
    if (like != NULL)
        rc = duplicate_measure(&g, dpi / factor, LIKENESS_COARSE, like, err);
    grey_stretch(&g);
    measure_edges(&g, dpi / factor, out);
    grey_free(&g);
    return rc;
}
