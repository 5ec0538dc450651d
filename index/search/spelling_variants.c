#include "index/search/spelling_variants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/build/vocabulary.h"

/* More of one row of shelves is not looked at for one word: it bounds the time, whatever the index
 * holds. */
#define LOOKED_AT_MAX 100000

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

/* The ends of a word's beginnings that are groups: found once, used against every word of the
 * vocabulary. */
struct group_at {
    const char *b; /* what may stand there instead */
    uint8_t a_len, b_len;
};

#define GROUPS_AT_MAX 12

struct spelling_variants_word {
    const char *text;
    size_t len;
    char skeleton[FOLD_MAX];                         /* of each letter by itself */
    struct group_at groups[FOLD_MAX][GROUPS_AT_MAX]; /* that end before this place */
    uint8_t group_count[FOLD_MAX];
    uint64_t places[128]; /* of each letter of the skeleton: bit i is letter i */
};

/* Edits between the skeletons letter by letter, all of one cost: a bound that takes a hundredth of
 * the time of measure, by doing a whole column at once (Myers, 1999). */
static unsigned plain_distance(const struct spelling_variants_word *w, const char *b, size_t len)
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

static void add_group(struct spelling_variants_word *w, size_t end, const char *a, const char *b)
{
    size_t n = strlen(a);

    if (n > end || memcmp(w->text + end - n, a, n) != 0 || w->group_count[end] == GROUPS_AT_MAX)
        return;
    w->groups[end][w->group_count[end]++] = (struct group_at){ b, (uint8_t)n, (uint8_t)strlen(b) };
}

/* text is shorter than FOLD_MAX and borrowed. */
static void prepare(struct spelling_variants_word *w, const char *text)
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
static double by_group(const struct spelling_variants_word *w, size_t i, const char *b, size_t j,
                       double (*cost)[FOLD_MAX])
{
    double best = FOLD_MAX;

    for (size_t g = 0; g < w->group_count[i]; g++) {
        const struct group_at *x = &w->groups[i][g];
        if (x->b_len > j || x->b[x->b_len - 1] != b[j - 1] ||
            memcmp(b + j - x->b_len, x->b, x->b_len) != 0)
            continue;
        double c = cost[i - x->a_len][j - x->b_len] + EXPAND_ALIKE;
        best = c < best ? c : best;
    }
    return best;
}

static double cell(const struct spelling_variants_word *w, size_t i, const char *b, size_t j,
                   double (*cost)[FOLD_MAX])
{
    char x = w->text[i - 1], y = b[j - 1];
    double best = cost[i - 1][j - 1];

    if (x != y)
        best += w->skeleton[i - 1] == skeleton_letter(y) ? EXPAND_ALIKE : 1;
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

static double measure(const struct spelling_variants_word *w, const char *b, double max)
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

double spelling_variants_distance(const char *a, const char *b, double max)
{
    struct spelling_variants_word w;

    if (strlen(a) >= FOLD_MAX)
        return max + 1;
    if (strcmp(a, b) == 0)
        return 0;
    prepare(&w, a);
    return measure(&w, b, max);
}

static int by_distance(const void *a, const void *b)
{
    const struct spelling_variants *x = a, *y = b;

    if (x->distance < y->distance || x->distance > y->distance)
        return x->distance < y->distance ? -1 : 1;
    if (x->docs != y->docs)
        return x->docs > y->docs ? -1 : 1;
    return strcmp(x->word, y->word);
}

struct expanding {
    enum readers readers;
    const char *word;
    struct spelling_variants_word prepared;
    double max;
    struct spelling_variants *out; /* EXPAND_MAX + 1 places, sorted */
    size_t count;
    uint64_t letters;
    bool backwards; /* the shelf that is looked at */
};

/* Which letters and figures stand in a word, as OCR tells them apart; the rest are one. */
static uint64_t letters_of(const char *word, size_t len)
{
    uint64_t letters = 0;

    for (size_t i = 0; i < len; i++)
        letters |= 1ull << (skeleton_letter(word[i]) & 0x3F);
    return letters;
}

/* Two edits change four of them at most, an exchange of groups and an edit five. */
#define LETTERS_APART_MAX 6
/* Two groups of two letters for one. */
#define PLAIN_MAX 4

static void consider(void *ctx, const char *packed, size_t len, uint64_t docs)
{
    struct expanding *e = ctx;
    struct spelling_variants x = { .docs = (int64_t)docs };

    if (__builtin_popcountll(letters_of(packed, len) ^ e->letters) > LETTERS_APART_MAX)
        return;
    if (e->backwards)
        shelf_turn(packed, len, x.word);
    else
        memcpy(x.word, packed, len + 1);
    if (plain_distance(&e->prepared, x.word, len) > PLAIN_MAX)
        return;
    x.distance = measure(&e->prepared, x.word, e->max);
    if (x.distance > e->max || strcmp(x.word, e->word) == 0)
        return;
    for (size_t i = 0; i < e->count; i++)
        if (strcmp(e->out[i].word, x.word) == 0)
            return;
    e->out[e->count++] = x;
    qsort(e->out, e->count, sizeof *e->out, by_distance);
    if (e->count > EXPAND_MAX)
        e->count = EXPAND_MAX;
}

static BA_RC scan(struct store *s, struct expanding *e, enum shelf shelf, size_t length,
                  const char *letters, size_t count, struct ba_err *err)
{
    e->backwards = shelf == SHELF_TAIL;
    return vocabulary_each(s, e->readers, shelf_number(shelf, length, letters, count, 0),
                           shelf_number(shelf, length, letters, count, SHELF_LETTER_MAX),
                           LOOKED_AT_MAX, consider, e, err);
}

static double max_distance(size_t len)
{
    return len < 4 ? 0 : len == 4 ? 1 : 2;
}

BA_RC spelling_variants_word(struct store *s, enum readers readers, const char *word,
                             struct spelling_variants out[EXPAND_MAX], size_t *count,
                             struct ba_err *err)
{
    struct spelling_variants found[EXPAND_MAX + 1] = { 0 };
    char skeleton[SKELETON_MAX], end[SHELF_LETTERS];
    struct expanding e = {
        .readers = readers, .word = word, .max = max_distance(strlen(word)), .out = found
    };
    enum ba_rc rc = BA_OK;

    *count = 0;
    skeleton_of(word, skeleton);
    size_t len = strlen(skeleton), part = len / 3 < 2 ? 2 : SHELF_LETTERS;
    if (e.max <= 0 || len < SKELETON_MIN || strspn(word, "0123456789") == strlen(word))
        return BA_OK;
    prepare(&e.prepared, word);
    e.letters = letters_of(word, strlen(word));
    for (size_t i = 0; i < SHELF_LETTERS; i++)
        end[i] = skeleton[len - 1 - i];
    /* The likeliest lengths first, in case there is too much to look at. */
    static const int shifts[] = { 0, -1, 1, -2, 2 };
    for (size_t i = 0; rc == BA_OK && i < sizeof shifts / sizeof *shifts; i++) {
        size_t l = len + (size_t)shifts[i];
        if (shifts[i] < 0 && len < SKELETON_MIN + (size_t)-shifts[i])
            continue;
        rc = scan(s, &e, SHELF_HEAD, l, skeleton, part, err);
        if (rc == BA_OK)
            rc = scan(s, &e, SHELF_TAIL, l, end, part, err);
    }
    memcpy(out, found, e.count * sizeof *out);
    *count = e.count;
    return rc;
}
