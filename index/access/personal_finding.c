#include "index/access/personal_finding.h"

#include "index/access/dossier_people.h"
#include "index/db/sql.h"

#define HOLD_KINDS 5
/* Pages p of the document ?2 of the dossier ?1; ?3: those without document too. */
#define PAGES                                                                                      \
    " FROM page p LEFT JOIN document t ON t.id = p.document JOIN dossier d ON d.id = p.dossier"    \
    " WHERE p.dossier = ?1 AND p.state <> 'separator' AND (t.seq = ?2 OR (t.id IS NULL AND ?3))"

static BA_RC look_kinds(struct store *s, int64_t dossier, int64_t document, bool first,
                        struct personal *out, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT group_concat(value, ',') FROM (SELECT DISTINCT f.value FROM field f"
                 " WHERE f.dossier = ?1 AND f.name = 'personal_data'"
                 " AND f.value NOT IN " PERSONAL_PROPOSED_SQL " AND f.page IN (SELECT p.id" PAGES
                 ") ORDER BY f.value)",
                 "iii", dossier, document, (int64_t)first);

    if (rc == BA_OK)
        rc = sql_next(s, st, &found, err);
    out->kinds = "";
    if (rc == BA_OK && found) {
        out->kinds = store_hold(s, HOLD_KINDS, sql_text(st, 0));
        if (out->kinds == NULL)
            rc = ba_fail_mem(err, "kinds of personal data");
    }
    sql_close(s, st);
    return rc;
}

BA_RC personal_look(struct store *s, int64_t dossier, int64_t document, bool first,
                    struct personal *out, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT count(*), total(p.state IN ('failed','waiting') OR p.stale OR d.stale),"
                 " total(EXISTS(SELECT 1 FROM field f WHERE f.page = p.id"
                 "   AND f.dossier = p.dossier AND f.name = 'personal_data'"
                 "   AND f.value NOT IN " PERSONAL_PROPOSED_SQL "))" PAGES,
                 "iii", dossier, document, (int64_t)first);

    *out = (struct personal){ .kinds = "" };
    if (rc == BA_OK)
        rc = sql_next(s, st, &found, err);
    if (rc == BA_OK && found) {
        out->pages = sqlite3_column_int64(st, 0);
        out->unexamined = sqlite3_column_int64(st, 1);
        out->flagged = sqlite3_column_int64(st, 2);
    }
    sql_close(s, st);
    return rc == BA_OK ? look_kinds(s, dossier, document, first, out, err) : rc;
}

BA_RC personal_of_page(struct store *s, int64_t page, const char **kinds, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT group_concat(value, ',') FROM (SELECT DISTINCT f.value"
                             " FROM field f JOIN page p ON p.id = f.page AND p.dossier = f.dossier"
                             " WHERE p.id = ?1 AND f.name = 'personal_data'"
                             " AND f.value NOT IN " PERSONAL_PROPOSED_SQL " ORDER BY f.value)",
                             "i", page);

    *kinds = "";
    if (rc == BA_OK)
        rc = sql_next(s, st, &found, err);
    if (rc == BA_OK && found) {
        *kinds = store_hold(s, HOLD_KINDS, sql_text(st, 0));
        if (*kinds == NULL)
            rc = ba_fail_mem(err, "kinds of personal data");
    }
    sql_close(s, st);
    return rc;
}
