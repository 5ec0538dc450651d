#include "index/records/package_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/file.h"
#include "index/db/sql.h"

static const char *const states[] = { "exported", "sent", "accepted", "returned" };

static const char *state_of(const char *text)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(states[i], text) == 0)
            return states[i];
    return "";
}

static BA_RC add_dossier(struct store *s, const char *delivery, const struct package_dossier *d,
                         struct ba_err *err)
{
    enum ba_rc rc = sql_run(
        s, err,
        "INSERT OR REPLACE INTO delivered(delivery, dossier, identification, version, content,"
        " time) SELECT id, ?2, ?3, ?4, ?5, ?6 FROM delivery WHERE name = ?1",
        "tititn", delivery, d->dossier, d->identification, (int64_t)d->version, d->content,
        d->time);

    return rc != BA_OK ? rc
                       : sql_run(s, err,
                                 "INSERT OR REPLACE INTO delivered_image(page, delivery, file,"
                                 " frame, dossier) SELECT p.id, v.id, p.file, p.frame, p.dossier"
                                 " FROM page p JOIN delivery v ON v.name = ?1"
                                 " WHERE p.dossier = ?2 AND p.state NOT IN"
                                 " ('separator','dropped')",
                                 "ti", delivery, d->dossier);
}

BA_RC package_record_time(struct store *s, int64_t dossier, uint32_t version, const char *content,
                          int64_t *time, struct ba_err *err)
{
    *time = 0;
    return sql_int(s, time, err,
                   "SELECT time FROM delivered WHERE dossier = ? AND version = ? AND content = ?"
                   " AND time IS NOT NULL ORDER BY delivery DESC LIMIT 1",
                   "iit", dossier, (int64_t)version, content);
}

BA_RC package_record_add(struct store *s, const char *delivery,
                         const struct package_dossier *dossiers, size_t count, struct ba_err *err)
{
    char at[BA_TIME_LEN];
    enum ba_rc rc;

    ba_time_text(ba_now(), at);
    rc = sql_run(
        s, err,
        "INSERT INTO delivery(name, made_at, state, changed_at) VALUES(?1,?2,'exported',?2)"
        " ON CONFLICT(name) DO UPDATE SET state = 'exported', changed_at = ?2, reason = NULL"
        " WHERE state = 'returned'",
        "tt", delivery, at);
    for (size_t i = 0; rc == BA_OK && i < count; i++)
        rc = add_dossier(s, delivery, &dossiers[i], err);
    return rc;
}

static BA_RC read_accepted(struct store *s, int64_t dossier, struct package_last *out,
                           struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT d.version, d.identification, d.content FROM delivered d"
                             " JOIN delivery v ON v.id = d.delivery"
                             " WHERE d.dossier = ? AND v.state = 'accepted'"
                             " ORDER BY d.version DESC, v.id DESC",
                             "i", dossier);

    while (rc == BA_OK && (rc = sql_next(s, st, &found, err)) == BA_OK && found) {
        uint32_t version = (uint32_t)sqlite3_column_int64(st, 0);

        if (out->accepted == 0) {
            out->accepted = version;
            snprintf(out->accepted_id, sizeof out->accepted_id, "%s", sql_text(st, 1));
            snprintf(out->content, sizeof out->content, "%s", sql_text(st, 2));
        } else if (version < out->accepted) {
            snprintf(out->before_id, sizeof out->before_id, "%s", sql_text(st, 1));
            break;
        }
    }
    sql_close(s, st);
    return rc;
}

BA_RC package_record_last_of(struct store *s, int64_t dossier, struct package_last *out,
                             struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT v.state FROM delivered d JOIN delivery v ON v.id = d.delivery"
                             " WHERE d.dossier = ?"
                             /* a late word on an older version says nothing of a newer one */
                             " ORDER BY d.version DESC, v.changed_at DESC, v.id DESC LIMIT 1",
                             "i", dossier);

    *out = (struct package_last){ .state = "" };
    if (rc == BA_OK)
        rc = sql_next(s, st, &found, err);
    if (rc == BA_OK && found)
        out->state = state_of(sql_text(st, 0));
    sql_close(s, st);
    return rc == BA_OK ? read_accepted(s, dossier, out, err) : rc;
}

BA_RC package_record_receipt(struct store *s, const char *who, const char *delivery,
                             const char *state, const char *reason, struct ba_err *err)
{
    char at[BA_TIME_LEN];
    int64_t n = 0;
    char *object;
    enum ba_rc rc;

    if (*state_of(state) == '\0' || strcmp(state, "exported") == 0)
        return ba_fail(err, BA_FATAL, "USAGE",
                       "\"%s\" is nothing a receiver says; there are: sent, accepted, returned",
                       state);
    if (strcmp(state, "returned") == 0 && (reason == NULL || *reason == '\0'))
        return ba_fail(err, BA_FATAL, "USAGE", "a return wants the receiver's reason behind it");
    rc = sql_int(s, &n, err, "SELECT count(*) FROM delivery WHERE name = ?", "t", delivery);
    if (rc == BA_OK && n == 0)
        return ba_fail(err, BA_ITEM, "PACKAGE_UNKNOWN",
                       "there is no delivery %s; \"bouwarchief package list\" names them all",
                       delivery);
    ba_time_text(ba_now(), at);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "UPDATE delivery SET state = ?2, changed_at = ?3, reason = ?4 WHERE name = ?1",
                     "ttte", delivery, state, at, reason == NULL ? "" : reason);
    object = ba_strf("delivery %s", delivery);
    if (rc == BA_OK)
        rc = object == NULL ? ba_fail_mem(err, "an audit record")
                            : store_audit(s, who, "receipt", object, reason, state, err);
    free(object);
    return rc;
}

