/*
 * verify_schema.c - the order, number and datatypes of MDTO's elements, as a table.
 *
 * What both MDTO-XML 1.0 and 1.0.1 accept, and where the strictest receiver accepts less, that: one
 * aggregatieniveau, one archiefvormer, one beperkingGebruik, one checksum.
 */
#include <ctype.h>
#include <libxml/tree.h>
#include <string.h>

#include "core/date.h"
#include "export/verify/verify_private.h"

#define NAMESPACE "https://www.nationaalarchief.nl/mdto"
#define XSI "http://www.w3.org/2001/XMLSchema-instance"
#define MANY 0

enum datatype {
    STRING,
    LANGUAGE,
    URI,
    INTEGER,
    DATE,      /* xsd:date */
    DATE_PART, /* gYear, gYearMonth or date */
    MOMENT,    /* those, or dateTime */
    DATE_TIME,
    DURATION,
    GROUP, /* has elements of its own */
};

struct rule {
    const char *name;
    int min, max; /* MANY: any number */
    enum datatype type;
    const struct rule *group; /* ends with an empty row */
};

static const struct rule identification[] = { { "identificatieKenmerk", 1, 1, STRING, NULL },
                                              { "identificatieBron", 1, 1, STRING, NULL },
                                              { 0 } };
static const struct rule reference[] = {
    { "verwijzingNaam", 1, 1, STRING, NULL },
    { "verwijzingIdentificatie", 0, 1, GROUP, identification },
    { 0 },
};
static const struct rule term[] = { { "begripLabel", 1, 1, STRING, NULL },
                                    { "begripCode", 0, 1, STRING, NULL },
                                    { "begripBegrippenlijst", 1, 1, GROUP, reference },
                                    { 0 } };
static const struct rule coverage[] = { { "dekkingInTijdType", 1, 1, GROUP, term },
                                        { "dekkingInTijdBegindatum", 1, 1, DATE_PART, NULL },
                                        { "dekkingInTijdEinddatum", 0, 1, DATE_PART, NULL },
                                        { 0 } };
static const struct rule event[] = { { "eventType", 1, 1, GROUP, term },
                                     { "eventTijd", 0, 1, MOMENT, NULL },
                                     { "eventVerantwoordelijkeActor", 0, 1, GROUP, reference },
                                     { "eventResultaat", 0, 1, STRING, NULL },
                                     { 0 } };
static const struct rule related[] = {
    { "gerelateerdInformatieobjectVerwijzing", 1, 1, GROUP, reference },
    { "gerelateerdInformatieobjectTypeRelatie", 1, 1, GROUP, term },
    { 0 },
};
static const struct rule concerned[] = { { "betrokkeneTypeRelatie", 1, 1, GROUP, term },
                                         { "betrokkeneActor", 1, 1, GROUP, reference },
                                         { 0 } };
static const struct rule period[] = { { "termijnTriggerStartLooptijd", 0, 1, GROUP, term },
                                      { "termijnStartdatumLooptijd", 0, 1, DATE, NULL },
                                      { "termijnLooptijd", 0, 1, DURATION, NULL },
                                      { "termijnEinddatum", 0, 1, DATE_PART, NULL },
                                      { 0 } };
static const struct rule restriction[] = {
    { "beperkingGebruikType", 1, 1, GROUP, term },
    { "beperkingGebruikNadereBeschrijving", 0, 1, STRING, NULL },
    { "beperkingGebruikDocumentatie", 0, MANY, GROUP, reference },
    { "beperkingGebruikTermijn", 0, 1, GROUP, period },
    { 0 },
};
static const struct rule place[] = { { "raadpleeglocatieFysiek", 0, MANY, GROUP, reference },
                                     { "raadpleeglocatieOnline", 0, MANY, URI, NULL },
                                     { 0 } };
static const struct rule checksum[] = { { "checksumAlgoritme", 1, 1, GROUP, term },
                                        { "checksumWaarde", 1, 1, STRING, NULL },
                                        { "checksumDatum", 1, 1, DATE_TIME, NULL },
                                        { 0 } };
