/*
 * mdto.c - the order of elements is that of the schema; each function writes one group of it.
 */
#include "export/sip/mdto_private.h"
#include "image/puid.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/file.h"

#define LIST_LEVEL "Begrippenlijst Aggregatieniveaus MDTO"
#define LIST_RELATION "Begrippenlijst Relatietypen informatieobject MDTO"
#define LIST_CHECKSUM "Begrippenlijst ChecksumAlgoritme MDTO"
#define LIST_PRONOM "PRONOM-register"
#define LIST_COVERAGE "Begrippenlijst dekkingInTijd bouwarchief 1.0"
#define LIST_DOSSIER_KINDS "Begrippenlijst dossiertypen bouwarchief 1.0"
#define LIST_DOCUMENT_KINDS "Begrippenlijst documenttypen bouwarchief 1.0"
#define SOURCE_DELIVERED "Bestandsnaam bij levering"

static void start(struct xml *x, const char *kind)
{
    ba_buf_reset(&x->b);
    x->depth = 0;
    xml_start(x);
    xml_open(x, "MDTO",
             " xmlns=\"https://www.nationaalarchief.nl/mdto\""
             " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
             " xsi:schemaLocation=\"https://www.nationaalarchief.nl/mdto"
             " https://www.nationaalarchief.nl/mdto/MDTO-XML1.0.1.xsd\"");
    xml_open(x, kind, "");
}

static void finish(struct xml *x, const char *kind)
{
    xml_close(x, kind);
    xml_close(x, "MDTO");
}

static void put_period(struct xml *x, int from, int to)
{
    char year[12];
    xml_open(x, "dekkingInTijd", "");
    mdto_put_term(x, "dekkingInTijdType", "Looptijd", NULL, LIST_COVERAGE);
    snprintf(year, sizeof year, "%04d", from);
    xml_text(x, "dekkingInTijdBegindatum", year, 10);
    snprintf(year, sizeof year, "%04d", to);
    xml_text(x, "dekkingInTijdEinddatum", year, 10);
    xml_close(x, "dekkingInTijd");
}

/* at 0: it is not known when. */
static void put_event(struct xml *x, const struct mdto *m, const char *type, int64_t at,
                      const char *result)
{
    const struct export_archive *a = m->archive;
    char text[BA_TIME_LEN] = "";
    if (at > 0)
        ba_time_text(at, text);
    mdto_put_event(x, type, text, mdto_has(a->scan_actor) ? a->scan_actor : a->creator_name,
                   result);
}

/* The paper goes, by a decision that those who read this later will want to find. */
static void put_replacement(struct xml *x, const struct mdto *m)
{
    if (!mdto_has(m->archive->replacement))
        return;
    char *text =
        ba_strf("De scans vervangen de papieren archiefbescheiden: %s", m->archive->replacement);
    if (text == NULL)
        x->b.failed = true;
    put_event(x, m, "Vervanging", 0, text);
    free(text);
}

static void put_creator(struct xml *x, const struct mdto *m)
{
    mdto_put_reference(x, "archiefvormer", m->archive->creator_name, m->archive->creator_code,
                       m->archive->creator_source);
}

void mdto_archive(struct xml *x, const struct mdto *m, const struct mdto_child *children, size_t n)
{
    const struct export_archive *a = m->archive;
    start(x, "informatieobject");
    mdto_put_id(x, "identificatie", a->id, a->source);
    xml_text(x, "naam", a->name, NAME_TITLE_CHARS);
    mdto_put_term(x, "aggregatieniveau", "Archief", NULL, LIST_LEVEL);
    put_period(x, m->year_from, m->year_to);
    xml_text(x, "taal", "nl", 2);
    put_event(x, m, "Export", m->time, "Overgedragen als MDTO-SIP met pakbon");
    mdto_put_appraisal(x, m, NULL);
    mdto_put_reference(x, "isOnderdeelVan", a->parent_name, a->parent_id, a->parent_source);
    for (size_t i = 0; i < n; i++)
        mdto_put_reference(x, "bevatOnderdeel", children[i].title, children[i].id, a->source);
    put_creator(x, m);
    mdto_put_access(x, m, NULL, NULL);
    finish(x, "informatieobject");
}

