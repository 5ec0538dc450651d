#include "ingest/quality/odd_size.h"

#include <math.h>

#include "ingest/quality/quality.h"

enum { NEIGHBOURS = 3 };
/* What a feeder makes of equal sheets; what is more than that. */
#define ALIKE_MM 3.0
#define OTHER_MM 6.0

static bool alike(const struct sheet_size *a, const struct sheet_size *b)
{
    return fabs(a->w_mm - b->w_mm) <= ALIKE_MM && fabs(a->h_mm - b->h_mm) <= ALIKE_MM;
}

bool odd_size_is(const struct sheet_size *sheets, size_t count, size_t i)
{
    const struct sheet_size *s = &sheets[i], *n;

    if (i < NEIGHBOURS || i + NEIGHBOURS >= count || s->w_mm <= 0 || s->h_mm <= 0)
        return false;
    n = &sheets[i - 1];
    for (size_t k = i - NEIGHBOURS; k <= i + NEIGHBOURS; k++)
        if (k != i && (sheets[k].w_mm <= 0 || !alike(&sheets[k], n)))
            return false;
    return (fabs(s->w_mm - n->w_mm) <= ALIKE_MM) != (fabs(s->h_mm - n->h_mm) <= ALIKE_MM) &&
           fmax(fabs(s->w_mm - n->w_mm), fabs(s->h_mm - n->h_mm)) > OTHER_MM &&
           *quality_paper(s->w_mm, s->h_mm) == '\0';
}
