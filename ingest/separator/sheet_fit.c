#include "ingest/separator/sheet_fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/separator/sheet_private.h"

#define PI 3.14159265358979323846
#define DOTS_PER_MM (SHEET_DPI / 25.4)
#define COARSE_MM 2.0  /* spots and steps of the first search */
#define MIN_SCORE 0.40 /* ink on bars less ink beside them, 1 for a perfect print */
#define GOOD_SCORE 0.7
#define MIN_EDGES 3

enum {
    MAX_TURN_DEG = 10,
    MARGIN_DOTS = 45, /* 2 mm around what is printed */
    POINTS_MAX = 1024,
    ALONG = 16,       /* points along a bar */
    ROWS = 160,       /* of the column, a millimetre each */
    LINE_GAP_MM = 13, /* no two lines of the column are further apart */
    WORD_GAP_MM = 9,
    BEGIN_MM = 5, /* how far from the column's edge a line may begin */
};

/* A spot of the sheet that has ink (+1) or none (-1), from its middle, in dots. */
struct point {
    double x, y, sign;
    int edge;
};

struct points {
    struct point at[POINTS_MAX];
    int count;
};

/* Ink in the first search's spots. */
struct coarse {
    int width, height;
    uint8_t *at; /* owned */
};

static void add_point(struct points *p, int edge, double u, double v, double sign)
{
    const double w = SHEET_WIDTH_DOTS, h = SHEET_HEIGHT_DOTS;
    const double at[4][2] = { { u, v }, { w - v, u }, { w - u, h - v }, { v, h - u } };

    if (p->count < POINTS_MAX)
        p->at[p->count++] = (struct point){ at[edge][0] - w / 2, at[edge][1] - h / 2, sign, edge };
}

/* coarse: the patches as grey blocks, with the white around them; else each bar and each space. */
static void make_points(struct points *p, bool coarse)
{
    static const struct {
        int at;
        double sign;
    } rows[] = { { SHEET_NARROW / 2, 1 },
                 { SHEET_NARROW * 3 / 2, -1 },
                 { SHEET_NARROW * 2 + SHEET_WIDE / 2, 1 },
                 { SHEET_NARROW * 5 / 2 + SHEET_WIDE, -1 },
                 { SHEET_NARROW * 7 / 2 + SHEET_WIDE, 1 },
                 { SHEET_NARROW * 9 / 2 + SHEET_WIDE, -1 },
                 { SHEET_NARROW * 5 + SHEET_WIDE * 3 / 2, 1 } };

    p->count = 0;
    for (int edge = 0; edge < 4; edge++) {
        double length = edge % 2 == 0 ? SHEET_SHORT_BAR : SHEET_LONG_BAR;
        double middle = (edge % 2 == 0 ? SHEET_WIDTH_DOTS : SHEET_HEIGHT_DOTS) / 2.0;

        for (int i = 0; i < ALONG; i++) {
            double u = middle + length * ((i + 0.5) / ALONG - 0.5);

            for (size_t r = 0; !coarse && r < sizeof(rows) / sizeof(rows[0]); r++)
                add_point(p, edge, u, SHEET_EDGE + rows[r].at, rows[r].sign);
            for (int r = 0; coarse && r < 4; r++)
                add_point(p, edge, u, SHEET_EDGE + SHEET_PATCH_DEPTH * (2 * r + 1) / 8.0, 1);
            if (coarse)
                add_point(p, edge, u, SHEET_EDGE + SHEET_PATCH_DEPTH + SHEET_QUIET / 2.0, -1);
        }
        for (int side = -1; coarse && side <= 1; side += 2)
            for (int i = 1; i <= 4; i++)
                add_point(p, edge, middle + side * (length / 2 + 75 * i),
                          SHEET_EDGE + SHEET_PATCH_DEPTH / 2.0, -1);
    }
}

static int make_coarse(const struct ink *ink, struct coarse *c)
{
    double side = COARSE_MM * ink->px_per_mm;

    c->width = (int)(ink->width_px / side);
    c->height = (int)(ink->height_px / side);
    c->at = calloc((size_t)c->width * (size_t)c->height + 1, 1);
    if (c->at == NULL)
        return -1;
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++) {
            uint32_t x0 = (uint32_t)(x * side), x1 = (uint32_t)((x + 1) * side), n = 0, sum = 0;

            for (uint32_t py = (uint32_t)(y * side); py < (uint32_t)((y + 1) * side); py++)
                for (uint32_t px = x0; px < x1; px++, n++)
                    sum += ink->at[(size_t)py * ink->width_px + px];
            c->at[(size_t)y * (size_t)c->width + (size_t)x] = (uint8_t)(n == 0 ? 0 : sum / n);
        }
    return 0;
}