BA_RC package_record_each(struct store *s, package_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT v.name, v.made_at, v.state, v.changed_at, v.reason,"
                 " (SELECT count(*) FROM delivered d WHERE d.delivery = v.id),"
                 " (SELECT count(*) FROM delivered_image p WHERE p.delivery = v.id) FROM delivery v"
                 " ORDER BY v.id",
                 "");

    while (rc == BA_OK && (rc = sql_next(s, st, &found, err)) == BA_OK && found) {
        struct package_row row = { .delivery = sql_text(st, 0),
                                   .made_at = sql_text(st, 1),
                                   .state = sql_text(st, 2),
                                   .changed_at = sql_text(st, 3),
                                   .reason = sql_text(st, 4),
                                   .dossiers = sqlite3_column_int64(st, 5),
                                   .pages = sqlite3_column_int64(st, 6) };

        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}

/*
 * The best state of any delivery that the image of page p was in, in the dossier where it is now: 3
 * accepted, 2 under way, 1 returned.
 */
#define BEST_STATE                                                                                 \
    "coalesce((SELECT max(CASE v.state WHEN 'accepted' THEN 3 WHEN 'returned' THEN 1 ELSE 2 END)"  \
    " FROM delivered_image q JOIN delivery v ON v.id = q.delivery WHERE q.file = p.file"           \
    "  AND q.frame = p.frame AND q.dossier = p.dossier), 0)"

BA_RC package_record_each_box(struct store *s, package_box_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    enum ba_rc rc = sql_open(
        s, &st, err,
        "SELECT b.name, b.complete, count(x.id), total(x.best = 3), total(x.best = 2),"
        " total(x.best = 1), b.id"
        " FROM batch b LEFT JOIN (SELECT p.id, p.batch, " BEST_STATE
        " AS best FROM page p WHERE p.state NOT IN ('separator','dropped')) x ON x.batch = b.id"
        " WHERE b.withdrawn_at IS NULL GROUP BY b.id ORDER BY b.id",
        "");

    while (rc == BA_OK && (rc = sql_next(s, st, &found, err)) == BA_OK && found) {
        struct package_box box = { .batch = sql_text(st, 0),
                                   .complete = sqlite3_column_int64(st, 1) != 0,
                                   .pages = sqlite3_column_int64(st, 2),
                                   .accepted = sqlite3_column_int64(st, 3),
                                   .under_way = sqlite3_column_int64(st, 4),
                                   .returned = sqlite3_column_int64(st, 5),
                                   .batch_id = sqlite3_column_int64(st, 6) };

        rc = fn(ctx, &box, err);
    }
    sql_close(s, st);
    return rc;
}

BA_RC package_record_known(struct store *s, const char *delivery, bool *known, struct ba_err *err)
{
    int64_t n = 0;
    enum ba_rc rc =
        sql_int(s, &n, err, "SELECT count(*) FROM delivery WHERE name = ?", "t", delivery);

    *known = n > 0;
    return rc;
}

/* The value of `box` that counts: a person's before the register's, the last first. */
static const char box_dossiers_sql[] =
    "SELECT a.name, d.box, d.id, d.number, count(x.id), total(x.best = 3), total(x.best = 2),"
    " total(x.best = 1) FROM (SELECT o.id, o.archive, o.number, o.sort_key, (SELECT value FROM "
    "field f"
    "  WHERE f.dossier = o.id AND f.name = 'box' ORDER BY source DESC, id DESC LIMIT 1) AS box"
    "  FROM dossier o) AS d JOIN archive a ON a.id = d.archive"
    " LEFT JOIN (SELECT p.id, p.dossier, " BEST_STATE " AS best FROM page p"
    "  WHERE p.dossier IS NOT NULL AND p.state NOT IN ('separator','dropped')) x"
    " ON x.dossier = d.id WHERE d.box <> '' GROUP BY d.id ORDER BY d.archive, d.box, d.sort_key";

BA_RC package_record_each_box_dossier(struct store *s, package_box_dossier_fn fn, void *ctx,
                                      struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    enum ba_rc rc = sql_open(s, &st, err, box_dossiers_sql, "");

    while (rc == BA_OK && (rc = sql_next(s, st, &found, err)) == BA_OK && found) {
        struct package_box_dossier d = { .archive = sql_text(st, 0),
                                         .box = sql_text(st, 1),
                                         .dossier = sqlite3_column_int64(st, 2),
                                         .number = sql_text(st, 3),
                                         .pages = sqlite3_column_int64(st, 4),
                                         .accepted = sqlite3_column_int64(st, 5),
                                         .under_way = sqlite3_column_int64(st, 6),
                                         .returned = sqlite3_column_int64(st, 7) };

        rc = fn(ctx, &d, err);
    }
    sql_close(s, st);
    return rc;
}
