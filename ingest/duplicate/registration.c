/* Where the tiles of one page lie on the other, and how alike they are there. */
#include "ingest/duplicate/registration.h"

#include <math.h>
#include <stdlib.h>

enum {
    TILE = 10, /* cells a side, times the grain: a square centimetre of a letter */
    TILE_MAX = TILE * LIKENESS_FINE,
    SHIFT_CELLS = 2, /* times the grain: the sketches are this far off, at most */
    PROBE_CELLS = 3, /* a tile is this far from where the shift puts it: skew */
    LOCAL_CELLS = 1, /* times the grain: and this far from where skew and stretch put it */
    PROBES_MAX = 48, /* tiles that decide how one page lies on the other */
    FIT_MIN = 10,    /* fewer decide nothing but the shift */
    TILES_MIN = 6,   /* fewer with ink say nothing: a blank sheet */
    RULE_INK = 2,
    EDGE_UM = 15000, /* punch holes, staples, fingers, and what one of the scans cut off */
};
/* What ink leaves of a cell, squared, when rows and columns are taken out (a softened cell is
 * 0 .. 240): some ink in the tile, and enough of it to contradict by being absent. */
#define ENERGY_INK 40.0
#define ENERGY_CLEAR 60.0
/* Of the rules, how much may be missing: faint ones, and those near an edge. */
#define RULES_MISSING 0.15
/* Likeness below which a tile contradicts, and of the whole. */
#define TILE_ALIKE 0.45
#define PAGE_ALIKE 0.68
/* At the best shift, of the probes, of which one that is found. */
#define SHIFT_ALIKE 0.3
#define PROBE_ALIKE 0.55
/* Of the probes, once skew and stretch are settled for the first time. */
#define LAY_ALIKE 0.35
#define LAY_CONTRADICT_PCT 35.0
/* Skew and stretch that straightening left, together. */
#define SLOPES_MAX 0.05
/* Of a place a cell is in doubt, of a slope 1/80: (1 / (1/80))^2. */
#define SLOPE_DOUBT 6400.0
/* The same for a second look. */
#define MAY_ALIKE 0.45
#define MAY_CONTRADICT_PCT 12.0
/* How much less than 0.5 alike tiles may be, all together: dirt, a fold, strokes that a threshold
 * broke. A name or a number that differs is more, on a sheet of any size. */
#define AGAINST_BELOW 0.5
#define AGAINST_MAX 1.5

struct tile {
    int x, y, side;
    double energy;
    bool clear;                      /* ink that cannot well be missing on the other scan */
    float left[TILE_MAX * TILE_MAX]; /* ink without what its rows and columns have in common */
};

/* False when the tile does not lie within the grid, its margins left out. */
static bool take_tile(const struct duplicate_grid *l, int x, int y, struct tile *t)
{
    int margin = EDGE_UM / l->cell_um, side = TILE * (int)l->grain, edge = side / 5;
    float row[TILE_MAX] = { 0 }, col[TILE_MAX] = { 0 }, all = 0, inner = 0, *v = t->left;

    if (x < margin || y < margin || x + side + margin > l->width || y + side + margin > l->height)
        return false;
    t->x = x;
    t->y = y;
    t->side = side;
    for (int j = 0; j < side; j++)
        for (int i = 0; i < side; i++, v++) {
            *v = l->cells[(size_t)(y + j) * l->width + (size_t)(x + i)];
            row[j] += *v;
            col[i] += *v;
        }
    for (int j = 0; j < side; j++) {
        all += row[j] / (float)(side * side);
        row[j] /= (float)side;
        col[j] /= (float)side;
    }
    t->energy = 0;
    v = t->left;
    for (int j = 0; j < side; j++)
        for (int i = 0; i < side; i++, v++) {
            *v += all - row[j] - col[i];
            t->energy += *v * *v / (float)(side * side);
            if (i >= edge && j >= edge && i < side - edge && j < side - edge)
                inner += *v * *v / (float)(side * side);
        }
    t->clear = t->energy >= ENERGY_CLEAR && inner >= t->energy / 4;
    return true;
}

static double alike(const struct tile *a, const struct tile *b)
{
    float sum = 0;

    for (int i = 0; i < a->side * a->side; i++)
        sum += a->left[i] * b->left[i];
    return a->energy > 0 && b->energy > 0 ? sum / (a->side * a->side) / sqrt(a->energy * b->energy)
                                          : 0;
}

static void lay_of(const struct registration *l, int from_x, int from_y, int *x, int *y)
{
    double u = from_x - l->cx, v = from_y - l->cy;

    *x = (int)lround(from_x + l->x0 + l->xx * u + l->xy * v);
    *y = (int)lround(from_y + l->y0 + l->yx * u + l->yy * v);
}

