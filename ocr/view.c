#include "ocr/view.h"

#include <leptonica/allheaders.h>
#include <math.h>

#include "ocr/clean.h"

/* Smaller turns change nothing for the recogniser and cost sharpness. */
#define MIN_TURN_DEG 0.02
/* A view is reduced only where that is worth the resampling. */
#define MIN_REDUCTION 1.15
#define THRESHOLD_GREY (IMAGE_PAPER * 72 / 100)

const char *view_name(enum view_kind kind)
{
    static const char *const names[VIEW_KINDS] = { "plain", "normalised", "bilevel", "threshold" };

    return names[kind];
}

/* Turns a grey image clockwise by deg about its centre, on a sheet that holds all of it. */
static PIX *deskewed(PIX *pix, double deg, double *pad_x, double *pad_y)
{
    double rad = fabs(deg) * M_PI / 180, w = pixGetWidth(pix), h = pixGetHeight(pix);
    l_int32 px = (l_int32)fmax(0, ceil((w * cos(rad) + h * sin(rad) - w) / 2));
    l_int32 py = (l_int32)fmax(0, ceil((h * cos(rad) + w * sin(rad) - h) / 2));
    PIX *padded = pixAddBorderGeneral(pix, px, px, py, py, IMAGE_PAPER), *turned;

    if (padded == NULL)
        return NULL;
    turned = pixRotateAMGray(padded, (l_float32)(deg * M_PI / 180), IMAGE_PAPER);
    pixDestroy(&padded);
    *pad_x = px;
    *pad_y = py;
    return turned;
}

static PIX *oriented(const struct image *im, const struct ocr_transform *t)
{
    PIX *pix = pixRotateOrth(im->full, (l_int32)(t->turn_deg / 90)), *grey;

    if (pix == NULL || pixGetDepth(pix) == 8)
        return pix;
    if (fabs(t->skew_deg) < MIN_TURN_DEG)
        return pix; /* bilevel and straight: as good as it gets */
    grey = pixConvert1To8(NULL, pix, IMAGE_PAPER, 0);
    pixDestroy(&pix);
    return grey;
}

static void replace(PIX **pix, PIX *with)
{
    pixDestroy(pix);
    *pix = with;
}

int view_make(const struct image *im, const struct ocr_transform *t, enum view_kind kind,
              double dpi, bool remove_lines, struct view *out)
{
    double reduction = im->dpi / dpi;

    *out = (struct view){ .scale = 1, .dpi = im->dpi };
    out->pix = oriented(im, t);
    if (out->pix != NULL && fabs(t->skew_deg) >= MIN_TURN_DEG)
        replace(&out->pix, deskewed(out->pix, t->skew_deg, &out->pad_x, &out->pad_y));
    if (out->pix != NULL && reduction >= MIN_REDUCTION) {
        if (pixGetDepth(out->pix) == 1)
            replace(&out->pix, pixConvert1To8(NULL, out->pix, IMAGE_PAPER, 0));
        if (out->pix != NULL)
            replace(&out->pix, pixScaleAreaMap(out->pix, (l_float32)(1 / reduction),
                                               (l_float32)(1 / reduction)));
        out->scale = 1 / reduction;
        out->pad_x /= reduction;
        out->pad_y /= reduction;
        out->dpi = dpi;
    }
    /* Large drawings go to black and white first: cleaning them is ten times cheaper then. */
    if (out->pix != NULL && kind == VIEW_THRESHOLD && pixGetDepth(out->pix) == 8)
        replace(&out->pix, pixThresholdToBinary(out->pix, THRESHOLD_GREY));
    if (out->pix != NULL &&
        clean_remove(out->pix, out->dpi, remove_lines, !image_is_faint(im)) != 0)
        pixDestroy(&out->pix);
    if (out->pix != NULL && kind == VIEW_NORMALISED && pixGetDepth(out->pix) == 8)
        replace(&out->pix, clean_normalised(out->pix));
    if (out->pix != NULL && kind == VIEW_BILEVEL && pixGetDepth(out->pix) == 8)
        replace(&out->pix, clean_bilevel(out->pix, out->dpi));
    return out->pix != NULL ? 0 : -1;
}

void view_free(struct view *v)
{
    pixDestroy(&v->pix);
}

struct ocr_box view_to_page(const struct view *v, struct ocr_box box)
{
    return (struct ocr_box){ (box.x - v->pad_x) / v->scale, (box.y - v->pad_y) / v->scale,
                             box.w / v->scale, box.h / v->scale };
}
