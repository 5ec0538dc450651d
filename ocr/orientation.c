#include "ocr/orientation.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>

/* A neighbour farther away than this is none. */
#define NEIGHBOUR_MM 12.0
#define MIN_NEIGHBOURS 12
/* Characters to count before ascenders and descenders are compared. */
#define MIN_UP_DOWN 20

static int by_x(const void *a, const void *b)
{
    const struct shape *p = a, *q = b;

    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return (p->y > q->y) - (p->y < q->y);
}

static int overlap(int a, int alen, int b, int blen)
{
    int lo = a > b ? a : b, hi = a + alen < b + blen ? a + alen : b + blen;

    return hi - lo;
}

static int min_int(int a, int b)
{
    return a < b ? a : b;
}

struct gaps {
    int right, below; /* to the nearest neighbour, pixels; INT_MAX: none */
};

/* s is sorted by x. A neighbour shares at least half of the smaller one's side. */
static struct gaps nearest(const struct shapes *s, size_t i, int reach)
{
    const struct shape *a = &s->at[i];
    struct gaps g = { reach + 1, reach + 1 };

    for (size_t j = i + 1; j < s->count && s->at[j].x - a->x - a->w < g.right; j++) {
        const struct shape *b = &s->at[j];

        if (overlap(a->y, a->h, b->y, b->h) * 2 >= min_int(a->h, b->h) && b->x >= a->x + a->w / 2)
            g.right = min_int(g.right, abs(b->x - a->x - a->w));
    }
    for (size_t j = i; j-- > 0 && a->x - s->at[j].x <= reach;) {
        const struct shape *b = &s->at[j];

        if (overlap(a->x, a->w, b->x, b->w) * 2 >= min_int(a->w, b->w) && b->y >= a->y + a->h / 2)
            g.below = min_int(g.below, abs(b->y - a->y - a->h));
    }
    for (size_t j = i + 1; j < s->count && s->at[j].x < a->x + a->w; j++) {
        const struct shape *b = &s->at[j];

        if (overlap(a->x, a->w, b->x, b->w) * 2 >= min_int(a->w, b->w) && b->y >= a->y + a->h / 2)
            g.below = min_int(g.below, abs(b->y - a->y - a->h));
    }
    return g;
}

struct line_direction line_direction_of(const struct ocr_image *im, const struct shapes *chars)
{
    struct line_direction d = { false, 0 };
    struct shapes s = { calloc(chars->count + 1, sizeof(*s.at)), chars->count };
    int reach = (int)image_mm(im, NEIGHBOUR_MM);
    double across = 0, along = 0;

    if (s.at == NULL)
        return d;
    for (size_t i = 0; i < s.count; i++)
        s.at[i] = chars->at[i];
    qsort(s.at, s.count, sizeof(*s.at), by_x);
    for (size_t i = 0; i < s.count; i++) {
        struct gaps g = nearest(&s, i, reach);

        across += g.right < g.below;
        along += g.below < g.right;
    }
    free(s.at);
    if (across + along < MIN_NEIGHBOURS)
        return d;
    d.along = along > across;
    d.confidence = fabs(across - along) / (across + along);
    return d;
}

struct line_direction line_direction_find(const struct ocr_image *im)
{
    return line_direction_of(im, &im->chars);
}

double upright_confidence(const struct ocr_image *im, unsigned quarter_turns, double skew_deg)
{
    PIX *turned = pixRotateOrth(im->text, (l_int32)(quarter_turns % 4));
    PIX *straight = NULL;
    l_float32 confidence = 0;

    if (turned != NULL)
        straight = pixRotate(turned, (l_float32)(skew_deg * M_PI / 180.0), L_ROTATE_SHEAR,
                             L_BRING_IN_WHITE, 0, 0);
    if (straight != NULL)
        pixUpDownDetect(straight, &confidence, MIN_UP_DOWN, 0, 0);
    pixDestroy(&turned);
    pixDestroy(&straight);
    return (double)confidence;
}
