#include "config/value_lists_read.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "config/list_row.h"
#include "config/receivers.h"
#include "core/buf.h"
#include "core/csv.h"
#include "core/file.h"

#define LIST_MAX_BYTES ((size_t)4 << 20)

struct list_file {
    const char *name;
    const char *columns[LIST_MAX_COLUMNS + 1]; /* in any order; NULL ends */
    BA_CHECKED enum ba_rc (*add)(struct list_row *row, struct ba_err *err);
    bool may_be_own; /* a depot may have one too */
};

static bool copy(char **to, const char *from)
{
    free(*to);
    *to = strdup(from);
    return *to != NULL;
}

static BA_RC memory(bool ok, const struct list_row *row, struct ba_err *err)
{
    return ok ? BA_OK : ba_fail_mem(err, row->path);
}

static BA_RC yes(const struct list_row *row, size_t column, const char *name, bool *out,
                 struct ba_err *err)
{
    *out = strcmp(row->cells[column], "ja") == 0;
    return *out || strcmp(row->cells[column], "nee") == 0
               ? BA_OK
               : list_bad(row, name, row->cells[column], "ja or nee", err);
}

/* A word that is not there makes the line useless. */
static BA_RC must_have(const struct list_row *row, size_t column, const char *name,
                       struct ba_err *err)
{
    return *row->cells[column] != '\0' ? BA_OK : list_bad(row, name, "", "filled in", err);
}

static BA_RC add_access(struct list_row *row, struct ba_err *err)
{
    struct value_lists *l = row->lists;
    char *const *c = row->cells;
    struct list_access *a = NULL;
    bool restricted;
    enum ba_rc rc = must_have(row, 0, "set", err);
    if (rc == BA_OK)
        rc = must_have(row, 1, "key", err);
    if (rc == BA_OK)
        rc = must_have(row, 3, "label", err);
    if (rc == BA_OK)
        rc = must_have(row, 4, "list", err);
    if (rc == BA_OK)
        rc = yes(row, 5, "restricted", &restricted, err);
    if (rc != BA_OK)
        return rc;
    for (size_t i = 0; i < l->access_count && a == NULL; i++)
        if (strcmp(l->access[i].set, c[0]) == 0 && strcmp(l->access[i].key, c[1]) == 0)
            a = &l->access[i];
    if (a == NULL && (a = list_append(&l->access, &l->access_count, sizeof *a)) == NULL)
        return ba_fail_mem(err, row->path);
    a->restricted = restricted;
    return memory(copy(&a->set, c[0]) && copy(&a->key, c[1]) && copy(&a->code, c[2]) &&
                      copy(&a->label, c[3]) && copy(&a->list, c[4]) && copy(&a->description, c[6]),
                  row, err);
}

static BA_RC add_appraisal(struct list_row *row, struct ba_err *err)
{
    struct value_lists *l = row->lists;
    struct list_pair *p = list_append(&l->appraisal, &l->appraisal_count, sizeof *p);
    return memory(p != NULL && copy(&p->code, row->cells[0]) && copy(&p->label, row->cells[1]), row,
                  err);
}

static BA_RC add_format(struct list_row *row, struct ba_err *err)
{
    struct value_lists *l = row->lists;
    char *const *c = row->cells;
    struct list_format *f = NULL;
    bool preferred;
    enum ba_rc rc = must_have(row, 0, "puid", err);
    if (rc == BA_OK)
        rc = must_have(row, 1, "label", err);
    if (rc == BA_OK)
        rc = must_have(row, 2, "extension", err);
    if (rc == BA_OK)
        rc = yes(row, 3, "preferred", &preferred, err);
    if (rc != BA_OK)
        return rc;
    for (size_t i = 0; i < l->format_count && f == NULL; i++)
        if (strcmp(l->formats[i].puid, c[0]) == 0)
            f = &l->formats[i];
    if (f == NULL && (f = list_append(&l->formats, &l->format_count, sizeof *f)) == NULL)
        return ba_fail_mem(err, row->path);
    f->preferred = preferred;
    return memory(copy(&f->puid, c[0]) && copy(&f->label, c[1]) && copy(&f->extension, c[2]), row,
                  err);
}

static BA_RC add_kind(struct list_row *row, struct ba_err *err)
{
    struct value_lists *l = row->lists;
    struct list_pair *p = list_append(&l->kinds, &l->kind_count, sizeof *p);
    return memory(p != NULL && copy(&p->code, row->cells[0]) && copy(&p->label, row->cells[1]), row,
                  err);
}

