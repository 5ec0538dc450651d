#include "index/hit.h"

#include <stdlib.h>
#include <string.h>

#include "index/doc.h"
#include "index/match.h"
#include "index/page_kind.h"
#include "index/sql.h"

/* A page of a document with what it says to the question. */
struct hit_page {
    int64_t id;
    struct match match;
};

struct hit_pages {
    struct hit_page *at;
    size_t count, cap;
};

static enum ba_rc add_page(const struct hit_reader *r, sqlite3_stmt *st, struct hit_pages *out,
                           struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(DOC_TEXT_MAX_BYTES);
    const void *data = sqlite3_column_blob(st, 1);
    enum ba_rc rc = doc_unpack(data, (size_t)sqlite3_column_bytes(st, 1),
                               (size_t)sqlite3_column_int64(st, 2), &text, err);

    if (rc == BA_OK && ba_grow(&out->at, &out->cap, out->count + 1, sizeof *out->at) != 0)
        rc = ba_fail_mem(err, "hits");
    if (rc == BA_OK) {
        struct hit_page *p = &out->at[out->count];
        p->id = sqlite3_column_int64(st, 0);
        if (match_text(r->query, ba_buf_str(&text), text.len, &p->match) != 0)
            rc = ba_fail_mem(err, "hits");
        else
            out->count++;
    }
    ba_buf_free(&text);
    return rc;
}

/* The pages in their order in the dossier, of the kind asked for. */
static enum ba_rc load_pages(const struct hit_reader *r, int64_t doc, struct hit_pages *out,
                             struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(r->store, &st, err,
                             "SELECT x.page, x.text, x.size FROM page_text x JOIN page p ON p.id ="
                             " x.page LEFT JOIN document t ON t.id = p.document WHERE x.doc = ?1"
                             " AND (?2 IS NULL OR " PAGE_KIND_SQL " = ?2)"
                             " ORDER BY p.seq_in_dossier, p.id",
                             "it", doc, r->search->kind);
    while (rc == BA_OK && (rc = sql_next(r->store, st, &more, err)) == BA_OK && more)
        rc = add_page(r, st, out, err);
    sql_close(r->store, st);
    return rc;
}

/* Nothing of the question is in the texts: the description answered. The permit tells most of a
 * dossier. */
static enum ba_rc first_page(const struct hit_reader *r, int64_t doc, int64_t *page,
                             struct ba_err *err)
{
    *page = 0;
    if (doc % 2 != 0) {
        *page = doc / 2;
        return BA_OK;
    }
    return sql_int(r->store, page, err,
                   "SELECT p.id FROM page p LEFT JOIN document t ON t.id = p.document"
                   " WHERE p.dossier = ?1 AND p.state <> 'separator'"
                   " AND (?2 IS NULL OR " PAGE_KIND_SQL " = ?2)"
                   " ORDER BY p.state = 'text' DESC, " PAGE_KIND_SQL " = 'permit' DESC,"
                   " p.seq_in_dossier LIMIT 1",
                   "it", doc / 2, r->search->kind);
}

static const char hit_sql[] =
    "SELECT coalesce(d.number, ''), CASE WHEN t.id IS NULL THEN '' ELSE d.number || printf('-%03d',"
    " t.seq) END, coalesce(d.title, ''), coalesce(d.address, ''), " PAGE_KIND_SQL ","
    " coalesce(d.year_from, 0), coalesce(m.sha256, ''), CASE p.state WHEN 'failed' THEN '' ELSE"
    " coalesce(p.rev, '') END, coalesce(p.frame, 0)"
    " FROM (SELECT ?1 AS dossier, ?2 AS page) q LEFT JOIN dossier d ON d.id = q.dossier"
    " LEFT JOIN page p ON p.id = q.page LEFT JOIN document t ON t.id = p.document"
    " LEFT JOIN file f ON f.id = p.file LEFT JOIN master m ON m.id = f.master";

