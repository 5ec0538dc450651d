#include "ocr/unread.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"

/* A piece lies in a word when its middle does, or lies this far outside of it. */
#define AROUND_MM 0.6
/* Pieces this near, whose middles differ by this share of the higher one's height, are a row. */
#define NEAR_MM 3.2
#define AS_HIGH 0.5
/* A row of fewer pieces is told by nobody, and one of fewer is not read: specks, strokes of pens.
 */
#define ROW_PIECES 3
#define READ_PIECES 2
/* Rows this near each other are read as one block. */
#define BLOCK_MM 9.0
/* Nearer to the edge lie pieces of the next sheet, holes, shadows. */
#define MARGIN_MM 4.0
/* So many blocks are read, and nothing on a page that is mostly noise. */
#define MAX_BLOCKS 16
#define MAX_LEFT 1500
#define MOST_LEFT 0.75
/* Round a block, so that its letters are whole. */
#define PAD_MM 2.0
/* What is kept of a block: marks never; a line with a word as sure as this whole, but for what is
 * hardly legible ("f" before an amount); of others only what is sure by itself. */
#define SURE_WORD 0.8
static const struct prune beside_sure = { .marks = 2, .shorts = 0.3, .words = 0.3 };
static const struct prune alone = { .marks = 2, .shorts = 0.75, .words = 0.65 };
/* A word that shares this much of its box with one that is there is that one. */
#define SAME_PLACE 0.4
/* Between two columns of a table; what stands farther off is no part of the line. */
#define WIDEST_GAP_MM 120.0
/* Told from here on. */
#define MUCH_PCT 4.0
#define MUCH_ROWS 2

struct piece {
    struct ocr_box box; /* pixels of the page */
};

struct row {
    struct ocr_box box;
    size_t pieces;
};

struct leftover {
    struct piece *pieces;
    struct row *rows;
    size_t count, row_count, all; /* all: pieces of the page, read or not */
    double mm;                    /* pixels of the page */
};

static void leftover_free(struct leftover *l)
{
    free(l->pieces);
    free(l->rows);
    *l = (struct leftover){ 0 };
}

static bool is_read(const struct recognition *r, const struct ocr_box *b, double around)
{
    double x = b->x + b->w / 2, y = b->y + b->h / 2;

    for (size_t i = 0; i < r->count; i++) {
        const struct ocr_box *w = &r->words[i].box;

        if (x >= w->x - around && x <= w->x + w->w + around && y >= w->y - around &&
            y <= w->y + w->h + around)
            return true;
    }
    return false;
}

static int by_x(const void *a, const void *b)
{
    const struct piece *p = a, *q = b;

    return (p->box.x > q->box.x) - (p->box.x < q->box.x);
}

static void add_box(struct ocr_box *to, const struct ocr_box *b)
{
    double right = fmax(to->x + to->w, b->x + b->w), below = fmax(to->y + to->h, b->y + b->h);

    to->x = fmin(to->x, b->x);
    to->y = fmin(to->y, b->y);
    to->w = right - to->x;
    to->h = below - to->y;
}

/* The piece stands at the right end of the row. */
static bool continues(const struct leftover *l, const struct row *row, const struct ocr_box *last,
                      const struct ocr_box *b)
{
    double high = fmax(last->h, b->h), gap = b->x - (row->box.x + row->box.w);

    return gap <= NEAR_MM * l->mm && gap >= -1.0 * l->mm &&
           fabs(last->y + last->h / 2 - b->y - b->h / 2) <= AS_HIGH * high &&
           fmin(last->h, b->h) >= 0.3 * high;
}

/* Joins pieces, which come from left to right, to rows. -1: out of memory. */
static int find_rows(struct leftover *l)
{
    size_t *last = calloc(l->count + 1, sizeof(*last));

    l->rows = calloc(l->count + 1, sizeof(*l->rows));
    if (last == NULL || l->rows == NULL) {
        free(last);
        return -1;
    }
    qsort(l->pieces, l->count, sizeof(*l->pieces), by_x);
    for (size_t i = 0; i < l->count; i++) {
        const struct ocr_box *b = &l->pieces[i].box;
        size_t at = 0;

        while (at < l->row_count && !continues(l, &l->rows[at], &l->pieces[last[at]].box, b))
            at++;
        if (at == l->row_count)
            l->rows[l->row_count++] = (struct row){ .box = *b };
        add_box(&l->rows[at].box, b);
        l->rows[at].pieces++;
        last[at] = i;
    }
    free(last);
    return 0;
}

/* Pieces as large as letters that no word of r accounts for, in rows. -1: out of memory. */
static int find_leftover(const struct ocr_image *im, const struct ocr_transform *t,
                         const struct recognition *r, struct leftover *l)
{
    double mm = im->dpi / 25.4, margin = MARGIN_MM * mm;

    *l = (struct leftover){ .pieces = calloc(im->chars.count + 1, sizeof(*l->pieces)), .mm = mm };
    if (l->pieces == NULL)
        return -1;
    for (size_t i = 0; i < im->chars.count; i++) {
        struct ocr_box b = image_shape_on_page(im, t, &im->chars.at[i]);

        if (b.x < margin || b.y < margin || b.x + b.w > t->page_w - margin ||
            b.y + b.h > t->page_h - margin)
            continue;
        l->all++;
        if (!is_read(r, &b, AROUND_MM * mm))
            l->pieces[l->count++].box = b;
    }
    if (l->count <= MAX_LEFT && find_rows(l) != 0) {
        leftover_free(l);
        return -1;
    }
    return 0;
}

