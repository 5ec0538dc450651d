#include "index/search/hit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/access/dossier_access.h"
#include "index/access/public_right.h"
#include "index/access/rights.h"
#include "index/build/search_document.h"
#include "index/db/sql.h"
#include "index/records/document_name.h"
#include "index/records/dossier.h"
#include "index/records/page_kind.h"
#include "index/search/hit_described.h"
#include "index/search/match.h"

/* A page of a document with what it says to the question. */
struct hit_page {
    int64_t id;
    char kind[24];
    bool asked; /* of a kind that the question names: goes before what only holds the word */
    struct match match;
};

struct hit_pages {
    struct hit_page *at;
    size_t count, cap;
    /* The document of the last page, and whether it may be shown: pages come document by document.
     */
    int64_t document;
    bool known, open;
};

/* For everyone to see. */
static BA_RC may_show(const struct hit_reader *r, const struct candidate *c, int64_t document,
                      struct hit_pages *pages, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (r->search->public_access == NULL) {
        pages->open = true;
        return BA_OK;
    }
    if (!pages->known || pages->document != document)
        rc = rights_document(r->store, doc_dossier(c->doc), document, r->search->public_access,
                             &pages->open, err);
    pages->known = true;
    pages->document = document;
    return rc;
}

/* A page of the kind answers the word for it, whatever is written on it. */
static void judge_kind(const struct query *q, struct hit_page *p)
{
    for (size_t i = 0; i < q->count; i++)
        if (q->clauses[i].kind != NULL && strcmp(q->clauses[i].kind, p->kind) == 0) {
            p->asked = true;
            p->match.clauses |= 1ull << i;
        }
}

static BA_RC add_page(const struct hit_reader *r, sqlite3_stmt *st, struct hit_pages *out,
                      struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(DOC_TEXT_MAX_BYTES);
    const void *data = sqlite3_column_blob(st, 1);
    enum ba_rc rc = search_document_unpack(data, (size_t)sqlite3_column_bytes(st, 1),
                                           (size_t)sqlite3_column_int64(st, 2), &text, err);

    if (rc == BA_OK && r->search->public_access != NULL && !text.failed)
        search_document_text_hide(text.data, text.len, sql_text(st, 5));

    if (rc == BA_OK && ba_grow(&out->at, &out->cap, out->count + 1, sizeof *out->at) != 0)
        rc = ba_fail_mem(err, "hits");
    if (rc == BA_OK) {
        struct hit_page *p = &out->at[out->count];
        *p = (struct hit_page){ .id = 0 };
        p->id = sqlite3_column_int64(st, 0);
        snprintf(p->kind, sizeof p->kind, "%s", sql_text(st, 4));
        if (match_text(r->query, ba_buf_str(&text), text.len, &p->match) != 0)
            rc = ba_fail_mem(err, "hits");
        else
            judge_kind(r->query, &out->at[out->count++]);
    }
    ba_buf_free(&text);
    return rc;
}

/* The pages in their order in the dossier, of the kind asked for. */
static BA_RC load_pages(const struct hit_reader *r, const struct candidate *c,
                        struct hit_pages *out, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(
        r->store, &st, err,
        "SELECT x.page, x.text, x.size, coalesce(t.seq, 0), " PAGE_KIND_SQL
        ", x.hidden FROM page_text x"
        " JOIN page p ON p.id = x.page LEFT JOIN document t ON t.id = p.document WHERE x.doc = ?1"
        " AND (?2 IS NULL OR " PAGE_KIND_SQL " = ?2)"
        /* One that went to another dossier since is judged there, when it is indexed. */
        " AND (?3 OR (p.stale = 0 AND p.dossier = ?4))"
        " ORDER BY p.seq_in_dossier, p.id",
        "itii", c->doc, r->search->kind, (int64_t)(r->search->public_access == NULL),
        doc_dossier(c->doc));
    while (rc == BA_OK && (rc = sql_next(r->store, st, &more, err)) == BA_OK && more) {
        rc = may_show(r, c, sqlite3_column_int64(st, 3), out, err);
        if (rc == BA_OK && out->open)
            rc = add_page(r, st, out, err);
    }
    sql_close(r->store, st);
    return rc;
}

