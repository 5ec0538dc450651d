/* Sketches of pages: what is left of a grid when layout is taken out, compared by whole rows. */
#include "ingest/duplicate/sketch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/duplicate/registration.h"

/* How alike the profiles of two scans of a sheet are, at least: less than likeness_may asks, since
 * the sketch says more and costs as little. */
#define PROFILE_ALIKE 0.6
/* Sketches less alike where the profiles put them are not moved about. */
#define MOVE_ALIKE 0.1

enum {
    AROUND = 4, /* cells to each side that a cell's row and column are taken from */
    MARGIN_UM = 10000,
    MOVES_MAX = 3, /* cells that the profiles may be off */
    LOUD = 40,     /* root of the mean square of a map */
};

/* Ink by sketch cell, without rules and margins. */
static void take_ink(const struct duplicate_grid *l, int w, int h, float *ink)
{
    int bin = LIKENESS_BIN * (int)l->grain, margin = MARGIN_UM / l->cell_um;

    memset(ink, 0, (size_t)w * (size_t)h * sizeof(*ink));
    for (int y = margin; y + margin < l->height && y / bin < h; y++)
        for (int x = margin; x + margin < l->width && x / bin < w; x++)
            ink[y / bin * w + x / bin] += l->cells[(size_t)y * l->width + (size_t)x] & 15;
}

/* Mean of the values around each, along one line of so many with this step. */
static void mean_along(const float *from, int count, size_t step, float *to)
{
    float sum = 0;
    int n = 0;

    for (int i = -AROUND; i < count; i++) {
        if (i + AROUND < count) {
            sum += from[(size_t)(i + AROUND) * step];
            n++;
        }
        if (i - AROUND - 1 >= 0) {
            sum -= from[(size_t)(i - AROUND - 1) * step];
            n--;
        }
        if (i >= 0)
            to[(size_t)i * step] = sum / (float)n;
    }
}

/* to = 1-2-1 of from, along one line. */
static void soften_along(const float *from, int count, size_t step, float *to)
{
    for (int i = 0; i < count; i++)
        to[(size_t)i * step] = 2 * from[(size_t)i * step] +
                               (i > 0 ? from[(size_t)(i - 1) * step] : 0) +
                               (i + 1 < count ? from[(size_t)(i + 1) * step] : 0);
}

typedef void (*along_fn)(const float *from, int count, size_t step, float *to);

static void each_row(along_fn fn, const float *from, int w, int h, float *to)
{
    for (int y = 0; y < h; y++)
        fn(from + (size_t)y * (size_t)w, w, 1, to + (size_t)y * (size_t)w);
}

static void each_column(along_fn fn, const float *from, int w, int h, float *to)
{
    for (int x = 0; x < w; x++)
        fn(from + x, h, (size_t)w, to + x);
}

/* As bytes of one loudness. */
static void to_bytes(const float *from, struct sketch_map *m)
{
    size_t n = (size_t)m->width * m->height;
    double square = 0, norm = 0, by;

    for (size_t i = 0; i < n; i++)
        square += (double)from[i] * from[i];
    by = square > 0 ? LOUD / sqrt(square / (double)n) : 0;
    for (size_t i = 0; i < n; i++) {
        m->cells[i] = (int8_t)lround(fmax(-127, fmin(127, from[i] * by)));
        norm += m->cells[i] * m->cells[i];
    }
    m->norm = (float)sqrt(norm);
}

static BA_RC make_map(const struct duplicate_grid *l, struct sketch_map *m, struct ba_err *err)
{
    int bin = LIKENESS_BIN * (int)l->grain, w = l->width / bin, h = l->height / bin;
    size_t n = (size_t)w * (size_t)h;
    float *ink = malloc((3 * n + 1) * sizeof(*ink)), *rows, *cols;

    *m = (struct sketch_map){ .width = (uint16_t)w, .height = (uint16_t)h, .cells = malloc(n + 1) };
    if (ink == NULL || m->cells == NULL) {
        free(ink);
        free(m->cells);
        *m = (struct sketch_map){ 0 };
        return ba_fail_mem(err, "likeness of pages");
    }
    rows = ink + n;
    cols = rows + n;
    take_ink(l, w, h, ink);
    /* First less the row, then that less the column. */
    each_row(mean_along, ink, w, h, rows);
    for (size_t i = 0; i < n; i++)
        ink[i] -= rows[i];
    each_column(mean_along, ink, w, h, cols);
    for (size_t i = 0; i < n; i++)
        ink[i] -= cols[i];
    each_row(soften_along, ink, w, h, rows);
    each_column(soften_along, rows, w, h, cols);
    to_bytes(cols, m);
    free(ink);
    return BA_OK;
}

