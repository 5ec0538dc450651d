#include "ocr/sheet/rotate.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ocr/sheet/pixel_rows.h"

/* Leptonica leaves images as they are below this angle, in radians. */
#define MIN_ANGLE 0.001f
/* Steps of a pixel in which places are counted. */
#define STEP 16

/* The source with its border, and what is the same for every row that is made. */
struct turning {
    uint8_t *pixels; /* owned; w x h */
    int w, h, paper;
    float sine, cosine;  /* in steps */
    float *along, *down; /* owned: of each column, its part of the place in the source, in steps */
};

/* Room for the row that is being made. */
struct row {
    int32_t *x, *y;              /* place in the source, in steps from the centre */
    uint16_t *above, *below;     /* the four pixels around it: left one in the low byte */
    uint16_t *x_share, *y_share; /* of the right and the lower one, in steps */
    uint8_t *made;               /* whole words */
};

static int prepare(struct turning *t, PIX *grey, int pad_x, int pad_y)
{
    int w = pixGetWidth(grey), h = pixGetHeight(grey);
    uint32_t *line = malloc(rows_room((size_t)w));

    t->w = w + 2 * pad_x;
    t->h = h + 2 * pad_y;
    t->pixels = malloc((size_t)t->w * (size_t)t->h);
    t->along = malloc((size_t)t->w * sizeof(*t->along));
    t->down = malloc((size_t)t->w * sizeof(*t->down));
    if (line == NULL || t->pixels == NULL || t->along == NULL || t->down == NULL) {
        free(line);
        return -1;
    }
    for (int y = 0; y < t->h; y++) {
        uint8_t *row = t->pixels + (size_t)y * (size_t)t->w;

        if (y < pad_y || y >= pad_y + h) {
            memset(row, t->paper, (size_t)t->w);
            continue;
        }
        rows_swap(line, pixGetData(grey) + (size_t)(y - pad_y) * (size_t)pixGetWpl(grey),
                  (size_t)w);
        memset(row, t->paper, (size_t)pad_x);
        memcpy(row + pad_x, line, (size_t)w);
        memset(row + pad_x + w, t->paper, (size_t)pad_x);
    }
    free(line);
    for (int x = 0; x < t->w; x++) {
        float from_centre = (float)(x - t->w / 2);

        t->along[x] = from_centre * t->cosine;
        t->down[x] = from_centre * t->sine;
    }
    return 0;
}

static int row_alloc(struct row *r, size_t w)
{
    r->x = malloc(w * sizeof(*r->x));
    r->y = malloc(w * sizeof(*r->y));
    r->above = malloc(w * sizeof(*r->above));
    r->below = malloc(w * sizeof(*r->below));
    r->x_share = malloc(w * sizeof(*r->x_share));
    r->y_share = malloc(w * sizeof(*r->y_share));
    r->made = malloc(rows_room(w));
    return r->x != NULL && r->y != NULL && r->above != NULL && r->below != NULL &&
                   r->x_share != NULL && r->y_share != NULL && r->made != NULL
               ? 0
               : -1;
}

static void row_free(struct row *r)
{
    free(r->x);
    free(r->y);
    free(r->above);
    free(r->below);
    free(r->x_share);
    free(r->y_share);
    free(r->made);
}

/* Where the pixels of row y come from. Rounded towards the centre, as leptonica does. */
static void find_places(const struct turning *t, int y, int32_t *restrict to_x,
                        int32_t *restrict to_y, uint16_t *restrict x_share,
                        uint16_t *restrict y_share)
{
    float from_centre = (float)(t->h / 2 - y);
    float x_part = from_centre * t->sine, y_part = -from_centre * t->cosine;
    const float *restrict along = t->along, *restrict down = t->down;

    for (int x = 0; x < t->w; x++) {
        to_x[x] = (int32_t)(along[x] - x_part);
        to_y[x] = (int32_t)(y_part - down[x]);
    }
    for (int x = 0; x < t->w; x++) {
        x_share[x] = (uint16_t)(to_x[x] & (STEP - 1));
        y_share[x] = (uint16_t)(to_y[x] & (STEP - 1));
    }
}

/* Both neighbours to the right and below lie in the source, too. */
static bool inside(const struct turning *t, const struct row *r, int x)
{
    int from_x = t->w / 2 + (r->x[x] >> 4), from_y = t->h / 2 + (r->y[x] >> 4);

    return from_x >= 0 && from_y >= 0 && from_x < t->w - 1 && from_y < t->h - 1;
}

static void gather(const struct turning *t, struct row *r, int from, int to)
{
    const uint8_t *centre = t->pixels + (ptrdiff_t)(t->h / 2) * t->w + t->w / 2;

    for (int x = from; x < to; x++) {
        const uint8_t *p = centre + (ptrdiff_t)(r->y[x] >> 4) * t->w + (r->x[x] >> 4);

        r->above[x] = (uint16_t)(p[0] | p[1] << 8);
        r->below[x] = (uint16_t)(p[t->w] | p[t->w + 1] << 8);
    }
}

/* All sums fit 16 bits: 16 x 16 x 255 + 128. */
static void weigh(const uint16_t *restrict above, const uint16_t *restrict below,
                  const uint16_t *restrict x_share, const uint16_t *restrict y_share,
                  uint8_t *restrict made, int from, int to)
{
    for (int x = from; x < to; x++) {
        uint16_t right = x_share[x], left = (uint16_t)(STEP - right);
        uint16_t low = y_share[x], high = (uint16_t)(STEP - low);
        uint16_t a = (uint16_t)((above[x] & 0xff) * left + (above[x] >> 8) * right);
        uint16_t b = (uint16_t)((below[x] & 0xff) * left + (below[x] >> 8) * right);

        made[x] = (uint8_t)((uint16_t)(a * high + b * low + 128) >> 8);
    }
}

static void make_row(const struct turning *t, struct row *r, int y, uint32_t *line)
{
    int from = 0, to = t->w;

    find_places(t, y, r->x, r->y, r->x_share, r->y_share);
    while (from < to && !inside(t, r, from))
        from++;
    while (to > from && !inside(t, r, to - 1))
        to--;
    memset(r->made, t->paper, rows_room((size_t)t->w));
    gather(t, r, from, to);
    weigh(r->above, r->below, r->x_share, r->y_share, r->made, from, to);
    rows_swap(line, (const uint32_t *)(const void *)r->made, (size_t)t->w);
}

PIX *turn_grey(PIX *grey, double deg, int pad_x, int pad_y, int paper)
{
    float angle = (float)(deg * M_PI / 180);
    struct turning t = { .paper = paper };
    struct row r = { 0 };
    PIX *turned = NULL;

    if (fabsf(angle) < MIN_ANGLE)
        return pixAddBorderGeneral(grey, pad_x, pad_x, pad_y, pad_y, (l_uint32)paper);
    t.sine = (float)(STEP * sin((double)angle));
    t.cosine = (float)(STEP * cos((double)angle));
    if (prepare(&t, grey, pad_x, pad_y) == 0 && row_alloc(&r, (size_t)t.w) == 0)
        turned = pixCreateNoInit(t.w, t.h, 8);
    for (int y = 0; turned != NULL && y < t.h; y++)
        make_row(&t, &r, y, pixGetData(turned) + (size_t)y * (size_t)pixGetWpl(turned));
    row_free(&r);
    free(t.pixels);
    free(t.along);
    free(t.down);
    return turned;
}
