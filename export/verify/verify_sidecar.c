/*
 * verify_sidecar.c - one sidecar: its encoding, its schema, and what receivers ask of its values.
 */
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/columns.h"
#include "core/utf8.h"
#include "core/xml_guard.h"
#include "export/sip/package_names.h"
#include "export/sip/record_creator.h"
#include "export/verify/verify_private.h"
#include "export/verify/verify_xml.h"

/* Larger files are no file of a receiver that counts in 32 bits. */
#define MAX_FILE_BYTES 2147483647u
#define MAX_DESCRIPTION_CHARS 3000

static int compare_refs(const void *a, const void *b)
{
    const struct verify_ref *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->source, y->source);
}

void verify_refs_sort(struct verify_refs *r)
{
    if (r->count > 1)
        qsort(r->list, r->count, sizeof *r->list, compare_refs);
}

bool verify_refs_have(const struct verify_refs *sorted, const struct verify_ref *ref)
{
    return sorted->count > 0 &&
           bsearch(ref, sorted->list, sorted->count, sizeof *ref, compare_refs) != NULL;
}

bool verify_refs_meet(const struct verify_refs *sorted, const struct verify_refs *some)
{
    for (size_t i = 0; i < some->count; i++) {
        if (verify_refs_have(sorted, &some->list[i]))
            return true;
    }
    return false;
}

static void refs_free(struct verify_refs *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->list[i].id);
        free(r->list[i].source);
        free(r->list[i].name);
    }
    free(r->list);
}

void verify_sidecar_free(struct verify_sidecar *s)
{
    if (s == NULL)
        return;
    refs_free(&s->ids);
    refs_free(&s->part_of);
    refs_free(&s->contains);
    refs_free(&s->represented_by);
    refs_free(&s->represents);
    free(s);
}

static xmlNode *child(const xmlNode *n, const char *name)
{
    for (xmlNode *c = n == NULL ? NULL : n->children; c != NULL; c = c->next) {
        if (c->type == XML_ELEMENT_NODE && strcmp((const char *)c->name, name) == 0)
            return c;
    }
    return NULL;
}

/* The next sibling of the same name. */
static xmlNode *next_of(const xmlNode *n)
{
    for (xmlNode *c = n->next; c != NULL; c = c->next) {
        if (c->type == XML_ELEMENT_NODE && xmlStrEqual(c->name, n->name))
            return c;
    }
    return NULL;
}

/* Text of n, without white space at its ends, in new memory; "" for NULL; NULL when out of memory.
 */
static char *text_of(const xmlNode *n)
{
    xmlChar *raw = n == NULL ? NULL : xmlNodeGetContent(n);
    const char *s = raw == NULL ? "" : (const char *)raw;
    s += strspn(s, " \t\r\n");
    size_t len = strlen(s);
    while (len > 0 && strchr(" \t\r\n", s[len - 1]) != NULL)
        len--;
    char *copy = strndup(s, len);
    xmlFree(raw);
    return copy;
}

/* The same into a buffer, cut to it. */
static void text_into(const xmlNode *n, char *out, size_t size)
{
    char *s = text_of(n);
    snprintf(out, size, "%s", s == NULL ? "" : s);
    free(s);
}

static bool add_ref(struct verify_refs *r, const xmlNode *identification, const xmlNode *name)
{
    if (ba_grow(&r->list, &r->cap, r->count + 1, sizeof *r->list) != 0)
        return false;
    struct verify_ref *ref = &r->list[r->count];
    ref->id = text_of(child(identification, "identificatieKenmerk"));
    ref->source = text_of(child(identification, "identificatieBron"));
    ref->name = text_of(name);
    r->count++;
    return ref->id != NULL && ref->source != NULL && ref->name != NULL;
}

static bool add_references(struct verify_refs *r, const xmlNode *object, const char *name)
{
    for (xmlNode *n = child(object, name); n != NULL; n = next_of(n)) {
        if (!add_ref(r, child(n, "verwijzingIdentificatie"), child(n, "verwijzingNaam")))
            return false;
    }
    return true;
}

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

/* naam and verwijzingNaam, wherever they stand: at most 80 characters. A file's naam is its name.
 */
