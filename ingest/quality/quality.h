/*
 * quality.h - technical checks of a page: what was measured, and what a settings profile says of
 * it.
 *
 * Measuring and judging are apart, because a municipality that replaces paper by scans fixes its
 * settings, and a changed setting is a new decision: the figures are stored once and can be judged
 * again by another profile.
 */
#ifndef BA_INGEST_QUALITY_QUALITY_H
#define BA_INGEST_QUALITY_QUALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/quality_rules.h"
#include "image/raster.h"
#include "image/tiff/tiff.h"
#include "ingest/duplicate/grid.h"

enum quality_edge { QUALITY_TOP, QUALITY_RIGHT, QUALITY_BOTTOM, QUALITY_LEFT, QUALITY_EDGES };

struct quality_figures {
    double dpi;        /* the lower of x and y; 0: the file says none */
    double dpi_likely; /* without dpi: the usual one at which the page is a known paper, 0: none */
    bool dpi_unequal;  /* x and y differ by more than 1 % */
    double width_mm, height_mm;  /* 0 without dpi */
    char paper[8];               /* "A4", "folio" ...; "" for none of them */
    uint16_t bits;               /* a pixel: 1, 8, 24 */
    bool lossy;                  /* compressed by JPEG or WebP */
    double black_pct, white_pct; /* pixels at the ends of the scale; 0 of one bit */
    double sharpness_um; /* width of the edges of ink, median; 0: one bit, or too few edges */
    double border_mm[QUALITY_EDGES];    /* dark strip along each edge */
    double edge_ink_pct[QUALITY_EDGES]; /* of the outermost 1 mm inside the border */
};

/* The figures, and into like (unless it is NULL; to be freed) the coarse grid of the page, from the
 * same reduced image. BA_FATAL NO_MEMORY only. */
BA_RC quality_measure(const struct tiff_frame *frame, const struct raster *image,
                      struct quality_figures *out, struct duplicate_grid *like, struct ba_err *err);
/* A settings profile: by enum quality_rule and enum quality_limit. */
struct quality_profile {
    enum quality_level level[QUALITY_RULES];
    uint64_t limit[QUALITY_LIMITS];
};
/* For documents to be kept legible: 300 dpi of one bit, 200 of grey or colour. */
struct quality_profile quality_default_profile(void);

struct quality_finding {
    enum quality_rule rule;
    enum quality_level level;
    char message[160]; /* for the operator: what, how much, what to do */
};
/* Name of the usual paper of these sides, in either order; "" for none of them. */
const char *quality_paper(double a_mm, double b_mm);
/* The rules that do not hold, in their order; returns how many. */
size_t quality_judge(const struct quality_figures *f, const struct quality_profile *p,
                     struct quality_finding out[QUALITY_RULES]);
/* "QUALITY_DPI_LOW" ...; a missing resolution is "NO_RESOLUTION". */
const char *quality_code(enum quality_rule rule);

#endif
