/* A CSV file of addresses or of historical names of streets, into the store. */
#include "index/register/gazetteer_import.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/csv.h"
#include "core/file.h"
#include "core/text/bag_id.h"
#include "core/text/fold.h"
#include "core/text/house_unit.h"
#include "index/db/sql.h"

#define FILE_MAX_BYTES (512u << 20)
#define NAME_MAX_BYTES 200
/* The database of a whole country is not what this is for. */
#define LINES_MAX 20000000
#define IDS 4

enum column {
    G_STREET,
    G_STREET_ID,
    G_NUMBER,
    G_LETTER,
    G_ADDITION,
    G_POSTCODE,
    G_PLACE,
    G_NUMBER_ID,
    G_OBJECT_ID,
    G_BUILDING_ID,
    G_X,
    G_Y,
    G_LAT,
    G_LON,
    G_OLD,
    G_NEW,
    G_FROM,
    G_TO,
    G_COLUMNS
};

/* As extracts of the BAG and lists of street names call their columns; without signs and capitals.
 */
static const struct {
    const char *name;
    enum column column;
} headers[] = {
    { "openbareruimte", G_STREET },
    { "openbareruimtenaam", G_STREET },
    { "naamopenbareruimte", G_STREET },
    { "straat", G_STREET },
    { "straatnaam", G_STREET },
    { "street", G_STREET },
    { "openbareruimteid", G_STREET_ID },
    { "openbareruimteidentificatie", G_STREET_ID },
    { "huisnummer", G_NUMBER },
    { "huisnr", G_NUMBER },
    { "number", G_NUMBER },
    { "huisletter", G_LETTER },
    { "letter", G_LETTER },
    { "huisnummertoevoeging", G_ADDITION },
    { "toevoeging", G_ADDITION },
    { "addition", G_ADDITION },
    { "postcode", G_POSTCODE },
    { "woonplaats", G_PLACE },
    { "woonplaatsnaam", G_PLACE },
    { "plaats", G_PLACE },
    { "place", G_PLACE },
    { "nummeraanduiding", G_NUMBER_ID },
    { "nummeraanduidingid", G_NUMBER_ID },
    { "nummeraanduidingidentificatie", G_NUMBER_ID },
    { "bagid", G_NUMBER_ID },
    { "verblijfsobject", G_OBJECT_ID },
    { "verblijfsobjectid", G_OBJECT_ID },
    { "adresseerbaarobjectid", G_OBJECT_ID },
    { "pand", G_BUILDING_ID },
    { "pandid", G_BUILDING_ID },
    { "x", G_X },
    { "rdx", G_X },
    { "xcoordinaat", G_X },
    { "xrd", G_X },
    { "y", G_Y },
    { "rdy", G_Y },
    { "ycoordinaat", G_Y },
    { "yrd", G_Y },
    { "lat", G_LAT },
    { "latitude", G_LAT },
    { "lon", G_LON },
    { "lng", G_LON },
    { "longitude", G_LON },
    { "oudenaam", G_OLD },
    { "oudestraatnaam", G_OLD },
    { "oud", G_OLD },
    { "oldname", G_OLD },
    { "old", G_OLD },
    { "nieuwenaam", G_NEW },
    { "nieuwestraatnaam", G_NEW },
    { "nieuw", G_NEW },
    { "newname", G_NEW },
    { "new", G_NEW },
    { "van", G_FROM },
    { "vanaf", G_FROM },
    { "begin", G_FROM },
    { "from", G_FROM },
    { "yearfrom", G_FROM },
    { "tot", G_TO },
    { "totenmet", G_TO },
    { "eind", G_TO },
    { "einde", G_TO },
    { "to", G_TO },
    { "yearto", G_TO },
};

struct reading {
    struct store *s;
    struct gazetteer_counts *counts;
    int column[G_COLUMNS]; /* of the file, -1: not there */
    const char *value[G_COLUMNS];
    char id[IDS][BAG_ID_SIZE];
    char street_key[256], place_key[256]; /* of the last street, and its row */
    int64_t street;
};

