/* What is known of one document by itself: a person's word, and the title blocks of its drawings.
 */
#include <stdio.h>
#include <string.h>

#include "index/db/sql.h"
#include "index/records/dossier.h"

static BA_RC said_each(struct store *s, int64_t document, document_field_fn fn, void *ctx,
                       struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    char last[64] = "";
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT f.name, f.value, f.rule, f.at FROM document_field f JOIN"
                             " document t ON f.dossier = t.dossier AND f.batch = t.batch AND"
                             " f.number_in_batch = t.number_in_batch WHERE t.id = ?"
                             " ORDER BY f.name, f.id DESC",
                             "i", document);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct document_field_row row = { .name = sql_text(st, 0),
                                          .value = sql_text(st, 1),
                                          .who = sql_text(st, 2),
                                          .at = sql_text(st, 3),
                                          .source = FIELD_PERSON };
        row.current = strcmp(last, row.name) != 0;
        snprintf(last, sizeof last, "%.63s", row.name);
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}

/* Pages under no document lie in the first one, as export/ puts them there. A letter beside the
 * drawings, or two dates, and the document as a whole has none. */
static const char read_sql[] =
    "WITH own AS (SELECT p.id, p.rev, p.state FROM document t JOIN page p ON p.dossier = t.dossier"
    "  AND (p.document = t.id OR (p.document IS NULL AND t.seq = 1))"
    "  WHERE t.id = ?1 AND p.state NOT IN ('separator', 'blank')),"
    " name(block, field) AS (VALUES('date', 'date_drawn'), ('drawing_number', 'drawing_number'),"
    "  ('scale', 'scale'))"
    " SELECT n.field, min(f.value), NOT EXISTS (SELECT 1 FROM document t JOIN document_field d ON"
    "  d.dossier = t.dossier AND d.batch = t.batch AND d.number_in_batch = t.number_in_batch"
    "  WHERE t.id = ?1 AND d.name = n.field)"
    " FROM own p JOIN title_block b ON b.page = p.id AND b.rev = p.rev"
    " JOIN title_field f ON f.page = p.id JOIN name n ON n.block = f.name"
    " WHERE NOT EXISTS (SELECT 1 FROM own q WHERE q.state <> 'drawing')"
    " GROUP BY n.field HAVING count(DISTINCT f.value) = 1 ORDER BY n.field";

static BA_RC read_each(struct store *s, int64_t document, document_field_fn fn, void *ctx,
                       struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, read_sql, "i", document);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct document_field_row row = { .name = sql_text(st, 0),
                                          .value = sql_text(st, 1),
                                          .who = "",
                                          .at = "",
                                          .source = FIELD_TEXT,
                                          .current = sqlite3_column_int64(st, 2) != 0 };
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}

BA_RC document_field_each(struct store *s, int64_t document, document_field_fn fn, void *ctx,
                          struct ba_err *err)
{
    enum ba_rc rc = said_each(s, document, fn, ctx, err);

    return rc == BA_OK ? read_each(s, document, fn, ctx, err) : rc;
}