/* The blocks that rows form, at most MAX_BLOCKS; how many. */
static size_t find_blocks(const struct leftover *l, struct ocr_box out[MAX_BLOCKS])
{
    double near = BLOCK_MM * l->mm;
    size_t n = 0;

    for (size_t i = 0; i < l->row_count; i++) {
        const struct ocr_box *b = &l->rows[i].box;
        size_t at = 0;

        if (l->rows[i].pieces < READ_PIECES)
            continue;
        while (at < n && (b->x > out[at].x + out[at].w + near || b->x + b->w < out[at].x - near ||
                          b->y > out[at].y + out[at].h + near || b->y + b->h < out[at].y - near))
            at++;
        if (at == n && n == MAX_BLOCKS)
            continue;
        if (at == n)
            out[n++] = *b;
        add_box(&out[at], b);
    }
    return n;
}

/* The pixels of the view that hold the box and what is round it. */
static BOX *on_view(const struct ocr_input *v, const struct ocr_box *b, double pad)
{
    l_int32 x = (l_int32)fmax(0, (b->x - pad) * v->scale + v->pad_x);
    l_int32 y = (l_int32)fmax(0, (b->y - pad) * v->scale + v->pad_y);

    return boxCreate(x, y, (l_int32)ceil((b->w + 2 * pad) * v->scale),
                     (l_int32)ceil((b->h + 2 * pad) * v->scale));
}

/* Paints what was read over, so that it is not read a second time. */
static void take_out(const struct ocr_input *v, const struct recognition *r)
{
    for (size_t i = 0; i < r->count; i++) {
        BOX *box = on_view(v, &r->words[i].box, 0);

        if (pixGetDepth(v->pix) == 1)
            pixClearInRect(v->pix, box);
        else
            pixSetInRectArbitrary(v->pix, box, IMAGE_PAPER);
        boxDestroy(&box);
    }
}

static double overlap(const struct ocr_box *a, const struct ocr_box *b)
{
    double w = fmin(a->x + a->w, b->x + b->w) - fmax(a->x, b->x);
    double h = fmin(a->y + a->h, b->y + b->h) - fmax(a->y, b->y);

    return w > 0 && h > 0 ? w * h / fmin(a->w * a->h, b->w * b->h) : 0;
}

static void drop_known(struct recognition *more, const struct recognition *r)
{
    size_t kept = 0;

    for (size_t i = 0; i < more->count; i++) {
        bool known = false;

        for (size_t j = 0; j < r->count && !known; j++)
            known = overlap(&more->words[i].box, &r->words[j].box) > SAME_PLACE;
        if (known)
            free(more->words[i].text);
        else
            more->words[kept++] = more->words[i];
    }
    more->count = kept;
    recognition_count(more);
}

/* Drops from the words of a block what is no text, line by line. */
static void keep_text(struct recognition *r)
{
    size_t kept = 0;

    for (size_t i = 0, next; i < r->count; i = next) {
        struct recognition line = { .words = &r->words[i] };
        bool sure = false;

        for (next = i; next < r->count && r->words[next].line == r->words[i].line; next++)
            sure |= r->words[next].confidence >= SURE_WORD && strlen(r->words[next].text) > 1;
        line.count = next - i;
        recognition_prune(&line, sure ? beside_sure : alone);
        memmove(&r->words[kept], line.words, line.count * sizeof(*r->words));
        kept += line.count;
    }
    r->count = kept;
    recognition_count(r);
}

static BA_RC read_block(struct ocr_engine *e, const struct ocr_input *v, const struct ocr_box *b,
                        double mm, double deadline, struct recognition *out, struct ba_err *err)
{
    struct recognise_opts opts = { .layout = LAYOUT_BLOCK, .dpi = v->dpi, .deadline = deadline };
    BOX *box = on_view(v, b, PAD_MM * mm), *clipped = NULL;
    PIX *part = pixClipRectangle(v->pix, box, &clipped), *padded = NULL;
    l_int32 x = 0, y = 0, edge = (l_int32)(4 * mm * v->scale);
    enum ba_rc rc = BA_OK;

    *out = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
    if (part != NULL && clipped != NULL)
        padded = pixAddBorderGeneral(part, edge, edge, edge, edge,
                                     pixGetDepth(part) == 1 ? 0 : IMAGE_PAPER);
    if (padded != NULL) {
        boxGetGeometry(clipped, &x, &y, NULL, NULL);
        rc = recognise(e, padded, &opts, out, err);
    }
    for (size_t i = 0; i < out->count; i++) {
        struct ocr_box w = out->words[i].box;

        w.x += x - edge;
        w.y += y - edge;
        out->words[i].box = ocr_input_to_page(v, w);
    }
    keep_text(out);
    boxDestroy(&box);
    boxDestroy(&clipped);
    pixDestroy(&part);
    pixDestroy(&padded);
    return rc;
}

