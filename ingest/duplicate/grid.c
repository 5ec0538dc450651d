/* The grid of a page, and its profiles. */
#include "ingest/duplicate/grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MM_PER_INCH 25.4
#define PI 3.14159265358979323846
/* How far a sheet lies askew in a feeder, at most, and how finely that is searched. */
#define SKEW_MAX_DEG 8.0
#define SKEW_STEP_DEG 0.25
#define SKEW_FINE_DEG 0.05
/* A direction counts when the profiles along it are so much sharper than along most others. */
#define SKEW_CLEAR 1.1

enum {
    BLOCK = 24, /* pixels: paper has one lightness in so small a part */
    PAPER_PCT = 80,
    PAPER_OF_PAGE_PCT = 60, /* a block darker than this part of the page's paper is a border */
    INK_MIN = 40,
    INK_MAX = 200, /* how much darker than the paper ink is, 0 .. 255 */
    INK_PCT = 99,
    HALF = 128,
    POINTS_MAX = 30000, /* pixels of ink that decide the direction */
    DEPTH = 15,         /* of a cell */
    SIDE_MIN = 40,      /* cells of the coarse grain; smaller is no sheet */
    /* Of the outermost cells: dark borders, the feeder's shadow, torn edges. */
    MARGIN_UM = 6000,
    /* A rule is a run of some ink at least so long; words are shorter, at this size. */
    RULE_UM = 25000,
    RULE_COARSE_UM = 45000, /* letters run together */
    RULE_INK = 3,
};

struct points {
    uint32_t *x, *y;
    size_t count;
    uint32_t *line; /* room for a profile in any direction */
    size_t lines;
};

static void points_free(struct points *p)
{
    free(p->x);
    free(p->y);
    free(p->line);
}

/* Lightness that PAPER_PCT of the pixels of a block do not exceed. */
static uint8_t block_paper(const struct grey *g, uint32_t x0, uint32_t y0)
{
    uint32_t count[256] = { 0 }, n = 0, below = 0;
    uint32_t x1 = x0 + BLOCK < g->width_px ? x0 + BLOCK : g->width_px;
    uint32_t y1 = y0 + BLOCK < g->height_px ? y0 + BLOCK : g->height_px;
    unsigned v = 0;

    for (uint32_t y = y0; y < y1; y++)
        for (uint32_t x = x0; x < x1; x++, n++)
            count[g->data[(size_t)y * g->width_px + x]]++;
    while (v < 255 && (below += count[v]) * 100 < n * PAPER_PCT)
        v++;
    return (uint8_t)v;
}

/* The lightness of the paper at a pixel, between the centres of four blocks. */
static unsigned paper_at(const uint8_t *paper, uint32_t bw, uint32_t bh, uint32_t x, uint32_t y)
{
    int fx = (int)x - BLOCK / 2, fy = (int)y - BLOCK / 2;
    uint32_t i = fx < 0 ? 0 : (uint32_t)fx / BLOCK, j = fy < 0 ? 0 : (uint32_t)fy / BLOCK;
    uint32_t i1 = i + 1 < bw ? i + 1 : i, j1 = j + 1 < bh ? j + 1 : j;
    uint32_t u = fx < 0 ? 0 : (uint32_t)fx % BLOCK, v = fy < 0 ? 0 : (uint32_t)fy % BLOCK;
    uint32_t top = paper[j * bw + i] * (BLOCK - u) + paper[j * bw + i1] * u;
    uint32_t bottom = paper[j1 * bw + i] * (BLOCK - u) + paper[j1 * bw + i1] * u;

    return (top * (BLOCK - v) + bottom * v) / (BLOCK * BLOCK);
}

/*
 * How much darker each pixel is than the paper around it, so that grey paper, shadows and dark
 * surroundings count for nothing; then spread so that this page's ink is full. Into ink->data.
 */
static int take_ink(const struct grey *g, struct grey *ink)
{
    uint32_t bw = (g->width_px + BLOCK - 1) / BLOCK, bh = (g->height_px + BLOCK - 1) / BLOCK;
    size_t pixels = (size_t)g->width_px * g->height_px, count[256] = { 0 }, below = 0;
    uint8_t *paper = malloc((size_t)bw * bh);
    unsigned full = 0, border = 0;

    *ink = (struct grey){ g->width_px, g->height_px, g->factor, malloc(pixels) };
    if (paper == NULL || ink->data == NULL) {
        free(paper);
        return -1;
    }
    for (uint32_t j = 0; j < bh; j++)
        for (uint32_t i = 0; i < bw; i++)
            count[paper[j * bw + i] = block_paper(g, i * BLOCK, j * BLOCK)]++;
    while (border < 255 && (below += count[border]) * 2 < (size_t)bw * bh)
        border++;
    border = border * PAPER_OF_PAGE_PCT / 100;
    memset(count, 0, sizeof(count));
    below = 0;
    for (uint32_t y = 0; y < g->height_px; y++)
        for (uint32_t x = 0; x < g->width_px; x++) {
            size_t at = (size_t)y * g->width_px + x;
            int white = (int)paper_at(paper, bw, bh, x, y), d = white - g->data[at];

            d = d <= 0 || paper[y / BLOCK * bw + x / BLOCK] < border ? 0 : d * 255 / white;
            ink->data[at] = (uint8_t)d;
            count[d]++;
        }
    free(paper);
    while (full < INK_MAX && (below += count[full]) * 100 < pixels * INK_PCT)
        full++;
    full = full < INK_MIN ? INK_MIN : full;
    for (size_t i = 0; i < pixels; i++) {
        unsigned v = ink->data[i] * 255u / full;

        ink->data[i] = (uint8_t)(v > 255 ? 255 : v < 64 ? 0 : v);
    }
    return 0;
}

