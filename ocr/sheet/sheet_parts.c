#include "ocr/sheet/sheet_parts.h"

#include <leptonica/allheaders.h>
#include <math.h>

#include "ocr/sheet/morphology.h"

/* Darker than this is a bar, or a lid with the shadow that lies on it, */
#define DARK (IMAGE_PAPER * 55 / 100)
#define SHADOW (IMAGE_PAPER * 72 / 100)
/* thicker than this, which strokes of letters are not. */
#define SOLID_MM 0.8
#define SHADOW_MM 1.5
/* A lid of this share of the scan, and ink of this mean grey with its edges. Measured: frames of a
 * larger scanner 0.12 to 0.29, dark edges of pages of books 0.00 to 0.04; pale ink 119 to 137,
 * black ink 25 to 100. */
#define MOVES 0.05
#define PALE 105.0
/* The soft edge of what is painted over. */
#define EDGE_MM 0.7
/* A sheet that is dark in more than this share is no sheet on a lid. */
#define MOST_OF_SHEET 0.7
/* A bar is so long and so thick at least, in either direction, */
#define BAR_LONG_MM 12.0
#define BAR_THICK_MM 3.0
/* holds so many light letters, */
#define BAR_LETTERS 3
#define LETTER_MIN_MM 0.8
#define LETTER_MAX_MM 12.0
/* which fill this share of it at most, and has hardly any tones between them and itself: a
 * photograph has. */
#define LETTERS_FILL 0.5
#define BETWEEN_TONES 0.18
/* Ink of what is turned round. */
#define LETTER_GREY 20

static l_int32 px(const struct ocr_image *im, double mm)
{
    return (l_int32)fmax(1, image_mm(im, mm) + 0.5);
}

/* Paints what is set in mask (pixels of small) on both images. */
static int paint(struct ocr_image *im, PIX *mask)
{
    PIX *large =
        im->reduction > 1 ? pixExpandReplicate(mask, (l_int32)im->reduction) : pixClone(mask);

    if (large == NULL)
        return -1;
    pixSetMasked(im->small, mask, IMAGE_PAPER);
    if (pixGetDepth(im->full) == 8)
        pixSetMasked(im->full, large, IMAGE_PAPER);
    else
        pixSubtract(im->full, im->full, large);
    pixDestroy(&large);
    return 0;
}

/* The parts of solid that touch the edge of the scan. NULL: out of memory. */
static PIX *at_the_edge(PIX *solid)
{
    l_int32 w = pixGetWidth(solid), h = pixGetHeight(solid);
    PIX *seed = pixCreate(w, h, 1);

    if (seed == NULL)
        return NULL;
    pixSetOrClearBorder(seed, 1, 1, 1, 1, PIX_SET);
    pixAnd(seed, seed, solid);
    return pixSeedfillBinary(seed, seed, solid, 8);
}

static double share(PIX *mask)
{
    l_int32 n = 0;

    pixCountPixels(mask, &n, NULL);
    return (double)n / ((double)pixGetWidth(mask) * pixGetHeight(mask));
}

/*
 * A lid that is a good part of the scan moves the threshold between paper and ink above ink that is
 * not black. Otherwise the page is left as it is: narrow dark edges do no harm, and real typescript
 * was read worse with them painted over.
 */
static bool moves_threshold(const struct ocr_image *im, PIX *dim, PIX *lid)
{
    PIX *strokes = pixSubtract(NULL, dim, lid);
    l_float32 mean = 0;
    bool pale = true;

    if (strokes != NULL &&
        pixGetAverageMasked(im->small, strokes, 0, 0, 1, L_MEAN_ABSVAL, &mean) == 0)
        pale = (double)mean <= 0 || (double)mean > PALE;
    pixDestroy(&strokes);
    return pale;
}

