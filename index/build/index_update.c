#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/access/dossier_people.h"
#include "index/build/index_update_private.h"
#include "index/db/sql.h"
#include "index/extract/proposals.h"
#include "index/extract/street_names.h"
#include "index/extract/title_block_proposals.h"
#include "index/records/description.h"

/* One transaction takes so many pages, about half a second's work. Of a great many, as when all is
 * made again, more: the fewer the pieces that the search table is written in, the less there is to
 * join. */
#define PAGES_A_COMMIT 2000
#define PAGES_A_LARGE_COMMIT 20000

static void free_pages(struct index_update_pages *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->at[i].text);
        free(p->at[i].hidden);
    }
    free(p->at);
}

#define COPY(to, column) snprintf(to, sizeof(to), "%s", sql_text(st, column))

static void read_page(sqlite3_stmt *st, struct index_update_page *p)
{
    *p = (struct index_update_page){
        .id = sqlite3_column_int64(st, 0),
        .stale = sqlite3_column_int64(st, 2) != 0,
        .frame = (uint32_t)sqlite3_column_int64(st, 4),
        .confidence = sqlite3_column_double(st, 6) / 100,
        .has_text = sqlite3_column_type(st, 9) != SQLITE_NULL,
        .doc = sqlite3_column_int64(st, 10),
    };
    COPY(p->state, 1);
    COPY(p->sha256, 3);
    COPY(p->rev, 5);
    COPY(p->kind, 7);
    COPY(p->document_kind, 8);
    COPY(p->text_rev, 9);
    p->document = sqlite3_column_int64(st, 11);
    p->wanted =
        p->rev[0] != '\0' && (strcmp(p->state, "text") == 0 || strcmp(p->state, "drawing") == 0);
}

#define PAGE_COLUMNS                                                                               \
    "SELECT p.id, p.state, p.stale, m.sha256, p.frame, p.rev, p.confidence_pct, p.kind, t.kind,"   \
    " x.rev, x.doc, coalesce(t.seq, 0) FROM page p JOIN file f ON f.id = p.file JOIN master m ON " \
    "m.id = f.master"                                                                              \
    " LEFT JOIN document t ON t.id = p.document LEFT JOIN page_text x ON x.page = p.id "

static BA_RC load_pages(struct index_update *u, const char *sql, int64_t id,
                        struct index_update_pages *out, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(u->s, &st, err, sql, "i", id);

    while (rc == BA_OK && (rc = sql_next(u->s, st, &more, err)) == BA_OK && more) {
        if (ba_grow(&out->at, &out->cap, out->count + 1, sizeof *out->at) != 0) {
            rc = ba_fail_mem(err, "the pages of a dossier");
            break;
        }
        read_page(st, &out->at[out->count++]);
    }
    sql_close(u->s, st);
    return rc;
}

/* Its text lies in another document still, which must forget it before the text may go elsewhere.
 */
static BA_RC leave_other_doc(struct index_update *u, struct index_update_page *p, int64_t doc,
                             struct ba_err *err)
{
    if (p->doc == 0 || p->doc == doc)
        return BA_OK;
    enum ba_rc rc = index_pair_forget(&u->indexes, p->doc, err);
    if (rc == BA_OK && doc_dossier(p->doc) != 0)
        rc = sql_run(u->s, err, "UPDATE dossier SET stale = 1 WHERE id = ?", "i",
                     doc_dossier(p->doc));
    p->doc = 0;
    return rc;
}

static BA_RC new_text(struct index_update *u, struct index_update_page *p, struct ba_err *err)
{
    const char *given = NULL;
    enum ba_rc rc = u->from->text(u->from->ctx, p->id, p->sha256, p->frame, p->rev, &given, err);

    if (rc != BA_OK)
        return rc;
    p->text = strdup(given != NULL ? given : "");
    if (p->text == NULL)
        return ba_fail_mem(err, "a page's text");
    return search_document_text_store(u->indexes.docs[READERS_STAFF], p->id, p->rev, p->text, err);
}