/* Nothing of the question is in the texts: the description answered. The permit tells most of a
 * dossier. */
static BA_RC first_page(const struct hit_reader *r, int64_t doc, int64_t *page, struct ba_err *err)
{
    *page = 0;
    if (doc_page(doc) != 0) {
        *page = doc_page(doc);
        return BA_OK;
    }
    return sql_int(r->store, page, err,
                   "SELECT p.id FROM page p LEFT JOIN document t ON t.id = p.document"
                   " WHERE p.dossier = ?1 AND p.state <> 'separator'"
                   " AND (?2 IS NULL OR " PAGE_KIND_SQL " = ?2)"
                   " ORDER BY p.state = 'text' DESC, " PAGE_KIND_SQL " = 'permit' DESC,"
                   " p.seq_in_dossier LIMIT 1",
                   "it", doc_dossier(doc), r->search->kind);
}

static const char hit_sql[] =
    "SELECT coalesce(d.number, ''), CASE WHEN t.id IS NULL THEN '' ELSE " DOCUMENT_NAME_SQL
    " END, coalesce(d.title, ''), coalesce(d.address, ''), " PAGE_KIND_SQL ","
    " coalesce(d.year_from, 0), coalesce(m.sha256, ''), CASE p.state WHEN 'failed' THEN '' ELSE"
    " coalesce(p.rev, '') END, coalesce(p.frame, 0), coalesce(a.name, ''),"
    " CASE WHEN t.id IS NULL THEN '' ELSE printf('%03d', t.seq) END,"
    " coalesce(p.seq_in_dossier, 0)"
    " FROM (SELECT ?1 AS dossier, ?2 AS page) q LEFT JOIN dossier d ON d.id = q.dossier"
    " LEFT JOIN archive a ON a.id = d.archive"
    " LEFT JOIN page p ON p.id = q.page LEFT JOIN document t ON t.id = p.document"
    " LEFT JOIN file f ON f.id = p.file LEFT JOIN master m ON m.id = f.master";

/* Letters, figures and -._~ stand as they are, so that a citation can be part of an address. */
static void put_part(struct ba_buf *b, const char *part)
{
    if (b->len > 0)
        ba_buf_puts(b, "/");
    if (part[0] == '\0')
        ba_buf_puts(b, "-");
    for (const unsigned char *c = (const unsigned char *)part; *c != '\0'; c++) {
        bool plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') ||
                     (*c >= 'a' && *c <= 'z') || strchr("._~-", *c) != NULL;
        ba_buf_printf(b, plain ? "%c" : "%%%02X", *c);
    }
}

/* So much of the hash tells pages apart in any archive. */
#define CITED_HASH 16

static void cite(sqlite3_stmt *st, struct ba_buf *b)
{
    char page[CITED_HASH + 16] = "";

    if (sql_text(st, 6)[0] != '\0')
        snprintf(page, sizeof page, "%.*s-%lld", CITED_HASH, sql_text(st, 6),
                 (long long)sqlite3_column_int64(st, 8));
    put_part(b, sql_text(st, 9));
    put_part(b, sql_text(st, 0));
    put_part(b, sql_text(st, 10));
    put_part(b, page);
}

#define CITATION_MAX_BYTES 65536

