#include "index/register/names.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/columns.h"
#include "index/db/sql.h"

/* Shorter words a recogniser knows by itself. */
#define MIN_BYTES 3

struct words {
    char **at;
    size_t count, room;
};

static BA_RC add_words(struct words *w, const char *name, struct ba_err *err)
{
    static const char between[] = " ,;/()";

    for (const char *p = name + strspn(name, between); *p != '\0'; p += strspn(p, between)) {
        size_t n = strcspn(p, between);

        if (n >= MIN_BYTES && strcspn(p, "0123456789") >= n) {
            char *word = strndup(p, n);

            if (word == NULL || ba_grow(&w->at, &w->room, w->count + 1, sizeof *w->at) != 0) {
                free(word);
                return ba_fail_mem(err, "names");
            }
            w->at[w->count++] = word;
        }
        p += n;
    }
    return BA_OK;
}

static bool holds_names(enum description_name column)
{
    return column == D_STREET || column == D_PLACE || columns[column].personal == PERSONAL_NAME ||
           columns[column].personal == PERSONAL_TRADE;
}

/* The words of a column, of the gazetteer when it is none. */
static BA_RC add_found(struct store *s, struct words *w, enum description_name column,
                       struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = column != D_COUNT
                        ? sql_open(s, &st, err,
                                   "SELECT DISTINCT value FROM field WHERE source > 1 AND name = ?",
                                   "t", columns[column].name)
                        : sql_open(s, &st, err,
                                   "SELECT name FROM gaz_street UNION SELECT place FROM gaz_street"
                                   " UNION SELECT old FROM gaz_name",
                                   "");

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        rc = add_words(w, sql_text(st, 0), err);
    sql_close(s, st);
    return rc;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

BA_RC names_each_word(struct store *s, names_fn fn, void *ctx, struct ba_err *err)
{
    struct words w = { 0 };
    enum ba_rc rc = add_found(s, &w, D_COUNT, err);

    for (int i = 0; rc == BA_OK && i < D_COUNT; i++)
        if (holds_names((enum description_name)i))
            rc = add_found(s, &w, (enum description_name)i, err);
    if (w.count > 0)
        qsort(w.at, w.count, sizeof *w.at, by_bytes);
    for (size_t i = 0; i < w.count; i++)
        if (rc == BA_OK && (i == 0 || strcmp(w.at[i], w.at[i - 1]) != 0))
            rc = fn(ctx, w.at[i], err);
    for (size_t i = 0; i < w.count; i++)
        free(w.at[i]);
    free(w.at);
    return rc;
}