void mdto_series(struct xml *x, const struct mdto *m, const struct mdto_series *s,
                 const struct mdto_child *children, size_t n)
{
    const struct export_archive *a = m->archive;
    int from = s->from > 0 ? s->from : m->year_from, to = s->to > 0 ? s->to : m->year_to;
    start(x, "informatieobject");
    mdto_put_id(x, "identificatie", s->self.id, a->source);
    xml_text(x, "naam", s->self.title, NAME_TITLE_CHARS);
    mdto_put_term(x, "aggregatieniveau", "Serie", NULL, LIST_LEVEL);
    if (strcmp(s->name, s->self.title) != 0)
        xml_text(x, "omschrijving", s->name, XML_TEXT_CHARS);
    put_period(x, from, to < from ? from : to);
    xml_text(x, "taal", "nl", 2);
    put_event(x, m, "Export", m->time, "Overgedragen als onderdeel van een MDTO-SIP");
    mdto_put_appraisal(x, m, NULL);
    mdto_put_reference(x, "isOnderdeelVan", a->name, a->id, a->source);
    for (size_t i = 0; i < n; i++)
        mdto_put_reference(x, "bevatOnderdeel", children[i].title, children[i].id, a->source);
    put_creator(x, m);
    mdto_put_access(x, m, NULL, NULL);
    finish(x, "informatieobject");
}

/* Title in full when it was cut, the work, and what is not known. */
static void put_description(struct xml *x, const struct export_dossier *d,
                            const struct package_plan *p)
{
    bool known = d->year_from > 0 || d->year_to > 0;
    bool cut = mdto_has(d->title) && strcmp(d->title, p->title) != 0;
    char *text = ba_strf("%s%s%s%s%s", cut ? d->title : "", cut ? ". " : "",
                         mdto_has(d->work) ? d->work : "", mdto_has(d->work) ? ". " : "",
                         known ? "" : "De periode is niet bekend; gegeven is die van het archief.");
    if (text == NULL)
        x->b.failed = true;
    xml_text(x, "omschrijving", text, XML_TEXT_CHARS);
    free(text);
}

static void dossier_years(const struct mdto *m, const struct export_dossier *d, int *from, int *to)
{
    *from = d->year_from > 0 ? d->year_from : d->year_to > 0 ? d->year_to : m->year_from;
    *to = d->year_to > 0 ? d->year_to : d->year_from > 0 ? d->year_from : m->year_to;
    if (*to < *from)
        *to = *from;
}

static size_t count_pages(const struct export_dossier *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->document_count; i++)
        n += d->documents[i].page_count;
    return n;
}

static void put_dossier_events(struct xml *x, const struct mdto *m, const struct package_plan *p)
{
    size_t pages = count_pages(p->dossier);
    char *digitised = ba_strf("%zu pagina%s in %zu archiefstuk%s", pages, pages == 1 ? "" : "'s",
                              p->count, p->count == 1 ? "" : "ken");
    char *out =
        mdto_has(p->dossier->force_reason)
            ? ba_strf("Overgedragen ondanks een openstaande controle: %s", p->dossier->force_reason)
            : strdup("Overgedragen als onderdeel van een MDTO-SIP");
    if (digitised == NULL || out == NULL)
        x->b.failed = true;
    put_event(x, m, "Digitalisering", p->first, digitised);
    put_replacement(x, m);
    put_event(x, m, "Export", m->time, out);
    free(digitised);
    free(out);
}

/* What the receiver has already, and is to be replaced by this. */
static void put_replaced(struct xml *x, const struct mdto *m, const struct package_plan *p)
{
    if (!mdto_has(p->dossier->replaces))
        return;
    xml_open(x, "gerelateerdInformatieobject", "");
    mdto_put_reference(x, "gerelateerdInformatieobjectVerwijzing", p->title, p->dossier->replaces,
                       m->archive->source);
    mdto_put_term(x, "gerelateerdInformatieobjectTypeRelatie", "Vervangt", NULL, LIST_RELATION);
    xml_close(x, "gerelateerdInformatieobject");
}

