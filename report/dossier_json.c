#include "report/dossier_json.h"

#include <math.h>
#include <stdlib.h>

#include "core/columns.h"
#include "core/json_value.h"
#include "core/text/parcel.h"
#include "index/correction/page_drop.h"
#include "index/correction/page_replace.h"
#include "report/page_json.h"
#include "report/title_block_json.h"

struct filling {
    struct depot *depot;
    json_t *list; /* being filled; borrowed */
    json_t *own;  /* the same, of the fields of a document */
};

static BA_RC add_past(void *ctx, const struct page_history_page *past, struct ba_err *err)
{
    struct filling *s = ctx;
    json_t *o;

    o = json_loads(past->detail, 0, NULL);
    if (o == NULL || json_object_set_new(o, "until", json_string(past->at)) != 0 ||
        json_object_set_new(o, "who", json_text(past->who)) != 0 ||
        json_object_set_new(o, "why", json_text(past->reason)) != 0 ||
        json_array_append_new(s->list, o) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

static BA_RC add_own(void *ctx, const struct document_field_row *f, struct ba_err *err)
{
    struct filling *s = ctx;

    if (json_array_append_new(s->own,
                              json_pack("{s:s, s:o, s:o, s:b, s:o, s:s}", "name", f->name, "value",
                                        json_text(f->value), "who", json_text(f->who), "current",
                                        f->current, "at", json_text(f->at), "source",
                                        f->source == FIELD_TEXT ? "text" : "person")) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

static BA_RC add_document(void *ctx, const struct document_row *t, struct ba_err *err)
{
    struct filling *s = ctx;

    s->own = json_array();
    enum ba_rc rc = document_field_each(s->depot->store, t->id, add_own, s, err);
    json_t *o = json_pack("{s:s, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "document",
                          t->name, "kind", json_text(t->kind), "title", json_text(t->title),
                          "pages", (json_int_t)t->pages, "access", json_text(t->access),
                          "access_until", json_text(t->access_until), "access_ground",
                          json_text(t->access_ground), "copyright", json_text(t->copyright),
                          "copyright_holder", json_text(t->copyright_holder), "copyright_until",
                          json_text(t->copyright_until), "fields", s->own);
    if (rc == BA_OK && json_array_append_new(s->list, o) != 0)
        rc = ba_fail_mem(err, "output");
    else if (rc != BA_OK)
        json_decref(o);
    return rc;
}

static json_t *degrees(double v)
{
    return isnan(v) ? json_null() : json_rounded(v, 6);
}

static BA_RC add_address(void *ctx, const struct address_row *a, struct ba_err *err)
{
    struct filling *s = ctx;

    if (json_array_append_new(
            s->list,
            json_pack("{s:I, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o,"
                      " s:o, s:b, s:o, s:o}",
                      "item", (json_int_t)a->item, "address", a->shown, "street",
                      json_text(a->street), "number_from", json_count(a->number_from, 0),
                      "number_to", json_count(a->number_to, 0), "letter", json_text(a->letter),
                      "addition", json_text(a->addition), "postcode", json_text(a->postcode),
                      "place", json_text(a->place), "bag_id", json_text(a->bag_id),
                      "verblijfsobject_id", json_text(a->verblijfsobject_id), "pand_id",
                      json_text(a->pand_id), "openbare_ruimte_id", json_text(a->openbare_ruimte_id),
                      "from", json_text(a->valid_from), "to", json_text(a->valid_to), "also_named",
                      json_text(a->also_named), "from_gazetteer", a->resolved, "lat",
                      degrees(a->lat), "lon", degrees(a->lon))) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

static const char *source_name(enum field_source source)
{
    return source == FIELD_PERSON ? "person" : source == FIELD_REGISTER ? "register" : "text";
}

/* Where it was read, null when that is not known. */
static json_t *boxes_of(const struct field_row *f)
{
    json_t *list = f->box[0] != '\0' ? json_loads(f->box, 0, NULL) : NULL;

    return list != NULL ? list : json_null();
}

static BA_RC add_field(void *ctx, const struct field_row *f, struct ba_err *err)
{
    struct filling *s = ctx;

    if (json_array_append_new(
            s->list,
            json_pack("{s:s, s:I, s:o, s:s, s:o, s:o, s:o, s:o, s:b, s:s}", "name", f->name, "item",
                      (json_int_t)f->item, "value", json_text(f->value), "source",
                      source_name(f->source), "rule", json_text(f->rule), "confidence",
                      json_rounded(f->confidence, 3), "page", json_count(f->page, 0), "boxes",
                      boxes_of(f), "current", f->current, "at", f->at)) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

static BA_RC add_page(void *ctx, const struct page_row *p, struct ba_err *err)
{
    struct filling *s = ctx;

    if (p->state == PAGE_SEPARATOR)
        return BA_OK;
    return json_array_append_new(s->list, page_json(s->depot, p)) == 0 ? BA_OK
                                                                       : ba_fail_mem(err, "output");
}

/* Fills a new array of the dossier's object through one of the store's iterators. */
#define FILL(o, key, call)                                                                         \
    do {                                                                                           \
        s.list = json_array();                                                                     \
        if (rc == BA_OK)                                                                           \
            rc = (call);                                                                           \
        if (json_object_set_new((o), (key), s.list) != 0 && rc == BA_OK)                           \
            rc = ba_fail_mem(err, "output");                                                       \
    } while (0)

/* Municipality, section and number of each parcel. */
static json_t *parcels(const char *cadastral)
{
    struct parcel p = { "", "", "" };
    json_t *list = json_array();

    while (parcel_next(&cadastral, &p))
        json_array_append_new(list, json_pack("{s:o, s:s, s:s}", "municipality",
                                              json_text(p.municipality), "section", p.section,
                                              "number", p.number));
    return list;
}

/* Whole numbers as numbers, null for what is unknown. */
static json_t *value_json(const struct dossier_row *d, enum description_name column)
{
    return column_is_whole(column) && *d->value[column] != '\0'
               ? json_integer(strtoll(d->value[column], NULL, 10))
               : json_text(d->value[column]);
}

static json_t *dossier_object(const struct depot *depot, const struct dossier_row *d)
{
    json_t *o = json_pack("{s:s, s:s, s:o, s:b}", "dossier", d->number, "archive",
                          *d->archive != '\0' ? d->archive : depot->config.archive_id, "series",
                          json_text(d->series), "in_register", d->in_register);

    json_object_set_new(o, "address", json_text(d->address));
    for (int i = 0; i < D_COUNT; i++)
        if (i != D_SERIES && i != D_YEAR_FROM && i != D_YEAR_TO && i != D_SHEETS_EXPECTED)
            json_object_set_new(o, columns[i].name, value_json(d, (enum description_name)i));
    json_object_set_new(o, "parcels", parcels(d->cadastral));
    json_object_set_new(o, "year_from", json_count(d->year_from, 0));
    json_object_set_new(o, "year_to", json_count(d->year_to, 0));
    json_object_set_new(o, "sheets_expected", json_count(d->sheets_expected, -1));
    json_object_set_new(o, "page_count", json_integer(d->pages));
    return o;
}

BA_RC dossier_json(struct depot *depot, const struct dossier_row *d, json_t **to,
                   struct ba_err *err)
{
    struct filling s = { .depot = depot };
    struct page_filter filter = { .dossier = d->id };
    json_t *o = dossier_object(depot, d);
    enum ba_rc rc = o != NULL ? BA_OK : ba_fail_mem(err, "output");

    FILL(o, "addresses", address_each(depot->store, d->id, add_address, &s, err));
    FILL(o, "documents", document_each(depot->store, d->id, add_document, &s, err));
    FILL(o, "fields", field_each(depot->store, d->id, add_field, &s, err));
    FILL(o, "pages", page_each(depot->store, &filter, add_page, &s, err));
    *to = rc == BA_OK ? o : NULL;
    if (rc != BA_OK)
        json_decref(o);
    return rc;
}

static BA_RC set_dropped(void *ctx, const struct page_dropped *d, struct ba_err *err)
{
    json_t *o =
        json_pack("{s:s, s:s, s:s, s:o, s:o}", "at", d->at, "who", d->who, "reason", d->reason,
                  "same_as", json_count(d->other, 0), "same_sheet", json_text(d->other_sheet));

    return o != NULL && json_object_set_new(ctx, "dropped", o) == 0 ? BA_OK
                                                                    : ba_fail_mem(err, "output");
}

BA_RC dossier_page_json(struct depot *depot, const struct page_row *p, json_t **to,
                        struct ba_err *err)
{
    struct filling s = { .depot = depot, .list = json_array() };
    json_t *o = page_json(depot, p);
    enum ba_rc rc = BA_OK;

    *to = NULL;
    if (o == NULL || json_object_set_new(o, "history", s.list) != 0)
        rc = ba_fail_mem(err, "output");
    if (rc == BA_OK)
        rc = page_history_each(depot->store, p->id, add_past, &s, err);
    if (rc == BA_OK && json_object_set_new(o, "dropped", json_null()) != 0)
        rc = ba_fail_mem(err, "output");
    if (rc == BA_OK)
        rc = page_dropped_read(depot->store, p->id, set_dropped, o, err);
    if (rc == BA_OK)
        rc = title_block_json(depot, p, o, err);
    if (rc == BA_OK)
        *to = o;
    else
        json_decref(o);
    return rc;
}
