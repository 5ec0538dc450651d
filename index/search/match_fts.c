#include "index/build/term_counts.h"
#include "index/records/address_terms.h"
#include "index/search/match.h"

/* What a pass over the clauses carries along. */
struct putting {
    const struct query *query;
    enum match_pass pass;
    int64_t dense;
    size_t densest; /* the clause of whose words most documents are dense */
    struct ba_buf *expression, *weights;
    size_t in_clause; /* phrases put so far */
};

static void begin_phrase(struct putting *p)
{
    ba_buf_puts(p->expression, p->in_clause++ > 0 ? " OR \"" : "\"");
}

static void put_weight(struct putting *p, const struct query_way *w, size_t clause, double worth)
{
    const struct query_clause *c = &p->query->clauses[clause];
    struct rank_phrase r = { .weight = c->filter || c->negative ? 0 : w->sure * w->rarity,
                             .worth = worth,
                             .clause = (int32_t)clause };

    ba_buf_add(p->weights, &r, sizeof r);
}

/* Words as they stand in texts and descriptions; or marked, in the description alone. */
static void put_way(struct putting *p, const struct query_way *w, size_t clause, bool said)
{
    char word[FOLD_MAX];

    begin_phrase(p);
    for (size_t i = 0; i < w->count; i++) {
        if (said && !w->key)
            key_word(KEY_SAID, w->words[i], word, sizeof word);
        ba_buf_printf(p->expression, "%s%s", i > 0 ? " " : "",
                      said && !w->key ? word : w->words[i]);
    }
    ba_buf_puts(p->expression, w->prefix ? "\" *" : "\"");
    put_weight(p, w, clause, w->key ? RANK_KEY : said ? RANK_SAID : 0);
}

/* Whether a word is looked for by its tiers. */
static bool by_tier(const struct query_clause *c, const struct query_way *w)
{
    return !c->negative && !w->key && !w->prefix && w->count == 1;
}

BA_RC match_load_tiers(struct store *s, struct query *q, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t c = 0; c < q->count; c++)
        for (size_t i = 0; rc == BA_OK && i < q->clauses[c].count; i++) {
            struct query_way *w = &q->clauses[c].ways[i];
            if (!w->tiered && by_tier(&q->clauses[c], w))
                rc = term_counts_tier_docs(s, q->readers, w->words[0], w->in_tier, err);
            w->tiered = true;
        }
    return rc;
}

static int64_t dense_docs(const struct query_way *w)
{
    int64_t sum = 0;

    for (size_t i = 0; i < TIERS; i++)
        sum += w->in_tier[i];
    return sum;
}

static int64_t dense_docs_of_clause(const struct query *q, const struct query_clause *c)
{
    int64_t sum = 0;

    for (size_t i = 0; i < c->count; i++)
        if (query_way_counts(q, &c->ways[i]))
            sum += dense_docs(&c->ways[i]);
    return sum;
}

bool match_has_tiers(const struct query *q)
{
    for (size_t c = 0; c < q->count; c++)
        if (dense_docs_of_clause(q, &q->clauses[c]) > 0)
            return true;
    return false;
}

/* The tiers of a word from the densest on, until they hold documents enough. */
static void put_tiers(struct putting *p, const struct query_way *w, size_t clause)
{
    int64_t sum = 0;
    char word[FOLD_MAX];

    for (int tier = TIERS - 1; tier >= 0 && sum < p->dense; tier--) {
        if (w->in_tier[tier] == 0)
            continue;
        sum += w->in_tier[tier];
        begin_phrase(p);
        term_counts_tier_word(tier, w->words[0], word);
        ba_buf_printf(p->expression, "%s\"", word);
        put_weight(p, w, clause, term_counts_tier_worth(tier));
    }
}

static void put_clause(struct putting *p, size_t at)
{
    const struct query_clause *c = &p->query->clauses[at];

    p->in_clause = 0;
    ba_buf_puts(p->expression, "(");
    for (size_t i = 0; i < c->count; i++) {
        const struct query_way *w = &c->ways[i];
        /* A word that few are dense in says where to look only when no other one does. */
        bool tiers = p->pass == MATCH_DENSE && by_tier(c, w) && w->docs > p->dense &&
                     (at == p->densest || dense_docs(w) >= p->dense);
        if (!query_way_counts(p->query, w))
            continue;
        if (tiers)
            put_tiers(p, w, at);
        else
            put_way(p, w, at, p->pass == MATCH_SAID && !c->negative);
    }
    /* A word of many documents that is dense in none: nothing may match, but something must stand
     * there. */
    if (p->in_clause == 0) {
        struct query_way none = { .count = 0 };
        begin_phrase(p);
        ba_buf_puts(p->expression, "\"");
        put_weight(p, &none, at, 0);
    }
    ba_buf_puts(p->expression, ")");
}

BA_RC match_expression(const struct query *q, enum match_pass pass, int64_t dense,
                       struct ba_buf *expression, struct ba_buf *weights, struct ba_err *err)
{
    struct putting p = { q, pass, dense, 0, expression, weights, 0 };
    bool first = true;

    for (size_t i = 1; i < q->count; i++)
        if (dense_docs_of_clause(q, &q->clauses[i]) >
            dense_docs_of_clause(q, &q->clauses[p.densest]))
            p.densest = i;
    ba_buf_puts(expression, "(");
    for (size_t i = 0; i < q->count; i++) {
        if (q->clauses[i].negative)
            continue;
        ba_buf_puts(expression, first ? "" : " AND ");
        put_clause(&p, i);
        first = false;
    }
    ba_buf_puts(expression, ")");
    for (size_t i = 0; i < q->count; i++) {
        if (!q->clauses[i].negative)
            continue;
        ba_buf_puts(expression, " NOT ");
        put_clause(&p, i);
    }
    enum ba_rc rc = ba_buf_check(expression, "a question", err);
    return rc == BA_OK ? ba_buf_check(weights, "a question", err) : rc;
}
