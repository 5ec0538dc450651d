#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/access/dossier_access.h"
#include "index/access/rights.h"
#include "index/build/search_document.h"
#include "index/db/sql.h"
#include "index/records/address_terms.h"
#include "index/records/description.h"
#include "index/records/dossier.h"
#include "index/search/candidates.h"
#include "index/search/hit.h"
#include "index/search/query.h"
#include "index/search/search.h"

/* So many are counted: each costs a look into four tables; for everyone, also at all its pages. */
#define COUNTED_MAX 10000
#define COUNTED_PUBLIC_MAX 500

static const char *const names[] = { "kind", "year", "street", "place", "access" };
enum { KIND, YEAR, STREET, PLACE, ACCESS, NAMES };

struct value {
    size_t name;
    char *text; /* owned */
    int64_t dossiers;
};

struct counting {
    struct store *store;
    struct hit_reader reader;
    struct value *at;
    size_t count, cap;
};

static BA_RC note(struct counting *c, size_t name, const char *text, struct ba_err *err)
{
    if (ba_grow(&c->at, &c->cap, c->count + 1, sizeof *c->at) != 0)
        return ba_fail_mem(err, "facets");
    c->at[c->count] = (struct value){ name, strdup(text), 1 };
    return c->at[c->count++].text != NULL ? BA_OK : ba_fail_mem(err, "facets");
}

static BA_RC note_kind(void *ctx, const char *kind, struct ba_err *err)
{
    return note(ctx, KIND, kind, err);
}

/* The kinds among the keys of a document: marked words, each once. */
static BA_RC note_kinds(struct counting *c, const char *keys, struct ba_err *err)
{
    char mark[FOLD_MAX], kind[FOLD_MAX];
    enum ba_rc rc = BA_OK;

    key_word(KEY_KIND, "", mark, sizeof mark);
    for (const char *at = keys; rc == BA_OK && (at = strstr(at, mark)) != NULL;) {
        at += strlen(mark);
        snprintf(kind, sizeof kind, "%.*s", (int)strcspn(at, " "), at);
        rc = note(c, KIND, kind, err);
    }
    return rc;
}

static BA_RC note_dossier(struct counting *c, int64_t dossier, struct ba_err *err)
{
    bool more = true, everyone = c->reader.search->public_access != NULL;
    struct dossier_told told = { .column[D_YEAR_FROM] = true };
    sqlite3_stmt *st = NULL;
    const char *access;
    char year[24];
    enum ba_rc rc = dossier_access_of(c->store, dossier, &access, err);

    if (rc == BA_OK && everyone)
        rc = dossier_told(c->store, dossier, &told, err);

    if (rc == BA_OK)
        rc = note(c, ACCESS, access, err);
    if (rc == BA_OK)
        rc = sql_open(c->store, &st, err,
                      "SELECT 0, coalesce(year_from, 0) FROM dossier WHERE id = ?1 UNION"
                      " SELECT 1, street FROM address a WHERE dossier = ?1 AND"
                      " (?2 OR " ADDRESS_JUDGED_SQL ") UNION"
                      " SELECT 2, place FROM address a WHERE dossier = ?1 AND"
                      " (?2 OR " ADDRESS_JUDGED_SQL ")",
                      "ii", dossier, (int64_t)!everyone);
    while (rc == BA_OK && (rc = sql_next(c->store, st, &more, err)) == BA_OK && more) {
        int64_t what = sqlite3_column_int64(st, 0), number = sqlite3_column_int64(st, 1);
        snprintf(year, sizeof year, "%lld", (long long)number);
        if (what == 0 && number != 0 && told.column[D_YEAR_FROM])
            rc = note(c, YEAR, year, err);
        else if (what != 0 && sql_text(st, 1)[0] != '\0')
            rc = note(c, what == 1 ? STREET : PLACE, sql_text(st, 1), err);
    }
    sql_close(c->store, st);
    return rc;
}

static BA_RC note_doc(struct counting *c, const struct candidate *candidate, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = BA_OK;

    if (c->reader.search->public_access != NULL) {
        rc = hit_public_kinds(&c->reader, candidate, note_kind, c, err);
    } else {
        rc = sql_open(c->store, &st, err, "SELECT keys FROM doc WHERE id = ?", "i", candidate->doc);
        if (rc == BA_OK)
            rc = sql_next(c->store, st, &row, err);
        if (rc == BA_OK) /* without a row there are no kinds */
            rc = note_kinds(c, row ? sql_text(st, 0) : "", err);
        sql_close(c->store, st);
    }
    if (rc == BA_OK)
        rc = note_dossier(c, doc_dossier(candidate->doc), err);
    return rc;
}

