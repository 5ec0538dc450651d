#include "ingest/separator/ink.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "image/grey.h"

#define MAP_DPI 100.0
#define MAP_MAX_PIXELS 4500000u
#define MM_PER_INCH 25.4

enum {
    BLOCK_PX = 32,    /* 8 mm: lightness of the paper is taken from such squares */
    PAPER_PCT = 80,   /* of the pixels of a square are not lighter than its paper */
    BLACK_PCT = 35,   /* of the paper's lightness: what is darker is full ink */
    DARKEST_PCT = 2,  /* of the page: its own black */
    FLOOR_PCT = 60,   /* a square darker than this part of the page's paper is ink, no paper */
    DARK_PAPER = 110, /* of 255 */
    TONE_PCT = 15,    /* of the paper: a square so far from it is a tone of a picture */
    TONES_PCT = 30,   /* of the squares away from the edges, that are such: a picture */
    EDGE_SQUARES = 3, /* shade of the lid and the fold */
    LARGE_MM = 6,     /* long side of a letter of a title: 24 points and more */
    FRAME_MM = 20,
    HALO_MM = 2,           /* around marks, for their area */
    HOLES_MAX = 8,         /* punch holes that are passed over */
    STREAKS_MAX = 3,       /* lines of dirt on the glass */
    CONTENT_LETTERS = 400, /* no need to count on */
};

struct paper {
    uint32_t cols, rows;
    uint8_t *at; /* owned: a square each */
    int page;    /* of the page as a whole */
};

static int nth_value(const uint32_t count[256], uint64_t n)
{
    uint64_t sum = 0;

    for (int v = 0; v < 256; v++) {
        sum += count[v];
        if (sum > n)
            return v;
    }
    return 255;
}

static int block_paper(const struct grey *g, uint32_t col, uint32_t row)
{
    uint32_t count[256] = { 0 }, n = 0;

    for (uint32_t y = row * BLOCK_PX; y < (row + 1) * BLOCK_PX && y < g->height_px; y++)
        for (uint32_t x = col * BLOCK_PX; x < (col + 1) * BLOCK_PX && x < g->width_px; x++, n++)
            count[g->data[(size_t)y * g->width_px + x]]++;
    return nth_value(count, (uint64_t)n * PAPER_PCT / 100);
}

/* The lightest of a square and its neighbours: a square full of ink takes the paper beside it. */
static int near_paper(const struct paper *p, uint32_t col, uint32_t row)
{
    int lightest = p->page * FLOOR_PCT / 100;

    for (uint32_t y = row > 0 ? row - 1 : 0; y <= row + 1 && y < p->rows; y++)
        for (uint32_t x = col > 0 ? col - 1 : 0; x <= col + 1 && x < p->cols; x++)
            if (p->at[(size_t)y * p->cols + x] > lightest)
                lightest = p->at[(size_t)y * p->cols + x];
    return lightest;
}

static int find_paper(const struct grey *g, struct paper *p)
{
    uint32_t count[256] = { 0 };

    p->cols = (g->width_px + BLOCK_PX - 1) / BLOCK_PX;
    p->rows = (g->height_px + BLOCK_PX - 1) / BLOCK_PX;
    p->at = malloc((size_t)p->cols * p->rows);
    if (p->at == NULL)
        return -1;
    for (uint32_t y = 0; y < p->rows; y++)
        for (uint32_t x = 0; x < p->cols; x++) {
            int v = block_paper(g, x, y);

            p->at[(size_t)y * p->cols + x] = (uint8_t)v;
            count[v]++;
        }
    p->page = nth_value(count, (uint64_t)p->cols * p->rows / 2);
    return 0;
}

/* Squares are as light as the paper, or dark: print, a lid. Many that are between are a picture,
 * whose soft tones leave no marks. */
static bool is_picture(const struct paper *p)
{
    uint32_t tones = 0, n = 0;

    for (uint32_t y = EDGE_SQUARES; y + EDGE_SQUARES < p->rows; y++)
        for (uint32_t x = EDGE_SQUARES; x + EDGE_SQUARES < p->cols; x++, n++) {
            int v = p->at[(size_t)y * p->cols + x];

            tones += abs(v - p->page) * 100 > p->page * TONE_PCT && v * 100 > p->page * BLACK_PCT;
        }
    return n > 0 && (uint64_t)tones * 100 > (uint64_t)n * TONES_PCT;
}

