#include "index/records/page.h"

#include <math.h>
#include <stdio.h>

#include "index/db/sql.h"
#include "index/records/document_name.h"
#include "index/records/languages.h"
#include "index/records/near_duplicate.h"
#include "index/records/page_kind.h"
#include "index/records/page_reason.h"

static const char *const state_names[] = { "waiting",   "text",   "drawing", "blank",
                                           "separator", "failed", "dropped" };

const char *page_state_name(enum page_state st)
{
    return state_names[st];
}

enum page_state page_state_of(const char *name)
{
    for (size_t i = 0; i < sizeof state_names / sizeof *state_names; i++)
        if (sqlite3_stricmp(state_names[i], name) == 0)
            return (enum page_state)i;
    return PAGE_FAILED;
}

/* The order of the columns is that of read_page. Filters are all bound, 0 or NULL for none. */
static const char page_sql[] =
    "SELECT p.id, p.batch, p.file, p.dossier, p.document, b.name, f.path, p.seq, p.seq_in_dossier,"
    " p.frame, m.sha256, m.extension, m.format, p.state, " REASON_SQL ", " REASONS_SQL ","
    " p.width_px, p.height_px, p.xdpi, p.ydpi, p.bits_per_sample, p.samples, p.compression,"
    " p.orientation_deg, p.skew_deg, p.skew_confidence, p.skew_applied, p.words, p.confidence_pct,"
    " d.number, a.name, CASE WHEN t.id IS NULL THEN '' ELSE " DOCUMENT_NAME_SQL " END,"
    " " PAGE_KIND_SQL ","
    " CASE p.state WHEN 'failed' THEN '' ELSE p.rev END, p.codes,"
    " p.quality, p.patch, p.person_code, p.ink_pct, p.dictionary_pct, p.languages,"
    " p.orientation_tag, " LANGUAGES_OF_PAGE ", p.sheet"
    " FROM page p JOIN batch b ON b.id = p.batch JOIN file f ON f.id = p.file"
    " JOIN master m ON m.id = f.master LEFT JOIN dossier d ON d.id = p.dossier"
    " LEFT JOIN archive a ON a.id = d.archive LEFT JOIN document t ON t.id = p.document ";

static void read_page(sqlite3_stmt *st, struct page_row *row)
{
    *row = (struct page_row){
        .id = sqlite3_column_int64(st, 0),
        .batch_id = sqlite3_column_int64(st, 1),
        .file_id = sqlite3_column_int64(st, 2),
        .dossier_id = sqlite3_column_int64(st, 3),
        .document_id = sqlite3_column_int64(st, 4),
        .batch = sql_text(st, 5),
        .file = sql_text(st, 6),
        .seq = sqlite3_column_int64(st, 7),
        .seq_in_dossier = sqlite3_column_int64(st, 8),
        .frame = (uint32_t)sqlite3_column_int64(st, 9),
        .sha256 = sql_text(st, 10),
        .extension = sql_text(st, 11),
        .format = sql_text(st, 12),
        .state = page_state_of(sql_text(st, 13)),
        .reason = sql_text(st, 14),
        .reasons = sql_text(st, 15),
        .width_px = (uint32_t)sqlite3_column_int64(st, 16),
        .height_px = (uint32_t)sqlite3_column_int64(st, 17),
        .xdpi = sqlite3_column_double(st, 18),
        .ydpi = sqlite3_column_double(st, 19),
        .bits_per_sample = (uint16_t)sqlite3_column_int64(st, 20),
        .samples = (uint16_t)sqlite3_column_int64(st, 21),
        .compression = (uint16_t)sqlite3_column_int64(st, 22),
        .measured = sqlite3_column_type(st, 23) != SQLITE_NULL,
        .orientation_deg = (uint32_t)sqlite3_column_int64(st, 23),
        .skew_measured = sqlite3_column_type(st, 24) != SQLITE_NULL,
        .skew_deg = sqlite3_column_double(st, 24),
        .skew_confidence = sqlite3_column_double(st, 25),
        .skew_applied = sqlite3_column_int64(st, 26) != 0,
        .words = sqlite3_column_type(st, 27) != SQLITE_NULL ? sqlite3_column_int64(st, 27) : -1,
        .confidence_pct =
            sqlite3_column_type(st, 28) != SQLITE_NULL ? sqlite3_column_double(st, 28) : -1,
        .dossier = sql_text(st, 29),
        .archive = sql_text(st, 30),
        .document = sql_text(st, 31),
        .kind = sql_text(st, 32),
        .rev = sql_text(st, 33),
        .codes = sql_text(st, 34),
        .quality = sql_text(st, 35),
        .patch = sql_text(st, 36),
        .ink_pct = sqlite3_column_type(st, 38) != SQLITE_NULL ? sqlite3_column_double(st, 38) : -1,
        .person_code = sqlite3_column_type(st, 37) == SQLITE_NULL ? NULL : sql_text(st, 37),
        .languages = sql_text(st, 40),
        .orientation_tag = (uint16_t)sqlite3_column_int64(st, 41),
        .own_languages = sql_text(st, 42),
        .sheet = sql_text(st, 43),
    };
    row->dictionary_pct =
        sqlite3_column_type(st, 39) != SQLITE_NULL ? sqlite3_column_double(st, 39) : -1;
    row->blank = row->state == PAGE_BLANK;
}

