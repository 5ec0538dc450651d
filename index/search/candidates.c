#include "index/search/candidates.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/build/term_counts.h"
#include "index/db/sql.h"
#include "index/records/address_terms.h"
#include "index/search/match.h"
#include "index/search/spelling_variants.h"

/*
 * So many documents are looked at in one pass and then ranked; ranking all that hold a common word
 * would cost time in proportion to the archive. So the passes go from what says most to what says
 * least: the description answers; the words stand densely in the text; they stand there at all.
 */
#define LOOKED_AT_MAX 3000
static const struct {
    enum match_pass pass;
    int64_t dense;
} passes[] = {
    { MATCH_SAID, 0 },      { MATCH_DENSE, 300 }, { MATCH_DENSE, 3000 },
    { MATCH_DENSE, 30000 }, { MATCH_ALL, 0 },
};
#define PASSES (sizeof passes / sizeof *passes)
/* Between the scores of two passes; more than a score can be. */
#define SCORE_STEP 1000.0
#define EXPRESSION_MAX (1u << 20)

#define RARITY_KEY 8.0
#define RARITY_PREFIX 2.0

void candidates_free(struct candidates *c)
{
    free(c->at);
    *c = (struct candidates){ 0 };
}

static BA_RC weigh(struct store *s, enum readers readers, struct query_way *w, int64_t all,
                   struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    w->rarity = w->key ? RARITY_KEY : w->prefix ? RARITY_PREFIX : 0.1;
    w->docs = -1;
    w->weighed = true;
    for (size_t i = 0; rc == BA_OK && !w->key && i < w->count; i++) {
        int64_t docs = 0;
        if (w->prefix && i + 1 == w->count)
            break;
        rc = term_counts_docs(s, readers, w->words[i], &docs, err);
        double r = log(1 + ((double)(all - docs) + 0.5) / ((double)docs + 0.5));
        if (r > w->rarity)
            w->rarity = r;
        if (w->docs < 0 || docs < w->docs)
            w->docs = docs;
    }
    return rc;
}

BA_RC candidates_weigh(struct store *s, struct query *q, struct ba_err *err)
{
    int64_t all = 0;
    enum ba_rc rc = term_counts_docs(s, q->readers, "", &all, err);

    for (size_t c = 0; c < q->count; c++)
        for (size_t i = 0; rc == BA_OK && i < q->clauses[c].count; i++)
            if (!q->clauses[c].ways[i].weighed)
                rc = weigh(s, q->readers, &q->clauses[c].ways[i], all, err);
    return rc;
}

/*
 * A misreading is rare. What looks like the word but stands in more documents than this is another
 * word, unless the one who typed made the mistake; so it is asked after the rare ones. A word that
 * stands nowhere was mistyped: then only the number of mistakes counts.
 */
#define COMMON_DOCS 300
/* Beyond this a word is asked after the nearer ones, however rare it is: two mistakes. */
#define NEAR_MAX 1.0

/* The same addresses with another spelling of the word in the street's name. */
static int widen_addresses(struct query *q, const char *word, const struct spelling_variants *x)
{
    for (size_t c = 0; c < q->count; c++) {
        for (size_t i = 0; i < q->clauses[c].typed; i++) {
            const struct query_way *w = &q->clauses[c].ways[i];
            char other[FOLD_MAX * 2];
            const char *words[] = { other };
            /* A key is a mark of three bytes, the street, the number. */
            const char *at = w->key ? strstr(w->words[0] + 3, word) : NULL;
            if (at == NULL || w->sure < 0.5)
                continue;
            int n = snprintf(other, sizeof other, "%.*s%s%s", (int)(at - w->words[0]), w->words[0],
                             x->word, at + strlen(word));
            if (n >= FOLD_MAX)
                continue;
            if (query_add_way(&q->clauses[c], words, 1, w->sure * pow(0.6, x->distance), true) != 0)
                return -1;
            q->clauses[c].ways[q->clauses[c].count - 1].far = x->distance > NEAR_MAX;
        }
    }
    return 0;
}

static BA_RC widen_clause(struct store *s, struct query *q, struct query_clause *c,
                          struct ba_err *err)
{
    struct spelling_variants found[EXPAND_MAX];
    char word[FOLD_MAX];
    size_t count = 0;
    bool known = c->ways[0].docs > 0;

