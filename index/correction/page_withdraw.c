#include <stdlib.h>

#include "core/buf.h"
#include "index/build/index_pair.h"
#include "index/correction/correction_private.h"
#include "index/correction/page_history.h"
#include "index/correction/page_order.h"
#include "index/db/sql.h"

struct ids {
    int64_t *at;
    size_t count, cap;
};

static BA_RC collect(struct store *s, struct ids *out, const char *sql, int64_t page, int64_t batch,
                     struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, sql, "ii", page, batch);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        if (ba_grow(&out->at, &out->cap, out->count + 1, sizeof *out->at) != 0)
            rc = ba_fail_mem(err, "pages");
        else
            out->at[out->count++] = sqlite3_column_int64(st, 0);
    }
    sql_close(s, st);
    return rc;
}

/* The index forgets whole documents only; what else was in them comes back with their dossiers. */
static BA_RC forget_words(struct store *s, int64_t page, int64_t batch, struct ba_err *err)
{
    struct index_pair indexes = { 0 };
    struct ids in = { 0 };
    enum ba_rc rc = index_pair_open(s, &indexes, err);

    if (rc == BA_OK)
        rc = collect(s, &in,
                     "SELECT DISTINCT doc FROM page_text WHERE doc IS NOT NULL"
                     " AND page IN (" CHOSEN_PAGES_SQL ")",
                     page, batch, err);
    for (size_t i = 0; rc == BA_OK && i < in.count; i++)
        rc = index_pair_forget(&indexes, in.at[i], err);
    if (rc == BA_OK)
        rc = index_pair_flush(&indexes, err);
    index_pair_free(&indexes);
    free(in.at);
    return rc;
}

BA_RC page_withdraw(struct store *s, int64_t page, int64_t batch, struct ba_err *err)
{
    static const char *const sqls[] = {
        "DELETE FROM page_text WHERE page IN (" CHOSEN_PAGES_SQL ")",
        "DELETE FROM field WHERE source = 1 AND page IN (" CHOSEN_PAGES_SQL ")",
        "UPDATE field SET page = NULL WHERE page IN (" CHOSEN_PAGES_SQL ")",
        /* and whatever looked like them */
        "DELETE FROM page_reason WHERE code = 'NEAR_DUPLICATE' AND page IN (SELECT page FROM"
        " near_duplicate WHERE same = 1 AND other IN (" CHOSEN_PAGES_SQL "))",
        "DELETE FROM page WHERE id IN (" CHOSEN_PAGES_SQL ")",
    };
    struct ids dossiers = { 0 };
    enum ba_rc rc = collect(s, &dossiers,
                            "SELECT DISTINCT dossier FROM page WHERE dossier IS NOT NULL"
                            " AND id IN (" CHOSEN_PAGES_SQL ")",
                            page, batch, err);

    if (rc == BA_OK)
        rc = forget_words(s, page, batch, err);
    for (size_t i = 0; rc == BA_OK && i < sizeof sqls / sizeof *sqls; i++)
        rc = sql_run(s, err, sqls[i], "ii", page, batch);
    for (size_t i = 0; rc == BA_OK && i < dossiers.count; i++) {
        rc = dossier_renumber(s, dossiers.at[i], err);
        if (rc == BA_OK)
            rc = dossier_touch(s, dossiers.at[i], err);
    }
    free(dossiers.at);
    return rc;
}