bool rd_to_wgs84(double x, double y, double *lat, double *lon)
{
    static const struct {
        int p, q;
        double lat, lon;
    } terms[] = {
        { 0, 1, 3235.65389, 0.01199 },  { 2, 0, -32.58297, -0.00022 }, { 0, 2, -0.24750, 0.00022 },
        { 2, 1, -0.84978, 0 },          { 0, 3, -0.06550, 0 },         { 2, 2, -0.01709, 0 },
        { 1, 0, -0.00738, 5260.52916 }, { 4, 0, 0.00530, 0 },          { 2, 3, -0.00039, 0 },
        { 4, 1, 0.00033, 0 },           { 1, 1, -0.00012, 105.94684 }, { 1, 2, 0, 2.45656 },
        { 3, 0, 0, -0.81885 },          { 1, 3, 0, 0.05594 },          { 3, 1, 0, -0.05607 },
        { 3, 2, 0, -0.00256 },          { 1, 4, 0, 0.00128 },          { 5, 0, 0, 0.00026 },
    };
    double dx = (x - 155000) * 1e-5, dy = (y - 463000) * 1e-5, north = 0, east = 0;

    if (!(x > -7000 && x < 300000 && y > 289000 && y < 629000))
        return false;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        double power = pow(dx, terms[i].p) * pow(dy, terms[i].q);
        north += terms[i].lat * power;
        east += terms[i].lon * power;
    }
    *lat = 52.15517440 + north / 3600;
    *lon = 5.38720621 + east / 3600;
    return true;
}

static void header_name(const char *field, char out[64])
{
    size_t n = 0;

    for (; *field != '\0' && n + 1 < 64; field++) {
        char c = *field;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
    }
    out[n] = '\0';
}

static BA_RC read_header(struct reading *r, const char *path, char **fields, size_t n,
                         struct ba_err *err)
{
    for (size_t c = 0; c < G_COLUMNS; c++)
        r->column[c] = -1;
    for (size_t i = 0; i < n; i++) {
        char name[64];
        header_name(fields[i], name);
        for (size_t h = 0; h < sizeof headers / sizeof *headers; h++)
            if (strcmp(name, headers[h].name) == 0 && r->column[headers[h].column] < 0)
                r->column[headers[h].column] = (int)i;
    }
    r->counts->historical = r->column[G_OLD] >= 0 && r->column[G_NEW] >= 0;
    if (r->counts->historical || (r->column[G_STREET] >= 0 && r->column[G_NUMBER] >= 0))
        return BA_OK;
    return ba_fail(err, BA_ITEM, "GAZETTEER_NO_HEADER",
                   "%s: the first line must name the columns `openbareruimte` and `huisnummer` (a "
                   "list of addresses), or `oude_naam` and `nieuwe_naam` (a list of old names)",
                   path);
}

static bool whole(const char *text, int64_t min, int64_t max, int64_t *out)
{
    size_t n = strspn(text, "0123456789");

    *out = n > 0 && n <= 9 ? strtoll(text, NULL, 10) : -1;
    return text[n] == '\0' && *out >= min && *out <= max;
}

/* A number with a point or a comma; no locale, no exponent, no "nan". */
static bool decimal(const char *text, double *out)
{
    double sign = *text == '-' ? -1 : 1, v = 0, scale = 1;
    size_t n = 0;

    text += *text == '-';
    for (; *text >= '0' && *text <= '9' && n < 15; text++, n++)
        v = v * 10 + (*text - '0');
    if (n > 0 && (*text == '.' || *text == ','))
        for (text++; *text >= '0' && *text <= '9'; text++) {
            if (++n > 15)
                continue;
            v = v * 10 + (*text - '0');
            scale *= 10;
        }
    *out = sign * v / scale;
    return n > 0 && *text == '\0';
}

/* Of the Netherlands in Europe, with the sea that is theirs. */
static bool in_country(double lat, double lon)
{
    return lat > 50.7 && lat < 53.8 && lon > 3 && lon < 7.4;
}

/* Degrees; what is wrong with them, or NULL. */
static const char *degrees(const char *lat_text, const char *lon_text, double *lat, double *lon)
{
    if (!decimal(lat_text, lat) || !decimal(lon_text, lon) || fabs(*lat) > 180 || fabs(*lon) > 180)
        return "the coordinates are neither RD (x, y) nor degrees (lat, lon)";
    if (in_country(*lat, *lon))
        return NULL;
    return in_country(*lon, *lat)
               ? "lat and lon are in each other's columns: lat is about 52, lon about 5"
               : "the coordinates lie outside the Netherlands";
}

/* NAN for what is not given; what is wrong, or NULL. */
static const char *coordinates(const struct reading *r, double *lat, double *lon)
{
    const char *const *v = r->value;
    double x, y;

    *lat = *lon = NAN;
    if (v[G_LAT][0] != '\0' && v[G_LON][0] != '\0')
        return degrees(v[G_LAT], v[G_LON], lat, lon);
    if (v[G_X][0] == '\0' || v[G_Y][0] == '\0')
        return NULL;
    if (!decimal(v[G_X], &x) || !decimal(v[G_Y], &y))
        return "the coordinates are neither RD (x, y) nor degrees (lat, lon)";
    if (rd_to_wgs84(x, y, lat, lon))
        return NULL;
    if (in_country(x, y) || in_country(y, x))
        return "x and y are degrees: call the columns lon and lat";
    return rd_to_wgs84(y, x, lat, lon) ? "x and y are in each other's columns"
                                       : "the coordinates lie outside the Netherlands";
}

