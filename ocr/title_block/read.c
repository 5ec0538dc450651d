/* Reads a title block again, cell by cell, at the resolution that suits its letters. */
#include <ctype.h>
#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "ocr/drawing.h"
#include "ocr/sheet/image_clean.h"
#include "ocr/title_block/title_block_private.h"

/* Around the region, and inside a cell where its lines are. */
#define MARGIN_MM 1.0
#define LINE_MM 0.5
/* Letters are read best at this height; what is near it is left alone. */
#define LETTER_PX 32.0
#define LETTER_MIN_MM 1.0
#define LETTER_MAX_MM 9.0
#define SCALE_MIN 0.35
#define SCALE_MAX 2.0
/* With fewer pieces of ink there is nothing to read in a cell. */
#define MIN_PIECES 2
#define MAX_CELLS_READ 60
/* A small page with no more words than these is a drawing when its title block leaves no doubt. */
#define FEW_WORDS 250
#define SURE_PROOF 5.5
/* What was read before is kept unless the new reading is nearly as good. */
#define AS_GOOD 0.95

struct reading {
    struct ocr_engine *e;
    const struct ocr_image *im;
    const struct ocr_transform *t;
    const struct title_place *place;
    double deadline;
    PIX *sheet;            /* 8 bpp: the region as it is read */
    double ox, oy;         /* page place of the region's corner */
    double w, h;           /* of the region before the turn to the reading direction */
    struct recognition *r; /* what was read before; loses what lies in the region */
    struct recognition found;
};

/* The region of the page, upright and deskewed, in grey; *x, *y: its corner on the page. */
static PIX *region_of_page(const struct ocr_image *im, const struct ocr_transform *t,
                           const struct ocr_box *b, double *x, double *y)
{
    struct ocr_box m = ocr_box_to_master(t, *b);
    double cx, cy, mx0 = floor(m.x * t->stretch_x), my0 = floor(m.y * t->stretch_y);
    BOX *clip = boxCreate((l_int32)mx0, (l_int32)my0, (l_int32)ceil(m.w * t->stretch_x) + 1,
                          (l_int32)ceil(m.h * t->stretch_y) + 1);
    BOX *got = NULL;
    PIX *part = clip != NULL ? pixClipRectangle(im->full, clip, &got) : NULL, *next;
    l_int32 gx = 0, gy = 0, gw = 0, gh = 0;

    if (part != NULL && pixGetDepth(part) == 1) {
        next = pixConvert1To8(NULL, part, IMAGE_PAPER, 0);
        pixDestroy(&part);
        part = next;
    }
    if (part != NULL) {
        boxGetGeometry(got, &gx, &gy, &gw, &gh);
        next = pixRotateOrth(part, (l_int32)(t->turn_deg / 90));
        pixDestroy(&part);
        part = next;
    }
    if (part != NULL && fabs(t->skew_deg) >= 0.02) {
        next = pixRotateAMGray(part, (l_float32)(t->skew_deg * M_PI / 180), IMAGE_PAPER);
        pixDestroy(&part);
        part = next;
    }
    boxDestroy(&clip);
    boxDestroy(&got);
    if (part == NULL)
        return NULL;
    drawing_still_paper(part);
    /* Turning and deskewing leave the centre where it is. */
    ocr_to_page(t, (gx + gw / 2.0) / t->stretch_x, (gy + gh / 2.0) / t->stretch_y, &cx, &cy);
    *x = cx - pixGetWidth(part) / 2.0;
    *y = cy - pixGetHeight(part) / 2.0;
    return part;
}

/* A box of the page on the sheet. */
static struct ocr_box on_sheet(const struct reading *g, const struct ocr_box *page)
{
    struct ocr_box b = { page->x - g->ox, page->y - g->oy, page->w, page->h };

    if (g->place->rotation_deg == 90)
        return (struct ocr_box){ g->h - b.y - b.h, b.x, b.h, b.w };
    if (g->place->rotation_deg == 270)
        return (struct ocr_box){ b.y, g->w - b.x - b.w, b.h, b.w };
    return b;
}

