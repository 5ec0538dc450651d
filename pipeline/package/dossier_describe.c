/* What is known of a dossier and its documents, out of the store. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/text/parcel.h"
#include "index/records/dossier.h"
#include "pipeline/package/dossier_load_private.h"

const char *loaded_keep(struct loaded *n, char *text)
{
    if (text == NULL ||
        ba_grow(&n->texts, &n->text_cap, n->text_count + 1, sizeof(*n->texts)) != 0) {
        free(text);
        return NULL;
    }
    n->texts[n->text_count++] = text;
    return text;
}

const char *loaded_copy(struct loaded *n, const char *text, bool *ok)
{
    const char *kept = loaded_keep(n, strdup(text == NULL ? "" : text));

    *ok = *ok && kept != NULL;
    return kept;
}

/* A text of the row and where the dossier has it. */
#define SAME(name)                                                                                 \
    {                                                                                              \
        offsetof(struct dossier_row, name), offsetof(struct export_dossier, name)                  \
    }
static const struct {
    size_t from, to;
} dossier_texts[] = {
    SAME(number),
    SAME(series),
    SAME(title),
    SAME(address),
    SAME(bag_id),
    SAME(cadastral),
    SAME(permit_kind),
    SAME(work),
    SAME(applicant),
    SAME(architect),
    SAME(access),
    SAME(access_until),
    SAME(case_number),
    SAME(case_source),
    SAME(other_ids),
    SAME(appraisal),
    SAME(category),
    SAME(date_drawn),
    SAME(date_received),
    SAME(date_granted),
    SAME(retention_until),
    SAME(access_ground),
    SAME(copyright_holder),
    SAME(drawing_number),
    SAME(scale),
};
#undef SAME

/* Of a dossier without years: those in which it was applied for and granted. */
static void years_by_dates(struct export_dossier *d)
{
    const char *const dates[] = { d->date_received, d->date_granted };

    if (d->year_from != 0 || d->year_to != 0)
        return;
    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        int year = 0;

        if (dates[i] == NULL || sscanf(dates[i], "%4d", &year) != 1 || year <= 0)
            continue;
        if (d->year_from == 0 || year < d->year_from)
            d->year_from = year;
        if (year > d->year_to)
            d->year_to = year;
    }
}

/* Columns that have code of their own decide themselves; of all others nothing leaves that was only
 * read in a text. */
static bool leaves(enum description_name column, enum field_source source)
{
    return columns[column].mdto.kind == COLUMN_MDTO_OWN || source != FIELD_TEXT;
}

static BA_RC take_dossier(void *ctx, const struct dossier_row *row, struct ba_err *err)
{
    struct loaded *n = ctx;
    struct export_dossier *d = &n->d;
    bool ok = true;

    if (row->id != n->id)
        return BA_OK;
    for (size_t i = 0; i < sizeof(dossier_texts) / sizeof(dossier_texts[0]); i++) {
        const char *const *from = (const void *)((const char *)row + dossier_texts[i].from);

        *(const char **)(void *)((char *)d + dossier_texts[i].to) = loaded_copy(n, *from, &ok);
    }
    for (int i = 0; i < D_COUNT; i++)
        if (leaves((enum description_name)i, row->source[i]))
            d->value[i] = loaded_copy(n, row->value[i], &ok);
    d->year_from = row->year_from > 0 && row->year_from < 10000 ? (int)row->year_from : 0;
    d->year_to = row->year_to > 0 && row->year_to < 10000 ? (int)row->year_to : 0;
    years_by_dates(d);
    d->sheets_expected = row->sheets_expected;
    return ok ? BA_OK : ba_fail_mem(err, "a dossier");
}

static BA_RC take_address(void *ctx, const struct address_row *row, struct ba_err *err)
{
    struct loaded *n = ctx;
    bool ok = true;

    if (ba_grow(&n->addresses, &n->address_cap, n->address_count + 1, sizeof(*n->addresses)) != 0)
        return ba_fail_mem(err, "addresses");
    n->addresses[n->address_count++] = (struct export_address){
        .shown = loaded_copy(n, row->shown, &ok),
        .street = loaded_copy(n, row->street, &ok),
        .place = loaded_copy(n, row->place, &ok),
        .bag_id = loaded_copy(n, row->bag_id, &ok),
        .verblijfsobject_id = loaded_copy(n, row->verblijfsobject_id, &ok),
        .pand_id = loaded_copy(n, row->pand_id, &ok),
        .openbare_ruimte_id = loaded_copy(n, row->openbare_ruimte_id, &ok),
    };
    return ok ? BA_OK : ba_fail_mem(err, "addresses");
}

