#include "ingest/separator/bar_finder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CELL_PX = 24,       /* at 150 dpi: 4 mm, a few bars wide */
    MIN_CELLS = 6,      /* less is a logo or a hatched patch */
    MIN_STRENGTH = 600, /* mean square of the changes, in levels of 255 */
    MARGIN_CELLS = 2,
};
#define MIN_COHERENCE 0.80 /* 1: all changes run in one direction */
#define PI 3.14159265358979323846

/* Mean products of the changes along x and y, over a cell. */
struct cell {
    double xx, yy, xy;
    bool bars, upright;
    bool inside; /* of bars, and not yet part of a place */
};

struct field {
    struct cell *cells;
    uint32_t cols, rows;
    uint32_t *queue; /* of cells, for filling places */
};

static struct cell measure(const struct grey *g, uint32_t x0, uint32_t y0)
{
    struct cell c = { 0 };
    int64_t xx = 0, yy = 0, xy = 0;
    double spread, n = CELL_PX * CELL_PX;

    for (uint32_t y = y0; y < y0 + CELL_PX; y++) {
        const uint8_t *row = g->data + (size_t)y * g->width_px;

        for (uint32_t x = x0; x < x0 + CELL_PX; x++) {
            /* Roberts' diagonal differences, turned to the axes: the same noise along both. */
            int a = row[x + 1 + g->width_px] - row[x], b = row[x + 1] - row[x + g->width_px];
            int dx = a + b, dy = a - b;

            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
    }
    c.xx = (double)xx / n;
    c.yy = (double)yy / n;
    c.xy = (double)xy / n;
    spread = sqrt((c.xx - c.yy) * (c.xx - c.yy) + 4 * c.xy * c.xy);
    c.bars = c.xx + c.yy > MIN_STRENGTH && spread > MIN_COHERENCE * (c.xx + c.yy);
    c.upright = c.xx > c.yy;
    return c;
}

/* Bars go on in the cells on both sides across them. */
static bool is_inside(const struct field *f, uint32_t x, uint32_t y)
{
    const struct cell *c = &f->cells[(size_t)y * f->cols + x];
    size_t step = c->upright ? 1 : f->cols;

    if (!c->bars || (c->upright ? x == 0 || x + 1 == f->cols : y == 0 || y + 1 == f->rows))
        return false;
    return (c - step)->bars && (c - step)->upright == c->upright && (c + step)->bars &&
           (c + step)->upright == c->upright;
}

static int look(const struct grey *g, struct field *f)
{
    size_t count;

    f->cols = g->width_px < 2 ? 0 : (g->width_px - 1) / CELL_PX;
    f->rows = g->height_px < 2 ? 0 : (g->height_px - 1) / CELL_PX;
    count = (size_t)f->cols * f->rows;
    f->cells = calloc(count + 1, sizeof(*f->cells));
    f->queue = calloc(count + 1, sizeof(*f->queue));
    if (f->cells == NULL || f->queue == NULL)
        return -1;
    for (size_t i = 0; i < count; i++)
        f->cells[i] =
            measure(g, (uint32_t)(i % f->cols) * CELL_PX, (uint32_t)(i / f->cols) * CELL_PX);
    for (size_t i = 0; i < count; i++)
        f->cells[i].inside = is_inside(f, (uint32_t)(i % f->cols), (uint32_t)(i / f->cols));
    return 0;
}

/* First and last column and row of a place, in cells. */
struct span {
    uint32_t left, right, top, bottom;
};

/* Puts the neighbours of a cell that belong to the same bars on the queue. One column or row of
 * other cells, where a quiet stretch of the code falls, is stepped over. */
static size_t spread_out(struct field *f, uint32_t at, bool upright, size_t end)
{
    uint32_t cx = at % f->cols, cy = at / f->cols;
    uint32_t x1 = cx + 2 < f->cols ? cx + 2 : f->cols - 1,
             y1 = cy + 2 < f->rows ? cy + 2 : f->rows - 1;

    for (uint32_t y = cy < 2 ? 0 : cy - 2; y <= y1; y++)
        for (uint32_t x = cx < 2 ? 0 : cx - 2; x <= x1; x++) {
            struct cell *c = &f->cells[(size_t)y * f->cols + x];

            if (!c->inside || c->upright != upright)
                continue;
            c->inside = false;
            f->queue[end++] = y * f->cols + x;
        }
    return end;
}

static struct bars take_place(struct field *f, uint32_t start, struct span *s)
{
    struct bars b = { .upright = f->cells[start].upright };
    size_t end = 1;

