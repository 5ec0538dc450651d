#include "index/records/audit.h"

#include "index/db/sql.h"

/* A number stands in the log as "dossier 1974/0231 (Archive)" and "document 1974/0231-002 (...)".
 */
static const char audit_sql[] =
    "SELECT id, at, who, action, object, reason, detail FROM audit"
    " WHERE (coalesce(?1, ?5, ?6, ?8) IS NULL OR object = ?1"
    "  OR substr(object, 1, length(?1) + 10) = 'dossier ' || ?1 || ' ('"
    "  OR substr(object, 1, length(?1) + 11) = 'document ' || ?1 || ' ('"
    "  OR substr(object, 1, length(?1) + 10) = 'document ' || ?1 || '-'"
    /* corrections of pages, as correct_parts.h writes them */
    "  OR (substr(object, 1, 6) = 'sheet ' AND json_valid(detail)"
    "   AND (detail ->> 'dossier' = ?1 OR detail ->> 'to' = ?1))"
    /* of pages: what is said of them, and of what is open on them */
    "  OR (?5 IS NOT NULL AND (substr(object, 1, 6) = 'sheet ' AND CAST(substr(object,"
    "   length(rtrim(rtrim(object, ')'), '0123456789')) + 1) AS INTEGER)"
    "   IN (SELECT value FROM json_each(?5))"
    "   OR CASE WHEN json_valid(detail) THEN detail ->> 'page' END IN"
    "    (SELECT value FROM json_each(?5))"
    "   OR object IN (SELECT printf('batch %s, %s#%d', b.name, f.path, p.frame + 1) FROM page p"
    "    JOIN batch b ON b.id = p.batch JOIN file f ON f.id = p.file"
    "    WHERE p.id IN (SELECT value FROM json_each(?5)))))"
    /* of a batch, or of one sheet or file of it */
    "  OR (?7 IS NULL AND (object = 'batch ' || ?6"
    "   OR substr(object, 1, length(?6) + 8) = 'batch ' || ?6 || ', '"
    "   OR (substr(object, 1, 6) = 'sheet ' AND instr(object, ' of ' || ?6 || ' (page ') > 0)))"
    "  OR object = 'batch ' || ?6 || ', ' || ?7"
    "  OR substr(object, 1, length(?6) + length(?7) + 9) = 'batch ' || ?6 || ', ' || ?7 || '#'"
    "  OR substr(object, 1, length(?6) + length(?7) + 17) ="
    "   'sheet ' || ?7 || ' of ' || ?6 || ' (page '"
    "  OR object = 'delivery ' || ?8 OR (action = 'export' AND detail = ?8))"
    " AND (?2 IS NULL OR substr(object, 1, 6) = 'sheet '"
    "  OR substr(object, -length(?2) - 3) = ' (' || ?2 || ')')"
    " AND (?3 IS NULL OR who = ?3) AND (?4 IS NULL OR at >= ?4) ORDER BY id";

BA_RC audit_each(struct store *s, const struct audit_filter *f, audit_fn fn, void *ctx,
                 struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, audit_sql, "tttttttt", f->object, f->archive, f->who,
                             f->since, f->pages, f->batch, f->part, f->delivery);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct audit_row row = { .id = sqlite3_column_int64(st, 0),
                                 .at = sql_text(st, 1),
                                 .who = sql_text(st, 2),
                                 .action = sql_text(st, 3),
                                 .object = sql_text(st, 4),
                                 .reason = sql_text(st, 5),
                                 .detail = sql_text(st, 6) };
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}

/* Of the dossier the value that counts (described.h), of a document a person's last word. */
static const char due_sql[] =
    "WITH pair(what, until, value) AS (VALUES('ACCESS_ENDED', 'access_until', 'access'),"
    "  ('COPYRIGHT_ENDED', 'copyright_until', 'copyright_holder'),"
    "  ('RETENTION_ENDED', 'retention_until', 'category')),"
    " current AS (SELECT dossier, name, value, row_number() OVER (PARTITION BY dossier, name"
    "  ORDER BY source DESC, CASE source WHEN 1 THEN -confidence ELSE 0 END,"
    "  CASE source WHEN 1 THEN id ELSE -id END) AS rank FROM field WHERE item = 1"
    "  AND name IN (SELECT until FROM pair UNION SELECT value FROM pair)),"
    " own AS (SELECT dossier, batch, number_in_batch, name, value FROM document_field WHERE id IN"
    "  (SELECT max(id) FROM document_field GROUP BY dossier, batch, number_in_batch, name)),"
    " due(dossier, document, what, until, value) AS ("
    "  SELECT u.dossier, 0, p.what, u.value, coalesce(v.value, '')"
    "  FROM pair p JOIN current u ON u.name = p.until AND u.rank = 1"
    "  LEFT JOIN current v ON v.dossier = u.dossier AND v.name = p.value AND v.rank = 1"
    "  UNION ALL SELECT t.dossier, t.seq, p.what, u.value, coalesce(v.value, '')"
    "  FROM pair p JOIN own u ON u.name = p.until JOIN document t ON t.dossier = u.dossier"
    "  AND t.batch = u.batch AND t.number_in_batch = u.number_in_batch"
    "  LEFT JOIN own v ON v.dossier = u.dossier AND v.batch = u.batch"
    "  AND v.number_in_batch = u.number_in_batch AND v.name = p.value)"
    " SELECT d.id, x.document, x.what, d.number, a.name, x.until, x.value"
    " FROM due x JOIN dossier d ON d.id = x.dossier JOIN archive a ON a.id = d.archive"
    " WHERE x.until <> '' AND x.until < substr(?1, 1, length(x.until))"
    " ORDER BY a.name, d.sort_key, d.number, x.document, x.what";

BA_RC due_each(struct store *s, const char *date, due_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, due_sql, "t", date);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct due_row row = { .of = { sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1) },
                               .what = sql_text(st, 2),
                               .number = sql_text(st, 3),
                               .archive = sql_text(st, 4),
                               .until = sql_text(st, 5),
                               .value = sql_text(st, 6) };
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}
