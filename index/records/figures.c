#include "index/records/figures.h"

#include <math.h>

#include "index/db/sql.h"

#define BOX_OF(dossier)                                                                            \
    "(SELECT value FROM field WHERE field.dossier = " dossier                                      \
    " AND name = 'box' ORDER BY source DESC, id DESC LIMIT 1)"

/* Taken in, and not withdrawn. */
#define LIVE_SQL "taken = 1 AND batch NOT IN (SELECT id FROM batch WHERE withdrawn_at IS NOT NULL)"

static const char project_sql[] =
    "SELECT (SELECT count(*) FROM dossier WHERE in_register = 1),"
    " (SELECT count(*) FROM dossier d WHERE in_register = 1 AND NOT EXISTS"
    "  (SELECT 1 FROM page p WHERE p.dossier = d.id AND p.state <> 'separator')),"
    " (SELECT count(*) FROM page WHERE state NOT IN ('separator','dropped')),"
    " (SELECT sum(size) FROM master WHERE id IN (SELECT master FROM file WHERE " LIVE_SQL ")),"
    " (SELECT count(DISTINCT substr(decided_at, 1, 10)) FROM file WHERE " LIVE_SQL "),"
    " (SELECT sum(CASE WHEN gap <= 900 THEN gap END) FROM (SELECT unixepoch(decided_at)"
    "   - lag(unixepoch(decided_at)) OVER (ORDER BY decided_at) AS gap FROM file"
    "   WHERE " LIVE_SQL "))";

static const char sizes_sql[] =
    "SELECT count(*), sum(n), sum(n * n) FROM (SELECT count(*) AS n FROM page"
    " WHERE dossier IS NOT NULL AND state <> 'separator' GROUP BY dossier)";

static BA_RC read_sizes(struct store *s, struct project_figures *out, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(s, &st, err, sizes_sql, "");

    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row) {
        double squares = sqlite3_column_double(st, 2), n;

        out->dossiers = sqlite3_column_int64(st, 0);
        out->pages = sqlite3_column_int64(st, 1);
        n = (double)out->dossiers;
        if (n > 1)
            out->pages_sd =
                sqrt(fmax(0, squares - (double)out->pages * (double)out->pages / n) / (n - 1));
    }
    sql_close(s, st);
    return rc;
}

BA_RC figures_read(struct store *s, struct project_figures *out, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(s, &st, err, project_sql, "");

    *out = (struct project_figures){ 0 };
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row) {
        out->register_dossiers = sqlite3_column_int64(st, 0);
        out->register_without_pages = sqlite3_column_int64(st, 1);
        out->all_pages = sqlite3_column_int64(st, 2);
        out->master_bytes = sqlite3_column_int64(st, 3);
        out->days = sqlite3_column_int64(st, 4);
        out->active_s = sqlite3_column_int64(st, 5);
    }
    sql_close(s, st);
    return rc == BA_OK ? read_sizes(s, out, err) : rc;
}

/* The columns of a figure_row in their order. */
static const char refused_sql[] =
    "SELECT b.name, f.path, coalesce(p.seq, 0), f.position, 0, 0, 0, coalesce(d.number, ''),"
    " coalesce(" BOX_OF(
        "d.id") ", ''), f.code, f.message, 'e', coalesce(p.sheet, '')"
                " FROM file f JOIN batch b ON b.id = f.batch"
                " LEFT JOIN page p ON p.id = (SELECT q.id FROM file g JOIN page q ON q.file = g.id"
                "  WHERE g.batch = f.batch AND g.position < f.position ORDER BY g.position DESC, "
                "q.seq DESC"
                "  LIMIT 1)"
                " LEFT JOIN dossier d ON d.id = p.dossier"
                " WHERE ?1 IN (0, f.batch) AND b.withdrawn_at IS NULL AND f.taken = 0"
                " AND NOT EXISTS (SELECT 1 FROM settled_point x WHERE x.batch = f.batch"
                "  AND x.code = f.code AND x.object = f.path)"
                " ORDER BY f.batch, f.position, f.path";

static const char reasons_sql[] =
    "SELECT b.name, f.path, p.seq, f.position, p.id, p.frame, p.state = 'failed',"
    " coalesce(d.number, ''), coalesce(" BOX_OF(
        "d.id") ", ''), r.code, r.message, r.level, p.sheet"
                " FROM page p JOIN page_reason r ON r.page = p.id JOIN batch b ON b.id = p.batch"
                " JOIN file f ON f.id = p.file LEFT JOIN dossier d ON d.id = p.dossier"
                " WHERE ?1 IN (0, p.batch) AND r.level <> 'i' AND p.state <> 'dropped'"
                " AND NOT EXISTS (SELECT 1 FROM settled_point x WHERE x.batch = p.batch"
                "  AND x.code = r.code AND x.object = f.path || '#' || (p.frame + 1))"
                " ORDER BY p.batch, p.seq, r.level, r.code";

static BA_RC each(struct store *s, const char *sql, int64_t batch, figure_fn fn, void *ctx,
                  struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, sql, "i", batch);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct figure_row row = { .batch = sql_text(st, 0),
                                  .file = sql_text(st, 1),
                                  .seq = sqlite3_column_int64(st, 2),
                                  .position = sqlite3_column_int64(st, 3),
                                  .page = sqlite3_column_int64(st, 4),
                                  .frame = (uint32_t)sqlite3_column_int64(st, 5),
                                  .failed = sqlite3_column_int64(st, 6) != 0,
                                  .dossier = sql_text(st, 7),
                                  .box = sql_text(st, 8),
                                  .code = sql_text(st, 9),
                                  .message = sql_text(st, 10),
                                  .level = *sql_text(st, 11),
                                  .sheet = sql_text(st, 12) };

        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}

BA_RC figures_refused(struct store *s, int64_t batch, figure_fn fn, void *ctx, struct ba_err *err)
{
    return each(s, refused_sql, batch, fn, ctx, err);
}

BA_RC figures_reasons(struct store *s, int64_t batch, figure_fn fn, void *ctx, struct ba_err *err)
{
    return each(s, reasons_sql, batch, fn, ctx, err);
}