/* solid loses what was painted. */
static int paint_lid(struct ocr_image *im, PIX *solid)
{
    l_int32 soft = 2 * px(im, EDGE_MM) + 1, thick = px(im, SHADOW_MM);
    PIX *dim = bits_darker(im->small, SHADOW), *shadow = NULL, *lid = NULL, *grown = NULL;
    int rc = -1;

    if (dim != NULL)
        shadow = bits_open(dim, thick, thick);
    if (shadow != NULL)
        lid = at_the_edge(pixOr(shadow, shadow, solid));
    if (lid != NULL)
        rc = 0;
    if (rc == 0 && share(lid) >= MOVES && share(lid) < MOST_OF_SHEET &&
        moves_threshold(im, dim, lid)) {
        grown = bits_dilate(lid, soft, soft);
        rc = grown != NULL ? paint(im, grown) : -1;
        pixSubtract(solid, solid, lid);
    }
    pixDestroy(&dim);
    pixDestroy(&shadow);
    pixDestroy(&lid);
    pixDestroy(&grown);
    return rc;
}

/* Light pieces in a bar that are as large as letters; mask: the bar with its letters. */
static bool holds_letters(const struct ocr_image *im, PIX *bar, PIX *mask)
{
    PIX *light = pixSubtract(NULL, mask, bar);
    double least = image_mm(im, LETTER_MIN_MM), most = image_mm(im, LETTER_MAX_MM);
    struct shapes s = { 0 };
    size_t n = 0;

    if (light != NULL && share(light) <= LETTERS_FILL * share(mask) && shapes_of(light, &s) == 0) {
        for (size_t i = 0; i < s.count; i++) {
            double side = fmax(s.at[i].w, s.at[i].h);

            n += side >= least && side <= most;
        }
    }
    shapes_free(&s);
    pixDestroy(&light);
    return n >= BAR_LETTERS;
}

/* Mean grey of the bar itself; -1: it has the tones of a photograph. */
static double level_of(PIX *grey, PIX *bar, PIX *mask)
{
    l_float32 dark = 0;
    l_int32 all = 0, between = 0;

    if (pixGetAverageMasked(grey, bar, 0, 0, 1, L_MEAN_ABSVAL, &dark) != 0)
        return -1;
    for (l_int32 y = 0; y < pixGetHeight(mask); y++) {
        const l_uint32 *m = pixGetData(mask) + (size_t)y * (size_t)pixGetWpl(mask);
        const l_uint32 *g = pixGetData(grey) + (size_t)y * (size_t)pixGetWpl(grey);

        for (l_int32 x = 0; x < pixGetWidth(mask); x++) {
            double v = GET_DATA_BYTE(g, x), step = (IMAGE_PAPER - (double)dark) / 4;

            if (GET_DATA_BIT(m, x) == 0)
                continue;
            all++;
            between += v > (double)dark + step && v < IMAGE_PAPER - step;
        }
    }
    return between <= BETWEEN_TONES * all ? (double)dark : -1;
}

/* Turns round the pixels of pix (n to a pixel of the mask, which begins at x0, y0) that are set. */
static void turn_round(PIX *pix, PIX *mask, l_int32 x0, l_int32 y0, l_int32 n, double level)
{
    double stretch = (IMAGE_PAPER - LETTER_GREY) / fmax(IMAGE_PAPER - level, 60);
    l_int32 right = (x0 + pixGetWidth(mask)) * n, below = (y0 + pixGetHeight(mask)) * n;

    for (l_int32 y = y0 * n; y < below && y < pixGetHeight(pix); y++) {
        l_uint32 *line = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);
        const l_uint32 *m = pixGetData(mask) + (size_t)(y / n - y0) * (size_t)pixGetWpl(mask);

        for (l_int32 x = x0 * n; x < right && x < pixGetWidth(pix); x++) {
            double v;

            if (GET_DATA_BIT(m, x / n - x0) == 0)
                continue;
            if (pixGetDepth(pix) == 1) {
                SET_DATA_BIT_VAL(line, x, GET_DATA_BIT(line, x) ^ 1);
                continue;
            }
            v = IMAGE_PAPER - (GET_DATA_BYTE(line, x) - level) * stretch;
            SET_DATA_BYTE(line, x, (l_uint32)fmin(fmax(v, LETTER_GREY), IMAGE_PAPER));
        }
    }
}