    *s = (struct span){ UINT32_MAX, 0, UINT32_MAX, 0 };
    f->queue[0] = start;
    f->cells[start].inside = false;
    for (size_t i = 0; i < end; i++) {
        uint32_t x = f->queue[i] % f->cols, y = f->queue[i] / f->cols;

        s->left = x < s->left ? x : s->left;
        s->right = x > s->right ? x : s->right;
        s->top = y < s->top ? y : s->top;
        s->bottom = y > s->bottom ? y : s->bottom;
        end = spread_out(f, f->queue[i], b.upright, end);
    }
    b.cells = (uint32_t)end;
    return b;
}

static uint32_t edge(uint64_t cell, const struct grey *g, uint32_t max)
{
    uint64_t px = cell * CELL_PX * g->factor;

    return px < max ? (uint32_t)px : max;
}

static void set_area(const struct grey *g, const struct span *s, struct bars *b)
{
    uint32_t w = g->width_px * g->factor, h = g->height_px * g->factor;

    /* Inside means that there is one more cell of bars on each side. */
    b->area.x_px = s->left < 1 + MARGIN_CELLS ? 0 : edge(s->left - 1 - MARGIN_CELLS, g, w);
    b->area.y_px = s->top < 1 + MARGIN_CELLS ? 0 : edge(s->top - 1 - MARGIN_CELLS, g, h);
    b->area.w_px = edge((uint64_t)s->right + 2 + MARGIN_CELLS, g, w) - b->area.x_px;
    b->area.h_px = edge((uint64_t)s->bottom + 2 + MARGIN_CELLS, g, h) - b->area.y_px;
}

/* Keeps the list in order of cells, most first. */
static size_t insert(struct bars at[BARS_MAX], size_t count, const struct bars *b)
{
    size_t i = count;

    while (i > 0 && at[i - 1].cells < b->cells)
        i--;
    if (i == BARS_MAX)
        return count;
    if (count < BARS_MAX)
        count++;
    memmove(at + i + 1, at + i, (count - 1 - i) * sizeof(at[0]));
    at[i] = *b;
    return count;
}

size_t bar_finder_find(const struct grey *g, struct bars at[BARS_MAX])
{
    struct field f = { 0 };
    size_t count = 0;

    if (look(g, &f) == 0)
        for (size_t i = 0; i < (size_t)f.cols * f.rows; i++) {
            struct span s;
            struct bars b;

            if (!f.cells[i].inside)
                continue;
            b = take_place(&f, (uint32_t)i, &s);
            if (b.cells < MIN_CELLS)
                continue;
            set_area(g, &s, &b);
            count = insert(at, count, &b);
        }
    free(f.cells);
    free(f.queue);
    return count;
}

/* How much the sums along lines that lean by `slope` differ from one to the next. */
static double contrast(const struct grey *g, bool upright, double slope, uint32_t *sum)
{
    uint32_t across = upright ? g->width_px : g->height_px;
    uint32_t along = upright ? g->height_px : g->width_px;
    size_t next = upright ? 1 : g->width_px, step = upright ? g->width_px : 1;
    /* A line that leans leaves the area at one end: only those that stay inside are summed. */
    uint32_t reach = (uint32_t)(fabs(slope) * along) + 1;
    double total = 0;

    if (across < reach + 2)
        return 0;
    memset(sum, 0, across * sizeof(*sum));
    for (uint32_t k = 0; k < along; k++) {
        uint32_t shift = (uint32_t)(slope < 0 ? -slope * (along - 1 - k) : slope * k);
        const uint8_t *p = g->data + k * step + shift * next;

        for (uint32_t i = 0; i < across - reach; i++)
            sum[i] += p[i * next];
    }
    for (uint32_t i = 1; i < across - reach; i++) {
        double d = ((double)sum[i] - sum[i - 1]) / along;

        total += d * d;
    }
    return total / (across - reach);
}

double bar_finder_skew_deg(const struct grey *area, bool upright)
{
    uint32_t across = upright ? area->width_px : area->height_px;
    uint32_t *sum = malloc(across * sizeof(*sum));
    double best_deg = 0, best = -1, from = -BARS_MAX_SKEW_DEG, to = BARS_MAX_SKEW_DEG;

    if (sum == NULL)
        return 0;
    for (double step = 1; step >= 0.25; step /= 4) {
        for (double deg = from; deg <= to; deg += step) {
            double c = contrast(area, upright, tan(deg * PI / 180), sum);

            if (c > best) {
                best = c;
                best_deg = deg;
            }
        }
        from = best_deg - 0.75;
        to = best_deg + 0.75;
    }
    free(sum);
    /* Lines that lean to the right going down are upright bars turned counter-clockwise. */
    return upright ? -best_deg : best_deg;
}