static BA_RC stored_text(struct index_update *u, struct index_update_page *p, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(DOC_TEXT_MAX_BYTES);
    enum ba_rc rc = search_document_text_read(u->s, p->id, &text, err);

    if (rc == BA_OK)
        p->text = strdup(ba_buf_str(&text));
    if (rc == BA_OK && p->text == NULL)
        rc = ba_fail_mem(err, "a page's text");
    ba_buf_free(&text);
    return rc;
}

/* Brings the stored text of a page up to date and reads it. The page is in no document now. */
static BA_RC fresh_text(struct index_update *u, struct index_update_page *p, struct ba_err *err)
{
    if (!p->wanted)
        return p->has_text ? search_document_text_drop(u->s, p->id, err) : BA_OK;
    if (!p->has_text || strcmp(p->text_rev, p->rev) != 0)
        return new_text(u, p, err);
    return stored_text(u, p, err);
}

static BA_RC classify(struct index_update *u, struct index_update_page *p, struct ba_err *err)
{
    const char *kind = p->text != NULL && strcmp(p->state, "text") == 0 ? fields_kind(p->text) : "";

    if (strcmp(kind, p->kind) == 0)
        return BA_OK;
    snprintf(p->kind, sizeof p->kind, "%s", kind);
    return sql_run(u->s, err, "UPDATE page SET kind = ? WHERE id = ?", "ei", kind, p->id);
}

static BA_RC freshen(struct index_update *u, struct index_update_pages *pages, int64_t doc,
                     struct ba_err *err)
{
    enum ba_rc rc = index_pair_forget(&u->indexes, doc, err);

    for (size_t i = 0; rc == BA_OK && i < pages->count; i++) {
        struct index_update_page *p = &pages->at[i];
        rc = leave_other_doc(u, p, doc, err);
        if (rc == BA_OK)
            rc = fresh_text(u, p, err);
        if (rc == BA_OK)
            rc = classify(u, p, err);
        if (rc == BA_OK && p->stale)
            rc = sql_run(u->s, err, "UPDATE page SET stale = 0 WHERE id = ?", "i", p->id);
        u->pages += p->stale;
        u->in_commit++;
    }
    return rc;
}

static const char *if_known(const struct description *d, enum description_name name)
{
    return d->source[name] > FIELD_TEXT ? d->value[name] : "";
}

static const char *nearest_street(void *ctx, const char *read, const char *place)
{
    double distance;

    return street_names_nearest(ctx, read, place, &distance);
}

static BA_RC propose(struct index_update *u, int64_t dossier, const char *number,
                     const struct index_update_pages *pages, struct ba_err *err)
{
    struct proposals found = { 0 };
    struct description d = { 0 };
    struct dossier_people people = { 0 };
    struct fields_page *texts = calloc(pages->count + 1, sizeof *texts);
    struct read_page *read = calloc(pages->count + 1, sizeof *read);
    size_t n = 0;
    enum ba_rc rc =
        texts != NULL && read != NULL ? BA_OK : ba_fail_mem(err, "the pages of a dossier");

    if (rc == BA_OK)
        rc = description_read(u->s, dossier, &d, err);
    if (rc == BA_OK)
        rc = dossier_people_read(u->s, dossier, &people, err);
    if (rc != BA_OK)
        goto out;
    for (size_t i = 0; i < pages->count; i++) {
        const struct index_update_page *p = &pages->at[i];
        if (p->text == NULL)
            continue;
        read[n] = (struct read_page){ p->id, p->sha256, p->rev, p->text, p->frame, p->stale };
        texts[n++] =
            (struct fields_page){ p->id, p->text, index_update_shown_kind(p), p->confidence };
    }
    const struct fields_streets streets = { u->streets, nearest_street };
    struct fields_known known = { number, if_known(&d, D_STREET), if_known(&d, D_PLACE),
                                  u->streets != NULL ? &streets : NULL,
                                  people.names_public ? NULL : &people.known };
    rc = fields_propose(u->rules, texts, n, &known, &found, err);
    for (size_t i = 0; rc == BA_OK && i < pages->count; i++)
        if (strcmp(pages->at[i].state, "drawing") == 0)
            rc = title_propose(u->s, pages->at[i].id, &found, err);
    if (rc == BA_OK)
        rc = proposals_keep(u->s, u->from->boxes, u->from->ctx, dossier, &found, read, n, err);
out:
    dossier_people_free(&people);
    proposals_free(&found);
    description_free(&d);
    free(texts);
    free(read);
    return rc;
}

