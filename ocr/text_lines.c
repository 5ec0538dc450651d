#include "ocr/text_lines.h"

#include <math.h>
#include <stdlib.h>

/* Characters whose middles lie no farther apart than this stand in one line: ascenders, descenders.
 */
#define LINE_MM 1.8
#define MAX_LINES 1000
/* A line of fewer characters tells nothing. */
#define MIN_CHARS 4
/* Half of the lines are shorter than this. */
#define SHORT_MM 105.0
/* A gap this wide ends a cell; words stand nearer, also those of a typewriter with space between
 * its letters. */
#define CELL_GAP_MM 5.0
/* Rows of a table have cells, which do not fill them; the lines of three columns of prose do. */
#define MIN_CELLS 3
#define MAX_FILLED 0.75
/* Between the columns of a table runs a strip this wide, which few lines cross. */
#define STRIP_MM 4
#define MAX_CROSSING 0.15
#define MAX_MM 1300

struct mark {
    double x0, x1, y; /* mm */
};

struct lines {
    double widths[MAX_LINES];
    size_t count, rows_of_cells;
    size_t inked[MAX_MM]; /* lines with ink at each millimetre across the page */
};

static int by_value(const void *a, const void *b)
{
    const double *p = a, *q = b;

    return (*p > *q) - (*p < *q);
}

static int by_y(const void *a, const void *b)
{
    const struct mark *p = a, *q = b;

    return (p->y > q->y) - (p->y < q->y);
}

static int by_x(const void *a, const void *b)
{
    const struct mark *p = a, *q = b;

    return (p->x0 > q->x0) - (p->x0 < q->x0);
}

/* The millimetres from..to hold ink of a line whose ink ended at *done. */
static void mark_inked(struct lines *l, double from, double to, size_t *done)
{
    size_t begin = from > 0 ? (size_t)from : 0;

    for (size_t mm = begin > *done ? begin : *done; mm < MAX_MM && (double)mm < to; mm++) {
        l->inked[mm]++;
        *done = mm + 1;
    }
}

/* Strips between the columns, but for those at the edges of the page. */
static size_t strips(const struct lines *l)
{
    size_t most = (size_t)(MAX_CROSSING * (double)l->count), n = 0, wide = 0;
    bool inside = false;

    for (size_t mm = 0; mm < MAX_MM; mm++) {
        if (l->inked[mm] <= most) {
            wide++;
            continue;
        }
        n += inside && wide >= STRIP_MM;
        inside = true;
        wide = 0;
    }
    return n;
}

/* Counts the line of n characters, which are brought in the order they stand in. */
static void add_line(struct mark *m, size_t n, struct lines *out)
{
    double right, filled = 0, width;
    size_t cells = 1, done = 0;

    if (n < MIN_CHARS || out->count == MAX_LINES)
        return;
    qsort(m, n, sizeof(*m), by_x);
    right = m[0].x0;
    for (size_t i = 0; i < n; i++) {
        bool wide = m[i].x0 - right > CELL_GAP_MM;

        cells += wide;
        filled += wide ? m[i].x1 - m[i].x0 : fmax(0, m[i].x1 - right);
        mark_inked(out, m[i].x0, m[i].x1, &done);
        right = fmax(right, m[i].x1);
    }
    width = right - m[0].x0;
    out->widths[out->count++] = width;
    out->rows_of_cells += cells >= MIN_CELLS && filled < MAX_FILLED * width;
}

bool lines_are_short(const struct ocr_image *im, const struct ocr_transform *t)
{
    struct mark *m = calloc(im->chars.count + 1, sizeof(*m));
    struct lines *lines = calloc(1, sizeof(*lines));
    double mm = 25.4 / im->dpi;
    bool are_short = false;

    if (m == NULL || lines == NULL)
        goto out;
    for (size_t i = 0; i < im->chars.count; i++) {
        struct ocr_box b = image_shape_on_page(im, t, &im->chars.at[i]);

        m[i] = (struct mark){ b.x * mm, (b.x + b.w) * mm, (b.y + b.h / 2) * mm };
    }
    qsort(m, im->chars.count, sizeof(*m), by_y);
    for (size_t i = 0, next; i < im->chars.count; i = next) {
        for (next = i + 1; next < im->chars.count && m[next].y - m[i].y < LINE_MM;)
            next++;
        add_line(m + i, next - i, lines);
    }
    qsort(lines->widths, lines->count, sizeof(lines->widths[0]), by_value);
    are_short = lines->count > 0 &&
                (lines->widths[lines->count / 2] < SHORT_MM ||
                 (2 * lines->rows_of_cells > lines->count && strips(lines) + 1 >= MIN_CELLS));

out:
    free(m);
    free(lines);
    return are_short;
}
