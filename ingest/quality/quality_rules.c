/* The profile's rules: which figures are worth a word to the operator. */
#include <stdio.h>

#include "ingest/quality/quality.h"

struct quality_profile quality_default_profile(void)
{
    return (struct quality_profile){
        .level = { [QUALITY_NO_DPI] = QUALITY_WARNING,
                   [QUALITY_DPI_LOW] = QUALITY_WARNING,
                   [QUALITY_DPI_UNEQUAL] = QUALITY_WARNING,
                   [QUALITY_PAPER] = QUALITY_OFF,
                   [QUALITY_DEPTH] = QUALITY_OFF,
                   [QUALITY_LOSSY] = QUALITY_OFF,
                   [QUALITY_BLACK_CLIPPED] = QUALITY_WARNING,
                   [QUALITY_WHITE_CLIPPED] = QUALITY_OFF,
                   [QUALITY_UNSHARP] = QUALITY_WARNING,
                   [QUALITY_BORDER] = QUALITY_WARNING,
                   [QUALITY_CUT_OFF] = QUALITY_WARNING },
        .dpi_min = 300,
        .dpi_min_grey = 200,
        .bits_min = 8,
        .black_max_pct = 15,
        .white_max_pct = 60,
        .sharpness_max_um = 500,
        .border_max_mm = 8,
        .edge_ink_max_pct = 15,
    };
}

static double worst_edge(const double at[QUALITY_EDGES], int *edge)
{
    *edge = 0;
    for (int e = 1; e < QUALITY_EDGES; e++)
        if (at[e] > at[*edge])
            *edge = e;
    return at[*edge];
}

static bool check_size(const struct quality_figures *f, const struct quality_profile *p,
                       enum quality_rule rule, char *message, size_t size)
{
    double dpi_min = f->bits == 1 ? p->dpi_min : p->dpi_min_grey;

    switch (rule) {
    case QUALITY_NO_DPI:
        if (f->dpi_likely > 0)
            snprintf(message, size,
                     "the file does not say its resolution, it looks like %.0f dpi; set it "
                     "in the scanner",
                     f->dpi_likely);
        else
            snprintf(message, size, "the file does not say its resolution; set it in the scanner");
        return f->dpi <= 0;
    case QUALITY_DPI_LOW:
        snprintf(message, size, "%.0f dpi, %.0f is asked; scan again at the right setting", f->dpi,
                 dpi_min);
        return f->dpi > 0 && f->dpi < dpi_min * 0.995;
    case QUALITY_DPI_UNEQUAL:
        snprintf(message, size,
                 "the resolution across and along differ; correct the scanner's setting");
        return f->dpi_unequal;
    default:
        snprintf(message, size, "%.0f x %.0f mm is no usual paper; look whether the page is whole",
                 f->width_mm, f->height_mm);
        return f->dpi > 0 && f->paper[0] == '\0';
    }
}

static bool check_tone(const struct quality_figures *f, const struct quality_profile *p,
                       enum quality_rule rule, char *message, size_t size)
{
    switch (rule) {
    case QUALITY_DEPTH:
        snprintf(message, size, "%u bits a pixel, %u are asked; scan again in grey or colour",
                 (unsigned)f->bits, (unsigned)p->bits_min);
        return f->bits < p->bits_min;
    case QUALITY_LOSSY:
        snprintf(message, size, "compressed with loss; set the scanner to LZW, Deflate or Group 4");
        return f->lossy;
    case QUALITY_BLACK_CLIPPED:
        snprintf(message, size, "%.0f %% of the page is full black; look at the exposure",
                 f->black_pct);
        return f->black_pct > p->black_max_pct;
    case QUALITY_WHITE_CLIPPED:
        snprintf(message, size, "%.0f %% of the page is full white; look at the exposure",
                 f->white_pct);
        return f->white_pct > p->white_max_pct;
    default:
        snprintf(message, size,
                 "edges are %.2f mm wide: the page is not sharp; clean the glass and scan "
                 "again",
                 f->sharpness_um / 1000);
        return f->sharpness_um > p->sharpness_max_um;
    }
}

static bool check_edges(const struct quality_figures *f, const struct quality_profile *p,
                        enum quality_rule rule, char *message, size_t size)
{
    static const char *const names[] = { "top", "right", "bottom", "left" };
    double ink[QUALITY_EDGES], v;
    int e;

    if (rule == QUALITY_BORDER) {
        v = worst_edge(f->border_mm, &e);
        snprintf(message, size, "a dark border of %.0f mm at the %s; lay the sheet straight", v,
                 names[e]);
        return v > p->border_max_mm;
    }
    /* Where a border is seen, so is the edge of the sheet: nothing is cut off there. */
    for (e = 0; e < QUALITY_EDGES; e++)
        ink[e] = f->border_mm[e] > 0 ? 0 : f->edge_ink_pct[e];
    v = worst_edge(ink, &e);
    snprintf(message, size,
             "ink runs to the %s edge (%.0f %% of it); look whether something is cut off", names[e],
             v);
    return v > p->edge_ink_max_pct;
}

size_t quality_judge(const struct quality_figures *f, const struct quality_profile *p,
                     struct quality_finding out[QUALITY_RULES])
{
    size_t n = 0;

    for (int r = 0; r < QUALITY_RULES; r++) {
        struct quality_finding *at = &out[n];
        enum quality_rule rule = (enum quality_rule)r;
        bool (*check)(const struct quality_figures *, const struct quality_profile *,
                      enum quality_rule, char *, size_t) = rule <= QUALITY_PAPER     ? check_size
                                                           : rule <= QUALITY_UNSHARP ? check_tone
                                                                                     : check_edges;

        if (p->level[r] == QUALITY_OFF || !check(f, p, rule, at->message, sizeof(at->message)))
            continue;
        at->rule = rule;
        at->level = p->level[r];
        n++;
    }
    return n;
}

const char *quality_code(enum quality_rule rule)
{
    static const char *const codes[QUALITY_RULES] = {
        [QUALITY_NO_DPI] = "NO_RESOLUTION",
        [QUALITY_DPI_LOW] = "QUALITY_DPI_LOW",
        [QUALITY_DPI_UNEQUAL] = "QUALITY_DPI_UNEQUAL",
        [QUALITY_PAPER] = "QUALITY_PAPER",
        [QUALITY_DEPTH] = "QUALITY_DEPTH",
        [QUALITY_LOSSY] = "QUALITY_LOSSY",
        [QUALITY_BLACK_CLIPPED] = "QUALITY_BLACK_CLIPPED",
        [QUALITY_WHITE_CLIPPED] = "QUALITY_WHITE_CLIPPED",
        [QUALITY_UNSHARP] = "QUALITY_UNSHARP",
        [QUALITY_BORDER] = "QUALITY_BORDER",
        [QUALITY_CUT_OFF] = "QUALITY_CUT_OFF",
    };

    return codes[rule];
}