static const struct rule object[] = {
    { "identificatie", 1, MANY, GROUP, identification },
    { "naam", 1, 1, STRING, NULL },
    { "aggregatieniveau", 1, 1, GROUP, term },
    { "classificatie", 0, MANY, GROUP, term },
    { "trefwoord", 0, MANY, STRING, NULL },
    { "omschrijving", 0, MANY, STRING, NULL },
    { "raadpleeglocatie", 0, MANY, GROUP, place },
    { "dekkingInTijd", 0, MANY, GROUP, coverage },
    { "dekkingInRuimte", 0, MANY, GROUP, reference },
    { "taal", 0, MANY, LANGUAGE, NULL },
    { "event", 0, MANY, GROUP, event },
    { "waardering", 1, 1, GROUP, term },
    { "bewaartermijn", 0, 1, GROUP, period },
    { "informatiecategorie", 0, 1, GROUP, term },
    { "isOnderdeelVan", 0, MANY, GROUP, reference },
    { "bevatOnderdeel", 0, MANY, GROUP, reference },
    { "heeftRepresentatie", 0, MANY, GROUP, reference },
    { "aanvullendeMetagegevens", 0, MANY, GROUP, reference },
    { "gerelateerdInformatieobject", 0, MANY, GROUP, related },
    { "archiefvormer", 1, 1, GROUP, reference },
    { "betrokkene", 0, MANY, GROUP, concerned },
    { "activiteit", 0, 1, GROUP, reference },
    { "beperkingGebruik", 1, 1, GROUP, restriction },
    { 0 },
};
static const struct rule file[] = { { "identificatie", 1, MANY, GROUP, identification },
                                    { "naam", 1, 1, STRING, NULL },
                                    { "omvang", 1, 1, INTEGER, NULL },
                                    { "bestandsformaat", 1, 1, GROUP, term },
                                    { "checksum", 1, 1, GROUP, checksum },
                                    { "URLBestand", 0, 1, URI, NULL },
                                    { "isRepresentatieVan", 1, 1, GROUP, reference },
                                    { 0 } };

/* n digits; the text behind them, or NULL. */
static const char *digits(const char *s, int n, int *value)
{
    *value = 0;
    for (int i = 0; i < n; i++, s++) {
        if (!isdigit((unsigned char)*s))
            return NULL;
        *value = *value * 10 + (*s - '0');
    }
    return s;
}

/* Nothing, Z or an offset up to 14 hours. */
static bool zone_ok(const char *s)
{
    int h, m;
    if (*s == '\0' || strcmp(s, "Z") == 0)
        return true;
    if (*s != '+' && *s != '-')
        return false;
    s = digits(s + 1, 2, &h);
    if (s == NULL || *s != ':' || (s = digits(s + 1, 2, &m)) == NULL || *s != '\0')
        return false;
    return m < 60 && h * 60 + m <= 14 * 60;
}

/* How many of year, month and day stand at s (XML Schema 1.0, 3.2.9-11), and what is behind them.
 */
static int date_parts(const char **s)
{
    int year, month, day;
    const char *p = digits(**s == '-' ? *s + 1 : *s, 4, &year), *q;
    if (p == NULL || year == 0)
        return 0;
    *s = p;
    if (*p != '-' || (q = digits(p + 1, 2, &month)) == NULL || month < 1 || month > 12 || *q == ':')
        return 1;
    *s = q;
    if (*q != '-' || (p = digits(q + 1, 2, &day)) == NULL || *p == ':')
        return 2;
    if (day < 1 || day > date_days_in(year, month))
        return 0;
    *s = p;
    return 3;
}

static bool time_ok(const char *s)
{
    int h, m, sec;
    if ((s = digits(s, 2, &h)) == NULL || *s != ':' || (s = digits(s + 1, 2, &m)) == NULL ||
        *s != ':' || (s = digits(s + 1, 2, &sec)) == NULL)
        return false;
    if (*s == '.') {
        if (!isdigit((unsigned char)*++s))
            return false;
        while (isdigit((unsigned char)*s))
            s++;
    }
    return h < 24 && m < 60 && sec < 60 && zone_ok(s);
}

static bool date_ok(const char *s, int least, int most, bool with_time)
{
    int parts = date_parts(&s);
    if (parts == 3 && *s == 'T')
        return with_time && time_ok(s + 1);
    return parts >= least && parts <= most && zone_ok(s);
}

