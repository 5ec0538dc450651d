#include "ocr/drawing.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>

#include "ocr/ocr_input.h"
#include "ocr/orientation.h"

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
/* Sides of a tile, and how far tiles overlap so that no word is cut in all of them. */
#define TILE_PX 24000
#define OVERLAP_PX 1200
/* Text on end is looked for when so many characters are left over. */
#define MIN_LEFT_OVER 10
/* Mean confidence from which it was read the right way up. */
#define GOOD_ON_END_PCT 80.0

/* Lines of a drawing are read as marks and short words. */
static const struct prune upright = { .marks = 2, .shorts = 0.45, .words = 0 };
static const struct prune on_its_end = { .marks = 2, .shorts = 0.7, .words = 0.5 };

bool drawing_is(const struct ocr_image *im)
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

struct tile {
    l_int32 x, y, w, h;    /* of the image, with overlap */
    double x0, y0, x1, y1; /* words whose centre lies in here belong to it */
};

/* The n-th piece of a side: from..to with overlap, and the part without. */
static void cut(l_int32 side, l_int32 n, l_int32 *from, l_int32 *len, double *own0, double *own1)
{
    l_int32 begin = n * TILE_PX, end = begin + TILE_PX < side ? begin + TILE_PX : side;

    *own0 = begin;
    *own1 = end;
    *from = begin > OVERLAP_PX ? begin - OVERLAP_PX : 0;
    *len = (end + OVERLAP_PX < side ? end + OVERLAP_PX : side) - *from;
}

static BA_RC read_tile(struct ocr_engine *e, PIX *pix, const struct tile *t,
                       const struct recognise_opts *opts, struct recognition *out,
                       struct ba_err *err)
{
    BOX *box = boxCreate(t->x, t->y, t->w, t->h);
    PIX *part = pixClipRectangle(pix, box, NULL);
    struct recognition r;
    size_t kept = 0;
    enum ba_rc rc;

    boxDestroy(&box);
    if (part == NULL)
        return ba_fail_mem(err, "tile of a drawing");
    rc = recognise(e, part, opts, &r, err);
    pixDestroy(&part);
    for (size_t i = 0; i < r.count; i++) {
        struct found_word *w = &r.words[i];
        double cx, cy;

        w->box.x += t->x;
        w->box.y += t->y;
        cx = w->box.x + w->box.w / 2;
        cy = w->box.y + w->box.h / 2;
        if (cx >= t->x0 && cx < t->x1 && cy >= t->y0 && cy < t->y1)
            r.words[kept++] = *w;
        else
            free(w->text);
    }
    r.count = kept;
    if (rc == BA_OK && recognition_append(out, &r) != 0)
        rc = ba_fail_mem(err, "words of a drawing");
    recognition_free(&r);
    return rc;
}

static BA_RC read_sparse(struct ocr_engine *e, PIX *pix, double dpi, double deadline,
                         struct recognition *out, struct ba_err *err)
{
    struct recognise_opts opts = { .layout = LAYOUT_SPARSE, .dpi = dpi, .deadline = deadline };
    l_int32 w = pixGetWidth(pix), h = pixGetHeight(pix);
    enum ba_rc rc = BA_OK;

    *out = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
    if (w <= TILE_PX + OVERLAP_PX && h <= TILE_PX + OVERLAP_PX)
        return recognise(e, pix, &opts, out, err);
    for (l_int32 row = 0; rc == BA_OK && row * TILE_PX < h; row++) {
        for (l_int32 col = 0; rc == BA_OK && col * TILE_PX < w; col++) {
            struct tile t;

            cut(w, col, &t.x, &t.w, &t.x0, &t.x1);
            cut(h, row, &t.y, &t.h, &t.y0, &t.y1);
            rc = read_tile(e, pix, &t, &opts, out, err);
        }
    }
    return rc;
}

static bool covered(const struct recognition *r, const struct ocr_box *b)
{
    double cx = b->x + b->w / 2, cy = b->y + b->h / 2;

    for (size_t i = 0; i < r->count; i++) {
        const struct ocr_box *w = &r->words[i].box;

        if (cx >= w->x && cx < w->x + w->w && cy >= w->y && cy < w->y + w->h)
            return true;
    }
    return false;
}

/* Do the characters that no word accounts for stand in lines across the others? r: page pixels. */
static bool text_stands_on_end(const struct ocr_image *im, const struct ocr_transform *t,
                               const struct recognition *r)
{
    struct shapes left = { calloc(im->chars.count + 1, sizeof(*left.at)), 0 };
    bool page_along = t->turn_deg == 90 || t->turn_deg == 270;
    struct line_direction d = { false, 0 };

    if (left.at == NULL)
        return false;
    for (size_t i = 0; i < im->chars.count; i++) {
        struct ocr_box b = image_shape_on_page(im, t, &im->chars.at[i]);

        if (!covered(r, &b))
            left.at[left.count++] = im->chars.at[i];
    }
    if (left.count >= MIN_LEFT_OVER)
        d = line_direction_of(im, &left);
    shapes_free(&left);
    return d.confidence > 0 && d.along != page_along;
}

