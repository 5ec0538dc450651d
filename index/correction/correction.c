#include "index/correction/correction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "index/correction/correction_private.h"
#include "index/correction/page_order.h"
#include "index/db/sql.h"
#include "index/records/dossier_number.h"
#include "index/records/page_reason.h"

BA_RC page_audit(struct store *s, const struct page_at *p, const char *action,
                 const struct correction *c, int64_t to, const char *detail, struct ba_err *err)
{
    char *object = ba_strf("sheet %s of %s (page %lld)", p->sheet, p->batch_name, (long long)p->id);
    sqlite3_stmt *st = NULL;
    bool row = false;
    /* Numbers and names, since ids mean nothing to a reader in ten years. */
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT json_patch(json_object('dossier', (SELECT number FROM dossier"
                             " WHERE id = ?1), 'to', (SELECT number FROM dossier WHERE id = ?2),"
                             " 'file', (SELECT path FROM file WHERE id = ?3), 'image', ?4 + 1),"
                             " coalesce(?5, '{}'))",
                             "iiiit", p->dossier, to, p->file, p->frame, detail);

    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && object == NULL)
        rc = ba_fail_mem(err, "an audit record");
    if (rc == BA_OK && row)
        rc = store_audit(s, c->who, action, object, c->reason, sql_text(st, 0), err);
    sql_close(s, st);
    free(object);
    return rc;
}

BA_RC dossier_named(struct store *s, const char *number, const char *default_archive, bool create,
                    int64_t *id, struct ba_err *err)
{
    int64_t n = 0, archive = 0;
    enum ba_rc rc =
        sql_int(s, &n, err, "SELECT count(*) FROM dossier WHERE number = ?", "t", number);

    *id = 0;
    if (rc == BA_OK && n > 1)
        return ba_fail(err, BA_ITEM, "DOSSIER_AMBIGUOUS",
                       "dossier %s exists in more than one archive", number);
    if (rc == BA_OK && n == 1)
        return sql_int(s, id, err, "SELECT id FROM dossier WHERE number = ?", "t", number);
    if (rc == BA_OK && !create)
        return ba_fail(err, BA_ITEM, "DOSSIER_UNKNOWN",
                       "there is no dossier %s; correct the number, or make it with --new", number);
    if (rc == BA_OK)
        rc = archive_of(s, default_archive, &archive, err);
    if (rc == BA_OK)
        rc = dossier_add(s, archive, number, id, err);
    return rc;
}

/* A person's documents are those of no batch (-1): no code of any batch can be meant. A number of
 * which something was said is never given out again: its access is not that of another document. */
static BA_RC new_document(struct store *s, int64_t dossier, const char *kind, int64_t *id,
                          struct ba_err *err)
{
    enum ba_rc rc =
        sql_run(s, err,
                "INSERT INTO document(dossier, seq, batch, number_in_batch, kind)"
                " SELECT ?1, 1 + (SELECT count(*) FROM document WHERE dossier = ?1), -1,"
                " 1 + coalesce((SELECT max(number_in_batch) FROM (SELECT number_in_batch FROM"
                "  document WHERE dossier = ?1 AND batch = -1 UNION ALL SELECT number_in_batch FROM"
                "  document_field WHERE dossier = ?1 AND batch = -1)), 0), ?2",
                "it", dossier, kind);

    if (rc == BA_OK)
        *id = sqlite3_last_insert_rowid(s->db);
    return rc;
}

static BA_RC find_document(struct store *s, const struct assignment *to, int64_t *id,
                           struct ba_err *err)
{
    enum ba_rc rc;

    *id = 0;
    if (to->kind != NULL)
        return new_document(s, to->dossier, to->kind, id, err);
    if (to->document != 0) {
        rc = sql_int(s, id, err, "SELECT id FROM document WHERE dossier = ? AND seq = ?", "ii",
                     to->dossier, (int64_t)to->document);
        if (rc == BA_OK && *id == 0)
            rc = ba_fail(err, BA_ITEM, "DOCUMENT_UNKNOWN",
                         "the dossier has no document %u; \"bouwarchief show\" lists them",
                         to->document);
        return rc;
    }
    /* The very row that place.c keeps for pages before any DOCUMENT code. */
    rc = sql_int(s, id, err,
                 "SELECT id FROM document WHERE dossier = ? AND batch = 0 AND number_in_batch = 1",
                 "i", to->dossier);
    if (rc != BA_OK || *id != 0)
        return rc;
    rc = sql_run(s, err,
                 "INSERT INTO document(dossier, seq, batch, number_in_batch, kind)"
                 " SELECT ?1, 1 + (SELECT count(*) FROM document WHERE dossier = ?1), 0, 1, ''",
                 "i", to->dossier);
    if (rc == BA_OK)
        *id = sqlite3_last_insert_rowid(s->db);
    return rc;
}

static BA_RC assign_one(struct store *s, int64_t page, const struct assignment *to,
                        int64_t document, const struct correction *c, struct ba_err *err)
{
    struct page_at p = { 0 };
    enum ba_rc rc = page_at_change(s, page, &p, err);

    if (rc == BA_OK && p.separator)
        rc = ba_fail(err, BA_ITEM, "PAGE_IS_SEPARATOR",
                     "sheet %s of %s is a separator and belongs in no dossier; if it is none, say "
                     "so first with: bouwarchief assign --no-separator %lld",
                     p.sheet, p.batch_name, (long long)page);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "UPDATE page SET dossier_order = CASE WHEN dossier IS ?2 THEN dossier_order"
                     " END, dossier = ?2, document = ?3, assigned_by = ?4, seq_in_dossier = NULL,"
                     " stale = 1 WHERE id = ?1",
                     "iiit", page, to->dossier, document, c->who);
    if (rc == BA_OK)
        rc = page_reason_clear(s, page, REASON_PLACE, err);
    if (rc == BA_OK && p.dossier != 0 && p.dossier != to->dossier)
        rc = dossier_renumber(s, p.dossier, err);
    if (rc == BA_OK)
        rc = dossier_touch(s, p.dossier, err);
    return rc == BA_OK ? page_audit(s, &p, "assign", c, to->dossier, NULL, err) : rc;
}