/* Every n-th pixel of ink, so that there are never more than POINTS_MAX. */
static int take_points(const struct grey *g, struct points *p)
{
    size_t pixels = (size_t)g->width_px * g->height_px, ink = 0, every, seen = 0;

    for (size_t i = 0; i < pixels; i++)
        ink += g->data[i] >= HALF;
    every = ink / POINTS_MAX + 1;
    p->lines = 2 * ((size_t)g->width_px + g->height_px);
    p->x = malloc((ink / every + 1) * sizeof(*p->x));
    p->y = malloc((ink / every + 1) * sizeof(*p->y));
    p->line = malloc(p->lines * sizeof(*p->line));
    if (p->x == NULL || p->y == NULL || p->line == NULL)
        return -1;
    for (uint32_t y = 0; y < g->height_px; y++)
        for (uint32_t x = 0; x < g->width_px; x++) {
            if (g->data[(size_t)y * g->width_px + x] < HALF || seen++ % every != 0)
                continue;
            p->x[p->count] = x;
            p->y[p->count++] = y;
        }
    return 0;
}

/* How much the profile changes from line to line: most, along the lines of text and the rules. */
static double sharpness(const struct points *p, const uint32_t *along, const uint32_t *across,
                        double slope, uint32_t length)
{
    double sum = 0, base = slope < 0 ? 0 : slope * length;

    memset(p->line, 0, p->lines * sizeof(*p->line));
    for (size_t i = 0; i < p->count; i++)
        p->line[(size_t)(across[i] - slope * along[i] + base + 0.5)]++;
    for (size_t i = 1; i < p->lines; i++) {
        double d = (double)p->line[i] - p->line[i - 1];

        sum += d * d;
    }
    return sum;
}

static double sharpness_at(const struct grey *g, const struct points *p, double deg)
{
    double slope = tan(deg * PI / 180);

    return sharpness(p, p->x, p->y, slope, g->width_px) +
           sharpness(p, p->y, p->x, -slope, g->height_px);
}

