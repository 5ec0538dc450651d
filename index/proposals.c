#include "index/proposals.h"

#include <string.h>

#include "core/clock.h"
#include "index/dossier.h"
#include "index/sql.h"

static enum ba_rc write_proposals(struct store *s, int64_t dossier, const struct proposals *p,
                                  struct ba_err *err)
{
    char at[BA_TIME_LEN];
    enum ba_rc rc =
        sql_run(s, err, "DELETE FROM field WHERE dossier = ? AND source = 1", "i", dossier);

    ba_time_text(ba_now(), at);
    for (size_t i = 0; rc == BA_OK && i < p->count; i++)
        rc = sql_run(s, err,
                     "INSERT INTO field(dossier, name, value, source, rule, confidence, page, at,"
                     " box) VALUES(?,?,?,?,?,?,?,?,?)",
                     "ittitdntt", dossier, p->at[i].name, p->at[i].value, (int64_t)FIELD_TEXT,
                     p->at[i].rule, p->at[i].confidence, p->at[i].page, at, p->at[i].boxes);
    return rc;
}

/* Proposals that are there already keep the time at which they were made. */
static enum ba_rc same_proposals(struct store *s, int64_t dossier, const struct proposals *p,
                                 bool *same, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    size_t n = 0;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT name, value, rule, confidence, page FROM field"
                             " WHERE dossier = ? AND source = 1 ORDER BY id",
                             "i", dossier);

    *same = true;
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more && *same) {
        const struct proposal *q = n < p->count ? &p->at[n] : NULL;
        n++;
        *same = q != NULL && strcmp(q->name, sql_text(st, 0)) == 0 &&
                strcmp(q->value, sql_text(st, 1)) == 0 && strcmp(q->rule, sql_text(st, 2)) == 0 &&
                q->confidence >= sqlite3_column_double(st, 3) &&
                q->confidence <= sqlite3_column_double(st, 3) &&
                q->page == sqlite3_column_int64(st, 4);
    }
    sql_close(s, st);
    *same = *same && n == p->count;
    return rc;
}

enum ba_rc proposals_store(struct store *s, int64_t dossier, const struct proposals *p,
                           struct ba_err *err)
{
    bool same = false;
    enum ba_rc rc = same_proposals(s, dossier, p, &same, err);

    return rc == BA_OK && !same ? write_proposals(s, dossier, p, err) : rc;
}
