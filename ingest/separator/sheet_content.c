#include "ingest/separator/sheet_content.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "image/grey.h"
#include "ingest/separator/bar_finder.h"
#include "ingest/separator/ink.h"
#include "ingest/separator/sheet_fit.h"

/* Of a page without codes: more ink than on a few lines of text is content without a closer look.
 */
#define FULL_COVERAGE 0.03
#define BARS_DPI 150.0
#define BARS_MAX_PIXELS 4500000u
#define MM_PER_INCH 25.4

/* How much of letters and area is still nothing, and from how much on it is content. */
static const struct limits {
    uint32_t letters;
    double area_cm2;
} nothing = { 4, 3 }, /* a tick, a smear, the edge of a fold */
    blank = { 3, 2 }, shines = { 20, 20 }, much = { 60, 40 }, /* on a page with a sticker */
    overlaid = { 120, 70 } /* on what was made as a separator sheet: a note is no content yet */;

/* A code of this size was made for a sheet; one on a sticker is smaller. */
#define SHEET_QR_MM 45
#define SHEET_BARS_MM 110
#define CAPTION_MM 9 /* around a code: its quiet zone, and its text in letters */
/* What sheets of others have besides: a title and a number in large letters, and one line of what
 * to do with the sheet. */
#define TITLE_LETTERS 75
#define TITLE_SMALL 34
#define TITLE_CM2 60

struct judging {
    const struct raster *image;
    const struct barcodes *codes;
    const struct patches *patches;
    struct ink ink;
    bool fitted;
    struct sheet_fit fit;
    bool made_for_it; /* the codes are of the size of a sheet */
};

static bool within(const struct ink_marks *m, const struct limits *l)
{
    return m->letters <= l->letters && m->area_cm2 <= l->area_cm2;
}

static bool is_title(const struct ink_marks *m)
{
    return m->letters <= TITLE_LETTERS && m->small <= TITLE_SMALL && m->frames == 0 &&
           m->area_cm2 <= TITLE_CM2;
}

/* Clears a rectangle of the page, with a margin, from a mask of its map. */
static void clear_area(const struct judging *j, PIX *mask, const struct grey_rect *r,
                       double margin_mm)
{
    double m = margin_mm * j->ink.px_per_mm, f = j->ink.factor;
    int x0 = (int)(r->x_px / f - m), y0 = (int)(r->y_px / f - m);
    int x1 = (int)((r->x_px + (double)r->w_px) / f + m);
    int y1 = (int)((r->y_px + (double)r->h_px) / f + m);

    pixRasterop(mask, x0, y0, x1 - x0, y1 - y0, PIX_CLR, NULL, 0, 0);
}

static bool overlap(const struct grey_rect *a, const struct grey_rect *b)
{
    return a->x_px < b->x_px + b->w_px && b->x_px < a->x_px + a->w_px &&
           a->y_px < b->y_px + b->h_px && b->y_px < a->y_px + a->h_px;
}

static struct grey_rect box_of(const struct barcode *c)
{
    return (struct grey_rect){ c->x_px, c->y_px, c->w_px + 1, c->h_px + 1 };
}

static bool belongs_to_code(const struct judging *j, const struct grey_rect *area)
{
    for (size_t i = 0; i < j->codes->count; i++) {
        struct grey_rect box = box_of(&j->codes->at[i]);

        if (overlap(area, &box))
            return true;
    }
    return false;
}

/* Sides of a code in millimetres decide whether it was made for a sheet. */
static void note_size(struct judging *j, const struct grey_rect *r, bool square)
{
    double mm = j->ink.factor * j->ink.px_per_mm;
    double side = (r->w_px > r->h_px ? r->w_px : r->h_px) / mm;

    j->made_for_it = j->made_for_it || side >= (square ? SHEET_QR_MM : SHEET_BARS_MM);
}

/* Clears the codes and the bars that they lie in; with a patch all bars: they are the sheet's. */
static BA_RC clear_codes(struct judging *j, PIX *mask, struct ba_err *err)
{
    bool patched = j->patches->kind != PATCH_NONE || j->patches->conflict;
    struct bars bars[BARS_MAX];
    struct grey g = { 0 };
    size_t n;

    if (j->codes->count == 0 && !patched)
        return BA_OK;
    if (grey_reduce(j->image, grey_factor(j->image, BARS_DPI, BARS_MAX_PIXELS), &g) != 0)
        return ba_fail_mem(err, "content of a sheet");
    grey_stretch(&g);
    n = bar_finder_find(&g, bars);
    for (size_t i = 0; i < n; i++) {
        if (!patched && !belongs_to_code(j, &bars[i].area))
            continue;
        clear_area(j, mask, &bars[i].area, 1);
        if (belongs_to_code(j, &bars[i].area)) {
            struct grey_rect inner = bars[i].area;
            uint32_t margin = (uint32_t)(16 * j->ink.factor * j->ink.px_per_mm);

            inner.w_px -= inner.w_px > margin ? margin : inner.w_px;
            inner.h_px -= inner.h_px > margin ? margin : inner.h_px;
            note_size(j, &inner, false);
        }
    }
    for (size_t i = 0; i < j->codes->count; i++) {
        struct grey_rect box = box_of(&j->codes->at[i]);

        clear_area(j, mask, &box, CAPTION_MM);
        note_size(j, &box, strcmp(j->codes->at[i].symbology, "QR-Code") == 0);
    }
    grey_free(&g);
    return BA_OK;
}

