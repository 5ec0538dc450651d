#include "ocr/page_geometry.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>

#include "ocr/ocr_input.h"
#include "ocr/orientation.h"

/* Neighbours less one-sided than this do not tell the direction of the lines. */
#define MIN_DIRECTION 0.2
/* Ascenders: from here on an upright page is taken for upright (the recognition will confirm it).
 */
#define UPRIGHT_SURE 3.0
/* A skew smaller than this does not hurt recognition, and turning costs sharpness. */
#define APPLY_FROM_DEG 0.04
/* Band of text read in a trial; the second where the first holds too few characters. */
#define BAND_MM 22.0
#define BAND_CHARS 120
#define WIDE_BAND_MM 70.0
/* A trial that reads like this needs no comparison with the other way up. */
#define TRIAL_GOOD_PCT 82.0
#define TRIAL_GOOD_SCORE 40.0
/* Otherwise the better way up must read so many times better. */
#define TRIAL_RATIO 2.5
#define TRIAL_MIN_SCORE 6.0
/* Upside-down text never reads like this. */
#define READ_CONFIDENCE_PCT 72.0
#define READ_SCORE 20.0
/* In a mirror it must read so many times better. */
#define MIRROR_RATIO 1.5
/* Figures have no ascenders to speak of: only running text, whose letters have their neighbours
 * beside them rather than below, shows by its ascenders which way up it is. Tables of calculations
 * measured 0.61 to 0.78, other pages 0.90 and more. */
#define RUNNING_TEXT 0.85
#define MIN_UPRIGHT 2.0

/* The band of the upright page with most characters, its top and height in page pixels; how many.
 */
static uint32_t densest_band(const struct ocr_image *im, const struct ocr_transform *t, double mm,
                             double *top, double *height)
{
    double band = mm * im->dpi / 25.4, step = band / 8;
    size_t slots = (size_t)(t->page_h / step) + 2, best = 0;
    uint32_t *n = calloc(slots, sizeof(*n)), most = 0;

    if (n == NULL)
        return 0;
    for (size_t i = 0; i < im->chars.count; i++) {
        struct ocr_box b = image_shape_on_page(im, t, &im->chars.at[i]);
        double y = b.y + b.h / 2;

        if (y >= 0 && y < t->page_h)
            n[(size_t)(y / step)]++;
    }
    for (size_t i = 0; i + 8 < slots; i++) {
        uint32_t sum = 0;

        for (size_t j = i; j < i + 8; j++)
            sum += n[j];
        if (sum > most) {
            most = sum;
            best = i;
        }
    }
    free(n);
    *top = (double)best * step;
    *height = band;
    return most;
}

/* Reads the densest band of the page turned by turn_deg, and the same band upside down. */
struct trial {
    double score[2], confidence_pct[2];
    bool both;
};

static BA_RC read_band(struct ocr_engine *e, PIX *band, double dpi, bool drawing, double deadline,
                       double *score, double *confidence, struct ba_err *err)
{
    struct recognise_opts opts = { .layout = drawing ? LAYOUT_SPARSE : LAYOUT_BLOCK,
                                   .dpi = dpi,
                                   .deadline = deadline };
    struct recognition r;
    enum ba_rc rc = recognise(e, band, &opts, &r, err);

    *score = r.score;
    *confidence = r.confidence_pct;
    recognition_free(&r);
    return rc;
}

/* Of a longer sheet the middle is enough, and all that Tesseract takes. */
#define MAX_BAND_PX 24000.0

/*
 * The band of the page that t describes as the recogniser is to see it, made from no more of the
 * master than holds it. Wider than the page by what the skew needs.
 */
static PIX *band_of(const struct ocr_image *im, const struct ocr_transform *t, double top,
                    double height, double *dpi)
{
    struct ocr_box on_master = ocr_box_to_master(t, (struct ocr_box){ 0, top, t->page_w, height });
    BOX *box =
        boxCreate((l_int32)(on_master.x * t->stretch_x), (l_int32)(on_master.y * t->stretch_y),
                  (l_int32)(on_master.w * t->stretch_x), (l_int32)(on_master.h * t->stretch_y));
    struct ocr_image part = *im;
    struct ocr_transform of_part;
    struct ocr_input v = { 0 };
    PIX *band = NULL;

    part.full = pixClipRectangle(im->full, box, NULL);
    boxDestroy(&box);
    if (part.full == NULL)
        return NULL;
    ocr_transform_init(&of_part, (uint32_t)pixGetWidth(part.full),
                       (uint32_t)pixGetHeight(part.full), 1, 1, t->turn_deg, t->skew_deg);
    if (ocr_input_make(&part, &of_part, VIEW_NORMALISED, 300, true, &v) == 0) {
        l_int32 h = pixGetHeight(v.pix), want = (l_int32)fmin(h, height * v.scale);
        l_int32 w = pixGetWidth(v.pix), wide = (l_int32)fmin(w, MAX_BAND_PX);

        box = boxCreate((w - wide) / 2, (h - want) / 2, wide, want);
        band = pixClipRectangle(v.pix, box, NULL);
        boxDestroy(&box);
    }
    *dpi = v.dpi;
    ocr_input_free(&v);
    pixDestroy(&part.full);
    return band;
}

