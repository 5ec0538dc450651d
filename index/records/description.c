#include "index/records/description.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/text/fold.h"
#include "core/text/street_key.h"
#include "index/db/sql.h"
#include "index/records/description_private.h"

/* What a list shows of a dossier with very many addresses; all are searched. */
#define ADDRESSES_SHOWN_MAX 4096

void description_free(struct description *d)
{
    for (size_t i = 0; i < D_COUNT; i++) {
        free(d->value[i]);
        d->value[i] = NULL;
    }
    for (size_t i = 0; i < d->more_count; i++)
        description_free(&d->more[i]);
    free(d->more);
    free(d->also);
    *d = (struct description){ 0 };
}

int64_t description_int(const struct description *d, enum description_name name)
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

static void put_address(struct description *d)
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

void description_addresses(const struct description *d, char *out, size_t out_size)
{
    size_t n = (size_t)snprintf(out, out_size, "%s", d->address);

    for (size_t i = 0; i < d->more_count && n < out_size; i++)
        if (d->more[i].address[0] != '\0')
            n += (size_t)snprintf(out + n, out_size - n, "%s%s", n > 0 ? "; " : "",
                                  d->more[i].address);
}

/* The description of this address; rows come in the order of their items. NULL: out of memory. */
static struct description *address_of(struct description *d, int64_t item)
{
    if (item <= 1)
        return d;
    if (d->more_count > 0 && d->more[d->more_count - 1].item == item)
        return &d->more[d->more_count - 1];
    if (ba_grow(&d->more, &d->more_cap, d->more_count + 1, sizeof *d->more) != 0)
        return NULL;
    d->more[d->more_count] = (struct description){ .item = item, .lat = NAN, .lon = NAN };
    return &d->more[d->more_count++];
}

/* Rows come worst first within a name, so that the last one stays. */
static BA_RC read_values(struct store *s, int64_t dossier, struct description *d,
                         struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT name, value, source, item FROM field WHERE dossier = ?"
                             " ORDER BY item, source,"
                             " CASE source WHEN 1 THEN confidence ELSE 0 END,"
                             " CASE source WHEN 1 THEN -id ELSE id END",
                             "i", dossier);
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        enum description_name at = column_find(sql_text(st, 0));
        struct description *to = at < D_COUNT ? address_of(d, sqlite3_column_int64(st, 3)) : d;
        if (at == D_COUNT)
            continue;
        if (to == NULL) {
            rc = ba_fail_mem(err, "a dossier's addresses");
            break;
        }
        free(to->value[at]);
        to->value[at] = strdup(sql_text(st, 1));
        to->source[at] = (enum field_source)sqlite3_column_int64(st, 2);
        if (to->value[at] == NULL)
            rc = ba_fail_mem(err, "a dossier's fields");
    }
    sql_close(s, st);
    return rc;
}

static void forget(struct description *d, enum description_name name)
{
    free(d->value[name]);
    d->value[name] = NULL;
    d->source[name] = 0;
}

/*
 * Where register or person say which house it is, the end of a range, an addition or a postcode
 * that was read may be of any other address on the paper: the applicant's, or one on a closed page.
 */
static void forget_read_parts(struct description *d)
{
    static const enum description_name of_the_house[] = { D_NUMBER_TO, D_LETTER, D_ADDITION };
    bool street = d->source[D_STREET] > FIELD_TEXT, number = d->source[D_NUMBER_FROM] > FIELD_TEXT;

    for (size_t i = 0; number && i < sizeof of_the_house / sizeof *of_the_house; i++)
        if (d->source[of_the_house[i]] == FIELD_TEXT)
            forget(d, of_the_house[i]);
    if ((street || number) && d->source[D_POSTCODE] == FIELD_TEXT)
        forget(d, D_POSTCODE);
}

