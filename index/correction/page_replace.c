#include "index/correction/page_replace.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "index/correction/correction_private.h"
#include "index/correction/page_history.h"
#include "index/correction/page_order.h"
#include "index/db/sql.h"
#include "index/records/file_private.h"
#include "index/records/near_duplicate.h"

/*
 * A name that is free in the batch: the file's own, else with a number before it. The row behind
 * `path` lives until the next call on s.
 */
static BA_RC free_path(struct store *s, struct file_row *file, char path[1200], struct ba_err *err)
{
    bool known = true;
    enum ba_rc rc = BA_OK;

    snprintf(path, 1200, "%s", file->path);
    for (int n = 2; rc == BA_OK && known; n++) {
        struct file_row other;

        rc = file_find(s, file->batch, path, &other, &known, err);
        if (rc == BA_OK && known)
            snprintf(path, 1200, "%d/%s", n, file->path);
    }
    file->path = path;
    return rc;
}

/* The row of the file, in the batch of a page and directly behind (or before) that page's file. */
static BA_RC add_file(struct store *s, const struct page_at *p, bool before,
                      struct page_replacement *r, int64_t *file, int64_t *first_file,
                      struct ba_err *err)
{
    char path[1200];
    int64_t position = 0, master = 0;
    enum ba_rc rc;

    r->file.batch = p->batch;
    rc = free_path(s, &r->file, path, err);
    if (rc == BA_OK)
        rc = sql_int(s, &position, err, "SELECT position FROM file WHERE id = ?", "i", p->file);
    r->file.position = before ? position : position + 1;
    r->file.taken = true;
    if (rc == BA_OK)
        rc = file_make_place(s, &r->file, err);
    if (rc == BA_OK)
        rc = file_add_master(s, &r->file, r->extension, r->format, &master, first_file, err);
    if (rc == BA_OK)
        rc = file_insert(s, &r->file, master, err);
    *file = sqlite3_last_insert_rowid(s->db);
    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE file SET rescan = 1 WHERE id = ?", "i", *file);
    return rc;
}

/*
 * The page is as if it had never been read or judged. Its stored text stays for the
 * index to forget word by word, but is that of no rev any more.
 */
static BA_RC forget_reading(struct store *s, int64_t page, struct ba_err *err)
{
    static const char *const sqls[] = {
        ("UPDATE page SET state = 'waiting', rev = NULL, orientation_deg = NULL,"
         " orientation_confidence = NULL, skew_deg = NULL, skew_confidence = NULL, skew_applied ="
         " NULL, ink_pct = NULL, words = NULL, confidence_pct = NULL, dictionary_pct = NULL,"
         " languages = NULL, kind = NULL,"
         " person_code = NULL, stale = 1 WHERE id = ?"),
        "UPDATE page_text SET rev = '' WHERE page = ?",
        "DELETE FROM title_block WHERE page = ?",
        "DELETE FROM page_reason WHERE page = ?",
        /* and whatever looked like the scan that it had */
        ("DELETE FROM page_reason WHERE code = 'NEAR_DUPLICATE' AND page IN"
         " (SELECT page FROM near_duplicate WHERE other = ?)"),
        "DELETE FROM near_duplicate WHERE ? IN (page, other)",
        "DELETE FROM likeness WHERE page = ?",
    };
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < sizeof sqls / sizeof *sqls; i++)
        rc = sql_run(s, err, sqls[i], "i", page);
    return rc;
}

BA_RC page_take_image(struct store *s, const struct page_at *p, int64_t file,
                      const struct page_new *n, struct ba_err *err)
{
    enum ba_rc rc = forget_reading(s, p->id, err);

    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "UPDATE page SET file = ?2, frame = ?3, width_px = ?4, height_px = ?5, xdpi ="
                     " ?6, ydpi = ?7, bits_per_sample = ?8, samples = ?9, photometric = ?10,"
                     " compression = ?11, orientation_tag = ?12, codes = ?13, scanner = ?14,"
                     " quality = ?15, patch = ?16, profile = ?17 WHERE id = ?1",
                     "iiiiiddiiiiieeeen", p->id, file, (int64_t)n->frame, (int64_t)n->width_px,
                     (int64_t)n->height_px, isfinite(n->xdpi) ? n->xdpi : 0.0,
                     isfinite(n->ydpi) ? n->ydpi : 0.0, (int64_t)n->bits_per_sample,
                     (int64_t)n->samples, (int64_t)n->photometric, (int64_t)n->compression,
                     (int64_t)n->orientation_tag, n->codes, n->scanner, n->quality, n->patch,
                     n->profile);
    if (rc == BA_OK && n->likeness_size > 0)
        rc = likeness_keep(s, p->id, n, err);
    return rc;
}

