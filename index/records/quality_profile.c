#include "index/records/quality_profile.h"

#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "index/db/sql.h"

static BA_RC find(struct store *s, const char *name, int64_t version, const char *settings,
                  quality_profile_same_fn *same, bool *learnt, int64_t *id, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc =
        sql_open(s, &st, err, "SELECT id, settings FROM profile WHERE name = ? AND version = ?",
                 "ti", name, version);

    *id = 0;
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row && !same(sql_text(st, 1), settings, learnt))
        rc =
            ba_fail(err, BA_FATAL, "PROFILE_CHANGED",
                    "pages were judged by version %lld of the profile \"%s\", and its settings are "
                    "others now: raise quality.version in bouwarchief.conf, or put the settings "
                    "back: %s",
                    (long long)version, name, sql_text(st, 1));
    else if (rc == BA_OK && row)
        *id = sqlite3_column_int64(st, 0);
    sql_close(s, st);
    return rc;
}

/* "standaard 1 -> standaard 2: {...}" */
static BA_RC audit(struct store *s, const char *name, int64_t version, const char *settings,
                   const char *who, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    char before[200] = "";
    enum ba_rc rc =
        sql_open(s, &st, err, "SELECT name, version FROM profile ORDER BY id DESC LIMIT 1", "");

    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row)
        snprintf(before, sizeof(before), "follows %.150s %lld", sql_text(st, 0),
                 (long long)sqlite3_column_int64(st, 1));
    sql_close(s, st);
    if (rc == BA_OK) {
        char object[200];

        snprintf(object, sizeof(object), "%.150s %lld", name, (long long)version);
        rc = store_audit(s, who, "profile", object, before[0] != '\0' ? before : NULL, settings,
                         err);
    }
    return rc;
}

BA_RC quality_profile_settle(struct store *s, const char *name, int64_t version,
                             const char *settings, const char *who, quality_profile_same_fn *same,
                             bool *learnt, int64_t *id, struct ba_err *err)
{
    char at[BA_TIME_LEN];
    enum ba_rc rc = find(s, name, version, settings, same, learnt, id, err);

    if (rc == BA_OK && *id != 0 && *learnt)
        rc = sql_run(s, err, "UPDATE profile SET settings = ? WHERE id = ?", "ti", settings, *id);
    if (rc != BA_OK || *id != 0)
        return rc;
    rc = audit(s, name, version, settings, who, err);
    ba_time_text(ba_now(), at);
    if (rc == BA_OK)
        rc = sql_run(s, err, "INSERT INTO profile(name, version, settings, since) VALUES(?,?,?,?)",
                     "titt", name, version, settings, at);
    if (rc == BA_OK)
        *id = sqlite3_last_insert_rowid(s->db);
    return rc;
}
