/* Two grids over each other. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/likeness_tiles.h"

/* How alike the profiles of two scans of a sheet are, at least. */
#define PROFILE_ALIKE 0.85
/* And in the way it lies, when there is reason to look. */
#define PROFILE_LEAST 0.3

enum {
    SIZE_UM = 25000, /* two scans of a sheet differ less than this in size: a border, a crop */
    SHIFT_UM = 20000,
};

/* Likeness of two profiles at the best shift; *shift: a[i] lies on b[i + shift]. */
static double profile_fit(const int8_t *a, uint16_t m, float a_norm, const int8_t *b, uint16_t n,
                          float b_norm, int max_shift, int *shift)
{
    int centre = (n - m) / 2, best = INT32_MIN;

    *shift = centre;
    for (int s = centre - max_shift; s <= centre + max_shift; s++) {
        int from = s < 0 ? -s : 0, to = m < n - s ? m : n - s, sum = 0;

        for (int i = from; i < to; i++)
            sum += a[i] * b[i + s];
        if (sum > best) {
            best = sum;
            *shift = s;
        }
    }
    return a_norm > 0 && b_norm > 0 ? best / ((double)a_norm * b_norm) : 0;
}

static void reverse(const int8_t *from, uint16_t n, int8_t *to)
{
    for (uint16_t i = 0; i < n; i++)
        to[i] = from[n - 1 - i];
}

/* The profile of the page turned clockwise. */
static void turn_profile(const struct likeness_profile *p, unsigned deg,
                         struct likeness_profile *out)
{
    *out = *p;
    if (deg == 90 || deg == 270) {
        out->rows = p->cols;
        out->cols = p->rows;
        out->row_norm = p->col_norm;
        out->col_norm = p->row_norm;
        memcpy(out->row, p->col, sizeof(out->row));
        memcpy(out->col, p->row, sizeof(out->col));
    }
    if (deg == 180 || deg == 270)
        reverse(deg == 180 ? p->row : p->col, out->rows, out->row);
    if (deg == 180 || deg == 90)
        reverse(deg == 180 ? p->col : p->row, out->cols, out->col);
}

static bool sizes_fit(int a_w, int a_h, int b_w, int b_h, unsigned turn, int bin_um)
{
    int w = turn % 180 == 0 ? b_w : b_h, h = turn % 180 == 0 ? b_h : b_w;

    return abs(a_w - w) * bin_um <= SIZE_UM && abs(a_h - h) * bin_um <= SIZE_UM;
}

/* Fit of the profiles with b turned; -1: they cannot be one sheet. */
static double fit_turned(const struct likeness_profile *a, const struct likeness_profile *b,
                         unsigned turn, double alike, int *dx, int *dy)
{
    struct likeness_profile turned;
    double rows, cols;
    int max_shift = SHIFT_UM / a->bin_um;

    if (a->rows == 0 || b->rows == 0 || a->bin_um != b->bin_um ||
        !sizes_fit(a->cols, a->rows, b->cols, b->rows, turn, a->bin_um))
        return -1;
    if (turn != 0) {
        turn_profile(b, turn, &turned);
        b = &turned;
    }
    rows = profile_fit(a->row, a->rows, a->row_norm, b->row, b->rows, b->row_norm, max_shift, dy);
    if (rows < alike)
        return -1;
    cols = profile_fit(a->col, a->cols, a->col_norm, b->col, b->cols, b->col_norm, max_shift, dx);
    return cols < alike ? -1 : rows + cols;
}

bool likeness_may(const struct likeness_profile *a, const struct likeness_profile *b)
{
    int dx, dy;

    for (unsigned turn = 0; turn < 360; turn += 90)
        if (fit_turned(a, b, turn, PROFILE_ALIKE, &dx, &dy) >= 0)
            return true;
    return false;
}

