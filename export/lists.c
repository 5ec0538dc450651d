#include "export/lists.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/buf.h"
#include "core/csv.h"
#include "core/file.h"

#define NOT_JUDGED "niet-beoordeeld"

#define LIST_MAX_BYTES ((size_t)4 << 20)
#define LIST_MAX_COLUMNS 9
#define DEFAULT_RECEIVER "streng"

/* One row of a list; false when memory is short. */
typedef bool (*row_fn)(struct export_lists *lists, char *const *cells);

struct list_file {
    const char *name;
    const char *columns[LIST_MAX_COLUMNS + 1]; /* all must be there, in any order; NULL ends */
    row_fn add;
};

static bool copy(char **to, const char *from)
{
    *to = strdup(from);
    return *to != NULL;
}

/* A new zeroed element at the end of an array that is never long. */
static void *append(void *array, size_t *count, size_t size)
{
    void **p = array;
    void *grown = realloc(*p, (*count + 1) * size);
    if (grown == NULL)
        return NULL;
    *p = grown;
    return memset((char *)grown + (*count)++ * size, 0, size);
}

static bool yes(const char *cell)
{
    return strcmp(cell, "ja") == 0;
}

static bool add_access(struct export_lists *l, char *const *c)
{
    struct list_access *a = append(&l->access, &l->access_count, sizeof *a);
    if (a == NULL)
        return false;
    a->restricted = yes(c[5]);
    return copy(&a->set, c[0]) && copy(&a->key, c[1]) && copy(&a->code, c[2]) &&
           copy(&a->label, c[3]) && copy(&a->list, c[4]) && copy(&a->description, c[6]);
}

static bool add_appraisal(struct export_lists *l, char *const *c)
{
    struct list_pair *p = append(&l->appraisal, &l->appraisal_count, sizeof *p);
    return p != NULL && copy(&p->code, c[0]) && copy(&p->label, c[1]);
}

static bool add_format(struct export_lists *l, char *const *c)
{
    struct list_format *f = append(&l->formats, &l->format_count, sizeof *f);
    if (f == NULL)
        return false;
    f->preferred = yes(c[3]);
    return copy(&f->puid, c[0]) && copy(&f->label, c[1]) && copy(&f->extension, c[2]);
}

/* Is it one of the words of a cell, with a space between? */
static bool has_word(const char *cell, const char *word)
{
    size_t n = strlen(word);
    for (const char *s = cell; (s = strstr(s, word)) != NULL; s += n)
        if ((s == cell || s[-1] == ' ') && (s[n] == '\0' || s[n] == ' '))
            return true;
    return false;
}

static bool add_receiver(struct export_lists *l, char *const *c)
{
    struct list_receiver *r = append(&l->receivers, &l->receiver_count, sizeof *r);
    if (r == NULL)
        return false;
    r->max_files = strtoull(c[1], NULL, 10);
    r->max_mb = strtoull(c[2], NULL, 10);
    r->any_format = strcmp(c[4], "lijst") == 0;
    r->no_failed = has_word(c[5], "mislukt");
    r->count_agrees = has_word(c[5], "aantal");
    r->access_decided = has_word(c[5], "openbaarheid");
    r->duplicates = yes(c[6]);
    r->text = yes(c[7]);
    r->sum_sha512 = has_word(c[8], "sha512");
    r->sum_md5 = has_word(c[8], "md5");
    return copy(&r->name, c[0]) && copy(&r->access, c[3]);
}

static bool add_kind(struct export_lists *l, char *const *c)
{
    struct list_pair *p = append(&l->kinds, &l->kind_count, sizeof *p);
    return p != NULL && copy(&p->code, c[0]) && copy(&p->label, c[1]);
}

static const struct list_file files[] = {
    { "beperkingGebruik.csv",
      { "set", "key", "code", "label", "list", "restricted", "description", NULL },
      add_access },
    { "waardering.csv", { "code", "label", NULL }, add_appraisal },
    { "formaten.csv", { "puid", "label", "extension", "preferred", NULL }, add_format },
    { "documenttypen.csv", { "kind", "label", NULL }, add_kind },
    { "ontvangers.csv",
      { "name", "max_files", "max_mb", "access", "formats", "demands", "duplicates", "text",
        "checksums", NULL },
      add_receiver },
};

static enum ba_rc find_columns(const struct list_file *f, const char *path, char **header, size_t n,
                               size_t *at, struct ba_err *err)
{
    for (size_t c = 0; f->columns[c] != NULL; c++) {
        at[c] = 0;
        while (at[c] < n && strcmp(header[at[c]], f->columns[c]) != 0)
            at[c]++;
        if (at[c] == n)
            return ba_fail(err, BA_FATAL, "LISTS_DAMAGED",
                           "%s has no column \"%s\"; restore the file from the program's package",
                           path, f->columns[c]);
    }
    return BA_OK;
}

static enum ba_rc read_rows(const struct list_file *f, const char *path, struct ba_csv *csv,
                            struct export_lists *lists, struct ba_err *err)
{
    size_t at[LIST_MAX_COLUMNS], n = 0, rows = 0;
    char **fields = NULL, *cells[LIST_MAX_COLUMNS];
    enum ba_rc rc = ba_csv_row(csv, &fields, &n, err);
    if (rc == BA_OK)
        rc = find_columns(f, path, fields, n, at, err);
    while (rc == BA_OK && (rc = ba_csv_row(csv, &fields, &n, err)) == BA_OK && n > 0) {
        for (size_t c = 0; f->columns[c] != NULL; c++) {
            static char empty[1];
            cells[c] = at[c] < n ? fields[at[c]] : empty;
        }
        if (!f->add(lists, cells))
            rc = ba_fail_mem(err, path);
        rows++;
    }
    if (rc == BA_OK && rows == 0)
        rc = ba_fail(err, BA_FATAL, "LISTS_DAMAGED",
                     "%s is empty; restore the file from the program's package", path);
    return rc;
}

