#include "index/access/rights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text/fold.h"
#include "index/access/public_right.h"
#include "index/db/sql.h"
#include "index/records/dossier.h"

BA_RC rights_document(struct store *s, int64_t dossier, int64_t document, const char *const *values,
                      bool *open, struct ba_err *err)
{
    const struct public_values of = { values, NULL };
    struct public_right right = { 0 };
    enum ba_rc rc = BA_OK;

    *open = false;
    /* Pages without document lie in the first one, as export/ puts them there. */
    if (document == 0)
        rc = sql_int(s, &document, err,
                     "SELECT coalesce(min(seq), 1) FROM document WHERE dossier = ?", "i", dossier);
    if (rc == BA_OK)
        rc = public_right_of(s, dossier, document, &of, &right, err);
    *open = rc == BA_OK && right.reason == PUBLIC_YES;
    return rc;
}

/* Which values somebody judged, or everyone knows from the number. */
static BA_RC values_told(struct store *s, int64_t dossier, struct dossier_told *out,
                         struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT DISTINCT name FROM field WHERE dossier = ? AND"
                             " (source > 1 OR rule = 'dossier-number')",
                             "i", dossier);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        if (column_find(sql_text(st, 0)) != D_COUNT)
            out->column[column_find(sql_text(st, 0))] = true;
    sql_close(s, st);
    return rc;
}

BA_RC dossier_told(struct store *s, int64_t dossier, struct dossier_told *out, struct ba_err *err)
{
    int64_t unjudged = 0;

    *out = (struct dossier_told){ 0 };
    enum ba_rc rc = values_told(s, dossier, out, err);
    if (rc == BA_OK)
        rc = sql_int(s, &unjudged, err,
                     "SELECT EXISTS (SELECT 1 FROM address a WHERE a.dossier = ? AND"
                     " NOT " ADDRESS_JUDGED_SQL ")",
                     "i", dossier);
    out->address = unjudged == 0;
    return rc;
}

/* Empties the address of a description; not the first one's other columns. */
static void drop_address(struct description *d)
{
    for (size_t i = 0; i < D_COUNT; i++)
        if (columns[i].places & COLUMN_ADDRESS)
            d->value[i][0] = '\0';
    d->address[0] = '\0';
    free(d->also);
    d->also = NULL;
}

BA_RC rights_describe(struct store *s, int64_t dossier, struct description *d, struct ba_err *err)
{
    struct dossier_told told;
    enum ba_rc rc = dossier_told(s, dossier, &told, err);

    if (rc != BA_OK)
        return rc;
    for (size_t i = 0; i < D_COUNT; i++) {
        bool searched = i == D_TITLE || i == D_YEAR_FROM || i == D_YEAR_TO;
        if (!(columns[i].places & COLUMN_ADDRESS) && !(searched && told.column[i]))
            d->value[i][0] = '\0';
    }
    if (d->value[D_TITLE][0] != '\0') {
        char *title = NULL;

        rc = public_text(s, dossier, d->value[D_TITLE], &title, err);
        if (rc != BA_OK)
            return rc;
        free(d->value[D_TITLE]);
        d->value[D_TITLE] = title;
    }
    if (!told.address)
        drop_address(d);
    for (size_t i = 0; !told.address && i < d->more_count; i++)
        drop_address(&d->more[i]);
    return BA_OK;
}
