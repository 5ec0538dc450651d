#include "index/search/hit_described.h"

#include <stdlib.h>
#include <string.h>

#include "index/access/public_right.h"
#include "index/build/search_document.h"
#include "index/db/sql.h"
#include "index/records/dossier.h"
#include "index/search/match.h"

/* A key stands among the others, spaces around it. */
static bool has_key(const char *keys, const char *key)
{
    size_t n = strlen(key);

    for (const char *at = keys; (at = strstr(at, key)) != NULL; at += n)
        if ((at == keys || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
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

BA_RC hit_described(struct store *s, const struct query *q, int64_t dossier, uint64_t *clauses,
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
                      "iii", doc_of_dossier(dossier), (int64_t)told.address,
                      (int64_t)told.column[D_TITLE]);
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