/* Reads the view turned clockwise by a quarter (text that runs upwards) or three. */
static BA_RC read_on_end(struct ocr_engine *e, PIX *pix, double dpi, double deadline, bool upwards,
                         struct recognition *out, struct ba_err *err)
{
    PIX *turned = pixRotate90(pix, upwards ? 1 : -1);
    double w = pixGetWidth(pix), h = pixGetHeight(pix);
    enum ba_rc rc;

    *out = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
    if (turned == NULL)
        return ba_fail_mem(err, "drawing on end");
    rc = read_sparse(e, turned, dpi, deadline, out, err);
    pixDestroy(&turned);
    for (size_t i = 0; i < out->count; i++) {
        struct found_word *word = &out->words[i];
        struct ocr_box b = word->box;

        word->box = upwards ? (struct ocr_box){ b.y, h - b.x - b.w, b.h, b.w }
                            : (struct ocr_box){ w - b.y - b.h, b.x, b.h, b.w };
        word->rotation_deg = upwards ? 90 : 270;
    }
    recognition_prune(out, on_its_end);
    return rc;
}

/* Paints the words over, so that they are not read a second time. */
static void take_out(PIX *pix, const struct recognition *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct ocr_box *b = &r->words[i].box;
        BOX *box = boxCreate((l_int32)b->x, (l_int32)b->y, (l_int32)b->w, (l_int32)b->h);

        if (pixGetDepth(pix) == 1)
            pixClearInRect(pix, box);
        else
            pixSetInRectArbitrary(pix, box, IMAGE_PAPER);
        boxDestroy(&box);
    }
}

static void to_page(const struct ocr_input *v, struct recognition *r)
{
    for (size_t i = 0; i < r->count; i++)
        r->words[i].box = ocr_input_to_page(v, r->words[i].box);
}

static BA_RC append(struct recognition *out, struct recognition *more, struct ba_err *err)
{
    return recognition_append(out, more) == 0 ? BA_OK : ba_fail_mem(err, "words of a drawing");
}

/*
 * Text on end runs upwards as a rule. Where that cannot be read well it is read the other way, and
 * the better one counts; where it can, the other way is for what is left over.
 */
static BA_RC read_both_ends(struct ocr_engine *e, const struct ocr_image *im,
                            const struct ocr_transform *t, struct ocr_input *v, double deadline,
                            struct recognition *out, struct ba_err *err)
{
    struct recognition up, down = { 0 };
    enum ba_rc rc = read_on_end(e, v->pix, v->dpi, deadline, true, &up, err);
    bool good = rc == BA_OK && up.confidence_pct >= GOOD_ON_END_PCT;

    if (good) {
        take_out(v->pix, &up);
        to_page(v, &up);
        rc = append(out, &up, err);
    }
    if (rc == BA_OK && (!good || text_stands_on_end(im, t, out))) {
        rc = read_on_end(e, v->pix, v->dpi, deadline, false, &down, err);
        to_page(v, &down);
        to_page(v, &up);
        if (rc == BA_OK)
            rc = append(out, good || down.score > up.score ? &down : &up, err);
    }
    recognition_free(&up);
    recognition_free(&down);
    return rc;
}

void drawing_still_paper(PIX *pix)
{
    if (pixGetDepth(pix) == 8)
        pixThresholdToValue(pix, pix, IMAGE_PAPER * 85 / 100, IMAGE_PAPER);
}

BA_RC drawing_read(struct ocr_engine *e, const struct ocr_image *im, const struct ocr_transform *t,
                   double deadline, struct recognition *out, struct ba_err *err)
{
    struct ocr_input v = { 0 };
    double pixels = t->page_w * t->page_h;
    enum ba_rc rc;

    *out = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
    /* Tesseract takes half a gigabyte more for an A0 in grey than for one in black and white. */
    if (ocr_input_make(im, t, pixels > VIEW_LARGE_PX ? VIEW_THRESHOLD : VIEW_PLAIN, DRAWING_DPI,
                       true, &v) != 0)
        return ba_fail_mem(err, "view of a drawing");
    drawing_still_paper(v.pix);
    rc = read_sparse(e, v.pix, v.dpi, deadline, out, err);
    recognition_prune(out, upright);
    if (rc == BA_OK) {
        take_out(v.pix, out);
        to_page(&v, out);
    }
    if (rc == BA_OK && text_stands_on_end(im, t, out))
        rc = read_both_ends(e, im, t, &v, deadline, out, err);
    ocr_input_free(&v);
    return rc;
}
