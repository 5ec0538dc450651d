#include "ingest/register.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/buf.h"
#include "core/csv.h"
#include "core/file.h"
#include "ingest/register_check.h"

#define MAX_BYTES (256u << 20)

struct reader {
    const char *path;
    register_line_fn fn;
    void *ctx;
    size_t width;                   /* fields of the header */
    int column[BA_CSV_MAX_FIELDS];  /* of each field; -1: not ours */
    char *names[BA_CSV_MAX_FIELDS]; /* of those that are not ours, owned, in file order */
    const char *values[BA_CSV_MAX_FIELDS];
    size_t extra_count;
};

enum description_name register_column_of(enum register_column c)
{
    return c < REG_DESCRIBED ? D_COUNT : (enum description_name)(c - REG_DESCRIBED);
}

const char *register_column_name(enum register_column c)
{
    return c == REG_DOSSIER   ? "dossier"
           : c == REG_ARCHIVE ? "archive"
                              : columns[register_column_of(c)].name;
}

/* Control characters (the line breaks of quoted cells) become single spaces; both ends are trimmed.
 */
static char *tidy(char *s)
{
    char *end = s;

    for (const char *p = s; *p != '\0'; p++) {
        bool space = (unsigned char)*p <= ' ' || *p == 0x7F;

        if (!space)
            *end++ = *p;
        else if (end > s && end[-1] != ' ')
            *end++ = ' ';
    }
    if (end > s && end[-1] == ' ')
        end--;
    *end = '\0';
    /* A spreadsheet's mark that digits are text. */
    if (s[0] == '\'' && s[1] != '\0' && s[1 + strspn(s + 1, "0123456789")] == '\0')
        memmove(s, s + 1, (size_t)(end - s));
    return s;
}

/* A number as it is printed on sheets: a slash of another alphabet is a slash, and no blank stands
 * beside one between digits ("1950/ 0006"). In place. */
static void tidy_number(char *s)
{
    static const char *const slashes[] = { "\u2044", "\u2215", "\uFF0F" };
    char *to = s;

    for (size_t i = 0; i < sizeof(slashes) / sizeof(slashes[0]); i++)
        for (char *at; (at = strstr(s, slashes[i])) != NULL;) {
            *at = '/';
            memmove(at + 1, at + 3, strlen(at + 3) + 1);
        }
    for (char *p = s; *p != '\0'; p++) {
        bool before = *p == ' ' && p[1] == '/' && to > s && to[-1] >= '0' && to[-1] <= '9';
        bool behind = *p == ' ' && to > s && to[-1] == '/' && p[1] >= '0' && p[1] <= '9';

        if (!before && !behind)
            *to++ = *p;
    }
    *to = '\0';
}

static int column_of(const char *name)
{
    enum description_name found = column_find(name);

    for (int c = 0; c < REG_DESCRIBED; c++)
        if (strcasecmp(name, register_column_name((enum register_column)c)) == 0)
            return c;
    return found != D_COUNT ? REG_DESCRIBED + (int)found : -1;
}

static BA_RC no_dossier_column(const struct reader *r, char **fields, size_t n, struct ba_err *err)
{
    const char *nearest = register_nearest("dossier", (const char *const *)fields, n);

    if (nearest == NULL)
        return ba_fail(err, BA_ITEM, "REGISTER_NO_HEADER",
                       "%s: the first line must name the columns, with one called `dossier`",
                       r->path);
    return ba_fail(
        err, BA_ITEM, "REGISTER_NO_HEADER",
        "%s: the first line names no column `dossier`; is it \"%.60s\"? Rename that column",
        r->path, nearest);
}

/* Two columns that mean one thing, by the same name or another: nobody can say which one counts. Of
 * others, which are only kept, both are. */
static BA_RC check_twice(const struct reader *r, char **fields, size_t n, struct ba_err *err)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (column_of(fields[i]) >= 0 && column_of(fields[i]) == column_of(fields[k]))
                return ba_fail(err, BA_ITEM, "REGISTER_COLUMN_TWICE",
                               "%s: columns %zu and %zu are both the column \"%s\"; rename or "
                               "remove one",
                               r->path, k + 1, i + 1,
                               register_column_name((enum register_column)column_of(fields[i])));
    return BA_OK;
}

/* The name under which a column without meaning is kept: its own, and behind a second one of that
 * name which it is. New memory. */
static char *extra_name(char **fields, size_t i)
{
    int nth = 1;

    if (fields[i][0] == '\0')
        return ba_strf("column %zu", i + 1);
    for (size_t k = 0; k < i; k++)
        nth += strcasecmp(fields[i], fields[k]) == 0;
    return nth == 1 ? strdup(fields[i]) : ba_strf("%s (%d)", fields[i], nth);
}

static BA_RC read_header(struct reader *r, char **fields, size_t n, struct ba_err *err)
{
    bool dossier = false;
    enum ba_rc rc;

    for (size_t i = 0; i < n; i++)
        tidy(fields[i]);
    /* A delimiter at the end of the line makes no column. */
    while (n > 0 && fields[n - 1][0] == '\0')
        n--;
    rc = check_twice(r, fields, n, err);
    if (rc != BA_OK)
        return rc;
    r->width = n;
    for (size_t i = 0; i < n; i++) {
        r->column[i] = column_of(fields[i]);
        dossier = dossier || r->column[i] == REG_DOSSIER;
        if (r->column[i] >= 0)
            continue;
        r->names[r->extra_count] = extra_name(fields, i);
        if (r->names[r->extra_count++] == NULL)
            return ba_fail_mem(err, r->path);
    }
    return dossier ? BA_OK : no_dossier_column(r, fields, n, err);
}

