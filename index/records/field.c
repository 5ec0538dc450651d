#include <stdio.h>
#include <string.h>

#include "index/db/sql.h"
#include "index/records/description.h"
#include "index/records/dossier.h"

/* The first row of a name counts, unless nothing of its kind does (described.h). */
static bool counts(const struct description *d, const struct field_row *row)
{
    enum description_name at = column_find(row->name);
    const struct description *of = d;

    for (size_t i = 0; row->item > 1 && i < d->more_count; i++)
        if (d->more[i].item == row->item)
            of = &d->more[i];
    return at == D_COUNT || of->source[at] == row->source;
}

BA_RC field_each(struct store *s, int64_t dossier, field_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    char last[64] = "";
    int64_t item = 0;
    struct description d;
    enum ba_rc rc = description_read(s, dossier, &d, err);

    if (rc != BA_OK)
        return rc;
    rc = sql_open(s, &st, err,
                  "SELECT name, value, source, rule, confidence, page, at, item, box"
                  " FROM field WHERE dossier = ? ORDER BY name, item, source DESC,"
                  " CASE source WHEN 1 THEN -confidence ELSE 0 END,"
                  " CASE source WHEN 1 THEN id ELSE -id END",
                  "i", dossier);
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct field_row row = {
            .name = sql_text(st, 0),
            .value = sql_text(st, 1),
            .source = (enum field_source)sqlite3_column_int64(st, 2),
            .rule = sql_text(st, 3),
            .confidence = sqlite3_column_double(st, 4),
            .page = sqlite3_column_int64(st, 5),
            .at = sql_text(st, 6),
            .item = sqlite3_column_int64(st, 7),
            .box = sql_text(st, 8),
        };
        row.current = (strcmp(last, row.name) != 0 || item != row.item) && counts(&d, &row);
        snprintf(last, sizeof last, "%.63s", row.name);
        item = row.item;
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    description_free(&d);
    return rc;
}
