#include "ocr/sheet/faint.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>

#include "ocr/sheet/morphology.h"

/* Ink is darker than the paper by so many times its noise, and by this at least. */
#define TIMES_NOISE 5.0
#define LEAST 6.0
/* Letters with a neighbour on either side, no farther than this many times their height, whose
 * middle lies as high; so many of them are a line. */
#define NEAR 1.6
#define AS_HIGH 0.5
#define LINE_CHARS 8
/* A stroke as long as this is drawn. */
#define STROKE_MM 30.0
#define STROKE_THICK 0.12
/* Nearer to the edge lies dirt. */
#define MARGIN_MM 6.0
/* Ink of this side goes from paper to its darkest within a pixel or two of the small image: the
 * steepest steps beside it (the tenth part of them) are this share of its contrast. Measured: ink
 * 0.55 to 0.82, what shines through 0.15 to 0.46. */
#define SHARP 0.5
/* What letters become. */
#define STRONG 50.0
/* Beyond this the noise would be all there is. */
#define MAX_STRETCH 12.0

static int level_at(const l_uint32 *hist, double share)
{
    double total = 0, sum = 0;

    for (int i = 0; i < 256; i++)
        total += hist[i];
    for (int i = 0; i < 256; i++) {
        sum += hist[i];
        if (sum >= share * total)
            return i;
    }
    return 255;
}

/* The small image without the noise of single pixels, and below which grey something is ink. */
static PIX *calm(const struct ocr_image *im, double *threshold)
{
    PIX *soft = pixBlockconv(im->small, 1, 1);
    l_uint32 hist[256] = { 0 };
    double paper, noise;

    if (soft == NULL)
        return NULL;
    for (l_int32 y = 0; y < pixGetHeight(soft); y += 2) {
        const l_uint32 *line = pixGetData(soft) + (size_t)y * (size_t)pixGetWpl(soft);

        for (l_int32 x = 0; x < pixGetWidth(soft); x++)
            hist[GET_DATA_BYTE(line, x)]++;
    }
    paper = level_at(hist, 0.5);
    /* The lighter side of the paper holds no ink: a sixth of all pixels is a deviation from it. */
    noise = fmax(0.5, level_at(hist, 0.84) - paper);
    *threshold = paper - fmax(LEAST, TIMES_NOISE * noise);
    return soft;
}

static bool at_margin(const struct ocr_image *im, const struct shape *s)
{
    double m = image_mm(im, MARGIN_MM);

    return s->x < m || s->y < m || s->x + s->w > pixGetWidth(im->small) - m ||
           s->y + s->h > pixGetHeight(im->small) - m;
}

static int by_place(const void *a, const void *b)
{
    const struct shape *p = a, *q = b;

    return (p->x > q->x) - (p->x < q->x);
}

/* b stands beside a in one line; turned: the lines run down the image. */
static bool beside(const struct shape *a, const struct shape *b, bool turned)
{
    double ah = turned ? a->w : a->h, bh = turned ? b->w : b->h, high = fmax(ah, bh);
    double gap = turned ? fmax(b->y - (a->y + a->h), a->y - (b->y + b->h))
                        : fmax(b->x - (a->x + a->w), a->x - (b->x + b->w));
    double off = turned ? fabs((a->x + a->w / 2.0) - (b->x + b->w / 2.0))
                        : fabs((a->y + a->h / 2.0) - (b->y + b->h / 2.0));

    return gap > -0.3 * high && gap <= NEAR * high && off <= AS_HIGH * high &&
           fmin(ah, bh) >= 0.35 * high;
}

/* Letters that have another beside them. Only the nearest few hundred to the right are looked at.
 */
static uint32_t in_rows(struct shapes *s, bool turned)
{
    uint32_t n = 0;

    qsort(s->at, s->count, sizeof(*s->at), by_place);
    for (size_t i = 0; i < s->count; i++) {
        bool has = false;

        for (size_t j = i > 200 ? i - 200 : 0; j < s->count && j < i + 200 && !has; j++)
            has = j != i && beside(&s->at[i], &s->at[j], turned);
        n += has;
    }
    return n;
}

