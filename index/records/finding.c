#include "index/records/finding.h"

#include "index/db/sql.h"

static BA_RC add(struct store *s, int64_t batch, const struct finding *f, struct ba_err *err)
{
    const char level[2] = { f->level, '\0' };

    return sql_run(s, err,
                   "INSERT INTO finding(batch, code, level, object, message) VALUES(?,?,?,?,?)"
                   " ON CONFLICT DO NOTHING",
                   "itttt", batch, f->code, level, f->object, f->message);
}

BA_RC findings_set(struct store *s, int64_t batch, const struct finding *list, size_t count,
                   struct ba_err *err)
{
    enum ba_rc rc = sql_run(s, err, "DELETE FROM finding WHERE batch = ?", "i", batch);

    for (size_t i = 0; rc == BA_OK && i < count; i++)
        rc = add(s, batch, &list[i], err);
    return rc;
}

BA_RC finding_set_one(struct store *s, int64_t batch, const char *code, const struct finding *f,
                      struct ba_err *err)
{
    enum ba_rc rc =
        sql_run(s, err, "DELETE FROM finding WHERE batch = ? AND code = ?", "it", batch, code);

    return rc == BA_OK && f != NULL ? add(s, batch, f, err) : rc;
}

BA_RC expectations_set(struct store *s, int64_t batch, const struct expectation *list, size_t count,
                       struct ba_err *err)
{
    enum ba_rc rc = sql_run(s, err, "DELETE FROM expectation WHERE batch = ?", "i", batch);

    for (size_t i = 0; rc == BA_OK && i < count; i++)
        rc = sql_run(s, err,
                     "INSERT INTO expectation(batch, dossier, relation, pages) VALUES(?,?,?,?)"
                     " ON CONFLICT DO NOTHING",
                     "itti", batch, list[i].dossier, list[i].relation, list[i].pages);
    return rc;
}

static BA_RC each(struct store *s, const char *sql, int64_t batch, int64_t dossier, findings_fn fn,
                  void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, sql, "ii", batch, dossier);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct finding f = { .batch_id = sqlite3_column_int64(st, 0),
                             .batch = sql_text(st, 1),
                             .code = sql_text(st, 2),
                             .level = *sql_text(st, 3),
                             .object = sql_text(st, 4),
                             .message = sql_text(st, 5),
                             .fact = sql_text(st, 6) };

        rc = fn(ctx, &f, err);
    }
    sql_close(s, st);
    return rc;
}

/* A file that is missing came later: with the batch, or as a sheet that was put in for it under its
 * name (a folder is no part of that), and is a page now. ?2 is not asked for. */
static const char stored_sql[] =
    "SELECT n.batch, b.name, n.code, n.level, n.object, n.message, '' FROM finding n"
    " JOIN batch b ON b.id = n.batch"
    " WHERE ?1 IN (0, n.batch) AND ?2 = 0 AND b.withdrawn_at IS NULL AND NOT"
    " (n.code = 'CHECKSUM_FILE_MISSING' AND EXISTS (SELECT 1 FROM file f WHERE f.batch = n.batch"
    "  AND f.taken = 1 AND (f.path = n.object OR (f.rescan = 1"
    "   AND substr(n.object, -length(f.path) - 1) = '/' || f.path))"
    "  AND (f.rescan = 0 OR EXISTS (SELECT 1 FROM page p WHERE p.file = f.id))))"
    " ORDER BY n.batch, n.code, n.object";

/* What was dropped is a second scan of a sheet, and no sheet. */
static const char counts_sql[] =
    "SELECT n.batch, n.name, 'COUNT_DIFFERS', 'e', n.dossier, printf('%s%s: batch.csv expects %s "
    "%d page%s, %d came', name, CASE dossier WHEN '' THEN '' ELSE ', dossier ' || dossier END,"
    " relation, expected, CASE expected WHEN 1 THEN '' ELSE 's' END, found),"
    " printf('%d%s%d', found, relation, expected)"
    " FROM (SELECT b.name, e.batch, e.dossier, e.relation, e.pages AS expected,"
    "  (SELECT count(*) FROM page p LEFT JOIN dossier d ON d.id = p.dossier WHERE p.batch = e.batch"
    "   AND p.state NOT IN ('separator','dropped')"
    "   AND (e.dossier = '' OR d.number = e.dossier)) AS found"
    "  FROM expectation e JOIN batch b ON b.id = e.batch WHERE b.withdrawn_at IS NULL"
    "   AND e.batch IN (SELECT id FROM batch WHERE ?1 IN (0, id) AND ?2 = 0"
    "    UNION SELECT batch FROM page WHERE dossier = ?2)"
    "   AND (?2 = 0 OR e.dossier = (SELECT number FROM dossier WHERE id = ?2))) AS n"
    " WHERE NOT CASE relation WHEN '=' THEN found = expected WHEN '<=' THEN found <= expected"
    "  ELSE found >= expected END"
    " ORDER BY n.batch, n.dossier";

BA_RC findings_each(struct store *s, int64_t batch, int64_t dossier, findings_fn fn, void *ctx,
                    struct ba_err *err)
{
    enum ba_rc rc = each(s, stored_sql, batch, dossier, fn, ctx, err);

    return rc == BA_OK ? each(s, counts_sql, batch, dossier, fn, ctx, err) : rc;
}