/* Sum over the points of ink times sign, the sheet's middle at (mx, my), all in coarse spots. */
static double coarse_score(const struct coarse *c, const struct points *p, const double *dx,
                           const double *dy, double mx, double my)
{
    double plus = 0, minus = 0;
    int n_plus = 0;

    for (int i = 0; i < p->count; i++) {
        int x = (int)floor(mx + dx[i]), y = (int)floor(my + dy[i]);
        double v = x < 0 || y < 0 || x >= c->width || y >= c->height
                       ? 0
                       : c->at[(size_t)y * (size_t)c->width + (size_t)x];

        if (p->at[i].sign > 0) {
            plus += v;
            n_plus++;
        } else {
            minus += v;
        }
    }
    return (plus / n_plus - minus / (p->count - n_plus)) / 255;
}

/* The best place at one turn and scale. */
static void search_places(const struct coarse *c, const struct points *p, double turn_deg,
                          double scale, double *best, struct sheet_fit *fit)
{
    double per_dot = scale / (COARSE_MM * DOTS_PER_MM), dx[POINTS_MAX], dy[POINTS_MAX];
    double co = cos(turn_deg * PI / 180), si = sin(turn_deg * PI / 180);
    bool lies = fabs(turn_deg) > 45;
    double w = (lies ? SHEET_HEIGHT_DOTS : SHEET_WIDTH_DOTS) * per_dot;
    double h = (lies ? SHEET_WIDTH_DOTS : SHEET_HEIGHT_DOTS) * per_dot;
    double reach_x = fabs(c->width - w) / 2 + 15, reach_y = fabs(c->height - h) / 2 + 15;

    for (int i = 0; i < p->count; i++) {
        dx[i] = (p->at[i].x * co - p->at[i].y * si) * per_dot;
        dy[i] = (p->at[i].x * si + p->at[i].y * co) * per_dot;
    }
    for (double my = c->height / 2.0 - reach_y; my <= c->height / 2.0 + reach_y; my++)
        for (double mx = c->width / 2.0 - reach_x; mx <= c->width / 2.0 + reach_x; mx++) {
            double score = coarse_score(c, p, dx, dy, mx, my);

            if (score > *best) {
                *best = score;
                *fit = (struct sheet_fit){ turn_deg, per_dot, mx, my };
            }
        }
}

/* Ink on bars less ink between them, an edge each; their mean is returned. */
static double fine_score(const struct ink *ink, const struct points *p, const struct sheet_fit *fit,
                         double edges[4])
{
    double co = cos(fit->turn_deg * PI / 180), si = sin(fit->turn_deg * PI / 180);
    double sum[4][2] = { { 0 } };
    int n[4][2] = { { 0 } };
    double all = 0;

    for (int i = 0; i < p->count; i++) {
        const struct point *at = &p->at[i];
        int x = (int)floor(fit->middle_x + (at->x * co - at->y * si) * fit->px_a_dot);
        int y = (int)floor(fit->middle_y + (at->x * si + at->y * co) * fit->px_a_dot);
        bool inside = x >= 0 && y >= 0 && x < (int)ink->width_px && y < (int)ink->height_px;

        sum[at->edge][at->sign > 0] += inside ? ink->at[(size_t)y * ink->width_px + (size_t)x] : 0;
        n[at->edge][at->sign > 0]++;
    }
    for (int e = 0; e < 4; e++) {
        edges[e] = (sum[e][1] / n[e][1] - sum[e][0] / n[e][0]) / 255;
        all += edges[e] / 4;
    }
    return all;
}

/* Moves, turns and scales the sheet a little as long as that brings its bars on the ink. */
static double climb(const struct ink *ink, const struct points *p, struct sheet_fit *fit,
                    double edges[4])
{
    double step_px = 1.5 * ink->px_per_mm, step_deg = 0.5, step_scale = 0.02;
    double best = fine_score(ink, p, fit, edges);

    for (int round = 0; round < 40 && step_px > 0.2; round++) {
        bool better = false;

        for (int k = 0; k < 8; k++) {
            struct sheet_fit to = *fit;
            double sign = k % 2 == 0 ? 1 : -1, score, to_edges[4];

            to.middle_x += k / 2 == 0 ? sign * step_px : 0;
            to.middle_y += k / 2 == 1 ? sign * step_px : 0;
            to.turn_deg += k / 2 == 2 ? sign * step_deg : 0;
            to.px_a_dot *= k / 2 == 3 ? 1 + sign * step_scale : 1;
            score = fine_score(ink, p, &to, to_edges);
            if (score > best) {
                best = score;
                *fit = to;
                memcpy(edges, to_edges, sizeof(to_edges));
                better = true;
            }
        }
        if (!better) {
            step_px /= 2;
            step_deg /= 2;
            step_scale /= 2;
        }
    }
    return best;
}

