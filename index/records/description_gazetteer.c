/* One address in the gazetteer: which street it is now, its ids, its place on the map. */
#include "index/records/description_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/text/fold.h"
#include "core/text/street_key.h"
#include "index/db/sql.h"

#define NAMES_MAX_BYTES 4096

struct found {
    struct store *s;
    struct description *d;
    char key[256], place_key[256];
    int64_t street; /* row of the street as it is called now, 0: none */
    struct ba_buf also;
};

static void add_name(struct found *f, const char *name)
{
    ba_buf_printf(&f->also, "%s%s", f->also.len > 0 ? "\n" : "", name);
}

/*
 * The street of this name in the place; where the gazetteer does not know the place (a register
 * that names the municipality), the only one of this name.
 */
static BA_RC street_named(struct found *f, const char *key, int64_t *id, struct ba_err *err)
{
    int64_t known = 0, count = 0;
    enum ba_rc rc = BA_OK;

    *id = 0;
    if (f->place_key[0] != '\0') {
        rc =
            sql_int(f->s, id, err, "SELECT id FROM gaz_street WHERE name_key = ? AND place_key = ?",
                    "tt", key, f->place_key);
        if (rc != BA_OK || *id != 0)
            return rc;
    }
    rc = sql_int(f->s, &count, err, "SELECT count(*) FROM gaz_street WHERE name_key = ?", "t", key);
    if (rc != BA_OK || count != 1)
        return rc;
    if (f->place_key[0] != '\0')
        rc = sql_int(f->s, &known, err,
                     "SELECT EXISTS(SELECT 1 FROM gaz_street WHERE place_key = ?)", "t",
                     f->place_key);
    if (rc == BA_OK && known == 0)
        rc = sql_int(f->s, id, err, "SELECT id FROM gaz_street WHERE name_key = ?", "t", key);
    return rc;
}

/* What the street was called later; sets f->street when the name of that time goes first. */
static BA_RC later_names(struct found *f, int64_t year, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(f->s, &st, err,
                             "SELECT new, new_key, coalesce(year_from, 0), coalesce(year_to, 9999)"
                             " FROM gaz_name WHERE old_key = ?1 AND (?2 = '' OR place_key IN ('', "
                             "?2)) ORDER BY new_key, place_key",
                             "tt", f->key, f->place_key);

    while (rc == BA_OK && (rc = sql_next(f->s, st, &more, err)) == BA_OK && more) {
        int64_t from = sqlite3_column_int64(st, 2), to = sqlite3_column_int64(st, 3), id = 0;
        bool then = year != 0 && year >= from && year <= to;

        /* After its time the name is that of another street, or a slip of habit. */
        if (year != 0 && !then && f->street != 0)
            continue;
        add_name(f, sql_text(st, 0));
        if (f->street == 0 || (then && to != 9999)) {
            rc = street_named(f, sql_text(st, 1), &id, err);
            f->street = id != 0 ? id : f->street;
        }
    }
    sql_close(f->s, st);
    return rc;
}

static BA_RC earlier_names(struct found *f, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(f->s, &st, err,
                             "SELECT old FROM gaz_name WHERE new_key = ?1 AND (?2 = '' OR place_key"
                             " IN ('', ?2)) ORDER BY old_key, place_key",
                             "tt", f->key, f->place_key);

    while (rc == BA_OK && (rc = sql_next(f->s, st, &more, err)) == BA_OK && more)
        add_name(f, sql_text(st, 0));
    sql_close(f->s, st);
    return rc;
}

/* An id that nobody gave. */
static BA_RC fill(struct description *d, enum description_name name, const char *value,
                  struct ba_err *err)
{
    if (value[0] == '\0' || d->value[name][0] != '\0' || d->source[name] == FIELD_PERSON)
        return BA_OK;
    char *copy = strdup(value);
    if (copy == NULL)
        return ba_fail_mem(err, "an address");
    free(d->value[name]);
    d->value[name] = copy;
    d->source[name] = FIELD_TEXT;
    d->resolved = true;
    return BA_OK;
}

/*
 * The number with this unit; for a place on the map any unit of the number will do. A range has no
 * id of its own: it stands where its first number stands.
 */
