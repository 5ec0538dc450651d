/* Two grids over each other. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/duplicate/registration.h"
#include "ingest/duplicate/sketch.h"

enum {
    SIZE_UM = 25000, /* two scans of a sheet differ less than this in size: a border, a crop */
    SHIFT_UM = 20000,
    SHIFT_BINS = 20, /* of a millimetre at least: the fine grain */
};

/* Of a shift that is tried beside the best, against the best. */
#define SHIFT_NEARLY 0.8

/* The product of two profiles for each shift; s + max is the place of shift s. */
static void products(const int8_t *a, int m, const int8_t *b, int n, int from, int count, int *out)
{
    for (int k = 0; k < count; k++) {
        int s = from + k, x0 = s < 0 ? -s : 0, x1 = m < n - s ? m : n - s, sum = 0;

        for (int i = x0; i < x1; i++)
            sum += a[i] * b[i + s];
        out[k] = sum;
    }
}

/* The peaks among them, highest first, by insertion. */
static void peaks(const int *at, int from, int count, struct duplicate_shifts *out)
{
    int height[SHIFTS_MAX], best = 0;

    for (int k = 0; k < count; k++)
        best = at[k] > best ? at[k] : best;
    out->count = 0;
    for (int k = 0; k < count; k++) {
        int i;

        if (at[k] < SHIFT_NEARLY * best || (k > 0 && at[k - 1] > at[k]) ||
            (k + 1 < count && at[k + 1] >= at[k]))
            continue;
        i = out->count < SHIFTS_MAX ? out->count++ : SHIFTS_MAX;
        if (i == SHIFTS_MAX && at[k] <= height[--i])
            continue;
        for (; i > 0 && height[i - 1] < at[k]; i--) {
            height[i] = height[i - 1];
            out->at[i] = out->at[i - 1];
        }
        height[i] = at[k];
        out->at[i] = from + k;
    }
}

/* False when they are not so alike at any shift. a[i] lies on b[i + shift]. */
static bool profile_fits(const int8_t *a, int m, float a_norm, const int8_t *b, int n, float b_norm,
                         int max, double alike, struct duplicate_shifts *out)
{
    int at[2 * SHIFT_BINS + 1], from = (n - m) / 2 - max, best = 0;

    products(a, m, b, n, from, 2 * max + 1, at);
    for (int k = 0; k <= 2 * max; k++)
        best = at[k] > best ? at[k] : best;
    if (best == 0 || best < alike * a_norm * b_norm)
        return false;
    peaks(at, from, 2 * max + 1, out);
    return out->count > 0;
}

bool duplicate_shifts(const struct duplicate_profile *a, const struct duplicate_profile *b,
                      double alike, struct duplicate_shifts *x, struct duplicate_shifts *y)
{
    int bin_um = a->bin_um, max = bin_um > 0 ? SHIFT_UM / bin_um : 0;

    if (a->rows == 0 || b->rows == 0 || bin_um != b->bin_um || max > SHIFT_BINS ||
        abs(a->cols - b->cols) * bin_um > SIZE_UM || abs(a->rows - b->rows) * bin_um > SIZE_UM)
        return false;
    return profile_fits(a->row, a->rows, a->row_norm, b->row, b->rows, b->row_norm, max, alike,
                        y) &&
           profile_fits(a->col, a->cols, a->col_norm, b->col, b->cols, b->col_norm, max, alike, x);
}

BA_RC duplicate_turn(const struct duplicate_grid *l, unsigned deg, struct duplicate_grid *out,
                     struct ba_err *err)
{
    int w = l->width, h = l->height;

    *out = *l;
    out->cells = malloc((size_t)w * (size_t)h);
    if (out->cells == NULL)
        return ba_fail_mem(err, "likeness of pages");
    if (deg % 180 == 90) {
        out->width = l->height;
        out->height = l->width;
    }
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            int tx = deg == 90 ? h - 1 - y : deg == 180 ? w - 1 - x : deg == 270 ? y : x;
            int ty = deg == 90 ? x : deg == 180 ? h - 1 - y : deg == 270 ? w - 1 - x : y;

            out->cells[(size_t)ty * out->width + (size_t)tx] = l->cells[(size_t)y * l->width + x];
        }
    return BA_OK;
}

/* 1-2-1 of the ink along a row; paper outside. */
static void soften_row(const uint8_t *from, int w, uint8_t *to)
{
    for (int x = 0; x < w; x++)
        to[x] = (uint8_t)(2 * (from[x] & 15));
    for (int x = 1; x < w; x++)
        to[x] = (uint8_t)(to[x] + (from[x - 1] & 15));
    for (int x = 0; x + 1 < w; x++)
        to[x] = (uint8_t)(to[x] + (from[x + 1] & 15));
}

static void add_row(const uint8_t *from, int w, int times, uint8_t *to)
{
    for (int x = 0; x < w; x++)
        to[x] = (uint8_t)(to[x] + times * from[x]);
}

