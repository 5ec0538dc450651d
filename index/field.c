#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "index/described.h"
#include "index/sql.h"
#include "index/value.h"

enum ba_rc field_each(struct store *s, int64_t dossier, field_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    char last[64] = "";
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT name, value, source, rule, confidence, page, at FROM field"
                             " WHERE dossier = ? ORDER BY name, source DESC,"
                             " CASE source WHEN 1 THEN -confidence ELSE 0 END,"
                             " CASE source WHEN 1 THEN id ELSE -id END",
                             "i", dossier);
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct field_row row = {
            .name = sql_text(st, 0),
            .value = sql_text(st, 1),
            .source = (enum field_source)sqlite3_column_int64(st, 2),
            .rule = sql_text(st, 3),
            .confidence = sqlite3_column_double(st, 4),
            .page = sqlite3_column_int64(st, 5),
            .at = sql_text(st, 6),
        };
        row.current = strcmp(last, row.name) != 0;
        snprintf(last, sizeof last, "%.63s", row.name);
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}

static enum ba_rc audit_set(struct store *s, int64_t dossier, const char *name, const char *old,
                            const char *value, const char *who, const char *reason,
                            struct ba_err *err)
{
    char object[64], action[64], detail[1200];

    snprintf(object, sizeof object, "dossier %lld", (long long)dossier);
    snprintf(action, sizeof action, "set %.40s", name);
    snprintf(detail, sizeof detail, "\"%.580s\" -> \"%.580s\"", old, value);
    return store_audit(s, who, action, object, reason, detail, err);
}

enum ba_rc field_set(struct store *s, int64_t dossier, const char *name, const char *value,
                     const char *who, const char *reason, struct ba_err *err)
{
    struct described d = { 0 };
    char clean[VALUE_MAX], at[BA_TIME_LEN];
    int64_t there = 0;
    enum described_name column = described_find(name);

    if (column == D_COUNT)
        return ba_fail(
            err, BA_ITEM, "FIELD_UNKNOWN",
            "\"%.60s\" is no field of a dossier; the columns of the register are (title, "
            "street, number_from ...)",
            name);
    enum ba_rc rc = value_check(column, value != NULL ? value : "", clean, err);
    if (rc == BA_OK)
        rc = sql_int(s, &there, err, "SELECT id FROM dossier WHERE id = ?", "i", dossier);
    if (rc == BA_OK && there == 0)
        rc = ba_fail(err, BA_ITEM, "DOSSIER_UNKNOWN", "there is no dossier with id %lld",
                     (long long)dossier);
    if (rc == BA_OK)
        rc = described_read(s, dossier, &d, err);
    if (rc == BA_OK)
        rc = audit_set(s, dossier, name, d.value[column], clean, who, reason, err);
    described_free(&d);
    ba_time_text(ba_now(), at);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "INSERT INTO field(dossier, name, value, source, rule, confidence, at)"
                     " VALUES(?,?,?,?,?,1.0,?)",
                     "ittitt", dossier, name, clean, (int64_t)FIELD_PERSON, who != NULL ? who : "",
                     at);
    if (rc == BA_OK)
        rc = described_refresh(s, dossier, &d, err);
    described_free(&d);
    return rc;
}
