/* Taking back what rescan.c did: the operator named the wrong file, or the wrong sheet. */
#include "index/correction/page_replace.h"

#include <stdio.h>
#include <string.h>

#include "index/correction/correction_private.h"
#include "index/correction/page_history.h"
#include "index/correction/page_order.h"
#include "index/db/sql.h"
#include "index/records/file_private.h"
#include "index/records/page_reason.h"

static BA_RC not_free(struct store *s, const struct page_at *p,
                      const struct page_history_scan *scan, struct ba_err *err)
{
    int64_t holder = 0;
    enum ba_rc rc = sql_int(s, &holder, err, "SELECT id FROM page WHERE file = ? AND frame = ?",
                            "ii", scan->file, (int64_t)scan->frame);

    if (rc == BA_OK && holder != 0)
        rc = ba_fail(err, BA_ITEM, "RESCAN_IN_USE",
                     "the scan that sheet %s of %s had before is page %lld now; replace the one "
                     "with the other, by their numbers",
                     p->sheet, p->batch_name, (long long)holder);
    return rc;
}

static BA_RC read_past(struct store *s, const struct page_at *p, struct page_history_scan *out,
                       struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT m.sha256, m.extension, x.file, x.frame FROM past_page x"
                             " JOIN file f ON f.id = x.file JOIN master m ON m.id = f.master"
                             " WHERE x.page = ? AND x.batch = ? AND x.why = 'replaced'"
                             " ORDER BY x.id DESC LIMIT 1",
                             "ii", p->id, p->batch);

    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row) {
        snprintf(out->sha256, sizeof out->sha256, "%s", sql_text(st, 0));
        snprintf(out->extension, sizeof out->extension, "%s", sql_text(st, 1));
        out->file = sqlite3_column_int64(st, 2);
        out->frame = (uint32_t)sqlite3_column_int64(st, 3);
    }
    sql_close(s, st);
    if (rc == BA_OK && !row)
        rc = ba_fail(err, BA_ITEM, "RESCAN_NONE",
                     "sheet %s of %s never had another scan, so there is nothing to take back",
                     p->sheet, p->batch_name);
    return rc;
}

BA_RC page_replaced_before(struct store *s, int64_t page, struct page_history_scan *out,
                           struct ba_err *err)
{
    struct page_at p = { 0 };
    enum ba_rc rc = page_at_read(s, page, &p, err);

    *out = (struct page_history_scan){ 0 };
    if (rc == BA_OK)
        rc = read_past(s, &p, out, err);
    return rc == BA_OK ? not_free(s, &p, out, err) : rc;
}

/* The page that the image which p has now was before p got it; 0: none. */
static BA_RC other_page(struct store *s, const struct page_at *p, int64_t *other,
                        struct ba_err *err)
{
    *other = 0;
    return sql_int(s, other, err,
                   "SELECT x.page FROM past_page x WHERE x.file = ?2 AND x.frame = ?3"
                   " AND x.page <> ?1 AND x.why = 'replaced'"
                   " AND NOT EXISTS (SELECT 1 FROM page q WHERE q.id = x.page)"
                   " ORDER BY x.id DESC LIMIT 1",
                   "iii", p->id, p->file, p->frame);
}

/* Where the image of p stands in its batch by the files' order, when p has the image `back` again.
 */
static BA_RC place_of(struct store *s, const struct page_at *p,
                      const struct page_history_scan *back, int64_t *seq, struct ba_err *err)
{
    *seq = 1;
    return sql_int(s, seq, err,
                   "SELECT coalesce(max(q.seq), 0) + 1 FROM page q JOIN file f ON f.id = ?2"
                   " JOIN file g ON g.id = CASE q.id WHEN ?1 THEN ?4 ELSE q.file END"
                   " WHERE q.batch = f.batch AND (g.position < f.position OR (g.id = f.id"
                   "  AND CASE q.id WHEN ?1 THEN ?5 ELSE q.frame END < ?3))",
                   "iiiii", p->id, p->file, p->frame, back->file, (int64_t)back->frame);
}