/* A long thin stroke, or a frame of such. */
static bool is_drawn(const struct ocr_image *im, PIX *ink, const struct shape *s)
{
    double longest = fmax(s->w, s->h), area = fmax(1, (double)s->w * s->h);
    l_int32 n = 0;
    BOX *box;

    if (longest < image_mm(im, STROKE_MM) || at_margin(im, s))
        return false;
    box = boxCreate(s->x, s->y, s->w, s->h);
    pixCountPixelsInRect(ink, box, &n, NULL);
    boxDestroy(&box);
    return n <= STROKE_THICK * area || fmin(s->w, s->h) <= image_mm(im, 1.5);
}

/* Mean grey of the ink, and how steep its edges are: the mean of the steepest tenth of steps. */
static void measure(PIX *grey, PIX *ink, struct faintness *out)
{
    l_float32 mean = IMAGE_PAPER;
    l_uint32 steps[256] = { 0 };

    pixGetAverageMasked(grey, ink, 0, 0, 1, L_MEAN_ABSVAL, &mean);
    out->ink = (double)mean;
    for (l_int32 y = 0; y < pixGetHeight(ink); y++) {
        const l_uint32 *m = pixGetData(ink) + (size_t)y * (size_t)pixGetWpl(ink);
        const l_uint32 *g = pixGetData(grey) + (size_t)y * (size_t)pixGetWpl(grey);

        for (l_int32 x = 1; x + 1 < pixGetWidth(ink); x++) {
            if (GET_DATA_BIT(m, x) != GET_DATA_BIT(m, x + 1))
                steps[abs((int)GET_DATA_BYTE(g, x) - (int)GET_DATA_BYTE(g, x + 1))]++;
        }
    }
    out->sharp = level_at(steps, 0.9) >= SHARP * fmax(1, IMAGE_PAPER - out->ink);
}

int faint_look(const struct ocr_image *im, struct faintness *out)
{
    struct shapes chars = { 0 }, all = { 0 };
    PIX *soft = NULL, *ink = NULL;
    double threshold = 0;
    size_t kept = 0;
    int rc = -1;

    *out = (struct faintness){ .ink = IMAGE_PAPER };
    if (pixGetDepth(im->full) != 8)
        return 0;
    soft = calm(im, &threshold);
    if (soft != NULL && threshold >= 1)
        ink = bits_darker(soft, (int)threshold);
    if (ink == NULL || image_chars(im, ink, &chars) != 0 || shapes_of(ink, &all) != 0)
        goto out;
    for (size_t i = 0; i < chars.count; i++) {
        if (!at_margin(im, &chars.at[i]))
            chars.at[kept++] = chars.at[i];
    }
    chars.count = kept;
    out->chars = in_rows(&chars, false);
    if (out->chars < LINE_CHARS)
        out->chars = in_rows(&chars, true);
    out->found = out->chars >= LINE_CHARS && 2 * out->chars >= chars.count;
    for (size_t i = 0; i < all.count && !out->found; i++)
        out->found = is_drawn(im, ink, &all.at[i]);
    if (out->found)
        measure(soft, ink, out);
    rc = 0;

out:
    shapes_free(&chars);
    shapes_free(&all);
    pixDestroy(&soft);
    pixDestroy(&ink);
    return rc;
}

static int stretch(PIX *pix, double factor)
{
    l_uint8 to[256];

    for (int v = 0; v < 256; v++)
        to[v] = (l_uint8)fmin(fmax(IMAGE_PAPER - (IMAGE_PAPER - v) * factor, 0), 255);
    for (l_int32 y = 0; y < pixGetHeight(pix); y++) {
        l_uint32 *line = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);

        for (l_int32 x = 0; x < pixGetWidth(pix); x++)
            SET_DATA_BYTE(line, x, to[GET_DATA_BYTE(line, x)]);
    }
    return 0;
}

/* Takes the noise of single pixels out of *pix. */
static int soften(PIX **pix)
{
    PIX *soft = pixBlockconv(*pix, 1, 1);

    if (soft == NULL)
        return -1;
    pixDestroy(pix);
    *pix = soft;
    return 0;
}

int faint_strengthen(struct ocr_image *im, const struct faintness *f)
{
    double factor =
        fmin(MAX_STRETCH, fmax(1, (IMAGE_PAPER - STRONG) / fmax(1, IMAGE_PAPER - f->ink)));

    /* What is stretched so far is smoothed first: the noise is stretched as well. */
    if (factor > 3 && (soften(&im->full) != 0 || soften(&im->small) != 0))
        return -1;
    stretch(im->full, factor);
    stretch(im->small, factor);
    return image_look_at_ink(im);
}
