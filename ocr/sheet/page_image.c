#include "ocr/sheet/page_image.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ocr/sheet/morphology.h"
#include "ocr/sheet/pixel_rows.h"
#include "ocr/sheet/sheet_parts.h"

#define SMALL_DPI 150.0
/* Narrower or lower than this (a line of 6 pt at 150 dpi) there is nothing to read. */
#define MIN_SIDE_PX 24
/* Ink is what is darker than this share of the paper: show-through reaches 15 %, worn ribbon 45 %.
 */
#define INK_SHARE 0.78
/* Characters on paper, in millimetres: a full stop is left out, a heading is in. */
#define CHAR_MIN_MM 0.85
#define CHAR_MAX_MM 9.0
#define CHAR_MAX_W_MM 14.0

/* Longer pieces of ink than a word are (or hold) ruling lines. */
#define RULE_MM 25.0

/* Between paper and ink of a worn blueprint; grain alone lies evenly on both sides of the paper. */
#define MIN_CONTRAST 40
/* No paper is as dark as this. */
#define DARK_PAPER 80
/* A few words in the middle of a sheet cover a thousandth of it. */
#define WRITTEN 0.9995
#define FAINT_GREY (IMAGE_PAPER * 0.61)

static double guess_dpi(uint32_t w, uint32_t h)
{
    /* Most of an archive is A4: 11.7 inches on the long side. */
    double dpi = (w > h ? w : h) / 11.7;

    return fmin(fmax(dpi, 75), 600);
}

static double raster_dpi(const struct raster *r)
{
    double dpi = fmax(r->xdpi, r->ydpi);

    if (dpi >= 60 && dpi <= 2400)
        return dpi;
    return guess_dpi(r->width_px, r->height_px);
}

static PIX *grey_of(const struct raster *r)
{
    PIX *pix = pixCreateNoInit((l_int32)r->width_px, (l_int32)r->height_px, 8);
    uint32_t *row = calloc(rows_room(r->width_px), 1);

    if (row == NULL)
        pixDestroy(&pix);
    for (uint32_t y = 0; pix != NULL && y < r->height_px; y++) {
        const uint8_t *src = r->data + (size_t)y * r->stride;

        if (r->bits == 8)
            memcpy(row, src, r->width_px);
        else
            rows_grey((uint8_t *)row, src, r->width_px);
        rows_swap(pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix), row, r->width_px);
    }
    free(row);
    return pix;
}

static PIX *bilevel_of(const struct raster *r)
{
    PIX *pix = pixCreate((l_int32)r->width_px, (l_int32)r->height_px, 1);
    size_t bytes = (r->width_px + 7) / 8;

    if (pix == NULL)
        return NULL;
    for (uint32_t y = 0; y < r->height_px; y++) {
        const uint8_t *src = r->data + (size_t)y * r->stride;
        l_uint32 *line = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);

        for (size_t i = 0; i < bytes; i++)
            SET_DATA_BYTE(line, i, src[i]);
    }
    pixSetPadBits(pix, 0);
    return pix;
}

/* Grey value below which `share` of the counted pixels lie. */
static int percentile(NUMA *hist, double share)
{
    l_float32 total = 0, sum = 0, n = 0;

    numaGetSum(hist, &total);
    for (int i = 0; i < 256; i++) {
        numaGetFValue(hist, i, &n);
        sum += n;
        if (sum >= (l_float32)share * total)
            return i;
    }
    return 255;
}

/* Light writing on a dark sheet: the bulk of the inner page lies at the dark end of what occurs. */
static bool is_inverted(PIX *small, bool *dark)
{
    l_int32 w = pixGetWidth(small), h = pixGetHeight(small);
    BOX *inner = boxCreate(w / 12, h / 12, w - w / 6, h - h / 6);
    NUMA *hist = pixGetGrayHistogramInRect(small, inner, 2);
    bool inverted = false;

    if (hist != NULL) {
        int lo = percentile(hist, 0.01), mid = percentile(hist, 0.5),
            hi = percentile(hist, WRITTEN);

        inverted = hi - lo > MIN_CONTRAST && mid < 140 && hi - mid > 2 * (mid - lo);
        *dark = !inverted && mid < DARK_PAPER;
    }
    numaDestroy(&hist);
    boxDestroy(&inner);
    return inverted;
}

