/*
 * mdto_parts.c - groups that every sidecar has, and where a dossier is: on the map, and to be read.
 */
#include "export/mdto_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"

#define URL_MAX_BYTES 4000
#define SOURCE_CADASTRE "BRK kadastrale aanduiding"

void mdto_put_id(struct xml *x, const char *element, const char *id, const char *source)
{
    if (!mdto_has(id) || !mdto_has(source))
        return;
    xml_open(x, element, "");
    xml_text(x, "identificatieKenmerk", id, XML_TEXT_CHARS);
    xml_text(x, "identificatieBron", source, XML_TEXT_CHARS);
    xml_close(x, element);
}

void mdto_put_reference(struct xml *x, const char *element, const char *name, const char *id,
                        const char *source)
{
    if (!mdto_has(name))
        return;
    xml_open(x, element, "");
    xml_text(x, "verwijzingNaam", name, NAME_TITLE_CHARS);
    mdto_put_id(x, "verwijzingIdentificatie", id, source);
    xml_close(x, element);
}

void mdto_put_term(struct xml *x, const char *element, const char *label, const char *code,
                   const char *list)
{
    if (!mdto_has(label))
        return;
    xml_open(x, element, "");
    xml_text(x, "begripLabel", label, XML_TEXT_CHARS);
    xml_text(x, "begripCode", code, XML_TEXT_CHARS);
    mdto_put_reference(x, "begripBegrippenlijst", list, NULL, NULL);
    xml_close(x, element);
}

bool mdto_digits(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!isdigit((unsigned char)s[i]))
            return false;
    }
    return true;
}

/* The kind of object is in digits 5 and 6 of a BAG identification (catalogus BAG 2018, 7.2). */
static const char *bag_source(const char *id)
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
    return "BAG";
}

void mdto_put_place(struct xml *x, const struct export_dossier *d)
{
    bool any = false;
    char *ids = strdup(mdto_has(d->bag_id) ? d->bag_id : ""), *rest = NULL;
    if (ids == NULL) {
        x->b.failed = true;
        return;
    }
    for (char *id = strtok_r(ids, " ,;|", &rest); id != NULL; id = strtok_r(NULL, " ,;|", &rest)) {
        if (strlen(id) == 16 && mdto_digits(id, 16)) {
            mdto_put_reference(x, "dekkingInRuimte", mdto_has(d->address) ? d->address : id, id,
                               bag_source(id));
            any = true;
        }
    }
    free(ids);
    if (!any)
        mdto_put_reference(x, "dekkingInRuimte", d->address, NULL, NULL);
    if (mdto_has(d->cadastral)) {
        char *name = ba_strf("Kadastraal perceel %s", d->cadastral);
        mdto_put_reference(x, "dekkingInRuimte", name, d->cadastral, SOURCE_CADASTRE);
        free(name);
    }
}

/* The archive's address with the dossier's number in it, as a URI (RFC 3986, 2.1). */
static char *dossier_url(const char *form, const char *number)
{
    struct ba_buf b = BA_BUF_INIT(URL_MAX_BYTES);
    const char *mark = strstr(form, "{dossier}");
    ba_buf_add(&b, form, mark == NULL ? strlen(form) : (size_t)(mark - form));
    for (const char *s = number; mark != NULL && *s != '\0'; s++) {
        if (isalnum((unsigned char)*s) || strchr("-._~/", *s) != NULL)
            ba_buf_add(&b, s, 1);
        else
            ba_buf_printf(&b, "%%%02X", (unsigned)(unsigned char)*s);
    }
    if (mark != NULL)
        ba_buf_puts(&b, mark + strlen("{dossier}"));
    char *url = b.failed ? NULL : strdup(ba_buf_str(&b));
    ba_buf_free(&b);
    return url;
}

void mdto_put_consulting(struct xml *x, const struct mdto *m, const char *number)
{
    const struct export_archive *a = m->archive;
    if (!mdto_has(a->reading_room) && !mdto_has(a->url))
        return;
    xml_open(x, "raadpleeglocatie", "");
    if (mdto_has(a->reading_room)) {
        mdto_put_reference(x, "raadpleeglocatieFysiek", a->reading_room, NULL, NULL);
    }
    if (mdto_has(a->url)) {
        char *url = dossier_url(a->url, number);
        if (url == NULL)
            x->b.failed = true;
        xml_text(x, "raadpleeglocatieOnline", url, URL_MAX_BYTES);
        free(url);
    }
    xml_close(x, "raadpleeglocatie");
}
