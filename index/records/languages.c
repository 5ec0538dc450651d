#include "index/records/languages.h"

#include <stdio.h>
#include <string.h>

#include "index/db/sql.h"

BA_RC languages_of_batch(struct store *s, const char *batch, const char *languages, const char *who,
                         struct ba_err *err)
{
    int64_t id = 0, same = 0;
    char object[200];
    enum ba_rc rc = sql_int(s, &id, err, "SELECT id FROM batch WHERE name = ?", "t", batch);

    if (rc == BA_OK && id == 0)
        return ba_fail(err, BA_ITEM, "BATCH_UNKNOWN", "there is no batch %s", batch);
    if (rc == BA_OK)
        rc = sql_int(s, &same, err,
                     "SELECT count(*) FROM batch WHERE id = ? AND coalesce(languages, '') = ?",
                     "it", id, languages);
    if (rc != BA_OK || same != 0)
        return rc;
    rc = sql_run(s, err, "UPDATE batch SET languages = ? WHERE id = ?", "ei", languages, id);
    snprintf(object, sizeof object, "batch %.180s", batch);
    if (rc == BA_OK)
        rc = store_audit(s, who, "set languages", object, NULL, languages, err);
    return rc;
}

BA_RC languages_announced(struct store *s, int64_t batch, const struct announced *list,
                          size_t count, struct ba_err *err)
{
    enum ba_rc rc = sql_run(s, err, "DELETE FROM batch_languages WHERE batch = ?", "i", batch);

    for (size_t i = 0; rc == BA_OK && i < count; i++)
        rc = sql_run(s, err,
                     "INSERT INTO batch_languages(batch, dossier, languages) VALUES(?,?,?)"
                     " ON CONFLICT DO NOTHING",
                     "itt", batch, list[i].dossier, list[i].languages);
    return rc;
}

BA_RC languages_each(struct store *s, languages_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT '' UNION SELECT languages FROM batch WHERE languages IS NOT"
                             " NULL AND withdrawn_at IS NULL UNION SELECT l.languages FROM"
                             " batch_languages l JOIN batch b ON b.id = l.batch WHERE"
                             " b.withdrawn_at IS NULL UNION SELECT value FROM field"
                             " WHERE name = 'languages' AND source > 1 ORDER BY 1",
                             "");

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        rc = fn(ctx, sql_text(st, 0), err);
    sql_close(s, st);
    return rc;
}
