#include "ocr/deskew.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>

#define DEG (M_PI / 180.0)
/* Two estimates agree when they differ by less than this. */
#define AGREE_DEG 0.2
/* Below these confidences an estimate does not count. */
#define MIN_ROWS_CONFIDENCE 1.6
#define MIN_BASELINES_CONFIDENCE 1.5
#define MIN_CHARS 25
/* From here on the baselines are the finer of the two; below, uneven typing scatters them. */
#define CLEAR_BASELINES 8.5
/* The search goes on beyond the range: at its very end a maximum may be a slope only. */
#define BEYOND_DEG 1.5
/* A foot farther than this from its run's median (small image) is not on the baseline. */
#define BASELINE_PX 1.0
/* Wider gaps separate columns and cells, whose baselines need not agree. */
#define RUN_GAP_MM 10.0
/* Text more tilted than this is straightened and measured again, within the second range. */
#define STRAIGHT_DEG 4.0
#define REFINE_DEG 1.0

struct point {
    double x, y;
};

static struct skew_estimate by_rows(PIX *bin, double max_deg)
{
    l_float32 angle = 0, confidence = 0, score = 0;
    struct skew_estimate e = { 0, 0 };

    if (pixFindSkewSweepAndSearchScorePivot(bin, &angle, &confidence, &score, 2, 1, 0.0f,
                                            (l_float32)(max_deg + BEYOND_DEG), 1.0f, 0.01f,
                                            L_SHEAR_ABOUT_CENTER) != 0)
        return e;
    if (fabs(angle) > max_deg)
        return e;
    /* Leptonica gives the clockwise turn that makes the page straight. */
    e.deg = angle;
    e.confidence = confidence;
    return e;
}

/* How strongly the feet gather in lines when the page is turned clockwise by deg. */
static double gathering(const struct point *p, size_t n, double deg, uint32_t *bins, size_t nbins)
{
    double s = sin(deg * DEG), c = cos(deg * DEG), sum = 0;

    for (size_t i = 0; i < nbins; i++)
        bins[i] = 0;
    for (size_t i = 0; i < n; i++) {
        double y = p[i].x * s + p[i].y * c + (double)nbins / 2;

        if (y >= 0 && y < (double)nbins)
            bins[(size_t)y]++;
    }
    for (size_t i = 0; i + 1 < nbins; i++) {
        double both = (double)bins[i] + bins[i + 1];

        sum += both * both;
    }
    return sum;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* A foot on the turned page, with the line (local maximum of the profile) it stands on. */
struct foot {
    size_t line;
    double x, y;
};

static int by_line_then_x(const void *a, const void *b)
{
    const struct foot *p = a, *q = b;

    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return (p->y > q->y) - (p->y < q->y);
}

/* The feet within reach of a line, sorted by line and x. Returns how many. */
static size_t feet_on_lines(const struct point *p, size_t n, double deg, const uint32_t *bins,
                            size_t nbins, struct foot *feet)
{
    double s = sin(deg * DEG), c = cos(deg * DEG);
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        double y = p[i].x * s + p[i].y * c + (double)nbins / 2;
        double best = 0;
        size_t line = 0;

        for (double at = floor(y) - 2; at <= floor(y) + 1; at++) {
            double here;

            if (at < 0 || at + 1 >= (double)nbins)
                continue;
            here = (double)bins[(size_t)at] + bins[(size_t)at + 1];
            if (here > best) {
                best = here;
                line = (size_t)at;
            }
        }
        if (best >= 5)
            feet[count++] = (struct foot){ line, p[i].x * c - p[i].y * s, y };
    }
    qsort(feet, count, sizeof(*feet), by_line_then_x);
    return count;
}

/*
 * Adds the deviations from the means of one run of neighbouring feet. Only those that stand on the
 * common baseline count: descenders, commas and accents lie off the median.
 */
