#include "index/correction/batch_closing.h"

#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/plural.h"
#include "index/correction/page_history.h"
#include "index/db/sql.h"
#include "index/records/finding.h"
#include "index/records/near_duplicate.h"
#include "index/records/page_reason.h"

#define SETTLED_JOIN                                                                               \
    " LEFT JOIN settled x ON x.batch = q.batch AND x.code = q.code AND x.object = q.object"

/* Columns: code, object, message, why settled, who. */
static const char files_sql[] =
    "SELECT q.code, q.object, q.message, x.reason, x.who FROM (SELECT batch, code, path AS object,"
    " message, position FROM file WHERE batch = ? AND taken = 0) AS q" SETTLED_JOIN
    " ORDER BY q.position, q.object";

static const char pages_sql[] =
    "SELECT q.code, q.object, q.message, x.reason, x.who FROM (SELECT p.batch AS batch, p.seq,"
    " f.path || '#' || (p.frame + 1) AS object, CASE p.state WHEN 'failed' THEN"
    "  coalesce(" REASON_SQL ", 'OCR_FAILED') WHEN 'waiting' THEN 'PAGE_WAITING' ELSE 'NO_DOSSIER' "
    "END AS code, printf('sheet %s (%s, image %d) ', p.sheet, f.path, p.frame + 1) || CASE p.state"
    "  WHEN 'failed' THEN 'could not be read' WHEN 'waiting' THEN 'was not read yet'"
    "  ELSE 'is in no dossier' END AS message"
    " FROM page p JOIN file f ON f.id = p.file WHERE p.batch = ? AND (p.state IN"
    " ('failed','waiting') OR (p.dossier IS NULL AND p.state NOT IN ('separator','dropped')))) AS "
    "q" SETTLED_JOIN " ORDER BY q.seq";

/* Sheets at which a dossier may begin that nobody sees: what follows may lie in the wrong one. */
static const char sheets_sql[] =
    "SELECT q.code, q.object, q.message, x.reason, x.who FROM (SELECT p.batch AS batch, p.seq,"
    " f.path || '#' || (p.frame + 1) AS object, r.code AS code, printf('sheet %s: ', p.sheet) ||"
    " r.message AS message FROM page p JOIN file f ON f.id = p.file JOIN page_reason r"
    " ON r.page = p.id WHERE p.batch = ? AND r.code IN"
    " ('SEPARATOR_UNREADABLE','SEPARATOR_CONFLICT','SEPARATOR_UNSURE')) AS q" SETTLED_JOIN
    " ORDER BY q.seq";

static BA_RC each(struct store *s, const char *sql, int64_t batch, point_fn fn, void *ctx,
                  struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, sql, "i", batch);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct batch_point p = { .code = sql_text(st, 0),
                                 .object = sql_text(st, 1),
                                 .message = sql_text(st, 2),
                                 .settled = sqlite3_column_type(st, 3) == SQLITE_NULL
                                                ? NULL
                                                : sql_text(st, 3),
                                 .who = sql_text(st, 4) };

        rc = fn(ctx, &p, err);
    }
    sql_close(s, st);
    return rc;
}

struct finding_points {
    point_fn fn;
    void *ctx;
};

static BA_RC add_finding(void *ctx, const struct finding *f, struct ba_err *err)
{
    const struct finding_points *n = ctx;
    struct batch_point p = { .code = f->code,
                             .object = f->object,
                             .message = f->message,
                             .settled = f->settled,
                             .who = f->who != NULL ? f->who : "" };

    return f->level == 'e' || f->settled != NULL ? n->fn(n->ctx, &p, err) : BA_OK;
}

BA_RC batch_points(struct store *s, int64_t batch, point_fn fn, void *ctx, struct ba_err *err)
{
    struct finding_points n = { fn, ctx };
    enum ba_rc rc = each(s, files_sql, batch, fn, ctx, err);

    if (rc == BA_OK)
        rc = each(s, pages_sql, batch, fn, ctx, err);
    if (rc == BA_OK)
        rc = each(s, sheets_sql, batch, fn, ctx, err);
    return rc == BA_OK ? findings_each(s, batch, add_finding, &n, err) : rc;
}

