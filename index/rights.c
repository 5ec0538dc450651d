#include "index/rights.h"

#include <stdio.h>
#include <string.h>

#include "index/doc.h"
#include "index/dossier.h"
#include "index/keys.h"
#include "index/personal.h"
#include "index/sql.h"

#define HOLD_ACCESS 6

enum ba_rc rights_access(struct store *s, int64_t dossier, const char **access, struct ba_err *err)
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

/* What a person decided on the document alone goes before the dossier's access. */
static enum ba_rc own_access(struct store *s, int64_t dossier, int64_t document,
                             const char *const *values, bool *open, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT f.value FROM document t JOIN document_field f ON f.dossier = t.dossier"
                 " AND f.batch = t.batch AND f.number_in_batch = t.number_in_batch"
                 " WHERE t.dossier = ? AND t.seq = ? AND f.name = 'access'"
                 " ORDER BY f.id DESC LIMIT 1",
                 "ii", dossier, document);

    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    *open = rc == BA_OK &&
            (!row || sql_text(st, 0)[0] == '\0' || rights_is_open(sql_text(st, 0), values));
    sql_close(s, st);
    return rc;
}

enum ba_rc rights_document(struct store *s, int64_t dossier, int64_t document,
                           const char *const *values, bool *open, struct ba_err *err)
{
    int64_t first = 1;
    struct personal p = { 0 };
    enum ba_rc rc =
        sql_int(s, &first, err, "SELECT min(seq) FROM document WHERE dossier = ?", "i", dossier);

    /* Pages without document lie in the first one, as export/ puts them there. */
    if (document == 0)
        document = first;
    *open = false;
    if (rc == BA_OK)
        rc = own_access(s, dossier, document, values, open, err);
    if (rc == BA_OK && *open) {
        rc = personal_look(s, dossier, document, document == first, &p, err);
        *open = rc == BA_OK && p.unexamined == 0 && p.flagged == 0;
    }
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

enum ba_rc dossier_told(struct store *s, int64_t dossier, struct dossier_told *out,
                        struct ba_err *err)
{
    int64_t title = 0, unjudged = 0;
    enum ba_rc rc = sql_int(s, &title, err,
                            "SELECT EXISTS (SELECT 1 FROM field WHERE dossier = ?"
                            " AND name = 'title' AND source > 1)",
                            "i", dossier);

    if (rc == BA_OK)
        rc = sql_int(s, &unjudged, err,
                     "SELECT EXISTS (SELECT 1 FROM address a WHERE a.dossier = ? AND"
                     " NOT " ADDRESS_JUDGED_SQL ")",
                     "i", dossier);
    *out = (struct dossier_told){ title != 0, unjudged == 0 };
    return rc;
}

/* A key that tells of a street or a place in it. */
static bool tells_address(const char *key)
{
    static const enum key keys[] = { KEY_ADDRESS,      KEY_ADDRESS_SIDE, KEY_ADDRESS_UNIT,
                                     KEY_ADDRESS_BARE, KEY_ADDRESS_PART, KEY_HOUSE,
                                     KEY_STREET,       KEY_POSTCODE };
    char mark[FOLD_MAX];

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        key_word(keys[i], "", mark, sizeof mark);
        if (strncmp(key, mark, strlen(mark)) == 0)
            return true;
    }
    return false;
}

static uint64_t clauses_of_keys(const struct query *q, const char *keys, bool address)
{
    uint64_t clauses = 0;

    for (size_t c = 0; c < q->count; c++)
        for (size_t i = 0; i < q->clauses[c].count; i++) {
            const struct query_way *w = &q->clauses[c].ways[i];
            if (w->key && query_way_counts(q, w) && (address || !tells_address(w->words[0])) &&
                has_key(keys, w->words[0]))
                clauses |= 1ull << c;
        }
    return clauses;
}

enum ba_rc rights_described(struct store *s, const struct query *q, int64_t dossier,
                            uint64_t *clauses, struct ba_err *err)
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
                      " CASE WHEN ?2 THEN coalesce(d.title, '') ELSE '' END || char(10) ||"
                      " CASE WHEN ?3 THEN coalesce(d.address, '') ELSE '' END"
                      " FROM doc x JOIN dossier d ON d.id = x.dossier"
                      " JOIN archive a ON a.id = d.archive WHERE x.id = ?1",
                      "iii", doc_of_dossier(dossier), (int64_t)told.title, (int64_t)told.address);
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row) {
        const char *said = sql_text(st, 1);
        *clauses = clauses_of_keys(q, sql_text(st, 0), told.address);
        if (match_text(q, said, strlen(said), &m) != 0)
            rc = ba_fail_mem(err, "hits");
        else
            *clauses |= m.clauses;
    }
    sql_close(s, st);
    return rc;
}
