#include "index/described.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/fold.h"
#include "index/sql.h"

const struct described_column described_columns[D_COUNT] = {
    [D_TITLE] = { "title", CHECK_TEXT },
    [D_SERIES] = { "series", CHECK_TEXT },
    [D_STREET] = { "street", CHECK_TEXT },
    [D_NUMBER_FROM] = { "number_from", CHECK_NUMBER },
    [D_NUMBER_TO] = { "number_to", CHECK_NUMBER },
    [D_LETTER] = { "letter", CHECK_TEXT },
    [D_ADDITION] = { "addition", CHECK_TEXT },
    [D_POSTCODE] = { "postcode", CHECK_POSTCODE },
    [D_PLACE] = { "place", CHECK_TEXT },
    [D_BAG_ID] = { "bag_id", CHECK_TEXT },
    [D_YEAR_FROM] = { "year_from", CHECK_YEAR },
    [D_YEAR_TO] = { "year_to", CHECK_YEAR },
    [D_PERMIT_KIND] = { "permit_kind", CHECK_TEXT },
    [D_WORK] = { "work", CHECK_TEXT },
    [D_APPLICANT] = { "applicant", CHECK_TEXT },
    [D_ARCHITECT] = { "architect", CHECK_TEXT },
    [D_CADASTRAL] = { "cadastral", CHECK_TEXT },
    [D_ACCESS] = { "access", CHECK_TEXT },
    [D_ACCESS_UNTIL] = { "access_until", CHECK_DATE },
    [D_SHEETS_EXPECTED] = { "sheets_expected", CHECK_COUNT },
    [D_SHELF_M] = { "shelf_m", CHECK_TEXT },
    [D_BOX] = { "box", CHECK_TEXT },
    [D_LANGUAGES] = { "languages", CHECK_LANGUAGES },
};

enum described_name described_find(const char *name)
{
    for (size_t i = 0; i < D_COUNT; i++)
        if (strcmp(described_columns[i].name, name) == 0)
            return (enum described_name)i;
    return D_COUNT;
}

void described_free(struct described *d)
{
    for (size_t i = 0; i < D_COUNT; i++) {
        free(d->value[i]);
        d->value[i] = NULL;
    }
}

int64_t described_int(const struct described *d, enum described_name name)
{
    return d->value[name] != NULL ? strtoll(d->value[name], NULL, 10) : 0;
}

/* "2271ab" -> "2271 AB" */
static void put_postcode(const char *value, char out[16])
{
    size_t n = 0;

    for (; *value != '\0' && n < 10; value++) {
        if (*value == ' ')
            continue;
        if (n == 4)
            out[n++] = ' ';
        out[n++] = *value >= 'a' && *value <= 'z' ? (char)(*value - ('a' - 'A')) : *value;
    }
    out[n] = '\0';
}

static const char *or_nothing(const char *before, const char *value)
{
    return value[0] != '\0' ? before : "";
}

static void put_address(struct described *d)
{
    char *const *v = d->value;
    char postcode[16];
    bool range = v[D_NUMBER_TO][0] != '\0' && strcmp(v[D_NUMBER_TO], v[D_NUMBER_FROM]) != 0;

    put_postcode(v[D_POSTCODE], postcode);
    snprintf(d->address, sizeof d->address, "%.200s%s%.20s%s%.20s%.20s%s%.40s", v[D_STREET],
             or_nothing(" ", v[D_NUMBER_FROM]), v[D_NUMBER_FROM], range ? "-" : "",
             range ? v[D_NUMBER_TO] : "", v[D_LETTER], or_nothing(" ", v[D_ADDITION]),
             v[D_ADDITION]);
    size_t n = strlen(d->address);
    if (postcode[0] != '\0' || v[D_PLACE][0] != '\0')
        snprintf(d->address + n, sizeof d->address - n, "%s%s%s%.120s", n > 0 ? ", " : "", postcode,
                 postcode[0] != '\0' ? or_nothing(" ", v[D_PLACE]) : "", v[D_PLACE]);
}

/* Rows come worst first within a name, so that the last one stays. */
static enum ba_rc read_values(struct store *s, int64_t dossier, struct described *d,
                              struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT name, value, source FROM field WHERE dossier = ?"
                             " ORDER BY source, CASE source WHEN 1 THEN confidence ELSE 0 END,"
                             " CASE source WHEN 1 THEN -id ELSE id END",
                             "i", dossier);
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        enum described_name at = described_find(sql_text(st, 0));
        if (at == D_COUNT)
            continue;
        free(d->value[at]);
        d->value[at] = strdup(sql_text(st, 1));
        d->source[at] = (enum field_source)sqlite3_column_int64(st, 2);
        if (d->value[at] == NULL)
            rc = ba_fail_mem(err, "a dossier's fields");
    }
    sql_close(s, st);
    return rc;
}

enum ba_rc described_read(struct store *s, int64_t dossier, struct described *d, struct ba_err *err)
{
    *d = (struct described){ 0 };
    enum ba_rc rc = read_values(s, dossier, d, err);
    for (size_t i = 0; rc == BA_OK && i < D_COUNT; i++)
        if (d->value[i] == NULL && (d->value[i] = strdup("")) == NULL)
            rc = ba_fail_mem(err, "a dossier's fields");
    if (rc != BA_OK) {
        described_free(d);
        return rc;
    }
    put_address(d);
    return BA_OK;
}

static enum ba_rc write_address(struct store *s, int64_t dossier, const struct described *d,
                                struct ba_err *err)
{
    char key[256];
    int64_t from = described_int(d, D_NUMBER_FROM), to = described_int(d, D_NUMBER_TO);
    enum ba_rc rc = sql_run(s, err, "DELETE FROM address WHERE dossier = ?", "i", dossier);

    if (rc != BA_OK || d->address[0] == '\0')
        return rc;
    if (to < from)
        to = from;
    fold_key(d->value[D_STREET], key, sizeof key);
    return sql_run(
        s, err,
        "INSERT INTO address(dossier, street, street_key, number_from, number_to, letter,"
        " addition, postcode, place, bag_id) VALUES(?,?,?,?,?,?,?,?,?,?)",
        "ittnneeeee", dossier, d->value[D_STREET], key, from, to, d->value[D_LETTER],
        d->value[D_ADDITION], d->value[D_POSTCODE], d->value[D_PLACE], d->value[D_BAG_ID]);
}

enum ba_rc described_refresh(struct store *s, int64_t dossier, struct described *d,
                             struct ba_err *err)
{
    enum ba_rc rc = described_read(s, dossier, d, err);

    if (rc != BA_OK)
        return rc;
    int64_t from = described_int(d, D_YEAR_FROM), to = described_int(d, D_YEAR_TO);
    rc = sql_run(s, err,
                 "UPDATE dossier SET title = ?2, address = ?3, year_from = ?4, year_to = ?5,"
                 " stale = 1 WHERE id = ?1",
                 "ieenn", dossier, d->value[D_TITLE], d->address, from != 0 ? from : to,
                 to != 0 ? to : from);
    if (rc == BA_OK)
        rc = write_address(s, dossier, d, err);
    if (rc != BA_OK)
        described_free(d);
    return rc;
}
