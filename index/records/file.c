#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "index/db/sql.h"
#include "index/records/batch.h"
#include "index/records/file_private.h"
#include "index/records/near_duplicate.h"
#include "index/records/page_reason.h"

#define FILE_COLUMNS                                                                               \
    "SELECT id, batch, path, position, size, sha256, taken, code, message, kept, frames, reduced," \
    " (SELECT reason FROM settled_point x WHERE x.batch = file.batch AND x.code = file.code"       \
    "  AND x.object = file.path), rescan FROM file "

enum { HOLD_PATH, HOLD_SHA256, HOLD_CODE, HOLD_MESSAGE, HOLD_KEPT, HOLD_SETTLED };

static BA_RC hold_row(struct store *s, sqlite3_stmt *st, struct file_row *row, struct ba_err *err)
{
    *row = (struct file_row){
        .id = sqlite3_column_int64(st, 0),
        .batch = sqlite3_column_int64(st, 1),
        .path = store_hold(s, HOLD_PATH, sql_text(st, 2)),
        .position = sqlite3_column_int64(st, 3),
        .size = (uint64_t)sqlite3_column_int64(st, 4),
        .sha256 = store_hold(s, HOLD_SHA256, sql_text(st, 5)),
        .taken = sqlite3_column_int64(st, 6) != 0,
        .code = store_hold(s, HOLD_CODE, sql_text(st, 7)),
        .message = store_hold(s, HOLD_MESSAGE, sql_text(st, 8)),
        .kept = store_hold(s, HOLD_KEPT, sql_text(st, 9)),
        .frames = (uint32_t)sqlite3_column_int64(st, 10),
        .reduced = (uint32_t)sqlite3_column_int64(st, 11),
        .settled = store_hold(s, HOLD_SETTLED, sql_text(st, 12)),
        .rescan = sqlite3_column_int64(st, 13) != 0,
    };
    if (row->path == NULL || row->sha256 == NULL || row->code == NULL || row->message == NULL ||
        row->kept == NULL || row->settled == NULL)
        return ba_fail_mem(err, "a file's row");
    if (row->taken)
        row->code = row->message = NULL;
    if (row->kept[0] == '\0')
        row->kept = NULL;
    if (row->settled[0] == '\0')
        row->settled = NULL;
    return BA_OK;
}

BA_RC file_find(struct store *s, int64_t batch, const char *path, struct file_row *row, bool *known,
                struct ba_err *err)
{
    sqlite3_stmt *st = NULL;

    *row = (struct file_row){ 0 };
    *known = false;
    enum ba_rc rc =
        sql_open(s, &st, err, FILE_COLUMNS "WHERE batch = ? AND path = ?", "it", batch, path);
    if (rc == BA_OK)
        rc = sql_next(s, st, known, err);
    if (rc == BA_OK && *known)
        rc = hold_row(s, st, row, err);
    sql_close(s, st);
    return rc;
}

/* A delivery that grew has files between those decided before. */
BA_RC file_make_place(struct store *s, const struct file_row *row, struct ba_err *err)
{
    int64_t other = 0;
    enum ba_rc rc = sql_int(s, &other, err,
                            "SELECT id FROM file WHERE batch = ? AND position = ? AND path <> ?",
                            "iit", row->batch, row->position, row->path);
    if (rc == BA_OK && other != 0)
        rc = sql_run(s, err,
                     "UPDATE file SET position = position + 1 WHERE batch = ? AND position >= ?",
                     "ii", row->batch, row->position);
    return rc;
}

static BA_RC audit_refused(struct store *s, const struct file_row *row, const struct file_row *old,
                           struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT printf('batch %s, %s', name, ?2) FROM batch"
                             " WHERE id = ?1",
                             "it", row->batch, row->path);

    if (rc == BA_OK)
        rc = sql_next(s, st, &found, err);
    if (rc == BA_OK && found)
        rc = store_audit(s, "bouwarchief", row->taken ? "file-accepted" : "file-refused-again",
                         sql_text(st, 0), old->code, old->message, err);
    sql_close(s, st);
    return rc;
}

/* Looks for the path among what was decided; a refusal is audited and forgotten, *same: equal
 * again. */
static BA_RC replace_refused(struct store *s, const struct file_row *row, bool *same,
                             struct ba_err *err)
{
    struct file_row old;
    bool known = false;
    enum ba_rc rc = file_find(s, row->batch, row->path, &old, &known, err);