struct best {
    double alike; /* -1: the tile lies outside the other page */
    int x, y;
};

/* Where around a place of the other page a tile is most alike. */
static struct best best_alike(const struct tile *a, const struct duplicate_grid *b, int x, int y,
                              int reach)
{
    struct best best = { -1, x, y };
    struct tile t;

    if (!take_tile(b, x, y, &t))
        return best;
    for (int j = y - reach; j <= y + reach; j++)
        for (int i = x - reach; i <= x + reach; i++) {
            double is = take_tile(b, i, j, &t) ? alike(a, &t) : -1;

            if (is > best.alike)
                best = (struct best){ is, i, j };
        }
    return best;
}

/* Those with clear ink, and then the fullest, first. */
static int by_energy(const void *a, const void *b)
{
    const struct tile *p = a, *q = b;

    if (p->clear != q->clear)
        return p->clear ? -1 : 1;
    if (p->energy != q->energy)
        return p->energy < q->energy ? 1 : -1;
    return p->y != q->y ? (p->y > q->y) - (p->y < q->y) : (p->x > q->x) - (p->x < q->x);
}

struct tiles {
    struct tile *at; /* owned; fullest first */
    size_t count, clear;
};

/* The tiles of a page with ink. */
static BA_RC take_tiles(const struct duplicate_grid *l, struct tiles *out, struct ba_err *err)
{
    int margin = EDGE_UM / l->cell_um, side = TILE * (int)l->grain;
    size_t most = (size_t)(l->width / side + 1) * (size_t)(2 * l->height / side + 2);

    *out = (struct tiles){ .at = malloc(most * sizeof(*out->at)) };
    if (out->at == NULL)
        return ba_fail_mem(err, "likeness of pages");
    for (int y = margin; y + side <= l->height; y += side / 2)
        for (int x = margin; x + side <= l->width; x += side)
            if (take_tile(l, x, y, &out->at[out->count]) &&
                out->at[out->count].energy >= ENERGY_INK)
                out->count++;
    qsort(out->at, out->count, sizeof(*out->at), by_energy);
    while (out->clear < out->count && out->at[out->clear].clear)
        out->clear++;
    return BA_OK;
}

/* A probe: the k-th of n, spread over the tiles with clear ink. */
static const struct tile *probe(const struct tiles *t, size_t k, size_t n)
{
    return &t->at[k * t->clear / n];
}

static size_t probes_of(const struct tiles *t)
{
    return t->clear < PROBES_MAX ? t->clear : PROBES_MAX;
}

/* Finds the shift at which the probes are most alike; returns that likeness. */
static double settle_shift(const struct tiles *tiles, const struct duplicate_grid *b,
                           struct registration *lay)
{
    size_t probes = probes_of(tiles);
    int reach = SHIFT_CELLS * (int)b->grain, x0 = (int)lay->x0, y0 = (int)lay->y0;
    double best = -1;

    for (int j = y0 - reach; j <= y0 + reach; j++)
        for (int i = x0 - reach; i <= x0 + reach; i++) {
            double sum = 0;

            for (size_t k = 0; k < probes; k++) {
                const struct tile *p = probe(tiles, k, probes);
                struct tile t;

                if (take_tile(b, p->x + i, p->y + j, &t))
                    sum += alike(p, &t);
            }
            if (sum / (double)probes > best) {
                best = sum / (double)probes;
                lay->x0 = i;
                lay->y0 = j;
            }
        }
    return best;
}

struct found {
    double u, v, dx, dy; /* from the middle; moved by */
    bool counts;
};

/* Least squares of dx (or dy) = out[0] + out[1] u + out[2] v over what counts. */
static bool fit_plane(const struct found *f, size_t count, bool of_y, double out[3])
{
    /* Slopes are small: what few places close together say of them must not carry far. */
    double m[3][4] = { { 0 }, { 0, SLOPE_DOUBT }, { 0, 0, SLOPE_DOUBT } };

    for (size_t k = 0; k < count; k++) {
        double row[4] = { 1, f[k].u, f[k].v, of_y ? f[k].dy : f[k].dx };

        for (int i = 0; i < 3 && f[k].counts; i++)
            for (int j = 0; j < 4; j++)
                m[i][j] += row[i] * row[j];
    }
    for (int i = 0; i < 3; i++) {
        if (fabs(m[i][i]) < 1e-6)
            return false;
        for (int k = 0; k < 3; k++)
            for (int j = 3; j >= i && k != i; j--)
                m[k][j] -= m[k][i] * m[i][j] / m[i][i];
    }
    for (int i = 0; i < 3; i++)
        out[i] = m[i][3] / m[i][i];
    return true;
}