static BA_RC same_scan(const struct page_at *p, struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, "RESCAN_SAME",
                   "sheet %s of %s has this very scan already; nothing was changed. Scan the "
                   "sheet again, and give the new file",
                   p->sheet, p->batch_name);
}

BA_RC page_replace(struct store *s, int64_t page, struct page_replacement *with,
                   const struct correction *c, struct ba_err *err)
{
    struct page_at p = { 0 };
    int64_t file = 0, first_file = 0, same = 0;
    char detail[200];
    enum ba_rc rc = page_at_change(s, page, &p, err);

    if (rc == BA_OK && with->count != 1)
        rc = ba_fail(err, BA_ITEM, "RESCAN_IMAGES",
                     "the file has %zu images, and one page can only become one; scan the sheet to "
                     "a file of its own (or use insert for more sheets)",
                     with->count);
    if (rc == BA_OK)
        rc = sql_int(s, &same, err, "SELECT sha256 = ?2 FROM file WHERE id = ?1", "it", p.file,
                     with->file.sha256);
    if (rc == BA_OK && same != 0)
        rc = same_scan(&p, err);
    if (rc == BA_OK)
        rc = page_history_keep(s, page, 0, "replaced", c, err);
    if (rc == BA_OK)
        rc = add_file(s, &p, false, with, &file, &first_file, err);
    if (rc == BA_OK)
        rc = page_take_image(s, &p, file, &with->pages[0], err);
    if (rc == BA_OK)
        rc = page_add_intake_reasons(s, page, &with->pages[0], first_file, err);
    if (rc == BA_OK)
        rc = dossier_touch(s, p.dossier, err);
    snprintf(detail, sizeof detail, "{\"sha256\":\"%.64s\"}", with->file.sha256);
    return rc == BA_OK ? page_audit(s, &p, "replace", c, 0, detail, err) : rc;
}

/* All that comes with an image, from page ?2 to page ?1. Two pages cannot have one image at a time:
 * that of the other is marked by a frame below 0. */
static const char copy_sql[] =
    "UPDATE page SET (file, frame, state, width_px, height_px, xdpi, ydpi, bits_per_sample,"
    " samples, photometric, compression, orientation_tag, codes, scanner, rev, orientation_deg,"
    " orientation_confidence, skew_deg, skew_confidence, skew_applied, ink_pct, words,"
    " confidence_pct, dictionary_pct, languages, quality, patch, profile, stale) = (SELECT file, "
    "-1 - frame, state, width_px,"
    " height_px, xdpi, ydpi, bits_per_sample, samples, photometric, compression, orientation_tag,"
    " codes, scanner, rev, orientation_deg, orientation_confidence, skew_deg, skew_confidence,"
    " skew_applied, ink_pct, words, confidence_pct, dictionary_pct, languages, quality, patch,"
    " profile, 1 FROM page"
    " WHERE id = ?2) WHERE id = ?1";

static BA_RC take_other(struct store *s, const struct page_at *p, const struct page_at *o,
                        struct ba_err *err)
{
    enum ba_rc rc = forget_reading(s, p->id, err);

    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE page SET frame = -1 - frame WHERE id = ?", "i", o->id);
    if (rc == BA_OK)
        rc = sql_run(s, err, copy_sql, "ii", p->id, o->id);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "INSERT INTO page_reason(page, code, level, message, origin) SELECT ?1, code,"
                     " level, message, origin FROM page_reason WHERE page = ?2"
                     " AND origin <> 'place' AND code <> 'NEAR_DUPLICATE'",
                     "ii", p->id, o->id);
    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE likeness SET page = ?1, compared = 0 WHERE page = ?2", "ii",
                     p->id, o->id);
    if (rc == BA_OK)
        rc = page_withdraw(s, o->id, 0, err);
    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE page SET seq = seq - 1 WHERE batch = ? AND seq > ?", "ii",
                     o->batch, o->seq);
    return rc;
}

BA_RC page_replace_by(struct store *s, int64_t page, int64_t other, const struct correction *c,
                      struct ba_err *err)
{
    struct page_at p = { 0 }, o = { 0 };
    int64_t same = 0;
    char detail[200];
    enum ba_rc rc = page_at_change(s, page, &p, err);

