#include "index/audit.h"

#include "index/sql.h"

/* A number stands in the log as "dossier 1974/0231 (Archive)" and "document 1974/0231-002 (...)".
 */
static const char audit_sql[] =
    "SELECT id, at, who, action, object, reason, detail FROM audit"
    " WHERE (?1 IS NULL OR object = ?1"
    "  OR substr(object, 1, length(?1) + 10) = 'dossier ' || ?1 || ' ('"
    "  OR substr(object, 1, length(?1) + 11) = 'document ' || ?1 || ' ('"
    "  OR substr(object, 1, length(?1) + 10) = 'document ' || ?1 || '-')"
    " AND (?2 IS NULL OR substr(object, -length(?2) - 3) = ' (' || ?2 || ')')"
    " AND (?3 IS NULL OR who = ?3) AND (?4 IS NULL OR at >= ?4) ORDER BY id";

enum ba_rc audit_each(struct store *s, const struct audit_filter *f, audit_fn fn, void *ctx,
                      struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc =
        sql_open(s, &st, err, audit_sql, "tttt", f->object, f->archive, f->who, f->since);

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

/* The value of a dossier that counts, and a person's last word on a document. */
#define CURRENT(name)                                                                              \
    "(SELECT value FROM field f WHERE f.dossier = d.id AND f.item = 1 AND f.name = '" name "'"     \
    " ORDER BY source DESC, CASE source WHEN 1 THEN -confidence ELSE 0 END,"                       \
    " CASE source WHEN 1 THEN id ELSE -id END LIMIT 1)"
#define OWN(name)                                                                                  \
    "(SELECT value FROM document_field f WHERE f.dossier = t.dossier AND f.batch = t.batch"        \
    " AND f.number_in_batch = t.number_in_batch AND f.name = '" name "' ORDER BY id DESC LIMIT 1)"
#define DOSSIER_DUE(what, until, value)                                                            \
    "SELECT d.id AS dossier, 0 AS document, '" what "' AS what, d.number AS number,"               \
    " a.name AS archive, " CURRENT(until) " AS until, coalesce(" CURRENT(                          \
        value) ", '') AS value,"                                                                   \
               " d.sort_key AS sort_key FROM dossier d JOIN archive a ON a.id = d.archive"         \
               " WHERE d.id IN (SELECT dossier FROM field WHERE name = '" until "')"
#define DOCUMENT_DUE(what, until, value)                                                           \
    "SELECT d.id, t.seq, '" what "', d.number, a.name, " OWN(until) ", coalesce(" OWN(             \
        value) ", ''), d.sort_key FROM document t JOIN dossier d ON d.id = t.dossier"              \
               " JOIN archive a ON a.id = d.archive"                                               \
               " WHERE d.id IN (SELECT dossier FROM document_field WHERE name = '" until "')"

static const char
    due_sql[] = "SELECT dossier, document, what, number, archive, until, value FROM (" DOSSIER_DUE("ACCESS_ENDED", "access_until", "access") " UNION ALL " DOCUMENT_DUE(
        "ACCESS_ENDED", "access_until",
        "access") " UNION ALL " DOSSIER_DUE("COPYRIGHT_ENDED", "copyright_until",
                                            "copyright_holder") " UNION ALL " DOCUMENT_DUE("COPYRIG"
                                                                                           "HT_"
                                                                                           "ENDED",
                                                                                           "copyrig"
                                                                                           "ht_"
                                                                                           "until",
                                                                                           "copyrig"
                                                                                           "ht_"
                                                                                           "holder") " UNION ALL " DOSSIER_DUE("RETENTION_ENDED",
                                                                                                                               "retention_until",
                                                                                                                               "category") ") WHERE until <> '' AND until < substr(?1, 1, length(until))"
                                                                                                                                           " ORDER BY archive, sort_key, number, document, what";

enum ba_rc due_each(struct store *s, const char *date, due_fn fn, void *ctx, struct ba_err *err)
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