/* How alike the probes are where this lay puts them, and how many of them contradict. */
static double lay_alike(const struct tiles *tiles, const struct duplicate_grid *b,
                        const struct registration *lay, size_t *contradict)
{
    size_t probes = probes_of(tiles);
    double sum = 0;

    *contradict = 0;
    for (size_t k = 0; k < probes; k++) {
        const struct tile *p = probe(tiles, k, probes);
        struct best best;
        int x, y;

        lay_of(lay, p->x, p->y, &x, &y);
        best = best_alike(p, b, x, y, LOCAL_CELLS * (int)b->grain);
        sum += best.alike;
        *contradict += best.alike < TILE_ALIKE;
    }
    return sum;
}

/* The lay that fits the places where the probes were found, without those that do not fit in. */
static bool fit_lay(struct found *f, size_t count, int grain, struct registration *lay)
{
    size_t counts = 0;

    for (size_t k = 0; k < count; k++)
        counts += f[k].counts;
    for (int round = 0; round < 3; round++) {
        double x[3], y[3];

        if (counts < FIT_MIN || !fit_plane(f, count, false, x) || !fit_plane(f, count, true, y) ||
            fabs(x[1]) + fabs(x[2]) + fabs(y[1]) + fabs(y[2]) > SLOPES_MAX)
            return false;
        *lay = (struct registration){ x[0], x[1], x[2], y[0], y[1], y[2], lay->cx, lay->cy };
        counts = 0;
        for (size_t k = 0; k < count; k++) {
            f[k].counts =
                f[k].counts && hypot(f[k].dx - x[0] - x[1] * f[k].u - x[2] * f[k].v,
                                     f[k].dy - y[0] - y[1] * f[k].u - y[2] * f[k].v) < 1.5 * grain;
            counts += f[k].counts;
        }
    }
    return true;
}

/* Skew and stretch, from where the probes are found within so many cells; kept when it is better
 * for it. */
static void settle_slopes(const struct tiles *tiles, const struct duplicate_grid *b, int reach,
                          struct registration *lay)
{
    size_t probes = probes_of(tiles);
    struct found f[PROBES_MAX];
    struct registration better = *lay;
    size_t ignored;

    for (size_t k = 0; k < probes; k++) {
        const struct tile *p = probe(tiles, k, probes);
        struct best best;
        int x, y;

        lay_of(lay, p->x, p->y, &x, &y);
        best = best_alike(p, b, x, y, reach);
        f[k] = (struct found){ p->x - lay->cx, p->y - lay->cy, best.x - p->x, best.y - p->y,
                               best.alike >= PROBE_ALIKE };
    }
    if (fit_lay(f, probes, (int)b->grain, &better) &&
        lay_alike(tiles, b, &better, &ignored) > lay_alike(tiles, b, lay, &ignored))
        *lay = better;
}

/* Every tile of one page on the other; no further when more than so many contradict. */
static void judge(const struct tiles *tiles, const struct duplicate_grid *b,
                  const struct registration *lay, double most, struct duplicate_verdict *v,
                  unsigned *clear)
{
    for (size_t k = 0; k < tiles->count && v->contradicting <= most; k++) {
        const struct tile *t = &tiles->at[k];
        struct best best;
        int x, y;

        lay_of(lay, t->x, t->y, &x, &y);
        best = best_alike(t, b, x, y, LOCAL_CELLS * (int)b->grain);
        if (best.alike <= -1)
            continue;
        v->tiles++;
        if (k >= tiles->clear)
            continue;
        v->alike += fmax(best.alike, 0);
        ++*clear;
        v->contradicting += best.alike < TILE_ALIKE;
        v->against += fmax(0, AGAINST_BELOW - best.alike);
    }
}

/* Is there a rule, or some ink, near here? */
static bool has_line(const struct duplicate_grid *l, int x, int y)
{
    int reach = LOCAL_CELLS * (int)l->grain;

    for (int j = y - reach; j <= y + reach; j++)
        for (int i = x - reach; i <= x + reach; i++)
            if (i >= 0 && j >= 0 && i < l->width && j < l->height &&
                l->cells[(size_t)j * l->width + (size_t)i] >= RULE_INK)
                return true;
    return false;
}

static void count_rules(const struct duplicate_grid *a, const struct duplicate_grid *b,
                        const struct registration *lay, double *rules, double *missing)
{
    int margin = EDGE_UM / a->cell_um, other = EDGE_UM / 2 / b->cell_um;

    for (int y = margin; y + margin < a->height; y++)
        for (int x = margin; x + margin < a->width; x++) {
            int bx, by;

            if (a->cells[(size_t)y * a->width + (size_t)x] != LIKENESS_RULE)
                continue;
            lay_of(lay, x, y, &bx, &by);
            if (bx < other || by < other || bx + other >= b->width || by + other >= b->height)
                continue;
            ++*rules;
            *missing += !has_line(b, bx, by);
        }
}

