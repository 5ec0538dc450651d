/*
 * pdf_check_xmp.c - the metadata: well-formed, of the properties that we write, each of its kind.
 */
#include <ctype.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/xml_guard.h"
#include "export/pdf/pdf_check_private.h"

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define SCHEMA "http://www.aiim.org/pdfa/ns/schema#"
#define PROPERTY "http://www.aiim.org/pdfa/ns/property#"
#define TEXT_BYTES 16384

enum value { VALUE_SAME, VALUE_TEXT, VALUE_DATE, VALUE_ALTERNATIVE, VALUE_BAG, VALUE_SCHEMAS };

/* The prefixes are the recommended ones: the rules want them so. */
static const struct {
    const char *prefix, *name, *uri;
    enum value value;
    const char *same; /* of VALUE_SAME: what it is */
    int said;         /* place in pdf_check.said; -1: none */
    bool optional;
    const char *clause;
} properties[] = {
    { "pdfaid", "part", "http://www.aiim.org/pdfa/ns/id/", VALUE_SAME, "2", -1, false, "6.6.4" },
    { "pdfaid", "conformance", "http://www.aiim.org/pdfa/ns/id/", VALUE_SAME, "A", -1, false,
      "6.6.4" },
    { "pdfuaid", "part", "http://www.aiim.org/pdfua/ns/id/", VALUE_SAME, "1", -1, false, "UA 5" },
    { "dc", "format", "http://purl.org/dc/elements/1.1/", VALUE_SAME, "application/pdf", -1, false,
      "6.6.2.3" },
    { "dc", "title", "http://purl.org/dc/elements/1.1/", VALUE_ALTERNATIVE, NULL, SAID_TITLE, false,
      "UA 7.1" },
    { "dc", "description", "http://purl.org/dc/elements/1.1/", VALUE_ALTERNATIVE, NULL,
      SAID_SUBJECT, true, "6.6.2.3" },
    { "dc", "language", "http://purl.org/dc/elements/1.1/", VALUE_BAG, NULL, -1, false, "6.6.2.3" },
    { "xmp", "CreateDate", "http://ns.adobe.com/xap/1.0/", VALUE_DATE, NULL, SAID_CREATED, false,
      "6.6.2.3" },
    { "xmp", "ModifyDate", "http://ns.adobe.com/xap/1.0/", VALUE_DATE, NULL, SAID_CHANGED, false,
      "6.6.2.3" },
    { "xmp", "CreatorTool", "http://ns.adobe.com/xap/1.0/", VALUE_SAME, "bouwarchief", -1, false,
      "6.6.2.3" },
    { "pdf", "Producer", "http://ns.adobe.com/pdf/1.3/", VALUE_TEXT, NULL, SAID_PRODUCER, false,
      "6.6.2.3" },
    { "pdfaExtension", "schemas", "http://www.aiim.org/pdfa/ns/extension/", VALUE_SCHEMAS, NULL, -1,
      false, "6.6.2.3" },
};
#define PROPERTIES (sizeof properties / sizeof *properties)

static bool is_named(const xmlNode *n, const char *uri, const char *name)
{
    return n->type == XML_ELEMENT_NODE && n->ns != NULL && n->ns->href != NULL &&
           strcmp((const char *)n->ns->href, uri) == 0 && strcmp((const char *)n->name, name) == 0;
}

/* The only element below n; NULL when it is another, or has company. */
static const xmlNode *only(const xmlNode *n, const char *uri, const char *name)
{
    const xmlNode *first = xmlFirstElementChild((xmlNode *)n);
    return first != NULL && is_named(first, uri, name) &&
                   xmlNextElementSibling((xmlNode *)first) == NULL
               ? first
               : NULL;
}

static void copy_text(const xmlNode *n, char *out, size_t size)
{
    xmlChar *text = xmlNodeGetContent(n);
    snprintf(out, size, "%s", text == NULL ? "" : (const char *)text);
    xmlFree(text);
}

/* Of a structure (rdf:parseType Resource): is the field's text this, or any when same is NULL? */
static bool has_field(const xmlNode *n, const char *uri, const char *name, const char *same)
{
    char text[256] = "";
    for (const xmlNode *k = n->children; k != NULL; k = k->next) {
        if (!is_named(k, uri, name))
            continue;
        copy_text(k, text, sizeof text);
        return same == NULL ? *text != '\0' : strcmp(text, same) == 0;
    }
    return false;
}

/* pdfuaid is no schema that PDF/A knows: it must be declared, with its property. */
static bool declares_pdfuaid(const xmlNode *n)
{
    const xmlNode *bag = only(n, RDF, "Bag"), *schema = bag ? only(bag, RDF, "li") : NULL;
    const xmlNode *list = NULL;
    if (schema == NULL || !has_field(schema, SCHEMA, "schema", NULL) ||
        !has_field(schema, SCHEMA, "prefix", "pdfuaid") ||
        !has_field(schema, SCHEMA, "namespaceURI", "http://www.aiim.org/pdfua/ns/id/"))
        return false;
    for (const xmlNode *k = schema->children; k != NULL; k = k->next)
        if (is_named(k, SCHEMA, "property"))
            list = only(k, RDF, "Seq");
    const xmlNode *part = list ? only(list, RDF, "li") : NULL;
    return part != NULL && has_field(part, PROPERTY, "name", "part") &&
           has_field(part, PROPERTY, "valueType", "Integer") &&
           has_field(part, PROPERTY, "category", "internal") &&
           has_field(part, PROPERTY, "description", NULL);
}

