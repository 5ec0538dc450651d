#include "ocr/clean.h"

#include <leptonica/allheaders.h>
#include <math.h>

/* Lines at least this long are ruled, not written. */
#define RULE_MM 14.0
/* Thicker than this is a bar or a photo, not a ruling line. */
#define RULE_THICK_MM 1.2
#define SAUVOLA_WINDOW_MM 2.2
#define SAUVOLA_FACTOR 0.34f

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

struct Pix *clean_normalised(struct Pix *grey, double dpi)
{
    l_int32 tile = max_int(12, (int)(dpi / 7));
    l_uint32 paper = 200, dark = 0;
    PIX *norm, *flat;

    pixGetRankValue(grey, 8, 0.6f, &paper);
    norm = pixBackgroundNorm(grey, NULL, NULL, tile, tile, (l_int32)paper * 6 / 10, tile * tile / 4,
                             230, 2, 2);
    if (norm == NULL)
        return pixCopy(NULL, grey);
    pixGetRankValue(norm, 8, 0.01f, &dark);
    if (dark > 170)
        dark = 170;
    flat = pixGammaTRC(norm, norm, 1.0f, (l_int32)dark * 6 / 10, 225);
    if (flat == NULL)
        pixDestroy(&norm);
    return flat;
}

struct Pix *clean_bilevel(struct Pix *grey, double dpi)
{
    l_int32 half = max_int(7, (int)(SAUVOLA_WINDOW_MM * dpi / 25.4 / 2));
    PIX *norm = clean_normalised(grey, dpi), *bin = NULL;

    if (norm == NULL)
        return NULL;
    pixSauvolaBinarizeTiled(norm, half, SAUVOLA_FACTOR, max_int(1, pixGetWidth(norm) / 800),
                            max_int(1, pixGetHeight(norm) / 800), NULL, &bin);
    pixDestroy(&norm);
    return bin;
}

/* The pixels of bin that belong to long thin lines in one direction. */
static PIX *lines_of(PIX *bin, double dpi, int across)
{
    l_int32 len = (l_int32)(RULE_MM * dpi / 25.4), thick = (l_int32)(RULE_THICK_MM * dpi / 25.4);
    l_int32 join = max_int(3, (int)(dpi / 60));
    /* A line that is a bit skewed or broken breaks into runs: close the gaps first. */
    PIX *closed = across ? pixCloseBrick(NULL, bin, join, 1) : pixCloseBrick(NULL, bin, 1, join);
    PIX *lines = NULL, *bars = NULL;

    if (closed != NULL)
        lines = across ? pixOpenCompBrick(NULL, closed, len, 1)
                       : pixOpenCompBrick(NULL, closed, 1, len);
    if (lines != NULL)
        bars = across ? pixOpenCompBrick(NULL, lines, 1, thick)
                      : pixOpenCompBrick(NULL, lines, thick, 1);
    if (bars != NULL)
        pixSubtract(lines, lines, bars);
    pixDestroy(&closed);
    pixDestroy(&bars);
    return lines;
}

struct Pix *clean_without_lines(struct Pix *pix, double dpi)
{
    PIX *bin = NULL, *across, *down, *out = NULL;
    l_uint32 paper = 255;

    if (pixGetDepth(pix) == 1) {
        bin = pixCopy(NULL, pix);
    } else {
        pixGetRankValue(pix, 8, 0.6f, &paper);
        bin = pixThresholdToBinary(pix, (l_int32)(paper * 7 / 10));
    }
    across = bin != NULL ? lines_of(bin, dpi, 1) : NULL;
    down = bin != NULL ? lines_of(bin, dpi, 0) : NULL;
    if (across != NULL && down != NULL) {
        l_int32 grow = max_int(1, (int)(dpi / 100));

        /* The soft edge of the line goes too; what crosses it keeps its stroke beside the line. */
        pixDilateBrick(across, across, 1, 2 * grow + 1);
        pixDilateBrick(down, down, 2 * grow + 1, 1);
        pixOr(across, across, down);
        out = pixCopy(NULL, pix);
        if (out != NULL && pixGetDepth(out) == 1)
            pixSubtract(out, out, across);
        else if (out != NULL)
            pixSetMasked(out, across, paper);
    }
    pixDestroy(&bin);
    pixDestroy(&across);
    pixDestroy(&down);
    return out;
}
