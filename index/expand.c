#include "index/expand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/sql.h"
#include "index/terms.h"

/* More of the vocabulary is not looked at for one word: it bounds the time, whatever the index
 * holds. */
#define LOOKED_AT_MAX 60000

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

static bool same_skeleton(char a, char b)
{
    char x[2] = { a, '\0' }, y[2] = { b, '\0' };
    char sx[SKELETON_MAX], sy[SKELETON_MAX];

    terms_skeleton(x, sx);
    terms_skeleton(y, sy);
    return sx[0] == sy[0];
}

static bool ends_with(const char *s, size_t len, const char *end, size_t end_len)
{
    return len >= end_len && memcmp(s + len - end_len, end, end_len) == 0;
}

/* The cheapest way to the cell (i, j) by exchanging a group. */
static double by_group(const char *a, size_t i, const char *b, size_t j,
                       double cost[FOLD_MAX][FOLD_MAX])
{
    double best = FOLD_MAX;

    for (size_t g = 0; g < GROUPS; g++) {
        const char *x = groups[g].a, *y = groups[g].b;
        size_t nx = strlen(x), ny = strlen(y);
        for (int turn = 0; turn < 2; turn++) {
            if (ends_with(a, i, x, nx) && ends_with(b, j, y, ny) &&
                cost[i - nx][j - ny] + EXPAND_ALIKE < best)
                best = cost[i - nx][j - ny] + EXPAND_ALIKE;
            const char *swap = x;
            size_t nswap = nx;
            x = y;
            nx = ny;
            y = swap;
            ny = nswap;
        }
    }
    return best;
}

double expand_distance(const char *a, const char *b, double max)
{
    double cost[FOLD_MAX][FOLD_MAX];
    size_t na = strlen(a), nb = strlen(b);

    if (na >= FOLD_MAX || nb >= FOLD_MAX || (double)(na > nb ? na - nb : nb - na) > max + 2)
        return max + 1;
    for (size_t j = 0; j <= nb; j++)
        cost[0][j] = (double)j;
    for (size_t i = 1; i <= na; i++) {
        double least = cost[i][0] = (double)i;
        for (size_t j = 1; j <= nb; j++) {
            double sub = a[i - 1] == b[j - 1]                ? 0
                         : same_skeleton(a[i - 1], b[j - 1]) ? EXPAND_ALIKE
                                                             : 1;
            double best = cost[i - 1][j - 1] + sub;
            if (cost[i - 1][j] + 1 < best)
                best = cost[i - 1][j] + 1;
            if (cost[i][j - 1] + 1 < best)
                best = cost[i][j - 1] + 1;
            if (best > EXPAND_ALIKE) {
                double group = by_group(a, i, b, j, cost);
                best = group < best ? group : best;
            }
            cost[i][j] = best;
            least = best < least ? best : least;
        }
        /* A group reaches back three rows and costs something: two rows of slack are enough. */
        if (least > max + 2)
            return max + 1;
    }
    return cost[na][nb];
}

static int by_distance(const void *a, const void *b)
{
    const struct expansion *x = a, *y = b;

    if (x->distance < y->distance || x->distance > y->distance)
        return x->distance < y->distance ? -1 : 1;
    if (x->docs != y->docs)
        return x->docs > y->docs ? -1 : 1;
    return strcmp(x->word, y->word);
}

struct expanding {
    const char *word;
    double max;
    struct expansion *out; /* EXPAND_MAX + 1 places, sorted */
    size_t count, looked_at;
};

static void consider(struct expanding *e, const char *term, int64_t docs)
{
    struct expansion x = { .docs = docs };
    size_t len = strlen(term);

    if (len == 0 || len >= FOLD_MAX || (unsigned char)term[0] == 0xEE ||
        strcmp(term, e->word) == 0 || strspn(term, "0123456789") == len)
        return;
    for (size_t i = 0; i < e->count; i++)
        if (strcmp(e->out[i].word, term) == 0)
            return;
    x.distance = expand_distance(e->word, term, e->max);
    if (x.distance > e->max)
        return;
    memcpy(x.word, term, len + 1);
    e->out[e->count++] = x;
    qsort(e->out, e->count, sizeof *e->out, by_distance);
    if (e->count > EXPAND_MAX)
        e->count = EXPAND_MAX;
}

static enum ba_rc scan(struct store *s, struct expanding *e, const char *sql, int64_t length,
                       const char *begin, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    char end[SKELETON_MAX + 4];
    bool more = true;

    /* Everything that begins so: up to the same with the greatest character behind it. */
    snprintf(end, sizeof end, "%s\xF4\x8F\xBF\xBF", begin);
    enum ba_rc rc = sql_open(s, &st, err, sql, "itt", length, begin, end);
    while (rc == BA_OK && e->looked_at < LOOKED_AT_MAX &&
           (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        e->looked_at++;
        consider(e, sql_text(st, 0), sqlite3_column_int64(st, 1));
    }
    sql_close(s, st);
    return rc;
}

static double max_distance(size_t len)
{
    return len < 4 ? 0 : len == 4 ? 1 : 2;
}

enum ba_rc expand_word(struct store *s, const char *word, struct expansion out[EXPAND_MAX],
                       size_t *count, struct ba_err *err)
{
    struct expansion found[EXPAND_MAX + 1] = { 0 };
    char skeleton[SKELETON_MAX], begin[SKELETON_MAX] = "", end[SKELETON_MAX] = "";
    struct expanding e = { .word = word, .max = max_distance(strlen(word)), .out = found };
    enum ba_rc rc = BA_OK;

    *count = 0;
    terms_skeleton(word, skeleton);
    size_t len = strlen(skeleton), part = len / 3 < 2 ? 2 : len / 3;
    if (e.max <= 0 || len < 2 || strspn(word, "0123456789") == strlen(word))
        return BA_OK;
    for (size_t i = 0; i < part; i++) {
        begin[i] = skeleton[i];
        end[i] = skeleton[len - 1 - i];
    }
    begin[part] = end[part] = '\0';
    int64_t from = len > 2 ? (int64_t)len - 2 : 1;
    for (int64_t l = from; rc == BA_OK && l <= (int64_t)len + 2; l++) {
        rc = scan(s, &e,
                  "SELECT term, docs FROM term WHERE length = ? AND skeleton >= ? AND skeleton < ?",
                  l, begin, err);
        if (rc == BA_OK)
            rc = scan(s, &e,
                      "SELECT term, docs FROM term WHERE length = ? AND reversed >= ?"
                      " AND reversed < ?",
                      l, end, err);
    }
    memcpy(out, found, e.count * sizeof *out);
    *count = e.count;
    return rc;
}
