/*
 * A register file on its way into the store: its lines are gathered in a table of their own,
 * because those of one dossier may lie far apart, and taken dossier by dossier.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "index/db/sql.h"
#include "index/records/description.h"
#include "index/records/dossier.h"
#include "index/register/register_import.h"

/* Lines of one dossier; a file in which every line has the same number is no register. */
#define LINES_MAX 20000

struct register_file {
    struct store *store;
    char *archive; /* the default one */
};

struct line_list {
    json_t **at;
    int64_t *number;
    size_t count, cap, number_cap;
};

static json_t *object_of(const struct register_values *v)
{
    json_t *o = json_object();
    bool ok = o != NULL;

    for (size_t i = 0; ok && i < v->count; i++)
        ok = json_object_set_new(o, v->names[i],
                                 v->values[i] != NULL ? json_string(v->values[i]) : json_null()) ==
             0;
    if (ok)
        return o;
    json_decref(o);
    return NULL;
}

void register_free(struct register_file *r)
{
    if (r != NULL)
        free(r->archive);
    free(r);
}

BA_RC register_begin(struct store *s, const char *default_archive, struct register_file **out,
                     struct ba_err *err)
{
    struct register_file *r = calloc(1, sizeof *r);

    *out = r;
    if (r == NULL || (r->archive = strdup(default_archive)) == NULL)
        return ba_fail_mem(err, "a register");
    r->store = s;
    return sql_script(s,
                      "DROP TABLE IF EXISTS temp.register_in;"
                      "CREATE TEMP TABLE register_in(archive TEXT, number TEXT, line INTEGER,"
                      " json TEXT, PRIMARY KEY(archive, number, line)) WITHOUT ROWID;",
                      err);
}

BA_RC register_add(struct register_file *r, int64_t line, const struct register_values *v,
                   struct ba_err *err)
{
    json_t *o = object_of(v);
    char *json = o != NULL ? json_dumps(o, JSON_COMPACT) : NULL;
    const char *number = o != NULL ? import_value(o, "dossier") : NULL;
    const char *archive = o != NULL ? import_value(o, "archive") : NULL;
    enum ba_rc rc = BA_OK;

    if (json == NULL)
        rc = ba_fail_mem(err, "a register line");
    else if (number == NULL)
        rc = ba_fail(err, BA_ITEM, "REGISTER_NO_DOSSIER", "a register line has no dossier number");
    else
        rc = sql_run(r->store, err,
                     "INSERT OR REPLACE INTO temp.register_in(archive, number, line, json)"
                     " VALUES(?,?,?,?)",
                     "ttit", archive != NULL ? archive : r->archive, number, line, json);
    json_decref(o);
    free(json);
    return rc;
}

static void free_lines(struct line_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        json_decref(l->at[i]);
    free(l->at);
    free(l->number);
}

static BA_RC read_lines(struct register_file *r, const char *archive, const char *number,
                        struct line_list *l, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(r->store, &st, err,
                             "SELECT line, json FROM temp.register_in WHERE archive = ? AND"
                             " number = ? ORDER BY line",
                             "tt", archive, number);

    while (rc == BA_OK && (rc = sql_next(r->store, st, &more, err)) == BA_OK && more) {
        json_t *o = NULL;
        if (l->count == LINES_MAX)
            rc = ba_fail(err, BA_ITEM, "REGISTER_ADDRESSES",
                         "dossier %.63s has more than %d lines in the register; is the column "
                         "`dossier` the right one?",
                         number, LINES_MAX);
        else if (ba_grow(&l->at, &l->cap, l->count + 1, sizeof *l->at) != 0 ||
                 ba_grow(&l->number, &l->number_cap, l->count + 1, sizeof *l->number) != 0 ||
                 (o = json_loads(sql_text(st, 1), 0, NULL)) == NULL)
            rc = ba_fail_mem(err, "register lines");
        if (rc != BA_OK)
            break;
        l->number[l->count] = sqlite3_column_int64(st, 0);
        l->at[l->count++] = o;
    }
    sql_close(r->store, st);
    return rc;
}

static BA_RC tell(struct store *s, int64_t dossier, register_fn differs, void *ctx,
                  struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT line, code, message FROM register_finding WHERE dossier = ?"
                             " ORDER BY line, name",
                             "i", dossier);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        rc = differs(ctx, sqlite3_column_int64(st, 0), sql_text(st, 1), sql_text(st, 2), err);
    sql_close(s, st);
    return rc;
}

static BA_RC take_dossier(struct register_file *r, const char *archive, const char *number,
                          register_fn differs, void *ctx, uint64_t *added, struct ba_err *err)
{
    struct line_list l = { 0 };
    bool new = false;
    enum ba_rc rc = read_lines(r, archive, number, &l, err);
    struct import_group g = { .store = r->store,
                              .archive = archive,
                              .number = number,
                              .lines = l.at,
                              .line_numbers = l.number,
                              .count = l.count };

    if (rc == BA_OK)
        rc = import_group(&g, &new, err);
    *added += new;
    if (rc == BA_OK)
        rc = tell(r->store, g.dossier, differs, ctx, err);
    free_lines(&l);
    return rc;
}

BA_RC register_end(struct register_file *r, register_fn differs, void *ctx, uint64_t *added,
                   struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(r->store, &st, err,
                             "SELECT archive, number FROM temp.register_in"
                             " GROUP BY archive, number ORDER BY min(line)",
                             "");

    *added = 0;
    while (rc == BA_OK && (rc = sql_next(r->store, st, &more, err)) == BA_OK && more)
        rc = take_dossier(r, sql_text(st, 0), sql_text(st, 1), differs, ctx, added, err);
    sql_close(r->store, st);
    return rc == BA_OK ? sql_script(r->store, "DROP TABLE temp.register_in;", err) : rc;
}

BA_RC dossier_import(struct store *s, const char *default_archive, const struct register_values *v,
                     bool *added, struct ba_err *err)
{
    json_t *o = object_of(v);
    int64_t line = 1;
    struct import_group g = {
        .store = s, .archive = default_archive, .lines = &o, .line_numbers = &line, .count = 1
    };
    enum ba_rc rc = o != NULL ? BA_OK : ba_fail_mem(err, "a register line");

    *added = false;
    if (rc == BA_OK) {
        const char *archive = import_value(o, "archive");
        g.number = import_value(o, "dossier");
        g.archive = archive != NULL ? archive : default_archive;
        rc = g.number != NULL ? import_group(&g, added, err)
                              : ba_fail(err, BA_ITEM, "REGISTER_NO_DOSSIER",
                                        "a register line has no dossier number");
    }
    json_decref(o);
    return rc;
}