/* All that came with the image that page ?1 has, as page ?2 at position ?3, sheet ?4. That of ?1 is
 * marked by a frame below 0, since two pages cannot have one image at a time. */
static const char part_sql[] =
    "INSERT INTO page(id, batch, file, frame, seq, state, width_px, height_px, xdpi, ydpi,"
    " bits_per_sample, samples, photometric, compression, orientation_tag, codes, scanner, rev,"
    " orientation_deg, orientation_confidence, skew_deg, skew_confidence, skew_applied, ink_pct,"
    " words, confidence_pct, dictionary_pct, languages, quality, patch, profile, stale, sheet)"
    " SELECT ?2, batch, file, -1 - frame, ?3, state, width_px, height_px, xdpi, ydpi,"
    " bits_per_sample, samples, photometric, compression, orientation_tag, codes, scanner, rev,"
    " orientation_deg, orientation_confidence, skew_deg, skew_confidence, skew_applied, ink_pct,"
    " words, confidence_pct, dictionary_pct, languages, quality, patch, profile, 1, ?4 FROM page"
    " WHERE id = ?1";

/* The name that a page had which comes back; a depot of before has none and gives a new one. */
static BA_RC name_of(struct store *s, const struct page_at *p, int64_t other, int64_t seq,
                     char out[SHEET_MAX], struct ba_err *err)
{
    struct sheet_series sheets = { 0 };
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT sheet FROM past_page WHERE page = ? AND batch = ?"
                             " AND sheet IS NOT NULL ORDER BY id DESC LIMIT 1",
                             "ii", other, p->batch);

    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row)
        snprintf(out, SHEET_MAX, "%s", sql_text(st, 0));
    sql_close(s, st);
    if (rc != BA_OK || row)
        return rc;
    rc = sheet_series_begin(s, p->batch, seq, true, &sheets, err);
    sheet_series_take(&sheets, out);
    return rc;
}

/* Makes the image that p has the page of its own that it was. */
static BA_RC part(struct store *s, const struct page_at *p, const struct page_history_scan *back,
                  int64_t other, struct ba_err *err)
{
    int64_t seq = 0;
    char sheet[SHEET_MAX];
    enum ba_rc rc = place_of(s, p, back, &seq, err);

    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE page SET seq = seq + 1 WHERE batch = ? AND seq >= ?", "ii",
                     p->batch, seq);
    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE page SET frame = -1 - frame WHERE id = ?", "i", p->id);
    if (rc == BA_OK)
        rc = name_of(s, p, other, seq, sheet, err);
    if (rc == BA_OK)
        rc = sql_run(s, err, part_sql, "iiit", p->id, other, seq, sheet);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "INSERT INTO page_reason(page, code, level, message, origin) SELECT ?2, code,"
                     " level, message, origin FROM page_reason WHERE page = ?1"
                     " AND origin <> 'place' AND code <> 'NEAR_DUPLICATE'",
                     "ii", p->id, other);
    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE likeness SET page = ?2, compared = 0 WHERE page = ?1", "ii",
                     p->id, other);
    return rc;
}

BA_RC page_replace_undo(struct store *s, int64_t page, const struct page_new *n,
                        const struct correction *c, struct ba_err *err)
{
    struct page_at p = { 0 };
    struct page_history_scan scan = { 0 };
    int64_t other = 0, first_file = 0;
    char detail[200];
    enum ba_rc rc = page_at_change(s, page, &p, err);

    if (rc == BA_OK)
        rc = page_replaced_before(s, page, &scan, err);
    if (rc == BA_OK)
        rc = other_page(s, &p, &other, err);
    if (rc == BA_OK)
        rc = page_history_keep(s, page, 0, "replaced", c, err);
    if (rc == BA_OK && other != 0)
        rc = part(s, &p, &scan, other, err);
    if (rc == BA_OK)
        rc = page_take_image(s, &p, scan.file, n, err);
    if (rc == BA_OK)
        rc = sql_int(s, &first_file, err,
                     "SELECT min(g.id) FROM file f JOIN file g ON g.master = f.master"
                     " WHERE f.id = ?1 AND g.id < ?1",
                     "i", scan.file);
    if (rc == BA_OK)
        rc = page_add_intake_reasons(s, page, n, first_file, err);
    if (rc == BA_OK)
        rc = dossier_touch(s, p.dossier, err);
    snprintf(detail, sizeof detail, "{\"of\":\"replace\",\"sha256\":\"%.64s\",\"other\":%lld}",
             scan.sha256, (long long)other);
    return rc == BA_OK ? page_audit(s, &p, "undo", c, 0, detail, err) : rc;
}

