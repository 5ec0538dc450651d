/*
 * patch.h - patch codes: four thick bars along the edges of a separator sheet.
 *
 * Two bars are wide (0.20 in) and two narrow (0.08 in), with spaces of 0.08 in; together 0.80 in,
 * and 2 in long or more (Kodak A-61599). Read from the edge of the paper inwards; the other way
 * round 1 is 6, and 3 is T, so that a pattern without its edge means nothing. Kodak's own sheets
 * have it on all four edges.
 */
#ifndef BA_INGEST_SEPARATOR_PATCH_H
#define BA_INGEST_SEPARATOR_PATCH_H

#include <stdbool.h>

#include "core/err.h"
#include "image/raster.h"

enum patch_kind { PATCH_NONE, PATCH_1, PATCH_2, PATCH_3, PATCH_4, PATCH_6, PATCH_T };
enum patch_edge { PATCH_TOP, PATCH_RIGHT, PATCH_BOTTOM, PATCH_LEFT, PATCH_EDGES };

struct patches {
    enum patch_kind kind; /* on which the edges agree */
    bool conflict;        /* two edges disagree: kind is PATCH_NONE, a person decides */
    enum patch_kind edge[PATCH_EDGES]; /* of the image as given */
    double length_inch[PATCH_EDGES];   /* over which the bars were seen */
};

/* Finds patch codes on a page skewed by up to 8 degrees. None is BA_OK with PATCH_NONE. */
BA_RC patch_find(const struct raster *image, struct patches *found, struct ba_err *err);
/* "1" .. "T", "" for none. */
const char *patch_name(enum patch_kind kind);

#endif
