#include "ocr/text.h"

#include <leptonica/allheaders.h>
#include <math.h>

#include "ocr/dot_leaders.h"
#include "ocr/text_lines.h"

/* Above this resolution an image is reduced: the models are made for letters of 300 dpi. */
#define TEXT_DPI 300.0
/* A first recognition is good when it is this confident, or less so but made of words. The rest is
 * tried again on another view. */
#define SURE_CONFIDENCE_PCT 88.0
#define GOOD_CONFIDENCE_PCT 82.0
#define GOOD_KNOWN_PCT 75.0
/* After a second try that is no better than this, lines may have been torn apart. */
#define TORN_CONFIDENCE_PCT 80.0
/* A page this unsure (handwriting) is not text that Tesseract can read. */
#define ILLEGIBLE_PCT 40.0
/* Below these the page may lie the wrong way. */
#define UNREADABLE_CONFIDENCE_PCT 55.0
#define UNREADABLE_KNOWN_PCT 30.0

/* Specks and strokes of frames come as marks of little confidence. */
static const struct prune legible = { .marks = 0.7 };
static const struct prune illegible = { .marks = 0.5, .shorts = 0.45, .words = 0.45 };

static BA_RC read_view(struct ocr_engine *e, const struct ocr_image *im,
                       const struct ocr_transform *t, const struct text_how *how, double deadline,
                       struct recognition *out, struct ba_err *err)
{
    struct recognise_opts opts = { .layout = how->short_lines ? LAYOUT_COLUMN : LAYOUT_PAGE,
                                   .deadline = deadline };
    struct ocr_input v = { 0 };
    enum ba_rc rc;

    if (ocr_input_make(im, t, how->view, how->full_size ? im->dpi : TEXT_DPI, how->lines_removed,
                       &v) != 0 ||
        dot_leaders_remove(im, t, &v) != 0) {
        ocr_input_free(&v);
        return ba_fail_mem(err, "view of a page");
    }
    opts.dpi = v.dpi;
    rc = recognise(e, v.pix, &opts, out, err);
    for (size_t i = 0; i < out->count; i++)
        out->words[i].box = ocr_input_to_page(&v, out->words[i].box);
    ocr_input_free(&v);
    return rc;
}

bool text_is_good(const struct recognition *r)
{
    return r->confidence_pct >= SURE_CONFIDENCE_PCT ||
           (r->confidence_pct >= GOOD_CONFIDENCE_PCT && r->known_pct >= GOOD_KNOWN_PCT);
}

bool text_is_unreadable(const struct recognition *r)
{
    return r->confidence_pct < UNREADABLE_CONFIDENCE_PCT || r->known_pct < UNREADABLE_KNOWN_PCT;
}

/* The better of two recognitions, which are both used up, and how it was made. */
static void keep_better(struct recognition *first, struct text_how *how, struct recognition *second,
                        const struct text_how *second_how)
{
    if (second->score > first->score) {
        struct recognition worse = *first;

        *first = *second;
        *how = *second_how;
        *second = worse;
    }
    recognition_free(second);
}

BA_RC text_read(struct ocr_engine *e, const struct ocr_image *im, const struct ocr_transform *t,
                double deadline, struct recognition *out, struct text_how *how, struct ba_err *err)
{
    *how = (struct text_how){ .view = VIEW_NORMALISED,
                              .lines_removed = image_has_rules(im),
                              .short_lines = lines_are_short(im, t) };
    return read_view(e, im, t, how, deadline, out, err);
}

static BA_RC read_as_well(struct ocr_engine *e, const struct ocr_image *im,
                          const struct ocr_transform *t, double deadline,
                          const struct text_how *way, struct recognition *r, struct text_how *how,
                          struct ba_err *err)
{
    struct recognition again;
    enum ba_rc rc = read_view(e, im, t, way, deadline, &again, err);

    if (rc == BA_OK)
        keep_better(r, how, &again, way);
    return rc;
}

BA_RC text_read_again(struct ocr_engine *e, const struct ocr_image *im,
                      const struct ocr_transform *t, double deadline, struct recognition *r,
                      struct text_how *how, uint32_t *recognitions, struct ba_err *err)
{
    struct text_how way = *how;
    enum ba_rc rc;

    /* In black and white the plain view is what was read already; what is bad there is worn. */
    way.view = pixGetDepth(im->full) == 1 ? VIEW_THICKENED : VIEW_PLAIN;
    rc = read_as_well(e, im, t, deadline, &way, r, how, err);
    ++*recognitions;
    if (rc != BA_OK || r->confidence_pct >= TORN_CONFIDENCE_PCT)
        return rc;
    way.full_size = true;
    way.short_lines = !way.short_lines;
    ++*recognitions;
    return read_as_well(e, im, t, deadline, &way, r, how, err);
}

void text_prune(struct recognition *r)
{
    recognition_prune(r, r->confidence_pct < ILLEGIBLE_PCT ? illegible : legible);
}
