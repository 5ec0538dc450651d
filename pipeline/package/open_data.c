#include "pipeline/package/open_data.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/json_value.h"

static const char csv_header[] =
    "dossier,archive,series,title,permit_kind,work,year_from,year_to,date_received,date_granted,"
    "applicant,architect,cadastral,address_number,address,street,number_from,number_to,letter,"
    "addition,postcode,place,also_named,bag_id,verblijfsobject_id,pand_id,openbare_ruimte_id,lat,"
    "lon,documents,pages,licence\n";

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

/* RFC 4180: quotes around what holds a delimiter, a quote or a line end. */
static void csv_text(struct ba_buf *out, const char *text)
{
    if (text == NULL)
        text = "";
    if (strpbrk(text, ",\"\r\n") == NULL) {
        ba_buf_puts(out, text);
    } else {
        ba_buf_puts(out, "\"");
        for (const char *c = text; *c != '\0'; c++)
            ba_buf_printf(out, *c == '"' ? "\"%c" : "%c", *c);
        ba_buf_puts(out, "\"");
    }
    ba_buf_puts(out, ",");
}

static void csv_number(struct ba_buf *out, int64_t value)
{
    if (value != 0)
        ba_buf_printf(out, "%" PRId64, value);
    ba_buf_puts(out, ",");
}

static void csv_degrees(struct ba_buf *out, double value)
{
    if (!isnan(value))
        ba_buf_printf(out, "%.6f", value);
    ba_buf_puts(out, ",");
}

/* A row an address; a dossier without one has a row too. */
static void csv_row(const struct open_data *o, const struct open_dossier *d, size_t at,
                    struct ba_buf *out)
{
    static const struct open_address none = { .lat = NAN, .lon = NAN };
    bool known = at < d->address_count;
    const struct open_address *a = known ? &d->addresses[at] : &none;
    const char *const head[] = {
        d->number, d->archive, d->series, d->title, d->permit_kind, d->work
    };
    const char *const more[] = { d->date_received, d->date_granted, d->applicant, d->architect,
                                 d->cadastral };
    const char *const tail[] = { a->letter,
                                 a->addition,
                                 a->postcode,
                                 a->place,
                                 a->also_named,
                                 a->bag_id,
                                 a->verblijfsobject_id,
                                 a->pand_id,
                                 a->openbare_ruimte_id };

    for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
        csv_text(out, head[i]);
    csv_number(out, d->year_from);
    csv_number(out, d->year_to);
    for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
        csv_text(out, more[i]);
    csv_number(out, known ? (int64_t)at + 1 : 0);
    csv_text(out, a->shown);
    csv_text(out, a->street);
    csv_number(out, a->number_from);
    csv_number(out, a->number_to);
    for (size_t i = 0; i < sizeof(tail) / sizeof(tail[0]); i++)
        csv_text(out, tail[i]);
    csv_degrees(out, a->lat);
    csv_degrees(out, a->lon);
    ba_buf_printf(out, "%zu,%" PRId64 ",", d->document_count, pages_of(d));
    csv_text(out, o->licence);
    out->data[out->len - 1] = '\n'; /* instead of the last comma */
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

/* What is the same for all addresses. */
static json_t *dossier_json(const struct open_data *o, const struct open_dossier *d)
{
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I,"
                     " s:s}",
                     "dossier", d->number, "archive", d->archive, "series", json_text(d->series),
                     "title", json_text(d->title), "permit_kind", json_text(d->permit_kind), "work",
                     json_text(d->work), "year_from", json_count(d->year_from, 0), "year_to",
                     json_count(d->year_to, 0), "date_received", json_text(d->date_received),
                     "date_granted", json_text(d->date_granted), "applicant",
                     json_text(d->applicant), "architect", json_text(d->architect), "cadastral",
                     json_text(d->cadastral), "documents", documents_json(d), "pages",
                     (json_int_t)pages_of(d), "licence", o->licence);
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
    if (o->format == OPENDATA_CSV)
        ba_buf_puts(out, csv_header);
    if (o->format != OPENDATA_GEOJSON)
        return;
    json_t *licence = json_string(o->licence), *creator = json_string(o->creator);
    char *l = licence != NULL ? json_dumps(licence, JSON_ENCODE_ANY) : NULL;
    char *c = creator != NULL ? json_dumps(creator, JSON_ENCODE_ANY) : NULL;

    ba_buf_printf(out,
                  "{\"type\":\"FeatureCollection\",\"licence\":%s,\"creator\":%s,\"features\":[",
                  l != NULL ? l : "null", c != NULL ? c : "null");
    json_decref(licence);
    json_decref(creator);
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
