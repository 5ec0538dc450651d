#include "ocr/glyphs_numerals.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Ones of a page are looked at to learn whether they have a flag: so many at most and at least; */
#define ONES_ASKED 60
#define MIN_ONES 4
/* a flag makes the halves differ by this much, */
#define MIN_UNEVEN 0.08
/* and a bar has no more than this share of that. */
#define EVEN_SHARE 0.5
#define MAX_BARS 3
#define BAR_HIGH 0.8

static int by_value(const void *a, const void *b)
{
    const double *p = a, *q = b;

    return (*p > *q) - (*p < *q);
}

/* How uneven the page's ones are, left and right; 0: it has too few to tell, or they are bars. */
static double unevenness_of_ones(const struct glyph_page *p)
{
    double found[ONES_ASKED] = { 0 }, median;
    size_t n = 0;

    for (size_t i = 0; i < p->l->count && n < ONES_ASKED; i++) {
        if (strcmp(p->l->at[i].text, "1") == 0 && p->glyphs[i].h > 0)
            found[n++] = glyph_unevenness(&p->glyphs[i]);
    }
    qsort(found, n, sizeof(found[0]), by_value);
    median = n >= MIN_ONES ? found[n / 2] : 0;
    return median >= MIN_UNEVEN ? median : 0;
}

/* The columns from..to of g hold ink from near the top to near the bottom. */
static bool is_upright(const struct glyph *g, int32_t from, int32_t to)
{
    uint64_t columns = (to - from >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << (to - from)) - 1) << from;
    int32_t rows = 0;

    for (int32_t y = 0; y < g->h; y++)
        rows += (g->rows[y] & columns) != 0;
    return rows >= BAR_HIGH * g->h && rows > to - from;
}

/* How many bars stand beside each other; g is cut down to them: a piece of the hyphen before them
 * is within the bounds as well. */
static unsigned cut_to_bars(struct glyph *g)
{
    uint64_t all = 0;
    int32_t begin = 0, end = 0;
    unsigned bars = 0;

    for (int32_t y = 0; y < g->h; y++)
        all |= g->rows[y];
    for (int32_t x = 0, to; x < g->w; x = to + 1) {
        for (to = x; to < g->w && (all >> to & 1) != 0;)
            to++;
        if (to == x || !is_upright(g, x, to))
            continue;
        begin = bars++ == 0 ? x : begin;
        end = to;
    }
    g->ink = 0;
    for (int32_t y = 0; y < g->h && bars > 0; y++) {
        g->rows[y] = g->rows[y] << (64 - end) >> (64 - end) >> begin;
        g->ink += (uint32_t)__builtin_popcountll(g->rows[y]);
    }
    g->w = end - begin;
    return bars;
}

/* The letters from..to are a word, or the part of one behind a hyphen. */
static bool stand_alone(const struct glyph_page *p, size_t from, size_t to)
{
    const struct letter *l = p->l->at;
    bool begins = from == 0 || l[from - 1].word != l[from].word || l[from - 1].text[0] == '-';

    return begins && (to == p->l->count || l[to].word != l[from].word ||
                      ispunct((unsigned char)l[to].text[0]));
}

/* All that was read in from..to, as one glyph: the bounds of bars so near are mixed up. */
static bool take_all(const struct glyph_page *p, size_t from, size_t to, struct glyph *g)
{
    const struct letter *l = p->l->at;
    int32_t x = l[from].x, y = l[from].y, right = x, below = y;

    for (size_t i = from; i < to; i++) {
        x = l[i].x < x ? l[i].x : x;
        y = l[i].y < y ? l[i].y : y;
        right = l[i].x + l[i].w > right ? l[i].x + l[i].w : right;
        below = l[i].y + l[i].h > below ? l[i].y + l[i].h : below;
    }
    return glyph_take(p->bin, x, y, right - x, below - y, g);
}

void glyphs_mend_numerals(struct glyph_page *p)
{
    static const char names[MAX_BARS + 1][sizeof(p->l->at->text)] = { "", "I", "II", "III" };
    double ones = unevenness_of_ones(p);
    struct letter *l = p->l->at;
    struct glyph all;

    for (size_t i = 0, to; ones > 0 && i<p->l->count; i = to> i ? to : i + 1) {
        unsigned bars;

        for (to = i; to < p->l->count && l[to].word == l[i].word && l[to].text[0] != '\0' &&
                     strchr("1lI[]", l[to].text[0]) != NULL;)
            to++;
        if (to == i || !stand_alone(p, i, to) || !take_all(p, i, to, &all))
            continue;
        bars = cut_to_bars(&all);
        if (bars == 0 || bars > MAX_BARS || glyph_unevenness(&all) > EVEN_SHARE * ones)
            continue;
        memcpy(l[i].text, names[bars], sizeof(l[i].text));
        l[i].mended = true;
        for (size_t j = i + 1; j < to; j++)
            l[j].text[0] = '\0';
    }
}
