/* The profile's rules: which figures are worth a word to the operator. */
#include <stdio.h>

#include "ingest/quality/quality.h"

typedef bool check_fn(const struct quality_figures *f, const struct quality_profile *p,
                      char *message, size_t size);

struct quality_profile quality_default_profile(void)
{
    struct quality_profile p = { 0 };

    for (int r = 0; r < QUALITY_RULES; r++)
        p.level[r] = quality_rule_row((enum quality_rule)r)->level;
    for (int l = 0; l < QUALITY_LIMITS; l++)
        p.limit[l] = quality_limit_row((enum quality_limit)l)->value;
    return p;
}

static double worst_edge(const double at[QUALITY_EDGES], int *edge)
{
    *edge = 0;
    for (int e = 1; e < QUALITY_EDGES; e++)
        if (at[e] > at[*edge])
            *edge = e;
    return at[*edge];
}

/*
 * The check of a rule is called check_<key>: it writes what an operator reads, and is true when the
 * page does not meet the rule.
 */
static bool check_no_resolution(const struct quality_figures *f, const struct quality_profile *p,
                                char *message, size_t size)
{
    (void)p;
    if (f->dpi_likely > 0)
        snprintf(
            message, size,
            "the file does not say its resolution, it looks like %.0f dpi; set it in the scanner",
            f->dpi_likely);
    else
        snprintf(message, size, "the file does not say its resolution; set it in the scanner");
    return f->dpi <= 0;
}

static bool check_dpi_low(const struct quality_figures *f, const struct quality_profile *p,
                          char *message, size_t size)
{
    double least =
        (double)p->limit[f->bits == 1 ? QUALITY_LIMIT_dpi_min : QUALITY_LIMIT_dpi_min_grey];

    snprintf(message, size, "%.0f dpi, %.0f is asked; scan again at the right setting", f->dpi,
             least);
    return f->dpi > 0 && f->dpi < least * 0.995;
}

static bool check_dpi_unequal(const struct quality_figures *f, const struct quality_profile *p,
                              char *message, size_t size)
{
    (void)p;
    snprintf(message, size,
             "the resolution across and along differ; correct the scanner's setting");
    return f->dpi_unequal;
}

static bool check_paper(const struct quality_figures *f, const struct quality_profile *p,
                        char *message, size_t size)
{
    (void)p;
    snprintf(message, size, "%.0f x %.0f mm is no usual paper; look whether the page is whole",
             f->width_mm, f->height_mm);
    return f->dpi > 0 && f->paper[0] == '\0';
}

static bool check_depth(const struct quality_figures *f, const struct quality_profile *p,
                        char *message, size_t size)
{
    unsigned least = (unsigned)p->limit[QUALITY_LIMIT_bits_min];

    snprintf(message, size, "%u bits a pixel, %u are asked; scan again in grey or colour",
             (unsigned)f->bits, least);
    return f->bits < least;
}

static bool check_lossy(const struct quality_figures *f, const struct quality_profile *p,
                        char *message, size_t size)
{
    (void)p;
    snprintf(message, size, "compressed with loss; set the scanner to LZW, Deflate or Group 4");
    return f->lossy;
}

static bool check_black(const struct quality_figures *f, const struct quality_profile *p,
                        char *message, size_t size)
{
    snprintf(message, size, "%.0f %% of the page is full black; look at the exposure",
             f->black_pct);
    return f->black_pct > (double)p->limit[QUALITY_LIMIT_black_max_pct];
}

static bool check_white(const struct quality_figures *f, const struct quality_profile *p,
                        char *message, size_t size)
{
    snprintf(message, size, "%.0f %% of the page is full white; look at the exposure",
             f->white_pct);
    return f->white_pct > (double)p->limit[QUALITY_LIMIT_white_max_pct];
}

static bool check_unsharp(const struct quality_figures *f, const struct quality_profile *p,
                          char *message, size_t size)
{
    snprintf(message, size,
             "edges are %.2f mm wide: the page is not sharp; clean the glass and scan again",
             f->sharpness_um / 1000);
    return f->sharpness_um > (double)p->limit[QUALITY_LIMIT_sharpness_max_um];
}

static const char *const edge_names[QUALITY_EDGES] = { "top", "right", "bottom", "left" };

static bool check_border(const struct quality_figures *f, const struct quality_profile *p,
                         char *message, size_t size)
{
    int e;
    double widest = worst_edge(f->border_mm, &e);

    snprintf(message, size, "a dark border of %.0f mm at the %s; lay the sheet straight", widest,
             edge_names[e]);
    return widest > (double)p->limit[QUALITY_LIMIT_border_max_mm];
}

static bool check_cut_off(const struct quality_figures *f, const struct quality_profile *p,
                          char *message, size_t size)
{
    double ink[QUALITY_EDGES], most;
    int e;

    /* Where a border is seen, so is the edge of the sheet: nothing is cut off there. */
    for (e = 0; e < QUALITY_EDGES; e++)
        ink[e] = f->border_mm[e] > 0 ? 0 : f->edge_ink_pct[e];
    most = worst_edge(ink, &e);
    snprintf(message, size,
             "ink runs to the %s edge (%.0f %% of it); look whether something is cut off",
             edge_names[e], most);
    return most > (double)p->limit[QUALITY_LIMIT_edge_ink_max_pct];
}

size_t quality_judge(const struct quality_figures *f, const struct quality_profile *p,
                     struct quality_finding out[QUALITY_RULES])
{
    static check_fn *const checks[QUALITY_RULES] = {
#define QUALITY_RULE(id, code, key, level, since, weight, again, help, what, todo, wat, doe)       \
    [QUALITY_##id] = check_##key,
#define QUALITY_LIMIT(rule, key, value, min, max, unit, help)
#include "core/codes_quality.def"
#undef QUALITY_RULE
#undef QUALITY_LIMIT
    };
    size_t n = 0;

    for (int r = 0; r < QUALITY_RULES; r++) {
        struct quality_finding *at = &out[n];

        if (p->level[r] == QUALITY_OFF || !checks[r](f, p, at->message, sizeof(at->message)))
            continue;
        at->rule = (enum quality_rule)r;
        at->level = p->level[r];
        n++;
    }
    return n;
}

const char *quality_code(enum quality_rule rule)
{
    return quality_rule_row(rule)->code;
}
