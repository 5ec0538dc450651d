#include "ocr/sheet/blank.h"

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
/* A staple, or the rust of one: a thin straight line of 6 to 13 mm in a
 * corner. */
#define STAPLE_MIN_MM 6.0
#define STAPLE_MAX_MM 13.5
#define STAPLE_THICK_MM 1.0
#define STAPLE_REACH_MM 26.0
/* One piece so large is writing: a figure of a page number is 2 mm high. So are so many pieces that
 * are larger than dirt, or so very many small ones: letters that were broken up. */
#define WRITING_MM 1.6
#define PIECE_MM 1.2
#define WRITING_PIECES 3
#define WRITING_MARKS 15

static double reach_from_edge(const struct ocr_image *im, const struct shape *s)
{
    double w = pixGetWidth(im->ink), h = pixGetHeight(im->ink);
    double x = fmin(s->x + s->w, w - s->x), y = fmin(s->y + s->h, h - s->y);

    /* How far the piece reaches in from the edge it is nearest to. */
    return fmin(x, y) / image_mm(im, 1);
}

static bool touches_margin(const struct ocr_image *im, const struct shape *s)
{
    double w = pixGetWidth(im->ink), h = pixGetHeight(im->ink), edge = image_mm(im, 1);

    return s->x <= edge || s->y <= edge || s->x + s->w >= w - edge || s->y + s->h >= h - edge;
}

static bool is_hole(const struct ocr_image *im, const struct shape *s)
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

static double corner_reach(const struct ocr_image *im, const struct shape *s)
{
    double w = pixGetWidth(im->ink), h = pixGetHeight(im->ink);

    return fmax(fmin(s->x + s->w, w - s->x), fmin(s->y + s->h, h - s->y)) / image_mm(im, 1);
}

/* All ink in the box lies so near to one of its diagonals. */
static bool is_straight(const struct ocr_image *im, const struct shape *s, double within)
{
    double length = fmax(1, hypot(s->w, s->h)), falling = 0, rising = 0;

    for (l_int32 y = 0; y < s->h; y++)
        for (l_int32 x = 0; x < s->w; x++) {
            l_uint32 dark = 0;

            if (pixGetPixel(im->ink, s->x + x, s->y + y, &dark) != 0 || dark == 0)
                continue;
            falling = fmax(falling, fabs((double)x * s->h - (double)y * s->w) / length);
            rising = fmax(rising, fabs((double)x * s->h + (double)(y - s->h) * s->w) / length);
        }
    return fmin(falling, rising) <= within;
}

static bool is_staple(const struct ocr_image *im, const struct shape *s)
{
    double mm = image_mm(im, 1), length = hypot(s->w, s->h) / mm;

    return length >= STAPLE_MIN_MM && length <= STAPLE_MAX_MM &&
           corner_reach(im, s) <= STAPLE_REACH_MM && is_straight(im, s, STAPLE_THICK_MM * mm);
}

static bool is_writing(const struct ocr_image *im, const struct shape *s)
{
    double reach = reach_from_edge(im, s);
    double longest = fmax(s->w, s->h) / image_mm(im, 1);

    if (longest < SPECK_MM || reach < MARGIN_MM)
        return false;
    if (touches_margin(im, s) && reach < EDGE_REACH_MM)
        return false;
    return !is_hole(im, s) && !is_staple(im, s);
}

void blank_judge(const struct ocr_image *im, struct blankness *out)
{
    l_int32 w = pixGetWidth(im->ink), h = pixGetHeight(im->ink), dark = 0;
    l_int32 margin = (l_int32)image_mm(im, MARGIN_MM);
    uint32_t pieces = 0;
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

        double longest = fmax(s->w, s->h) / image_mm(im, 1);

        if (!is_writing(im, s))
            continue;
        out->marks++;
        pieces += longest >= PIECE_MM;
        out->largest_mm = fmax(out->largest_mm, longest);
    }
    out->blank =
        out->marks < WRITING_MARKS && pieces < WRITING_PIECES && out->largest_mm < WRITING_MM;
}