/* The other way round, near enough for slopes this small. */
static struct registration back(const struct registration *l)
{
    return (struct registration){ -l->x0, -l->xx, -l->xy,        -l->y0,
                                  -l->yx, -l->yy, l->cx + l->x0, l->cy + l->y0 };
}

/* Makes what lies around a cell paper, but for other rules. */
static void erase(struct duplicate_grid *l, int x, int y)
{
    int reach = (int)l->grain;

    for (int j = y - reach; j <= y + reach; j++)
        for (int i = x - reach; i <= x + reach; i++)
            if (i >= 0 && j >= 0 && i < l->width && j < l->height) {
                uint8_t *cell = &l->cells[(size_t)j * l->width + (size_t)i];

                *cell &= LIKENESS_RULE;
            }
}

/* Takes the rules of one page out of both, with what is left along them. */
static void erase_rules(struct duplicate_grid *a, struct duplicate_grid *b,
                        const struct registration *lay)
{
    for (int y = 0; y < a->height; y++)
        for (int x = 0; x < a->width; x++) {
            int bx, by;

            if (a->cells[(size_t)y * a->width + (size_t)x] != LIKENESS_RULE)
                continue;
            lay_of(lay, x, y, &bx, &by);
            erase(a, x, y);
            erase(b, bx, by);
        }
}

void duplicate_rules(struct duplicate_grid *a, struct duplicate_grid *b, struct registration lay,
                     struct duplicate_verdict *v)
{
    struct registration other = back(&lay);
    double rules[2] = { 0 }, missing[2] = { 0 };

    count_rules(a, b, &lay, &rules[0], &missing[0]);
    count_rules(b, a, &other, &rules[1], &missing[1]);
    for (int i = 0; i < 2; i++)
        if (rules[i] > 0)
            v->rules_missing = fmax(v->rules_missing, missing[i] / rules[i]);
    erase_rules(a, b, &lay);
    erase_rules(b, a, &other);
}

/* How one page lies on the other: by the shift first, then by skew and stretch. */
static bool settle(const struct tiles *own, const struct duplicate_grid *b,
                   struct registration *lay)
{
    size_t contradict;

    if (own->clear < TILES_MIN || settle_shift(own, b, lay) < SHIFT_ALIKE)
        return false;
    settle_slopes(own, b, PROBE_CELLS, lay);
    /* Most pairs that only have a layout in common end here. */
    if (lay_alike(own, b, lay, &contradict) < LAY_ALIKE * (double)probes_of(own) ||
        (double)contradict * 100 > LAY_CONTRADICT_PCT * (double)probes_of(own))
        return false;
    settle_slopes(own, b, PROBE_CELLS, lay);
    return true;
}

BA_RC duplicate_lay(const struct duplicate_grid *a, const struct duplicate_grid *b,
                    struct registration *lay, bool *found, struct ba_err *err)
{
    struct tiles own = { 0 };
    enum ba_rc rc = take_tiles(a, &own, err);

    *found = rc == BA_OK && settle(&own, b, lay);
    free(own.at);
    return rc;
}

BA_RC duplicate_judge(const struct duplicate_grid *a, const struct duplicate_grid *b,
                      struct registration lay, struct duplicate_verdict *v, struct ba_err *err)
{
    struct tiles own = { 0 }, theirs = { 0 };
    struct registration other;
    unsigned clear = 0;
    double most;
    enum ba_rc rc = take_tiles(a, &own, err);

    if (rc == BA_OK)
        rc = take_tiles(b, &theirs, err);
    if (rc != BA_OK)
        goto out;
    /* Coarse grids were settled by duplicate_lay already. */
    for (int reach = PROBE_CELLS * (int)b->grain; b->grain > 1 && reach >= PROBE_CELLS;
         reach -= PROBE_CELLS)
        settle_slopes(&own, b, reach, &lay);
    other = back(&lay);
    most = (double)(own.clear + theirs.clear) * MAY_CONTRADICT_PCT / 100;
    judge(&own, b, &lay, most, v, &clear);
    judge(&theirs, a, &other, most, v, &clear);
    if (clear > 0)
        v->alike /= clear;
    v->tiles = clear;
    v->may = v->contradicting <= most && clear >= 2 * TILES_MIN && v->alike >= MAY_ALIKE &&
             v->contradicting * 100.0 <= MAY_CONTRADICT_PCT * clear;
    v->same = v->may && a->grain == LIKENESS_FINE && v->alike >= PAGE_ALIKE &&
              v->rules_missing <= RULES_MISSING && v->against <= AGAINST_MAX;

out:
    free(own.at);
    free(theirs.at);
    return rc;
}