/* "2026-11-24T09:00:00Z" as Info has it: "20261124090000Z". */
static bool take_date(char *text)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    size_t n = 0;
    if (strlen(text) != sizeof form - 1)
        return false;
    for (size_t i = 0; form[i] != '\0'; i++) {
        if (form[i] == '0' ? !isdigit((unsigned char)text[i]) : text[i] != form[i])
            return false;
        if (form[i] == '0' || form[i] == 'Z')
            text[n++] = text[i];
    }
    text[n] = '\0';
    return true;
}

/* The text of a property in the form in which Info has it; false when it is of another kind. */
static bool take_value(const xmlNode *n, size_t row, char *text, size_t size)
{
    const xmlNode *box, *item;
    switch (properties[row].value) {
    case VALUE_ALTERNATIVE:
        box = only(n, RDF, "Alt");
        item = box == NULL ? NULL : only(box, RDF, "li");
        if (item == NULL)
            return false;
        xmlChar *lang = xmlNodeGetLang(item);
        bool standard = lang != NULL && strcmp((const char *)lang, "x-default") == 0;
        xmlFree(lang);
        copy_text(item, text, size);
        return standard && *text != '\0';
    case VALUE_BAG:
        box = only(n, RDF, "Bag");
        item = box == NULL ? NULL : only(box, RDF, "li");
        if (item != NULL)
            copy_text(item, text, size);
        return item != NULL && *text != '\0';
    case VALUE_SCHEMAS:
        return declares_pdfuaid(n);
    default:
        copy_text(n, text, size);
        if (xmlFirstElementChild((xmlNode *)n) != NULL)
            return false;
        if (properties[row].value == VALUE_DATE)
            return take_date(text);
        return properties[row].value == VALUE_TEXT || strcmp(text, properties[row].same) == 0;
    }
}

static void take_property(struct pdf_check *c, const xmlNode *n, bool *found)
{
    char text[TEXT_BYTES] = "";
    for (size_t i = 0; i < PROPERTIES; i++) {
        if (!is_named(n, properties[i].uri, properties[i].name))
            continue;
        const char *prefix = n->ns->prefix == NULL ? "" : (const char *)n->ns->prefix;
        if (found[i])
            pdf_broken(c, properties[i].clause, "the metadata say %s twice", properties[i].name);
        else if (strcmp(prefix, properties[i].prefix) != 0)
            pdf_broken(c, properties[i].clause, "%s of the metadata has the prefix %s",
                       properties[i].name, prefix);
        else if (!take_value(n, i, text, sizeof text))
            pdf_broken(c, properties[i].clause, "%s:%s of the metadata is not of its kind",
                       properties[i].prefix, properties[i].name);
        found[i] = true;
        if (properties[i].said >= 0) {
            free(c->said[1][properties[i].said]);
            c->said[1][properties[i].said] = strdup(text);
        }
        return;
    }
    pdf_broken(c, "6.6.2.3", "the metadata have %s, which is not declared", (const char *)n->name);
}

static void take_descriptions(struct pdf_check *c, const xmlNode *root)
{
    bool found[PROPERTIES] = { false };
    const xmlNode *rdf =
        strcmp((const char *)root->name, "xmpmeta") == 0 ? only(root, RDF, "RDF") : NULL;
    if (rdf == NULL) {
        pdf_broken(c, "6.6.2.1", "the metadata are no RDF");
        return;
    }
    for (const xmlNode *d = rdf->children; d != NULL; d = d->next) {
        if (d->type != XML_ELEMENT_NODE)
            continue;
        if (!is_named(d, RDF, "Description") ||
            !xmlHasNsProp((xmlNode *)d, BAD_CAST "about", BAD_CAST RDF))
            pdf_broken(c, "6.6.2.1", "the metadata have a part that describes nothing");
        for (const xmlNode *n = d->children; n != NULL; n = n->next)
            if (n->type == XML_ELEMENT_NODE)
                take_property(c, n, found);
    }
    for (size_t i = 0; i < PROPERTIES; i++)
        if (!found[i] && !properties[i].optional)
            pdf_broken(c, properties[i].clause, "the metadata lack %s:%s", properties[i].prefix,
                       properties[i].name);
}

void pdf_check_xmp(struct pdf_check *c, const char *xml, size_t len)
{
    static const char head[] = "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>",
                      tail[] = "<?xpacket end=\"w\"?>",
                      level[] = "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
                                "<pdfaid:part>2</pdfaid:part>\n"
                                "<pdfaid:conformance>A</pdfaid:conformance>";
    if (len < sizeof head + sizeof tail || memcmp(xml, head, sizeof head - 1) != 0 ||
        memcmp(xml + len - (sizeof tail - 1), tail, sizeof tail - 1) != 0)
        pdf_broken(c, "6.6.2.1", "the metadata are no packet of UTF-8");
    if (memmem(xml, len, level, sizeof level - 1) == NULL) /* PRONOM fmt/476 */
        pdf_broken(c, "6.6.4", "tools that identify formats do not find the level in the metadata");
    xmlDoc *doc = len > INT32_MAX || !xml_guard_ok(xml, len)
                      ? NULL
                      : xmlReadMemory(xml, (int)len, "xmp", "UTF-8",
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    const xmlNode *root = doc == NULL ? NULL : xmlDocGetRootElement(doc);
    if (root == NULL || doc->intSubset != NULL)
        pdf_broken(c, "6.6.2.1", "the metadata are no well-formed XML");
    else
        take_descriptions(c, root);
    xmlFreeDoc(doc);
}
