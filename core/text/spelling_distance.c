#include "core/text/spelling_distance.h"

#include <string.h>

/* Groups that stand for each other, besides the single characters whose skeletons are equal. */
static const struct {
    const char *a, *b;
} groups[] = {
    { "rn", "m" },  { "ij", "y" },  { "cl", "d" },   { "vv", "w" },  { "ii", "u" }, { "li", "h" },
    { "nn", "m" },  { "in", "m" },  { "ri", "n" },   { "iv", "w" },  { "lo", "b" }, { "ol", "d" },
    { "oo", "o" },  { "ee", "e" },  { "sch", "s" },  { "ss", "s" },  { "ph", "f" }, { "th", "t" },
    { "dt", "t" },  { "ae", "aa" }, { "cht", "gt" }, { "qu", "kw" }, { "x", "ks" }, { "c", "k" },
    { "ei", "ij" }, { "ue", "u" },  { "oe", "o" },
};
#define GROUPS (sizeof groups / sizeof *groups)

/* By doing a whole column at once (Myers, 1999). */
unsigned spelling_distance_plain(const struct spelling_word *w, const char *b, size_t len)
{
    uint64_t up = ~0ull, down = 0, last = 1ull << (w->len - 1);
    size_t distance = w->len;

    for (size_t i = 0; i < len; i++) {
        uint64_t same = w->places[(unsigned char)skeleton_letter(b[i]) & 0x7F];
        uint64_t x = same | down, y = (((same & up) + up) ^ up) | same;
        uint64_t more = down | ~(y | up), less = up & y;
        distance += (more & last) != 0;
        distance -= (less & last) != 0;
        more = more << 1 | 1;
        less <<= 1;
        up = less | ~(x | more);
        down = more & x;
    }
    return (unsigned)distance;
}

static void add_group(struct spelling_word *w, size_t end, const char *a, const char *b)
{
    size_t n = strlen(a);

    if (n > end || memcmp(w->text + end - n, a, n) != 0 ||
        w->group_count[end] == SPELLING_GROUPS_MAX)
        return;
    w->groups[end][w->group_count[end]++] =
        (struct spelling_group){ b, (uint8_t)n, (uint8_t)strlen(b) };
}

void spelling_prepare(struct spelling_word *w, const char *text)
{
    w->text = text;
    w->len = strlen(text);
    memset(w->places, 0, sizeof w->places);
    for (size_t i = 0; i < w->len; i++)
        w->places[(unsigned char)skeleton_letter(text[i]) & 0x7F] |= 1ull << i;
    for (size_t i = 0; i <= w->len; i++) {
        w->group_count[i] = 0;
        w->skeleton[i] = skeleton_letter(text[i]);
        for (size_t g = 0; g < GROUPS; g++) {
            add_group(w, i, groups[g].a, groups[g].b);
            add_group(w, i, groups[g].b, groups[g].a);
        }
    }
}

/* The cheapest way to the cell (i, j) by exchanging a group. */
static double by_group(const struct spelling_word *w, size_t i, const char *b, size_t j,
                       double (*cost)[FOLD_MAX])
{
    double best = FOLD_MAX;

    for (size_t g = 0; g < w->group_count[i]; g++) {
        const struct spelling_group *x = &w->groups[i][g];
        if (x->b_len > j || x->b[x->b_len - 1] != b[j - 1] ||
            memcmp(b + j - x->b_len, x->b, x->b_len) != 0)
            continue;
        double c = cost[i - x->a_len][j - x->b_len] + SPELLING_ALIKE;
        best = c < best ? c : best;
    }
    return best;
}

static double cell(const struct spelling_word *w, size_t i, const char *b, size_t j,
                   double (*cost)[FOLD_MAX])
{
    char x = w->text[i - 1], y = b[j - 1];
    double best = cost[i - 1][j - 1];

    if (x != y)
        best += w->skeleton[i - 1] == skeleton_letter(y) ? SPELLING_ALIKE : 1;
    if (cost[i - 1][j] + 1 < best)
        best = cost[i - 1][j] + 1;
    if (cost[i][j - 1] + 1 < best)
        best = cost[i][j - 1] + 1;
    if (w->group_count[i] > 0) {
        double group = by_group(w, i, b, j, cost);
        best = group < best ? group : best;
    }
    return best;
}

/* So far from the diagonal a cheap way can still lead: groups shift by two letters for a fraction.
 */
#define BAND 4

double spelling_measure(const struct spelling_word *w, const char *b, double max)
{
    double cost[FOLD_MAX][FOLD_MAX], least[FOLD_MAX];
    size_t nb = strlen(b);

    if (nb >= FOLD_MAX || w->len > nb + BAND || nb > w->len + BAND)
        return max + 1;
    for (size_t j = 0; j <= nb; j++)
        cost[0][j] = (double)j;
    least[0] = 0;
    for (size_t i = 1; i <= w->len; i++) {
        size_t from = i > BAND ? i - BAND : 1, to = i + BAND < nb ? i + BAND : nb;
        for (size_t j = 0; j <= nb; j++)
            cost[i][j] = FOLD_MAX;
        cost[i][0] = (double)i;
        least[i] = FOLD_MAX;
        for (size_t j = from; j <= to; j++) {
            cost[i][j] = cell(w, i, b, j, cost);
            least[i] = cost[i][j] < least[i] ? cost[i][j] : least[i];
        }
        /* A group jumps over two rows at most. */
        if (i >= 2 && least[i] > max && least[i - 1] > max && least[i - 2] > max)
            return max + 1;
    }
    return cost[w->len][nb];
}

double spelling_distance(const char *a, const char *b, double max)
{
    struct spelling_word w;

    if (strlen(a) >= FOLD_MAX)
        return max + 1;
    if (strcmp(a, b) == 0)
        return 0;
    spelling_prepare(&w, a);
    return spelling_measure(&w, b, max);
}