/* Each cell with its neighbours, so that half a cell of shift does not matter. In place. */
static BA_RC soften(struct duplicate_grid *l, struct ba_err *err)
{
    int w = l->width, h = l->height;
    uint8_t *soft = calloc((size_t)w, (size_t)h), *row = malloc((size_t)w);

    if (soft == NULL || row == NULL) {
        free(soft);
        free(row);
        return ba_fail_mem(err, "likeness of pages");
    }
    for (int y = 0; y < h; y++) {
        soften_row(l->cells + (size_t)y * (size_t)w, w, row);
        for (int j = y > 0 ? y - 1 : 0; j <= y + 1 && j < h; j++)
            add_row(row, w, j == y ? 2 : 1, soft + (size_t)j * (size_t)w);
    }
    free(row);
    free(l->cells);
    l->cells = soft;
    return BA_OK;
}

/* The coarse grid of a fine one; a copy of a coarse one. */
static BA_RC coarsen(const struct duplicate_grid *l, struct duplicate_grid *out, struct ba_err *err)
{
    int by = (int)l->grain;

    *out = (struct duplicate_grid){ (uint16_t)(l->width / by), (uint16_t)(l->height / by),
                                    (uint16_t)(l->cell_um * by), LIKENESS_COARSE, NULL };
    out->cells = calloc(out->width + 1u, out->height + 1u);
    if (out->cells == NULL)
        return ba_fail_mem(err, "likeness of pages");
    for (int y = 0; y < out->height; y++)
        for (int x = 0; x < out->width; x++) {
            int sum = 0;

            for (int j = 0; j < by; j++)
                for (int i = 0; i < by; i++)
                    sum += l->cells[(size_t)(y * by + j) * l->width + (size_t)(x * by + i)] & 15;
            out->cells[(size_t)y * out->width + (size_t)x] = (uint8_t)(sum / (by * by));
        }
    return BA_OK;
}

/* The lay of two fine or coarse grids, found on coarse ones. */
static BA_RC find_lay(const struct duplicate_grid *a, const struct duplicate_grid *b, int dx,
                      int dy, struct registration *lay, bool *found, struct ba_err *err)
{
    struct duplicate_grid p = { 0 }, q = { 0 };
    enum ba_rc rc = coarsen(a, &p, err);

    *found = false;
    if (rc == BA_OK)
        rc = coarsen(b, &q, err);
    if (rc == BA_OK)
        rc = soften(&p, err);
    if (rc == BA_OK)
        rc = soften(&q, err);
    *lay = (struct registration){ .x0 = dx, .y0 = dy, .cx = p.width / 2.0, .cy = p.height / 2.0 };
    if (rc == BA_OK)
        rc = duplicate_lay(&p, &q, lay, found, err);
    lay->x0 *= a->grain;
    lay->y0 *= a->grain;
    lay->cx *= a->grain;
    lay->cy *= a->grain;
    duplicate_free(&p);
    duplicate_free(&q);
    return rc;
}

/* dx, dy: bins by which a is moved to lie on b. */
static BA_RC compare_turned(const struct duplicate_grid *a, const struct duplicate_grid *b,
                            unsigned turn, int dx, int dy, struct duplicate_verdict *v,
                            struct ba_err *err)
{
    struct duplicate_grid own = { 0 }, turned = { 0 };
    struct registration lay;
    bool found = false;
    enum ba_rc rc = duplicate_turn(a, 0, &own, err);

    *v = (struct duplicate_verdict){ .turn_deg = turn };
    if (rc == BA_OK)
        rc = duplicate_turn(b, turn, &turned, err);
    if (rc == BA_OK)
        rc = find_lay(&own, &turned, dx * LIKENESS_BIN, dy * LIKENESS_BIN, &lay, &found, err);
    if (rc == BA_OK && found)
        duplicate_rules(&own, &turned, lay, v);
    if (rc == BA_OK && found)
        rc = soften(&own, err);
    if (rc == BA_OK && found)
        rc = soften(&turned, err);
    if (rc == BA_OK && found)
        rc = duplicate_judge(&own, &turned, lay, v, err);
    duplicate_free(&own);
    duplicate_free(&turned);
    return rc;
}

BA_RC duplicate_compare_at(const struct duplicate_grid *other, const struct duplicate_grid *own,
                           const struct duplicate_place *place, struct duplicate_verdict *out,
                           struct ba_err *err)
{
    return compare_turned(other, own, place->turn_deg, -place->dx, -place->dy, out, err);
}

BA_RC duplicate_compare(const struct duplicate_grid *a, const struct duplicate_grid *b,
                        struct duplicate_verdict *out, struct ba_err *err)
{
    struct duplicate_query query = { 0 };
    struct duplicate_sketch sketch = { 0 };
    enum ba_rc rc = BA_OK;

    *out = (struct duplicate_verdict){ 0 };
    if (a->width == 0 || b->width == 0)
        return BA_OK;
    rc = duplicate_query_make(b, &query, err);
    if (rc == BA_OK)
        rc = duplicate_sketch_make(a, &sketch, err);
    if (rc == BA_OK) {
        struct duplicate_place place = duplicate_near(&query, &sketch);

        if (place.alike > 0)
            rc = duplicate_compare_at(a, b, &place, out, err);
    }
    duplicate_query_free(&query);
    duplicate_sketch_free(&sketch);
    return rc;
}
