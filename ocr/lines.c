#include "ocr/lines.h"

#include <math.h>
#include <stdlib.h>

/* Height of the slots in which characters are taken for one line: the x-height of a typewriter. */
#define SLOT_MM 2.0
#define MAX_SLOTS 1000
/* A slot with fewer characters is no line. */
#define MIN_CHARS 4
/* Half of the lines are shorter than this. */
#define SHORT_MM 105.0

struct slot {
    double x0, x1;
    size_t chars;
};

static int by_value(const void *a, const void *b)
{
    const double *p = a, *q = b;

    return (*p > *q) - (*p < *q);
}

bool lines_are_short(const struct image *im, const struct ocr_transform *t)
{
    struct slot *slots = calloc(MAX_SLOTS, sizeof(*slots));
    double widths[MAX_SLOTS], mm = 25.4 / im->dpi;
    size_t lines = 0;

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < im->chars.count; i++) {
        struct ocr_box b = image_shape_on_page(im, t, &im->chars.at[i]);
        double at = (b.y + b.h / 2) * mm / SLOT_MM;
        struct slot *s;

        if (!(at >= 0 && at < MAX_SLOTS))
            continue;
        s = &slots[(size_t)at];
        s->x0 = s->chars == 0 ? b.x : fmin(s->x0, b.x);
        s->x1 = s->chars == 0 ? b.x + b.w : fmax(s->x1, b.x + b.w);
        s->chars++;
    }
    for (size_t i = 0; i < MAX_SLOTS; i++) {
        if (slots[i].chars >= MIN_CHARS)
            widths[lines++] = (slots[i].x1 - slots[i].x0) * mm;
    }
    free(slots);
    qsort(widths, lines, sizeof(widths[0]), by_value);
    return lines > 0 && widths[lines / 2] < SHORT_MM;
}