/* PnYnMnDTnHnMnS with at least one part. */
static bool duration_ok(const char *s)
{
    const char *order = "YMDTHMS";
    bool any = false;
    if (*s == '-')
        s++;
    if (*s++ != 'P')
        return false;
    while (*s != '\0') {
        if (*s == 'T') {
            if ((order = strchr(order, 'T')) == NULL || s[1] == '\0')
                return false;
            order++;
            s++;
            continue;
        }
        if (!isdigit((unsigned char)*s))
            return false;
        while (isdigit((unsigned char)*s) || *s == '.')
            s++;
        const char *at = *s == '\0' ? NULL : strchr(order, *s);
        const char *clock = strchr(order, 'T'); /* NULL: T was seen, parts of a day come */
        if (at == NULL || (clock != NULL && at > clock))
            return false;
        order = at + 1;
        s++;
        any = true;
    }
    return any;
}

static bool integer_ok(const char *s)
{
    if (*s == '\0')
        return false;
    while (isdigit((unsigned char)*s))
        s++;
    return *s == '\0';
}

/* RFC 3066: letters, then groups of letters and digits. */
static bool language_ok(const char *s)
{
    size_t n = 0;
    bool first = true;
    for (; *s; s++) {
        if (*s == '-') {
            if (n == 0)
                return false;
            n = 0;
            first = false;
        } else if (++n > 8 ||
                   !(isalpha((unsigned char)*s) || (!first && isdigit((unsigned char)*s)))) {
            return false;
        }
    }
    return n > 0;
}

static bool value_ok(enum datatype type, const char *s)
{
    switch (type) {
    case STRING:
    case GROUP:
        return true;
    case LANGUAGE:
        return language_ok(s);
    case URI:
        return strpbrk(s, " <>\"{}|\\^`") == NULL;
    case INTEGER:
        return integer_ok(s);
    case DATE:
        return date_ok(s, 3, 3, false);
    case DATE_PART:
        return date_ok(s, 1, 3, false);
    case MOMENT:
        return date_ok(s, 1, 3, true);
    case DATE_TIME:
        return strchr(s, 'T') != NULL && date_ok(s, 4, 4, true);
    case DURATION:
        return duration_ok(s);
    }
    return false;
}

bool verify_is_moment(const char *text)
{
    return value_ok(DATE_TIME, text);
}

static bool in_namespace(const xmlNode *n)
{
    return n->ns != NULL && strcmp((const char *)n->ns->href, NAMESPACE) == 0;
}

/* MDTO has no attributes; only the root may say where its schema is. */
static bool attributes_ok(const xmlNode *n, bool root)
{
    for (const xmlAttr *a = n->properties; a != NULL; a = a->next) {
        bool schema = a->ns != NULL && strcmp((const char *)a->ns->href, XSI) == 0 &&
                      strcmp((const char *)a->name, "schemaLocation") == 0;
        if (!root || !schema)
            return false;
    }
    return true;
}

static bool is_blank(const char *s)
{
    return s[strspn(s, " \t\r\n")] == '\0';
}

/* C0, DEL and C1 (U+0080 to U+009F: C2 80 to C2 9F). */
static bool has_control(const char *text)
{
    for (const unsigned char *s = (const unsigned char *)text; *s != 0; s++)
        if (*s < 0x20 || *s == 0x7F || (*s == 0xC2 && s[1] < 0xA0))
            return true;
    return false;
}

static bool check_group(struct verify_package_read *p, const char *path, const xmlNode *parent,
                        const struct rule *rules);

static bool check_value(struct verify_package_read *p, const char *path, xmlNode *n,
                        const struct rule *r)
{
    bool ok = true;
    for (const xmlNode *c = n->children; c != NULL; c = c->next)
        ok = ok && (c->type == XML_TEXT_NODE || c->type == XML_COMMENT_NODE);
    if (!ok) {
        verify_differs(p, "VERIFY_SCHEMA", path, "%s holds more than text", r->name);
        return false;
    }
    xmlChar *text = xmlNodeGetContent(n);
    const char *s = text == NULL ? "" : (const char *)text;
    if (is_blank(s)) {
        verify_differs(p, "VERIFY_EMPTY", path, "%s is empty; leave it out", r->name);
    } else if (has_control(s)) {
        verify_differs(p, "VERIFY_CONTROL", path, "%s holds a control character", r->name);
    } else if (!value_ok(r->type, s)) {
        verify_differs(p, "VERIFY_SCHEMA", path, "%s: \"%.60s\" is no value of its type", r->name,
                       s);
        ok = false;
    }
    xmlFree(text);
    return ok;
}

