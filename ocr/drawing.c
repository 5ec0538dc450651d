#include "ocr/drawing.h"

#include <leptonica/allheaders.h>
#include <math.h>

#include "ocr/view.h"

#define A3_MM2 (420.0 * 297.0)
/* From this share of A3 on a page may be a drawing, and beyond the other it is one. */
#define MAYBE_DRAWING 0.7
#define SURELY_DRAWING 1.25
/* Line art: pieces of ink longer than any word. */
#define ART_MM 40.0
#define MIN_ART 2
/* More characters on an A3 than this are a text, with or without lines. */
#define MAX_CHARS_A3 1100
/* Recognition works best on letters of this resolution; larger scans are reduced to it. */
#define DRAWING_DPI 300.0

bool drawing_is(const struct image *im)
{
    double w = pixGetWidth(im->ink) / image_mm(im, 1), h = pixGetHeight(im->ink) / image_mm(im, 1);
    double size = w * h / A3_MM2;
    size_t art = 0;

    if (size < MAYBE_DRAWING)
        return false;
    if (size > SURELY_DRAWING)
        return true;
    for (size_t i = 0; i < im->all.count; i++) {
        const struct shape *s = &im->all.at[i];

        art += fmax(s->w, s->h) >= image_mm(im, ART_MM);
    }
    return art >= MIN_ART && (double)im->chars.count < MAX_CHARS_A3 * size;
}

enum ba_rc drawing_read(struct ocr_engine *e, const struct image *im, const struct ocr_transform *t,
                        double deadline, struct recognition *out, struct ba_err *err)
{
    struct recognise_opts opts = { .layout = LAYOUT_SPARSE, .deadline = deadline };
    struct view v = { 0 };
    enum ba_rc rc;

    *out = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
    if (view_make(im, t, VIEW_PLAIN, DRAWING_DPI, true, &v) != 0)
        return ba_fail_mem(err, "view of a drawing");
    opts.dpi = v.dpi;
    rc = recognise(e, v.pix, &opts, out, err);
    for (size_t i = 0; i < out->count; i++)
        out->words[i].box = view_to_page(&v, out->words[i].box);
    view_free(&v);
    return rc;
}