/* Spreadsheets take the zero off that most municipalities' ids begin with. "" when there is none;
 * false for what is no id. */
static bool read_id(const char *text, char out[BAG_ID_SIZE])
{
    out[0] = '\0';
    return text[0] == '\0' || bag_id_probable(text, out);
}

/* All ids of the line. */
static bool read_ids(struct reading *r)
{
    static const enum column columns[IDS] = { G_STREET_ID, G_NUMBER_ID, G_OBJECT_ID,
                                              G_BUILDING_ID };

    for (size_t i = 0; i < IDS; i++) {
        if (!read_id(r->value[columns[i]], r->id[i]))
            return false;
        r->value[columns[i]] = r->id[i];
    }
    return true;
}

static BA_RC find_street(struct reading *r, const char *key, const char *place_key,
                         struct ba_err *err)
{
    const char *const *v = r->value;
    enum ba_rc rc;

    if (r->street != 0 && strcmp(key, r->street_key) == 0 && strcmp(place_key, r->place_key) == 0)
        return BA_OK;
    r->street = 0;
    rc = sql_run(r->s, err,
                 "INSERT INTO gaz_street(name, place, name_key, place_key, openbare_ruimte_id)"
                 " VALUES(?,?,?,?,?) ON CONFLICT(name_key, place_key) DO UPDATE SET"
                 " openbare_ruimte_id = coalesce(openbare_ruimte_id, excluded.openbare_ruimte_id)",
                 "tttte", v[G_STREET], v[G_PLACE], key, place_key, v[G_STREET_ID]);
    if (rc == BA_OK)
        rc = sql_int(r->s, &r->street, err,
                     "SELECT id FROM gaz_street WHERE name_key = ? AND place_key = ?", "tt", key,
                     place_key);
    snprintf(r->street_key, sizeof r->street_key, "%s", key);
    snprintf(r->place_key, sizeof r->place_key, "%s", place_key);
    return rc;
}

/* *why is set when the line cannot be used. */
static BA_RC take_address(struct reading *r, const char **why, struct ba_err *err)
{
    const char *const *v = r->value;
    char key[256], place_key[256], unit[160], both[NAME_MAX_BYTES * 2 + 8];
    int64_t number;
    double lat, lon;

    fold_key(v[G_STREET], key, sizeof key);
    fold_key(v[G_PLACE], place_key, sizeof place_key);
    snprintf(both, sizeof both, "%s %s", v[G_LETTER], v[G_ADDITION]);
    fold_key(both, unit, sizeof unit);
    if (key[0] == '\0')
        *why = "there is no name of a street";
    else if (!whole(v[G_NUMBER], 1, HOUSE_NUMBER_MAX, &number))
        *why = "the house number is none";
    else if (!read_ids(r))
        *why = "an id of the BAG has 16 digits, the 5th and 6th of which are its kind";
    else
        *why = coordinates(r, &lat, &lon);
    if (*why != NULL)
        return BA_OK;
    enum ba_rc rc = find_street(r, key, place_key, err);
    if (rc != BA_OK)
        return rc;
    /* A verblijfsobject in two panden has two lines: the first counts. */
    return sql_run(r->s, err,
                   "INSERT OR IGNORE INTO gaz_number(street, number, unit, postcode,"
                   " nummeraanduiding_id, verblijfsobject_id, pand_id, lat, lon)"
                   " VALUES(?,?,?,?,?,?,?,?,?)",
                   "iiteeeeDD", r->street, number, unit, v[G_POSTCODE], v[G_NUMBER_ID],
                   v[G_OBJECT_ID], v[G_BUILDING_ID], lat, lon);
}

static BA_RC take_name(struct reading *r, const char **why, struct ba_err *err)
{
    const char *const *v = r->value;
    char old_key[256], new_key[256], place_key[256];
    int64_t from = 0, to = 0;

    fold_key(v[G_OLD], old_key, sizeof old_key);
    fold_key(v[G_NEW], new_key, sizeof new_key);
    fold_key(v[G_PLACE], place_key, sizeof place_key);
    if (old_key[0] == '\0' || new_key[0] == '\0')
        *why = "the old or the new name is missing";
    else if ((v[G_FROM][0] != '\0' && !whole(v[G_FROM], 1000, 2199, &from)) ||
             (v[G_TO][0] != '\0' && !whole(v[G_TO], 1000, 2199, &to)))
        *why = "a year has four digits";
    else if (from != 0 && to != 0 && from > to)
        *why = "the first year is after the last";
    if (*why != NULL)
        return BA_OK;
    return sql_run(r->s, err,
                   "INSERT OR REPLACE INTO gaz_name(old_key, place_key, new_key, old, new,"
                   " year_from, year_to) VALUES(?,?,?,?,?,?,?)",
                   "tttttnn", old_key, place_key, new_key, v[G_OLD], v[G_NEW], from, to);
}