static void add_run(const struct foot *run, size_t n, double *sxy, double *sxx)
{
    double ys[512], mx = 0, my = 0, median;
    size_t m = n < 512 ? n : 512, used = 0;

    if (m < 5)
        return;
    for (size_t i = 0; i < m; i++)
        ys[i] = run[i].y;
    qsort(ys, m, sizeof(ys[0]), by_value);
    median = ys[m / 2];
    for (size_t i = 0; i < m; i++) {
        if (fabs(run[i].y - median) <= BASELINE_PX) {
            mx += run[i].x;
            my += run[i].y;
            used++;
        }
    }
    if (used < 5)
        return;
    mx /= (double)used;
    my /= (double)used;
    for (size_t i = 0; i < m; i++) {
        if (fabs(run[i].y - median) <= BASELINE_PX) {
            *sxy += (run[i].x - mx) * (run[i].y - my);
            *sxx += (run[i].x - mx) * (run[i].x - mx);
        }
    }
}

/* Common slope of all runs of text; a wide gap (the next cell of a form) starts a new run. */
static double fit_slope(const struct foot *feet, size_t n, double gap)
{
    double sxy = 0, sxx = 0;

    for (size_t i = 0; i < n;) {
        size_t j = i + 1;

        while (j < n && feet[j].line == feet[i].line && feet[j].x - feet[j - 1].x <= gap)
            j++;
        add_run(feet + i, j - i, &sxy, &sxx);
        i = j;
    }
    return sxx > 0 ? sxy / sxx : 0;
}

static struct skew_estimate search_feet(const struct point *p, size_t n, double max_deg, double gap,
                                        uint32_t *bins, size_t nbins, struct foot *feet)
{
    struct skew_estimate e = { 0, 0 };
    double scores[400] = { 0 }, best = -1, median;
    size_t steps = 0;

    for (double deg = -max_deg - BEYOND_DEG; deg <= max_deg + BEYOND_DEG && steps < 400;
         deg += 0.1) {
        scores[steps] = gathering(p, n, deg, bins, nbins);
        if (scores[steps] > best) {
            best = scores[steps];
            e.deg = deg;
        }
        steps++;
    }
    qsort(scores, steps, sizeof(scores[0]), by_value);
    median = scores[steps / 2];
    if (steps == 0 || fabs(e.deg) > max_deg || median <= 0)
        return (struct skew_estimate){ 0, 0 };
    e.confidence = best / median;
    for (int round = 0; round < 4; round++) {
        double slope;

        gathering(p, n, e.deg, bins, nbins);
        slope = fit_slope(feet, feet_on_lines(p, n, e.deg, bins, nbins, feet), gap);
        /* y grows along x: the text still falls to the right, it needs less clockwise turn. */
        e.deg -= fmax(-0.1, fmin(0.1, atan(slope) / DEG));
    }
    return e;
}

/* Searches the feet of the given characters on an image of w x h, centre to centre. */
static struct skew_estimate search_shapes(const struct shapes *chars, double w, double h,
                                          double max_deg, double gap)
{
    size_t nbins = (size_t)(w + h) + 4, n = chars->count;
    struct point *p = malloc((n + 1) * sizeof(*p));
    uint32_t *bins = malloc(nbins * sizeof(*bins));
    struct foot *feet = malloc((n + 1) * sizeof(*feet));
    struct skew_estimate e = { 0, 0 };

    if (p != NULL && feet != NULL && bins != NULL && n >= MIN_CHARS) {
        for (size_t i = 0; i < n; i++) {
            const struct shape *s = &chars->at[i];

            p[i] = (struct point){ s->x + s->w / 2.0 - w / 2, s->y + s->h - h / 2 };
        }
        e = search_feet(p, n, max_deg, gap, bins, nbins, feet);
    }
    free(p);
    free(feet);
    free(bins);
    return e;
}

/* The ink of the grey image turned clockwise by deg: finer than turning its black and white pixels.
 */