    snprintf(word, sizeof word, "%s", c->word);
    enum ba_rc rc = spelling_variants_word(s, q->readers, word, found, &count, err);
    for (size_t i = 0; rc == BA_OK && i < count; i++) {
        const char *words[] = { found[i].word };
        size_t first = c->count;
        /* A word that looks alike is less sure than the same word, however alike. */
        if (query_add_way(c, words, 1, 0.8 * pow(0.6, found[i].distance), false) != 0 ||
            (i < 6 && widen_addresses(q, word, &found[i]) != 0))
            return ba_fail_mem(err, "a question");
        c->ways[first].far = found[i].distance > NEAR_MAX;
        c->ways[first].common = known && found[i].docs > COMMON_DOCS;
    }
    return rc;
}

/* OCR splits words and joins them: "dakkapel" may stand as "dak kapel". Both parts must be known
 * words. */
#define PART_MIN 3

static BA_RC widen_split(struct store *s, enum readers readers, struct query_clause *c,
                         struct ba_err *err)
{
    char left[FOLD_MAX], right[FOLD_MAX];
    const char *words[] = { left, right };
    size_t len = strlen(c->word);
    enum ba_rc rc = BA_OK;

    for (size_t i = PART_MIN; rc == BA_OK && i + PART_MIN <= len; i++) {
        int64_t docs = 0, other = 0;
        snprintf(left, sizeof left, "%.*s", (int)i, c->word);
        snprintf(right, sizeof right, "%s", c->word + i);
        rc = term_counts_docs(s, readers, left, &docs, err);
        if (rc == BA_OK && docs > 0)
            rc = term_counts_docs(s, readers, right, &other, err);
        if (rc == BA_OK && docs > 0 && other > 0 && query_add_way(c, words, 2, 0.6, false) != 0)
            rc = ba_fail_mem(err, "a question");
    }
    return rc;
}

/* And "dak kapel" as "dakkapel", which answers both words. */
static BA_RC widen_joined(struct store *s, enum readers readers, struct query_clause *c,
                          struct query_clause *next, struct ba_err *err)
{
    char whole[FOLD_MAX * 2];
    const char *words[] = { whole };
    int64_t docs = 0;
    int n = snprintf(whole, sizeof whole, "%s%s", c->word, next->word);

    if (n >= FOLD_MAX)
        return BA_OK;
    enum ba_rc rc = term_counts_docs(s, readers, whole, &docs, err);
    if (rc == BA_OK && docs > 0 &&
        (query_add_way(c, words, 1, 0.6, false) != 0 ||
         query_add_way(next, words, 1, 0.6, false) != 0))
        rc = ba_fail_mem(err, "a question");
    return rc;
}

static bool is_plain(const struct query *q, size_t at)
{
    return at < q->count && q->clauses[at].plain && !q->clauses[at].negative;
}

BA_RC candidates_widen(struct store *s, struct query *q, struct ba_err *err)
{
    enum ba_rc rc = candidates_weigh(s, q, err);

    for (size_t c = 0; c < q->count; c++)
        q->clauses[c].typed = q->clauses[c].count;
    for (size_t c = 0; rc == BA_OK && c < q->count; c++) {
        if (!is_plain(q, c))
            continue;
        rc = widen_clause(s, q, &q->clauses[c], err);
        if (rc == BA_OK)
            rc = widen_split(s, q->readers, &q->clauses[c], err);
        if (rc == BA_OK && is_plain(q, c + 1))
            rc = widen_joined(s, q->readers, &q->clauses[c], &q->clauses[c + 1], err);
    }
    return rc == BA_OK ? candidates_weigh(s, q, err) : rc;
}

static int by_doc(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static int by_score(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return by_doc(a, b);
}

/* Ranked, and as a list, of each of the two search tables. */
static const struct {
    const char *ranked, *listed;
} sqls[READERS] = {
#define SQLS_OF(table)                                                                             \
    {                                                                                              \
        "SELECT rowid, rank_hit(" table ", ?) FROM " table " WHERE " table " MATCH ?"              \
        " ORDER BY rowid LIMIT ?",                                                                 \
            "SELECT rowid FROM " table " WHERE " table " MATCH ? ORDER BY rowid LIMIT ?"           \
    }
    [READERS_STAFF] = SQLS_OF("search"),
    [READERS_ALL] = SQLS_OF("open_search"),
};

static BA_RC collect(struct store *s, const struct query *q, size_t pass, int round,
                     struct candidates *c, struct ba_err *err)
{
    struct ba_buf expression = BA_BUF_INIT(EXPRESSION_MAX), weights = BA_BUF_INIT(EXPRESSION_MAX);
    sqlite3_stmt *st = NULL;
    bool more = true;
    double base = SCORE_STEP * (double)((size_t)(round + 1) * PASSES - pass - 1);
    enum ba_rc rc =
        match_expression(q, passes[pass].pass, passes[pass].dense, &expression, &weights, err);

    if (rc == BA_OK)
        rc = sql_extend(s, rank_register, err);
    if (rc == BA_OK)
        rc = sql_open(s, &st, err, sqls[q->readers].ranked, "bti",
                      (const void *)ba_buf_str(&weights), weights.len, ba_buf_str(&expression),
                      (int64_t)LOOKED_AT_MAX);
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        double score = fmin(sqlite3_column_double(st, 1), SCORE_STEP - 1);
        if (ba_grow(&c->at, &c->cap, c->count + 1, sizeof *c->at) != 0)
            rc = ba_fail_mem(err, "hits");
        else
            c->at[c->count++] =
                (struct candidate){ .doc = sqlite3_column_int64(st, 0), .score = base + score };
    }
    sql_close(s, st);
    ba_buf_free(&expression);
    ba_buf_free(&weights);
    return rc;
}

