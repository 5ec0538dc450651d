#include "index/correction/page_drop.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/clock.h"
#include "index/correction/correction_private.h"
#include "index/correction/page_order.h"
#include "index/db/sql.h"
#include "index/records/page_reason.h"
#include "index/records/same_bytes.h"

/* What the page is now; its reasons ask nothing of anybody while it is dropped. */
static const char keep_sql[] =
    "INSERT INTO dropped(page, other, at, who, reason, state, dossier, reasons,"
    " document_batch, document_number, document_kind)"
    " SELECT p.id, ?2, ?3, ?4, ?5, p.state, p.dossier, (SELECT json_group_array(json_object('code',"
    " r.code, 'level', r.level, 'message', r.message, 'origin', r.origin)) FROM page_reason r"
    " WHERE r.page = p.id), t.batch, t.number_in_batch, t.kind"
    " FROM page p LEFT JOIN document t ON t.id = p.document WHERE p.id = ?1";

/* Without its first page, what begins there would go to the dossier or document before it. */
static BA_RC check_begins(struct store *s, const struct page_at *p, struct ba_err *err)
{
    int64_t begins = 0;
    enum ba_rc rc = sql_int(s, &begins, err,
                            "SELECT count(*) FROM page p WHERE id = ?1 AND (substr(person_code, 1,"
                            " 1) = '+' OR EXISTS (SELECT 1 FROM page_reason r WHERE r.page = p.id"
                            " AND r.code IN ('SEPARATOR_ON_PAGE','SEPARATOR_UNSURE')))",
                            "i", p->id);

    if (rc == BA_OK && begins > 0)
        rc = ba_fail(
            err, BA_ITEM, "PAGE_BEGINS",
            "a dossier or document begins with sheet %s of %s, so the pages behind it would "
            "go to the one before; drop the other scan, or say first that nothing begins "
            "here, with: bouwarchief assign --no-separator %lld",
            p->sheet, p->batch_name, (long long)p->id);
    return rc;
}

static BA_RC check(struct store *s, const struct page_at *p, const struct page_at *o,
                   struct ba_err *err)
{
    const struct page_at *bad = p->separator ? p : o;

    if (p->separator || o->separator)
        return ba_fail(err, BA_ITEM, "PAGE_IS_SEPARATOR",
                       "sheet %s of %s is a separator, which is in no dossier anyway; nothing was "
                       "changed",
                       bad->sheet, bad->batch_name);
    if (p->id == o->id)
        return ba_fail(err, BA_FATAL, "USAGE", "a sheet cannot be kept and dropped at once");
    return check_begins(s, p, err);
}

BA_RC page_drop(struct store *s, int64_t page, int64_t other, const struct correction *c,
                struct ba_err *err)
{
    struct page_at p = { 0 }, o = { 0 };
    char at[BA_TIME_LEN], detail[120] = "{}";
    enum ba_rc rc = page_at_change(s, page, &p, err);

    if (rc == BA_OK && other != 0)
        rc = page_at_change(s, other, &o, err);
    if (rc == BA_OK)
        rc = check(s, &p, &o, err);
    ba_time_text(ba_now(), at);
    if (rc == BA_OK)
        rc = sql_run(s, err, keep_sql, "inttt", page, other, at, c->who, c->reason);
    if (rc == BA_OK)
        rc = sql_run(s, err, "DELETE FROM page_reason WHERE page = ?", "i", page);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "UPDATE page SET state = 'dropped', dossier = NULL, document = NULL,"
                     " seq_in_dossier = NULL, stale = 1 WHERE id = ?",
                     "i", page);
    if (rc == BA_OK)
        rc = same_bytes_settle(s, page, err);
    if (rc == BA_OK && p.dossier != 0)
        rc = dossier_renumber(s, p.dossier, err);
    if (rc == BA_OK)
        rc = dossier_touch(s, p.dossier, err);
    if (other != 0)
        snprintf(detail, sizeof detail, "{\"page\":%" PRId64 ",\"sheet\":\"%s\"}", other, o.sheet);
    return rc == BA_OK ? page_audit(s, &p, "drop", c, 0, detail, err) : rc;
}

