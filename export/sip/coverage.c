#include "export/sip/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/file.h"
#include "export/sip/mdto_text.h"

#define BAG_DIGITS 16
#define SOURCE_CADASTRE "BRK kadastrale aanduiding"

/* The kind of object is in digits 5 and 6 of a BAG identification (catalogus BAG 2018, 7.2). */
static const char *bag_source(const char *id, const char *otherwise)
{
    static const struct {
        const char *digits, *source;
    } kinds[] = { { "01", "BAG verblijfsobject" },  { "02", "BAG ligplaats" },
                  { "03", "BAG standplaats" },      { "10", "BAG pand" },
                  { "20", "BAG nummeraanduiding" }, { "30", "BAG openbare ruimte" } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strncmp(id + 4, kinds[i].digits, 2) == 0)
            return kinds[i].source;
    }
    return otherwise;
}

/* Without id: is there anything of this name? */
static bool is_named(const struct coverage *p, const char *name, const char *id)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct coverage_place *have = &p->list[i];
        if (id == NULL ? strcmp(have->name, name) == 0
                       : have->id != NULL && strcmp(have->id, id) == 0)
            return true;
    }
    return false;
}

static BA_RC add(struct coverage *p, const char *name, const char *id, const char *source,
                 struct ba_err *err)
{
    if (!mdto_has(name) || is_named(p, name, id))
        return BA_OK;
    if (ba_grow(&p->list, &p->cap, p->count + 1, sizeof *p->list) != 0)
        return ba_fail_mem(err, "places");
    struct coverage_place *to = &p->list[p->count++];
    *to = (struct coverage_place){ strdup(name), id == NULL ? NULL : strdup(id), source };
    return to->name == NULL || (id != NULL && to->id == NULL) ? ba_fail_mem(err, "places") : BA_OK;
}

/* Each of the ids that stand in `ids`; what has no 16 digits is none. */
static BA_RC add_bag(struct coverage *p, const char *name, const char *ids, const char *otherwise,
                     struct ba_err *err)
{
    static const char between[] = " ,;|\t";
    enum ba_rc rc = BA_OK;

    for (const char *at = ids == NULL ? "" : ids; rc == BA_OK && *at != '\0';) {
        char id[BAG_DIGITS + 1] = "";
        size_t n = strcspn(at, between);

        if (n == BAG_DIGITS && mdto_digits(at, BAG_DIGITS)) {
            memcpy(id, at, BAG_DIGITS);
            rc = add(p, mdto_has(name) ? name : id, id, bag_source(id, otherwise), err);
        }
        at += n;
        at += strspn(at, between);
    }
    return rc;
}

/* The public space is the street, not the house in it. */
static BA_RC add_street(struct coverage *p, const struct export_address *a, struct ba_err *err)
{
    char *name = mdto_has(a->street) ? ba_strf("%s%s%s", a->street, mdto_has(a->place) ? ", " : "",
                                               mdto_has(a->place) ? a->place : "")
                                     : strdup(mdto_has(a->shown) ? a->shown : "");
    enum ba_rc rc = name == NULL
                        ? ba_fail_mem(err, "places")
                        : add_bag(p, name, a->openbare_ruimte_id, "BAG openbare ruimte", err);

    free(name);
    return rc;
}

static BA_RC add_address(struct coverage *p, const struct export_address *a, struct ba_err *err)
{
    enum ba_rc rc = add_bag(p, a->shown, a->bag_id, "BAG", err);

    if (rc == BA_OK)
        rc = add_bag(p, a->shown, a->verblijfsobject_id, "BAG verblijfsobject", err);
    if (rc == BA_OK)
        rc = add_bag(p, a->shown, a->pand_id, "BAG pand", err);
    if (rc == BA_OK) /* only where no object bears its name yet */
        rc = add(p, a->shown, NULL, NULL, err);
    return rc == BA_OK ? add_street(p, a, err) : rc;
}

/* One parcel keeps the register's own words, which may say more ("ged."). */
static BA_RC add_parcel(struct coverage *p, const struct export_dossier *d,
                        const struct export_parcel *parcel, struct ba_err *err)
{
    bool whole = mdto_has(parcel->municipality);
    char *id = ba_strf("%s%s%s %s", whole ? parcel->municipality : "", whole ? " " : "",
                       parcel->section, parcel->number);
    char *name = id == NULL
                     ? NULL
                     : ba_strf("Kadastraal perceel %s",
                               d->parcel_count == 1 && mdto_has(d->cadastral) ? d->cadastral : id);
    /* A section and a number alone are to be found in every municipality. */
    enum ba_rc rc = name == NULL ? ba_fail_mem(err, "places")
                                 : add(p, name, whole ? id : NULL, SOURCE_CADASTRE, err);

    free(id);
    free(name);
    return rc;
}

BA_RC coverage_make(const struct export_dossier *d, struct coverage *out, struct ba_err *err)
{
    const struct export_address only = { .shown = d->address, .bag_id = d->bag_id };
    enum ba_rc rc = BA_OK;

    *out = (struct coverage){ .list = NULL };
    if (d->address_count == 0)
        rc = add_address(out, &only, err);
    for (size_t i = 0; rc == BA_OK && i < d->address_count; i++)
        rc = add_address(out, &d->addresses[i], err);
    for (size_t i = 0; rc == BA_OK && i < d->parcel_count; i++)
        rc = add_parcel(out, d, &d->parcels[i], err);
    if (rc == BA_OK && d->parcel_count == 0 && mdto_has(d->cadastral)) {
        char *name = ba_strf("Kadastraal perceel %s", d->cadastral);
        rc = name == NULL ? ba_fail_mem(err, "places")
                          : add(out, name, d->cadastral, SOURCE_CADASTRE, err);
        free(name);
    }
    return rc;
}

void coverage_free(struct coverage *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->list[i].name);
        free(p->list[i].id);
    }
    free(p->list);
    *p = (struct coverage){ .list = NULL };
}