static bool check_element(struct verify_package_read *p, const char *path, xmlNode *n,
                          const struct rule *r)
{
    if (!attributes_ok(n, false)) {
        verify_differs(p, "VERIFY_SCHEMA", path, "%s has an attribute", r->name);
        return false;
    }
    return r->type == GROUP ? check_group(p, path, n, r->group) : check_value(p, path, n, r);
}

/* Steps from rule to rule until one bears the element's name; every rule passed must have had
 * enough. */
static const struct rule *advance(struct verify_package_read *p, const char *path,
                                  const struct rule *r, int *seen, const char *name, bool *ok)
{
    while (r->name != NULL && (name == NULL || strcmp(r->name, name) != 0)) {
        if (*seen < r->min) {
            verify_differs(p, "VERIFY_SCHEMA", path, "%s is missing%s%s", r->name,
                           name == NULL ? "" : " before ", name == NULL ? "" : name);
            *ok = false;
        }
        r++;
        *seen = 0;
    }
    return r;
}

static bool check_group(struct verify_package_read *p, const char *path, const xmlNode *parent,
                        const struct rule *rules)
{
    const struct rule *r = rules;
    int seen = 0;
    bool ok = true, any = false;
    for (xmlNode *c = parent->children; c != NULL; c = c->next) {
        if (c->type == XML_COMMENT_NODE || (c->type == XML_TEXT_NODE && xmlIsBlankNode(c)))
            continue;
        const char *name = (const char *)c->name;
        if (c->type != XML_ELEMENT_NODE || !in_namespace(c)) {
            verify_differs(p, "VERIFY_SCHEMA", path, "%s holds what is no element of MDTO",
                           (const char *)parent->name);
            return false;
        }
        any = true;
        const struct rule *at = r;
        while (at->name != NULL && strcmp(at->name, name) != 0)
            at++;
        if (at->name == NULL) {
            verify_differs(p, "VERIFY_SCHEMA", path, "%s may not stand at this place in %s", name,
                           (const char *)parent->name);
            return false;
        }
        r = advance(p, path, r, &seen, name, &ok);
        if (++seen > r->max && r->max != MANY) {
            verify_differs(p, "VERIFY_SCHEMA", path, "%s occurs more than %d time(s)", name,
                           r->max);
            ok = false;
        }
        ok = check_element(p, path, c, r) && ok;
    }
    if (!any)
        verify_differs(p, "VERIFY_EMPTY", path, "%s is empty; leave it out",
                       (const char *)parent->name);
    advance(p, path, r, &seen, NULL, &ok);
    return ok;
}

bool verify_schema_check(struct verify_package_read *p, const char *path, xmlNode *root)
{
    if (strcmp((const char *)root->name, "MDTO") != 0 || !in_namespace(root) ||
        !attributes_ok(root, true)) {
        verify_differs(p, "VERIFY_SCHEMA", path, "the root is not MDTO in its namespace");
        return false;
    }
    xmlNode *only = xmlFirstElementChild(root);
    const char *name = only == NULL ? "" : (const char *)only->name;
    bool is_file = strcmp(name, "bestand") == 0;
    if (only == NULL || xmlNextElementSibling(only) != NULL || !in_namespace(only) ||
        (!is_file && strcmp(name, "informatieobject") != 0)) {
        verify_differs(p, "VERIFY_SCHEMA", path,
                       "MDTO holds no single informatieobject or bestand");
        return false;
    }
    if (!attributes_ok(only, false)) {
        verify_differs(p, "VERIFY_SCHEMA", path, "%s has an attribute", name);
        return false;
    }
    return check_group(p, path, only, is_file ? file : object);
}
