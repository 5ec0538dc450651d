#include "index/records/page_named.h"

#include <stdio.h>

#include "index/db/sql.h"

struct found {
    page_named_fn fn;
    void *ctx;
    int64_t count;
};

static BA_RC each(struct store *s, sqlite3_stmt *st, struct found *f, struct ba_err *err)
{
    bool more = true;
    enum ba_rc rc = BA_OK;

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        f->count++;
        rc = f->fn(f->ctx, sqlite3_column_int64(st, 0), err);
    }
    sql_close(s, st);
    return rc;
}

BA_RC page_named_between(struct store *s, int64_t batch, int64_t from, int64_t to, page_named_fn fn,
                         void *ctx, struct ba_err *err)
{
    struct found f = { .fn = fn, .ctx = ctx };
    sqlite3_stmt *st = NULL;
    enum ba_rc rc = sql_open(
        s, &st, err, "SELECT id FROM page WHERE batch = ? AND seq BETWEEN ? AND ? ORDER BY seq",
        "iii", batch, from, to);

    return rc == BA_OK ? each(s, st, &f, err) : rc;
}

/* The whole path, its last part, its last part without what stands behind the last dot. */
static const char *const file_sqls[] = {
    "SELECT id, taken, coalesce(code, '') FROM file WHERE batch = ?1 AND path = ?2",
    ("SELECT id, taken, coalesce(code, '') FROM file WHERE batch = ?1"
     " AND substr(path, -length(?2) - 1) = '/' || ?2"),
    ("SELECT id, taken, coalesce(code, '') FROM file WHERE batch = ?1 AND"
     " substr('/' || rtrim(path, replace(path, '.', '')), -length(?2) - 2) = '/' || ?2 || '.'"),
};

BA_RC page_named_find_file(struct store *s, int64_t batch, const char *name,
                           struct page_named_file *out, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    *out = (struct page_named_file){ 0 };
    for (size_t i = 0;
         rc == BA_OK && out->candidates == 0 && i < sizeof file_sqls / sizeof *file_sqls; i++) {
        sqlite3_stmt *st = NULL;
        bool more = true;

        rc = sql_open(s, &st, err, file_sqls[i], "it", batch, name);
        while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
            out->candidates++;
            out->file = sqlite3_column_int64(st, 0);
            out->taken = sqlite3_column_int64(st, 1) != 0;
            snprintf(out->code, sizeof out->code, "%s", sql_text(st, 2));
        }
        sql_close(s, st);
    }
    return rc;
}

BA_RC page_named_of_file(struct store *s, int64_t file, int64_t frame, page_named_fn fn, void *ctx,
                         struct ba_err *err)
{
    struct found f = { .fn = fn, .ctx = ctx };
    sqlite3_stmt *st = NULL;
    enum ba_rc rc = sql_open(
        s, &st, err, "SELECT id FROM page WHERE file = ?1 AND ?2 IN (-1, frame) ORDER BY seq", "ii",
        file, frame);

    if (rc == BA_OK)
        rc = each(s, st, &f, err);
    if (rc != BA_OK || f.count > 0)
        return rc;
    rc = sql_open(s, &st, err,
                  "SELECT DISTINCT p.id FROM past_page x JOIN page p ON p.id = x.page"
                  " AND p.batch = x.batch WHERE x.file = ?1 AND ?2 IN (-1, x.frame) ORDER BY p.seq",
                  "ii", file, frame);
    return rc == BA_OK ? each(s, st, &f, err) : rc;
}
