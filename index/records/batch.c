#include "index/records/batch.h"

#include <stdio.h>

#include "core/clock.h"
#include "index/db/sql.h"

#define BATCH_COLUMNS                                                                              \
    "SELECT b.id, b.name, b.complete,"                                                             \
    " (SELECT count(*) FROM file f WHERE f.batch = b.id),"                                         \
    " (SELECT count(*) FROM file f WHERE f.batch = b.id AND f.taken = 1)"                          \
    " FROM batch b "

static void read_batch(sqlite3_stmt *st, struct batch_row *row)
{
    row->id = sqlite3_column_int64(st, 0);
    snprintf(row->name, sizeof row->name, "%s", sql_text(st, 1));
    row->complete = sqlite3_column_int64(st, 2) != 0;
    row->files = sqlite3_column_int64(st, 3);
    row->taken = sqlite3_column_int64(st, 4);
    row->rejected = row->files - row->taken;
}

BA_RC batch_find(struct store *s, const char *name, struct batch_row *row, bool *found,
                 struct ba_err *err)
{
    sqlite3_stmt *st = NULL;

    *row = (struct batch_row){ 0 };
    *found = false;
    enum ba_rc rc = sql_open(
        s, &st, err, BATCH_COLUMNS "WHERE b.name = ? AND b.withdrawn_at IS NULL", "t", name);
    if (rc == BA_OK)
        rc = sql_next(s, st, found, err);
    if (rc == BA_OK && *found)
        read_batch(st, row);
    sql_close(s, st);
    return rc;
}

BA_RC batch_add(struct store *s, const char *name, const char *source_path, int64_t *id,
                struct ba_err *err)
{
    char at[BA_TIME_LEN];

    ba_time_text(ba_now(), at);
    enum ba_rc rc =
        sql_run(s, err, "INSERT INTO batch(name, source_path, arrived_at) VALUES(?,?,?)", "ttt",
                name, source_path, at);
    if (rc == BA_OK)
        *id = sqlite3_last_insert_rowid(s->db);
    return rc;
}

BA_RC batch_set_complete(struct store *s, int64_t batch, bool complete, struct ba_err *err)
{
    return sql_run(s, err, "UPDATE batch SET complete = ? WHERE id = ?", "ii", (int64_t)complete,
                   batch);
}

BA_RC batch_each(struct store *s, batch_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc =
        sql_open(s, &st, err, BATCH_COLUMNS "WHERE b.withdrawn_at IS NULL ORDER BY b.id", "");

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct batch_row row;
        read_batch(st, &row);
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}

BA_RC batch_withdrawn_count(struct store *s, const char *name, int64_t *n, struct ba_err *err)
{
    *n = 0;
    return sql_int(s, n, err,
                   "SELECT count(*) FROM batch WHERE withdrawn_at IS NOT NULL"
                   " AND substr(name, 1, length(?1) + 1) = ?1 || '/'",
                   "t", name);
}