static struct ocr_box on_page(const struct reading *g, struct ocr_box b)
{
    if (g->place->rotation_deg == 90)
        b = (struct ocr_box){ b.y, g->h - b.x - b.w, b.h, b.w };
    else if (g->place->rotation_deg == 270)
        b = (struct ocr_box){ g->w - b.y - b.h, b.x, b.h, b.w };
    b.x += g->ox;
    b.y += g->oy;
    return b;
}

static int by_height(const void *a, const void *b)
{
    const struct shape *p = a, *q = b;

    return (p->h > q->h) - (p->h < q->h);
}

/* The height of the letters on a grey image, pixels; 0: there are too few to read. */
static double letter_height(PIX *grey, double dpi)
{
    PIX *bin = pixThresholdToBinary(grey, IMAGE_PAPER * 7 / 10);
    struct shapes s = { 0 };
    double height = 0;
    size_t kept = 0;

    if (bin != NULL && shapes_of(bin, &s) == 0) {
        for (size_t i = 0; i < s.count; i++)
            if (s.at[i].h >= LETTER_MIN_MM * dpi / 25.4 && s.at[i].h <= LETTER_MAX_MM * dpi / 25.4)
                s.at[kept++] = s.at[i];
        if (kept > 0)
            qsort(s.at, kept, sizeof(*s.at), by_height);
        height = kept >= MIN_PIECES ? s.at[kept / 2].h : 0;
    }
    pixDestroy(&bin);
    shapes_free(&s);
    return height;
}

/* Dots and dashes are left out; a colon holds "1 : 100" together. What has letters may be a name,
 * however unsure. */
static void drop_marks(struct recognition *r)
{
    size_t kept = 0;

    for (size_t i = 0; i < r->count; i++) {
        const char *p = r->words[i].text;
        bool says = strcmp(p, ":") == 0;

        for (; *p != '\0' && !says; p++)
            says = isalnum((unsigned char)*p) || (*p & 0x80) != 0;
        if (says)
            r->words[kept++] = r->words[i];
        else
            free(r->words[i].text);
    }
    r->count = kept;
    recognition_count(r);
}

/* Reads a grey image whose corner is at x, y of the sheet; the words get page places. */
static BA_RC read_grey(struct reading *g, PIX *grey, double x, double y, enum layout layout,
                       struct recognition *out, struct ba_err *err)
{
    double height = letter_height(grey, g->im->dpi);
    double scale = height > 0 ? fmin(fmax(LETTER_PX / height, SCALE_MIN), SCALE_MAX) : 1;
    struct recognise_opts opts = { .layout = layout, .deadline = g->deadline };
    PIX *scaled;
    enum ba_rc rc;

    *out = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
    if (height <= 0)
        return BA_OK;
    if (scale > 0.75 && scale < 1.3)
        scale = 1;
    opts.dpi = g->im->dpi * scale;
    scaled = scale < 1 ? pixScaleAreaMap(grey, (l_float32)scale, (l_float32)scale)
                       : pixScale(grey, (l_float32)scale, (l_float32)scale);
    if (scaled == NULL)
        return ba_fail_mem(err, "title block");
    rc = recognise(g->e, scaled, &opts, out, err);
    pixDestroy(&scaled);
    drop_marks(out);
    for (size_t i = 0; i < out->count; i++) {
        struct found_word *w = &out->words[i];

        w->box = on_page(g, (struct ocr_box){ w->box.x / scale + x, w->box.y / scale + y,
                                              w->box.w / scale, w->box.h / scale });
        w->rotation_deg = g->place->rotation_deg;
        w->block = w->paragraph = 0;
    }
    return rc;
}

/* Takes the earlier words in a box of the page out of r. -1: no memory. */
static int words_in(struct recognition *r, const struct ocr_box *b, struct recognition *out)
{
    size_t kept = 0;

    *out = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
    if (ba_grow(&out->words, &out->room, r->count + 1, sizeof(*out->words)) != 0)
        return -1;
    for (size_t i = 0; i < r->count; i++) {
        struct found_word w = r->words[i];

        if (!title_holds(b, w.box.x + w.box.w / 2, w.box.y + w.box.h / 2)) {
            r->words[kept++] = w;
            continue;
        }
        w.block = w.paragraph = 0;
        out->words[out->count++] = w;
    }
    r->count = kept;
    recognition_count(out);
    return 0;
}