static BA_RC give_row(const struct hit_reader *r, const struct candidate *c, sqlite3_stmt *st,
                      int64_t page, const struct match *m, struct ba_err *err)
{
    const char *terms[MATCH_TERMS_MAX], *access = "", *title, *address;
    struct dossier_told told = { .column[D_TITLE] = true,
                                 .column[D_YEAR_FROM] = true,
                                 .address = true };
    struct ba_buf citation = BA_BUF_INIT(CITATION_MAX_BYTES);
    char *told_title = NULL;
    enum ba_rc rc = doc_dossier(c->doc) != 0
                        ? dossier_access_of(r->store, doc_dossier(c->doc), &access, err)
                        : BA_OK;

    if (rc == BA_OK && r->search->public_access != NULL)
        rc = dossier_told(r->store, doc_dossier(c->doc), &told, err);
    if (rc == BA_OK && r->search->public_access != NULL && told.column[D_TITLE])
        rc = public_text(r->store, doc_dossier(c->doc), sql_text(st, 2), &told_title, err);
    title = told_title != NULL ? told_title : told.column[D_TITLE] ? sql_text(st, 2) : "";
    address = told.address ? sql_text(st, 3) : "";
    for (size_t i = 0; i < m->term_count; i++)
        terms[i] = m->terms[i];
    cite(st, &citation);
    if (rc == BA_OK)
        rc = ba_buf_check(&citation, "a citation", err);
    struct search_hit hit = {
        .dossier = sql_text(st, 0),
        .document = sql_text(st, 1),
        .title = title,
        .address = address,
        .kind = sql_text(st, 4),
        .year = told.column[D_YEAR_FROM] ? sqlite3_column_int64(st, 5) : 0,
        .snippet = m->snippet[0] != '\0' ? m->snippet
                   : title[0] != '\0'    ? title
                                         : address,
        .page = page,
        .score = c->score,
        .match = c->match,
        .sha256 = sql_text(st, 6),
        .rev = sql_text(st, 7),
        .frame = (uint32_t)sqlite3_column_int64(st, 8),
        .seq_in_dossier = sqlite3_column_int64(st, 11),
        .citation = ba_buf_str(&citation),
        .access = access,
        .terms = terms,
        .term_count = m->term_count,
        .marks = m->marks,
        .mark_count = m->mark_count,
    };
    if (rc == BA_OK)
        rc = r->fn(r->ctx, &hit, err);
    free(told_title);
    ba_buf_free(&citation);
    return rc;
}

static BA_RC give(const struct hit_reader *r, const struct candidate *c, int64_t page,
                  const struct match *m, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    int64_t dossier = doc_dossier(c->doc);
    enum ba_rc rc = sql_open(r->store, &st, err, hit_sql, "nn", dossier, page);

    if (rc == BA_OK)
        rc = sql_next(r->store, st, &row, err);
    if (rc == BA_OK && row)
        rc = give_row(r, c, st, page, m, err);
    sql_close(r->store, st);
    return rc;
}

/* Of the pages of a kind that was asked for, or of the others. */
static const struct hit_page *best_among(const struct hit_pages *pages, bool asked)
{
    const struct hit_page *best = NULL;

    for (size_t i = 0; i < pages->count; i++) {
        const struct hit_page *p = &pages->at[i];
        if (p->asked == asked && (asked || p->match.score > 0) &&
            (best == NULL || p->match.score > best->match.score))
            best = p;
    }
    return best;
}

static const struct hit_page *best_of(const struct hit_pages *pages)
{
    const struct hit_page *best = best_among(pages, true);

    return best != NULL ? best : best_among(pages, false);
}

/* Best first; equal ones in the order of the dossier, so places in the array decide. */
static int by_match(const void *a, const void *b)
{
    const struct hit_page *const *x = a, *const *y = b;

    if ((*x)->asked != (*y)->asked)
        return (*x)->asked ? -1 : 1;
    if ((*x)->match.score > (*y)->match.score || (*x)->match.score < (*y)->match.score)
        return (*x)->match.score > (*y)->match.score ? -1 : 1;
    return *x < *y ? -1 : 1;
}

static BA_RC give_pages(const struct hit_reader *r, const struct candidate *c,
                        const struct hit_pages *pages, size_t *given, struct ba_err *err)
{
    const struct hit_page **order = calloc(pages->count + 1, sizeof(*order));
    const struct hit_page *best = best_among(pages, false);
    size_t n = 0;
    enum ba_rc rc = order != NULL ? BA_OK : ba_fail_mem(err, "hits");

    /* A page is a hit when it says as much as the best one does; the description speaks for all.
     * Of the kind asked for each is: what stands on a drawing is seldom what it is looked for by.
     */
    for (size_t i = 0; rc == BA_OK && i < pages->count; i++) {
        const struct hit_page *p = &pages->at[i];
        if (p->asked ||
            (best != NULL && (p->match.clauses & best->match.clauses) == best->match.clauses))
            order[n++] = p;
    }
    if (n > 1)
        qsort(order, n, sizeof(*order), by_match);
    for (size_t i = 0; rc == BA_OK && i < n && *given < r->want; i++)
        if ((*given)++ >= r->search->offset)
            rc = give(r, c, order[i]->id, &order[i]->match, err);
    free(order);
    return rc;
}