/* From several scales and turns near the first guess: bars are alike, and one beside the right one
 * is a hill of its own. */
static void refine(const struct ink *ink, const struct points *p, struct sheet_fit *fit,
                   double edges[4])
{
    static const double scales[] = { 1, 0.99, 1.01, 0.98, 1.02, 0.97, 1.03 };
    struct sheet_fit best_fit = *fit;
    double best = -1;

    for (size_t s = 0; s < sizeof(scales) / sizeof(scales[0]) && best < GOOD_SCORE; s++)
        for (int turn = -1; turn <= 1 && best < GOOD_SCORE; turn++) {
            struct sheet_fit to = *fit;
            double to_edges[4], score;

            to.px_a_dot *= scales[s];
            to.turn_deg += turn * 0.4;
            score = climb(ink, p, &to, to_edges);
            if (score <= best)
                continue;
            best = score;
            best_fit = to;
            memcpy(edges, to_edges, sizeof(to_edges));
        }
    *fit = best_fit;
}

BA_RC sheet_fit_find(const struct ink *ink, struct sheet_fit *fit, bool *found, struct ba_err *err)
{
    static const double scales[] = { 1, 0.95, 1.05 };
    double best = 0, edges[4], to_px = COARSE_MM * ink->px_per_mm;
    struct points *p = malloc(sizeof(*p));
    struct coarse c = { 0 };
    int seen = 0;

    *found = false;
    if (p == NULL || make_coarse(ink, &c) != 0) {
        free(p);
        return ba_fail_mem(err, "content of a sheet");
    }
    make_points(p, true);
    for (int lies = 0; lies < 2; lies++)
        for (int deg = -MAX_TURN_DEG; deg <= MAX_TURN_DEG; deg++)
            for (size_t s = 0; s < sizeof(scales) / sizeof(scales[0]); s++)
                search_places(&c, p, 90 * lies + deg, scales[s], &best, fit);
    free(c.at);
    if (best > MIN_SCORE / 2) {
        fit->px_a_dot *= to_px;
        fit->middle_x *= to_px;
        fit->middle_y *= to_px;
        make_points(p, false);
        refine(ink, p, fit, edges);
        for (int e = 0; e < 4; e++)
            seen += edges[e] > MIN_SCORE;
        *found = seen >= MIN_EDGES;
    }
    free(p);
    return BA_OK;
}

/* ---- what the sheet has in print ----------------------------------------------------------------
 */

/* The column, by millimetres: whether there is ink, and in the end whether it is ours. */
struct column {
    bool ink[ROWS][128];
    int ours[ROWS]; /* millimetres from the left that are ours */
};

enum zone { ZONE_NONE, ZONE_PRINT, ZONE_COLUMN };

static bool in_edge_print(double u, double v, double length, double bar)
{
    double from_middle = fabs(u - length / 2), m = MARGIN_DOTS;
    bool code = v > SHEET_CODE_AT - m && v < SHEET_CODE_AT + SHEET_CODE_HEIGHT + 130 + m;

    if (v > SHEET_EDGE - m && v < SHEET_EDGE + SHEET_PATCH_DEPTH + m && from_middle < bar / 2 + m)
        return true;
    if (code && from_middle < SHEET_CODE_LENGTH / 2.0 + m)
        return true;
    return u > SHEET_EDGE - m && u < SHEET_EDGE + SHEET_QR_SIDE + m && v > SHEET_EDGE - m &&
           v < SHEET_EDGE + SHEET_QR_SIDE + m;
}

/* x and y in dots from the sheet's corner. */
static enum zone zone_of(double x, double y)
{
    const double w = SHEET_WIDTH_DOTS, h = SHEET_HEIGHT_DOTS;

    if (in_edge_print(x, y, w, SHEET_SHORT_BAR) ||
        in_edge_print(w - x, h - y, w, SHEET_SHORT_BAR) ||
        in_edge_print(y, w - x, h, SHEET_LONG_BAR) || in_edge_print(h - y, x, h, SHEET_LONG_BAR))
        return ZONE_PRINT;
    if (x > SHEET_COLUMN_AT - 2.0 * MARGIN_DOTS &&
        x < SHEET_COLUMN_AT + SHEET_COLUMN_WIDTH + 2.0 * MARGIN_DOTS &&
        y > SHEET_COLUMN_TOP - MARGIN_DOTS && y < SHEET_ADVICE_AT + 480)
        return ZONE_COLUMN;
    return ZONE_NONE;
}

