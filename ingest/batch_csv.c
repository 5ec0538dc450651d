#include "ingest/batch_csv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/buf.h"
#include "core/csv.h"

enum { NONE = -1 };

bool counts_is_file(const char *path)
{
    return strcasecmp(path, COUNTS_FILE) == 0;
}

static const char *trim(char *s)
{
    char *end;

    s += strspn(s, " \t");
    end = s + strlen(s);
    while (end > s && (end[-1] == ' ' || end[-1] == '\t'))
        *--end = '\0';
    return s;
}

/* "<= 12" */
static bool parse_expected(const char *s, struct batch_csv_line *line)
{
    size_t n = strspn(s, "<>=");

    if (n >= sizeof(line->relation))
        return false;
    memcpy(line->relation, s, n);
    line->relation[n] = '\0';
    if (n == 0)
        line->relation[0] = '=';
    if (strcmp(line->relation, "=") != 0 && strcmp(line->relation, "<=") != 0 &&
        strcmp(line->relation, ">=") != 0)
        return false;
    s += n;
    s += strspn(s, " \t");
    line->pages = 0;
    for (n = 0; s[n] >= '0' && s[n] <= '9' && line->pages <= COUNTS_MAX_PAGES; n++)
        line->pages = line->pages * 10 + (s[n] - '0');
    return n > 0 && s[n] == '\0' && line->pages <= COUNTS_MAX_PAGES;
}

static BA_RC wrong(const struct ba_csv *csv, const char *code, const char *what, const char *value,
                   struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, code, COUNTS_FILE ":%zu: %s: \"%.100s\"", ba_csv_line(csv), what,
                   value);
}

static BA_RC take_row(struct batch_csv *c, const struct ba_csv *csv, const char *dossier,
                      const char *expected, const char *languages, struct ba_err *err)
{
    struct batch_csv_line line = { .line = ba_csv_line(csv) };

    if (strlen(languages) >= sizeof(line.languages))
        return wrong(csv, "COUNTS_BAD_VALUE", "more languages than a page can have", languages,
                     err);
    memcpy(line.languages, languages, strlen(languages));
    if (strlen(dossier) >= sizeof(line.dossier))
        return wrong(csv, "COUNTS_BAD_VALUE", "a number longer than any dossier's", dossier, err);
    memcpy(line.dossier, dossier, strlen(dossier));
    if ((*expected != '\0' || *languages == '\0') && !parse_expected(expected, &line))
        return wrong(csv, "COUNTS_BAD_VALUE",
                     "want a number of pages, with =, <= or >= in front if you like", expected,
                     err);
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->at[i].dossier, line.dossier) == 0)
            return wrong(csv, "COUNTS_TWICE",
                         "a second line about one dossier; the first one counts", dossier, err);
    if (ba_grow(&c->at, &c->cap, c->count + 1, sizeof(*c->at)) != 0)
        return ba_fail_mem(err, COUNTS_FILE);
    c->at[c->count++] = line;
    return BA_OK;
}

/* Where the columns are; NONE: not there. */
struct columns {
    int dossier, expected, languages;
};

static BA_RC find_columns(struct ba_csv *csv, struct columns *at, struct ba_err *err)
{
    char **fields;
    size_t n;
    const struct {
        const char *name;
        int *at;
    } names[] = { { "dossier", &at->dossier },
                  { "expected", &at->expected },
                  { "languages", &at->languages } };
    enum ba_rc rc = ba_csv_row(csv, &fields, &n, err);

    for (size_t i = 0; i < n && rc == BA_OK; i++) {
        const char *name = trim(fields[i]);

        for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
            if (strcasecmp(name, names[k].name) == 0 && *names[k].at == NONE)
                *names[k].at = (int)i;
    }
    if (rc == BA_OK && (at->dossier == NONE || (at->expected == NONE && at->languages == NONE)))
        rc = ba_fail(err, BA_ITEM, "COUNTS_NO_HEADER",
                     COUNTS_FILE ": its first line must name the columns: dossier;expected, and "
                                 "languages where there are any");
    return rc;
}

/* The value of a column; "" when the row or the file has none. */
static const char *value_of(char **fields, size_t n, int column)
{
    return column != NONE && (size_t)column < n ? trim(fields[column]) : "";
}

static int by_dossier(const void *a, const void *b)
{
    return strcmp(((const struct batch_csv_line *)a)->dossier,
                  ((const struct batch_csv_line *)b)->dossier);
}

BA_RC counts_read(const char *text, size_t len, struct batch_csv *c, counts_bad bad, void *ctx,
                  struct ba_err *err)
{
    struct ba_csv *csv = ba_csv_open(COUNTS_FILE, text, len);
    struct columns at = { NONE, NONE, NONE };
    enum ba_rc rc = csv == NULL ? ba_fail_mem(err, COUNTS_FILE) : find_columns(csv, &at, err);

    while (rc == BA_OK) {
        struct ba_err one = BA_ERR_INIT;
        char **fields;
        size_t n;

        rc = ba_csv_row(csv, &fields, &n, err);
        if (rc != BA_OK || n == 0)
            break;
        if (c->count == COUNTS_MAX_LINES) {
            rc = ba_fail(err, BA_ITEM, "COUNTS_TOO_MANY", COUNTS_FILE ": more than %d lines",
                         COUNTS_MAX_LINES);
            break;
        }
        rc = take_row(c, csv, value_of(fields, n, at.dossier), value_of(fields, n, at.expected),
                      value_of(fields, n, at.languages), &one);
        if (rc == BA_ITEM)
            rc = bad(ctx, &one, err);
        else if (rc != BA_OK)
            *err = one;
    }
    ba_csv_close(csv);
    if (c->count > 1)
        qsort(c->at, c->count, sizeof(*c->at), by_dossier);
    return rc;
}

void counts_free(struct batch_csv *c)
{
    free(c->at);
    *c = (struct batch_csv){ 0 };
}
