#include "index/search/search.h"

#include "core/text/fold.h"

#include <stdlib.h>
#include <string.h>

#include "index/build/index_pair.h"
#include "index/db/sql.h"
#include "index/search/candidates.h"
#include "index/search/hit.h"
#include "index/search/query.h"

static BA_RC widen_far(struct store *s, struct query *q, struct ba_err *err)
{
    (void)s;
    (void)err;
    q->with_far = true;
    return BA_OK;
}

static BA_RC widen_more(struct store *s, struct query *q, struct ba_err *err)
{
    (void)s;
    (void)err;
    q->with_common = true;
    return BA_OK;
}

static BA_RC loosen(struct store *s, struct query *q, struct ba_err *err)
{
    (void)s;
    (void)err;
    q->with_loose = true;
    return BA_OK;
}

enum waiting { NOTHING, FAR, COMMON, LOOSE };

/* Whether there is a way that waits for its round. */
static bool waits(const struct query *q, enum waiting for_what)
{
    for (size_t c = 0; c < q->count; c++)
        for (size_t i = 0; i < q->clauses[c].count; i++) {
            const struct query_way *w = &q->clauses[c].ways[i];
            if ((for_what == FAR && w->far) || (for_what == COMMON && w->common) ||
                (for_what == LOOSE && w->loose))
                return true;
        }
    return for_what == NOTHING;
}

/*
 * The questions asked one after the other, until there are hits enough. Exact hits always come
 * first, then those that are one mistake away, then two; a number that stands nowhere beside its
 * street is looked for by itself only when nothing else is found, and the hit says so.
 */
static const struct {
    BA_CHECKED enum ba_rc (*change)(struct store *s, struct query *q, struct ba_err *err);
    enum waiting asks; /* skipped when no way waits for it */
    enum search_match match;
} rounds[] = {
    { NULL, NOTHING, SEARCH_EXACT },  { candidates_widen, NOTHING, SEARCH_ALIKE },
    { widen_far, FAR, SEARCH_ALIKE }, { widen_more, COMMON, SEARCH_ALIKE },
    { loosen, LOOSE, SEARCH_LOOSE },
};
#define ROUNDS (sizeof rounds / sizeof *rounds)

BA_RC search_next_round(struct store *s, struct query *query, size_t *round, bool *more,
                        struct ba_err *err)
{
    size_t i = *round;

    while (i < ROUNDS && !waits(query, rounds[i].asks))
        i++;
    *round = i + 1;
    *more = i < ROUNDS;
    return *more && rounds[i].change != NULL ? rounds[i].change(s, query, err) : BA_OK;
}

BA_RC search_find(struct store *s, struct query *query, size_t want, struct time_limit *limit,
                  struct candidates *found, struct ba_err *err)
{
    enum ba_rc rc = candidates_weigh(s, query, err);
    size_t seen = 0;

    for (size_t i = 0; rc == BA_OK && query->count > 0 && i < ROUNDS; i++) {
        if (found->count >= want || (rounds[i].asks == LOOSE && found->count > 0))
            break;
        if (!waits(query, rounds[i].asks))
            continue;
        if (rounds[i].change != NULL)
            rc = rounds[i].change(s, query, err);
        if (rc == BA_OK)
            rc = candidates_find(s, query, (int)(ROUNDS - 1 - i), want, limit, found, err);
        for (; rc == BA_OK && seen < found->count; seen++)
            found->at[seen].match = rounds[i].match;
    }
    return rc;
}

/* Hits that may turn out to have been closed since they were indexed. */
#define CLOSED_SINCE 50

BA_RC search_waiting(struct store *s, int64_t *pages, int64_t *dossiers, struct ba_err *err)
{
    enum ba_rc rc = sql_int(s, pages, err, "SELECT count(*) FROM page WHERE stale = 1", "");

    return rc == BA_OK
               ? sql_int(s, dossiers, err, "SELECT count(*) FROM dossier WHERE stale = 1", "")
               : rc;
}

BA_RC search_is_open_to(struct store *s, const char *const *values, bool *made, struct ba_err *err)
{
    return index_pair_is_open_to(s, values, made, err);
}

BA_RC search_run(struct store *s, const struct search_query *q, search_fn fn, void *ctx,
                 struct ba_err *err)
{
    struct query *query = calloc(1, sizeof *query);
    struct candidates found = { 0 };
    struct time_limit limit;
    size_t want = (size_t)q->offset + (q->limit != 0 ? q->limit : 20), given = 0;
    struct hit_reader reader = { .store = s, .query = query, .search = q, .fn = fn, .ctx = ctx };
    enum ba_rc rc = query != NULL ? BA_OK : ba_fail_mem(err, "a question");

    reader.want = want;
    time_limit_begin(&limit, s, q);
    if (rc == BA_OK)
        rc = query_parse(q, query, err);
    if (rc == BA_OK)
        rc = search_find(s, query, q->public_access != NULL ? want + CLOSED_SINCE : want, &limit,
                         &found, err);
    for (size_t i = 0; rc == BA_OK && i < found.count && given < want; i++) {
        rc = time_limit_check(&limit, err);
        if (rc == BA_OK)
            rc = hit_give(&reader, &found.at[i], &given, err);
    }
    rc = time_limit_end(&limit, rc, err);
    candidates_free(&found);
    if (query != NULL)
        query_free(query);
    free(query);
    return rc;
}

void search_fold(const char *word, char *out, size_t out_size)
{
    if (out_size > 0)
        fold_key(word, out, out_size);
}

void search_fold_line(const char *text, char *out, size_t out_size)
{
    if (out_size > 0)
        fold_line(text, out, out_size);
}
