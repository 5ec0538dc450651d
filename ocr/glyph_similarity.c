#include "ocr/glyph_similarity.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>

#define MIN_SIDE 3
/* Sides of likes differ by this share of the height, and a pixel. */
#define SIDES_DIFFER 0.06
/* Beyond this share of different pixels two glyphs have nothing in common. */
#define MAX_DISTANCE 0.45
/* Beyond this one step to any side does not bring them near. */
#define HOPELESS (1.5 * MAX_DISTANCE)
/* Likes this much farther than the nearest are others: a factor and a difference. */
#define OTHERS_FROM 1.5
#define OTHERS_FROM_PLUS 0.05

static uint64_t row_of(PIX *bin, int32_t x, int32_t y, int32_t w)
{
    const l_uint32 *line = pixGetData(bin) + (size_t)y * (size_t)pixGetWpl(bin);
    uint64_t row = 0;

    for (int32_t i = 0; i < w; i++)
        row |= (uint64_t)GET_DATA_BIT(line, x + i) << i;
    return row;
}

bool glyph_take(PIX *bin, int32_t x, int32_t y, int32_t w, int32_t h, struct glyph *g)
{
    g->h = 0;
    if (w < MIN_SIDE || h < MIN_SIDE || w > GLYPH_MAX_W || h > GLYPH_MAX_H || x < 0 || y < 0 ||
        x + w > pixGetWidth(bin) || y + h > pixGetHeight(bin))
        return false;
    g->ink = 0;
    for (int32_t i = 0; i < h; i++) {
        g->rows[i] = row_of(bin, x, y + i, w);
        g->ink += (uint32_t)__builtin_popcountll(g->rows[i]);
    }
    if (g->ink == 0)
        return false;
    g->w = w;
    g->h = h;
    return true;
}

/* Pixels in which they differ; beyond most it is enough to know that. */
static uint32_t different(const struct glyph *a, const struct glyph *b, int32_t dx, int32_t dy,
                          double most)
{
    int32_t from = dy < 0 ? dy : 0, to = a->h > b->h + dy ? a->h : b->h + dy;
    uint32_t n = 0;

    for (int32_t y = from; y < to && n <= most; y++) {
        uint64_t p = y >= 0 && y < a->h ? a->rows[y] : 0;
        uint64_t q = y - dy >= 0 && y - dy < b->h ? b->rows[y - dy] : 0;

        q = dx >= 0 ? q << dx : q >> -dx;
        n += (uint32_t)__builtin_popcountll(p ^ q);
    }
    return n;
}

/* As glyph_distance(), but for those farther than most (up to MAX_DISTANCE) only that they are. */
static double distance_within(const struct glyph *a, const struct glyph *b, double most)
{
    static const int8_t steps[][2] = { { 0, 0 }, { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
    int32_t high = a->h > b->h ? a->h : b->h;
    double ink = a->ink + b->ink, least = 1, side = 1 + SIDES_DIFFER * high;
    int32_t cx = (a->w - b->w) / 2, cy = (a->h - b->h) / 2;

    if (abs(a->w - b->w) > side || abs(a->h - b->h) > side)
        return 1;
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        double enough = i == 0 ? fmax(most, HOPELESS) : most;

        least =
            fmin(least, different(a, b, cx + steps[i][0], cy + steps[i][1], enough * ink) / ink);
        if (i == 0 && least > HOPELESS)
            break;
    }
    return least;
}

double glyph_distance(const struct glyph *a, const struct glyph *b)
{
    return distance_within(a, b, 1);
}

size_t glyph_likes(const struct glyph_page *p, const struct glyph *g, size_t word,
                   struct like out[LIKES_MAX])
{
    int32_t reach = (int32_t)(1 + SIDES_DIFFER * (g->h + 3));
    int32_t low = g->h > reach ? g->h - reach : 0, high = g->h + reach;
    size_t n = 0;

    for (size_t i = p->first[low]; i < p->first[(high < GLYPH_MAX_H ? high : GLYPH_MAX_H) + 1];
         i++) {
        struct like like = { .at = p->by_height[i] };
        size_t j;

        if (p->l->at[like.at].word == word)
            continue;
        like.distance = distance_within(g, &p->glyphs[like.at],
                                        n == LIKES_MAX ? out[n - 1].distance : MAX_DISTANCE);
        if (like.distance > MAX_DISTANCE ||
            (n == LIKES_MAX && like.distance >= out[n - 1].distance))
            continue;
        for (j = n < LIKES_MAX ? n++ : n - 1; j > 0 && out[j - 1].distance > like.distance; j--)
            out[j] = out[j - 1];
        out[j] = like;
    }
    while (n > 0 && out[n - 1].distance > OTHERS_FROM * out[0].distance + OTHERS_FROM_PLUS)
        n--;
    return n;
}

double glyph_unevenness(const struct glyph *g)
{
    struct glyph mirrored = { .w = g->w, .h = g->h, .ink = g->ink };

    for (int32_t y = 0; y < g->h; y++) {
        for (int32_t x = 0; x < g->w; x++)
            mirrored.rows[y] |= (g->rows[y] >> x & 1) << (g->w - 1 - x);
    }
    return glyph_distance(g, &mirrored);
}

int glyph_page_open(struct glyph_page *p)
{
    struct letters *l = p->l;
    p->glyphs = calloc(l->count, sizeof(*p->glyphs));
    p->by_height = calloc(l->count, sizeof(*p->by_height));
    p->begin = calloc(p->r->count + 1, sizeof(*p->begin));
    if (p->glyphs == NULL || p->by_height == NULL || p->begin == NULL)
        return -1;
    for (size_t i = l->count; i-- > 0;)
        p->begin[l->at[i].word] = i;
    for (size_t i = 0; i < l->count; i++) {
        const struct letter *a = &l->at[i];

        if (glyph_take(p->bin, a->x, a->y, a->w, a->h, &p->glyphs[i]))
            p->first[p->glyphs[i].h + 1]++;
    }
    for (size_t h = 1; h < GLYPH_MAX_H + 2; h++)
        p->first[h] += p->first[h - 1];
    /* first[h] moves up while the letters of height h are put down, and is then that of h + 1. */
    for (size_t i = 0; i < l->count; i++) {
        if (p->glyphs[i].h > 0)
            p->by_height[p->first[p->glyphs[i].h]++] = i;
    }
    for (size_t h = GLYPH_MAX_H + 1; h > 0; h--)
        p->first[h] = p->first[h - 1];
    p->first[0] = 0;
    return 0;
}

void glyph_page_close(struct glyph_page *p)
{
    free(p->glyphs);
    free(p->by_height);
    free(p->begin);
}