static void check_titles(struct verify_package_read *p, const char *path, const xmlNode *n)
{
    for (xmlNode *c = n->children; c != NULL; c = c->next) {
        if (c->type != XML_ELEMENT_NODE)
            continue;
        bool title = xmlStrEqual(c->name, BAD_CAST "naam") ||
                     xmlStrEqual(c->name, BAD_CAST "verwijzingNaam");
        char *s = title || xmlStrEqual(c->name, BAD_CAST "omschrijving") ? text_of(c) : NULL;
        if (s != NULL && characters(s) > (title ? NAME_TITLE_CHARS : MAX_DESCRIPTION_CHARS))
            verify_differs(p, "VERIFY_TITLE", path, "%s has %zu characters", (const char *)c->name,
                           characters(s));
        free(s);
        check_titles(p, path, c);
    }
}

static void check_access(struct verify_package_read *p, const char *path, const xmlNode *object)
{
    const xmlNode *restriction = child(object, "beperkingGebruik");
    const xmlNode *type = child(restriction, "beperkingGebruikType");
    const xmlNode *term = child(restriction, "beperkingGebruikTermijn");
    char code[160], label[160], from[40], to[40];
    text_into(child(type, "begripCode"), code, sizeof code);
    text_into(child(type, "begripLabel"), label, sizeof label);
    text_into(child(term, "termijnStartdatumLooptijd"), from, sizeof from);
    text_into(child(term, "termijnEinddatum"), to, sizeof to);
    const struct list_access *a = list_find_pair(&p->lists, code, label);
    if (a == NULL)
        verify_differs(p, "VERIFY_ACCESS", path,
                       "code \"%.80s\" and label \"%.80s\" are no pair of the list", code, label);
    else if (a->restricted && (*from == '\0' || strlen(to) != 10 || strcmp(to, from) < 0))
        verify_differs(
            p, "VERIFY_TERM", path,
            "a restriction needs a start and an end date, and the end not before the start");
    else if (!a->restricted && term != NULL)
        verify_differs(p, "VERIFY_TERM", path, "a term, and no restriction that could end");
    char kind[160];
    text_into(child(type, "begripLabel"), kind, sizeof kind);
    if (strcasecmp(kind, "Overig") == 0 &&
        child(restriction, "beperkingGebruikNadereBeschrijving") == NULL)
        verify_differs(p, "VERIFY_ACCESS", path,
                       "\"Overig\" wants a beperkingGebruikNadereBeschrijving");
}

static void check_period(struct verify_package_read *p, const char *path, const xmlNode *object)
{
    size_t n = 0;
    char label[40], from[40], to[40];
    for (const xmlNode *c = child(object, "dekkingInTijd"); c != NULL; c = next_of(c)) {
        text_into(child(child(c, "dekkingInTijdType"), "begripLabel"), label, sizeof label);
        text_into(child(c, "dekkingInTijdBegindatum"), from, sizeof from);
        text_into(child(c, "dekkingInTijdEinddatum"), to, sizeof to);
        bool whole = strcasecmp(label, "Looptijd") == 0;
        n += whole;
        if ((whole || *to != '\0') && (strlen(from) != strlen(to) || strcmp(to, from) < 0))
            verify_differs(
                p, "VERIFY_PERIOD", path,
                "dekkingInTijd: begin \"%s\" and end \"%s\" must be written alike, the end "
                "not before "
                "the begin",
                from, to);
    }
    if (n != 1)
        verify_differs(p, "VERIFY_PERIOD", path,
                       "exactly one dekkingInTijd \"Looptijd\" is wanted, not %zu", n);
}

static void check_appraisal(struct verify_package_read *p, const char *path, const xmlNode *object)
{
    char code[40], label[80];
    text_into(child(child(object, "waardering"), "begripCode"), code, sizeof code);
    text_into(child(child(object, "waardering"), "begripLabel"), label, sizeof label);
    const struct list_pair *a = list_find_appraisal(&p->lists, code);
    const xmlNode *term = child(object, "bewaartermijn");
    if (a == NULL || strcmp(a->label, label) != 0)
        verify_differs(p, "VERIFY_APPRAISAL", path,
                       "waardering %s \"%s\" is not in the closed list", code, label);
    else if ((strcmp(code, "V") == 0) != (term != NULL))
        verify_differs(p, "VERIFY_APPRAISAL", path,
                       "a bewaartermijn goes with waardering V, and only with it");
    else if (term != NULL && child(term, "termijnEinddatum") == NULL &&
             (child(term, "termijnTriggerStartLooptijd") == NULL ||
              child(term, "termijnLooptijd") == NULL))
        verify_differs(p, "VERIFY_TERM", path,
                       "a bewaartermijn wants an end date, or a trigger and a duration");
}

