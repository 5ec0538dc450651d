#include "index/correction/page_history.h"

#include "core/clock.h"
#include "index/db/sql.h"
#include "index/records/document_name.h"
#include "index/records/page_kind.h"
#include "index/records/page_reason.h"

/* The keys are those of `pages --json`; what is unknown is null. */
static const char keep_sql[] =
    "INSERT INTO past_page(page, batch, file, frame, why, at, who, reason, sheet, detail)"
    " SELECT p.id, p.batch, p.file, p.frame, ?3, ?4, ?5, ?6, p.sheet, json_object('seq', p.seq, "
    "'sheet', p.sheet,"
    " 'seq_in_dossier', p.seq_in_dossier, 'file', f.path, 'frame', p.frame, 'sha256', m.sha256,"
    " 'state', p.state, 'reasons', json(" REASONS_SQL "), 'width_px', p.width_px,"
    " 'height_px', p.height_px, 'dpi', nullif(p.xdpi, 0), 'orientation_deg', p.orientation_deg,"
    " 'skew_deg', round(p.skew_deg, 3), 'skew_applied',"
    " json(CASE p.skew_applied WHEN 1 THEN 'true' WHEN 0 THEN 'false' END), 'words', p.words,"
    " 'confidence_pct', round(p.confidence_pct, 1),"
    " 'dictionary_pct', round(p.dictionary_pct, 1), 'languages', p.languages, 'dossier', d.number,"
    " 'document', " DOCUMENT_NAME_SQL ","
    " 'kind', nullif(" PAGE_KIND_SQL ", ''), 'rev', p.rev, 'scanner', json(p.scanner),"
    " 'quality', json(p.quality), 'delivered_in', (SELECT json_group_array(name) FROM"
    "  (SELECT v.name AS name FROM delivered_image q JOIN delivery v ON v.id = q.delivery"
    "   WHERE q.page = p.id AND q.file = p.file AND q.frame = p.frame ORDER BY v.id)))"
    " FROM page p JOIN file f ON f.id = p.file JOIN master m ON m.id = f.master"
    " LEFT JOIN dossier d ON d.id = p.dossier LEFT JOIN document t ON t.id = p.document"
    " WHERE p.id IN (" CHOSEN_PAGES_SQL ") ORDER BY p.seq";

BA_RC page_history_keep(struct store *s, int64_t page, int64_t batch, const char *why,
                        const struct correction *c, struct ba_err *err)
{
    char at[BA_TIME_LEN];

    ba_time_text(ba_now(), at);
    return sql_run(s, err, keep_sql, "iitttt", page, batch, why, at, c->who, c->reason);
}

BA_RC page_history_each(struct store *s, int64_t page, page_history_fn fn, void *ctx,
                        struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    /* Numbers of withdrawn pages may have been given out again. */
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT x.at, x.who, x.reason, x.detail FROM past_page x JOIN page p"
                             " ON p.id = x.page AND p.batch = x.batch"
                             " WHERE x.page = ? AND x.why = 'replaced' ORDER BY x.id DESC",
                             "i", page);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct page_history_page row = { .at = sql_text(st, 0),
                                         .who = sql_text(st, 1),
                                         .reason = sql_text(st, 2),
                                         .detail = sql_text(st, 3) };

        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}
