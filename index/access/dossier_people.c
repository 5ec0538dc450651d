#include "index/access/dossier_people.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/columns.h"
#include "core/text/fold.h"
#include "index/db/sql.h"

#define VALUES_MAX 64

static bool is_firm(const char *name)
{
    static const char *const words[] = { "nv",         "bv",           "vof",        "stichting",
                                         "vereniging", "vereeniging",  "firma",      "fa",
                                         "gemeente",   "maatschappij", "cooperatie", "provincie",
                                         "rijk",       "gebr",         "gebroeders" };
    char line[256];
    size_t joined = 0;

    fold_line(name, line, sizeof line);
    for (char *rest = line, *word; (word = strsep(&rest, " ")) != NULL;) {
        size_t n = strlen(word);

        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (strcmp(words[i], word) == 0)
                return true;
        if (n > 7 && strcmp(word + n - 7, "bedrijf") == 0)
            return true;
        /* "N. V." */
        joined = n == 1 && (word[0] == 'n' || word[0] == 'b') ? 1
                 : joined == 1 && n == 1 && word[0] == 'v'    ? 2
                                                              : 0;
        if (joined == 2)
            return true;
    }
    return false;
}

/* Adds what the register or a person gave of the column, of the dossier or one of its documents. */
static BA_RC read_list(struct store *s, enum description_name column, int64_t dossier, char ***list,
                       size_t *count, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = BA_OK;

    if (*list == NULL && (*list = calloc(VALUES_MAX, sizeof **list)) == NULL)
        return ba_fail_mem(err, "persons");
    rc = sql_open(s, &st, err,
                  "SELECT value FROM field WHERE dossier = ?1 AND name = ?2 AND source > 1 AND"
                  " value <> '' UNION SELECT value FROM document_field WHERE dossier = ?1 AND"
                  " name = ?2 AND value <> ''",
                  "it", dossier, columns[column].name);
    while (rc == BA_OK && *count < VALUES_MAX && (rc = sql_next(s, st, &more, err)) == BA_OK &&
           more)
        if (!is_firm(sql_text(st, 0)) && ((*list)[(*count)++] = strdup(sql_text(st, 0))) == NULL)
            rc = ba_fail_mem(err, "persons");
    sql_close(s, st);
    return rc;
}

BA_RC dossier_people_read(struct store *s, int64_t dossier, struct dossier_people *out,
                          struct ba_err *err)
{
    int64_t open = 0;

    *out = (struct dossier_people){ 0 };
    enum ba_rc rc = sql_int(
        s, &open, err,
        "SELECT coalesce((SELECT lower(value) = 'ja' FROM field WHERE dossier = ?"
        " AND name = 'names_public' AND source > 1 ORDER BY source DESC, id DESC LIMIT 1), 0)",
        "i", dossier);
    out->names_public = open != 0;
    for (int i = 0; rc == BA_OK && i < D_COUNT; i++)
        if (columns[i].personal == PERSONAL_NAME)
            rc = read_list(s, (enum description_name)i, dossier, &out->people,
                           &out->known.people_count, err);
    if (rc == BA_OK)
        rc = read_list(s, D_STREET, dossier, &out->streets, &out->known.street_count, err);
    out->known.people = (const char *const *)out->people;
    out->known.streets = (const char *const *)out->streets;
    if (rc != BA_OK)
        dossier_people_free(out);
    return rc;
}

void dossier_people_free(struct dossier_people *p)
{
    for (size_t i = 0; p->people != NULL && i < p->known.people_count; i++)
        free(p->people[i]);
    for (size_t i = 0; p->streets != NULL && i < p->known.street_count; i++)
        free(p->streets[i]);
    free(p->people);
    free(p->streets);
    *p = (struct dossier_people){ 0 };
}

BA_RC dossier_people_find(const struct dossier_people *p, const char *text,
                          struct personal_spans *out, struct ba_err *err)
{
    return p->names_public ? BA_OK : personal_data_find_people(text, &p->known, out, err);
}

bool personal_is_proposal(const char *kind)
{
    return strcmp(kind, "name") == 0 || strcmp(kind, "home address") == 0;
}