static int darkest(const struct grey *g)
{
    uint32_t count[256] = { 0 };
    size_t n = (size_t)g->width_px * g->height_px;

    for (size_t i = 0; i < n; i++)
        count[g->data[i]]++;
    return nth_value(count, n * DARKEST_PCT / 100);
}

/* Turns lightness into ink, in place: light lines on a dark ground are marks as well. */
static void to_ink(struct grey *g, const struct paper *p)
{
    int black = darkest(g), most = p->page * BLACK_PCT / 100, range;

    black = black < most ? black : most;
    range = p->page - black > 1 ? p->page - black : 1;
    for (uint32_t y = 0; y < g->height_px; y++)
        for (uint32_t col = 0; col < p->cols; col++) {
            int paper = near_paper(p, col, y / BLOCK_PX);
            uint32_t end = (col + 1) * BLOCK_PX < g->width_px ? (col + 1) * BLOCK_PX : g->width_px;
            uint8_t *at = g->data + (size_t)y * g->width_px;

            for (uint32_t x = col * BLOCK_PX; x < end; x++) {
                int v = abs(paper - at[x]) * 255 / range;

                at[x] = (uint8_t)(v > 255 ? 255 : v);
            }
        }
}

BA_RC ink_map(const struct raster *image, struct ink *out, struct ba_err *err)
{
    uint32_t factor = grey_factor(image, MAP_DPI, MAP_MAX_PIXELS);
    struct paper p = { 0 };
    struct grey g = { 0 };

    *out =
        (struct ink){ .factor = factor, .px_per_mm = grey_page_dpi(image) / factor / MM_PER_INCH };
    if (image->width_px < 8 * factor || image->height_px < 8 * factor)
        return BA_OK;
    if (grey_reduce(image, factor, &g) != 0 || find_paper(&g, &p) != 0) {
        grey_free(&g);
        return ba_fail_mem(err, "content of a sheet");
    }
    to_ink(&g, &p);
    out->dark_page = p.page < DARK_PAPER;
    out->picture = is_picture(&p);
    out->width_px = g.width_px;
    out->height_px = g.height_px;
    out->at = g.data;
    free(p.at);
    return BA_OK;
}

void ink_free(struct ink *ink)
{
    free(ink->at);
    *ink = (struct ink){ 0 };
}

double ink_coverage(const struct ink *ink, int level)
{
    uint32_t cell = ink->px_per_mm < 1.5 ? 1 : (uint32_t)lround(ink->px_per_mm);
    uint32_t cols = ink->width_px / cell, rows = ink->height_px / cell;
    uint64_t inked = 0;

    for (uint32_t row = 0; row < rows; row++)
        for (uint32_t col = 0; col < cols; col++) {
            int most = 0;

            for (uint32_t y = row * cell; y < (row + 1) * cell; y++)
                for (uint32_t x = col * cell; x < (col + 1) * cell; x++)
                    if (ink->at[(size_t)y * ink->width_px + x] > most)
                        most = ink->at[(size_t)y * ink->width_px + x];
            inked += most >= level;
        }
    return cols == 0 || rows == 0 ? 0 : (double)inked / ((double)cols * rows);
}

PIX *ink_mask(const struct ink *ink, int level)
{
    PIX *pix = pixCreate((l_int32)ink->width_px, (l_int32)ink->height_px, 1);

    for (uint32_t y = 0; pix != NULL && y < ink->height_px; y++) {
        l_uint32 *line = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);
        const uint8_t *from = ink->at + (size_t)y * ink->width_px;

        for (uint32_t x = 0; x < ink->width_px; x++)
            if (from[x] >= level)
                SET_DATA_BIT(line, x);
    }
    return pix;
}

/* ---- marks --------------------------------------------------------------------------------------
 */

struct counting {
    double px_per_mm;
    int width_px, height_px;
    int holes, streaks;
};

