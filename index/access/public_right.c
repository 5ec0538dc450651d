#include "index/access/public_right.h"

#include <string.h>
#include <time.h>

#include "core/clock.h"
#include "index/access/dossier_access.h"
#include "index/access/dossier_people.h"
#include "index/access/personal_finding.h"
#include "index/db/sql.h"

/*
 * The value that counts of a field: a person's last word on the document ?2, else the dossier's
 * (source, confidence and order as in description.c).
 */
#define VALUE_OF(name)                                                                             \
    "coalesce(nullif((SELECT f.value FROM document t JOIN document_field f ON f.dossier ="         \
    " t.dossier AND f.batch = t.batch AND f.number_in_batch = t.number_in_batch WHERE t.dossier"   \
    " = ?1 AND t.seq = ?2 AND f.name = '" name "' ORDER BY f.id DESC LIMIT 1), ''),"               \
    " (SELECT value FROM field WHERE dossier = ?1 AND name = '" name "' ORDER BY source DESC,"     \
    " CASE source WHEN 1 THEN -confidence ELSE 0 END, CASE source WHEN 1 THEN id ELSE -id END"     \
    " LIMIT 1), '')"

/* The day that lifts: never one that was only said (SOURCE_DATE_EPOCH), nor one that is not here
 * yet. */
static void today(char out[BA_DAY_LEN])
{
    int64_t now = ba_now(), real = (int64_t)time(NULL);

    ba_day_text(now < real ? now : real, out);
}

/* Protected from "ja" on, until the day in copyright_until has passed; that day may be a month or a
 * year. A date alone says that it is protected until then. */
static BA_RC is_protected(struct store *s, int64_t dossier, int64_t document, bool *out,
                          struct ba_err *err)
{
    char day[BA_DAY_LEN];
    int64_t yes = 0;

    today(day);
    enum ba_rc rc = sql_int(
        s, &yes, err,
        "WITH v(says, until) AS (SELECT lower(" VALUE_OF("copyright") "), " VALUE_OF(
            "copyright_until") ")"
                               " SELECT CASE WHEN until <> '' AND until < substr(?3, 1, "
                               "length(until))"
                               " THEN 0 ELSE says = 'ja' OR (says = '' AND until <> '') END FROM v",
        "iit", dossier, document, day);
    *out = yes != 0;
    return rc;
}

static enum public_reason of_access(const char *access, const struct public_values *v)
{
    if (access[0] == '\0' || (v->undecided != NULL && dossier_access_is_open(access, v->undecided)))
        return PUBLIC_UNDECIDED;
    return v->open != NULL && dossier_access_is_open(access, v->open) ? PUBLIC_YES
                                                                      : PUBLIC_RESTRICTED;
}

/* The document's own access, when it has one. */
static BA_RC own_access(struct store *s, int64_t dossier, int64_t document,
                        const struct public_values *values, bool *own, enum public_reason *reason,
                        struct ba_err *err)
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
    *own = rc == BA_OK && row && sql_text(st, 0)[0] != '\0';
    if (*own)
        *reason = of_access(sql_text(st, 0), values);
    sql_close(s, st);
    return rc;
}

static BA_RC look_at_pages(struct store *s, int64_t dossier, int64_t document, bool first,
                           struct public_right *out, struct ba_err *err)
{
    struct personal p = { 0 };
    bool protected_still = false;
    enum ba_rc rc = is_protected(s, dossier, document, &protected_still, err);

    if (rc == BA_OK)
        rc = personal_look(s, dossier, document, first, &p, err);
    out->pages = p.pages;
    out->unexamined = p.unexamined;
    if (protected_still)
        out->reason = PUBLIC_COPYRIGHT;
    else if (p.unexamined > 0)
        out->reason = PUBLIC_UNEXAMINED;
    else if (p.flagged > 0)
        out->reason = PUBLIC_PERSONAL;
    return rc;
}

BA_RC public_right_of(struct store *s, int64_t dossier, int64_t document,
                      const struct public_values *values, struct public_right *out,
                      struct ba_err *err)
{
    enum public_reason of_dossier, reason;
    const char *access = "";
    int64_t first = 1;
    bool own = false;
    enum ba_rc rc = dossier_access_of(s, dossier, &access, err);

    *out = (struct public_right){ .reason = PUBLIC_RESTRICTED };
    if (rc != BA_OK)
        return rc;
    of_dossier = reason = of_access(access, values);
    if (document != 0) {
        rc = sql_int(s, &first, err, "SELECT min(seq) FROM document WHERE dossier = ?", "i",
                     dossier);
        if (rc == BA_OK)
            rc = own_access(s, dossier, document, values, &own, &reason, err);
    }
    out->reason = reason;
    if (rc == BA_OK && own && reason == PUBLIC_YES && of_dossier == PUBLIC_RESTRICTED)
        out->reason = PUBLIC_DOSSIER_CLOSED;
    if (rc == BA_OK && document != 0 && out->reason == PUBLIC_YES)
        rc = look_at_pages(s, dossier, document, document == first, out, err);
    return rc;
}

BA_RC public_text(struct store *s, int64_t dossier, const char *text, char **out,
                  struct ba_err *err)
{
    struct dossier_people people = { 0 };
    enum ba_rc rc = BA_OK;

    *out = NULL;
    rc = dossier_people_read(s, dossier, &people, err);
    if (rc == BA_OK)
        rc = personal_data_scrub(text, people.names_public ? NULL : &people.known, out, err);
    dossier_people_free(&people);
    return rc;
}