    *same = false;
    if (rc != BA_OK || !known)
        return rc;
    if (old.taken)
        return ba_fail(
            err, BA_FATAL, "FILE_TAKEN",
            "%s was taken in before with SHA-256 %.12s...; deliver the other one under a "
            "new name or batch",
            row->path, old.sha256);
    if (!row->taken && strcmp(old.code, row->code) == 0 && strcmp(old.sha256, row->sha256) == 0) {
        *same = true;
        return BA_OK;
    }
    rc = audit_refused(s, row, &old, err);
    if (rc == BA_OK)
        rc = sql_run(s, err, "DELETE FROM file WHERE id = ?", "i", old.id);
    return rc;
}

BA_RC file_insert(struct store *s, const struct file_row *row, int64_t master, struct ba_err *err)
{
    char at[BA_TIME_LEN];

    ba_time_text(ba_now(), at);
    return sql_run(s, err,
                   "INSERT INTO file(batch, path, position, size, sha256, master, taken, code,"
                   " message, kept, frames, reduced, decided_at) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
                   "itiitnittt"
                   "iit",
                   row->batch, row->path, row->position, (int64_t)row->size,
                   row->sha256 != NULL ? row->sha256 : "", master, (int64_t)row->taken,
                   row->taken ? NULL : row->code, row->taken ? NULL : row->message, row->kept,
                   (int64_t)row->frames, (int64_t)row->reduced, at);
}

BA_RC file_add_rejected(struct store *s, const struct file_row *row, struct ba_err *err)
{
    struct file_row refused = *row;
    bool same;

    refused.taken = false;
    refused.frames = refused.reduced = 0;
    if (refused.sha256 == NULL)
        refused.sha256 = "";
    enum ba_rc rc = replace_refused(s, &refused, &same, err);
    if (rc == BA_OK && same)
        return BA_OK;
    if (rc == BA_OK)
        rc = file_make_place(s, &refused, err);
    if (rc == BA_OK)
        rc = file_insert(s, &refused, 0, err);
    return rc;
}

BA_RC file_add_master(struct store *s, const struct file_row *row, const char *extension,
                      const char *format, int64_t *master, int64_t *first_file, struct ba_err *err)
{
    char at[BA_TIME_LEN];

    *master = *first_file = 0;
    enum ba_rc rc =
        sql_int(s, master, err, "SELECT id FROM master WHERE sha256 = ?", "t", row->sha256);
    if (rc == BA_OK && *master != 0)
        return sql_int(s, first_file, err,
                       "SELECT min(f.id) FROM file f JOIN batch b ON b.id = f.batch"
                       " WHERE f.master = ? AND b.withdrawn_at IS NULL",
                       "i", *master);
    ba_time_text(ba_now(), at);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "INSERT INTO master(sha256, size, extension, format, taken_at)"
                     " VALUES(?,?,?,?,?)",
                     "tittt", row->sha256, (int64_t)row->size, extension, format, at);
    if (rc == BA_OK)
        *master = sqlite3_last_insert_rowid(s->db);
    return rc;
}

/* seq of the first page of a file at this position; later pages of the batch make room. A file
 * whose scan was replaced has no page any more. */
static BA_RC make_seq(struct store *s, const struct file_row *row, size_t count, int64_t *seq,
                      struct ba_err *err)
{
    int64_t last = 0;
    enum ba_rc rc =
        sql_int(s, &last, err,
                "SELECT max(seq) FROM page WHERE file = (SELECT id FROM file WHERE batch = ?"
                " AND position < ? AND EXISTS (SELECT 1 FROM page WHERE page.file = file.id)"
                " ORDER BY position DESC LIMIT 1)",
                "ii", row->batch, row->position);
    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE page SET seq = seq + ? WHERE batch = ? AND seq > ?", "iii",
                     (int64_t)count, row->batch, last);
    *seq = last + 1;
    return rc;
}

BA_RC page_add_duplicate(struct store *s, int64_t page, uint32_t frame, int64_t first_file,
                         struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    char message[700] = "byte for byte the same file was taken in before";
    bool row = false;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT b.name, f.path, p.id, p.sheet FROM page p JOIN file f ON f.id = p.file"
                 " JOIN batch b ON b.id = p.batch WHERE p.file = ? AND p.frame = ?",
                 "ii", first_file, (int64_t)frame);
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row)
        snprintf(message, sizeof message,
                 "byte for byte the same file was taken in before, as %.300s, sheet %.31s of batch "
                 "%.200s (page %lld)",
                 sql_text(st, 1), sql_text(st, 3), sql_text(st, 0),
                 (long long)sqlite3_column_int64(st, 2));
    sql_close(s, st);
    if (rc == BA_OK)
        rc = page_reason_add(s, page, "DUPLICATE", 'i', message, REASON_INTAKE, err);
    return rc;
}

