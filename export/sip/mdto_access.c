/*
 * mdto_judged.c - what people decided on a dossier or document: how long to keep it, who may see
 * it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "export/sip/mdto_private.h"

#define LIST_APPRAISAL "Begrippenlijst Waarderingen MDTO"

static const char *text(const char *s)
{
    return s == NULL ? "" : s;
}

struct export_access export_access_of(const struct export_dossier *d,
                                      const struct export_document *doc)
{
    struct export_access all = { text(d->access), text(d->access_until), text(d->access_ground) };

    if (doc == NULL)
        return all;
    if (mdto_has(doc->access) && strcmp(doc->access, all.access) != 0)
        return (struct export_access){ doc->access, text(doc->access_until),
                                       text(doc->access_ground) };
    return (struct export_access){ all.access,
                                   mdto_has(doc->access_until) ? doc->access_until : all.until,
                                   mdto_has(doc->access_ground) ? doc->access_ground : all.ground };
}

/* What the list says of the restriction, and why a person put it. */
static void put_ground(struct xml *x, const char *description, const char *ground)
{
    char *both = mdto_has(description) && mdto_has(ground)
                     ? ba_strf("%s; %s", description, ground)
                     : strdup(mdto_has(ground) ? ground : description);

    if (both == NULL)
        x->b.failed = true;
    xml_text(x, "beperkingGebruikNadereBeschrijving", both, XML_TEXT_CHARS);
    free(both);
}

bool mdto_term(const struct export_dossier *d, const char *until, char from[DATE_LEN],
               char to[DATE_LEN])
{
    if (d->year_to <= 0 || d->year_to > 9999)
        return false;
    snprintf(from, DATE_LEN, "%04u-12-31", (unsigned)d->year_to % 10000);
    return date_last_day(until, to) && strcmp(to, from) >= 0;
}

bool mdto_retention(const struct export_dossier *d, char end[DATE_LEN])
{
    char year[8];

    snprintf(year, sizeof year, "%04u", d->year_to > 0 ? (unsigned)d->year_to % 10000 : 0);
    return date_last_day(d->retention_until, end) && strncmp(end, year, 4) >= 0;
}

void mdto_put_appraisal(struct xml *x, const struct mdto *m, const struct export_dossier *d)
{
    const struct export_archive *a = m->archive;
    char end[DATE_LEN];
    const struct list_pair *p =
        list_find_appraisal(m->lists, d != NULL && mdto_has(d->appraisal) ? d->appraisal
                                      : mdto_has(a->appraisal)            ? a->appraisal
                                                                          : "B");
    if (p != NULL)
        mdto_put_term(x, "waardering", p->label, p->code, LIST_APPRAISAL);
    if (p != NULL && d != NULL && strcmp(p->code, "V") == 0 && mdto_retention(d, end)) {
        xml_open(x, "bewaartermijn", "");
        xml_text(x, "termijnEinddatum", end, DATE_LEN);
        xml_close(x, "bewaartermijn");
    }
    if (d != NULL && mdto_has(d->category) && mdto_has(a->category_list))
        mdto_put_term(x, "informatiecategorie", d->category, d->category, a->category_list);
    else if (mdto_has(a->category_label) && mdto_has(a->category_list))
        mdto_put_term(x, "informatiecategorie", a->category_label, a->category_code,
                      a->category_list);
}

void mdto_put_access(struct xml *x, const struct mdto *m, const struct export_dossier *d,
                     const struct export_document *doc)
{
    struct export_access of =
        d == NULL ? (struct export_access){ "", "", "" } : export_access_of(d, doc);
    const struct list_access *a = list_find_access(m->lists, of.access);
    char from[DATE_LEN], to[DATE_LEN];
    if (a == NULL)
        return;
    xml_open(x, "beperkingGebruik", "");
    mdto_put_term(x, "beperkingGebruikType", a->label, a->code, a->list);
    put_ground(x, a->description, a->restricted ? of.ground : "");
    if (d != NULL && a->restricted && mdto_term(d, of.until, from, to)) {
        xml_open(x, "beperkingGebruikTermijn", "");
        xml_text(x, "termijnStartdatumLooptijd", from, DATE_LEN);
        xml_text(x, "termijnEinddatum", to, DATE_LEN);
        xml_close(x, "beperkingGebruikTermijn");
    }
    xml_close(x, "beperkingGebruik");
}