/* Whether what may be shown answers the question by itself: the search table knows the rest too. */
static BA_RC answers(const struct hit_reader *r, const struct candidate *c,
                     const struct hit_pages *pages, bool *good, struct ba_err *err)
{
    uint64_t clauses = 0;
    enum ba_rc rc = hit_described(r->store, r->query, doc_dossier(c->doc), &clauses, err);

    for (size_t i = 0; i < pages->count; i++)
        clauses |= pages->at[i].match.clauses;
    *good = r->search->kind == NULL || pages->count > 0;
    for (size_t i = 0; i < r->query->count; i++)
        *good &= ((clauses >> i & 1) != 0) != r->query->clauses[i].negative;
    return rc;
}

BA_RC hit_is_public(const struct hit_reader *r, const struct candidate *c, bool *good,
                    struct ba_err *err)
{
    struct hit_pages pages = { 0 };
    const char *access;
    enum ba_rc rc = BA_OK;

    *good = false;
    if (doc_dossier(c->doc) == 0)
        return BA_OK;
    rc = dossier_access_of(r->store, doc_dossier(c->doc), &access, err);
    if (rc != BA_OK || !dossier_access_is_open(access, r->search->public_access))
        return rc;
    rc = load_pages(r, c, &pages, err);
    if (rc == BA_OK)
        rc = answers(r, c, &pages, good, err);
    free(pages.at);
    return rc;
}

BA_RC hit_public_kinds(const struct hit_reader *r, const struct candidate *c,
                       BA_CHECKED enum ba_rc (*kind)(void *ctx, const char *kind,
                                                     struct ba_err *err),
                       void *ctx, struct ba_err *err)
{
    struct hit_pages pages = { 0 };
    enum ba_rc rc = load_pages(r, c, &pages, err);

    for (size_t i = 0; rc == BA_OK && i < pages.count; i++) {
        bool seen = pages.at[i].kind[0] == '\0';
        for (size_t j = 0; j < i && !seen; j++)
            seen = strcmp(pages.at[i].kind, pages.at[j].kind) == 0;
        if (!seen)
            rc = kind(ctx, pages.at[i].kind, err);
    }
    free(pages.at);
    return rc;
}

/* The dossier as one hit, with its best page. */
static BA_RC give_dossier(const struct hit_reader *r, const struct candidate *c,
                          const struct hit_pages *pages, size_t *given, struct ba_err *err)
{
    static const struct match none;
    const struct hit_page *best = best_of(pages);
    int64_t page = best != NULL ? best->id : 0;
    enum ba_rc rc = BA_OK;

    if (best == NULL && r->search->public_access != NULL)
        page = pages->count > 0 ? pages->at[0].id : 0;
    else if (best == NULL)
        rc = first_page(r, c->doc, &page, err);
    if (rc == BA_OK && (*given)++ >= r->search->offset)
        rc = give(r, c, page, best != NULL ? &best->match : &none, err);
    return rc;
}

BA_RC hit_give(const struct hit_reader *r, const struct candidate *c, size_t *given,
               struct ba_err *err)
{
    struct hit_pages pages = { 0 };
    bool everyone = r->search->public_access != NULL, good = true;
    enum ba_rc rc = BA_OK;

    if (everyone)
        rc = hit_is_public(r, c, &good, err);
    if (rc != BA_OK || !good)
        return rc;
    if (!r->search->by_page && *given < r->search->offset) {
        (*given)++;
        return BA_OK;
    }
    rc = load_pages(r, c, &pages, err);
    if (rc == BA_OK && r->search->by_page && best_of(&pages) != NULL)
        rc = give_pages(r, c, &pages, given, err);
    else if (rc == BA_OK)
        rc = give_dossier(r, c, &pages, given, err);
    free(pages.at);
    return rc;
}