static enum ba_rc load(const struct list_file *f, const char *dir, struct export_lists *lists,
                       struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT(LIST_MAX_BYTES);
    struct ba_err why = BA_ERR_INIT;
    struct ba_csv *csv = NULL;
    char *path = ba_path_join(dir, f->name);
    enum ba_rc rc = BA_OK;

    if (path == NULL) {
        rc = ba_fail_mem(err, "a value list");
    } else if (ba_file_read(path, &b, &why) != BA_OK) {
        rc = ba_fail(err, BA_FATAL, "LISTS_MISSING",
                     "the value list %s cannot be read; install the program again (%s)", path,
                     why.msg);
    } else if ((csv = ba_csv_open(path, ba_buf_str(&b), b.len)) == NULL) {
        rc = ba_fail_mem(err, path);
    } else {
        rc = read_rows(f, path, csv, lists, err);
    }
    ba_csv_close(csv);
    ba_buf_free(&b);
    free(path);
    return rc;
}

enum ba_rc export_lists_load(const char *dir, struct export_lists *lists, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    *lists = (struct export_lists){ .access = NULL };
    for (size_t i = 0; rc == BA_OK && i < sizeof files / sizeof *files; i++)
        rc = load(&files[i], dir, lists, err);
    if (rc == BA_OK && !export_lists_choose(lists, DEFAULT_RECEIVER))
        rc = ba_fail(err, BA_FATAL, "LISTS_DAMAGED",
                     "%s/ontvangers.csv has no line " DEFAULT_RECEIVER, dir);
    for (size_t i = 0; rc == BA_OK && i < lists->receiver_count; i++) {
        struct export_lists one = *lists;
        one.receiver = &lists->receivers[i];
        if (list_find_access(&one, "") == NULL)
            rc = ba_fail(err, BA_FATAL, "LISTS_DAMAGED",
                         "%s/beperkingGebruik.csv has no line with the set %s and the key "
                         "niet-beoordeeld",
                         dir, one.receiver->access);
    }
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

void export_lists_free(struct export_lists *l)
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
    for (size_t i = 0; i < l->receiver_count; i++) {
        free(l->receivers[i].name);
        free(l->receivers[i].access);
    }
    free(l->access);
    free(l->formats);
    free(l->receivers);
    free_pairs(l->appraisal, l->appraisal_count);
    free_pairs(l->kinds, l->kind_count);
    *l = (struct export_lists){ .access = NULL };
}

bool export_lists_choose(struct export_lists *l, const char *receiver)
{
    const struct list_receiver *r = list_find_receiver(l, receiver);
    if (r != NULL)
        l->receiver = r;
    return r != NULL;
}

bool list_format_taken(const struct export_lists *l, const struct list_format *f)
{
    return f != NULL && (f->preferred || l->receiver->any_format);
}

static bool in_set(const struct export_lists *l, const struct list_access *a)
{
    return strcmp(a->set, l->receiver->access) == 0;
}

const struct list_access *list_find_pair(const struct export_lists *l, const char *code,
                                         const char *label)
{
    for (size_t i = 0; i < l->access_count; i++) {
        const struct list_access *a = &l->access[i];
        if (in_set(l, a) && strcmp(a->code, code) == 0 && strcmp(a->label, label) == 0)
            return a;
    }
    return NULL;
}

const struct list_access *list_find_access(const struct export_lists *l, const char *value)
{
    if (value == NULL || *value == '\0')
        value = NOT_JUDGED;
    for (size_t i = 0; i < l->access_count; i++) {
        const struct list_access *a = &l->access[i];
        if (in_set(l, a) && (strcasecmp(value, a->key) == 0 || strcasecmp(value, a->code) == 0 ||
                             strcasecmp(value, a->label) == 0))
            return a;
    }
    return NULL;
}

bool list_is_open(const struct list_access *a)
{
    return a != NULL && !a->restricted && strcmp(a->key, NOT_JUDGED) != 0;
}

const struct list_pair *list_find_appraisal(const struct export_lists *l, const char *code)
{
    for (size_t i = 0; i < l->appraisal_count; i++) {
        if (strcmp(code, l->appraisal[i].code) == 0)
            return &l->appraisal[i];
    }
    return NULL;
}

const struct list_format *list_find_format(const struct export_lists *l, const char *puid)
{
    for (size_t i = 0; i < l->format_count; i++) {
        if (strcmp(puid, l->formats[i].puid) == 0)
            return &l->formats[i];
    }
    return NULL;
}

const struct list_receiver *list_find_receiver(const struct export_lists *l, const char *name)
{
    for (size_t i = 0; i < l->receiver_count; i++) {
        if (strcmp(name, l->receivers[i].name) == 0)
            return &l->receivers[i];
    }
    return NULL;
}

const char *list_kind_label(const struct export_lists *l, const char *kind)
{
    for (size_t i = 0; kind != NULL && i < l->kind_count; i++) {
        if (strcmp(kind, l->kinds[i].code) == 0)
            return l->kinds[i].label;
    }
    return "document";
}
