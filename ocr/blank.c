#include "ocr/blank.h"

#include <leptonica/allheaders.h>
#include <math.h>

/* Nearer to the edge than this lies dirt, not writing. */
#define MARGIN_MM 4.0
/* What touches the edge and does not reach farther in than this is the edge of the scan. */
#define EDGE_REACH_MM 12.0
/* Smaller pieces are specks. */
#define SPECK_MM 0.8
/* Punch holes: discs of 5 to 8 mm, at most this far from the edge (ISO 838: 12 mm; old files more).
 */
#define HOLE_MIN_MM 3.5
#define HOLE_MAX_MM 9.5
#define HOLE_REACH_MM 28.0
#define HOLE_FILL 0.6
/* So many pieces, or one piece so large, are writing. */
#define WRITING_MARKS 3
#define WRITING_MM 5.0

static double reach_from_edge(const struct image *im, const struct shape *s)
{
    double w = pixGetWidth(im->ink), h = pixGetHeight(im->ink);
    double x = fmin(s->x + s->w, w - s->x), y = fmin(s->y + s->h, h - s->y);

    /* How far the piece reaches in from the edge it is nearest to. */
    return fmin(x, y) / image_mm(im, 1);
}

static bool touches_margin(const struct image *im, const struct shape *s)
{
    double w = pixGetWidth(im->ink), h = pixGetHeight(im->ink), edge = image_mm(im, 1);

    return s->x <= edge || s->y <= edge || s->x + s->w >= w - edge || s->y + s->h >= h - edge;
}

static bool is_hole(const struct image *im, const struct shape *s)
{
    double w = s->w / image_mm(im, 1), h = s->h / image_mm(im, 1);
    l_int32 dark = 0;
    BOX *box;

    if (w < HOLE_MIN_MM || h < HOLE_MIN_MM || w > HOLE_MAX_MM || h > HOLE_MAX_MM || w > 1.35 * h ||
        h > 1.35 * w || reach_from_edge(im, s) > HOLE_REACH_MM)
        return false;
    box = boxCreate(s->x, s->y, s->w, s->h);
    pixCountPixelsInRect(im->ink, box, &dark, NULL);
    boxDestroy(&box);
    return dark >= HOLE_FILL * s->w * s->h;
}

static bool is_writing(const struct image *im, const struct shape *s)
{
    double reach = reach_from_edge(im, s);
    double longest = fmax(s->w, s->h) / image_mm(im, 1);

    if (longest < SPECK_MM || reach < MARGIN_MM)
        return false;
    if (touches_margin(im, s) && reach < EDGE_REACH_MM)
        return false;
    return !is_hole(im, s);
}

void blank_judge(const struct image *im, struct blankness *out)
{
    l_int32 w = pixGetWidth(im->ink), h = pixGetHeight(im->ink), dark = 0;
    l_int32 margin = (l_int32)image_mm(im, MARGIN_MM);
    BOX *inner = NULL;

    *out = (struct blankness){ 0 };
    if (w > 4 * margin && h > 4 * margin)
        inner = boxCreate(margin, margin, w - 2 * margin, h - 2 * margin);
    pixCountPixelsInRect(im->ink, inner, &dark, NULL);
    out->ink_pct = 100.0 * dark /
                   (inner != NULL ? (double)(w - 2 * margin) * (h - 2 * margin) : (double)w * h);
    boxDestroy(&inner);
    for (size_t i = 0; i < im->all.count; i++) {
        const struct shape *s = &im->all.at[i];

        if (!is_writing(im, s))
            continue;
        out->marks++;
        out->largest_mm = fmax(out->largest_mm, fmax(s->w, s->h) / image_mm(im, 1));
    }
    out->blank = out->marks < WRITING_MARKS && out->largest_mm < WRITING_MM;
}