/* Behind how many words of r the word belongs: the nearest left of it in the line it stands in is
 * the last of them. 0: no line of r goes on there. */
static size_t place_of(const struct recognition *r, const struct found_word *w, double widest)
{
    double middle = w->box.y + w->box.h / 2, best = 0;
    size_t at = 0;

    for (size_t i = 0; i < r->count; i++) {
        const struct ocr_box *b = &r->words[i].box;
        double off = fabs(b->y + b->h / 2 - middle), gap = w->box.x - (b->x + b->w);

        if (off > AS_HIGH * fmax(b->h, w->box.h) || gap < 0 || gap > widest)
            continue;
        if (at == 0 || gap < best) {
            best = gap;
            at = i + 1;
        }
    }
    return at;
}

/* Puts the words of a block into the lines of r that they continue, and the rest behind. */
static int merge(struct recognition *r, struct recognition *more, double widest)
{
    size_t kept = 0;

    for (size_t i = 0; i < more->count; i++) {
        struct found_word w = more->words[i];
        size_t at = place_of(r, &w, widest);

        if (at == 0) {
            more->words[kept++] = w;
            continue;
        }
        if (ba_grow(&r->words, &r->room, r->count + 1, sizeof(*r->words)) != 0) {
            for (; i < more->count; i++)
                more->words[kept++] = more->words[i];
            more->count = kept;
            return -1;
        }
        w.block = r->words[at - 1].block;
        w.paragraph = r->words[at - 1].paragraph;
        w.line = r->words[at - 1].line;
        memmove(&r->words[at + 1], &r->words[at], (r->count - at) * sizeof(*r->words));
        r->words[at] = w;
        r->count++;
    }
    more->count = kept;
    return recognition_append(r, more);
}

static BA_RC read_blocks(struct ocr_engine *e, const struct leftover *l, const struct ocr_input *v,
                         double deadline, struct recognition *r, uint32_t *recognitions,
                         struct ba_err *err)
{
    struct ocr_box blocks[MAX_BLOCKS];
    size_t n = find_blocks(l, blocks);
    enum ba_rc rc = BA_OK;

    take_out(v, r);
    for (size_t i = 0; rc == BA_OK && i < n; i++) {
        struct recognition more;

        rc = read_block(e, v, &blocks[i], l->mm, deadline, &more, err);
        ++*recognitions;
        drop_known(&more, r);
        if (rc == BA_OK && merge(r, &more, WIDEST_GAP_MM * l->mm) != 0)
            rc = ba_fail_mem(err, "words of a page");
        recognition_free(&more);
    }
    return rc;
}

/* What is left in rows of letters, and where most of it. */
static void measure(const struct leftover *l, struct unread *out)
{
    size_t pieces = 0;

    *out = (struct unread){ 0 };
    for (size_t i = 0; i < l->row_count; i++) {
        struct ocr_box b = l->rows[i].box;

        if (l->rows[i].pieces < ROW_PIECES)
            continue;
        pieces += l->rows[i].pieces;
        out->rows++;
        for (size_t j = 0; j < UNREAD_BOXES; j++) {
            if (b.w > out->boxes[j].w) {
                struct ocr_box next = out->boxes[j];

                out->boxes[j] = b;
                b = next;
            }
        }
    }
    if (l->count > MAX_LEFT)
        pieces = l->count;
    out->share_pct = l->all > 0 ? 100.0 * (double)pieces / (double)l->all : 0;
}

static size_t readable_rows(const struct leftover *l)
{
    size_t n = 0;

    for (size_t i = 0; i < l->row_count; i++)
        n += l->rows[i].pieces >= READ_PIECES;
    return n;
}

BA_RC unread_read(struct ocr_engine *e, const struct ocr_image *im, const struct ocr_transform *t,
                  bool lines_removed, double deadline, struct recognition *r,
                  uint32_t *recognitions, struct unread *out, struct ba_err *err)
{
    struct leftover l;
    struct ocr_input v = { 0 };
    enum ba_rc rc = BA_OK;

    *out = (struct unread){ 0 };
    if (find_leftover(im, t, r, &l) != 0)
        return ba_fail_mem(err, "ink of a page");
    if (readable_rows(&l) > 0 && (double)l.count < MOST_LEFT * (double)l.all) {
        if (ocr_input_make(im, t, VIEW_NORMALISED, 300, lines_removed, &v) != 0)
            rc = ba_fail_mem(err, "view of a page");
        else
            rc = read_blocks(e, &l, &v, deadline, r, recognitions, err);
        ocr_input_free(&v);
        leftover_free(&l);
        if (rc == BA_OK && find_leftover(im, t, r, &l) != 0)
            rc = ba_fail_mem(err, "ink of a page");
    }
    if (rc == BA_OK)
        measure(&l, out);
    leftover_free(&l);
    return rc;
}

bool unread_is_much(const struct unread *u)
{
    return u->rows >= MUCH_ROWS && u->share_pct >= MUCH_PCT;
}