static BA_RC find_number(struct found *f, struct ba_err *err)
{
    struct description *d = f->d;
    int64_t number = description_int(d, D_NUMBER_FROM), to = description_int(d, D_NUMBER_TO);
    char both[600], unit[160];
    sqlite3_stmt *st = NULL;
    bool row = false;

    snprintf(both, sizeof both, "%.250s %.250s", d->value[D_LETTER], d->value[D_ADDITION]);
    fold_key(both, unit, sizeof unit);
    enum ba_rc rc = sql_open(f->s, &st, err,
                             "SELECT unit = ?3, nummeraanduiding_id, verblijfsobject_id, pand_id,"
                             " lat, lon FROM gaz_number WHERE street = ?1 AND number = ?2"
                             " ORDER BY unit <> ?3, unit LIMIT 1",
                             "iit", f->street, number, unit);
    if (rc == BA_OK)
        rc = sql_next(f->s, st, &row, err);
    if (rc == BA_OK && row) {
        bool same = sqlite3_column_int64(st, 0) != 0 && to <= number;

        if (sqlite3_column_type(st, 4) != SQLITE_NULL) {
            d->lat = sqlite3_column_double(st, 4);
            d->lon = sqlite3_column_double(st, 5);
        }
        if (same)
            rc = fill(d, D_BAG_ID, sql_text(st, 1), err);
        if (same && rc == BA_OK)
            rc = fill(d, D_VERBLIJFSOBJECT_ID, sql_text(st, 2), err);
        if (same && rc == BA_OK)
            rc = fill(d, D_PAND_ID, sql_text(st, 3), err);
    }
    sql_close(f->s, st);
    return rc;
}

static BA_RC find_street_id(struct found *f, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(
        f->s, &st, err, "SELECT openbare_ruimte_id FROM gaz_street WHERE id = ?", "i", f->street);

    if (rc == BA_OK)
        rc = sql_next(f->s, st, &row, err);
    if (rc == BA_OK && row)
        rc = fill(f->d, D_OPENBARE_RUIMTE_ID, sql_text(st, 0), err);
    sql_close(f->s, st);
    return rc;
}

/*
 * Who knows the street by none of its names as written here may know it by another spelling: the
 * BAG has "Burgemeester de Vlugtlaan", the register "Burg. de Vlugtlaan". When two streets answer
 * ("Pr. Hendrikstraat") it is neither.
 */
static BA_RC other_spelling(struct found *f, struct ba_err *err)
{
    char spelled[STREET_SPELLINGS_MAX][STREET_SPELLING_SIZE], one[256] = "";
    size_t count = street_spellings(f->d->value[D_STREET], spelled, STREET_SPELLINGS_MAX), met = 0;
    int64_t known = 0;
    enum ba_rc rc = sql_int(f->s, &known, err,
                            "SELECT EXISTS (SELECT 1 FROM gaz_street WHERE name_key = ?1) OR"
                            " EXISTS (SELECT 1 FROM gaz_name WHERE old_key = ?1)",
                            "t", f->key);

    for (size_t i = 1; rc == BA_OK && known == 0 && i < count; i++) {
        int64_t id = 0, old = 0;
        rc = street_named(f, spelled[i], &id, err);
        if (rc == BA_OK)
            rc = sql_int(f->s, &old, err,
                         "SELECT EXISTS (SELECT 1 FROM gaz_name WHERE old_key = ?1 AND"
                         " (?2 = '' OR place_key IN ('', ?2)))",
                         "tt", spelled[i], f->place_key);
        if (id == 0 && old == 0)
            continue;
        met++;
        snprintf(one, sizeof one, "%s", spelled[i]);
    }
    if (rc == BA_OK && met == 1)
        snprintf(f->key, sizeof f->key, "%s", one);
    return rc;
}

BA_RC description_resolve(struct store *s, struct description *d, int64_t year, struct ba_err *err)
{
    struct found f = { .s = s, .d = d, .also = BA_BUF_INIT(NAMES_MAX_BYTES) };
    enum ba_rc rc = BA_OK;

    fold_key(d->value[D_STREET], f.key, sizeof f.key);
    fold_key(d->value[D_PLACE], f.place_key, sizeof f.place_key);
    if (f.key[0] == '\0')
        return BA_OK;
    rc = other_spelling(&f, err);
    if (rc == BA_OK)
        rc = street_named(&f, f.key, &f.street, err);
    if (rc == BA_OK)
        rc = later_names(&f, year, err);
    if (rc == BA_OK)
        rc = earlier_names(&f, err);
    if (rc == BA_OK && f.street != 0)
        rc = find_street_id(&f, err);
    if (rc == BA_OK && f.street != 0 && description_int(d, D_NUMBER_FROM) > 0)
        rc = find_number(&f, err);
    /* More names than fit are left out from the end; the buffer says so by being empty. */
    if (rc == BA_OK && f.also.len > 0 && !f.also.failed) {
        d->also = strdup(ba_buf_str(&f.also));
        if (d->also == NULL)
            rc = ba_fail_mem(err, "an address");
    }
    ba_buf_free(&f.also);
    return rc;
}