void mdto_dossier(struct xml *x, const struct mdto *m, const struct package_plan *p,
                  const struct mdto_series *series)
{
    const struct export_dossier *d = p->dossier;
    const struct export_archive *a = m->archive;
    int from, to;
    start(x, "informatieobject");
    mdto_put_id(x, "identificatie", p->id, a->source);
    if (strcmp(p->id, d->number) != 0) {
        char *source = ba_strf("%s, dossiernummer", a->source);
        mdto_put_id(x, "identificatie", d->number, source);
        free(source);
    }
    xml_text(x, "naam", p->title, NAME_TITLE_CHARS);
    mdto_put_term(x, "aggregatieniveau", "Dossier", NULL, LIST_LEVEL);
    mdto_put_term(x, "classificatie", d->permit_kind, NULL, LIST_DOSSIER_KINDS);
    put_description(x, d, p);
    mdto_put_known(x, d, NULL);
    mdto_put_consulting(x, m, d->number);
    dossier_years(m, d, &from, &to);
    put_period(x, from, to);
    mdto_put_place(x, &p->places);
    xml_text(x, "taal", "nl", 2);
    mdto_put_past(x, m, d, NULL);
    put_dossier_events(x, m, p);
    mdto_put_appraisal(x, m, d);
    mdto_put_reference(x, "isOnderdeelVan", series == NULL ? a->name : series->self.title,
                       series == NULL ? a->id : series->self.id, a->source);
    for (size_t i = 0; i < p->count; i++)
        mdto_put_reference(x, "bevatOnderdeel", p->documents[i].title, p->documents[i].name,
                           a->source);
    put_replaced(x, m, p);
    put_creator(x, m);
    mdto_put_person(x, "Indiener", d->applicant);
    mdto_put_owners(x, d->architect, d->copyright_holder);
    mdto_put_persons(x, d->value);
    mdto_put_activity(x, m, d, NULL);
    mdto_put_access(x, m, d, NULL);
    finish(x, "informatieobject");
}

static const char *colour_name(const struct export_page *p)
{
    if (p->bits == 1)
        return "zwart-wit";
    return p->samples >= 3 ? "kleur" : p->samples > 0 ? "grijs" : "";
}

/* "300 ppi, zwart-wit, TIFF CCITT G4; 3 pagina's", after the first page. */
static char *scan_result(const struct mdto *m, const struct export_document *d)
{
    const struct export_page *p = &d->pages[0];
    char ppi[32] = "";
    if (p->xdpi > 0 && p->xdpi < 100000)
        snprintf(ppi, sizeof ppi, "%ld ppi, ", (long)(p->xdpi + 0.5));
    const char *colour = colour_name(p);
    const struct list_format *format = list_find_format(m->lists, p->puid);
    bool tiff = puid_is_tiff(p->puid);
    return ba_strf("%s%s%s%s%s%s; %zu pagina%s", ppi, colour, *colour ? ", " : "",
                   tiff             ? "TIFF"
                   : format == NULL ? p->puid
                                    : format->label,
                   tiff && mdto_has(p->compression) ? " " : "",
                   tiff && mdto_has(p->compression) ? p->compression : "", d->page_count,
                   d->page_count == 1 ? "" : "'s");
}