/* The page turned clockwise. */
static enum ba_rc turn_grid(const struct likeness *l, unsigned deg, struct likeness *out,
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

/* Each cell with its neighbours, so that half a cell of shift does not matter. In place. */
static enum ba_rc soften(struct likeness *l, struct ba_err *err)
{
    int w = l->width, h = l->height;
    uint8_t *soft = malloc((size_t)w * (size_t)h);

    if (soft == NULL)
        return ba_fail_mem(err, "likeness of pages");
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            static const int weight[] = { 1, 2, 1 };
            int sum = 0;

            for (int j = -1; j <= 1; j++)
                for (int i = -1; i <= 1; i++)
                    if (x + i >= 0 && x + i < w && y + j >= 0 && y + j < h)
                        sum += weight[i + 1] * weight[j + 1] *
                               (l->cells[(size_t)(y + j) * (size_t)w + (size_t)(x + i)] & 15);
            soft[y * w + x] = (uint8_t)sum;
        }
    free(l->cells);
    l->cells = soft;
    return BA_OK;
}

/* The coarse grid of a fine one; a copy of a coarse one. */
static enum ba_rc coarsen(const struct likeness *l, struct likeness *out, struct ba_err *err)
{
    int by = (int)l->grain;

    *out = (struct likeness){ (uint16_t)(l->width / by), (uint16_t)(l->height / by),
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
static enum ba_rc find_lay(const struct likeness *a, const struct likeness *b, int dx, int dy,
                           struct lay *lay, bool *found, struct ba_err *err)
{
    struct likeness p = { 0 }, q = { 0 };
    enum ba_rc rc = coarsen(a, &p, err);

    *found = false;
    if (rc == BA_OK)
        rc = coarsen(b, &q, err);
    if (rc == BA_OK)
        rc = soften(&p, err);
    if (rc == BA_OK)
        rc = soften(&q, err);
    *lay = (struct lay){ .x0 = dx, .y0 = dy, .cx = p.width / 2.0, .cy = p.height / 2.0 };
    if (rc == BA_OK)
        rc = likeness_lay(&p, &q, lay, found, err);
    lay->x0 *= a->grain;
    lay->y0 *= a->grain;
    lay->cx *= a->grain;
    lay->cy *= a->grain;
    likeness_free(&p);
    likeness_free(&q);
    return rc;
}

/* dx, dy: bins of the profiles. */
static enum ba_rc compare_turned(const struct likeness *a, const struct likeness *b, unsigned turn,
                                 int dx, int dy, struct likeness_verdict *v, struct ba_err *err)
{
    struct likeness own = { 0 }, turned = { 0 };
    struct lay lay;
    bool found = false;
    enum ba_rc rc = turn_grid(a, 0, &own, err);

    *v = (struct likeness_verdict){ .turn_deg = turn };
    if (rc == BA_OK)
        rc = turn_grid(b, turn, &turned, err);
    if (rc == BA_OK)
        rc = find_lay(&own, &turned, dx * LIKENESS_BIN, dy * LIKENESS_BIN, &lay, &found, err);
    if (rc == BA_OK && found)
        likeness_rules(&own, &turned, lay, v);
    if (rc == BA_OK && found)
        rc = soften(&own, err);
    if (rc == BA_OK && found)
        rc = soften(&turned, err);
    if (rc == BA_OK && found)
        rc = likeness_judge(&own, &turned, lay, v, err);
    likeness_free(&own);
    likeness_free(&turned);
    return rc;
}

enum ba_rc likeness_compare(const struct likeness *a, const struct likeness *b,
                            struct likeness_verdict *out, struct ba_err *err)
{
    struct likeness_profile p[2];
    enum ba_rc rc = BA_OK;

    *out = (struct likeness_verdict){ 0 };
    if (a->width == 0 || b->width == 0)
        return BA_OK;
    likeness_profile(a, &p[0]);
    likeness_profile(b, &p[1]);
    for (unsigned turn = 0; turn < 360 && rc == BA_OK; turn += 90) {
        struct likeness_verdict v;
        int dx, dy;

        if (fit_turned(&p[0], &p[1], turn, PROFILE_LEAST, &dx, &dy) < 0)
            continue;
        rc = compare_turned(a, b, turn, dx, dy, &v, err);
        if (rc == BA_OK && v.alike > out->alike)
            *out = v;
    }
    return rc;
}