static bool fill_unknown(struct description *d)
{
    bool ok = true;

    for (size_t i = 0; ok && i < D_COUNT; i++)
        ok = d->value[i] != NULL || (d->value[i] = strdup("")) != NULL;
    for (size_t i = 0; ok && i < d->more_count; i++)
        ok = fill_unknown(&d->more[i]);
    return ok;
}

BA_RC description_read(struct store *s, int64_t dossier, struct description *d, struct ba_err *err)
{
    *d = (struct description){ .item = 1, .lat = NAN, .lon = NAN };
    enum ba_rc rc = read_values(s, dossier, d, err);
    forget_read_parts(d);
    if (rc == BA_OK && !fill_unknown(d))
        rc = ba_fail_mem(err, "a dossier's fields");
    int64_t year = rc == BA_OK ? description_int(d, D_YEAR_FROM) : 0;
    if (rc == BA_OK)
        rc = description_resolve(s, d, year, err);
    for (size_t i = 0; rc == BA_OK && i < d->more_count; i++)
        rc = description_resolve(s, &d->more[i], year, err);
    if (rc != BA_OK) {
        description_free(d);
        return rc;
    }
    put_address(d);
    /* One without street is one that a person took away. */
    for (size_t i = 0; i < d->more_count; i++)
        if (d->more[i].value[D_STREET][0] != '\0')
            put_address(&d->more[i]);
    return BA_OK;
}

static BA_RC write_address(struct store *s, int64_t dossier, const struct description *d,
                           struct ba_err *err)
{
    char key[256];
    int64_t from = description_int(d, D_NUMBER_FROM), to = description_int(d, D_NUMBER_TO);

    if (d->address[0] == '\0')
        return BA_OK;
    if (to < from)
        to = from;
    street_key(d->value[D_STREET], key, sizeof key);
    return sql_run(
        s, err,
        "INSERT INTO address(dossier, street, street_key, number_from, number_to, letter,"
        " addition, postcode, place, bag_id, item, shown, verblijfsobject_id, pand_id,"
        " openbare_ruimte_id, valid_from, valid_to, also_named, resolved, lat, lon)"
        " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        "ittnneeeeeiteeeeeeiDD", dossier, d->value[D_STREET], key, from, to, d->value[D_LETTER],
        d->value[D_ADDITION], d->value[D_POSTCODE], d->value[D_PLACE], d->value[D_BAG_ID], d->item,
        d->address, d->value[D_VERBLIJFSOBJECT_ID], d->value[D_PAND_ID],
        d->value[D_OPENBARE_RUIMTE_ID], d->value[D_ADDRESS_FROM], d->value[D_ADDRESS_TO],
        d->also != NULL ? d->also : "", (int64_t)d->resolved, d->lat, d->lon);
}

BA_RC description_refresh(struct store *s, int64_t dossier, struct description *d,
                          struct ba_err *err)
{
    char addresses[ADDRESSES_SHOWN_MAX];
    enum ba_rc rc = description_read(s, dossier, d, err);

    if (rc != BA_OK)
        return rc;
    int64_t from = description_int(d, D_YEAR_FROM), to = description_int(d, D_YEAR_TO);
    description_addresses(d, addresses, sizeof addresses);
    rc = sql_run(s, err,
                 "UPDATE dossier SET title = ?2, address = ?3, year_from = ?4, year_to = ?5,"
                 " stale = 1 WHERE id = ?1",
                 "ieenn", dossier, d->value[D_TITLE], addresses, from != 0 ? from : to,
                 to != 0 ? to : from);
    if (rc == BA_OK)
        rc = sql_run(s, err, "DELETE FROM address WHERE dossier = ?", "i", dossier);
    if (rc == BA_OK)
        rc = write_address(s, dossier, d, err);
    for (size_t i = 0; rc == BA_OK && i < d->more_count; i++)
        rc = write_address(s, dossier, &d->more[i], err);
    if (rc != BA_OK)
        description_free(d);
    return rc;
}