static BA_RC check_line(const struct register_line *l, struct ba_err *bad)
{
    const char *from = l->value[REG_YEAR_FROM], *to = l->value[REG_YEAR_TO];
    const char *first = l->value[REG_NUMBER_FROM], *last = l->value[REG_NUMBER_TO];

    if (l->value[REG_DOSSIER] == NULL)
        return ba_fail(bad, BA_ITEM, "REGISTER_NO_DOSSIER",
                       "line %zu has no dossier number; fill in the column `dossier`", l->line);
    for (int c = 0; c < REG_COLUMNS; c++) {
        const char *v = l->value[c];
        const char *allowed = v == NULL ? NULL : register_check((enum register_column)c, v);

        if (allowed != NULL)
            return ba_fail(bad, BA_ITEM, "REGISTER_BAD_VALUE",
                           "line %zu, dossier %.63s: `%s` is \"%.60s\", allowed is %s", l->line,
                           l->value[REG_DOSSIER], register_column_name((enum register_column)c), v,
                           allowed);
    }
    if (first != NULL && last != NULL && strtol(first, NULL, 10) > strtol(last, NULL, 10))
        return ba_fail(bad, BA_ITEM, "REGISTER_BAD_VALUE",
                       "line %zu, dossier %.63s: `number_from` %s is more than `number_to` %s; "
                       "correct one",
                       l->line, l->value[REG_DOSSIER], first, last);
    if (from != NULL && to != NULL && strcmp(from, to) > 0)
        return ba_fail(bad, BA_ITEM, "REGISTER_BAD_VALUE",
                       "line %zu, dossier %.63s: `year_from` %s is after `year_to` %s; correct one",
                       l->line, l->value[REG_DOSSIER], from, to);
    return BA_OK;
}

/* The fields of a row in the places of their columns; checks how many there are. */
static BA_RC fill_line(struct reader *r, char **fields, size_t n, struct register_line *l,
                       struct ba_err *bad)
{
    size_t extra = 0;

    for (size_t i = 0; i < r->width; i++) {
        const char *v = i < n && tidy(fields[i])[0] != '\0' ? fields[i] : NULL;

        if (v != NULL && r->column[i] == REG_DOSSIER)
            tidy_number(fields[i]);
        if (r->column[i] >= 0) {
            l->value[r->column[i]] = v;
            l->present[r->column[i]] = true;
        } else {
            r->values[extra++] = v;
        }
    }
    for (size_t i = r->width; i < n; i++)
        if (tidy(fields[i])[0] != '\0')
            return ba_fail(
                bad, BA_ITEM, "REGISTER_FIELDS",
                "line %zu has %zu fields, the header %zu; put quotes (\") around texts that "
                "hold the delimiter",
                l->line, i + 1, r->width);
    return BA_OK;
}

static BA_RC read_line(struct reader *r, const struct ba_csv *csv, char **fields, size_t n,
                       struct ba_err *err)
{
    struct register_line l = { .line = ba_csv_line(csv) };
    struct ba_err bad = BA_ERR_INIT;
    enum ba_rc rc = fill_line(r, fields, n, &l, &bad);
    bool empty = true;

    l.extra_names = (const char *const *)r->names;
    l.extra_values = r->values;
    l.extra_count = r->extra_count;
    for (size_t i = 0; i < n; i++)
        empty = empty && fields[i][0] == '\0';
    if (empty) /* spreadsheets end in lines of delimiters */
        return BA_OK;
    if (rc == BA_OK)
        rc = check_line(&l, &bad);
    return r->fn(r->ctx, &l, rc == BA_OK ? NULL : &bad, err);
}

/* All rows once without fn: a file that breaks off half-way is refused before anything of it is
 * used. */
static BA_RC check_syntax(const char *path, const struct ba_buf *b, struct ba_err *err)
{
    struct ba_csv *csv = ba_csv_open(path, ba_buf_str(b), b->len);
    enum ba_rc rc = BA_OK;
    char **fields;
    size_t n = 1;

    if (csv == NULL)
        return ba_fail_mem(err, path);
    while (rc == BA_OK && n > 0)
        rc = ba_csv_row(csv, &fields, &n, err);
    ba_csv_close(csv);
    return rc;
}

BA_RC register_read(const char *path, register_line_fn fn, void *ctx, struct ba_err *err)
{
    struct reader r = { .path = path, .fn = fn, .ctx = ctx };
    struct ba_buf b = BA_BUF_INIT(MAX_BYTES);
    struct ba_csv *csv = NULL;
    char **fields;
    size_t n;
    enum ba_rc rc = ba_file_read(path, &b, err);

    if (rc == BA_OK)
        rc = check_syntax(path, &b, err);
    if (rc != BA_OK)
        goto out;
    csv = ba_csv_open(path, ba_buf_str(&b), b.len);
    if (csv == NULL) {
        rc = ba_fail_mem(err, path);
        goto out;
    }
    rc = ba_csv_row(csv, &fields, &n, err);
    if (rc == BA_OK)
        rc = read_header(&r, fields, n, err);
    while (rc == BA_OK && (rc = ba_csv_row(csv, &fields, &n, err)) == BA_OK && n > 0)
        rc = read_line(&r, csv, fields, n, err);

out:
    for (size_t i = 0; i < r.extra_count; i++)
        free(r.names[i]);
    ba_csv_close(csv);
    ba_buf_free(&b);
    return rc;
}