static BA_RC take_parcels(struct loaded *n, struct ba_err *err)
{
    struct parcel p = { .number = "" };
    const char *at = n->d.cadastral != NULL ? n->d.cadastral : "";
    bool ok = true;

    while (ok && parcel_next(&at, &p)) {
        if (ba_grow(&n->parcels, &n->parcel_cap, n->parcel_count + 1, sizeof(*n->parcels)) != 0)
            return ba_fail_mem(err, "parcels");
        n->parcels[n->parcel_count++] = (struct export_parcel){
            .municipality = loaded_copy(n, p.municipality, &ok),
            .section = loaded_copy(n, p.section, &ok),
            .number = loaded_copy(n, p.number, &ok),
        };
    }
    return ok ? BA_OK : ba_fail_mem(err, "parcels");
}

static BA_RC take_document(void *ctx, const struct document_row *row, struct ba_err *err)
{
    struct loaded *n = ctx;
    bool ok = true;

    if (ba_grow(&n->documents, &n->cap, n->count + 1, sizeof(*n->documents)) != 0 ||
        ba_grow(&n->document_ids, &n->ids_cap, n->count + 1, sizeof(*n->document_ids)) != 0)
        return ba_fail_mem(err, "documents");
    n->document_ids[n->count] = row->id;
    n->documents[n->count++] =
        (struct export_document){ .seq = row->seq,
                                  .kind = loaded_copy(n, row->kind, &ok),
                                  .title = loaded_copy(n, row->title, &ok),
                                  .access = loaded_copy(n, row->access, &ok),
                                  .access_until = loaded_copy(n, row->access_until, &ok),
                                  .access_ground = loaded_copy(n, row->access_ground, &ok),
                                  .copyright_holder = loaded_copy(n, row->copyright_holder, &ok) };
    n->documents[n->count - 1].value[D_ACCESS_GROUND] = n->documents[n->count - 1].access_ground;
    n->documents[n->count - 1].value[D_COPYRIGHT_HOLDER] =
        n->documents[n->count - 1].copyright_holder;
    return ok ? BA_OK : ba_fail_mem(err, "documents");
}

/* What a person or its title blocks say of a document; the rest is in its row. */
#define OWN(name)                                                                                  \
    {                                                                                              \
#name, offsetof(struct export_document, name)                                              \
    }
static const struct {
    const char *name;
    size_t to;
} document_texts[] = {
    OWN(date_drawn), OWN(date_received), OWN(date_granted), OWN(drawing_number), OWN(scale),
    OWN(architect),  OWN(case_number),   OWN(case_source),  OWN(other_ids),
};
#undef OWN

struct describing {
    struct loaded *loaded;
    struct export_document *document;
};

static BA_RC take_document_field(void *ctx, const struct document_field_row *row,
                                 struct ba_err *err)
{
    struct describing *d = ctx;
    enum description_name column = column_find(row->name);
    bool ok = true;

    for (size_t i = 0; row->current && i < sizeof(document_texts) / sizeof(document_texts[0]); i++)
        if (strcmp(row->name, document_texts[i].name) == 0)
            *(const char **)(void *)((char *)d->document + document_texts[i].to) =
                loaded_copy(d->loaded, row->value, &ok);
    if (row->current && column != D_COUNT && leaves(column, row->source))
        d->document->value[column] = loaded_copy(d->loaded, row->value, &ok);
    return ok ? BA_OK : ba_fail_mem(err, "documents");
}

BA_RC loaded_describe(struct loaded *n, const char *number, struct ba_err *err)
{
    struct store *s = n->loader->depot->store;
    enum ba_rc rc = dossier_each(s, number, take_dossier, n, err);

    if (rc == BA_OK)
        rc = address_each(s, n->id, take_address, n, err);
    if (rc == BA_OK)
        rc = take_parcels(n, err);
    if (rc == BA_OK)
        rc = document_each(s, n->id, take_document, n, err);
    for (size_t i = 0; rc == BA_OK && i < n->count; i++) {
        struct describing d = { n, &n->documents[i] };

        rc = document_field_each(s, n->document_ids[i], take_document_field, &d, err);
    }
    if (rc == BA_OK && n->count == 0) /* pages that no sheet put under a document */
        rc = take_document(n, &(struct document_row){ .seq = 1 }, err);
    n->d.addresses = n->addresses;
    n->d.address_count = n->address_count;
    n->d.parcels = n->parcels;
    n->d.parcel_count = n->parcel_count;
    return rc;
}