BA_RC page_each(struct store *s, const struct page_filter *f, page_fn fn, void *ctx,
                struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    char sql[4096];
    enum ba_rc rc = BA_OK;

    snprintf(sql, sizeof sql, "%s WHERE 1%s%s%s%s%s%s ORDER BY p.batch, p.seq", page_sql,
             f->batch != 0 ? " AND p.batch = ?1" : "", f->page != 0 ? " AND p.id = ?2" : "",
             f->dossier != 0 ? " AND p.dossier = ?3" : "",
             f->waiting_only ? " AND p.state = 'waiting'" : "",
             f->other_rev != NULL
                 ? " AND p.state NOT IN ('separator','dropped') AND p.rev IS NOT ?4"
                 : "",
             f->languages != NULL ? " AND " LANGUAGES_OF_PAGE " = ?5" : "");
    if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK)
        return sql_fail(s, "preparing a query", err);
    sqlite3_bind_int64(st, 1, f->batch);
    sqlite3_bind_int64(st, 2, f->page);
    sqlite3_bind_int64(st, 3, f->dossier);
    sqlite3_bind_text(st, 4, f->other_rev, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(st, 5, f->languages, -1, SQLITE_TRANSIENT);
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct page_row row;
        read_page(st, &row);
        rc = fn(ctx, &row, err);
    }
    sqlite3_finalize(st);
    return rc;
}

static BA_RC store_result(struct store *s, const struct page_result *r, struct ba_err *err)
{
    bool failed = r->state == PAGE_FAILED, read = !failed && r->state != PAGE_BLANK;
    bool skewed = !failed && r->skew_measured;

    /* What was found on a page before it failed is not known to be right. */
    return sql_run(s, err,
                   "UPDATE page SET state = ?2, rev = ?3, orientation_deg = ?4,"
                   " orientation_confidence = ?5, skew_deg = ?6, skew_confidence = ?7,"
                   " skew_applied = ?8, ink_pct = ?9, words = ?10, confidence_pct = ?11,"
                   " dictionary_pct = ?12, languages = ?13, stale = 1"
                   " WHERE id = ?1 AND state NOT IN ('separator','dropped')",
                   "iteDDDDDDDDDe", r->page, state_names[r->state], r->rev,
                   failed ? NAN : (double)r->orientation_deg,
                   failed ? NAN : r->orientation_confidence, skewed ? r->skew_deg : NAN,
                   skewed ? r->skew_confidence : NAN, failed ? NAN : (double)r->skew_applied,
                   failed ? NAN : r->ink_pct, failed || r->words < 0 ? NAN : (double)r->words,
                   failed || r->confidence_pct < 0 ? NAN : r->confidence_pct,
                   failed || r->dictionary_pct < 0 ? NAN : r->dictionary_pct,
                   read ? r->languages : NULL);
}

BA_RC page_finish(struct store *s, const struct page_result *r, struct ba_err *err)
{
    const char *failure = r->code != NULL && r->code[0] != '\0' ? r->code : NULL;
    enum ba_rc rc = store_result(s, r, err);

    if (rc == BA_OK && sqlite3_changes(s->db) == 0)
        return ba_fail(
            err, BA_FATAL, "PAGE_UNKNOWN",
            "page %lld is not there, or is a separator or a dropped one, which are not read",
            (long long)r->page);
    if (rc == BA_OK)
        rc = page_reason_clear(s, r->page, REASON_OCR, err);
    if (rc == BA_OK && r->state == PAGE_BLANK)
        rc = likeness_is_blank(s, r->page, err);
    if (rc == BA_OK && failure != NULL)
        rc = page_reason_add(s, r->page, failure, 'e', r->message, REASON_OCR, err);
    if (rc == BA_OK && r->state == PAGE_FAILED && failure == NULL)
        rc = page_reason_add(s, r->page, "OCR_FAILED", 'e', r->message, REASON_OCR, err);
    if (rc == BA_OK && r->state == PAGE_DRAWING && r->words == 0)
        rc = page_reason_add(s, r->page, "DRAWING_NO_TEXT", 'i',
                             "there is no text on this drawing; it is found by its dossier only",
                             REASON_OCR, err);
    if (rc == BA_OK && r->state == PAGE_TEXT && r->doubtful)
        rc = page_reason_add(s, r->page, "OCR_DOUBTFUL", 'w', r->why, REASON_OCR, err);
    if (rc == BA_OK && r->state == PAGE_TEXT && r->unread != NULL && r->unread[0] != '\0')
        rc = page_reason_add(s, r->page, "OCR_INK_UNREAD", 'w', r->unread, REASON_OCR, err);
    if (rc == BA_OK && r->state == PAGE_TEXT && !r->orientation_sure)
        rc = page_reason_add(
            s, r->page, "ORIENTATION_UNSURE", 'w',
            "it is not certain which side is up; the page was read as it was scanned", REASON_OCR,
            err);
    if (rc == BA_OK && r->state == PAGE_TEXT && !r->skew_measured)
        rc = page_reason_add(
            s, r->page, "SKEW_UNSURE", 'i',
            "the slant of the text could not be measured; the page was not straightened",
            REASON_OCR, err);
    return rc;
}

BA_RC page_retry(struct store *s, int64_t batch, const char *code, int64_t *n, struct ba_err *err)
{
    *n = 0;
    enum ba_rc rc =
        sql_run(s, err,
                "UPDATE page SET state = 'waiting', rev = NULL, stale = 1 WHERE state = 'failed'"
                " AND ?1 IN (0, batch) AND (?2 IS NULL OR EXISTS (SELECT 1 FROM page_reason r"
                " WHERE r.page = page.id AND r.code = ?2))",
                "it", batch, code);
    if (rc == BA_OK)
        *n = sqlite3_changes(s->db);
    if (rc == BA_OK && *n > 0)
        rc = sql_run(s, err,
                     "DELETE FROM page_reason WHERE origin = 'ocr' AND page IN"
                     " (SELECT id FROM page WHERE state = 'waiting')",
                     "");
    return rc;
}
