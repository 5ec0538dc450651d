/* The words of a title block as lines and segments: what stands beside and below what. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "ocr/title_block/title_block_private.h"

/* Gaps between words of one segment, in heights of the line. */
#define SEGMENT_GAP 1.4
/* A colon holds together what a typewriter puts apart: "1 : 20". */
#define COLON_GAP 2.2

struct title_word title_as_read(struct ocr_box b, uint32_t rotation_deg)
{
    if (rotation_deg == 90)
        return (struct title_word){ .x = -b.y - b.h, .y = b.x, .w = b.h, .h = b.w };
    if (rotation_deg == 270)
        return (struct title_word){ .x = b.y, .y = -b.x - b.w, .w = b.h, .h = b.w };
    return (struct title_word){ .x = b.x, .y = b.y, .w = b.w, .h = b.h };
}

static int by_cell_and_y(const void *a, const void *b)
{
    const struct title_word *p = a, *q = b;
    double py = p->y + p->h / 2, qy = q->y + q->h / 2;

    if (p->cell != q->cell)
        return p->cell < q->cell ? -1 : 1;
    if (py < qy || py > qy)
        return py < qy ? -1 : 1;
    return p->source < q->source ? -1 : p->source > q->source;
}

static int by_x(const void *a, const void *b)
{
    const struct title_word *p = a, *q = b;

    if (p->x < q->x || p->x > q->x)
        return p->x < q->x ? -1 : 1;
    return p->source < q->source ? -1 : p->source > q->source;
}

/* Stands w on the line that began with first? A colon or a dash is low: its middle decides. */
static bool same_line(const struct title_word *first, const struct title_word *w)
{
    double middle = w->y + w->h / 2, middle0 = first->y + first->h / 2;

    return w->cell == first->cell && fabs(middle - middle0) < 0.5 * fmax(first->h, w->h);
}

static int add_segment(struct title_lines *l, size_t *room, size_t from, size_t to, uint32_t line)
{
    const struct title_word *w = &l->words[from];
    struct title_segment s = { .from = from, .to = to, .cell = w->cell, .line = line };
    double x1 = w->x + w->w, y1 = w->y + w->h;

    s.x = w->x;
    s.y = w->y;
    for (size_t i = from; i < to; i++) {
        w = &l->words[i];
        s.y = fmin(s.y, w->y);
        x1 = fmax(x1, w->x + w->w);
        y1 = fmax(y1, w->y + w->h);
    }
    s.w = x1 - s.x;
    s.h = y1 - s.y;
    if (ba_grow(&l->segments, room, l->segment_count + 1, sizeof(*l->segments)) != 0)
        return -1;
    l->segments[l->segment_count++] = s;
    return 0;
}

static bool is_colon(const struct title_word *w)
{
    return strcmp(w->text, ":") == 0;
}

static int add_line(struct title_lines *l, size_t *room, size_t from, size_t to, uint32_t line)
{
    double height = 0;
    size_t begin = from;

    qsort(l->words + from, to - from, sizeof(*l->words), by_x);
    for (size_t i = from; i < to; i++)
        height = fmax(height, l->words[i].h);
    for (size_t i = from + 1; i <= to; i++) {
        const struct title_word *w = &l->words[i - 1];
        bool colon = i < to && (is_colon(w) || is_colon(w + 1));

        if (i < to && w[1].x - w->x - w->w <= (colon ? COLON_GAP : SEGMENT_GAP) * height)
            continue;
        if (add_segment(l, room, begin, i, line) != 0)
            return -1;
        begin = i;
    }
    return 0;
}

int title_lines_of(struct title_word *words, size_t count, struct title_lines *out)
{
    size_t room = 0;
    uint32_t line = 0;

    *out = (struct title_lines){ .words = words, .count = count };
    if (count > 0)
        qsort(words, count, sizeof(*words), by_cell_and_y);
    for (size_t i = 0; i < count;) {
        size_t j = i + 1;

        while (j < count && same_line(&words[i], &words[j]))
            j++;
        if (add_line(out, &room, i, j, line) != 0) {
            title_lines_free(out);
            return -1;
        }
        line = j < count && words[j].cell == words[i].cell ? line + 1 : 0;
        i = j;
    }
    return 0;
}

void title_lines_free(struct title_lines *l)
{
    free(l->words);
    free(l->segments);
    *l = (struct title_lines){ 0 };
}