static PIX *reduce(PIX *full, uint32_t factor)
{
    if (pixGetDepth(full) == 1) {
        switch (factor) {
        case 1:
            return pixConvertTo8(full, FALSE);
        case 2:
            return pixScaleToGray2(full);
        case 3:
            return pixScaleToGray3(full);
        case 4:
            return pixScaleToGray4(full);
        default:
            return pixScaleToGray(full, 1.0f / (l_float32)factor);
        }
    }
    if (factor == 1)
        return pixCopy(NULL, full);
    if (factor == 2)
        return pixScaleAreaMap2(full);
    return pixScaleAreaMap(full, 1.0f / (l_float32)factor, 1.0f / (l_float32)factor);
}

/* What the grey values of each tile are to be multiplied with to make its paper IMAGE_PAPER. */
static PIX *paper_map(PIX *small, l_int32 tile)
{
    NUMA *hist = pixGetGrayHistogram(small, 4);
    int paper = hist != NULL ? percentile(hist, 0.6) : IMAGE_PAPER;
    PIX *map = NULL, *factors = NULL;

    numaDestroy(&hist);
    if (pixGetBackgroundGrayMap(small, NULL, tile, tile, paper * 6 / 10, tile * tile / 4, &map) ==
        0)
        factors = pixGetInvBackgroundMap(map, IMAGE_PAPER, 2, 2);
    pixDestroy(&map);
    return factors;
}

/* Multiplies every pixel with the factor of its tile, in 1/256. */
static int apply_map(PIX *pix, PIX *factors, l_int32 tile)
{
    size_t w = (size_t)pixGetWidth(pix), across = (size_t)pixGetWidth(factors);
    l_int32 down = pixGetHeight(factors);
    uint32_t *row = malloc(rows_room(w));

    if (row == NULL)
        return -1;
    for (l_int32 y = 0; y < pixGetHeight(pix); y++) {
        uint32_t *line = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);
        const l_uint32 *of_tile =
            pixGetData(factors) + (size_t)(y / tile) * (size_t)pixGetWpl(factors);
        size_t x = 0;

        rows_swap(row, line, w);
        for (size_t i = 0; y / tile < down && i < across && x < w; i++) {
            size_t n = w - x < (size_t)tile ? w - x : (size_t)tile;

            rows_scale((uint8_t *)row + x, n, (uint16_t)GET_DATA_TWO_BYTES(of_tile, i));
            x += n;
        }
        /* A last row or column that the reduction dropped has no tile. */
        memset((uint8_t *)row + x, IMAGE_PAPER, w - x);
        rows_swap(line, row, w);
    }
    free(row);
    return 0;
}

/* Evens out the paper of both images. A page without paper to see (all dark) stays as it is. */
static int even_out(struct ocr_image *im)
{
    l_int32 tile = (l_int32)fmax(10, im->small_dpi / 6);
    PIX *factors = paper_map(im->small, tile);
    int rc = 0;

    if (factors == NULL)
        return 0;
    rc = apply_map(im->small, factors, tile);
    if (rc == 0 && pixGetDepth(im->full) == 8)
        rc = apply_map(im->full, factors, tile * (l_int32)im->reduction);
    pixDestroy(&factors);
    return rc;
}

int shapes_of(PIX *bin, struct shapes *out)
{
    BOXA *boxes = pixConnComp(bin, NULL, 8);
    size_t n = boxes != NULL ? (size_t)boxaGetCount(boxes) : 0;

    *out = (struct shapes){ 0 };
    if (n > SHAPES_MAX)
        n = SHAPES_MAX;
    out->at = malloc((n > 0 ? n : 1) * sizeof(*out->at));
    if (out->at == NULL || boxes == NULL) {
        boxaDestroy(&boxes);
        shapes_free(out);
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        struct shape *s = &out->at[i];

        boxaGetBoxGeometry(boxes, (l_int32)i, &s->x, &s->y, &s->w, &s->h);
    }
    out->count = n;
    boxaDestroy(&boxes);
    return 0;
}

void shapes_free(struct shapes *s)
{
    free(s->at);
    *s = (struct shapes){ 0 };
}

