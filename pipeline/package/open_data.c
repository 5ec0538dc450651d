#include "pipeline/package/open_data.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"

#include "core/json_value.h"

/* Between columns while a row is made; no text holds it (is_hidden). */
#define CSV_SEPARATOR "\x1f"

/* A row: what the dossier is, its columns by their places, the address, and what comes last; behind
 * that the columns that were added since. */
static const char csv_head[] = "dossier,archive,archive_name,creator";
static const char csv_tail[] =
    "address_number,address,street,number_from,number_to,letter,addition,postcode,place,also_named,"
    "bag_id,verblijfsobject_id,pand_id,openbare_ruimte_id,lat,lon,document_count,pages,licence";

void open_dossier_free(struct open_dossier *d)
{
    for (size_t i = 0; i < d->address_count; i++) {
        struct open_address *a = &d->addresses[i];
        char *owned[] = { a->shown,
                          a->street,
                          a->letter,
                          a->addition,
                          a->postcode,
                          a->place,
                          a->bag_id,
                          a->verblijfsobject_id,
                          a->pand_id,
                          a->also_named,
                          a->openbare_ruimte_id };

        for (size_t k = 0; k < sizeof(owned) / sizeof(owned[0]); k++)
            free(owned[k]);
    }
    for (size_t i = 0; i < d->document_count; i++) {
        free(d->documents[i].name);
        free(d->documents[i].kind);
    }
    free(d->archive);
    free(d->archive_name);
    free(d->creator);
    for (int i = 0; i < D_COUNT; i++)
        free(d->value[i]);
    free(d->addresses);
    free(d->documents);
    *d = (struct open_dossier){ 0 };
}

static int64_t pages_of(const struct open_dossier *d)
{
    int64_t n = 0;

    for (size_t i = 0; i < d->document_count; i++)
        n += d->documents[i].pages;
    return n;
}

/* What a spreadsheet would take for a formula (OWASP: CSV injection) gets an apostrophe before it.
 */
static bool is_formula(const char *text)
{
    return *text != '\0' && strchr("=+-@", *text) != NULL;
}

/* Controls, and signs that turn the direction of what is shown. */
static bool is_hidden(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x61C || cp == 0x200B || cp == 0x200E ||
           cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) ||
           cp == 0xFEFF;
}

/* RFC 4180: quotes around what holds a delimiter or a quote; line ends become spaces. */
static void csv_text(struct ba_buf *out, const char *text)
{
    size_t len = text != NULL ? strlen(text) : 0, step;
    bool quoted = len > 0 && strpbrk(text, ",;\"") != NULL;
    uint32_t cp;

    ba_buf_puts(out, quoted ? "\"" : "");
    for (size_t i = 0; i < len; i += step) {
        bool first = i == 0;

        step = ba_utf8_decode(text + i, len - i, &cp);
        if (first && is_formula(text))
            ba_buf_puts(out, "'");
        if (cp == '\n' || cp == '\t')
            ba_buf_puts(out, " ");
        else if (cp == '"')
            ba_buf_puts(out, "\"\"");
        else if (!is_hidden(cp))
            ba_buf_add(out, text + i, step);
    }
    ba_buf_puts(out, quoted ? "\"" : "");
    ba_buf_puts(out, CSV_SEPARATOR);
}

static void csv_number(struct ba_buf *out, int64_t value)
{
    if (value != 0)
        ba_buf_printf(out, "%" PRId64, value);
    ba_buf_puts(out, CSV_SEPARATOR);
}

static void csv_degrees(struct ba_buf *out, double value)
{
    if (!isnan(value))
        ba_buf_printf(out, "%.6f", value);
    ba_buf_puts(out, CSV_SEPARATOR);
}

/* The columns at these places; the last place is the last that there is. */
static void csv_columns(struct ba_buf *out, const struct open_dossier *d, int from, int to)
{
    for (int place = from; place <= to && column_at_open(place) != D_COUNT; place++)
        csv_text(out, d->value[column_at_open(place)]);
}

static void csv_address(struct ba_buf *out, const struct open_address *a)
{
    const char *const tail[] = { a->letter,
                                 a->addition,
                                 a->postcode,
                                 a->place,
                                 a->also_named,
                                 a->bag_id,
                                 a->verblijfsobject_id,
                                 a->pand_id,
                                 a->openbare_ruimte_id };

    csv_text(out, a->shown);
    csv_text(out, a->street);
    csv_number(out, a->number_from);
    csv_number(out, a->number_to);
    for (size_t i = 0; i < sizeof(tail) / sizeof(tail[0]); i++)
        csv_text(out, tail[i]);
    csv_degrees(out, a->lat);
    csv_degrees(out, a->lon);
}

