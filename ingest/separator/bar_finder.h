/*
 * bar_finder.h - where does a page show parallel bars, as barcodes and patch codes have, and how
 * are they turned?
 *
 * A cheap test that comes before the dear search: in small cells the directions of the changes from
 * dark to light are compared. In bars they are all the same, over several cells side by side; in
 * text, stamps and pictures they are not. Ruled lines have no such neighbours across.
 */
#ifndef BA_INGEST_SEPARATOR_BAR_FINDER_H
#define BA_INGEST_SEPARATOR_BAR_FINDER_H

#include <stdbool.h>

#include "image/grey.h"

#define BARS_MAX 8

struct bars {
    uint32_t cells;        /* that look like the middle of bars; more is more certain */
    bool upright;          /* bars stand (are crossed by going along x), else they lie */
    struct grey_rect area; /* on the page, with a margin of 8 mm as far as there is room */
};

/* The places with the most cells first; at most BARS_MAX; none when out of memory. g: the whole
 * page at about 150 dpi. */
size_t bar_finder_find(const struct grey *g, struct bars at[BARS_MAX]);

/*
 * Clockwise turn of the bars in a cut-out of their area, from upright or lying, to a quarter of a
 * degree: the turn at which the sums along the bars differ most. Within BARS_MAX_SKEW_DEG; 0 when
 * out of memory.
 */
#define BARS_MAX_SKEW_DEG 12
double bar_finder_skew_deg(const struct grey *area, bool upright);

#endif