static BA_RC add_creator(struct list_row *row, struct ba_err *err)
{
    struct value_lists *l = row->lists;
    char *const *c = row->cells;
    struct list_creator *m = NULL;
    enum ba_rc rc = must_have(row, 0, "code", err);
    if (rc == BA_OK)
        rc = must_have(row, 1, "name", err);
    if (rc != BA_OK)
        return rc;
    for (size_t i = 0; row->own && i < l->creator_count && m == NULL; i++)
        if (strcmp(l->creators[i].code, c[0]) == 0)
            m = &l->creators[i];
    if (m == NULL && (m = list_append(&l->creators, &l->creator_count, sizeof *m)) == NULL)
        return ba_fail_mem(err, row->path);
    return memory(copy(&m->code, c[0]) && copy(&m->name, c[1]) && copy(&m->also, c[2]) &&
                      copy(&m->begin, c[3]) && copy(&m->end, c[4]) && copy(&m->successors, c[5]),
                  row, err);
}

/* In this order: a receiver names restrictions and formats. */
static const struct list_file files[] = {
    { "beperkingGebruik.csv",
      { "set", "key", "code", "label", "list", "restricted", "description", NULL },
      add_access,
      true },
    { "waardering.csv", { "code", "label", NULL }, add_appraisal, false },
    { "formaten.csv", { "puid", "label", "extension", "preferred", NULL }, add_format, true },
    { "documenttypen.csv", { "kind", "label", NULL }, add_kind, false },
    { "gemeenten.csv",
      { "code", "name", "also", "begin", "end", "successors", NULL },
      add_creator,
      true },
    { "ontvangers.csv", { LIST_RECEIVER_COLUMNS, NULL }, list_add_receiver, true },
};

#define MISSING SIZE_MAX

/* Only an own list of receivers may leave columns out, but its first. */
static BA_RC find_columns(const struct list_file *f, const struct list_row *row, char **header,
                          size_t n, size_t *at, struct ba_err *err)
{
    for (size_t c = 0; f->columns[c] != NULL; c++) {
        at[c] = 0;
        while (at[c] < n && strcmp(header[at[c]], f->columns[c]) != 0)
            at[c]++;
        if (at[c] < n)
            continue;
        at[c] = MISSING;
        if (!row->own)
            return ba_fail(err, BA_FATAL, "LISTS_DAMAGED",
                           "%s has no column \"%s\"; restore the file from the program's package",
                           row->path, f->columns[c]);
        if (c == 0 || f->add != list_add_receiver)
            return ba_fail(err, BA_FATAL, "CONFIG", "%s line 1: there is no column \"%s\"",
                           row->path, f->columns[c]);
    }
    for (size_t i = 0; row->own && i < n; i++) {
        size_t c = 0;
        while (f->columns[c] != NULL && strcmp(f->columns[c], header[i]) != 0)
            c++;
        if (f->columns[c] == NULL)
            return ba_fail(err, BA_FATAL, "CONFIG", "%s line 1: the column \"%s\" is not known",
                           row->path, header[i]);
        if (at[c] != i)
            return ba_fail(err, BA_FATAL, "CONFIG", "%s line 1: the column \"%s\" is there twice",
                           row->path, header[i]);
    }
    return BA_OK;
}

static BA_RC read_rows(const struct list_file *f, struct list_row *row, struct ba_csv *csv,
                       struct ba_err *err)
{
    static char empty[1];
    size_t at[LIST_MAX_COLUMNS], n = 0, rows = 0;
    char **fields = NULL;
    enum ba_rc rc = ba_csv_row(csv, &fields, &n, err);
    if (rc == BA_OK)
        rc = find_columns(f, row, fields, n, at, err);
    while (rc == BA_OK && (rc = ba_csv_row(csv, &fields, &n, err)) == BA_OK && n > 0) {
        for (size_t c = 0; f->columns[c] != NULL; c++)
            row->cells[c] = at[c] == MISSING ? NULL : at[c] < n ? fields[at[c]] : empty;
        row->line = ba_csv_line(csv);
        rc = f->add(row, err);
        rows++;
    }
    if (rc == BA_OK && rows == 0)
        rc = ba_fail(err, BA_FATAL, row->own ? "CONFIG" : "LISTS_DAMAGED",
                     row->own ? "%s has no line; fill it in, or take it away"
                              : "%s is empty; restore the file from the program's package",
                     row->path);
    return rc;
}

