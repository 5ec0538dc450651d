#include "index/access/rights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/access/public_right.h"
#include "index/build/search_document.h"
#include "index/db/sql.h"
#include "index/records/dossier.h"
#include "index/search/address_terms.h"

#define HOLD_ACCESS 6

BA_RC rights_access(struct store *s, int64_t dossier, const char **access, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT value FROM field WHERE dossier = ? AND name = 'access'"
                 " ORDER BY source DESC, CASE source WHEN 1 THEN confidence ELSE 0 END DESC,"
                 " CASE source WHEN 1 THEN -id ELSE id END DESC LIMIT 1",
                 "i", dossier);

    *access = "";
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row && (*access = store_hold(s, HOLD_ACCESS, sql_text(st, 0))) == NULL)
        rc = ba_fail_mem(err, "an access restriction");
    sql_close(s, st);
    return rc;
}

bool rights_is_open(const char *access, const char *const *values)
{
    char one[256], other[256];

    fold_line(access, one, sizeof one);
    for (size_t i = 0; one[0] != '\0' && values[i] != NULL; i++) {
        fold_line(values[i], other, sizeof other);
        if (strcmp(one, other) == 0)
            return true;
    }
    return false;
}

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

/* A key stands among the others, spaces around it. */
static bool has_key(const char *keys, const char *key)
{
    size_t n = strlen(key);

    for (const char *at = keys; (at = strstr(at, key)) != NULL; at += n)
        if ((at == keys || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

/* Which values somebody judged, or everyone knows from the number. */
static BA_RC values_told(struct store *s, int64_t dossier, struct dossier_told *out,
                         struct ba_err *err)
{
    const struct {
        const char *name;
        bool *told;
    } names[] = { { "title", &out->title },
                  { "year_from", &out->year },
                  { "year_to", &out->year_to },
                  { "permit_kind", &out->permit_kind },
                  { "cadastral", &out->cadastral },
                  { "date_received", &out->date_received },
                  { "date_granted", &out->date_granted } };
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT DISTINCT name FROM field WHERE dossier = ? AND"
                             " (source > 1 OR rule = 'dossier-number')",
                             "i", dossier);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strcmp(names[i].name, sql_text(st, 0)) == 0)
                *names[i].told = true;
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
        bool is_told = (i == D_TITLE && told.title) || (i == D_YEAR_FROM && told.year) ||
                       (i == D_YEAR_TO && told.year_to);
        if (!(columns[i].places & COLUMN_ADDRESS) && !is_told)
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

/* Kinds that a word stands for are looked for on the pages themselves (hit.c). */
static uint64_t clauses_of_keys(const struct query *q, const char *keys)
{
    uint64_t clauses = 0;

    for (size_t c = 0; c < q->count; c++)
        for (size_t i = 0; i < q->clauses[c].count; i++) {
            const struct query_way *w = &q->clauses[c].ways[i];
            if (w->key && query_way_counts(q, w) && q->clauses[c].kind == NULL &&
                has_key(keys, w->words[0]))
                clauses |= 1ull << c;
        }
    return clauses;
}

BA_RC rights_described(struct store *s, const struct query *q, int64_t dossier, uint64_t *clauses,
                       struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    struct match m;
    struct dossier_told told;
    bool row = false;
    enum ba_rc rc = dossier_told(s, dossier, &told, err);

    *clauses = 0;
    if (rc == BA_OK)
        rc = sql_open(s, &st, err,
                      "SELECT x.keys, d.number || char(10) || a.name || char(10) ||"
                      " CASE WHEN ?2 THEN coalesce(d.address, '') ELSE '' END,"
                      " CASE WHEN ?3 THEN coalesce(d.title, '') ELSE '' END"
                      " FROM open_doc x JOIN dossier d ON d.id = x.dossier"
                      " JOIN archive a ON a.id = d.archive WHERE x.id = ?1",
                      "iii", doc_of_dossier(dossier), (int64_t)told.address, (int64_t)told.title);
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row) {
        const char *said = sql_text(st, 1);
        char *title = NULL;

        *clauses = clauses_of_keys(q, sql_text(st, 0));
        rc = public_text(s, dossier, sql_text(st, 2), &title, err);
        if (rc == BA_OK && match_text(q, said, strlen(said), &m) != 0)
            rc = ba_fail_mem(err, "hits");
        else if (rc == BA_OK)
            *clauses |= m.clauses;
        if (rc == BA_OK && match_text(q, title, strlen(title), &m) != 0)
            rc = ba_fail_mem(err, "hits");
        else if (rc == BA_OK)
            *clauses |= m.clauses;
        free(title);
    }
    sql_close(s, st);
    return rc;
}
