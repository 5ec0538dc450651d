#include "index/records/title_block.h"

#include <stdio.h>

#include "index/db/sql.h"

BA_RC title_pending(struct store *s, title_page_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT p.id, m.sha256, p.rev, p.frame FROM page p"
                             " JOIN file f ON f.id = p.file JOIN master m ON m.id = f.master"
                             " WHERE p.stale = 1 AND p.state = 'drawing' AND p.rev IS NOT NULL AND"
                             " NOT EXISTS (SELECT 1 FROM title_block t WHERE t.page = p.id AND"
                             " t.rev = p.rev) ORDER BY p.id",
                             "");

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct title_page page = { sqlite3_column_int64(st, 0), sql_text(st, 1), sql_text(st, 2),
                                   (uint32_t)sqlite3_column_int64(st, 3) };
        rc = fn(ctx, &page, err);
    }
    sql_close(s, st);
    return rc;
}

BA_RC title_store(struct store *s, int64_t page, const char *rev, const char *box,
                  const struct title_row *rows, size_t count, struct ba_err *err)
{
    enum ba_rc rc = sql_run(s, err, "DELETE FROM title_block WHERE page = ?", "i", page);

    if (rc == BA_OK)
        rc = sql_run(s, err, "INSERT INTO title_block(page, rev, box) VALUES(?,?,?)", "itt", page,
                     rev, box);
    for (size_t i = 0; rc == BA_OK && i < count; i++)
        rc = sql_run(s, err,
                     "INSERT INTO title_field(page, position, name, value, rule, confidence, box)"
                     " VALUES(?,?,?,?,?,?,?)",
                     "iitttdt", page, (int64_t)i, rows[i].name, rows[i].value, rows[i].rule,
                     rows[i].confidence, rows[i].box);
    return rc;
}

BA_RC title_each(struct store *s, int64_t page, bool *known, char box[64], title_fn fn, void *ctx,
                 struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT t.box, f.name, f.value, f.rule, f.confidence, f.box"
                             " FROM title_block t JOIN page p ON p.id = t.page AND p.rev = t.rev"
                             " AND p.state = 'drawing' LEFT JOIN title_field f ON f.page = t.page"
                             " WHERE t.page = ? ORDER BY f.position",
                             "i", page);

    *known = false;
    box[0] = '\0';
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        *known = true;
        snprintf(box, 64, "%s", sql_text(st, 0));
        if (sqlite3_column_type(st, 1) == SQLITE_NULL)
            continue;
        struct title_row row = { sql_text(st, 1), sql_text(st, 2), sql_text(st, 3),
                                 sqlite3_column_double(st, 4), sql_text(st, 5) };
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}