/* Letters by how sure they are. A name that no dictionary knows may be right with a confidence of
 * nothing, so that it must not count against a reading. */
static double worth(const struct recognition *r)
{
    double sum = 0;

    for (size_t i = 0; i < r->count; i++)
        sum += (double)strlen(r->words[i].text) * (0.2 + r->words[i].confidence);
    return sum;
}

/* Keeps the better reading of one cell. */
static BA_RC keep_better(struct reading *g, const struct ocr_box *b, struct recognition *new,
                         struct ba_err *err)
{
    struct recognition old;
    int rc = words_in(g->r, b, &old);

    if (rc == 0)
        rc = recognition_append(&g->found, worth(&old) * AS_GOOD > worth(new) ? &old : new);
    recognition_free(&old);
    return rc == 0 ? BA_OK : ba_fail_mem(err, "words of a title block");
}

static PIX *clip(PIX *pix, double x, double y, double w, double h)
{
    BOX *box = boxCreate((l_int32)x, (l_int32)y, (l_int32)w, (l_int32)h);
    PIX *part = box != NULL ? pixClipRectangle(pix, box, NULL) : NULL;

    boxDestroy(&box);
    return part;
}

static BA_RC read_cell(struct reading *g, const struct ocr_box *page, struct ba_err *err)
{
    struct ocr_box b = on_sheet(g, page);
    double edge = LINE_MM * g->im->dpi / 25.4;
    struct recognition new = { 0 };
    PIX *part;
    enum ba_rc rc;

    b = (struct ocr_box){ fmax(0, b.x + edge), fmax(0, b.y + edge), b.w - 2 * edge,
                          b.h - 2 * edge };
    if (b.w < edge || b.h < edge)
        return BA_OK;
    part = clip(g->sheet, b.x, b.y, b.w, b.h);
    if (part == NULL)
        return BA_OK; /* off the sheet */
    rc = read_grey(g, part, floor(b.x), floor(b.y), LAYOUT_BLOCK, &new, err);
    /* A single number is sometimes no block. */
    if (rc == BA_OK && new.count == 0)
        rc = read_grey(g, part, floor(b.x), floor(b.y), LAYOUT_SPARSE, &new, err);
    pixDestroy(&part);
    if (rc == BA_OK)
        rc = keep_better(g, page, &new, err);
    recognition_free(&new);
    return rc;
}

/* What stands in no cell. */
static BA_RC read_rest(struct reading *g, const struct ocr_box *cells, size_t count,
                       struct ba_err *err)
{
    PIX *rest = pixCopy(NULL, g->sheet);
    struct recognition new = { 0 };
    enum ba_rc rc = BA_OK;

    if (rest == NULL || image_clean_remove(rest, g->im->dpi, true, false) != 0) {
        pixDestroy(&rest);
        return ba_fail_mem(err, "title block");
    }
    for (size_t i = 0; i < count; i++) {
        struct ocr_box b = on_sheet(g, &cells[i]);
        BOX *box =
            boxCreate((l_int32)fmax(0, b.x), (l_int32)fmax(0, b.y), (l_int32)b.w, (l_int32)b.h);

        pixSetInRectArbitrary(rest, box, IMAGE_PAPER);
        boxDestroy(&box);
    }
    rc = read_grey(g, rest, 0, 0, count == 0 ? LAYOUT_BLOCK : LAYOUT_SPARSE, &new, err);
    pixDestroy(&rest);
    if (rc == BA_OK)
        rc = keep_better(g, &g->place->box, &new, err);
    recognition_free(&new);
    return rc;
}

struct ordered {
    struct ocr_box page, sheet;
};

static int by_reading_order(const void *a, const void *b)
{
    const struct ordered *p = a, *q = b;

    if (p->sheet.y < q->sheet.y || p->sheet.y > q->sheet.y)
        return p->sheet.y < q->sheet.y ? -1 : 1;
    return p->sheet.x < q->sheet.x ? -1 : p->sheet.x > q->sheet.x;
}