static PIX *straightened(const struct ocr_image *im, unsigned quarter_turns, double deg)
{
    PIX *turned = pixRotateOrth(im->small, (l_int32)(quarter_turns % 4)), *grey = NULL, *ink = NULL;

    if (turned != NULL)
        grey = pixRotateAMGray(turned, (l_float32)(deg * DEG), IMAGE_PAPER);
    if (grey != NULL)
        ink = image_ink(grey);
    pixDestroy(&turned);
    pixDestroy(&grey);
    return ink;
}

/*
 * The bounds of a tilted letter do not end at its foot. So where the text is tilted it is turned by
 * what was found, and what is left over is measured on letters that stand straight.
 */
static struct skew_estimate by_baselines(const struct ocr_image *im, unsigned quarter_turns,
                                         double max_deg)
{
    PIX *turned = pixRotateOrth(im->text, (l_int32)(quarter_turns % 4));
    l_int32 w = 0, h = 0;
    double gap = image_mm(im, RUN_GAP_MM);
    struct shapes chars;
    struct skew_estimate e = { 0, 0 }, rest;
    PIX *straight;
    int failed = turned != NULL ? image_chars(im, turned, &chars) : -1;

    pixGetDimensions(turned, &w, &h, NULL);
    pixDestroy(&turned);
    if (failed)
        return e;
    e = search_shapes(&chars, w, h, max_deg, gap);
    shapes_free(&chars);
    if (e.confidence <= 0 || fabs(e.deg) < STRAIGHT_DEG)
        return e;
    straight = straightened(im, quarter_turns, e.deg);
    if (straight != NULL && image_chars(im, straight, &chars) == 0) {
        rest = search_shapes(&chars, w, h, REFINE_DEG, gap);
        if (rest.confidence > 0)
            e.deg += rest.deg;
        shapes_free(&chars);
    }
    pixDestroy(&straight);
    return e;
}

static bool agree(struct skew_estimate a, struct skew_estimate b)
{
    return a.confidence > 0 && b.confidence > 0 && fabs(a.deg - b.deg) <= AGREE_DEG;
}

static struct skew_estimate if_at_least(struct skew_estimate e, double confidence)
{
    return e.confidence >= confidence ? e : (struct skew_estimate){ 0, 0 };
}

static void decide(struct skew *s)
{
    struct skew_estimate rows = if_at_least(s->rows, MIN_ROWS_CONFIDENCE);
    struct skew_estimate feet = if_at_least(s->baselines, MIN_BASELINES_CONFIDENCE);
    struct skew_estimate cols = if_at_least(s->columns, MIN_ROWS_CONFIDENCE);

    if (agree(rows, feet)) {
        s->deg = feet.confidence >= CLEAR_BASELINES ? feet.deg : rows.deg;
        s->confidence = fmin(rows.confidence, feet.confidence);
        s->sure = true;
    } else if (agree(rows, cols)) {
        s->deg = (rows.deg + cols.deg) / 2;
        s->confidence = fmin(rows.confidence, cols.confidence);
        s->sure = true;
    } else if (agree(feet, cols)) {
        s->deg = feet.deg;
        s->confidence = fmin(feet.confidence, cols.confidence);
        s->sure = true;
    } else {
        struct skew_estimate best = rows.confidence > 0 ? rows : feet;

        s->deg = best.deg;
        s->confidence = best.confidence;
    }
    s->measured = s->confidence > 0;
}

void deskew_find(const struct ocr_image *im, unsigned quarter_turns, double max_deg, bool drawing,
                 struct skew *out)
{
    PIX *bin = drawing || im->chars.count < MIN_CHARS ? im->ink : im->text;
    PIX *turned = pixRotateOrth(bin, (l_int32)(quarter_turns % 4)), *across;

    *out = (struct skew){ 0 };
    if (turned != NULL)
        out->rows = by_rows(turned, max_deg);
    pixDestroy(&turned);
    out->baselines = by_baselines(im, quarter_turns, max_deg);
    decide(out);
    if (out->sure)
        return;
    across = pixRotateOrth(bin, (l_int32)((quarter_turns + 1) % 4));
    if (across != NULL)
        out->columns = by_rows(across, max_deg);
    pixDestroy(&across);
    decide(out);
}
