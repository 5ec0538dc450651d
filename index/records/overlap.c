#include "index/records/overlap.h"

#include "index/db/sql.h"

static const char overlap_sql[] =
    "SELECT b.id, b.name, o.name, count(DISTINCT f.id),"
    " (SELECT count(*) FROM file t WHERE t.batch = f.batch AND t.taken = 1)"
    " FROM file f JOIN file g ON g.master = f.master AND g.batch < f.batch"
    " JOIN batch b ON b.id = f.batch JOIN batch o ON o.id = g.batch"
    " WHERE f.taken = 1"
    " AND EXISTS (SELECT 1 FROM page p WHERE p.file = f.id AND p.state <> 'dropped')"
    " AND b.withdrawn_at IS NULL AND o.withdrawn_at IS NULL"
    " AND ?1 IN (0, f.batch) GROUP BY f.batch, g.batch ORDER BY f.batch, 4 DESC, "
    "g.batch";

BA_RC overlap_each(struct store *s, int64_t batch, overlap_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, overlap_sql, "i", batch);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct overlap o = { .batch_id = sqlite3_column_int64(st, 0),
                             .batch = sql_text(st, 1),
                             .earlier = sql_text(st, 2),
                             .common = sqlite3_column_int64(st, 3),
                             .files = sqlite3_column_int64(st, 4) };

        rc = fn(ctx, &o, err);
    }
    sql_close(s, st);
    return rc;
}