/* Paints the soft edge of the bar. */
static int paint_edge(struct ocr_image *im, PIX *mask, BOX *box)
{
    l_int32 x, y, w, h, soft = px(im, EDGE_MM / 2);
    PIX *whole = pixCreate(pixGetWidth(im->small), pixGetHeight(im->small), 1), *grown = NULL;
    int rc = -1;

    boxGetGeometry(box, &x, &y, &w, &h);
    if (whole != NULL) {
        pixRasterop(whole, x, y, w, h, PIX_SRC, mask, 0, 0);
        grown = bits_dilate(whole, 2 * soft + 1, 2 * soft + 1);
    }
    if (grown != NULL) {
        PIX *inner = pixErodeBrick(NULL, whole, 3, 3);

        if (inner != NULL) {
            pixSubtract(grown, grown, inner);
            rc = paint(im, grown);
        }
        pixDestroy(&inner);
    }
    pixDestroy(&whole);
    pixDestroy(&grown);
    return rc;
}

/* One dark piece with the box that holds it: a bar with letters is turned round. */
static int look_at_bar(struct ocr_image *im, PIX *dark, BOX *box)
{
    l_int32 x, y, w, h;
    PIX *bar = NULL, *holes = NULL, *mask = NULL, *grey = NULL;
    double level = -1;
    int rc = 0;

    boxGetGeometry(box, &x, &y, &w, &h);
    if (fmax(w, h) < image_mm(im, BAR_LONG_MM) || fmin(w, h) < image_mm(im, BAR_THICK_MM))
        return 0;
    bar = pixClipRectangle(dark, box, NULL);
    grey = pixClipRectangle(im->small, box, NULL);
    holes = bar != NULL ? pixHolesByFilling(bar, 4) : NULL;
    mask = holes != NULL ? pixOr(NULL, bar, holes) : NULL;
    if (mask == NULL || grey == NULL)
        rc = -1;
    else if (holds_letters(im, bar, mask))
        level = level_of(grey, bar, mask);
    if (rc == 0 && level >= 0) {
        turn_round(im->small, mask, x, y, 1, level);
        turn_round(im->full, mask, x, y, (l_int32)im->reduction, level);
        rc = paint_edge(im, mask, box);
    }
    pixDestroy(&bar);
    pixDestroy(&holes);
    pixDestroy(&mask);
    pixDestroy(&grey);
    return rc;
}

static int turn_bars(struct ocr_image *im, PIX *dark, PIX *solid)
{
    BOXA *boxes = pixConnComp(solid, NULL, 8);
    int rc = boxes != NULL || share(solid) <= 0 ? 0 : -1;

    for (l_int32 i = 0; rc == 0 && i < boxaGetCount(boxes); i++) {
        BOX *box = boxaGetBox(boxes, i, L_CLONE);

        rc = look_at_bar(im, dark, box);
        boxDestroy(&box);
    }
    boxaDestroy(&boxes);
    return rc;
}

int sheet_parts_clean(struct ocr_image *im)
{
    l_int32 thick = px(im, SOLID_MM);
    PIX *dark = bits_darker(im->small, DARK), *solid = NULL;
    int rc = -1;

    if (dark != NULL)
        solid = bits_open(dark, thick, thick);
    if (solid != NULL)
        rc = paint_lid(im, solid);
    if (rc == 0 && share(solid) > 0)
        rc = turn_bars(im, dark, solid);
    pixDestroy(&dark);
    pixDestroy(&solid);
    return rc;
}