/* Left without pages by a new placing, and nobody described it: as if it had never been. */
static BA_RC drop_dossier(struct index_update *u, int64_t dossier, struct ba_err *err)
{
    static const char *const sqls[] = { "DELETE FROM address WHERE dossier = ?",
                                        "DELETE FROM field WHERE dossier = ?",
                                        "DELETE FROM document_field WHERE dossier = ?",
                                        "DELETE FROM register_finding WHERE dossier = ?",
                                        "DELETE FROM document WHERE dossier = ?",
                                        "DELETE FROM dossier WHERE id = ?" };
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < sizeof sqls / sizeof *sqls; i++)
        rc = sql_run(u->s, err, sqls[i], "i", dossier);
    return rc;
}

struct stale_dossier {
    char *number, *archive;
    bool described; /* by the register or a person, or delivered once */
};

static BA_RC load_dossier(struct index_update *u, int64_t id, struct stale_dossier *d,
                          struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(
        u->s, &st, err,
        "SELECT d.number, a.name, d.in_register = 1 OR EXISTS (SELECT 1 FROM"
        " field f WHERE f.dossier = d.id AND f.source > 1) OR EXISTS (SELECT 1 FROM delivered"
        "  v WHERE v.dossier = d.id)"
        " OR EXISTS (SELECT 1 FROM document_field g WHERE g.dossier = d.id)"
        " FROM dossier d JOIN archive a ON a.id = d.archive WHERE d.id = ?",
        "i", id);

    if (rc == BA_OK)
        rc = sql_next(u->s, st, &row, err);
    if (rc == BA_OK && row) {
        d->number = strdup(sql_text(st, 0));
        d->archive = strdup(sql_text(st, 1));
        d->described = sqlite3_column_int64(st, 2) != 0;
    }
    sql_close(u->s, st);
    if (rc == BA_OK && (d->number == NULL || d->archive == NULL))
        rc = ba_fail_mem(err, "a dossier");
    return rc;
}

static BA_RC update_dossier(struct index_update *u, int64_t id, struct ba_err *err)
{
    struct index_update_pages pages = { 0 };
    struct stale_dossier d = { 0 };
    enum ba_rc rc = load_dossier(u, id, &d, err);

    if (rc == BA_OK)
        rc = load_pages(
            u, PAGE_COLUMNS "WHERE p.dossier = ? ORDER BY p.seq_in_dossier, p.batch, p.seq", id,
            &pages, err);
    if (rc == BA_OK)
        rc = freshen(u, &pages, doc_of_dossier(id), err);
    if (rc == BA_OK && pages.count == 0 && !d.described) {
        rc = drop_dossier(u, id, err);
        goto out;
    }
    if (rc == BA_OK)
        rc = propose(u, id, d.number, &pages, err);
    if (rc == BA_OK)
        rc = index_update_put_dossier(u, id, d.number, d.archive, &pages, err);
out:
    u->in_commit++;
    free_pages(&pages);
    free(d.number);
    free(d.archive);
    return rc;
}

static BA_RC update_page(struct index_update *u, int64_t id, struct ba_err *err)
{
    struct index_update_pages pages = { 0 };
    enum ba_rc rc = load_pages(u, PAGE_COLUMNS "WHERE p.id = ?", id, &pages, err);

    if (rc == BA_OK)
        rc = freshen(u, &pages, doc_of_page(id), err);
    if (rc == BA_OK && pages.count == 1 && pages.at[0].text != NULL)
        rc = index_update_put_page(u, &pages, err);
    free_pages(&pages);
    return rc;
}

