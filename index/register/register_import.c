/*
 * Lines of the register into dossiers. The lines of one number are taken together: each gives an
 * address, and of every other column the first that says something counts.
 */
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "index/db/sql.h"
#include "index/records/dossier_number.h"
#include "index/records/field_value.h"
#include "index/register/register_import.h"

const char *import_value(const json_t *line, const char *name)
{
    const char *value = json_string_value(json_object_get(line, name));

    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* The values of a column under any of the names that it may have. */
static bool column_at(const struct import_group *g, size_t line, size_t column, const char **value)
{
    const char *name;
    json_t *v;
    bool there = false;

    *value = NULL;
    json_object_foreach(g->lines[line], name, v)
    {
        if (column_find(name) != (enum description_name)column)
            continue;
        there = true;
        if (json_is_string(v) && json_string_value(v)[0] != '\0')
            *value = json_string_value(v);
    }
    return there;
}

bool import_column(const struct import_group *g, size_t line, enum description_name column,
                   const char **value)
{
    return column_at(g, line, column, value);
}

/*
 * A dossier that was made from a separator sheet, in the default archive, before the register named
 * its archive, moves there with its pages.
 */
static BA_RC adopt(struct store *s, int64_t archive, const char *number, int64_t *id,
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

static BA_RC find_dossier(struct import_group *g, bool *added, struct ba_err *err)
{
    struct store *s = g->store;
    int64_t archive = 0, registered = 0;
    enum ba_rc rc = archive_of(s, g->archive, &archive, err);

    g->dossier = 0;
    if (rc == BA_OK)
        rc = sql_int(s, &g->dossier, err, "SELECT id FROM dossier WHERE archive = ? AND number = ?",
                     "it", archive, g->number);
    if (rc == BA_OK && g->dossier == 0)
        rc = adopt(s, archive, g->number, &g->dossier, err);
    if (rc == BA_OK && g->dossier == 0)
        rc = dossier_add(s, archive, g->number, &g->dossier, err);
    if (rc == BA_OK)
        rc = sql_int(s, &registered, err, "SELECT in_register FROM dossier WHERE id = ?", "i",
                     g->dossier);
    *added = registered == 0;
    return rc;
}

/* A column that the file lacks says nothing of the series. */
static BA_RC set_series(struct import_group *g, struct ba_err *err)
{
    const char *series = NULL, *value;
    bool there = false;
    enum ba_rc rc =
        sql_run(g->store, err, "UPDATE dossier SET in_register = 1 WHERE id = ?", "i", g->dossier);

    for (size_t i = 0; i < g->count; i++) {
        there = column_at(g, i, D_SERIES, &value) || there;
        series = series != NULL ? series : value;
    }
    if (rc != BA_OK || !there)
        return rc;
    if (series != NULL)
        rc = sql_run(g->store, err,
                     "INSERT OR IGNORE INTO series(archive, name)"
                     " SELECT archive, ?2 FROM dossier WHERE id = ?1",
                     "it", g->dossier, series);
    if (rc == BA_OK)
        rc = sql_run(g->store, err,
                     "UPDATE dossier SET series = (SELECT r.id FROM series r"
                     " WHERE r.archive = dossier.archive AND r.name = ?2) WHERE id = ?1",
                     "it", g->dossier, series);
    return rc;
}

BA_RC import_set_field(struct store *s, int64_t dossier, enum description_name column, int64_t item,
                       const char *value, struct ba_err *err)
{
    const char *name = columns[column].name;
    char at[BA_TIME_LEN];
    int64_t same = 0;
    enum ba_rc rc = sql_int(s, &same, err,
                            "SELECT id FROM field WHERE dossier = ? AND name = ? AND source = 2"
                            " AND item = ? AND value = ?",
                            "itit", dossier, name, item, value);
    if (rc != BA_OK || same != 0)
        return rc;
    rc = sql_run(s, err,
                 "DELETE FROM field WHERE dossier = ? AND name = ? AND source = 2 AND item = ?",
                 "iti", dossier, name, item);
    ba_time_text(ba_now(), at);
    if (rc == BA_OK && value != NULL)
        rc = sql_run(s, err,
                     "INSERT INTO field(dossier, name, value, source, rule, confidence, at, item)"
                     " VALUES(?,?,?,?,'',1.0,?,?)",
                     "ittiti", dossier, name, value, (int64_t)FIELD_REGISTER, at, item);
    return rc;
}

static BA_RC note(struct import_group *g, enum description_name column, size_t line,
                  const char *code, const char *message, struct ba_err *err)
{
    return sql_run(g->store, err,
                   "INSERT OR REPLACE INTO register_finding(dossier, name, line, code, message)"
                   " VALUES(?,?,?,?,?)",
                   "ititt", g->dossier, columns[column].name, g->line_numbers[line], code, message);
}

BA_RC import_differs(struct import_group *g, enum description_name column, size_t line,
                     const char *value, const char *kept, struct ba_err *err)
{
    const char *name = columns[column].name;
    char message[500];

    snprintf(message, sizeof message,
             "line %lld of dossier %.63s: `%s` is \"%.120s\", an earlier line of this dossier says "
             "\"%.120s\", which is kept; correct the register, or `set` what is right",
             (long long)g->line_numbers[line], g->number, name, value, kept);
    return note(g, column, line, "REGISTER_LINES_DIFFER", message, err);
}

/* An address that ends before it begins: the end of it is not taken over. */
static BA_RC check_range(const struct import_group *g, enum description_name column, size_t line,
                         const char *value, struct ba_err *why)
{
    char clean[VALUE_MAX];
    struct ba_err bad = BA_ERR_INIT;
    const char *from = NULL;

    if (column != D_ADDRESS_TO || !import_column(g, line, D_ADDRESS_FROM, &from) || from == NULL ||
        field_value_check(D_ADDRESS_FROM, from, clean, &bad) != BA_OK)
        return BA_OK;
    return field_value_range(column, value, clean, why);
}

BA_RC import_usable(struct import_group *g, enum description_name column, size_t line,
                    const char **value, struct ba_err *err)
{
    const char *name = columns[column].name;
    struct ba_err why = BA_ERR_INIT;
    char clean[VALUE_MAX], message[500];

    /* The columns of the contract were checked when the file was read, but for ids of the BAG: a
     * line is worth more than an id that a spreadsheet has spoilt. */
    if ((columns[column].contract && column != D_BAG_ID) || *value == NULL ||
        (field_value_check(column, *value, clean, &why) == BA_OK &&
         check_range(g, column, line, clean, &why) == BA_OK))
        return BA_OK;
    snprintf(message, sizeof message, "line %lld of dossier %.63s is imported without `%s`: %.300s",
             (long long)g->line_numbers[line], g->number, name, why.msg);
    *value = NULL;
    return note(g, column, line, "REGISTER_VALUE_UNUSED", message, err);
}

/* The first line that says something counts; others that differ are told. */
static BA_RC set_column(struct import_group *g, enum description_name column, struct ba_err *err)
{
    const char *kept = NULL, *value;
    bool there = false;
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < g->count; i++) {
        there = column_at(g, i, column, &value) || there;
        rc = import_usable(g, column, i, &value, err);
        if (rc == BA_OK && kept != NULL && value != NULL && strcmp(kept, value) != 0)
            rc = import_differs(g, column, i, value, kept, err);
        kept = kept != NULL ? kept : value;
    }
    if (rc == BA_OK && there)
        rc = import_set_field(g->store, g->dossier, column, 1, kept, err);
    return rc;
}

/* One line is kept as an object, several as a list of them. */
static char *lines_json(const struct import_group *g)
{
    json_t *list;
    char *text;

    if (g->count == 1)
        return json_dumps(g->lines[0], JSON_COMPACT | JSON_SORT_KEYS);
    list = json_array();
    for (size_t i = 0; list != NULL && i < g->count; i++)
        if (json_array_append(list, g->lines[i]) != 0) {
            json_decref(list);
            return NULL;
        }
    text = list != NULL ? json_dumps(list, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    json_decref(list);
    return text;
}

static BA_RC store_group(struct import_group *g, const char *json, struct ba_err *err)
{
    struct description d = { 0 };
    char at[BA_TIME_LEN];

    ba_time_text(ba_now(), at);
    enum ba_rc rc = sql_run(g->store, err,
                            "INSERT INTO register_line(dossier, line, imported_at) VALUES(?,?,?)"
                            " ON CONFLICT(dossier) DO UPDATE SET line = excluded.line,"
                            " imported_at = excluded.imported_at",
                            "itt", g->dossier, json, at);
    if (rc == BA_OK)
        rc = sql_run(g->store, err, "DELETE FROM register_finding WHERE dossier = ?", "i",
                     g->dossier);
    if (rc == BA_OK)
        rc = set_series(g, err);
    for (size_t c = 0; rc == BA_OK && c < D_COUNT; c++)
        if ((columns[c].places & COLUMN_ADDRESS) == 0)
            rc = set_column(g, (enum description_name)c, err);
    if (rc == BA_OK)
        rc = import_addresses(g, err);
    if (rc == BA_OK)
        rc = description_refresh(g->store, g->dossier, &d, err);
    description_free(&d);
    return rc;
}

BA_RC import_group(struct import_group *g, bool *added, struct ba_err *err)
{
    int64_t same = 0;
    char *json = lines_json(g);
    enum ba_rc rc = json != NULL ? find_dossier(g, added, err) : ba_fail_mem(err, "register lines");

    if (rc == BA_OK)
        rc = sql_int(g->store, &same, err,
                     "SELECT dossier FROM register_line WHERE dossier = ? AND line = ?", "it",
                     g->dossier, json);
    if (rc == BA_OK && same == 0)
        rc = store_group(g, json, err);
    free(json);
    return rc;
}