int image_chars(const struct ocr_image *im, PIX *bin, struct shapes *out)
{
    double min = image_mm(im, CHAR_MIN_MM), max = image_mm(im, CHAR_MAX_MM);
    double widest = image_mm(im, CHAR_MAX_W_MM);
    size_t kept = 0;

    if (shapes_of(bin, out) != 0)
        return -1;
    for (size_t i = 0; i < out->count; i++) {
        const struct shape *p = &out->at[i];

        /* Either way round: the page may lie on its side. */
        if ((p->h >= min && p->h <= max && p->w <= widest) ||
            (p->w >= min && p->w <= max && p->h <= widest))
            out->at[kept++] = *p;
    }
    out->count = kept;
    return 0;
}

PIX *image_ink(PIX *even)
{
    return bits_darker(even, (int)(IMAGE_PAPER * INK_SHARE));
}

int image_look_at_ink(struct ocr_image *im)
{
    l_int32 largest = (l_int32)image_mm(im, CHAR_MAX_W_MM);
    l_float32 grey = 0;

    pixDestroy(&im->ink);
    pixDestroy(&im->text);
    shapes_free(&im->all);
    shapes_free(&im->chars);
    im->ink = image_ink(im->small);
    if (im->ink == NULL || shapes_of(im->ink, &im->all) != 0)
        return -1;
    im->text =
        pixSelectBySize(im->ink, largest, largest, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LTE, NULL);
    if (im->text == NULL || image_chars(im, im->text, &im->chars) != 0)
        return -1;
    if (im->chars.count > 0)
        pixGetAverageMasked(im->small, im->text, 0, 0, 1, L_MEAN_ABSVAL, &grey);
    im->ink_grey = (double)grey;
    return 0;
}

static int make_square(struct ocr_image *im, const struct ocr_transform *t)
{
    PIX *pix = im->full;

    if (t->stretch_x == 1.0 && t->stretch_y == 1.0)
        return 0;
    im->full = pixScale(pix, (l_float32)t->stretch_x, (l_float32)t->stretch_y);
    pixDestroy(&pix);
    return im->full != NULL ? 0 : -1;
}

BA_RC image_open(struct ocr_image *im, const struct raster *r, const struct ocr_transform *t,
                 struct ba_err *err)
{
    *im = (struct ocr_image){ .dpi = raster_dpi(r) };
    if (r->width_px < MIN_SIDE_PX || r->height_px < MIN_SIDE_PX)
        return ba_fail(err, BA_ITEM, "OCR_TOO_SMALL",
                       "the image is %u x %u pixels, not even a line of text fits; look at it and "
                       "scan the page again if it should hold text",
                       r->width_px, r->height_px);
    im->full = r->bits == 1 ? bilevel_of(r) : grey_of(r);
    if (im->full == NULL || make_square(im, t) != 0)
        goto memory;
    im->reduction = (uint32_t)fmax(1, floor(im->dpi / SMALL_DPI + 0.5));
    im->small_dpi = im->dpi / im->reduction;
    im->small = reduce(im->full, im->reduction);
    if (im->small == NULL)
        goto memory;
    im->inverted = is_inverted(im->small, &im->dark);
    if (im->inverted) {
        pixInvert(im->full, im->full);
        pixInvert(im->small, im->small);
    }
    if (even_out(im) != 0 || sheet_parts_clean(im) != 0 || image_look_at_ink(im) != 0)
        goto memory;
    return BA_OK;

memory:
    image_close(im);
    return ba_fail_mem(err, "page image");
}

struct ocr_box image_shape_on_page(const struct ocr_image *im, const struct ocr_transform *t,
                                   const struct shape *s)
{
    double kx = im->reduction / t->stretch_x, ky = im->reduction / t->stretch_y;

    return ocr_box_to_page(t, (struct ocr_box){ s->x * kx, s->y * ky, s->w * kx, s->h * ky });
}

bool image_has_rules(const struct ocr_image *im)
{
    for (size_t i = 0; i < im->all.count; i++) {
        const struct shape *s = &im->all.at[i];

        if (s->w >= image_mm(im, RULE_MM) || s->h >= image_mm(im, RULE_MM))
            return true;
    }
    return false;
}

bool image_is_faint(const struct ocr_image *im)
{
    return im->ink_grey > FAINT_GREY;
}

void image_close(struct ocr_image *im)
{
    pixDestroy(&im->full);
    pixDestroy(&im->small);
    pixDestroy(&im->ink);
    pixDestroy(&im->text);
    shapes_free(&im->all);
    shapes_free(&im->chars);
    *im = (struct ocr_image){ 0 };
}