    if (rc == BA_OK)
        rc = page_at_change(s, other, &o, err);
    if (rc == BA_OK && (page == other || p.separator || o.separator))
        rc = ba_fail(err, BA_ITEM, "PAGE_IS_SEPARATOR",
                     "a page is replaced by another page, neither of which is a separator");
    if (rc == BA_OK && p.batch != o.batch)
        rc = ba_fail(err, BA_ITEM, "BATCH_UNEQUAL",
                     "page %lld is of %s, page %lld of %s; give the file of the new scan instead, "
                     "and withdraw the batch that holds it only for this",
                     (long long)page, p.batch_name, (long long)other, o.batch_name);
    if (rc == BA_OK)
        rc = sql_int(s, &same, err,
                     "SELECT a.sha256 = b.sha256 FROM file a, file b WHERE a.id = ? AND b.id = ?",
                     "ii", p.file, o.file);
    if (rc == BA_OK && same != 0 && p.frame == o.frame)
        rc = ba_fail(err, BA_ITEM, "RESCAN_SAME",
                     "sheets %s and %s of %s are the very same scan; nothing was changed. If it is "
                     "one sheet: bouwarchief page keep %lld drop %lld",
                     p.sheet, o.sheet, p.batch_name, (long long)page, (long long)other);
    if (rc == BA_OK)
        rc = page_history_keep(s, page, 0, "replaced", c, err);
    /* The other too, or nobody could give it back its place. */
    if (rc == BA_OK)
        rc = page_history_keep(s, other, 0, "replaced", c, err);
    if (rc == BA_OK)
        rc = take_other(s, &p, &o, err);
    if (rc == BA_OK)
        rc = dossier_touch(s, p.dossier, err);
    snprintf(detail, sizeof detail, "{\"page\":%lld,\"sheet\":\"%s\"}", (long long)other, o.sheet);
    return rc == BA_OK ? page_audit(s, &p, "replace", c, 0, detail, err) : rc;
}

/* Where inserted pages go, when a person decided so for the page beside them. */
static BA_RC join_dossier(struct store *s, const struct page_at *a, bool before, int64_t page,
                          size_t nth, const struct correction *c, struct ba_err *err)
{
    int64_t order = 0;
    enum ba_rc rc =
        sql_int(s, &order, err, "SELECT dossier_order FROM page WHERE id = ?", "i", a->id);

    if (rc != BA_OK || a->dossier == 0 || a->separator || (!a->by_person && order == 0))
        return rc;
    /* Behind the page, one behind the other; before it, each directly before. */
    if (order != 0 && !before)
        order += (int64_t)nth + 1;
    if (order != 0)
        rc = sql_run(s, err,
                     "UPDATE page SET dossier_order = dossier_order + 1 WHERE dossier = ?"
                     " AND dossier_order >= ?",
                     "ii", a->dossier, order);
    return rc != BA_OK ? rc
                       : sql_run(s, err,
                                 "UPDATE page SET dossier = ?2, document = ?3, assigned_by = ?4,"
                                 " dossier_order = ?5 WHERE id = ?1",
                                 "iintn", page, a->dossier, a->document, c->who, order);
}

BA_RC page_insert(struct store *s, int64_t anchor, bool before, struct page_replacement *with,
                  const struct correction *c, struct ba_err *err)
{
    struct page_at a = { 0 };
    struct sheet_series sheets = { 0 };
    int64_t file = 0, first_file = 0, seq;
    char detail[200];
    enum ba_rc rc = page_at_read(s, anchor, &a, err);

    if (rc == BA_OK && with->count == 0)
        rc = ba_fail(err, BA_ITEM, "RESCAN_IMAGES", "there is no page in the file");
    if (rc == BA_OK)
        rc = add_file(s, &a, before, with, &file, &first_file, err);
    seq = before ? a.seq : a.seq + 1;
    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE page SET seq = seq + ? WHERE batch = ? AND seq >= ?", "iii",
                     (int64_t)with->count, a.batch, seq);
    if (rc == BA_OK)
        rc = sheet_series_begin(s, a.batch, seq, true, &sheets, err);
    for (size_t i = 0; rc == BA_OK && i < with->count; i++) {
        int64_t page;

        rc = page_insert_row(s, a.batch, file, seq + (int64_t)i, &sheets, &with->pages[i], err);
        page = sqlite3_last_insert_rowid(s->db);
        with->first_page = page - (int64_t)i;
        if (rc == BA_OK && with->pages[i].likeness_size > 0)
            rc = likeness_keep(s, page, &with->pages[i], err);
        if (rc == BA_OK)
            rc = page_add_intake_reasons(s, page, &with->pages[i], first_file, err);
        if (rc == BA_OK)
            rc = join_dossier(s, &a, before, page, i, c, err);
    }
    if (rc == BA_OK && a.dossier != 0)
        rc = dossier_renumber(s, a.dossier, err);
    if (rc == BA_OK)
        rc = dossier_touch(s, a.dossier, err);
    snprintf(detail, sizeof detail, "{\"%s\":%lld,\"sha256\":\"%.64s\",\"pages\":%zu}",
             before ? "before" : "after", (long long)anchor, with->file.sha256, with->count);
    return rc == BA_OK ? page_audit(s, &a, "insert", c, 0, detail, err) : rc;
}