static BA_RC load(const struct list_file *f, const char *dir, bool own, struct value_lists *lists,
                  struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT(LIST_MAX_BYTES);
    struct ba_err why = BA_ERR_INIT;
    struct ba_csv *csv = NULL;
    char *path = ba_path_join(dir, f->name);
    struct list_row row = { .lists = lists, .path = path, .own = own };
    enum ba_rc rc = BA_OK;

    if (path == NULL) {
        rc = ba_fail_mem(err, "a value list");
    } else if (own && access(path, F_OK) != 0) {
        goto out;
    } else if (ba_file_read(path, &b, &why) != BA_OK) {
        rc = ba_fail(err, BA_FATAL, own ? "CONFIG" : "LISTS_MISSING",
                     own ? "the list %s cannot be read (%s)"
                         : "the value list %s cannot be read; install the program again (%s)",
                     path, why.msg);
    } else if ((csv = ba_csv_open(path, ba_buf_str(&b), b.len)) == NULL) {
        rc = ba_fail_mem(err, path);
    } else {
        rc = read_rows(f, &row, csv, err);
        if (rc == BA_ITEM) { /* what is wrong with the CSV itself */
            why = *err;
            rc = ba_fail(err, BA_FATAL, own ? "CONFIG" : "LISTS_DAMAGED", "%s", why.msg);
        }
    }
out:
    ba_csv_close(csv);
    ba_buf_free(&b);
    free(path);
    return rc;
}

/* Each receiver's set of restrictions says what holds for what nobody judged. */
static BA_RC check_sets(const struct value_lists *lists, const char *dir, struct ba_err *err)
{
    for (size_t i = 0; i < lists->receiver_count; i++) {
        struct value_lists one = *lists;
        one.receiver = &lists->receivers[i];
        if (list_find_access(&one, "") == NULL)
            return ba_fail(err, BA_FATAL, "LISTS_DAMAGED",
                           "%s/beperkingGebruik.csv has no line with the set %s and the key "
                           "niet-beoordeeld",
                           dir, one.receiver->access);
    }
    return BA_OK;
}

BA_RC export_lists_load(const char *dir, const char *own, struct value_lists *lists,
                        struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    *lists = (struct value_lists){ .access = NULL };
    for (size_t i = 0; rc == BA_OK && i < sizeof files / sizeof *files; i++)
        rc = load(&files[i], dir, false, lists, err);
    if (rc == BA_OK && !export_lists_choose(lists, LIST_STRICT))
        rc = ba_fail(err, BA_FATAL, "LISTS_DAMAGED", "%s/ontvangers.csv has no line " LIST_STRICT,
                     dir);
    for (size_t i = 0; rc == BA_OK && own != NULL && i < sizeof files / sizeof *files; i++)
        if (files[i].may_be_own)
            rc = load(&files[i], own, true, lists, err);
    /* The array may have moved. */
    if (rc == BA_OK && export_lists_choose(lists, LIST_STRICT))
        rc = check_sets(lists, dir, err);
    if (rc != BA_OK)
        export_lists_free(lists);
    return rc;
}

static void free_pairs(struct list_pair *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(p[i].code);
        free(p[i].label);
    }
    free(p);
}

void export_lists_free(struct value_lists *l)
{
    for (size_t i = 0; i < l->access_count; i++) {
        free(l->access[i].set);
        free(l->access[i].description);
        free(l->access[i].key);
        free(l->access[i].code);
        free(l->access[i].label);
        free(l->access[i].list);
    }
    for (size_t i = 0; i < l->format_count; i++) {
        free(l->formats[i].puid);
        free(l->formats[i].label);
        free(l->formats[i].extension);
    }
    for (size_t i = 0; i < l->creator_count; i++) {
        free(l->creators[i].code);
        free(l->creators[i].name);
        free(l->creators[i].also);
        free(l->creators[i].begin);
        free(l->creators[i].end);
        free(l->creators[i].successors);
    }
    for (size_t i = 0; i < l->receiver_count; i++)
        list_free_receiver(&l->receivers[i]);
    free(l->access);
    free(l->creators);
    free(l->formats);
    free(l->receivers);
    free_pairs(l->appraisal, l->appraisal_count);
    free_pairs(l->kinds, l->kind_count);
    *l = (struct value_lists){ .access = NULL };
}
