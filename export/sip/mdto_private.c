/*
 * mdto_parts.c - groups that every sidecar has, and where a dossier is: on the map, and to be read.
 */
#include "export/sip/mdto_private.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/utf8.h"

#define URL_MAX_BYTES 4000
#define LIST_EVENT "Begrippenlijst EventTypeLijst MDTO"

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

void mdto_put_place(struct xml *x, const struct coverage *p)
{
    for (size_t i = 0; i < p->count; i++)
        mdto_put_reference(x, "dekkingInRuimte", p->list[i].name, p->list[i].id, p->list[i].source);
}

void mdto_put_event(struct xml *x, const char *type, const char *at, const char *actor,
                    const char *result)
{
    xml_open(x, "event", "");
    mdto_put_term(x, "eventType", type, NULL, LIST_EVENT);
    xml_text(x, "eventTijd", at, BA_TIME_LEN);
    mdto_put_reference(x, "eventVerantwoordelijkeActor", actor, NULL, NULL);
    xml_text(x, "eventResultaat", result, XML_TEXT_CHARS);
    xml_close(x, "event");
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