/* A role said to be of MDTO's list must be on it; a list of one's own may have others. */
static void check_roles(struct verify_package_read *p, const char *path, const xmlNode *object)
{
    char role[160], list[160];

    for (const xmlNode *c = child(object, "betrokkene"); c != NULL; c = next_of(c)) {
        const xmlNode *relation = child(c, "betrokkeneTypeRelatie");

        text_into(child(relation, "begripLabel"), role, sizeof role);
        text_into(child(child(relation, "begripBegrippenlijst"), "verwijzingNaam"), list,
                  sizeof list);
        if (strcmp(list, MDTO_LIST_ROLE) == 0 && !column_is_mdto_role(role))
            verify_differs(p, "VERIFY_TERM", path, "betrokkene: \"%.80s\" is no role of the %s",
                           role, MDTO_LIST_ROLE);
    }
}

/* Receivers do not look it up; who corrects it before the delivery is read need not do it later. */
static bool check_creator(struct verify_package_read *p, const char *path, const xmlNode *creator)
{
    char name[256], code[40], source[160];
    const xmlNode *id = child(creator, "verwijzingIdentificatie");
    text_into(child(creator, "verwijzingNaam"), name, sizeof name);
    text_into(child(id, "identificatieKenmerk"), code, sizeof code);
    text_into(child(id, "identificatieBron"), source, sizeof source);
    char *advice = record_creator_advice(&p->lists, name, code, source, 0, 0);
    if (advice != NULL && *advice != '\0')
        verify_note(p, path, "%s", advice);
    free(advice);
    return advice != NULL;
}

static const char *const levels[] = { "Archief", "Serie", "Dossier", "Zaak", "Archiefstuk" };

static bool take_object(struct verify_package_read *p, const char *path, const xmlNode *object,
                        struct verify_sidecar *s)
{
    bool known = false;
    text_into(child(child(object, "aggregatieniveau"), "begripLabel"), s->level, sizeof s->level);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        known |= strcmp(s->level, levels[i]) == 0;
    if (!known)
        verify_differs(p, "VERIFY_LEVEL", path, "\"%s\" is no level of description", s->level);
    text_into(child(child(object, "archiefvormer"), "verwijzingNaam"), s->creator,
              sizeof s->creator);
    if (strcmp(s->level, "Archief") == 0 && !check_creator(p, path, child(object, "archiefvormer")))
        return false;
    check_access(p, path, object);
    check_roles(p, path, object);
    check_appraisal(p, path, object);
    if (strcmp(s->level, "Archief") == 0 || strcmp(s->level, "Dossier") == 0 ||
        strcmp(s->level, "Zaak") == 0)
        check_period(p, path, object);
    return add_references(&s->part_of, object, "isOnderdeelVan") &&
           add_references(&s->contains, object, "bevatOnderdeel") &&
           add_references(&s->represented_by, object, "heeftRepresentatie") &&
           add_references(&s->represented_by, object, "aanvullendeMetagegevens");
}

static bool take_file(struct verify_package_read *p, const char *path, const xmlNode *object,
                      struct verify_sidecar *s)
{
    const xmlNode *sum = child(object, "checksum");
    char text[200];
    text_into(child(object, "omvang"), text, sizeof text);
    s->size_bytes = strtoull(text, NULL, 10);
    if (s->size_bytes > MAX_FILE_BYTES)
        verify_differs(p, "VERIFY_SIZE", path, "omvang %s is more than receivers can count (%u)",
                       text, MAX_FILE_BYTES);
    text_into(child(child(sum, "checksumAlgoritme"), "begripLabel"), text, sizeof text);
    if (strcmp(text, "SHA-256") != 0)
        verify_differs(p, "VERIFY_CHECKSUM", path, "the algorithm is \"%.40s\", not SHA-256", text);
    text_into(child(sum, "checksumWaarde"), text, sizeof text);
    if (strlen(text) != BA_SHA256_HEX || strspn(text, "0123456789abcdef") != BA_SHA256_HEX)
        verify_differs(p, "VERIFY_CHECKSUM", path,
                       "the value is not 64 lower-case hexadecimal digits");
    snprintf(s->sha256, sizeof s->sha256, "%.64s", text);
    text_into(child(child(object, "bestandsformaat"), "begripCode"), s->puid, sizeof s->puid);
    return add_references(&s->represents, object, "isRepresentatieVan");
}

