#include "ocr/sheet/image_clean.h"

#include <leptonica/allheaders.h>
#include <math.h>

#include "ocr/sheet/morphology.h"
#include "ocr/sheet/page_image.h"

/* Lines at least this long are ruled, not written. */
#define RULE_MM 14.0
/* Thicker than this is a bar or a photo, not a ruling line. */
#define RULE_THICK_MM 1.2
/* Pieces no larger than this are specks: the full stop of a typewriter measures 0.4 mm. */
#define SPECK_MM 0.26
/* A stroke this near makes a speck a part of it: a broken letter, a dot. */
#define NEAR_MM 0.34
#define SAUVOLA_WINDOW_MM 2.2
#define SAUVOLA_FACTOR 0.34f

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

int image_clean_normalise(struct Pix *grey)
{
    l_uint32 dark = 0;

    /* The darkest hundredth is ink on every page with text; it becomes nearly black. */
    pixGetRankValue(grey, 8, 0.01f, &dark);
    if (dark > IMAGE_PAPER * 3 / 4)
        dark = IMAGE_PAPER * 3 / 4;
    return pixGammaTRC(grey, grey, 1.0f, (l_int32)dark * 6 / 10, IMAGE_PAPER - 4) != NULL ? 0 : -1;
}

struct Pix *image_clean_bilevel(struct Pix *grey, double dpi)
{
    l_int32 half = max_int(7, (int)(SAUVOLA_WINDOW_MM * dpi / 25.4 / 2));
    PIX *bin = NULL;

    pixSauvolaBinarizeTiled(grey, half, SAUVOLA_FACTOR, max_int(1, pixGetWidth(grey) / 800),
                            max_int(1, pixGetHeight(grey) / 800), NULL, &bin);
    return bin;
}

/* The pixels of bin that belong to long thin lines in one direction. */
static PIX *lines_of(PIX *bin, double dpi, int across)
{
    l_int32 len = (l_int32)(RULE_MM * dpi / 25.4), thick = (l_int32)(RULE_THICK_MM * dpi / 25.4);
    l_int32 join = max_int(3, (int)(dpi / 60));
    /* A line that is a bit skewed or broken breaks into runs: close the gaps first. */
    PIX *closed = across ? bits_close(bin, join, 1) : bits_close(bin, 1, join);
    PIX *lines = NULL, *bars = NULL;

    if (closed != NULL)
        lines = across ? bits_open(closed, len, 1) : bits_open(closed, 1, len);
    if (lines != NULL)
        bars = across ? bits_open(lines, 1, thick) : bits_open(lines, thick, 1);
    if (bars != NULL)
        pixSubtract(lines, lines, bars);
    pixDestroy(&closed);
    pixDestroy(&bars);
    return lines;
}

/* Joins what is nearer than reach: the result holds a brick of len only where two pieces met. */
static PIX *joined(PIX *specks, l_int32 reach, l_int32 len)
{
    PIX *closed = reach > 1 ? bits_close_safe(specks, reach, reach) : pixClone(specks);
    PIX *across = NULL, *down = NULL;

    if (closed != NULL) {
        across = bits_open(closed, len, 1);
        down = bits_open(closed, 1, len);
    }
    if (across != NULL && down != NULL)
        pixOr(across, across, down);
    pixDestroy(&closed);
    pixDestroy(&down);
    return across;
}

/*
 * The specks of bin: pieces that hold no stroke, near no stroke and near no other such piece. What
 * is left of a faint letter has its other fragments beside it, and stays.
 */
static PIX *specks_of(PIX *bin, double dpi)
{
    l_int32 len = max_int(2, (int)(SPECK_MM * dpi / 25.4 + 0.5)) + 1;
    l_int32 reach = 2 * max_int(2, (int)(NEAR_MM * dpi / 25.4)) + 1;
    PIX *whole = joined(bin, 1, len), *near = NULL, *specks = NULL, *met = NULL, *kept = NULL;

    if (whole != NULL)
        pixSeedfillBinary(whole, whole, bin, 8);
    if (whole != NULL)
        specks = pixSubtract(NULL, bin, whole);
    if (specks != NULL)
        met = joined(specks, reach, len);
    if (met != NULL)
        near = bits_dilate(whole, reach, reach);
    if (near != NULL) {
        pixOr(met, met, near);
        pixAnd(met, met, specks);
        kept = pixSeedfillBinary(NULL, met, specks, 8);
    }
    if (kept != NULL)
        pixSubtract(specks, specks, kept);
    else
        pixDestroy(&specks);
    pixDestroy(&whole);
    pixDestroy(&near);
    pixDestroy(&met);
    pixDestroy(&kept);
    return specks;
}

/* Paints the pixels of what (which may be NULL: out of memory), grown by a brick, over with paper.
 */
static int paint_over(PIX *pix, PIX *what, l_int32 w, l_int32 h)
{
    PIX *grown = what != NULL ? bits_dilate(what, w, h) : NULL;

    if (grown == NULL)
        return -1;
    if (pixGetDepth(pix) == 1)
        pixSubtract(pix, pix, grown);
    else
        bits_paint(pix, grown, IMAGE_PAPER);
    pixDestroy(&grown);
    return 0;
}

static int remove_rules(PIX *pix, double dpi)
{
    l_int32 wide = 2 * max_int(1, (int)(dpi / 100)) + 1;
    PIX *bin = pixGetDepth(pix) == 1 ? pixCopy(NULL, pix) : bits_darker(pix, IMAGE_PAPER * 7 / 10);
    PIX *across = bin != NULL ? lines_of(bin, dpi, 1) : NULL;
    PIX *down = bin != NULL ? lines_of(bin, dpi, 0) : NULL;
    int rc = across != NULL && down != NULL ? 0 : -1;

    if (rc == 0)
        rc = paint_over(pix, across, 1, wide);
    if (rc == 0)
        rc = paint_over(pix, down, wide, 1);
    pixDestroy(&bin);
    pixDestroy(&across);
    pixDestroy(&down);
    return rc;
}

/* The soft edge of a speck goes with it. */
static int remove_specks(PIX *pix, double dpi)
{
    l_int32 soft = 2 * max_int(1, (int)(dpi / 150)) + 1;
    PIX *bin = pixGetDepth(pix) == 1 ? pixClone(pix) : image_ink(pix);
    PIX *specks = bin != NULL ? specks_of(bin, dpi) : NULL;
    int rc = paint_over(pix, specks, soft, soft);

    pixDestroy(&bin);
    pixDestroy(&specks);
    return rc;
}

int image_clean_remove(struct Pix *pix, double dpi, bool rules, bool specks_too)
{
    if (rules && remove_rules(pix, dpi) != 0)
        return -1;
    return specks_too ? remove_specks(pix, dpi) : 0;
}