/* Ends a row or the header: no delimiter behind the last cell, and the delimiter that is wanted. */
static void csv_end(const struct open_data *o, struct ba_buf *out, size_t begin)
{
    for (size_t i = begin; !out->failed && i < out->len; i++)
        if (out->data[i] == CSV_SEPARATOR[0])
            out->data[i] = o->excel ? ';' : ',';
    if (!out->failed)
        out->len--;
    ba_buf_puts(out, "\r\n");
}

/* A row an address; a dossier without one has a row too. */
static void csv_row(const struct open_data *o, const struct open_dossier *d, size_t at,
                    struct ba_buf *out)
{
    static const struct open_address none = { .lat = NAN, .lon = NAN };
    bool known = at < d->address_count;
    const char *const head[] = { d->number, d->archive, d->archive_name, d->creator };
    size_t begin = out->len;

    for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
        csv_text(out, head[i]);
    csv_columns(out, d, 1, OPEN_PLACES_FIRST);
    csv_number(out, known ? (int64_t)at + 1 : 0);
    csv_address(out, known ? &d->addresses[at] : &none);
    ba_buf_printf(out, "%zu" CSV_SEPARATOR "%" PRId64 CSV_SEPARATOR, d->document_count,
                  pages_of(d));
    csv_text(out, o->licence);
    csv_columns(out, d, OPEN_PLACES_FIRST + 1, D_COUNT);
    csv_end(o, out, begin);
}

static void csv_names(struct ba_buf *out, const char *names)
{
    for (const char *c = names; *c != '\0'; c++)
        ba_buf_add(out, *c == ',' ? CSV_SEPARATOR : c, 1);
    ba_buf_puts(out, CSV_SEPARATOR);
}

static void csv_column_names(struct ba_buf *out, int from, int to)
{
    for (int place = from; place <= to && column_at_open(place) != D_COUNT; place++)
        csv_names(out, columns[column_at_open(place)].name);
}

static void csv_header(const struct open_data *o, struct ba_buf *out)
{
    size_t begin = out->len;

    csv_names(out, csv_head);
    csv_column_names(out, 1, OPEN_PLACES_FIRST);
    csv_names(out, csv_tail);
    csv_column_names(out, OPEN_PLACES_FIRST + 1, D_COUNT);
    csv_end(o, out, begin);
}

static json_t *degrees(double value)
{
    return isnan(value) ? json_null() : json_rounded(value, 6);
}

static json_t *address_json(const struct open_address *a)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
                     "address", json_text(a->shown), "street", json_text(a->street), "number_from",
                     json_count(a->number_from, 0), "number_to", json_count(a->number_to, 0),
                     "letter", json_text(a->letter), "addition", json_text(a->addition), "postcode",
                     json_text(a->postcode), "place", json_text(a->place), "also_named",
                     json_text(a->also_named), "bag_id", json_text(a->bag_id), "verblijfsobject_id",
                     json_text(a->verblijfsobject_id), "pand_id", json_text(a->pand_id),
                     "openbare_ruimte_id", json_text(a->openbare_ruimte_id), "lat", degrees(a->lat),
                     "lon", degrees(a->lon));
}

static json_t *documents_json(const struct open_dossier *d)
{
    json_t *list = json_array();

    for (size_t i = 0; list != NULL && i < d->document_count; i++)
        json_array_append_new(list, json_pack("{s:s, s:o, s:I}", "document", d->documents[i].name,
                                              "kind", json_text(d->documents[i].kind), "pages",
                                              (json_int_t)d->documents[i].pages));
    return list;
}

/* The columns at these places; whole numbers as numbers. */
static void json_columns(json_t *o, const struct open_dossier *d, int from, int to)
{
    for (int place = from; place <= to && column_at_open(place) != D_COUNT; place++) {
        enum description_name at = column_at_open(place);
        const char *value = d->value[at];

        json_object_set_new(o, columns[at].name,
                            column_is_whole(at) && value != NULL
                                ? json_count(strtoll(value, NULL, 10), 0)
                                : json_text(value));
    }
}