BA_RC candidates_list(struct store *s, const struct query *q, size_t max, struct candidates *c,
                      struct ba_err *err)
{
    struct ba_buf expression = BA_BUF_INIT(EXPRESSION_MAX), weights = BA_BUF_INIT(EXPRESSION_MAX);
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = match_expression(q, MATCH_ALL, 0, &expression, &weights, err);

    if (rc == BA_OK)
        rc = sql_open(s, &st, err, sqls[q->readers].listed, "ti", ba_buf_str(&expression),
                      (int64_t)max);
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        if (ba_grow(&c->at, &c->cap, c->count + 1, sizeof *c->at) != 0)
            rc = ba_fail_mem(err, "hits");
        else
            c->at[c->count++] = (struct candidate){ .doc = sqlite3_column_int64(st, 0) };
    }
    sql_close(s, st);
    ba_buf_free(&expression);
    ba_buf_free(&weights);
    return rc;
}

/* Drops from the new ones (from first on) those that are there before, and those that are there
 * twice. */
static void keep_new(struct candidates *c, size_t first, const struct candidate *old)
{
    size_t n = first;

    if (c->count - first > 1)
        qsort(c->at + first, c->count - first, sizeof *c->at, by_doc);
    for (size_t i = first; i < c->count; i++) {
        bool twice = i > first && c->at[i].doc == c->at[i - 1].doc;
        if (!twice && (first == 0 || bsearch(&c->at[i], old, first, sizeof *old, by_doc) == NULL))
            c->at[n++] = c->at[i];
    }
    c->count = n;
}

static BA_RC one_pass(struct store *s, const struct query *q, size_t pass, int round,
                      struct candidates *c, struct ba_err *err)
{
    size_t first = c->count;
    struct candidate *old = calloc(first + 1, sizeof *old);
    enum ba_rc rc = old != NULL ? BA_OK : ba_fail_mem(err, "hits");

    if (rc == BA_OK && first > 0) {
        memcpy(old, c->at, first * sizeof *old);
        qsort(old, first, sizeof *old, by_doc);
    }
    if (rc == BA_OK)
        rc = collect(s, q, pass, round, c, err);
    if (rc == BA_OK) {
        keep_new(c, first, old);
        if (c->count - first > 1)
            qsort(c->at + first, c->count - first, sizeof *c->at, by_score);
    }
    free(old);
    return rc;
}

/* More documents than are looked at may answer this clause. */
static bool is_broad(const struct query *q, const struct query_clause *c)
{
    int64_t docs = 0;

    for (size_t i = 0; i < c->count; i++) {
        const struct query_way *w = &c->ways[i];
        if (!query_way_counts(q, w))
            continue;
        if (w->prefix || (w->key && c->filter))
            return true;
        docs += w->docs > 0 ? w->docs : 0;
    }
    return docs > LOOKED_AT_MAX;
}

/* A clause that is not broad bounds the whole question, and all of it can be looked at at once. */
static bool all_broad(const struct query *q)
{
    bool all = true;

    for (size_t i = 0; i < q->count; i++)
        all &= q->clauses[i].negative || is_broad(q, &q->clauses[i]);
    return all;
}

BA_RC candidates_find(struct store *s, struct query *q, int round, size_t want,
                      struct time_limit *limit, struct candidates *c, struct ba_err *err)
{
    bool broad = all_broad(q);
    enum ba_rc rc = broad ? match_load_tiers(s, q, err) : BA_OK;

    broad = broad && rc == BA_OK && match_has_tiers(q);
    for (size_t i = 0; rc == BA_OK && i < PASSES && c->count < want; i++) {
        rc = time_limit_check(limit, err);
        if (rc == BA_OK && (passes[i].pass != MATCH_DENSE || broad))
            rc = one_pass(s, q, i, round, c, err);
    }
    return rc;
}