static void put_document_events(struct xml *x, const struct mdto *m,
                                const struct package_plan_document *d)
{
    char *scan = scan_result(m, d->document);
    int64_t first = d->files[0].time;
    for (size_t i = 0; i < d->count; i++) {
        if (d->files[i].kind != PLAN_PDF && d->files[i].time < first)
            first = d->files[i].time;
    }
    if (scan == NULL)
        x->b.failed = true;
    put_event(x, m, "Digitalisering", first, scan);
    free(scan);
    put_replacement(x, m);
    for (size_t i = 0; i < d->count; i++) {
        const struct package_plan_file *f = &d->files[i];
        if (f->kind == PLAN_PDF) {
            put_event(x, m, "Conversie", f->time,
                      "Doorzoekbare PDF/A-2a met herkende tekst (OCR), gemaakt met "
                      "bouwarchief " BA_VERSION "; de scans zijn ongewijzigd");
        } else if (f->kind == PLAN_SPLIT) {
            char *text =
                ba_strf("%s: beeld ongewijzigd overgenomen uit een bestand van meer pagina's met "
                        "SHA-256 %s",
                        f->name, f->source_sha256);
            put_event(x, m, "Conversie", f->time, text);
            free(text);
        }
    }
}

void mdto_document(struct xml *x, const struct mdto *m, const struct package_plan *p,
                   const struct package_plan_document *d)
{
    const struct export_archive *a = m->archive;
    const struct export_dossier *dossier = p->dossier;
    start(x, "informatieobject");
    mdto_put_id(x, "identificatie", d->name, a->source);
    xml_text(x, "naam", d->title, NAME_TITLE_CHARS);
    mdto_put_term(x, "aggregatieniveau", "Archiefstuk", NULL, LIST_LEVEL);
    if (mdto_has(d->document->kind))
        mdto_put_term(x, "classificatie", list_kind_label(m->lists, d->document->kind), NULL,
                      LIST_DOCUMENT_KINDS);
    if (mdto_has(d->document->title) && strcmp(d->document->title, d->title) != 0)
        xml_text(x, "omschrijving", d->document->title, XML_TEXT_CHARS);
    mdto_put_known(x, dossier, d->document);
    mdto_put_consulting(x, m, dossier->number);
    mdto_put_place(x, &p->places);
    xml_text(x, "taal", "nl", 2);
    mdto_put_past(x, m, dossier, d->document);
    put_document_events(x, m, d);
    mdto_put_appraisal(x, m, dossier);
    mdto_put_reference(x, "isOnderdeelVan", p->title, p->id, a->source);
    for (size_t i = 0; i < d->count; i++)
        if (d->files[i].kind != PLAN_TEXT)
            mdto_put_reference(x, "heeftRepresentatie", d->files[i].name, d->files[i].name,
                               a->source);
    for (size_t i = 0; i < d->count; i++)
        if (d->files[i].kind == PLAN_TEXT)
            mdto_put_reference(x, "aanvullendeMetagegevens", d->files[i].name, d->files[i].name,
                               a->source);
    put_creator(x, m);
    mdto_put_owners(x, d->document->architect, d->document->copyright_holder);
    mdto_put_persons(x, d->document->value);
    mdto_put_activity(x, m, dossier, d->document);
    mdto_put_access(x, m, dossier, d->document);
    finish(x, "informatieobject");
}

void mdto_file(struct xml *x, const struct mdto *m, const struct package_plan_document *d,
               const struct package_plan_file *f)
{
    const struct list_format *format = list_find_format(m->lists, f->puid);
    char text[32];
    start(x, "bestand");
    mdto_put_id(x, "identificatie", f->name, m->archive->source);
    mdto_put_id(x, "identificatie", f->delivered, SOURCE_DELIVERED);
    xml_text(x, "naam", f->name, NAME_MAX_BYTES);
    snprintf(text, sizeof text, "%llu", (unsigned long long)f->size_bytes);
    xml_text(x, "omvang", text, sizeof text);
    mdto_put_term(x, "bestandsformaat", format == NULL ? f->puid : format->label, f->puid,
                  LIST_PRONOM);
    xml_open(x, "checksum", "");
    mdto_put_term(x, "checksumAlgoritme", "SHA-256", NULL, LIST_CHECKSUM);
    xml_text(x, "checksumWaarde", f->sha256, BA_SHA256_HEX);
    ba_time_text(f->time, text);
    xml_text(x, "checksumDatum", text, sizeof text);
    xml_close(x, "checksum");
    mdto_put_reference(x, "isRepresentatieVan", d->title, d->name, m->archive->source);
    finish(x, "bestand");
}