/* What is the same for all addresses. */
static json_t *dossier_json(const struct open_data *o, const struct open_dossier *d)
{
    json_t *object =
        json_pack("{s:s, s:o, s:o, s:o}", "dossier", d->number, "archive", json_text(d->archive),
                  "archive_name", json_text(d->archive_name), "creator", json_text(d->creator));

    json_columns(object, d, 1, OPEN_PLACES_FIRST);
    json_object_set_new(object, "documents", documents_json(d));
    json_object_set_new(object, "document_count", json_integer((json_int_t)d->document_count));
    json_object_set_new(object, "pages", json_integer((json_int_t)pages_of(d)));
    if (json_object_set_new(object, "licence", json_string(o->licence)) != 0) {
        json_decref(object);
        return NULL;
    }
    json_columns(object, d, OPEN_PLACES_FIRST + 1, D_COUNT);
    return object;
}

static BA_RC put_json(json_t *object, struct ba_buf *out, struct ba_err *err)
{
    char *text = object != NULL ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(12)) : NULL;

    if (text != NULL)
        ba_buf_puts(out, text);
    json_decref(object);
    free(text);
    return text != NULL ? BA_OK : ba_fail_mem(err, "open data");
}

static BA_RC put_line(const struct open_data *o, const struct open_dossier *d, struct ba_buf *out,
                      struct ba_err *err)
{
    json_t *line = dossier_json(o, d), *list = json_array();

    for (size_t i = 0; list != NULL && i < d->address_count; i++)
        json_array_append_new(list, address_json(&d->addresses[i]));
    if (line != NULL)
        json_object_set_new(line, "addresses", list);
    enum ba_rc rc = put_json(line, out, err);
    ba_buf_puts(out, "\n");
    return rc;
}

/* A feature an address; without a place on the map its geometry is null. Longitude goes first. */
static BA_RC put_feature(struct open_data *o, const struct open_dossier *d, size_t at,
                         struct ba_buf *out, struct ba_err *err)
{
    const struct open_address *a = at < d->address_count ? &d->addresses[at] : NULL;
    json_t *properties = dossier_json(o, d), *address = a != NULL ? address_json(a) : NULL;
    json_t *geometry = a == NULL || isnan(a->lat)
                           ? json_null()
                           : json_pack("{s:s, s:[o, o]}", "type", "Point", "coordinates",
                                       degrees(a->lon), degrees(a->lat));

    if (properties != NULL && address != NULL)
        json_object_update(properties, address);
    json_decref(address);
    ba_buf_puts(out, o->any ? ",\n" : "\n");
    o->any = true;
    return put_json(json_pack("{s:s, s:o, s:o}", "type", "Feature", "geometry", geometry,
                              "properties", properties),
                    out, err);
}

void opendata_begin(struct open_data *o, struct ba_buf *out)
{
    o->any = false;
    if (o->format == OPENDATA_CSV) {
        ba_buf_puts(out, o->excel ? "\xEF\xBB\xBF" : "");
        csv_header(o, out);
    }
    if (o->format != OPENDATA_GEOJSON)
        return;
    json_t *licence = json_string(o->licence), *publisher = json_string(o->publisher);
    char *l = licence != NULL ? json_dumps(licence, JSON_ENCODE_ANY) : NULL;
    char *c = publisher != NULL ? json_dumps(publisher, JSON_ENCODE_ANY) : NULL;

    ba_buf_printf(out,
                  "{\"type\":\"FeatureCollection\",\"licence\":%s,\"publisher\":%s,\"features\":[",
                  l != NULL ? l : "null", c != NULL ? c : "null");
    json_decref(licence);
    json_decref(publisher);
    free(l);
    free(c);
}

BA_RC opendata_put(struct open_data *o, const struct open_dossier *d, struct ba_buf *out,
                   struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    size_t rows = d->address_count > 0 ? d->address_count : 1;

    if (o->format == OPENDATA_JSONL)
        return put_line(o, d, out, err);
    for (size_t i = 0; rc == BA_OK && i < rows; i++) {
        if (o->format == OPENDATA_CSV)
            csv_row(o, d, i, out);
        else
            rc = put_feature(o, d, i, out, err);
        if (rc == BA_OK)
            rc = ba_buf_check(out, "open data", err);
    }
    return rc;
}

void opendata_end(struct open_data *o, struct ba_buf *out)
{
    if (o->format == OPENDATA_GEOJSON)
        ba_buf_puts(out, o->any ? "\n]}\n" : "]}\n");
}
