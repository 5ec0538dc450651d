#include "index/records/sheet_name.h"

#include <inttypes.h>
#include <stdio.h>

#include "index/db/sql.h"

enum { LETTERS = 26, DIGITS_MAX = 15, LETTERS_MAX = 6 };

bool sheet_name_read(const char **p, struct sheet_name *out)
{
    const char *at = *p;
    int digits = 0, letters = 0;

    *out = (struct sheet_name){ 0 };
    for (; *at >= '0' && *at <= '9'; at++, digits++)
        if (digits < DIGITS_MAX)
            out->number = out->number * 10 + (*at - '0');
    for (; (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z'); at++, letters++)
        if (letters < LETTERS_MAX)
            out->letter = out->letter * LETTERS + (*at | 0x20) - 'a' + 1;
    if (digits == 0 || digits > DIGITS_MAX || letters > LETTERS_MAX ||
        (out->number == 0 && out->letter == 0))
        return false;
    *p = at;
    return true;
}

void sheet_name_write(const struct sheet_name *name, char out[SHEET_MAX])
{
    char letters[LETTERS_MAX * 2 + 3] = "";
    size_t at = sizeof letters - 1;

    letters[at] = '\0';
    for (int64_t left = name->letter; left > 0 && at > 0; left = (left - 1) / LETTERS)
        letters[--at] = (char)('a' + (left - 1) % LETTERS);
    snprintf(out, SHEET_MAX, "%" PRId64 "%s", name->number, letters + at);
}

/* All names that were ever given in a batch stand in page and past_page. */
static BA_RC greatest_number(struct store *s, int64_t batch, int64_t *out, struct ba_err *err)
{
    *out = 0;
    return sql_int(s, out, err,
                   "SELECT max(n) FROM (SELECT max(CAST(sheet AS INTEGER)) AS n FROM page"
                   " WHERE batch = ?1 UNION ALL SELECT max(CAST(sheet AS INTEGER)) FROM past_page"
                   " WHERE batch = ?1)",
                   "i", batch);
}

static BA_RC greatest_letter(struct store *s, int64_t batch, int64_t number, int64_t *out,
                             struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT sheet FROM page WHERE batch = ?1 AND CAST(sheet AS INTEGER) = ?2"
                 " UNION ALL SELECT sheet FROM past_page WHERE batch = ?1"
                 " AND CAST(sheet AS INTEGER) = ?2",
                 "ii", batch, number);

    *out = 0;
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        const char *text = sql_text(st, 0);
        struct sheet_name name;

        if (sheet_name_read(&text, &name) && name.letter > *out)
            *out = name.letter;
    }
    sql_close(s, st);
    return rc;
}

/* The number of the sheet before this position; 0: it is the first. */
static BA_RC number_before(struct store *s, int64_t batch, int64_t seq, int64_t *out,
                           struct ba_err *err)
{
    *out = 0;
    return sql_int(s, out, err,
                   "SELECT CAST(sheet AS INTEGER) FROM page WHERE batch = ? AND seq < ?"
                   " ORDER BY seq DESC LIMIT 1",
                   "ii", batch, seq);
}

BA_RC sheet_series_begin(struct store *s, int64_t batch, int64_t seq, bool between,
                         struct sheet_series *out, struct ba_err *err)
{
    int64_t behind = 0;
    enum ba_rc rc =
        sql_int(s, &behind, err, "SELECT EXISTS (SELECT 1 FROM page WHERE batch = ? AND seq >= ?)",
                "ii", batch, seq);

    *out = (struct sheet_series){ .letters = between || behind != 0 };
    if (rc == BA_OK && !out->letters)
        rc = greatest_number(s, batch, &out->next.number, err);
    if (rc == BA_OK && out->letters)
        rc = number_before(s, batch, seq, &out->next.number, err);
    if (rc == BA_OK && out->letters)
        rc = greatest_letter(s, batch, out->next.number, &out->next.letter, err);
    return rc;
}

void sheet_series_take(struct sheet_series *series, char out[SHEET_MAX])
{
    if (series->letters)
        series->next.letter++;
    else
        series->next.number++;
    sheet_name_write(&series->next, out);
}

BA_RC sheet_position(struct store *s, int64_t batch, const struct sheet_name *name, int64_t *seq,
                     struct ba_err *err)
{
    char text[SHEET_MAX];

    sheet_name_write(name, text);
    *seq = 0;
    return sql_int(s, seq, err, "SELECT seq FROM page WHERE batch = ? AND sheet = ?", "it", batch,
                   text);
}

BA_RC sheet_is_gone(struct store *s, int64_t batch, const struct sheet_name *name, bool *gone,
                    struct ba_err *err)
{
    char text[SHEET_MAX];
    int64_t n = 0;
    enum ba_rc rc;

    sheet_name_write(name, text);
    rc = sql_int(s, &n, err, "SELECT count(*) FROM past_page WHERE batch = ? AND sheet = ?", "it",
                 batch, text);
    *gone = n > 0;
    return rc;
}
