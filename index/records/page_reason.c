#include "index/records/page_reason.h"

#include "index/db/sql.h"

static const char *const origin_names[] = { "intake", "place", "ocr" };

BA_RC page_reason_add(struct store *s, int64_t page, const char *code, char level,
                      const char *message, enum reason_origin origin, struct ba_err *err)
{
    char text[2] = { level == 'e' || level == 'w' ? level : 'i', '\0' };

    return sql_run(s, err,
                   "INSERT INTO page_reason(page, code, level, message, origin) VALUES(?,?,?,?,?)"
                   " ON CONFLICT(page, code) DO UPDATE SET level = excluded.level,"
                   " message = excluded.message, origin = excluded.origin",
                   "itttt", page, code, text, message != NULL ? message : "", origin_names[origin]);
}

BA_RC page_reason_clear(struct store *s, int64_t page, enum reason_origin origin,
                        struct ba_err *err)
{
    return sql_run(s, err, "DELETE FROM page_reason WHERE page = ? AND origin = ?", "it", page,
                   origin_names[origin]);
}

BA_RC page_add_reason(struct store *s, int64_t page, const char *code, char level,
                      const char *message, struct ba_err *err)
{
    return page_reason_add(s, page, code, level, message, REASON_INTAKE, err);
}

#define GRAVEST_FIRST " ORDER BY CASE level WHEN 'e' THEN 0 WHEN 'w' THEN 1 ELSE 2 END, code"

BA_RC reason_each(struct store *s, int64_t batch, reason_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT code, level, count(*) FROM page_reason r JOIN page p"
                             " ON p.id = r.page WHERE ?1 IN (0, p.batch)"
                             " GROUP BY code, level" GRAVEST_FIRST,
                             "i", batch);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        rc = fn(ctx, sql_text(st, 0), sql_text(st, 1)[0], sqlite3_column_int64(st, 2), err);
    sql_close(s, st);
    return rc;
}

BA_RC page_reason_each(struct store *s, int64_t page, page_reason_fn fn, void *ctx,
                       struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(
        s, &st, err, "SELECT code, level, message FROM page_reason WHERE page = ?" GRAVEST_FIRST,
        "i", page);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        rc = fn(ctx, sql_text(st, 0), sql_text(st, 1)[0], sql_text(st, 2), err);
    sql_close(s, st);
    return rc;
}