/* Share of the pixels of a spot that have ink all around them: 1 for a solid one. */
static double solidity(const PIX *spot, double px_per_mm)
{
    int size = 2 * (int)lround(px_per_mm * 0.6) + 1;
    PIX *core = pixErodeBrick(NULL, (PIX *)spot, size, size);
    l_int32 all = 0, inner = 0;

    if (core == NULL)
        return 0;
    pixCountPixels((PIX *)spot, &all, NULL);
    pixCountPixels(core, &inner, NULL);
    pixDestroy(&core);
    return all == 0 ? 0 : (double)inner / all;
}

/* What scanner and feeder leave on any page. */
static bool is_no_mark(struct counting *c, const PIX *spot, l_int32 x, l_int32 y, l_int32 w,
                       l_int32 h)
{
    double mm = c->px_per_mm, w_mm = w / mm, h_mm = h / mm;
    double thin = fmin(w_mm, h_mm), x_mm = x / mm, y_mm = y / mm;
    bool at_edge = x <= 2 || y <= 2 || x + w >= c->width_px - 2 || y + h >= c->height_px - 2;
    double from_edge = fmin(fmin(x_mm, y_mm),
                            fmin(c->width_px / mm - x_mm - w_mm, c->height_px / mm - y_mm - h_mm));

    if (w_mm < 0.8 && h_mm < 0.8)
        return true;
    if (at_edge && (thin < 2.5 || solidity(spot, mm) > 0.5))
        return true;
    if (thin < 1.3 && (w > 0.6 * c->width_px || h > 0.6 * c->height_px))
        return c->streaks++ < STREAKS_MAX;
    if (from_edge < 22 && w_mm > 3.5 && w_mm < 9 && h_mm > 3.5 && h_mm < 9 &&
        fabs(w_mm - h_mm) < 1.5 && solidity(spot, mm) > 0.4)
        return c->holes++ < HOLES_MAX;
    return false;
}

/* The marks without what is no mark, as a mask of their own. */
static PIX *take_marks(const PIX *mask, struct counting *c, struct ink_marks *out)
{
    PIXA *spots = NULL;
    BOXA *boxes = pixConnComp((PIX *)mask, &spots, 8);
    PIX *marks = pixCreateTemplate(mask);
    l_int32 n = boxes == NULL ? 0 : boxaGetCount(boxes);

    for (l_int32 i = 0; i < n && marks != NULL; i++) {
        l_int32 x, y, w, h;
        double side;
        PIX *spot = pixaGetPix(spots, i, L_CLONE);

        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (spot == NULL || is_no_mark(c, spot, x, y, w, h)) {
            pixDestroy(&spot);
            continue;
        }
        side = fmax(w, h) / c->px_per_mm; /* whichever way the page lies */
        out->letters++;
        out->small += side < LARGE_MM;
        out->frames += w > FRAME_MM * c->px_per_mm && h > FRAME_MM * c->px_per_mm;
        pixRasterop(marks, x, y, w, h, PIX_SRC | PIX_DST, spot, 0, 0);
        pixDestroy(&spot);
        if (out->letters >= CONTENT_LETTERS)
            break;
    }
    boxaDestroy(&boxes);
    pixaDestroy(&spots);
    return marks;
}

int ink_marks_count(const PIX *mask, double px_per_mm, struct ink_marks *out)
{
    struct counting c = { .px_per_mm = px_per_mm,
                          .width_px = pixGetWidth((PIX *)mask),
                          .height_px = pixGetHeight((PIX *)mask) };
    int halo = 2 * (int)lround(HALO_MM * px_per_mm) + 1;
    PIX *marks, *wide;
    l_int32 inked = 0;

    *out = (struct ink_marks){ 0 };
    marks = take_marks(mask, &c, out);
    wide = marks == NULL ? NULL : pixDilateBrick(NULL, marks, halo, halo);
    if (wide != NULL)
        pixCountPixels(wide, &inked, NULL);
    out->area_cm2 = inked / (px_per_mm * px_per_mm * 100);
    pixDestroy(&marks);
    pixDestroy(&wide);
    return wide == NULL && inked == 0 && out->letters > 0 ? -1 : 0;
}