static char *trimmed(char *text)
{
    text += strspn(text, " \t\r\n");
    for (size_t n = strlen(text); n > 0 && (unsigned char)text[n - 1] <= ' '; n--)
        text[n - 1] = '\0';
    for (char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
    return text;
}

static BA_RC take_line(struct reading *r, char **fields, size_t n, const char **why,
                       struct ba_err *err)
{
    for (size_t c = 0; c < G_COLUMNS; c++) {
        int at = r->column[c];
        r->value[c] = at >= 0 && (size_t)at < n ? trimmed(fields[at]) : "";
        if (strlen(r->value[c]) > NAME_MAX_BYTES)
            *why = "a value is longer than any name";
    }
    if (*why != NULL)
        return BA_OK;
    return r->counts->historical ? take_name(r, why, err) : take_address(r, why, err);
}

static BA_RC drop_old(struct store *s, bool historical, struct ba_err *err)
{
    return sql_script(
        s, historical ? "DELETE FROM gaz_name;" : "DELETE FROM gaz_number; DELETE FROM gaz_street;",
        err);
}

static BA_RC finish(struct reading *r, const char *path, struct ba_err *err)
{
    struct gazetteer_counts *c = r->counts;
    enum ba_rc rc = BA_OK;

    if (c->taken == 0)
        return ba_fail(err, BA_ITEM, "GAZETTEER_NO_LINES",
                       "%s has no line that can be used; nothing was imported", path);
    rc = sql_int(r->s, &c->streets, err, "SELECT count(*) FROM gaz_street", "");
    if (rc == BA_OK)
        rc = sql_int(r->s, &c->numbers, err, "SELECT count(*) FROM gaz_number", "");
    if (rc == BA_OK)
        rc = sql_int(r->s, &c->names, err, "SELECT count(*) FROM gaz_name", "");
    if (rc == BA_OK)
        rc = sql_run(r->s, err, "UPDATE dossier SET stale = 1 WHERE stale = 0", "");
    return rc;
}

static BA_RC read_lines(struct reading *r, struct ba_csv *csv, gazetteer_bad_fn bad, void *ctx,
                        struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    char **fields;
    size_t n;

    while ((rc = ba_csv_row(csv, &fields, &n, err)) == BA_OK && n > 0) {
        const char *why = NULL;
        if (++r->counts->lines > LINES_MAX)
            return ba_fail(err, BA_ITEM, "GAZETTEER_TOO_LONG",
                           "the file has more than %d lines; take only the places of this archive",
                           LINES_MAX);
        rc = take_line(r, fields, n, &why, err);
        r->counts->taken += rc == BA_OK && why == NULL;
        r->counts->refused += why != NULL;
        if (rc == BA_OK && why != NULL)
            rc = bad(ctx, ba_csv_line(csv), why, err);
        if (rc != BA_OK)
            return rc;
    }
    return rc;
}

BA_RC gazetteer_import(struct store *s, const char *path, bool add, gazetteer_bad_fn bad, void *ctx,
                       struct gazetteer_counts *out, struct ba_err *err)
{
    struct reading r = { .s = s, .counts = out };
    struct ba_buf b = BA_BUF_INIT(FILE_MAX_BYTES);
    struct ba_csv *csv = NULL;
    char **fields;
    size_t n = 0;
    enum ba_rc rc = ba_file_read(path, &b, err);

    *out = (struct gazetteer_counts){ 0 };
    if (rc == BA_OK) {
        csv = ba_csv_open(path, ba_buf_str(&b), b.len);
        rc = csv != NULL ? ba_csv_row(csv, &fields, &n, err) : ba_fail_mem(err, path);
    }
    if (rc == BA_OK)
        rc = read_header(&r, path, fields, n, err);
    if (rc == BA_OK && !add)
        rc = drop_old(s, out->historical, err);
    if (rc == BA_OK)
        rc = read_lines(&r, csv, bad, ctx, err);
    if (rc == BA_OK)
        rc = finish(&r, path, err);
    ba_csv_close(csv);
    ba_buf_free(&b);
    return rc;
}
