#include "ocr/dot_leaders.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>

/* A dot or a dash is no higher and no longer than this, */
#define PIECE_HIGH_MM 0.8
#define PIECE_LONG_MM 6.0
/* stands no farther from the next one, */
#define GAP_MM 2.6
/* and as high on the page as that one, */
#define ROW_MM 0.3
/* and a row has so many, at distances that differ no more than this (standard deviation, a share).
 * Fragments of broken letters differ by a third and more. */
#define MIN_PIECES 8
#define UNEVEN 0.22
/* Worn rows lack pieces; so many in one row are a line nevertheless. */
#define MANY_PIECES 20
#define WORN_UNEVEN 0.38
/* The soft edge of a piece, beyond its bounds. */
#define EDGE_MM 0.2

struct piece {
    struct ocr_box box; /* pixels of the page */
    double y;           /* of its middle, mm */
    size_t next;        /* right of it in its row; itself: none */
    bool has_left;
};

static int by_x(const void *a, const void *b)
{
    const struct piece *p = a, *q = b;

    if (p->box.x != q->box.x)
        return p->box.x < q->box.x ? -1 : 1;
    return (p->y > q->y) - (p->y < q->y);
}

/* The pieces that are small enough, from left to right. How many. */
static size_t collect(const struct ocr_image *im, const struct ocr_transform *t, struct piece *out)
{
    double mm = im->dpi / 25.4;
    size_t n = 0;

    for (size_t i = 0; i < im->all.count; i++) {
        struct ocr_box b = image_shape_on_page(im, t, &im->all.at[i]);

        if (b.h <= PIECE_HIGH_MM * mm && b.w <= PIECE_LONG_MM * mm)
            out[n++] = (struct piece){ .box = b, .y = (b.y + b.h / 2) / mm };
    }
    qsort(out, n, sizeof(*out), by_x);
    for (size_t i = 0; i < n; i++)
        out[i].next = i;
    return n;
}

/* Joins each piece to the nearest one right of it in its row. */
static void join(struct piece *p, size_t n, double mm)
{
    for (size_t i = 0; i < n; i++) {
        double right = p[i].box.x + p[i].box.w;

        for (size_t j = i + 1; j < n && p[j].box.x <= right + GAP_MM * mm; j++) {
            if (p[j].has_left || fabs(p[j].y - p[i].y) > ROW_MM || p[j].box.x < right)
                continue;
            p[i].next = j;
            p[j].has_left = true;
            break;
        }
    }
}

/* The row that begins with piece i is a drawn line. */
static bool is_leader(const struct piece *p, size_t i)
{
    double sum = 0, squares = 0, mean, deviation;
    size_t steps = 0;

    for (; p[i].next != i; i = p[i].next) {
        double step = p[p[i].next].box.x - p[i].box.x;

        steps++;
        sum += step;
        squares += step * step;
    }
    if (steps + 1 < MIN_PIECES)
        return false;
    mean = sum / (double)steps;
    deviation = sqrt(fmax(0, squares / (double)steps - mean * mean));
    return deviation <= mean * (steps + 1 < MANY_PIECES ? UNEVEN : WORN_UNEVEN);
}

static void paint_over(struct ocr_input *v, const struct ocr_box *b, double edge)
{
    l_int32 x = (l_int32)floor((b->x - edge) * v->scale + v->pad_x);
    l_int32 y = (l_int32)floor((b->y - edge) * v->scale + v->pad_y);
    BOX *box = boxCreate(x > 0 ? x : 0, y > 0 ? y : 0, (l_int32)ceil((b->w + 2 * edge) * v->scale),
                         (l_int32)ceil((b->h + 2 * edge) * v->scale));

    if (pixGetDepth(v->pix) == 1)
        pixClearInRect(v->pix, box);
    else
        pixSetInRectArbitrary(v->pix, box, IMAGE_PAPER);
    boxDestroy(&box);
}

int dot_leaders_remove(const struct ocr_image *im, const struct ocr_transform *t,
                       struct ocr_input *v)
{
    struct piece *p = calloc(im->all.count + 1, sizeof(*p));
    double mm = im->dpi / 25.4;
    size_t n;

    if (p == NULL)
        return -1;
    n = collect(im, t, p);
    join(p, n, mm);
    for (size_t i = 0; i < n; i++) {
        if (p[i].has_left || !is_leader(p, i))
            continue;
        for (size_t j = i;; j = p[j].next) {
            paint_over(v, &p[j].box, EDGE_MM * mm);
            if (p[j].next == j)
                break;
        }
    }
    free(p);
    return 0;
}