static BA_RC try_both_ways(struct ocr_engine *e, const struct ocr_image *im,
                           const struct ocr_transform *t, bool drawing, double deadline,
                           struct trial *out, struct ba_err *err)
{
    double top, height, dpi;
    PIX *band;
    enum ba_rc rc;

    *out = (struct trial){ 0 };
    if (densest_band(im, t, BAND_MM, &top, &height) < BAND_CHARS &&
        densest_band(im, t, WIDE_BAND_MM, &top, &height) == 0)
        return BA_OK;
    band = band_of(im, t, top, height, &dpi);
    if (band == NULL)
        return ba_fail_mem(err, "band of a page");
    rc = read_band(e, band, dpi, drawing, deadline, &out->score[0], &out->confidence_pct[0], err);
    if (rc == BA_OK &&
        (out->confidence_pct[0] < TRIAL_GOOD_PCT || out->score[0] < TRIAL_GOOD_SCORE)) {
        pixRotate180(band, band);
        rc = read_band(e, band, dpi, drawing, deadline, &out->score[1], &out->confidence_pct[1],
                       err);
        out->both = true;
    }
    pixDestroy(&band);
    return rc;
}

/* 1: as tried; -1: upside down; 0: cannot tell. */
static int verdict(const struct trial *t)
{
    double a = t->score[0], b = t->score[1];

    if (!t->both)
        return a >= TRIAL_GOOD_SCORE ? 1 : 0;
    if (a >= TRIAL_MIN_SCORE && a > TRIAL_RATIO * b)
        return 1;
    if (b >= TRIAL_MIN_SCORE && b > TRIAL_RATIO * a)
        return -1;
    return 0;
}

static void turned(const struct ocr_transform *as_scanned, uint32_t turn_deg, double skew_deg,
                   struct ocr_transform *t)
{
    /* The stretch is already known; resolutions in its ratio give it again. */
    ocr_transform_init(t, as_scanned->master_w, as_scanned->master_h, as_scanned->stretch_y,
                       as_scanned->stretch_x, turn_deg, skew_deg);
}

static void settle(struct page_geometry *g, uint32_t turn_deg, bool sure, double confidence)
{
    g->turn_deg = turn_deg % 360;
    g->sure = sure;
    g->confidence = confidence;
    g->skew_applied = g->skew.sure && fabs(g->skew.deg) >= APPLY_FROM_DEG;
}

/* Reads a band the way t describes, and the other way up, and settles *g by that. */
static BA_RC settle_by_trial(struct ocr_engine *e, const struct ocr_image *im,
                             const struct ocr_transform *t, bool drawing, double deadline,
                             struct page_geometry *g, struct ba_err *err)
{
    double max_deg = ocr_engine_opts(e)->max_skew_deg, confidence = g->confidence;
    struct trial trial;
    enum ba_rc rc = try_both_ways(e, im, t, drawing, deadline, &trial, err);

    if (rc != BA_OK)
        return rc;
    g->tried = true;
    switch (verdict(&trial)) {
    case 1:
        settle(g, t->turn_deg, true, confidence);
        break;
    case -1:
        settle(g, t->turn_deg + 180, true, confidence);
        break;
    default:
        if (t->turn_deg % 180 == 90) {
            /* Left as scanned, and then its skew is that of the lines across. */
            deskew_find(im, 0, max_deg, drawing, &g->skew);
            g->skew.sure = false;
        }
        settle(g, 0, false, confidence / 2);
    }
    return BA_OK;
}

BA_RC geometry_find(struct ocr_engine *e, const struct ocr_image *im,
                    const struct ocr_transform *as_scanned, bool drawing, double deadline,
                    struct page_geometry *out, struct ba_err *err)
{
    double max_deg = ocr_engine_opts(e)->max_skew_deg;
    struct line_direction dir = line_direction_find(im);
    bool along = dir.along && dir.confidence >= MIN_DIRECTION;
    uint32_t base = along ? 90 : 0;
    struct ocr_transform t;
    double up;
    bool believed;

