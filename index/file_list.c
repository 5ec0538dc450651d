#include "index/batch.h"
#include "index/sql.h"

enum ba_rc file_each(struct store *s, int64_t batch, bool taken, file_fn fn, void *ctx,
                     struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = false;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT id, batch, path, position, size, sha256, taken, code, message,"
                 " kept, frames, reduced FROM file"
                 " WHERE (?1 = 0 OR batch = ?1) AND taken = ?2 ORDER BY batch, position",
                 "ii", batch, (int64_t)taken);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct file_row row = {
            .id = sqlite3_column_int64(st, 0),
            .batch = sqlite3_column_int64(st, 1),
            .path = sql_text(st, 2),
            .position = sqlite3_column_int64(st, 3),
            .size = (uint64_t)sqlite3_column_int64(st, 4),
            .sha256 = sql_text(st, 5),
            .taken = sqlite3_column_int64(st, 6) != 0,
            .frames = (uint32_t)sqlite3_column_int64(st, 10),
            .reduced = (uint32_t)sqlite3_column_int64(st, 11),
        };

        if (!row.taken) {
            row.code = sql_text(st, 7);
            row.message = sql_text(st, 8);
            row.kept = sql_text(st, 9)[0] == '\0' ? NULL : sql_text(st, 9);
        }
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}
