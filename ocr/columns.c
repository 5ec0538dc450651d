#include "ocr/columns.h"

#include <math.h>
#include <stdlib.h>

/* Half the width of the white between columns, and the grid on which it is sought. */
#define GUTTER_MM 0.8
#define STEP_MM 0.5
#define LINE_MM 2.0
/* At most this share of the lines may cross the white. */
#define MAX_CROSSING 0.10
/* What a column of text holds at least: characters, characters a line, width. */
#define MIN_CHARS 220
#define MIN_CHARS_A_LINE 15.0
#define MIN_WIDTH_MM 38.0

struct span {
    double x0, x1, y; /* on the page, millimetres */
};

static size_t spans_of(const struct image *im, const struct ocr_transform *t, struct span *out)
{
    double mm = 25.4 / im->dpi;

    for (size_t i = 0; i < im->chars.count; i++) {
        const struct shape *s = &im->chars.at[i];
        struct ocr_box m = { s->x * (double)im->reduction / t->stretch_x,
                             s->y * (double)im->reduction / t->stretch_y,
                             s->w * (double)im->reduction / t->stretch_x,
                             s->h * (double)im->reduction / t->stretch_y };
        struct ocr_box b = ocr_box_to_page(t, m);

        out[i] = (struct span){ b.x * mm, (b.x + b.w) * mm, (b.y + b.h / 2) * mm };
    }
    return im->chars.count;
}

/* Lines (slots of LINE_MM) that hold at least one of the characters between x0 and x1. */
static size_t lines_between(const struct span *s, size_t n, double x0, double x1, size_t *chars)
{
    bool line[1000] = { false };
    size_t lines = 0;

    *chars = 0;
    for (size_t i = 0; i < n; i++) {
        double slot = s[i].y / LINE_MM;

        if (s[i].x1 <= x0 || s[i].x0 >= x1 || slot < 0 || slot >= 1000)
            continue;
        ++*chars;
        lines += !line[(size_t)slot];
        line[(size_t)slot] = true;
    }
    return lines;
}

static bool is_column(const struct span *s, size_t n, double x0, double x1)
{
    size_t chars, lines = lines_between(s, n, x0, x1, &chars);

    return x1 - x0 >= MIN_WIDTH_MM && chars >= MIN_CHARS &&
           (double)chars >= MIN_CHARS_A_LINE * (double)lines / 2;
}

bool columns_side_by_side(const struct image *im, const struct ocr_transform *t)
{
    struct span *s = calloc(im->chars.count + 1, sizeof(*s));
    double left = INFINITY, right = -INFINITY;
    bool found = false;
    size_t n, chars;

    if (s == NULL)
        return false;
    n = spans_of(im, t, s);
    for (size_t i = 0; i < n; i++) {
        left = fmin(left, s[i].x0);
        right = fmax(right, s[i].x1);
    }
    for (double x = left + MIN_WIDTH_MM; !found && x < right - MIN_WIDTH_MM; x += STEP_MM) {
        size_t all = lines_between(s, n, left, right, &chars);
        size_t crossing = lines_between(s, n, x - GUTTER_MM, x + GUTTER_MM, &chars);

        found = (double)crossing <= MAX_CROSSING * (double)all &&
                is_column(s, n, left, x - GUTTER_MM) && is_column(s, n, x + GUTTER_MM, right);
    }
    free(s);
    return found;
}