static BA_RC read_cells(struct reading *g, const struct title_cells *c, struct ba_err *err)
{
    struct ordered *in = calloc(MAX_CELLS_READ, sizeof(*in));
    struct ocr_box done[MAX_CELLS_READ];
    size_t n = 0;
    enum ba_rc rc = BA_OK;

    if (in == NULL)
        return ba_fail_mem(err, "title block");
    for (size_t i = 0; i < c->count && n < MAX_CELLS_READ; i++) {
        const struct ocr_box *b = &c->at[i].box;

        if (c->at[i].leaf && title_holds(&g->place->box, b->x + b->w / 2, b->y + b->h / 2))
            in[n++] = (struct ordered){ *b, on_sheet(g, b) };
    }
    if (n > 0)
        qsort(in, n, sizeof(*in), by_reading_order);
    for (size_t i = 0; i < n; i++)
        done[i] = in[i].page;
    for (size_t i = 0; rc == BA_OK && i < n; i++)
        rc = read_cell(g, &done[i], err);
    if (rc == BA_OK)
        rc = read_rest(g, done, n, err);
    free(in);
    return rc;
}

static BA_RC read_block(struct reading *g, const struct title_cells *c, struct ba_err *err)
{
    enum ba_rc rc;

    g->sheet = region_of_page(g->im, g->t, &g->place->box, &g->ox, &g->oy);
    if (g->sheet == NULL)
        return ba_fail_mem(err, "title block");
    g->w = pixGetWidth(g->sheet);
    g->h = pixGetHeight(g->sheet);
    if (g->place->rotation_deg != 0) {
        PIX *turned = pixRotate90(g->sheet, g->place->rotation_deg == 90 ? 1 : -1);

        pixDestroy(&g->sheet);
        g->sheet = turned;
        if (turned == NULL)
            return ba_fail_mem(err, "title block");
    }
    rc = read_cells(g, c, err);
    pixDestroy(&g->sheet);
    return rc;
}

BA_RC title_read(struct ocr_engine *e, const struct ocr_image *im, const struct ocr_transform *t,
                 double deadline, struct recognition *r, struct title_place *out,
                 struct ba_err *err)
{
    struct title_cells cells;
    struct reading g = { .e = e, .im = im, .t = t, .place = out, .deadline = deadline, .r = r };
    double margin = MARGIN_MM * im->dpi / 25.4;
    enum ba_rc rc = BA_OK;
    double proof;
    bool scale;

    *out = (struct title_place){ 0 };
    if (r->count == 0)
        return BA_OK;
    if (title_cells_find(im, t, &cells) != 0)
        return ba_fail_mem(err, "title block");
    if (title_find(im, t, &cells, r, out, &proof, &scale) != 0)
        rc = ba_fail_mem(err, "title block");
    if (rc == BA_OK && out->found) {
        out->box = (struct ocr_box){ out->box.x - margin, out->box.y - margin,
                                     out->box.w + 2 * margin, out->box.h + 2 * margin };
        g.found = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
        rc = read_block(&g, &cells, err);
        out->found = g.found.count > 0;
        out->first_block = r->count > 0 ? r->words[r->count - 1].block + 1 : 0;
        if (rc == BA_OK && recognition_append(r, &g.found) != 0)
            rc = ba_fail_mem(err, "words of a title block");
        recognition_free(&g.found);
    }
    title_cells_free(&cells);
    return rc;
}

bool title_shows_drawing(const struct ocr_image *im, const struct ocr_transform *t,
                         const struct recognition *r)
{
    struct title_cells cells = { 0 };
    struct title_place place;
    double proof = 0;
    bool scale = false;

    if (r->count == 0 || r->count > FEW_WORDS || !image_has_rules(im) ||
        title_cells_find(im, t, &cells) != 0)
        return false;
    if (title_find(im, t, &cells, r, &place, &proof, &scale) != 0)
        proof = 0;
    title_cells_free(&cells);
    return scale && proof >= SURE_PROOF;
}