static int by_double(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The clockwise turn of the page as scanned; 0 when no direction is clearly that of its lines. */
static double skew_of(const struct grey *g, const struct points *p)
{
    enum { STEPS = (int)(2 * SKEW_MAX_DEG / SKEW_STEP_DEG) + 1 };
    double at[STEPS], best = 0, deg = 0, from;
    int peak = 0;

    for (int i = 0; i < STEPS; i++) {
        at[i] = sharpness_at(g, p, i * SKEW_STEP_DEG - SKEW_MAX_DEG);
        if (at[i] > at[peak])
            peak = i;
    }
    from = peak * SKEW_STEP_DEG - SKEW_MAX_DEG;
    best = at[peak];
    qsort(at, STEPS, sizeof(at[0]), by_double);
    if (peak == 0 || peak == STEPS - 1 || best < SKEW_CLEAR * at[STEPS / 2])
        return 0;
    deg = from;
    for (int i = -4; i <= 4; i++) {
        double s = sharpness_at(g, p, from + i * SKEW_FINE_DEG);

        if (s > best) {
            best = s;
            deg = from + i * SKEW_FINE_DEG;
        }
    }
    return deg;
}

/* Mean ink of one cell around a point of the page, in all its directions. */
static uint8_t cell_ink(const struct grey *g, double x, double y, double step_x, double step_y,
                        int steps)
{
    unsigned sum = 0;

    for (int j = 0; j < steps; j++)
        for (int i = 0; i < steps; i++) {
            double a = i + 0.5 - steps / 2.0, b = j + 0.5 - steps / 2.0;
            double px = x + a * step_x - b * step_y, py = y + a * step_y + b * step_x;

            sum += grey_pixel_at(g, px, py);
        }
    /* Half a cell of ink is as full as print gets at this size. */
    sum = sum * 2 * DEPTH / (255u * (unsigned)(steps * steps));
    return (uint8_t)(sum > DEPTH ? DEPTH : sum);
}

static void fill(const struct grey *g, double skew_deg, double cell_px, struct duplicate_grid *l)
{
    double c = cos(skew_deg * PI / 180), s = sin(skew_deg * PI / 180);
    int steps = (int)ceil(cell_px);

    for (uint16_t y = 0; y < l->height; y++)
        for (uint16_t x = 0; x < l->width; x++) {
            double u = (x + 0.5 - l->width / 2.0) * cell_px;
            double v = (y + 0.5 - l->height / 2.0) * cell_px;

            l->cells[(size_t)y * l->width + x] =
                cell_ink(g, g->width_px / 2.0 + u * c - v * s, g->height_px / 2.0 + u * s + v * c,
                         c * cell_px / steps, s * cell_px / steps, steps);
        }
}

/* Marks the rules along one row or column. Marks keep their ink in the low bits until the end, so
 * that rules that cross are both seen whole. */
static void mark_line(uint8_t *at, size_t step, int count, int shortest)
{
    int run = 0;

    for (int i = 0; i <= count; i++) {
        if (i < count && (at[(size_t)i * step] & 15) >= RULE_INK) {
            run++;
            continue;
        }
        for (int k = i - run; k < i && run >= shortest; k++)
            at[(size_t)k * step] |= LIKENESS_RULE;
        run = 0;
    }
}

static void mark_rules(struct duplicate_grid *l)
{
    int shortest = (l->grain == LIKENESS_FINE ? RULE_UM : RULE_COARSE_UM) / l->cell_um;

    for (int y = 0; y < l->height; y++)
        mark_line(l->cells + (size_t)y * l->width, 1, l->width, shortest);
    for (int x = 0; x < l->width; x++)
        mark_line(l->cells + x, l->width, l->height, shortest);
    for (size_t i = 0; i < (size_t)l->width * l->height; i++)
        if (l->cells[i] & LIKENESS_RULE)
            l->cells[i] = LIKENESS_RULE;
}

BA_RC duplicate_measure(const struct grey *g, double dpi, enum duplicate_grain grain,
                        struct duplicate_grid *out, struct ba_err *err)
{
    double w_mm = g->width_px / dpi * MM_PER_INCH, h_mm = g->height_px / dpi * MM_PER_INCH;
    double longest = fmax(w_mm, h_mm), cell = longest <= 500 ? 1 : longest <= 1000 ? 2 : 4;
    struct points p = { 0 };
    struct grey ink = { 0 };

    *out = (struct duplicate_grid){ .cell_um = (uint16_t)(1000 * cell / grain), .grain = grain };
    if (fmin(w_mm, h_mm) < SIDE_MIN * cell || longest / cell * grain >= LIKENESS_SIDE_MAX)
        return BA_OK;
    cell /= grain;
    out->width = (uint16_t)lround(w_mm / cell);
    out->height = (uint16_t)lround(h_mm / cell);
    out->cells = malloc((size_t)out->width * out->height);
    if (out->cells == NULL || take_ink(g, &ink) != 0 || take_points(&ink, &p) != 0) {
        points_free(&p);
        grey_free(&ink);
        duplicate_free(out);
        return ba_fail_mem(err, "likeness of a page");
    }
    fill(&ink, skew_of(&ink, &p), dpi / MM_PER_INCH * cell, out);
    mark_rules(out);
    points_free(&p);
    grey_free(&ink);
    return BA_OK;
}

void duplicate_free(struct duplicate_grid *l)
{
    free(l->cells);
    *l = (struct duplicate_grid){ 0 };
}

/* Sums to a profile of bytes with mean 0, as loud as a byte allows; softened, so that half a bin of
 * shift does not matter, and without letting a few rules drown the rest. */
static float normalise(const uint32_t *sum, uint16_t count, int8_t *to)
{
    double soft[LIKENESS_BINS], mean = 0, peak = 0, norm = 0;

    for (uint16_t i = 0; i < count; i++) {
        soft[i] = sqrt(2.0 * sum[i] + (i > 0 ? sum[i - 1] : 0) + (i + 1 < count ? sum[i + 1] : 0));
        mean += soft[i] / count;
    }
    for (uint16_t i = 0; i < count; i++)
        peak = fmax(peak, fabs(soft[i] - mean));
    for (uint16_t i = 0; i < count; i++) {
        to[i] = (int8_t)lround(peak > 0 ? (soft[i] - mean) / peak * 127 : 0);
        norm += to[i] * to[i];
    }
    return (float)sqrt(norm);
}

void duplicate_profile(const struct duplicate_grid *l, struct duplicate_profile *out)
{
    uint32_t row[LIKENESS_BINS] = { 0 }, col[LIKENESS_BINS] = { 0 };
    uint32_t bin = LIKENESS_BIN * l->grain, margin;

    *out = (struct duplicate_profile){ .bin_um = (uint16_t)(bin * l->cell_um) };
    if (l->width == 0)
        return;
    margin = MARGIN_UM / l->cell_um;
    out->rows = (uint16_t)(l->height / bin);
    out->cols = (uint16_t)(l->width / bin);
    for (uint32_t y = margin; y + margin < l->height && y / bin < out->rows; y++)
        for (uint32_t x = margin; x + margin < l->width && x / bin < out->cols; x++) {
            uint8_t ink = l->cells[(size_t)y * l->width + x] & 15;

            row[y / bin] += ink;
            col[x / bin] += ink;
        }
    out->row_norm = normalise(row, out->rows, out->row);
    out->col_norm = normalise(col, out->cols, out->col);
}