/* What is on the page at this level that is no part of a separator sheet. */
static BA_RC count(struct judging *j, int level, bool behind, struct ink_marks *out,
                   struct ba_err *err)
{
    PIX *mask = ink_mask(&j->ink, level);
    enum ba_rc rc = mask == NULL ? ba_fail_mem(err, "content of a sheet") : BA_OK;

    if (rc == BA_OK && j->fitted)
        sheet_fit_clear(&j->fit, behind, mask);
    else if (rc == BA_OK)
        rc = clear_codes(j, mask, err);
    if (rc == BA_OK && ink_marks_count(mask, j->ink.px_per_mm, out) != 0)
        rc = ba_fail_mem(err, "content of a sheet");
    pixDestroy(&mask);
    return rc;
}

/* A sheet with codes or a patch on it. */
static enum sheet_content judge_sheet(const struct judging *j, const struct ink_marks *strong,
                                      const struct ink_marks *weak)
{
    bool patched = j->patches->kind != PATCH_NONE;
    const struct limits *content = j->fitted || j->made_for_it ? &overlaid : &much;
    enum sheet_content out = SHEET_UNSURE;

    if (j->ink.dark_page)
        return SHEET_CONTENT;
    if (j->ink.picture && !j->fitted)
        return SHEET_UNSURE;
    if (within(strong, &nothing) || (!j->fitted && j->made_for_it && is_title(strong)))
        out = SHEET_BARE;
    else if (strong->letters >= content->letters || strong->area_cm2 >= content->area_cm2)
        out = patched && !j->fitted ? SHEET_UNSURE : SHEET_CONTENT;
    /* Pencil, or a page that shines through: nobody can tell. */
    if (out == SHEET_BARE && (weak->letters > strong->letters + shines.letters ||
                              weak->area_cm2 > strong->area_cm2 + shines.area_cm2))
        out = SHEET_UNSURE;
    return out;
}

static BA_RC judge_coded(struct judging *j, enum sheet_content *out, struct ba_err *err)
{
    struct ink_marks strong, weak;
    enum ba_rc rc = sheet_fit_find(&j->ink, &j->fit, &j->fitted, err);

    if (rc == BA_OK)
        rc = count(j, INK_STRONG, false, &strong, err);
    if (rc == BA_OK)
        rc = count(j, INK_WEAK, false, &weak, err);
    if (rc == BA_OK)
        *out = judge_sheet(j, &strong, &weak);
    return rc;
}

/* The faint map as if it were print: bars that shine through are found in it. */
static void deepen(struct ink *ink)
{
    for (size_t i = 0; i < (size_t)ink->width_px * ink->height_px; i++)
        ink->at[i] = ink->at[i] >= INK_WEAK ? 255 : 0;
}

/* A page without codes: is it empty, as the back of a separator is? */
static BA_RC judge_plain(struct judging *j, enum sheet_content *out, struct ba_err *err)
{
    bool barred = j->patches->kind != PATCH_NONE || j->patches->conflict;
    struct ink_marks strong, weak;
    enum ba_rc rc = BA_OK;

    *out = SHEET_CONTENT;
    if (j->ink.dark_page || j->ink.picture ||
        (!barred && ink_coverage(&j->ink, INK_STRONG) > FULL_COVERAGE))
        return BA_OK;
    rc = count(j, INK_STRONG, false, &strong, err);
    if (rc == BA_OK && !barred && !within(&strong, &much))
        return BA_OK;
    if (rc == BA_OK)
        rc = count(j, INK_WEAK, false, &weak, err);
    if (rc == BA_OK && within(&strong, &blank) && within(&weak, &shines)) {
        *out = SHEET_EMPTY;
        return BA_OK;
    }
    if (rc == BA_OK && barred) /* bars of full ink are on this side: a sheet that was not read */
        rc = sheet_fit_find(&j->ink, &j->fit, &j->fitted, err);
    if (rc != BA_OK || j->fitted)
        return rc;
    deepen(&j->ink);
    rc = sheet_fit_find(&j->ink, &j->fit, &j->fitted, err);
    if (rc == BA_OK && j->fitted) {
        rc = count(j, INK_WEAK, true, &weak, err);
        if (rc == BA_OK && within(&weak, &shines))
            *out = SHEET_BEHIND;
    }
    return rc;
}

BA_RC sheet_content_judge(const struct raster *image, const struct barcodes *codes,
                          const struct patches *patches, enum sheet_content *out,
                          struct ba_err *err)
{
    struct judging j = { .image = image, .codes = codes, .patches = patches };
    enum ba_rc rc = ink_map(image, &j.ink, err);

    *out = SHEET_CONTENT;
    if (rc == BA_OK && j.ink.at != NULL)
        rc = codes->count > 0 ? judge_coded(&j, out, err) : judge_plain(&j, out, err);
    ink_free(&j.ink);
    return rc;
}

static const char *const names[] = { "", "empty", "behind", "bare", "unsure", "content" };

const char *sheet_content_name(enum sheet_content c)
{
    return names[c];
}

enum sheet_content sheet_content_of(const char *name)
{
    for (size_t i = 1; i < sizeof(names) / sizeof(names[0]) && name != NULL; i++)
        if (strcmp(names[i], name) == 0)
            return (enum sheet_content)i;
    return SHEET_NOT_JUDGED;
}