static enum ba_rc give(const struct hit_reader *r, const struct candidate *c, int64_t page,
                       const struct match *m, struct ba_err *err)
{
    const char *terms[MATCH_TERMS_MAX];
    sqlite3_stmt *st = NULL;
    bool row = false;
    int64_t dossier = c->doc % 2 == 0 ? c->doc / 2 : 0;
    enum ba_rc rc = sql_open(r->store, &st, err, hit_sql, "nn", dossier, page);

    if (rc == BA_OK)
        rc = sql_next(r->store, st, &row, err);
    for (size_t i = 0; i < m->term_count; i++)
        terms[i] = m->terms[i];
    if (rc == BA_OK && row) {
        const char *title = sql_text(st, 2), *address = sql_text(st, 3);
        struct search_hit hit = {
            .dossier = sql_text(st, 0),
            .document = sql_text(st, 1),
            .title = title,
            .address = address,
            .kind = sql_text(st, 4),
            .year = sqlite3_column_int64(st, 5),
            .snippet = m->snippet[0] != '\0' ? m->snippet
                       : title[0] != '\0'    ? title
                                             : address,
            .page = page,
            .score = c->score,
            .match = c->match,
            .sha256 = sql_text(st, 6),
            .rev = sql_text(st, 7),
            .frame = (uint32_t)sqlite3_column_int64(st, 8),
            .terms = terms,
            .term_count = m->term_count,
        };
        rc = r->fn(r->ctx, &hit, err);
    }
    sql_close(r->store, st);
    return rc;
}

static const struct hit_page *best_of(const struct hit_pages *pages)
{
    const struct hit_page *best = NULL;

    for (size_t i = 0; i < pages->count; i++)
        if (pages->at[i].match.score > 0 &&
            (best == NULL || pages->at[i].match.score > best->match.score))
            best = &pages->at[i];
    return best;
}

/* Best first; equal ones in the order of the dossier, so places in the array decide. */
static int by_match(const void *a, const void *b)
{
    const struct hit_page *const *x = a, *const *y = b;

    if ((*x)->match.score > (*y)->match.score || (*x)->match.score < (*y)->match.score)
        return (*x)->match.score > (*y)->match.score ? -1 : 1;
    return *x < *y ? -1 : 1;
}

static enum ba_rc give_pages(const struct hit_reader *r, const struct candidate *c,
                             const struct hit_pages *pages, size_t *given, struct ba_err *err)
{
    const struct hit_page **order = calloc(pages->count + 1, sizeof(*order));
    const struct hit_page *best = best_of(pages);
    size_t n = 0;
    enum ba_rc rc = order != NULL ? BA_OK : ba_fail_mem(err, "hits");

    /* A page is a hit when it says as much as the best one does; the description speaks for all. */
    for (size_t i = 0; rc == BA_OK && best != NULL && i < pages->count; i++)
        if ((pages->at[i].match.clauses & best->match.clauses) == best->match.clauses)
            order[n++] = &pages->at[i];
    if (n > 1)
        qsort(order, n, sizeof(*order), by_match);
    for (size_t i = 0; rc == BA_OK && i < n && *given < r->want; i++)
        if ((*given)++ >= r->search->offset)
            rc = give(r, c, order[i]->id, &order[i]->match, err);
    free(order);
    return rc;
}

enum ba_rc hit_give(const struct hit_reader *r, const struct candidate *c, size_t *given,
                    struct ba_err *err)
{
    struct hit_pages pages = { 0 };
    struct match none = { 0 };
    int64_t page = 0;
    enum ba_rc rc = BA_OK;

    if (!r->search->by_page && *given < r->search->offset) {
        (*given)++;
        return BA_OK;
    }
    rc = load_pages(r, c->doc, &pages, err);
    const struct hit_page *best = best_of(&pages);
    if (rc == BA_OK && r->search->by_page && best != NULL) {
        rc = give_pages(r, c, &pages, given, err);
    } else if (rc == BA_OK) {
        if (best == NULL)
            rc = first_page(r, c->doc, &page, err);
        else
            page = best->id;
        if (rc == BA_OK && (*given)++ >= r->search->offset)
            rc = give(r, c, page, best != NULL ? &best->match : &none, err);
    }
    free(pages.at);
    return rc;
}
