/* The rectangles that ruling lines of a drawing enclose: cells and frames of a title block. */
#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>

#include "core/buf.h"
#include "ocr/sheet/morphology.h"
#include "ocr/title_block/title_block_private.h"

/* Ruling lines are longer than any stroke of a letter. */
#define ACROSS_MM 8.0
#define DOWN_MM 6.0
/* Gaps in lines, as where they cross. */
#define GAP_MM 0.8
#define CELL_MIN_W_MM 8.0
#define CELL_MIN_H_MM 3.5
/* A larger share of the page is the drawing's own frame. */
#define CELL_MAX_SHARE 0.25
/* White enough inside to be a rectangle and not a ring or a corner. */
#define CELL_WHITE 0.75
#define MAX_CELLS 4000

/* The ink of the small image, upright and deskewed. Its centre is that of the page. */
static PIX *upright_ink(const struct ocr_image *im, const struct ocr_transform *t)
{
    PIX *turned = pixRotateOrth(im->ink, (l_int32)(t->turn_deg / 90)), *padded, *straight;
    double rad = fabs(t->skew_deg) * M_PI / 180, w, h;
    l_int32 px, py;

    if (turned == NULL || rad < 0.0003)
        return turned;
    w = pixGetWidth(turned);
    h = pixGetHeight(turned);
    px = (l_int32)fmax(0, ceil((w * cos(rad) + h * sin(rad) - w) / 2));
    py = (l_int32)fmax(0, ceil((h * cos(rad) + w * sin(rad) - h) / 2));
    padded = pixAddBorderGeneral(turned, px, px, py, py, 0);
    pixDestroy(&turned);
    if (padded == NULL)
        return NULL;
    straight = pixRotate(padded, (l_float32)(t->skew_deg * M_PI / 180), L_ROTATE_SHEAR,
                         L_BRING_IN_WHITE, 0, 0);
    pixDestroy(&padded);
    return straight;
}

/* Lines of one direction: a little slant that is left over must not break them. */
static PIX *lines_along(PIX *ink, l_int32 across, l_int32 down)
{
    PIX *thick = bits_dilate(ink, across > 1 ? 1 : 3, across > 1 ? 3 : 1);
    PIX *lines = thick != NULL ? bits_open(thick, across, down) : NULL;

    pixDestroy(&thick);
    return lines;
}

/* What is white between the lines. */
static PIX *between_lines(const struct ocr_image *im, const struct ocr_transform *t)
{
    PIX *ink = upright_ink(im, t), *across = NULL, *down = NULL, *white = NULL;
    l_int32 gap = 2 * (l_int32)(image_mm(im, GAP_MM) / 2) + 1;

    if (ink != NULL)
        across = lines_along(ink, (l_int32)image_mm(im, ACROSS_MM), 1);
    if (ink != NULL)
        down = lines_along(ink, 1, (l_int32)image_mm(im, DOWN_MM));
    if (across != NULL && down != NULL) {
        pixOr(across, across, down);
        white = bits_close_safe(across, gap, gap);
        if (white != NULL)
            pixInvert(white, white);
    }
    pixDestroy(&ink);
    pixDestroy(&across);
    pixDestroy(&down);
    return white;
}

static int by_size(const void *a, const void *b)
{
    const struct title_cell *p = a, *q = b;
    double sp = p->box.w * p->box.h, sq = q->box.w * q->box.h;

    if (sp < sq || sp > sq)
        return sp < sq ? -1 : 1;
    if (p->box.y < q->box.y || p->box.y > q->box.y)
        return p->box.y < q->box.y ? -1 : 1;
    return p->box.x < q->box.x ? -1 : p->box.x > q->box.x;
}

/* Smallest first, so that the first that holds a point is the one it lies in. */
static void find_leaves(struct title_cells *c)
{
    if (c->count > 0)
        qsort(c->at, c->count, sizeof(*c->at), by_size);
    for (size_t i = 0; i < c->count; i++) {
        const struct ocr_box *b = &c->at[i].box;

        c->at[i].leaf = true;
        for (size_t k = 0; k < i && c->at[i].leaf; k++) {
            const struct ocr_box *o = &c->at[k].box;

            c->at[i].leaf = !title_holds(b, o->x + o->w / 2, o->y + o->h / 2);
        }
    }
}

static bool is_cell(const struct ocr_image *im, PIX *white, BOX *box)
{
    l_int32 x, y, w, h, pixels = 0;
    double page = (double)pixGetWidth(white) * pixGetHeight(white);

    boxGetGeometry(box, &x, &y, &w, &h);
    if (w < image_mm(im, CELL_MIN_W_MM) || h < image_mm(im, CELL_MIN_H_MM) ||
        (double)w * h > CELL_MAX_SHARE * page)
        return false;
    return pixCountPixelsInRect(white, box, &pixels, NULL) == 0 &&
           pixels >= CELL_WHITE * (double)w * h;
}

int title_cells_find(const struct ocr_image *im, const struct ocr_transform *t,
                     struct title_cells *out)
{
    PIX *white = between_lines(im, t);
    BOXA *boxes = white != NULL ? pixConnComp(white, NULL, 4) : NULL;
    double k = im->reduction;
    int rc = boxes != NULL ? 0 : -1;

    *out = (struct title_cells){ 0 };
    for (l_int32 i = 0; rc == 0 && i < boxaGetCount(boxes) && out->count < MAX_CELLS; i++) {
        BOX *box = boxaGetBox(boxes, i, L_CLONE);
        l_int32 x, y, w, h;

        boxGetGeometry(box, &x, &y, &w, &h);
        if (is_cell(im, white, box)) {
            if (ba_grow(&out->at, &out->room, out->count + 1, sizeof(*out->at)) != 0)
                rc = -1;
            else
                out->at[out->count++].box =
                    (struct ocr_box){ (x - pixGetWidth(white) / 2.0) * k + t->page_w / 2,
                                      (y - pixGetHeight(white) / 2.0) * k + t->page_h / 2, w * k,
                                      h * k };
        }
        boxDestroy(&box);
    }
    boxaDestroy(&boxes);
    pixDestroy(&white);
    find_leaves(out);
    if (rc != 0)
        title_cells_free(out);
    return rc;
}

void title_cells_free(struct title_cells *c)
{
    free(c->at);
    *c = (struct title_cells){ 0 };
}