static int by_text(const void *a, const void *b)
{
    const struct value *x = a, *y = b;

    if (x->name != y->name)
        return x->name < y->name ? -1 : 1;
    return strcmp(x->text, y->text);
}

static int by_count(const void *a, const void *b)
{
    const struct value *x = a, *y = b;

    if (x->name == y->name && x->dossiers != y->dossiers)
        return x->dossiers > y->dossiers ? -1 : 1;
    return by_text(a, b);
}

/* Equal values become one with their number; best first. */
static void sum_up(struct counting *c)
{
    size_t n = 0;

    if (c->count == 0)
        return;
    qsort(c->at, c->count, sizeof *c->at, by_text);
    for (size_t i = 1; i < c->count; i++) {
        if (by_text(&c->at[n], &c->at[i]) == 0) {
            c->at[n].dossiers++;
            free(c->at[i].text);
        } else {
            c->at[++n] = c->at[i];
        }
    }
    c->count = n + 1;
    qsort(c->at, c->count, sizeof *c->at, by_count);
}

static BA_RC give(const struct counting *c, size_t values, facet_fn fn, void *ctx,
                  struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    size_t given = 0;

    for (size_t i = 0; rc == BA_OK && i < c->count; i++) {
        if (i > 0 && c->at[i].name != c->at[i - 1].name)
            given = 0;
        struct search_facet f = { names[c->at[i].name], c->at[i].text, c->at[i].dossiers };
        if (given++ < values)
            rc = fn(ctx, &f, err);
    }
    return rc;
}

/* Of the documents that answer, those that may be counted. */
static BA_RC count(struct counting *c, const struct candidates *found, size_t max,
                   struct time_limit *limit, struct search_total *total, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < found->count && i < max; i++) {
        bool good = true;
        rc = time_limit_check(limit, err);
        if (rc == BA_OK && c->reader.search->public_access != NULL)
            rc = hit_is_public(&c->reader, &found->at[i], &good, err);
        if (rc != BA_OK || !good)
            continue;
        if (doc_dossier(found->at[i].doc) == 0) {
            total->loose_pages++;
            continue;
        }
        total->dossiers++;
        rc = note_doc(c, &found->at[i], err);
    }
    total->more = found->count > max;
    return rc;
}

/* The first round that finds something is the one that is counted. */
static BA_RC count_rounds(struct counting *c, struct query *query, struct time_limit *limit,
                          struct search_total *total, struct ba_err *err)
{
    bool everyone = c->reader.search->public_access != NULL, more = true;
    size_t max = everyone ? COUNTED_PUBLIC_MAX : COUNTED_MAX, round = 0;
    enum ba_rc rc = BA_OK;

    while (rc == BA_OK && query->count > 0 && total->dossiers == 0 && total->loose_pages == 0) {
        struct candidates found = { 0 };
        rc = search_next_round(c->store, query, &round, &more, err);
        if (!more)
            break;
        if (rc == BA_OK)
            rc = candidates_list(c->store, query, max + 1, &found, err);
        if (rc == BA_OK)
            rc = count(c, &found, max, limit, total, err);
        candidates_free(&found);
    }
    return rc;
}

BA_RC search_facets(struct store *s, const struct search_query *q, size_t values, facet_fn fn,
                    void *ctx, struct search_total *total, struct ba_err *err)
{
    struct query *query = calloc(1, sizeof *query);
    struct counting c = { .store = s, .reader = { .store = s, .query = query, .search = q } };
    struct time_limit limit;
    enum ba_rc rc = query != NULL ? BA_OK : ba_fail_mem(err, "a question");

    *total = (struct search_total){ 0 };
    time_limit_begin(&limit, s, q);
    if (rc == BA_OK)
        rc = query_parse(q, query, err);
    if (rc == BA_OK)
        rc = count_rounds(&c, query, &limit, total, err);
    rc = time_limit_end(&limit, rc, err);
    sum_up(&c);
    if (rc == BA_OK)
        rc = give(&c, values, fn, ctx, err);
    for (size_t i = 0; i < c.count; i++)
        free(c.at[i].text);
    free(c.at);
    if (query != NULL)
        query_free(query);
    free(query);
    return rc;
}
