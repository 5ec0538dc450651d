#include "index/keys.h"
#include "index/match.h"
#include "index/terms.h"

/* What a pass over the clauses carries along. */
struct putting {
    struct store *store;
    const struct query *query;
    enum match_pass pass;
    int64_t dense;
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

/* The tiers of a word from the densest on, until they hold documents enough. */
static enum ba_rc put_tiers(struct putting *p, const struct query_way *w, size_t clause,
                            struct ba_err *err)
{
    int64_t docs[TIERS], sum = 0;
    char word[FOLD_MAX];
    enum ba_rc rc = terms_tier_docs(p->store, w->words[0], docs, err);

    for (int tier = TIERS - 1; rc == BA_OK && tier >= 0 && sum < p->dense; tier--) {
        if (docs[tier] == 0)
            continue;
        sum += docs[tier];
        begin_phrase(p);
        terms_tier_word(tier, w->words[0], word);
        ba_buf_printf(p->expression, "%s\"", word);
        put_weight(p, w, clause, terms_tier_worth(tier));
    }
    return rc;
}

static enum ba_rc put_clause(struct putting *p, size_t at, struct ba_err *err)
{
    const struct query_clause *c = &p->query->clauses[at];
    enum ba_rc rc = BA_OK;

    p->in_clause = 0;
    ba_buf_puts(p->expression, "(");
    for (size_t i = 0; rc == BA_OK && i < c->count; i++) {
        const struct query_way *w = &c->ways[i];
        bool tiers = p->pass == MATCH_DENSE && !c->negative && !w->key && !w->prefix &&
                     w->count == 1 && w->docs > p->dense;
        if (!query_way_counts(p->query, w))
            continue;
        if (tiers)
            rc = put_tiers(p, w, at, err);
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
    return rc;
}

enum ba_rc match_expression(struct store *s, const struct query *q, enum match_pass pass,
                            int64_t dense, struct ba_buf *expression, struct ba_buf *weights,
                            struct ba_err *err)
{
    struct putting p = { s, q, pass, dense, expression, weights, 0 };
    bool first = true;
    enum ba_rc rc = BA_OK;

    ba_buf_puts(expression, "(");
    for (size_t i = 0; rc == BA_OK && i < q->count; i++) {
        if (q->clauses[i].negative)
            continue;
        ba_buf_puts(expression, first ? "" : " AND ");
        rc = put_clause(&p, i, err);
        first = false;
    }
    ba_buf_puts(expression, ")");
    for (size_t i = 0; rc == BA_OK && i < q->count; i++) {
        if (!q->clauses[i].negative || q->looked_through)
            continue;
        ba_buf_puts(expression, " NOT ");
        rc = put_clause(&p, i, err);
    }
    if (rc == BA_OK)
        rc = ba_buf_check(expression, "a question", err);
    return rc == BA_OK ? ba_buf_check(weights, "a question", err) : rc;
}