static bool take(struct verify_package_read *p, const char *path, const xmlNode *object,
                 struct verify_sidecar *s)
{
    s->is_file = strcmp((const char *)object->name, "bestand") == 0;
    text_into(child(object, "naam"), s->title, sizeof s->title);
    check_titles(p, path, object);
    bool ok = true;
    for (const xmlNode *n = child(object, "identificatie"); n != NULL; n = next_of(n))
        ok = ok && add_ref(&s->ids, n, NULL);
    return ok && (s->is_file ? take_file(p, path, object, s) : take_object(p, path, object, s));
}

static bool starts_with(const char *s, size_t len, const char *prefix)
{
    size_t n = strlen(prefix);
    return len >= n && strncmp(s, prefix, n) == 0;
}

/* XML declaration with UTF-8, no byte order mark, and bytes that are UTF-8. */
static void check_encoding(struct verify_package_read *p, const char *path, const char *xml,
                           size_t len)
{
    if (starts_with(xml, len, "\xEF\xBB\xBF"))
        verify_differs(p, "VERIFY_ENCODING", path, "a byte order mark stands before the XML");
    else if (!starts_with(xml, len, "<?xml version=\"1.0\" encoding=\"UTF-8\""))
        verify_differs(p, "VERIFY_ENCODING", path,
                       "the file does not begin with an XML declaration of UTF-8");
    if (!ba_utf8_valid(xml, len))
        verify_differs(p, "VERIFY_ENCODING", path, "the file is not UTF-8");
}

/* libxml2's own words go in the report, not to stderr. */
static void say_nothing(void *ctx, verify_xml_error *error)
{
    (void)ctx;
    (void)error;
}

BA_RC verify_parse_sidecar(struct verify_package_read *p, const char *path, const char *xml,
                           size_t len, struct verify_sidecar **out, struct ba_err *err)
{
    struct verify_sidecar *s = calloc(1, sizeof *s);
    enum ba_rc rc = s == NULL ? ba_fail_mem(err, "a sidecar") : BA_OK;
    *out = s;
    if (rc != BA_OK)
        return rc;
    check_encoding(p, path, xml, len);
    xmlSetStructuredErrorFunc(NULL, say_nothing);
    bool in_time = xml_guard_ok(xml, len);
    xmlDoc *doc = in_time ? xmlReadMemory(xml, (int)len, "sidecar", NULL, XML_PARSE_NONET) : NULL;
    if (!in_time) {
        verify_differs(p, "VERIFY_XML", path, "an element has more than %d attributes",
                       XML_ATTRIBUTES_MAX);
    } else if (doc == NULL || xmlDocGetRootElement(doc) == NULL || xmlGetIntSubset(doc) != NULL) {
        const xmlError *e = xmlGetLastError();
        verify_differs(p, "VERIFY_XML", path, "no well-formed XML without a DTD: line %d: %.200s",
                       e == NULL ? 0 : e->line, e == NULL || e->message == NULL ? "?" : e->message);
    } else {
        if (p->xsd != NULL)
            verify_xsd_check(p, path, doc);
        s->valid = verify_schema_check(p, path, xmlDocGetRootElement(doc));
        if (s->valid && !take(p, path, xmlFirstElementChild(xmlDocGetRootElement(doc)), s))
            rc = ba_fail_mem(err, "a sidecar");
    }
    xmlSetStructuredErrorFunc(NULL, NULL);
    xmlFreeDoc(doc);
    verify_refs_sort(&s->ids);
    verify_refs_sort(&s->contains);
    verify_refs_sort(&s->represented_by);
    return rc;
}
