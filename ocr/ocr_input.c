#include "ocr/ocr_input.h"

#include <leptonica/allheaders.h>
#include <math.h>

#include "ocr/sheet/image_clean.h"
#include "ocr/sheet/rotate.h"

/* Smaller turns change nothing for the recogniser and cost sharpness. */
#define MIN_TURN_DEG 0.02
/* A view is reduced only where that is worth the resampling. */
#define MIN_REDUCTION 1.15
#define THRESHOLD_GREY (IMAGE_PAPER * 72 / 100)

const char *ocr_input_name(enum ocr_input_kind kind)
{
    static const char *const names[VIEW_KINDS] = { "plain", "normalised", "bilevel", "thickened",
                                                   "threshold" };

    return names[kind];
}

static void replace(PIX **pix, PIX *with)
{
    pixDestroy(pix);
    *pix = with;
}

/* Turns an image clockwise by deg about its centre, on a sheet that holds all of it. */
static PIX *deskewed(PIX *pix, double deg, double *pad_x, double *pad_y)
{
    double rad = fabs(deg) * M_PI / 180, w = pixGetWidth(pix), h = pixGetHeight(pix);
    l_int32 px = (l_int32)fmax(0, ceil((w * cos(rad) + h * sin(rad) - w) / 2));
    l_int32 py = (l_int32)fmax(0, ceil((h * cos(rad) + w * sin(rad) - h) / 2));
    PIX *padded, *turned;

    *pad_x = px;
    *pad_y = py;
    if (pixGetDepth(pix) == 8)
        return turn_grey(pix, deg, px, py, IMAGE_PAPER);
    padded = pixAddBorderGeneral(pix, px, px, py, py, 0);
    if (padded == NULL)
        return NULL;
    turned =
        pixRotate(padded, (l_float32)(deg * M_PI / 180), L_ROTATE_SHEAR, L_BRING_IN_WHITE, 0, 0);
    pixDestroy(&padded);
    return turned;
}

/* A bilevel image reduced to grey with paper of IMAGE_PAPER, without a grey copy at full size. */
static PIX *reduced_bilevel(PIX *pix, double factor)
{
    PIX *grey = pixScaleToGray(pix, (l_float32)factor);

    if (grey != NULL)
        pixMultConstantGray(grey, IMAGE_PAPER / 255.0f);
    return grey;
}

static PIX *thickened(PIX *pix, double dpi)
{
    l_int32 brick = 2 * (l_int32)fmax(1, floor(dpi / 300 + 0.5)) + 1;

    return pixGetDepth(pix) == 1 ? pixDilateBrick(NULL, pix, brick, brick)
                                 : pixErodeGray(pix, brick, brick);
}

/* The page upright, at the resolution wanted, in grey unless it is bilevel and need not change. */
static PIX *upright(const struct ocr_image *im, const struct ocr_transform *t, double factor)
{
    PIX *pix = t->turn_deg == 0 && (factor < 1 || fabs(t->skew_deg) >= MIN_TURN_DEG)
                   ? pixClone(im->full) /* what comes next makes a new one */
                   : pixRotateOrth(im->full, (l_int32)(t->turn_deg / 90));
    bool large = t->page_w * t->page_h > VIEW_LARGE_PX, grey;

    if (pix == NULL)
        return NULL;
    grey = pixGetDepth(pix) == 8;
    if (factor < 1)
        replace(&pix, grey ? pixScaleAreaMap(pix, (l_float32)factor, (l_float32)factor)
                           : reduced_bilevel(pix, factor));
    else if (!grey && fabs(t->skew_deg) >= MIN_TURN_DEG && !large)
        replace(&pix, pixConvert1To8(NULL, pix, IMAGE_PAPER, 0));
    return pix;
}

int ocr_input_make(const struct ocr_image *im, const struct ocr_transform *t,
                   enum ocr_input_kind kind, double dpi, bool remove_lines, struct ocr_input *out)
{
    double factor = im->dpi >= dpi * MIN_REDUCTION ? dpi / im->dpi : 1;

    /* Of worn letters the fragments pass for specks. */
    bool specks_too = !image_is_faint(im) && kind != VIEW_THICKENED;

    *out = (struct ocr_input){ .scale = factor, .dpi = im->dpi * factor };
    out->pix = upright(im, t, factor);
    if (out->pix != NULL && fabs(t->skew_deg) >= MIN_TURN_DEG)
        replace(&out->pix, deskewed(out->pix, t->skew_deg, &out->pad_x, &out->pad_y));
    /* Large drawings go to black and white first: cleaning them is ten times cheaper then. */
    if (out->pix != NULL && kind == VIEW_THRESHOLD && pixGetDepth(out->pix) == 8)
        replace(&out->pix, pixThresholdToBinary(out->pix, THRESHOLD_GREY));
    if (out->pix != NULL && image_clean_remove(out->pix, out->dpi, remove_lines, specks_too) != 0)
        pixDestroy(&out->pix);
    if (out->pix != NULL && kind == VIEW_NORMALISED && pixGetDepth(out->pix) == 8 &&
        image_clean_normalise(out->pix) != 0)
        pixDestroy(&out->pix);
    if (out->pix != NULL && kind == VIEW_BILEVEL && pixGetDepth(out->pix) == 8)
        replace(&out->pix, image_clean_bilevel(out->pix, out->dpi));
    if (out->pix != NULL && kind == VIEW_THICKENED)
        replace(&out->pix, thickened(out->pix, out->dpi));
    return out->pix != NULL ? 0 : -1;
}

void ocr_input_free(struct ocr_input *v)
{
    pixDestroy(&v->pix);
}

struct ocr_box ocr_input_to_page(const struct ocr_input *v, struct ocr_box box)
{
    return (struct ocr_box){ (box.x - v->pad_x) / v->scale, (box.y - v->pad_y) / v->scale,
                             box.w / v->scale, box.h / v->scale };
}
