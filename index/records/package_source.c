#include "index/records/package_source.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"
#include "index/db/sql.h"

#define ACTION "export"

BA_RC page_origin_read(struct store *s, int64_t page, struct page_origin *out, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT m.size, CAST(strftime('%s', m.taken_at) AS INTEGER),"
                 " f.frames - f.reduced"
                 " FROM page p JOIN file f ON f.id = p.file JOIN master m ON m.id = f.master"
                 " WHERE p.id = ?",
                 "i", page);
    if (rc == BA_OK)
        rc = sql_next(s, st, &found, err);
    if (rc == BA_OK && found)
        *out = (struct page_origin){ .size_bytes = (uint64_t)sqlite3_column_int64(st, 0),
                                     .taken_at = sqlite3_column_int64(st, 1),
                                     .file_pages = (uint32_t)sqlite3_column_int64(st, 2) };
    else if (rc == BA_OK)
        rc = ba_fail(err, BA_ITEM, "PAGE_UNKNOWN", "there is no page %lld", (long long)page);
    sql_close(s, st);
    return rc;
}

/* Before changed_at was kept, a person's values alone tell when they came (source 3). */
BA_RC dossier_changed_read(struct store *s, int64_t dossier, int64_t *time, struct ba_err *err)
{
    *time = 0;
    return sql_int(s, time, err,
                   "SELECT max(coalesce(unixepoch(d.changed_at), 0), coalesce((SELECT"
                   " unixepoch(imported_at) FROM register_line r WHERE r.dossier = d.id), 0),"
                   " coalesce((SELECT max(unixepoch(at)) FROM field f WHERE f.dossier = d.id"
                   "  AND f.source = 3), 0)) FROM dossier d WHERE d.id = ?",
                   "i", dossier);
}

BA_RC master_each(struct store *s, const char *since, master_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT sha256, extension FROM master WHERE taken_at >= ?"
                             " ORDER BY sha256",
                             "t", since);

    while (rc == BA_OK && (rc = sql_next(s, st, &found, err)) == BA_OK && found)
        rc = fn(ctx, sql_text(st, 0), sql_text(st, 1), err);
    sql_close(s, st);
    return rc;
}

/* What the audit log calls a dossier; numbers repeat from archive to archive. */
static char *object_name(const char *archive, const char *number)
{
    return ba_strf("dossier %s (%s)", number, archive);
}

BA_RC delivery_record(struct store *s, const char *who, const char *archive, const char *number,
                      const char *delivery, const char *reason, struct ba_err *err)
{
    char *object = object_name(archive, number);
    enum ba_rc rc = object == NULL ? ba_fail_mem(err, "an audit record")
                                   : store_audit(s, who, ACTION, object, reason, delivery, err);
    free(object);
    return rc;
}
