#include "index/records/same_bytes.h"

#include <stdlib.h>

#include "core/buf.h"
#include "index/db/sql.h"
#include "index/records/file_private.h"

struct twin {
    int64_t page, file;
    uint32_t frame;
};

struct twins {
    struct twin *at;
    size_t count, cap;
};

static BA_RC collect(struct store *s, int64_t page, struct twins *out, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT p.id, p.file, p.frame FROM page own JOIN file g ON g.id = own.file"
                 " JOIN file f ON f.master = g.master JOIN page p ON p.file = f.id"
                 " AND p.frame = own.frame WHERE own.id = ? AND p.state <> 'dropped'"
                 " ORDER BY f.id",
                 "i", page);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        if (ba_grow(&out->at, &out->cap, out->count + 1, sizeof *out->at) != 0)
            rc = ba_fail_mem(err, "pages");
        else
            out->at[out->count++] =
                (struct twin){ sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
                               (uint32_t)sqlite3_column_int64(st, 2) };
    }
    sql_close(s, st);
    return rc;
}

BA_RC same_bytes_settle(struct store *s, int64_t page, struct ba_err *err)
{
    struct twins t = { 0 };
    enum ba_rc rc = collect(s, page, &t, err);

    for (size_t i = 0; rc == BA_OK && i < t.count; i++)
        rc = i == 0
                 ? sql_run(s, err, "DELETE FROM page_reason WHERE page = ? AND code = 'DUPLICATE'",
                           "i", t.at[i].page)
                 : page_add_duplicate(s, t.at[i].page, t.at[i].frame, t.at[0].file, err);
    free(t.at);
    return rc;
}
