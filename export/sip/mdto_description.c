/*
 * mdto_known.c - what is known of the paper itself: its case, its dates, a drawing's number.
 *
 * The number of a case and ids of other systems are no identificatie of ours: those must be unique
 * in a delivery and in the receiver's system, and one case may well have several dossiers.
 */
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "export/sip/mdto_private.h"

void mdto_put_person(struct xml *x, const char *role, const char *name)
{
    if (!mdto_has(name))
        return;
    xml_open(x, "betrokkene", "");
    mdto_put_term(x, "betrokkeneTypeRelatie", role, NULL, MDTO_LIST_ROLE);
    mdto_put_reference(x, "betrokkeneActor", name, NULL, NULL);
    xml_close(x, "betrokkene");
}

void mdto_put_owners(struct xml *x, const char *architect, const char *holder)
{
    mdto_put_person(x, "Rechthebbende", architect);
    if (architect == NULL || holder == NULL || strcmp(architect, holder) != 0)
        mdto_put_person(x, "Rechthebbende", holder);
}

void mdto_put_persons(struct xml *x, const char *const value[D_COUNT])
{
    for (int i = 0; i < D_COUNT; i++)
        if (columns[i].mdto.kind == COLUMN_MDTO_PERSON)
            mdto_put_person(x, columns[i].mdto.word, value[i]);
}

/* "label: value" behind what stands there. */
static void add_labelled(struct ba_buf *b, const char *label, const char *value)
{
    if (mdto_has(value))
        ba_buf_printf(b, "%s%s: %s", b->len > 0 ? "; " : "", label, value);
}

static void put_text(struct xml *x, struct ba_buf *b)
{
    if (b->failed)
        x->b.failed = true;
    else if (b->len > 0)
        xml_text(x, "omschrijving", ba_buf_str(b), XML_TEXT_CHARS);
    ba_buf_reset(b);
}

void mdto_put_known(struct xml *x, const struct export_dossier *d,
                    const struct export_document *doc)
{
    struct ba_buf b = BA_BUF_INIT(XML_MAX_BYTES);

    add_labelled(&b, "Tekeningnummer", doc != NULL ? doc->drawing_number : d->drawing_number);
    add_labelled(&b, "Schaal", doc != NULL ? doc->scale : d->scale);
    /* A document has the event Creatie; the dossier itself is not what was drawn then. */
    if (doc == NULL && date_is(d->date_drawn))
        add_labelled(&b, "Tekening gedateerd", d->date_drawn);
    put_text(x, &b);
    add_labelled(&b, "Andere kenmerken", doc != NULL ? doc->other_ids : d->other_ids);
    put_text(x, &b);
    for (int i = 0; i < D_COUNT; i++)
        if (columns[i].mdto.kind == COLUMN_MDTO_NOTE) {
            add_labelled(&b, columns[i].mdto.word, doc != NULL ? doc->value[i] : d->value[i]);
            put_text(x, &b);
        }
    ba_buf_free(&b);
}

void mdto_put_past(struct xml *x, const struct mdto *m, const struct export_dossier *d,
                   const struct export_document *doc)
{
    const char *actor = m->archive->creator_name;
    const char *received = doc != NULL ? doc->date_received : d->date_received;
    const char *granted = doc != NULL ? doc->date_granted : d->date_granted;

    if (doc != NULL && date_is(doc->date_drawn))
        mdto_put_event(x, "Creatie", doc->date_drawn, NULL, "Datum op het stuk");
    if (date_is(received))
        mdto_put_event(x, "Ontvangst", received, actor,
                       doc != NULL ? "Ontvangen" : "Aanvraag ontvangen");
    if (date_is(granted))
        mdto_put_event(x, "Accordering", granted, actor, "Vergunning verleend");
}

void mdto_put_activity(struct xml *x, const struct mdto *m, const struct export_dossier *d,
                       const struct export_document *doc)
{
    const struct export_archive *a = m->archive;
    bool own = doc != NULL && mdto_has(doc->case_number);
    const char *number = own ? doc->case_number : d->case_number;
    const char *system = own ? doc->case_source : d->case_source;

    if (!mdto_has(number)) {
        if (doc == NULL)
            mdto_put_reference(x, "activiteit", a->activity, NULL, NULL);
        return;
    }
    /* Of a case system that nobody named, it is the archive's own. */
    if (own && !mdto_has(system))
        system = d->case_source;
    char *name = mdto_has(a->activity) ? ba_strf("%s, zaak %s", a->activity, number)
                                       : ba_strf("Zaak %s", number);
    char *source = mdto_has(system) ? ba_strf("%s", system) : ba_strf("%s, zaaknummer", a->source);
    if (name == NULL || source == NULL)
        x->b.failed = true;
    mdto_put_reference(x, "activiteit", name, number, source);
    free(source);
    free(name);
}
