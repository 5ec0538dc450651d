#include "index/access/personal_list.h"

#include "index/access/dossier_people.h"
#include "index/db/sql.h"
#include "index/records/document_name.h"

static const char list_sql[] =
    "SELECT d.id, d.number, a.name, CASE WHEN t.id IS NULL THEN '' ELSE " DOCUMENT_NAME_SQL " END,"
    " p.id, p.seq_in_dossier, f.value, f.rule, f.confidence, f.box,"
    " f.value IN " PERSONAL_PROPOSED_SQL ", CASE c.keep WHEN 1 THEN 'keep' WHEN 0 THEN 'black'"
    " ELSE '' END, m.sha256, coalesce(p.rev, ''), p.frame FROM field f"
    " JOIN page p ON p.id = f.page AND p.dossier = f.dossier JOIN file l ON l.id = p.file"
    " JOIN master m ON m.id = l.master"
    " JOIN dossier d ON d.id = f.dossier JOIN archive a ON a.id = d.archive"
    " LEFT JOIN document t ON t.id = p.document LEFT JOIN personal_decision c"
    " ON c.page = f.page AND c.kind = f.value AND c.box = f.box"
    " WHERE f.name = 'personal_data' AND ?1 IN (0, f.dossier)"
    " ORDER BY a.name, d.sort_key, d.number, p.seq_in_dossier, f.id";

BA_RC personal_each(struct store *s, int64_t dossier, personal_row_fn fn, void *ctx,
                    struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, list_sql, "i", dossier);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct personal_row row = { .dossier = sqlite3_column_int64(st, 0),
                                    .number = sql_text(st, 1),
                                    .archive = sql_text(st, 2),
                                    .document = sql_text(st, 3),
                                    .page = sqlite3_column_int64(st, 4),
                                    .seq = sqlite3_column_int64(st, 5),
                                    .kind = sql_text(st, 6),
                                    .rule = sql_text(st, 7),
                                    .confidence = sqlite3_column_double(st, 8),
                                    .box = sql_text(st, 9),
                                    .proposal = sqlite3_column_int64(st, 10) != 0,
                                    .decision = sql_text(st, 11),
                                    .sha256 = sql_text(st, 12),
                                    .rev = sql_text(st, 13),
                                    .frame = (uint32_t)sqlite3_column_int64(st, 14) };
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}