BA_RC page_assign(struct store *s, const int64_t *pages, size_t count, const struct assignment *to,
                  const struct correction *c, struct ba_err *err)
{
    int64_t document = 0;
    enum ba_rc rc = find_document(s, to, &document, err);

    for (size_t i = 0; rc == BA_OK && i < count; i++)
        rc = assign_one(s, pages[i], to, document, c, err);
    if (rc == BA_OK)
        rc = dossier_renumber(s, to->dossier, err);
    return rc == BA_OK ? dossier_touch(s, to->dossier, err) : rc;
}

BA_RC page_unassign(struct store *s, const int64_t *pages, size_t count, const struct correction *c,
                    size_t *back, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    *back = 0;
    for (size_t i = 0; rc == BA_OK && i < count; i++) {
        struct page_at p = { 0 };
        int64_t said = 0;

        rc = page_at_read(s, pages[i], &p, err);
        if (rc == BA_OK)
            rc = sql_int(s, &said, err,
                         "SELECT coalesce(assigned_by, person_code, dossier_order) IS NOT NULL"
                         " FROM page WHERE id = ?",
                         "i", pages[i]);
        if (rc == BA_OK && said == 0)
            continue;
        ++*back;
        if (rc == BA_OK)
            rc = sql_run(s, err,
                         "UPDATE page SET assigned_by = NULL, person_code = NULL, dossier_order ="
                         " NULL, stale = 1 WHERE id = ?",
                         "i", pages[i]);
        if (rc == BA_OK)
            rc = page_audit(s, &p, "unassign", c, 0, NULL, err);
    }
    return rc;
}

BA_RC page_say_code(struct store *s, int64_t page, const char *code, const struct correction *c,
                    struct ba_err *err)
{
    struct page_at p = { 0 };
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = page_at_change(s, page, &p, err);

    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "UPDATE page SET person_code = ?2, assigned_by = NULL, dossier_order = NULL"
                     " WHERE id = ?1",
                     "it", page, code);
    if (rc == BA_OK)
        rc = sql_open(s, &st, err,
                      "SELECT json_object('code', ?2, 'state', state, 'words', words) FROM page"
                      " WHERE id = ?1",
                      "it", page, code);
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row)
        rc = page_audit(s, &p, "separator", c, 0, sql_text(st, 0), err);
    sql_close(s, st);
    return rc;
}