/* SQL: with which file a page p came. */
#define CAME_WITH                                                                                  \
    "coalesce((SELECT x.file FROM past_page x WHERE x.page = p.id AND x.batch = p.batch"           \
    " AND x.why = 'replaced' ORDER BY x.id LIMIT 1), p.file)"

/* Takes the first page that came with a file out; *page 0: there is none. */
static BA_RC take_out(struct store *s, int64_t file, const struct correction *c, int64_t *page,
                      struct ba_err *err)
{
    struct page_at p = { 0 };
    enum ba_rc rc;

    *page = 0;
    rc = sql_int(s, page, err,
                 "SELECT p.id FROM page p WHERE p.batch = (SELECT batch FROM file WHERE id = ?1)"
                 " AND " CAME_WITH " = ?1 ORDER BY p.seq LIMIT 1",
                 "i", file);
    if (rc != BA_OK || *page == 0)
        return rc;
    rc = page_at_read(s, *page, &p, err);
    if (rc == BA_OK)
        rc = page_history_keep(s, *page, 0, "replaced", c, err);
    if (rc == BA_OK)
        rc = page_audit(s, &p, "undo", c, 0, "{\"of\":\"insert\"}", err);
    if (rc == BA_OK)
        rc = page_withdraw(s, *page, 0, err);
    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE page SET seq = seq - 1 WHERE batch = ? AND seq > ?", "ii",
                     p.batch, p.seq);
    return rc;
}

BA_RC page_insert_undo(struct store *s, int64_t page, const struct correction *c, size_t *count,
                       struct ba_err *err)
{
    struct page_at p = { 0 };
    int64_t file = 0, gone = 1;
    enum ba_rc rc = page_at_read(s, page, &p, err);

    *count = 0;
    if (rc == BA_OK)
        rc = sql_int(s, &file, err,
                     "SELECT f.id FROM page p JOIN file f ON f.id = " CAME_WITH
                     " WHERE p.id = ? AND f.rescan = 1",
                     "i", page);
    if (rc == BA_OK && file == 0)
        rc = ba_fail(err, BA_ITEM, "RESCAN_NONE",
                     "sheet %s of %s was delivered with its batch, not inserted, so there is "
                     "nothing to take back",
                     p.sheet, p.batch_name);
    while (rc == BA_OK && gone != 0) {
        rc = take_out(s, file, c, &gone, err);
        *count += rc == BA_OK && gone != 0;
    }
    return rc;
}

BA_RC page_insert_known(struct store *s, int64_t anchor, bool before, const char *sha256,
                        char sheet[SHEET_MAX], bool *there, struct ba_err *err)
{
    struct page_at a = { 0 };
    int64_t beside = 0;
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = page_at_read(s, anchor, &a, err);

    *sheet = '\0';
    if (rc == BA_OK)
        rc = sql_open(s, &st, err,
                      "SELECT p.sheet FROM page p JOIN file f ON f.id = p.file"
                      " WHERE p.batch = ? AND f.sha256 = ? ORDER BY p.seq LIMIT 1",
                      "it", a.batch, sha256);
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row)
        snprintf(sheet, SHEET_MAX, "%s", sql_text(st, 0));
    sql_close(s, st);
    if (rc == BA_OK)
        rc = sql_int(s, &beside, err,
                     "SELECT count(*) FROM page p JOIN file f ON f.id = p.file"
                     " WHERE p.batch = ? AND p.seq = ? AND f.sha256 = ? AND f.rescan = 1"
                     " AND NOT EXISTS (SELECT 1 FROM past_page x WHERE x.page = p.id)",
                     "iit", a.batch, before ? a.seq - 1 : a.seq + 1, sha256);
    *there = beside > 0;
    return rc;
}
