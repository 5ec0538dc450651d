#include "index/records/batch_dossier.h"

#include "index/db/sql.h"

#define COUNTED "state NOT IN ('separator','dropped')"

/* A dossier of which only a separator came is told too: with no pages. */
static const char dossiers_sql[] =
    "SELECT d.id, d.number, d.in_register OR EXISTS (SELECT 1 FROM dossier o"
    "  WHERE o.number = d.number AND o.in_register = 1),"
    " EXISTS (SELECT 1 FROM dossier WHERE in_register = 1), x.pages,"
    " (SELECT count(*) FROM page p WHERE p.dossier = d.id AND " COUNTED "),"
    " coalesce((SELECT CAST(nullif(value, '') AS INTEGER) FROM field f WHERE f.dossier = d.id"
    "   AND f.name = 'sheets_expected' ORDER BY source DESC, id DESC LIMIT 1),"
    "  (SELECT e.pages FROM expectation e WHERE e.batch = ?1 AND e.dossier = d.number"
    "   AND e.relation = '='), -1)"
    " FROM (SELECT dossier, total(" COUNTED ") AS pages, min(seq) AS first FROM page"
    "  WHERE batch = ?1 AND dossier IS NOT NULL GROUP BY dossier) x"
    " JOIN dossier d ON d.id = x.dossier ORDER BY x.first";

BA_RC batch_dossier_each(struct store *s, int64_t batch, batch_dossier_fn fn, void *ctx,
                         struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, dossiers_sql, "i", batch);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct batch_dossier d = { .dossier = sqlite3_column_int64(st, 0),
                                   .number = sql_text(st, 1),
                                   .known = sqlite3_column_int(st, 2) != 0,
                                   .has_register = sqlite3_column_int(st, 3) != 0,
                                   .pages = sqlite3_column_int64(st, 4),
                                   .all = sqlite3_column_int64(st, 5),
                                   .expected = sqlite3_column_int64(st, 6) };

        rc = fn(ctx, &d, err);
    }
    sql_close(s, st);
    return rc;
}
