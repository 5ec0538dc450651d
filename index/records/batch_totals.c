#include "index/db/sql.h"
#include "index/records/batch.h"
#include "index/records/file_private.h"

static BA_RC read_row(struct store *s, struct ba_err *err, int64_t *const out[], size_t count,
                      const char *sql, int64_t batch)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(s, &st, err, sql, "i", batch);

    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    for (size_t i = 0; rc == BA_OK && row && i < count; i++)
        *out[i] = sqlite3_column_int64(st, (int)i);
    sql_close(s, st);
    return rc;
}

/* Each side of a sum comes from rows of its own, or the sum would only prove that SQL can add. */
BA_RC batch_totals_read(struct store *s, int64_t batch, struct batch_totals *l, struct ba_err *err)
{
    *l = (struct batch_totals){ 0 };
    int64_t *const files[] = { &l->files,  &l->files_taken, &l->files_rejected,
                               &l->frames, &l->reduced,     &l->masters_distinct };
    int64_t *const pages[] = { &l->pages, &l->waiting,   &l->text,   &l->drawing,
                               &l->blank, &l->separator, &l->failed, &l->dropped };
    int64_t *const masters[] = { &l->masters }, *const replaced[] = { &l->replaced };

    enum ba_rc rc =
        read_row(s, err, files, sizeof files / sizeof *files,
                 "SELECT count(*), sum(taken = 1), sum(taken = 0 AND code IS NOT NULL),"
                 " sum(CASE taken WHEN 1 THEN frames END), sum(CASE taken WHEN 1 THEN reduced END),"
                 " count(DISTINCT CASE taken WHEN 1 THEN sha256 END)"
                 " FROM file WHERE " IN_BATCH_SQL,
                 batch);
    if (rc == BA_OK)
        rc =
            read_row(s, err, pages, sizeof pages / sizeof *pages,
                     "SELECT count(*), sum(state = 'waiting'), sum(state = 'text'),"
                     " sum(state = 'drawing'), sum(state = 'blank'), sum(state = 'separator'),"
                     " sum(state = 'failed'), sum(state = 'dropped') FROM page WHERE " IN_BATCH_SQL,
                     batch);
    if (rc == BA_OK)
        rc = read_row(
            s, err, masters, 1,
            batch != 0
                ? "SELECT count(*) FROM master WHERE id IN"
                  " (SELECT master FROM file WHERE batch = ?1)"
                : "SELECT count(*) FROM master m WHERE ?1 = 0 AND CASE"
                  " WHEN NOT EXISTS (SELECT 1 FROM batch WHERE withdrawn_at IS NOT NULL) THEN 1"
                  /* one that no file brought counts, and breaks the sum */
                  " ELSE NOT EXISTS (SELECT 1 FROM file f WHERE f.master = m.id) OR EXISTS"
                  "  (SELECT 1 FROM file f JOIN batch b ON b.id = f.batch"
                  "   WHERE f.master = m.id AND b.withdrawn_at IS NULL) END",
            batch);
    if (rc == BA_OK)
        rc = read_row(s, err, replaced, 1,
                      /* images that are no page now */
                      "SELECT count(*) FROM (SELECT DISTINCT file, frame FROM past_page"
                      " WHERE why = 'replaced' AND " IN_BATCH_SQL ") x WHERE NOT EXISTS"
                      " (SELECT 1 FROM page p WHERE p.file = x.file AND p.frame = x.frame)",
                      batch);
    l->holds = l->files == l->files_taken + l->files_rejected &&
               l->frames == l->pages + l->reduced + l->replaced &&
               l->pages == l->waiting + l->text + l->drawing + l->blank + l->separator + l->failed +
                               l->dropped &&
               l->masters == l->masters_distinct;
    return rc;
}