/* From a pixel of the map to dots of the sheet; upside_down: the other way round. */
static void to_sheet(const struct sheet_fit *fit, bool upside_down, int px, int py, double *x,
                     double *y)
{
    double co = cos(fit->turn_deg * PI / 180), si = sin(fit->turn_deg * PI / 180);
    double dx = (px + 0.5 - fit->middle_x) / fit->px_a_dot;
    double dy = (py + 0.5 - fit->middle_y) / fit->px_a_dot;
    double sign = upside_down ? -1 : 1;

    *x = SHEET_WIDTH_DOTS / 2.0 + sign * (dx * co + dy * si);
    *y = SHEET_HEIGHT_DOTS / 2.0 + sign * (-dx * si + dy * co);
}

static int row_of(double y)
{
    return (int)((y - SHEET_COLUMN_TOP + MARGIN_DOTS) / DOTS_PER_MM);
}

static int cell_of(double x)
{
    return (int)((x - SHEET_COLUMN_AT + 2.0 * MARGIN_DOTS) / DOTS_PER_MM);
}

/* Where the ink of a line that begins on the left ends: before the first gap wider than a word's. 0
 * for a line that begins elsewhere. */
static int line_end(const struct column *c, int from, int to)
{
    int end = 0, gap = 0;

    for (int x = 0; x < 128; x++) {
        bool ink = false;

        for (int y = from; y < to; y++)
            ink = ink || c->ink[y][x];
        gap = ink ? 0 : gap + 1;
        if (ink)
            end = x + 1;
        if (end == 0 && x > BEGIN_MM)
            return 0;
        if (gap > WORD_GAP_MM)
            break;
    }
    return end + 2;
}

/* Says of each row how far it is ours; returns how many cells with ink are. */
static int judge_column(struct column *c)
{
    int last = 0, ours = 0, advice = row_of(SHEET_ADVICE_AT);

    for (int from = 0, to; from < ROWS; from = to) {
        bool ink = false;

        for (int x = 0; x < 128; x++)
            ink = ink || c->ink[from][x];
        to = from + 1;
        c->ours[from] = 0;
        if (!ink)
            continue;
        for (bool more = true; more && to < ROWS; to += more) {
            more = false;
            for (int x = 0; x < 128; x++)
                more = more || c->ink[to][x];
        }
        if (from - last > LINE_GAP_MM && (from < advice - 3 || from > advice + 4))
            continue;
        last = to;
        for (int y = from; y < to; y++) {
            c->ours[y] = line_end(c, from, to);
            for (int x = 0; x < c->ours[y] && x < 128; x++)
                ours += c->ink[y][x];
        }
    }
    return ours;
}

static void read_column(const struct sheet_fit *fit, bool upside_down, const PIX *mask,
                        struct column *c)
{
    memset(c, 0, sizeof(*c));
    for (int py = 0; py < pixGetHeight((PIX *)mask); py++) {
        const l_uint32 *line =
            pixGetData((PIX *)mask) + (size_t)py * (size_t)pixGetWpl((PIX *)mask);

        for (int px = 0; px < pixGetWidth((PIX *)mask); px++) {
            double x, y;

            if (!GET_DATA_BIT(line, px))
                continue;
            to_sheet(fit, upside_down, px, py, &x, &y);
            if (zone_of(x, y) == ZONE_COLUMN && row_of(y) < ROWS && cell_of(x) < 128)
                c->ink[row_of(y)][cell_of(x)] = true;
        }
    }
}

void sheet_fit_clear(const struct sheet_fit *fit, bool behind, PIX *mask)
{
    struct column ways[2];
    int first, second, upside_down;

    for (int way = 0; way < 2; way++)
        read_column(fit, way == 1, mask, &ways[way]);
    first = judge_column(&ways[0]);
    second = judge_column(&ways[1]);
    upside_down = second > first;
    for (int py = 0; py < pixGetHeight(mask); py++) {
        l_uint32 *line = pixGetData(mask) + (size_t)py * (size_t)pixGetWpl(mask);

        for (int px = 0; px < pixGetWidth(mask); px++) {
            double x, y;
            enum zone zone;

            if (!GET_DATA_BIT(line, px))
                continue;
            to_sheet(fit, upside_down == 1, px, py, &x, &y);
            zone = zone_of(x, y);
            if (zone == ZONE_PRINT ||
                (zone == ZONE_COLUMN &&
                 (behind || (row_of(y) < ROWS && cell_of(x) < ways[upside_down].ours[row_of(y)]))))
                CLEAR_DATA_BIT(line, px);
        }
    }
}