    *out = (struct page_geometry){ 0 };
    deskew_find(im, along ? 1 : 0, max_deg > 0 && max_deg <= 15 ? max_deg : 15, drawing,
                &out->skew);
    up = upright_confidence(im, along ? 1 : 0, out->skew.deg);
    settle(out, 0, false, 0);
    if (dir.confidence == 0)
        return BA_OK;
    if (!along && dir.confidence >= MIN_DIRECTION && up >= UPRIGHT_SURE && out->skew.sure) {
        settle(out, 0, true, dir.confidence);
        return BA_OK;
    }
    believed = dir.confidence >= RUNNING_TEXT && fabs(up) >= MIN_UPRIGHT;
    out->lean_deg = up < 0 ? base + 180 : base;
    settle(out, believed || along || drawing ? out->lean_deg : base, false, dir.confidence);
    /* Reading a page of text the way it most likely lies is the cheapest trial. */
    if (!drawing && (believed || !along)) {
        out->guessed = true;
        return BA_OK;
    }
    /* Try first what the ascenders say. */
    turned(as_scanned, out->lean_deg, out->skew.sure ? out->skew.deg : 0, &t);
    return settle_by_trial(e, im, &t, drawing, deadline, out, err);
}

BA_RC geometry_check_guess(struct ocr_engine *e, const struct ocr_image *im,
                           const struct ocr_transform *as_scanned, const struct recognition *read,
                           double deadline, struct page_geometry *g, struct ba_err *err)
{
    struct ocr_transform t;

    g->guessed = false;
    if (read->confidence_pct >= TRIAL_GOOD_PCT && read->score >= TRIAL_GOOD_SCORE) {
        settle(g, g->turn_deg, true, g->confidence);
        return BA_OK;
    }
    turned(as_scanned, g->lean_deg, g->skew.sure ? g->skew.deg : 0, &t);
    return settle_by_trial(e, im, &t, false, deadline, g, err);
}

void geometry_confirm(struct page_geometry *g, const struct recognition *read)
{
    if (g->sure || read->confidence_pct < READ_CONFIDENCE_PCT || read->score < READ_SCORE)
        return;
    settle(g, g->turn_deg, true, read->confidence_pct / 100);
}

BA_RC geometry_reconsider(struct ocr_engine *e, const struct ocr_image *im,
                          const struct ocr_transform *as_scanned, bool drawing, double deadline,
                          struct page_geometry *g, struct ba_err *err)
{
    double max_deg = ocr_engine_opts(e)->max_skew_deg, best = 0, second = 0;
    struct page_geometry better = *g;

    for (unsigned quarter = 0; quarter < 2; quarter++) {
        struct ocr_transform t;
        struct trial trial;
        struct skew skew;
        enum ba_rc rc;

        deskew_find(im, quarter, max_deg, drawing, &skew);
        turned(as_scanned, quarter * 90, skew.sure ? skew.deg : 0, &t);
        rc = try_both_ways(e, im, &t, drawing, deadline, &trial, err);
        if (rc != BA_OK)
            return rc;
        for (uint32_t way = 0; way < 2; way++) {
            if (trial.score[way] > best) {
                second = best;
                best = trial.score[way];
                better.skew = skew;
                settle(&better, quarter * 90 + way * 180, true, 0.5);
            } else if (trial.score[way] > second) {
                second = trial.score[way];
            }
        }
    }
    if (best >= TRIAL_MIN_SCORE && best > TRIAL_RATIO * second)
        *g = better;
    else
        settle(g, g->turn_deg, false, g->confidence / 2);
    g->tried = true;
    return BA_OK;
}

BA_RC geometry_shines_through(struct ocr_engine *e, const struct ocr_image *im,
                              const struct ocr_transform *as_scanned, double deadline,
                              bool *through, struct ba_err *err)
{
    struct line_direction dir = line_direction_find(im);
    bool along = dir.along && dir.confidence >= MIN_DIRECTION;
    double top, height, dpi, confidence, score, best[2] = { 0 };
    struct ocr_transform t;
    enum ba_rc rc = BA_OK;
    PIX *band;

    *through = false;
    turned(as_scanned, along ? 90 : 0, 0, &t);
    if (densest_band(im, &t, BAND_MM, &top, &height) == 0)
        return BA_OK;
    band = band_of(im, &t, top, height, &dpi);
    if (band == NULL)
        return ba_fail_mem(err, "band of a page");
    /* As it lies, upside down, and both in the mirror. */
    for (unsigned way = 0; rc == BA_OK && way < 4 && best[0] < TRIAL_GOOD_SCORE; way++) {
        if (way == 2)
            pixFlipLR(band, band);
        else if (way > 0)
            pixRotate180(band, band);
        rc = read_band(e, band, dpi, false, deadline, &score, &confidence, err);
        best[way / 2] = fmax(best[way / 2], score);
    }
    pixDestroy(&band);
    *through = best[1] >= TRIAL_MIN_SCORE && best[1] > MIRROR_RATIO * best[0];
    return rc;
}
