#include "ingest/separator/patch.h"

#include <stdlib.h>
#include <string.h>

#include "image/grey.h"

#define SEARCH_DPI 100.0 /* a narrow bar is 8 pixels */
#define SEARCH_MAX_PIXELS 4500000u
/* Bars begin 0.5 in from the paper's edge; skew moves the ends of long ones further in. */
#define DEPTH_INCH 3.2
#define MIN_LENGTH_INCH 0.8 /* of the 2 in that bars must have, after skew and damage */
#define TOTAL_INCH 0.80

enum {
    DARK = 128,
    RUNS = 7,       /* four bars and the three spaces between them */
    SMEAR_PX = 5,   /* neighbours along the edge that are averaged: specks go */
    TOTAL_PCT = 25, /* the whole may be so much larger or smaller, by a wrong scale or resolution */
    NARROW_MIN = 60, /* of a narrow bar or space, thousandths of the whole; it should be 100 */
    NARROW_MAX = 145,
    WIDE_MIN = 190, /* of a wide one; it should be 250 */
    WIDE_MAX = 310,
    QUIET =
        250, /* white on both sides, thousandths of the whole: a third of what the sheets have */
};

/* Lines from an edge inwards, on a page of grey. */
struct lines {
    const struct grey *g;
    uint32_t count, depth; /* lines along the edge, pixels inwards */
    size_t start, along,
        inwards; /* first pixel, and steps to the next line and pixel (modulo 2^64) */
};

static struct lines lines_of(const struct grey *g, enum patch_edge edge, uint32_t depth)
{
    bool across = edge == PATCH_TOP || edge == PATCH_BOTTOM;
    uint32_t size = across ? g->height_px : g->width_px;
    struct lines l = { .g = g, .count = across ? g->width_px : g->height_px };

    /* On a small sheet the bars of the other side must not be met from behind. */
    l.depth = depth < size / 2 ? depth : size / 2;
    l.along = across ? 1 : g->width_px;
    l.inwards = across ? g->width_px : 1;
    if (edge == PATCH_BOTTOM || edge == PATCH_RIGHT) {
        l.start = (size - 1) * l.inwards;
        l.inwards = -l.inwards;
    }
    return l;
}

/* Lengths of dark and light runs by turns of a line, light first (0 when it begins dark). */
static uint32_t runs_of(const struct lines *l, uint32_t line, uint32_t *run)
{
    uint32_t first = line < SMEAR_PX / 2 ? 0 : line - SMEAR_PX / 2, n = 0;
    bool dark = false;

    if (first + SMEAR_PX > l->count)
        first = l->count - SMEAR_PX;
    run[0] = 0;
    for (uint32_t d = 0; d < l->depth; d++) {
        const uint8_t *p = l->g->data + (l->start + first * l->along + d * l->inwards);
        unsigned sum = 0;

        for (unsigned k = 0; k < SMEAR_PX; k++)
            sum += p[k * l->along];
        if ((sum < DARK * SMEAR_PX) != dark) {
            dark = !dark;
            run[++n] = 0;
        }
        run[n]++;
    }
    return n + 1;
}

/* The kind of the four bars that begin at run[0]; PATCH_NONE when they are no patch code. */
static enum patch_kind kind_of(const uint32_t *run, uint32_t expected)
{
    static const struct {
        unsigned wide; /* a bit for each wide bar, the first is the highest */
        enum patch_kind kind;
    } kinds[] = { { 0xC, PATCH_1 }, { 0x9, PATCH_2 }, { 0xA, PATCH_3 },
                  { 0x6, PATCH_4 }, { 0x3, PATCH_6 }, { 0x5, PATCH_T } };
    uint32_t total = 0;
    unsigned wide = 0;

    for (int i = 0; i < RUNS; i++)
        total += run[i];
    if (total * 100 < expected * (100 - TOTAL_PCT) || total * 100 > expected * (100 + TOTAL_PCT))
        return PATCH_NONE;
    for (int i = 0; i < RUNS; i++) {
        uint32_t part = run[i] * 1000 / total;
        bool is_wide = part >= WIDE_MIN;

        if (part < NARROW_MIN || part > WIDE_MAX || (!is_wide && part > NARROW_MAX) ||
            (is_wide && i % 2 == 1))
            return PATCH_NONE;
        if (i % 2 == 0)
            wide = wide << 1 | is_wide;
    }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (kinds[i].wide == wide)
            return kinds[i].kind;
    return PATCH_NONE;
}

static enum patch_kind read_line(const struct lines *l, uint32_t line, uint32_t expected,
                                 uint32_t *run)
{
    uint32_t n = runs_of(l, line, run), quiet = expected * QUIET / 1000;

    for (uint32_t i = 1; i + RUNS < n; i += 2) {
        enum patch_kind kind;

        if (run[i - 1] < quiet || run[i + RUNS] < quiet)
            continue;
        kind = kind_of(run + i, expected);
        if (kind != PATCH_NONE)
            return kind;
    }
    return PATCH_NONE;
}

static int read_edge(const struct grey *g, double dpi, enum patch_edge edge, struct patches *found)
{
    struct lines l = lines_of(g, edge, (uint32_t)(DEPTH_INCH * dpi));
    uint32_t seen[PATCH_T + 1] = { 0 }, all = 0;
    enum patch_kind best = PATCH_1;
    uint32_t *run;

    if (l.count < SMEAR_PX || l.depth == 0)
        return 0;
    run = malloc((l.depth + 1) * sizeof(*run));
    if (run == NULL)
        return -1;
    for (uint32_t i = 0; i < l.count; i++) {
        enum patch_kind kind = read_line(&l, i, (uint32_t)(TOTAL_INCH * dpi), run);

        seen[kind]++;
        all += kind != PATCH_NONE;
    }
    free(run);
    for (enum patch_kind k = PATCH_2; k <= PATCH_T; k++)
        if (seen[k] > seen[best])
            best = k;
    if (seen[best] < MIN_LENGTH_INCH * dpi || seen[best] * 10 < all * 8)
        return 0;
    found->edge[edge] = best;
    found->length_inch[edge] = seen[best] / dpi;
    return 0;
}

static void agree(struct patches *found)
{
    for (int e = 0; e < PATCH_EDGES; e++) {
        if (found->edge[e] == PATCH_NONE)
            continue;
        if (found->kind != PATCH_NONE && found->kind != found->edge[e])
            found->conflict = true;
        found->kind = found->edge[e];
    }
    if (found->conflict)
        found->kind = PATCH_NONE;
}

BA_RC patch_find(const struct raster *image, struct patches *found, struct ba_err *err)
{
    uint32_t factor = grey_factor(image, SEARCH_DPI, SEARCH_MAX_PIXELS);
    double dpi = grey_page_dpi(image) / factor;
    struct grey g = { 0 };

    *found = (struct patches){ 0 };
    if (image->width_px < factor || image->height_px < factor)
        return BA_OK;
    if (grey_reduce(image, factor, &g) != 0)
        return ba_fail_mem(err, "search for patch codes");
    grey_stretch(&g);
    for (int e = 0; e < PATCH_EDGES; e++)
        if (read_edge(&g, dpi, (enum patch_edge)e, found) != 0) {
            grey_free(&g);
            return ba_fail_mem(err, "search for patch codes");
        }
    grey_free(&g);
    agree(found);
    return BA_OK;
}

const char *patch_name(enum patch_kind kind)
{
    static const char *const names[] = { "", "1", "2", "3", "4", "6", "T" };

    return names[kind];
}
