#include "index/records/near_duplicate.h"

#include <stdio.h>

#include "core/shell_quote.h"
#include "index/db/sql.h"
#include "index/records/page_reason.h"

#define LOOKED_AT " p.state NOT IN ('blank','separator','dropped')"
#define ROW_SQL(grid)                                                                              \
    "SELECT p.id, p.batch, p.seq, coalesce(p.dossier, 0), m.sha256, m.extension, p.frame,"         \
    " p.width_px, p.height_px, l.compared, " grid " FROM likeness l JOIN page p ON p.id = l.page"  \
    " JOIN file f ON f.id = p.file JOIN master m ON m.id = f.master WHERE" LOOKED_AT

static BA_RC each(struct store *s, sqlite3_stmt *st, likeness_fn fn, void *ctx, struct ba_err *err)
{
    bool more = true;
    enum ba_rc rc = BA_OK;

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct near_duplicate_row row = { .page = sqlite3_column_int64(st, 0),
                                          .batch = sqlite3_column_int64(st, 1),
                                          .seq = sqlite3_column_int64(st, 2),
                                          .dossier = sqlite3_column_int64(st, 3),
                                          .sha256 = sql_text(st, 4),
                                          .extension = sql_text(st, 5),
                                          .frame = (uint32_t)sqlite3_column_int64(st, 6),
                                          .width_px = (uint32_t)sqlite3_column_int64(st, 7),
                                          .height_px = (uint32_t)sqlite3_column_int64(st, 8),
                                          .compared = sqlite3_column_int64(st, 9) != 0,
                                          .grid = sqlite3_column_blob(st, 10),
                                          .size = (size_t)sqlite3_column_bytes(st, 10) };

        rc = fn(ctx, &row, err);
    }
    return rc;
}

BA_RC likeness_each(struct store *s, int64_t batch, likeness_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 ROW_SQL("NULL") " AND (p.batch = ?1 OR p.dossier IN (SELECT dossier FROM page"
                                 " WHERE batch = ?1)) ORDER BY p.batch, p.seq",
                 "i", batch);

    if (rc == BA_OK)
        rc = each(s, st, fn, ctx, err);
    sql_close(s, st);
    return rc;
}

BA_RC likeness_of(struct store *s, int64_t page, likeness_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    enum ba_rc rc = sql_open(s, &st, err, ROW_SQL("l.grid") " AND p.id = ?", "i", page);

    if (rc == BA_OK)
        rc = each(s, st, fn, ctx, err);
    sql_close(s, st);
    return rc;
}

BA_RC likeness_keep(struct store *s, int64_t page, const struct page_new *p, struct ba_err *err)
{
    return sql_run(s, err, "INSERT INTO likeness(page, grid) VALUES(?,?)", "ib", page, p->likeness,
                   p->likeness_size);
}

BA_RC likeness_is_known(struct store *s, int64_t page, int64_t other, bool *known,
                        struct ba_err *err)
{
    int64_t n = 0;
    enum ba_rc rc =
        sql_int(s, &n, err, "SELECT count(*) FROM near_duplicate WHERE page = ? AND other = ?",
                "ii", page, other);

    *known = n > 0;
    return rc;
}

BA_RC likeness_judged(struct store *s, int64_t page, int64_t other, bool same, struct ba_err *err)
{
    return sql_run(s, err, "INSERT OR REPLACE INTO near_duplicate(page, other, same) VALUES(?,?,?)",
                   "iii", page, other, (int64_t)same);
}

/* Pairs whose pages both still count, the nearest other page of each first. */
#define PAIRS_SQL                                                                                  \
    "SELECT n.page, n.other, q.sheet, b.name, q.batch = p.batch, p.sheet, own.name FROM "          \
    "near_duplicate n"                                                                             \
    " JOIN page p ON p.id = n.page JOIN page q ON q.id = n.other JOIN batch b ON b.id = q.batch"   \
    " JOIN batch own ON own.id = p.batch WHERE n.same = 1 AND" LOOKED_AT                           \
    " AND q.state NOT IN ('blank','separator','dropped')"
#define PAIRS_ORDER " ORDER BY p.batch, p.seq, q.batch = p.batch DESC, q.batch, q.seq DESC"

static BA_RC give_reason(struct store *s, sqlite3_stmt *st, char level, struct ba_err *err)
{
    const char *sheet = sql_text(st, 2), *own_sheet = sql_text(st, 5);
    const char *name = sql_text(st, 3), *own = sql_text(st, 6);
    char message[3000], batch[300] = "", there[600], here[600], word[600];

    if (sqlite3_column_int64(st, 4) == 0)
        snprintf(batch, sizeof batch, " of batch %.250s", name);
    snprintf(word, sizeof word, "%.250s:%s", name, sheet);
    ba_shell_quote(word, there, sizeof there);
    snprintf(word, sizeof word, "%.250s:%s", own, own_sheet);
    ba_shell_quote(word, here, sizeof here);
    snprintf(message, sizeof message,
             "looks like sheet %s%s scanned again; look at both, and if it is one sheet: "
             "bouwarchief page keep %s drop %s; if this is the better scan: bouwarchief replace %s "
             "with %s",
             sheet, batch, there, here, there, here);
    return page_reason_add(s, sqlite3_column_int64(st, 0), "NEAR_DUPLICATE", level, message,
                           REASON_INTAKE, err);
}

BA_RC likeness_settle(struct store *s, int64_t batch, char level, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    int64_t last = 0;
    enum ba_rc rc = sql_run(s, err,
                            "UPDATE likeness SET compared = 1 WHERE compared = 0 AND page IN"
                            " (SELECT id FROM page WHERE batch = ?)",
                            "i", batch);

    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "DELETE FROM page_reason WHERE code = 'NEAR_DUPLICATE' AND page IN"
                     " (SELECT id FROM page WHERE batch = ?)",
                     "i", batch);
    if (rc == BA_OK && level != 0)
        rc = sql_open(s, &st, err, PAIRS_SQL " AND p.batch = ?" PAIRS_ORDER, "i", batch);
    while (st != NULL && rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        if (sqlite3_column_int64(st, 0) != last)
            rc = give_reason(s, st, level, err);
        last = sqlite3_column_int64(st, 0);
    }
    sql_close(s, st);
    return rc;
}

BA_RC near_each(struct store *s, near_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, PAIRS_SQL PAIRS_ORDER, "");

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct near_pair pair = { .page = sqlite3_column_int64(st, 0),
                                  .other = sqlite3_column_int64(st, 1),
                                  .other_sheet = sql_text(st, 2),
                                  .other_batch = sql_text(st, 3) };

        rc = fn(ctx, &pair, err);
    }
    sql_close(s, st);
    return rc;
}

BA_RC likeness_is_blank(struct store *s, int64_t page, struct ba_err *err)
{
    return sql_run(s, err, "DELETE FROM page_reason WHERE code = 'NEAR_DUPLICATE' AND page = ?",
                   "i", page);
}

BA_RC likeness_withdraw(struct store *s, int64_t batch, struct ba_err *err)
{
    return sql_run(s, err,
                   "DELETE FROM page_reason WHERE code = 'NEAR_DUPLICATE' AND page IN"
                   " (SELECT n.page FROM near_duplicate n JOIN page q ON q.id = n.other"
                   " WHERE q.batch = ? AND n.same = 1)",
                   "i", batch);
}
