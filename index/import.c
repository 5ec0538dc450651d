#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "index/described.h"
#include "index/number.h"
#include "index/sql.h"

struct line {
    const char *number, *archive, *series;
    bool has_series; /* the file has this column */
    char *json;      /* the whole line, owned (free) */
};

static enum ba_rc read_line(const struct register_values *v, const char *default_archive,
                            struct line *l, struct ba_err *err)
{
    json_t *object = json_object();
    bool ok = object != NULL;

    *l = (struct line){ .archive = default_archive };
    for (size_t i = 0; i < v->count; i++) {
        const char *value = v->values[i];
        if (value != NULL && strcmp(v->names[i], "dossier") == 0)
            l->number = value;
        if (value != NULL && strcmp(v->names[i], "archive") == 0)
            l->archive = value;
        if (value != NULL && strcmp(v->names[i], "series") == 0)
            l->series = value;
        if (strcmp(v->names[i], "series") == 0)
            l->has_series = true;
        ok = ok && json_object_set_new(object, v->names[i],
                                       value != NULL ? json_string(value) : json_null()) == 0;
    }
    l->json = ok ? json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    json_decref(object);
    if (l->json == NULL)
        return ba_fail_mem(err, "a register line");
    if (l->number == NULL || l->number[0] == '\0')
        return ba_fail(err, BA_ITEM, "REGISTER_NO_DOSSIER",
                       "a register line has no dossier number");
    return BA_OK;
}

/*
 * A dossier that was made from a separator sheet, in the default archive, before the register named
 * its archive, moves there with its pages.
 */
static enum ba_rc adopt(struct store *s, int64_t archive, const char *number, int64_t *id,
                        struct ba_err *err)
{
    int64_t strays = 0;
    enum ba_rc rc =
        sql_int(s, &strays, err,
                "SELECT count(*) FROM dossier WHERE number = ? AND in_register = 0", "t", number);
    if (rc != BA_OK || strays != 1)
        return rc;
    rc = sql_int(s, id, err, "SELECT id FROM dossier WHERE number = ? AND in_register = 0", "t",
                 number);
    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE dossier SET archive = ? WHERE id = ?", "ii", archive, *id);
    return rc;
}

static enum ba_rc find_dossier(struct store *s, const struct line *l, int64_t *id, bool *added,
                               struct ba_err *err)
{
    int64_t archive = 0, registered = 0;
    enum ba_rc rc = archive_of(s, l->archive, &archive, err);

    *id = 0;
    if (rc == BA_OK)
        rc = sql_int(s, id, err, "SELECT id FROM dossier WHERE archive = ? AND number = ?", "it",
                     archive, l->number);
    if (rc == BA_OK && *id == 0)
        rc = adopt(s, archive, l->number, id, err);
    if (rc == BA_OK && *id == 0)
        rc = dossier_add(s, archive, l->number, id, err);
    if (rc == BA_OK)
        rc = sql_int(s, &registered, err, "SELECT in_register FROM dossier WHERE id = ?", "i", *id);
    *added = registered == 0;
    return rc;
}

/* A column that the file lacks says nothing of the series. */
static enum ba_rc set_series(struct store *s, int64_t dossier, const struct line *l,
                             struct ba_err *err)
{
    enum ba_rc rc =
        sql_run(s, err, "UPDATE dossier SET in_register = 1 WHERE id = ?", "i", dossier);

    if (rc != BA_OK || !l->has_series)
        return rc;
    if (l->series != NULL)
        rc = sql_run(s, err,
                     "INSERT OR IGNORE INTO series(archive, name)"
                     " SELECT archive, ?2 FROM dossier WHERE id = ?1",
                     "it", dossier, l->series);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "UPDATE dossier SET series = (SELECT r.id FROM series r"
                     " WHERE r.archive = dossier.archive AND r.name = ?2) WHERE id = ?1",
                     "it", dossier, l->series);
    return rc;
}

static enum ba_rc set_field(struct store *s, int64_t dossier, const char *name, const char *value,
                            struct ba_err *err)
{
    char at[BA_TIME_LEN];
    int64_t same = 0;
    enum ba_rc rc = sql_int(s, &same, err,
                            "SELECT id FROM field WHERE dossier = ? AND name = ? AND source = 2"
                            " AND value = ?",
                            "itt", dossier, name, value);
    if (rc != BA_OK || same != 0)
        return rc;
    rc = sql_run(s, err, "DELETE FROM field WHERE dossier = ? AND name = ? AND source = 2", "it",
                 dossier, name);
    ba_time_text(ba_now(), at);
    if (rc == BA_OK && value != NULL)
        rc = sql_run(s, err,
                     "INSERT INTO field(dossier, name, value, source, rule, confidence, at)"
                     " VALUES(?,?,?,?,'',1.0,?)",
                     "ittit", dossier, name, value, (int64_t)FIELD_REGISTER, at);
    return rc;
}

static enum ba_rc set_fields(struct store *s, int64_t dossier, const struct register_values *v,
                             struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t c = 0; rc == BA_OK && c < D_COUNT; c++)
        for (size_t i = 0; rc == BA_OK && i < v->count; i++)
            if (strcmp(v->names[i], described_columns[c].name) == 0)
                rc = set_field(
                    s, dossier, described_columns[c].name,
                    v->values[i] != NULL && v->values[i][0] != '\0' ? v->values[i] : NULL, err);
    return rc;
}

static enum ba_rc store_line(struct store *s, int64_t dossier, const struct line *l,
                             const struct register_values *v, struct ba_err *err)
{
    struct described d = { 0 };
    char at[BA_TIME_LEN];

    ba_time_text(ba_now(), at);
    enum ba_rc rc = sql_run(s, err,
                            "INSERT INTO register_line(dossier, line, imported_at) VALUES(?,?,?)"
                            " ON CONFLICT(dossier) DO UPDATE SET line = excluded.line,"
                            " imported_at = excluded.imported_at",
                            "itt", dossier, l->json, at);
    if (rc == BA_OK)
        rc = set_series(s, dossier, l, err);
    if (rc == BA_OK)
        rc = set_fields(s, dossier, v, err);
    if (rc == BA_OK)
        rc = described_refresh(s, dossier, &d, err);
    described_free(&d);
    return rc;
}

enum ba_rc dossier_import(struct store *s, const char *default_archive,
                          const struct register_values *v, bool *added, struct ba_err *err)
{
    struct line l;
    int64_t dossier = 0, same = 0;

    *added = false;
    enum ba_rc rc = read_line(v, default_archive, &l, err);
    if (rc == BA_OK)
        rc = find_dossier(s, &l, &dossier, added, err);
    if (rc == BA_OK)
        rc = sql_int(s, &same, err,
                     "SELECT dossier FROM register_line WHERE dossier = ? AND line = ?", "it",
                     dossier, l.json);
    if (rc == BA_OK && same == 0)
        rc = store_line(s, dossier, &l, v, err);
    free(l.json);
    return rc;
}