BA_RC batch_settle(struct store *s, const struct batch_row *batch, const char *code,
                   const char *object, const struct correction *c, struct ba_err *err)
{
    char at[BA_TIME_LEN];
    char *name = ba_strf("batch %s%s%s", batch->name, object[0] != '\0' ? ", " : "", object);
    enum ba_rc rc = name == NULL ? ba_fail_mem(err, "an audit record") : BA_OK;

    ba_time_text(ba_now(), at);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "INSERT INTO settled(batch, code, object, at, who, reason) VALUES(?,?,?,?,?,?)"
                     " ON CONFLICT DO UPDATE SET at = excluded.at, who = excluded.who,"
                     " reason = excluded.reason",
                     "ittttt", batch->id, code, object, at, c->who, c->reason);
    if (rc == BA_OK)
        rc = store_audit(s, c->who, "settle", name, c->reason, code, err);
    free(name);
    return rc;
}

BA_RC batch_withdraw(struct store *s, const struct batch_row *batch, const struct correction *c,
                     struct ba_err *err)
{
    char at[BA_TIME_LEN];
    int64_t delivered = 0, before = 0;
    char *object = ba_strf("batch %s", batch->name), *name = NULL;
    enum ba_rc rc = object == NULL ? ba_fail_mem(err, "an audit record") : BA_OK;

    if (rc == BA_OK)
        rc = sql_int(s, &delivered, err,
                     "SELECT count(DISTINCT q.page) FROM delivered_page q JOIN page p"
                     " ON p.id = q.page WHERE p.batch = ?",
                     "i", batch->id);
    if (rc == BA_OK && delivered > 0)
        rc =
            ba_fail(err, BA_ITEM, "BATCH_DELIVERED",
                    "%lld page%s of %s %s exported already, and the e-depot may have the delivery; "
                    "nothing was changed. Correct the pages that are wrong (replace, assign), and "
                    "export their dossiers again",
                    (long long)delivered, ba_s((uint64_t)delivered), batch->name,
                    ba_were((uint64_t)delivered));
    if (rc == BA_OK)
        rc = batch_withdrawn_count(s, batch->name, &before, err);
    if (rc == BA_OK && (name = ba_strf("%s/%lld", batch->name, (long long)before + 1)) == NULL)
        rc = ba_fail_mem(err, "a batch");
    if (rc == BA_OK)
        rc = page_history_keep(s, 0, batch->id, "withdrawn", c, err);
    if (rc == BA_OK)
        rc = likeness_withdraw(s, batch->id, err);
    if (rc == BA_OK)
        rc = page_withdraw(s, 0, batch->id, err);
    ba_time_text(ba_now(), at);
    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE batch SET name = ?2, withdrawn_at = ?3 WHERE id = ?1", "itt",
                     batch->id, name, at);
    if (rc == BA_OK)
        rc = store_audit(s, c->who, "withdraw", object, c->reason, name, err);
    free(object);
    free(name);
    return rc;
}

BA_RC withdrawn_each(struct store *s, withdrawn_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT rtrim(rtrim(b.name, '0123456789'), '/'), b.withdrawn_at,"
                 " (SELECT count(*) FROM file f WHERE f.batch = b.id),"
                 " (SELECT count(*) FROM past_page x WHERE x.batch = b.id AND why = 'withdrawn'),"
                 " u.who, u.reason FROM batch b LEFT JOIN audit u ON u.action = 'withdraw'"
                 " AND u.detail = b.name WHERE b.withdrawn_at IS NOT NULL ORDER BY b.id",
                 "");

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct withdrawn_row row = { .name = sql_text(st, 0),
                                     .withdrawn_at = sql_text(st, 1),
                                     .files = sqlite3_column_int64(st, 2),
                                     .pages = sqlite3_column_int64(st, 3),
                                     .who = sql_text(st, 4),
                                     .reason = sql_text(st, 5) };

        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}
