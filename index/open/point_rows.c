/* Points that are rows: refused files, pages, and reasons of pages. */
#include "index/db/sql.h"
#include "index/open/point_private.h"
#include "index/records/page_reason.h"

/*
 * Columns: code, batch, its name, dossier, its number, page, object, place, message, weight (enum
 * point_weight), whether its page failed. ?1 is the batch, 0: all; or the dossier.
 */
#define OF_BATCH "p.batch IN (SELECT id FROM batch WHERE ?1 IN (0, id))"
#define OF_DOSSIER "p.dossier = ?1"

static const char files_sql[] =
    "SELECT f.code, f.batch, b.name, 0, '', 0, f.path, f.path, f.message, 0, 0"
    " FROM file f JOIN batch b ON b.id = f.batch WHERE f.taken = 0 AND b.withdrawn_at IS NULL"
    " AND f.batch IN (SELECT id FROM batch WHERE ?1 IN (0, id))"
    " ORDER BY f.batch, f.position, f.path";

#define PAGE_COLUMNS                                                                               \
    " p.batch, b.name, coalesce(p.dossier, 0), coalesce(d.number, ''), p.id,"                      \
    " f.path || '#' || (p.frame + 1), p.sheet,"
#define PAGE_TABLES                                                                                \
    " FROM page p JOIN batch b ON b.id = p.batch JOIN file f ON f.id = p.file"                     \
    " LEFT JOIN dossier d ON d.id = p.dossier"

/* A page that was not read and is in no dossier is two points: the one need not wait for the other.
 */
#define STATES_SQL(which)                                                                          \
    "SELECT CASE WHEN k.lost THEN 'NO_DOSSIER' WHEN p.state = 'waiting' THEN 'PAGE_WAITING'"       \
    "  ELSE coalesce(" REASON_SQL ", 'OCR_FAILED') END," PAGE_COLUMNS                              \
    " printf('sheet %s (%s, image %d) ', p.sheet, f.path, p.frame + 1) || CASE"                    \
    "  WHEN k.lost THEN 'is in no dossier' WHEN p.state = 'waiting' THEN 'was not read yet'"       \
    "  ELSE 'could not be read' END, 0, NOT k.lost AND p.state = 'failed'" PAGE_TABLES             \
    " JOIN (SELECT 0 AS lost UNION ALL SELECT 1) k WHERE " which " AND CASE WHEN k.lost"           \
    "  THEN p.dossier IS NULL AND p.state NOT IN ('separator','dropped')"                          \
    "  ELSE p.state IN ('failed','waiting') END ORDER BY p.batch, p.seq, k.lost"

/*
 * An error holds; so does a sheet at which a dossier may begin that nobody sees, and what may be
 * one sheet twice: perhaps another scan was lost under its name. Of two files with the same bytes
 * that is told as long as both are pages with something on them.
 */
#define REASONS_SQL_OF(which)                                                                      \
    "SELECT r.code," PAGE_COLUMNS " printf('sheet %s: ', p.sheet) || r.message,"                   \
    " CASE WHEN r.level = 'e' OR r.code IN ('SEPARATOR_UNREADABLE','SEPARATOR_CONFLICT',"          \
    "  'SEPARATOR_UNSURE','NEAR_DUPLICATE','DUPLICATE') THEN 0 ELSE 1 END, 0" PAGE_TABLES          \
    " JOIN page_reason r ON r.page = p.id WHERE " which                                            \
    " AND p.state <> 'dropped' AND r.code <> 'NO_DOSSIER'"                                         \
    " AND NOT (p.state = 'failed' AND r.level = 'e') AND CASE WHEN r.code = 'DUPLICATE'"           \
    "  THEN p.state NOT IN ('blank','separator') AND EXISTS (SELECT 1 FROM file g JOIN page q"     \
    "   ON q.file = g.id WHERE g.master = f.master AND q.frame = p.frame AND q.id <> p.id"         \
    "   AND q.state NOT IN ('blank','separator','dropped'))"                                       \
    "  ELSE r.level <> 'i' OR r.code IN ('SEPARATOR_UNREADABLE','SEPARATOR_CONFLICT',"             \
    "   'SEPARATOR_UNSURE') END ORDER BY p.batch, p.seq, r.code"

static const char states_of_batch_sql[] = STATES_SQL(OF_BATCH);
static const char states_of_dossier_sql[] = STATES_SQL(OF_DOSSIER);
static const char reasons_of_batch_sql[] = REASONS_SQL_OF(OF_BATCH);
static const char reasons_of_dossier_sql[] = REASONS_SQL_OF(OF_DOSSIER);

static BA_RC each(const struct point_search *p, const char *sql, int64_t of, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(p->store, &st, err, sql, "i", of);

    while (rc == BA_OK && (rc = sql_next(p->store, st, &more, err)) == BA_OK && more) {
        struct point point = { .code = sql_text(st, 0),
                               .batch_id = sqlite3_column_int64(st, 1),
                               .batch = sql_text(st, 2),
                               .dossier_id = sqlite3_column_int64(st, 3),
                               .dossier = sql_text(st, 4),
                               .page = sqlite3_column_int64(st, 5),
                               .file = sql == files_sql,
                               .object = sql_text(st, 6),
                               .place = sql_text(st, 7),
                               .fact = "",
                               .message = sql_text(st, 8),
                               .weight = (enum point_weight)sqlite3_column_int(st, 9),
                               .failed = sqlite3_column_int(st, 10) != 0 };

        rc = point_found(p, &point, err);
    }
    sql_close(p->store, st);
    return rc;
}

BA_RC point_rows(const struct point_search *p, struct ba_err *err)
{
    const struct point_filter *f = p->filter;
    bool one = f->dossier != 0;
    enum ba_rc rc = one ? BA_OK : each(p, files_sql, f->batch, err);

    if (rc == BA_OK)
        rc = each(p, one ? states_of_dossier_sql : states_of_batch_sql, one ? f->dossier : f->batch,
                  err);
    if (rc == BA_OK)
        rc = each(p, one ? reasons_of_dossier_sql : reasons_of_batch_sql,
                  one ? f->dossier : f->batch, err);
    return rc;
}
