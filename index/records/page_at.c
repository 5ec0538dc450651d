#include "index/records/page_at.h"

#include <stdio.h>

#include "index/db/sql.h"

BA_RC page_at_read(struct store *s, int64_t page, struct page_at *out, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(
        s, &st, err,
        "SELECT p.batch, p.file, p.frame, p.seq, p.dossier, p.document,"
        " p.state = 'separator', p.assigned_by IS NOT NULL, b.name, p.sheet, p.state = 'dropped'"
        " FROM page p JOIN batch b ON b.id = p.batch WHERE p.id = ?",
        "i", page);

    *out = (struct page_at){ .id = page };
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && !row)
        rc = ba_fail(err, BA_ITEM, "PAGE_UNKNOWN", "there is no page %lld", (long long)page);
    if (rc == BA_OK) {
        out->batch = sqlite3_column_int64(st, 0);
        out->file = sqlite3_column_int64(st, 1);
        out->frame = sqlite3_column_int64(st, 2);
        out->seq = sqlite3_column_int64(st, 3);
        out->dossier = sqlite3_column_int64(st, 4);
        out->document = sqlite3_column_int64(st, 5);
        out->separator = sqlite3_column_int64(st, 6) != 0;
        out->by_person = sqlite3_column_int64(st, 7) != 0;
        snprintf(out->batch_name, sizeof out->batch_name, "%s", sql_text(st, 8));
        snprintf(out->sheet, sizeof out->sheet, "%s", sql_text(st, 9));
        out->dropped = sqlite3_column_int64(st, 10) != 0;
    }
    sql_close(s, st);
    return rc;
}

BA_RC page_at_change(struct store *s, int64_t page, struct page_at *out, struct ba_err *err)
{
    enum ba_rc rc = page_at_read(s, page, out, err);

    if (rc == BA_OK && out->dropped)
        rc = ba_fail(
            err, BA_ITEM, "PAGE_DROPPED",
            "sheet %s of %s was dropped as scanned twice, and nothing was changed; take that "
            "back first with: bouwarchief page drop %lld --undo",
            out->sheet, out->batch_name, (long long)page);
    return rc;
}
