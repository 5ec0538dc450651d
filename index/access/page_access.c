#include "index/access/page_access.h"

#include <stdio.h>

#include "index/access/dossier_access.h"
#include "index/access/rights.h"
#include "index/db/sql.h"
#include "index/records/document_name.h"
#include "index/records/page_at.h"

/* A page under no document lies in the first one, as export/ puts it there. */
static const char access_sql[] =
    "SELECT d.id, d.number, t.seq, (SELECT f.value FROM document_field f WHERE f.dossier ="
    " t.dossier AND f.batch = t.batch AND f.number_in_batch = t.number_in_batch"
    " AND f.name = 'access' ORDER BY f.id DESC LIMIT 1)"
    " FROM page p JOIN dossier d ON d.id = p.dossier LEFT JOIN document t ON t.id ="
    " coalesce(p.document, (SELECT o.id FROM document o WHERE o.dossier = d.id AND o.seq = 1))"
    " WHERE p.id = ?";

BA_RC page_access_of(struct store *s, int64_t page, struct page_access *out, struct ba_err *err)
{
    struct page_at p = { 0 };
    sqlite3_stmt *st = NULL;
    const char *access = "";
    int64_t dossier = 0;
    bool row = false;
    enum ba_rc rc = page_at_read(s, page, &p, err);

    *out = (struct page_access){ 0 };
    if (rc == BA_OK)
        rc = sql_open(s, &st, err, access_sql, "i", page);
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row) {
        dossier = sqlite3_column_int64(st, 0);
        snprintf(out->dossier, sizeof out->dossier, "%s", sql_text(st, 1));
        snprintf(out->document, sizeof out->document, "%s", sql_text(st, 1));
        if (sqlite3_column_type(st, 2) != SQLITE_NULL)
            snprintf(out->document, sizeof out->document, "%s" DOCUMENT_SEQ, sql_text(st, 1),
                     (int64_t)sqlite3_column_int64(st, 2));
        snprintf(out->access, sizeof out->access, "%s", sql_text(st, 3));
    }
    sql_close(s, st);
    if (rc == BA_OK && dossier != 0 && out->access[0] == '\0') {
        rc = dossier_access_of(s, dossier, &access, err);
        snprintf(out->access, sizeof out->access, "%s", access);
    }
    return rc;
}
