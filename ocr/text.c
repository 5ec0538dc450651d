#include "ocr/text.h"

#include <leptonica/allheaders.h>
#include <math.h>

#include "ocr/columns.h"

/* Above this resolution an image is reduced: the models are made for letters of 300 dpi. */
#define TEXT_DPI 300.0
/* A first recognition is good when it is this confident, or less so but made of words. The rest is
 * tried again on another view. */
#define SURE_CONFIDENCE_PCT 88.0
#define GOOD_CONFIDENCE_PCT 82.0
#define GOOD_KNOWN_PCT 75.0
/* Below these the page may lie the wrong way. */
#define UNREADABLE_CONFIDENCE_PCT 55.0
#define UNREADABLE_KNOWN_PCT 30.0

static enum ba_rc read_view(struct ocr_engine *e, const struct image *im,
                            const struct ocr_transform *t, const struct text_how *how,
                            double deadline, struct recognition *out, struct ba_err *err)
{
    struct recognise_opts opts = { .layout = how->columns ? LAYOUT_PAGE : LAYOUT_COLUMN,
                                   .deadline = deadline };
    struct view v = { 0 };
    enum ba_rc rc;

    if (view_make(im, t, how->view, TEXT_DPI, how->lines_removed, &v) != 0)
        return ba_fail_mem(err, "view of a page");
    opts.dpi = v.dpi;
    rc = recognise(e, v.pix, &opts, out, err);
    for (size_t i = 0; i < out->count; i++)
        out->words[i].box = view_to_page(&v, out->words[i].box);
    view_free(&v);
    return rc;
}

static bool is_good(const struct recognition *r)
{
    return r->confidence_pct >= SURE_CONFIDENCE_PCT ||
           (r->confidence_pct >= GOOD_CONFIDENCE_PCT && r->known_pct >= GOOD_KNOWN_PCT);
}

bool text_is_unreadable(const struct recognition *r)
{
    return r->confidence_pct < UNREADABLE_CONFIDENCE_PCT || r->known_pct < UNREADABLE_KNOWN_PCT;
}

enum ba_rc text_read(struct ocr_engine *e, const struct image *im, const struct ocr_transform *t,
                     double deadline, struct recognition *out, struct text_how *how,
                     uint32_t *recognitions, struct ba_err *err)
{
    struct text_how second;
    struct recognition again;
    enum ba_rc rc;

    *how = (struct text_how){ VIEW_NORMALISED, image_has_rules(im), columns_side_by_side(im, t) };
    ++*recognitions;
    rc = read_view(e, im, t, how, deadline, out, err);
    if (rc != BA_OK || is_good(out))
        return rc;
    second = *how;
    second.view = VIEW_PLAIN;
    ++*recognitions;
    rc = read_view(e, im, t, &second, deadline, &again, err);
    if (rc == BA_OK && again.score > out->score) {
        struct recognition worse = *out;

        *out = again;
        *how = second;
        again = worse;
    }
    recognition_free(&again);
    return rc;
}