BA_RC page_add_intake_reasons(struct store *s, int64_t page, const struct page_new *p,
                              int64_t first_file, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (first_file != 0)
        rc = page_add_duplicate(s, page, p->frame, first_file, err);
    if (rc == BA_OK && p->warning != NULL && p->warning[0] != '\0')
        rc = page_reason_add(s, page, "TIFF_WARNINGS", 'w', p->warning, REASON_INTAKE, err);
    if (rc == BA_OK && !(p->xdpi > 0 && p->ydpi > 0))
        rc = page_reason_add(s, page, "NO_RESOLUTION", 'w',
                             "the file does not say at how many dots an inch it was scanned",
                             REASON_INTAKE, err);
    for (size_t i = 0; rc == BA_OK && i < p->reason_count; i++)
        rc = page_reason_add(s, page, p->reasons[i].code, p->reasons[i].level,
                             p->reasons[i].message, REASON_INTAKE, err);
    return rc;
}

BA_RC page_insert_row(struct store *s, int64_t batch, int64_t file, int64_t seq,
                      struct sheet_series *sheets, const struct page_new *p, struct ba_err *err)
{
    char sheet[SHEET_MAX];

    sheet_series_take(sheets, sheet);
    return sql_run(s, err,
                   "INSERT INTO page(id, batch, file, frame, seq, width_px, height_px, xdpi, ydpi,"
                   " bits_per_sample, samples, photometric, compression, orientation_tag, codes,"
                   " scanner, quality, patch, profile, sheet)"
                   " VALUES((SELECT id + 1 FROM last_page),?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                   "iiiiiiddiiiiieeeent", batch, file, (int64_t)p->frame, seq, (int64_t)p->width_px,
                   (int64_t)p->height_px, isfinite(p->xdpi) ? p->xdpi : 0.0,
                   isfinite(p->ydpi) ? p->ydpi : 0.0, (int64_t)p->bits_per_sample,
                   (int64_t)p->samples, (int64_t)p->photometric, (int64_t)p->compression,
                   (int64_t)p->orientation_tag, p->codes, p->scanner, p->quality, p->patch,
                   p->profile, sheet);
}

BA_RC file_add_taken(struct store *s, const struct file_row *row, const char *extension,
                     const char *format, const struct page_new *pages, size_t page_count,
                     struct ba_err *err)
{
    struct file_row taken = *row;
    int64_t master = 0, first_file = 0, file = 0, seq = 0;
    struct sheet_series sheets = { 0 };
    bool same;

    taken.taken = true;
    enum ba_rc rc = replace_refused(s, &taken, &same, err);
    if (rc == BA_OK)
        rc = file_make_place(s, &taken, err);
    if (rc == BA_OK)
        rc = file_add_master(s, &taken, extension, format, &master, &first_file, err);
    if (rc == BA_OK)
        rc = make_seq(s, &taken, page_count, &seq, err);
    if (rc == BA_OK)
        rc = sheet_series_begin(s, taken.batch, seq, false, &sheets, err);
    if (rc == BA_OK)
        rc = file_insert(s, &taken, master, err);
    file = sqlite3_last_insert_rowid(s->db);
    for (size_t i = 0; rc == BA_OK && i < page_count; i++) {
        rc = page_insert_row(s, taken.batch, file, seq + (int64_t)i, &sheets, &pages[i], err);
        if (rc == BA_OK && pages[i].likeness_size > 0)
            rc = likeness_keep(s, sqlite3_last_insert_rowid(s->db), &pages[i], err);
        if (rc == BA_OK)
            rc = page_add_intake_reasons(s, sqlite3_last_insert_rowid(s->db), &pages[i], first_file,
                                         err);
    }
    return rc;
}

BA_RC file_each(struct store *s, int64_t batch, bool taken, file_fn fn, void *ctx,
                struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             FILE_COLUMNS "WHERE " IN_BATCH_SQL " AND taken = ?2"
                                          " ORDER BY batch, position, path",
                             "ii", batch, (int64_t)taken);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct file_row row;
        rc = hold_row(s, st, &row, err);
        if (rc == BA_OK)
            rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}