/* Where a person had put it, if so, in its document, which may have gone since for want of pages.
 */
static BA_RC put_back(struct store *s, const struct page_at *p, struct ba_err *err)
{
    static const char *const sqls[] = {
        "UPDATE page SET state = d.state, stale = 1 FROM dropped d WHERE d.page = page.id"
        " AND page.id = ?",
        ("INSERT OR IGNORE INTO document(dossier, seq, batch, number_in_batch, kind)"
         " SELECT d.dossier, 1 + (SELECT count(*) FROM document t WHERE t.dossier = d.dossier),"
         " d.document_batch, d.document_number, d.document_kind FROM dropped d"
         " JOIN page p ON p.id = d.page WHERE d.document_number IS NOT NULL"
         " AND p.assigned_by IS NOT NULL AND d.page = ?"),
        ("UPDATE page SET dossier = d.dossier, document = (SELECT t.id FROM document t"
         " WHERE t.dossier = d.dossier AND t.batch = d.document_batch"
         " AND t.number_in_batch = d.document_number) FROM dropped d"
         " WHERE d.page = page.id AND page.assigned_by IS NOT NULL AND page.id = ?"),
        ("INSERT INTO page_reason(page, code, level, message, origin) SELECT d.page,"
         " v.value ->> 'code', v.value ->> 'level', v.value ->> 'message', v.value ->> 'origin'"
         " FROM dropped d, json_each(d.reasons) v WHERE d.page = ?"),
        "DELETE FROM dropped WHERE page = ?",
    };
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < sizeof sqls / sizeof *sqls; i++)
        rc = sql_run(s, err, sqls[i], "i", p->id);
    return rc;
}

BA_RC page_drop_undo(struct store *s, int64_t page, const struct correction *c, struct ba_err *err)
{
    struct page_at p = { 0 };
    enum ba_rc rc = page_at_read(s, page, &p, err);

    if (rc == BA_OK && !p.dropped)
        rc = ba_fail(err, BA_ITEM, "PAGE_NOT_DROPPED",
                     "sheet %s of %s was not dropped, so there is nothing to take back", p.sheet,
                     p.batch_name);
    if (rc == BA_OK)
        rc = put_back(s, &p, err);
    if (rc == BA_OK)
        rc = same_bytes_settle(s, page, err);
    if (rc == BA_OK)
        rc = page_at_read(s, page, &p, err);
    if (rc == BA_OK && p.dossier != 0)
        rc = dossier_renumber(s, p.dossier, err);
    if (rc == BA_OK)
        rc = dossier_touch(s, p.dossier, err);
    return rc == BA_OK ? page_audit(s, &p, "undo", c, 0, "{\"of\":\"drop\"}", err) : rc;
}

BA_RC page_dropped_read(struct store *s, int64_t page, page_dropped_fn fn, void *ctx,
                        struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT d.at, d.who, d.reason, d.other, coalesce(b.name || ':' ||"
                             " q.sheet, '') FROM dropped d LEFT JOIN page q ON q.id = d.other"
                             " LEFT JOIN batch b ON b.id = q.batch WHERE d.page = ?",
                             "i", page);

    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row) {
        struct page_dropped d = { .at = sql_text(st, 0),
                                  .who = sql_text(st, 1),
                                  .reason = sql_text(st, 2),
                                  .other = sqlite3_column_int64(st, 3),
                                  .other_sheet = sql_text(st, 4) };

        rc = fn(ctx, &d, err);
    }
    sql_close(s, st);
    return rc;
}

BA_RC page_like_each(struct store *s, int64_t page, page_like_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT p.id, p.batch FROM near_duplicate n JOIN page p ON p.id ="
                             " CASE n.page WHEN ?1 THEN n.other ELSE n.page END"
                             " WHERE n.same = 1 AND ?1 IN (n.page, n.other) ORDER BY p.id",
                             "i", page);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        rc = fn(ctx, sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1), err);
    sql_close(s, st);
    return rc;
}