BA_RC dossier_fix_order(struct store *s, int64_t dossier, struct ba_err *err)
{
    return sql_run(s, err,
                   "UPDATE page SET dossier_order = n.at FROM (SELECT id, row_number() OVER"
                   " (ORDER BY dossier_order IS NULL, dossier_order, batch, seq) AS at FROM page"
                   " WHERE dossier = ?1 AND state <> 'separator') AS n WHERE page.id = n.id",
                   "i", dossier);
}

BA_RC page_reorder(struct store *s, int64_t page, int64_t anchor, bool before,
                   const struct correction *c, struct ba_err *err)
{
    struct page_at p = { 0 }, a = { 0 };
    int64_t at = 0;
    char detail[80];
    enum ba_rc rc = page_at_change(s, page, &p, err);

    if (rc == BA_OK)
        rc = page_at_change(s, anchor, &a, err);
    if (rc == BA_OK && (p.dossier == 0 || p.dossier != a.dossier || p.separator || a.separator))
        rc = ba_fail(err, BA_ITEM, "DOSSIER_DIFFERS",
                     "sheet %s of %s and sheet %s of %s are not pages of one dossier; put the "
                     "page in the right dossier first, with: bouwarchief assign",
                     p.sheet, p.batch_name, a.sheet, a.batch_name);
    if (rc != BA_OK || page == anchor)
        return rc;
    rc = dossier_fix_order(s, p.dossier, err);
    if (rc == BA_OK)
        rc = sql_int(s, &at, err, "SELECT dossier_order FROM page WHERE id = ?", "i", anchor);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "UPDATE page SET dossier_order = dossier_order + 1 WHERE dossier = ?"
                     " AND dossier_order >= ?",
                     "ii", p.dossier, before ? at : at + 1);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "UPDATE page SET dossier_order = ?2, document = ?3, assigned_by = ?4,"
                     " stale = 1 WHERE id = ?1",
                     "iint", page, before ? at : at + 1, a.document, c->who);
    if (rc == BA_OK)
        rc = dossier_renumber(s, p.dossier, err);
    if (rc == BA_OK)
        rc = dossier_touch(s, p.dossier, err);
    snprintf(detail, sizeof detail, "{\"%s\":%lld}", before ? "before" : "after",
             (long long)anchor);
    return rc == BA_OK ? page_audit(s, &p, "reorder", c, 0, detail, err) : rc;
}

BA_RC dossier_reorder(struct store *s, int64_t dossier, const int64_t *pages, size_t count,
                      const struct correction *c, struct ba_err *err)
{
    int64_t have = 0, placed = 0;
    char detail[40];
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc =
        sql_run(s, err, "UPDATE page SET dossier_order = NULL WHERE dossier = ?", "i", dossier);

    for (size_t i = 0; rc == BA_OK && i < count; i++)
        rc = sql_run(s, err,
                     "UPDATE page SET dossier_order = ?3 WHERE id = ?1 AND dossier = ?2"
                     " AND state <> 'separator'",
                     "iii", pages[i], dossier, (int64_t)i + 1);
    if (rc == BA_OK)
        rc = sql_int(s, &placed, err,
                     "SELECT count(*) FROM page WHERE dossier = ? AND dossier_order IS NOT NULL",
                     "i", dossier);
    if (rc == BA_OK)
        rc = sql_int(s, &have, err,
                     "SELECT count(*) FROM page WHERE dossier = ? AND state <> 'separator'", "i",
                     dossier);
    if (rc == BA_OK && (placed != have || (size_t)placed != count))
        rc = ba_fail(err, BA_ITEM, "ORDER_INCOMPLETE",
                     "the order names %zu pages, of which %lld are of this dossier, and it has "
                     "%lld; name each of its pages once, or move one with: reorder PAGE after PAGE",
                     count, (long long)placed, (long long)have);
    if (rc == BA_OK)
        rc = dossier_renumber(s, dossier, err);
    if (rc == BA_OK)
        rc = dossier_touch(s, dossier, err);
    snprintf(detail, sizeof detail, "%zu pages", count);
    if (rc == BA_OK)
        rc = sql_open(s, &st, err,
                      "SELECT printf('dossier %s (%s)', d.number, a.name) FROM dossier d"
                      " JOIN archive a ON a.id = d.archive WHERE d.id = ?",
                      "i", dossier);
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row)
        rc = store_audit(s, c->who, "reorder", sql_text(st, 0), c->reason, detail, err);
    sql_close(s, st);
    return rc;
}
