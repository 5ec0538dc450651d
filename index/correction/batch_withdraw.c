#include "index/correction/batch_withdraw.h"

#include <stdlib.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/plural.h"
#include "index/correction/page_history.h"
#include "index/db/sql.h"
#include "index/records/near_duplicate.h"

BA_RC batch_withdraw(struct store *s, const struct batch_row *batch, const struct correction *c,
                     struct ba_err *err)
{
    char at[BA_TIME_LEN];
    int64_t delivered = 0, before = 0;
    char *object = ba_strf("batch %s", batch->name), *name = NULL;
    enum ba_rc rc = object == NULL ? ba_fail_mem(err, "an audit record") : BA_OK;

    if (rc == BA_OK)
        rc = sql_int(s, &delivered, err,
                     "SELECT count(DISTINCT q.page) FROM delivered_image q JOIN file f"
                     " ON f.id = q.file WHERE f.batch = ?",
                     "i", batch->id);
    if (rc == BA_OK && delivered > 0)
        rc =
            ba_fail(err, BA_ITEM, "BATCH_DELIVERED",
                    "%lld page%s of %s %s exported already, and the e-depot may have the delivery; "
                    "nothing was changed. Correct the pages that are wrong (replace, assign), and "
                    "export their dossiers again",
                    (long long)delivered, ba_s((uint64_t)delivered), batch->name,
                    ba_were((uint64_t)delivered));
    if (rc == BA_OK)
        rc = batch_withdrawn_count(s, batch->name, &before, err);
    if (rc == BA_OK && (name = ba_strf("%s/%lld", batch->name, (long long)before + 1)) == NULL)
        rc = ba_fail_mem(err, "a batch");
    if (rc == BA_OK)
        rc = page_history_keep(s, 0, batch->id, "withdrawn", c, err);
    if (rc == BA_OK)
        rc = likeness_withdraw(s, batch->id, err);
    if (rc == BA_OK)
        rc = page_withdraw(s, 0, batch->id, err);
    ba_time_text(ba_now(), at);
    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE batch SET name = ?2, withdrawn_at = ?3 WHERE id = ?1", "itt",
                     batch->id, name, at);
    if (rc == BA_OK)
        rc = store_audit(s, c->who, "withdraw", object, c->reason, name, err);
    free(object);
    free(name);
    return rc;
}

BA_RC withdrawn_each(struct store *s, withdrawn_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT rtrim(rtrim(b.name, '0123456789'), '/'), b.withdrawn_at,"
                 " (SELECT count(*) FROM file f WHERE f.batch = b.id),"
                 " (SELECT count(*) FROM past_page x WHERE x.batch = b.id AND why = 'withdrawn'),"
                 " u.who, u.reason FROM batch b LEFT JOIN audit u ON u.action = 'withdraw'"
                 " AND u.detail = b.name WHERE b.withdrawn_at IS NOT NULL ORDER BY b.id",
                 "");

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct withdrawn_row row = { .name = sql_text(st, 0),
                                     .withdrawn_at = sql_text(st, 1),
                                     .files = sqlite3_column_int64(st, 2),
                                     .pages = sqlite3_column_int64(st, 3),
                                     .who = sql_text(st, 4),
                                     .reason = sql_text(st, 5) };

        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}