BA_RC duplicate_sketch_make(const struct duplicate_grid *l, struct duplicate_sketch *out,
                            struct ba_err *err)
{
    *out = (struct duplicate_sketch){ 0 };
    duplicate_profile(l, &out->profile);
    return make_map(l, &out->map, err);
}

void duplicate_sketch_free(struct duplicate_sketch *s)
{
    free(s->map.cells);
    *s = (struct duplicate_sketch){ 0 };
}

BA_RC duplicate_query_make(const struct duplicate_grid *l, struct duplicate_query *out,
                           struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    *out = (struct duplicate_query){ 0 };
    for (unsigned i = 0; i < SKETCH_TURNS && rc == BA_OK; i++) {
        struct duplicate_grid turned = { 0 };

        rc = duplicate_turn(l, i * 90, &turned, err);
        if (rc == BA_OK)
            rc = duplicate_sketch_make(&turned, &out->turned[i], err);
        duplicate_free(&turned);
    }
    if (rc != BA_OK)
        duplicate_query_free(out);
    return rc;
}

void duplicate_query_free(struct duplicate_query *q)
{
    for (int i = 0; i < SKETCH_TURNS; i++)
        duplicate_sketch_free(&q->turned[i]);
}

static int row_product(const int8_t *a, const int8_t *b, int count)
{
    int sum = 0;

    for (int i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

/* How alike a is to b where a[y][x] lies on b[y + dy][x + dx]. */
static double map_alike(const struct sketch_map *a, const struct sketch_map *b, int dx, int dy)
{
    int x0 = dx < 0 ? -dx : 0, x1 = a->width < b->width - dx ? a->width : b->width - dx;
    int y0 = dy < 0 ? -dy : 0, y1 = a->height < b->height - dy ? a->height : b->height - dy;
    int64_t sum = 0;

    for (int y = y0; y < y1 && x0 < x1; y++)
        sum += row_product(a->cells + (size_t)y * a->width + (size_t)x0,
                           b->cells + (size_t)(y + dy) * b->width + (size_t)(x0 + dx), x1 - x0);
    return a->norm > 0 && b->norm > 0 ? (double)sum / ((double)a->norm * b->norm) : 0;
}

/* From where the profiles put it to where it is most alike. */
static void settle(const struct sketch_map *a, const struct sketch_map *b,
                   struct duplicate_place *p)
{
    static const int move[4][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };

    for (int k = 0; k < MOVES_MAX && p->alike >= MOVE_ALIKE; k++) {
        int to = -1;

        for (int i = 0; i < 4; i++) {
            double is = map_alike(a, b, p->dx + move[i][0], p->dy + move[i][1]);

            if (is > p->alike) {
                p->alike = is;
                to = i;
            }
        }
        if (to < 0)
            break;
        p->dx += move[to][0];
        p->dy += move[to][1];
    }
}

/* Lines of text fit on the lines above and below nearly as well: each shift that does is tried. */
static void place_turned(const struct duplicate_sketch *own, const struct duplicate_sketch *s,
                         unsigned turn_deg, struct duplicate_place *best)
{
    struct duplicate_place p = { -1, turn_deg, 0, 0 };
    struct duplicate_shifts x, y;

    if (!duplicate_shifts(&own->profile, &s->profile, PROFILE_ALIKE, &x, &y))
        return;
    for (int j = 0; j < y.count; j++)
        for (int i = 0; i < x.count; i++) {
            double alike = map_alike(&own->map, &s->map, x.at[i], y.at[j]);

            if (alike > p.alike)
                p = (struct duplicate_place){ alike, turn_deg, x.at[i], y.at[j] };
        }
    settle(&own->map, &s->map, &p);
    if (p.alike > best->alike)
        *best = p;
}

struct duplicate_place duplicate_near(const struct duplicate_query *q,
                                      const struct duplicate_sketch *s)
{
    struct duplicate_place best = { .alike = -1 };

    for (unsigned i = 0; i < SKETCH_TURNS; i++)
        place_turned(&q->turned[i], s, i * 90, &best);
    return best;
}

void duplicate_best_add(struct duplicate_best *l, const struct duplicate_best_one *one)
{
    size_t i = l->count;

    if (l->count == l->max && (l->max == 0 || one->alike < l->at[l->max - 1].alike))
        return;
    i = l->count < l->max ? l->count++ : l->max - 1;
    for (; i > 0 && l->at[i - 1].alike <= one->alike; i--)
        l->at[i] = l->at[i - 1];
    l->at[i] = *one;
}