/* Handles stale rows in the order of their ids until enough for one commit; *more: some are left.
 */
static BA_RC update_some(struct index_update *u, const char *next,
                         BA_CHECKED enum ba_rc (*one)(struct index_update *u, int64_t id,
                                                      struct ba_err *err),
                         bool *more, struct ba_err *err)
{
    int64_t last = 0;
    enum ba_rc rc = BA_OK;

    *more = true;
    while (rc == BA_OK && u->in_commit < u->a_commit) {
        int64_t id = 0;
        rc = sql_int(u->s, &id, err, next, "i", last);
        if (rc != BA_OK || id == 0) {
            *more = false;
            break;
        }
        rc = one(u, id, err);
        last = id;
    }
    return rc;
}

static BA_RC one_commit(struct index_update *u, bool *more, struct ba_err *err)
{
    enum ba_rc rc = store_begin(u->s, err);

    u->in_commit = 0;
    if (rc == BA_OK)
        rc = sql_run(u->s, err,
                     "UPDATE dossier SET stale = 1 WHERE stale = 0 AND id IN"
                     " (SELECT dossier FROM page WHERE stale = 1)",
                     "");
    if (rc == BA_OK)
        rc = update_some(u, "SELECT id FROM dossier WHERE stale = 1 AND id > ? ORDER BY id LIMIT 1",
                         update_dossier, more, err);
    if (rc == BA_OK && !*more)
        rc = update_some(u,
                         "SELECT id FROM page WHERE stale = 1 AND dossier IS NULL AND id > ?"
                         " ORDER BY id LIMIT 1",
                         update_page, more, err);
    if (rc == BA_OK)
        rc = index_pair_flush(&u->indexes, err);
    if (rc == BA_OK)
        return store_commit(u->s, err);
    store_rollback(u->s);
    return rc;
}

BA_RC index_update_from(struct store *s, const struct index_source *from, int64_t *n,
                        struct ba_err *err)
{
    struct index_update u = { .s = s, .from = from, .rules = fields_open() };
    int64_t total = 0, dossiers = 0;

    enum ba_rc rc =
        u.rules != NULL ? index_pair_open(s, &u.indexes, err) : ba_fail_mem(err, "indexing");

    if (rc == BA_OK)
        rc = index_pair_open_to(s, from->public_access, err);

    if (rc == BA_OK)
        rc = sql_int(s, &total, err, "SELECT count(*) FROM page WHERE stale = 1", "");
    if (rc == BA_OK)
        rc = sql_int(s, &dossiers, err, "SELECT count(*) FROM dossier WHERE stale = 1", "");
    if (rc == BA_OK && total + dossiers > 0)
        rc = street_names_load(s, &u.streets, err);
    u.a_commit = total > 2 * PAGES_A_LARGE_COMMIT ? PAGES_A_LARGE_COMMIT : PAGES_A_COMMIT;
    for (bool more = total + dossiers > 0; rc == BA_OK && more;) {
        rc = one_commit(&u, &more, err);
        if (rc == BA_OK && from->done != NULL && total > 0)
            from->done(from->ctx, u.pages, total);
        /* A page that left a dossier behind may have made that one stale again. */
        if (rc == BA_OK && !more) {
            int64_t left = 0;
            rc = sql_int(s, &left, err, "SELECT count(*) FROM dossier WHERE stale = 1", "");
            more = left > 0;
        }
    }
    for (int i = 0; rc == BA_OK && u.a_commit == PAGES_A_LARGE_COMMIT && i < READERS; i++)
        rc = search_documents_join(s, (enum readers)i, err);
    *n = u.pages;
    index_pair_free(&u.indexes);
    fields_close(u.rules);
    street_names_free(u.streets);
    return rc;
}

BA_RC index_update(struct store *s, index_text_fn text, void *ctx,
                   void (*done)(void *ctx, int64_t pages, int64_t total), int64_t *n,
                   struct ba_err *err)
{
    const struct index_source from = { .ctx = ctx, .text = text, .done = done };

    return index_update_from(s, &from, n, err);
}
