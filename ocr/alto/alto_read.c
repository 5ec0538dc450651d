#include <errno.h>
#include <libxml/xmlreader.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/page_transform.h"
#include "core/utf8.h"
#include "core/xml_guard.h"
#include "ocr/alto/alto.h"

#define NAMESPACE "http://www.loc.gov/standards/alto/ns-v4#"
/* No master is larger (two billion is what an int32_t of a box holds; a scan has 100,000). */
#define MAX_SIDE_PX 1000000
#define MAX_WORD_BYTES 4096
#define MAX_DEPTH 16

struct reading {
    xmlTextReader *r;
    struct alto_page *p;
    size_t room;
    const char *problem;                /* first thing wrong, NULL: none */
    uint32_t blocks, paragraphs, lines; /* begun so far */
    double rotation_deg;                /* of the block we are in, on the master */
    bool geometry_next, has_geometry, has_page, out_of_memory;
};

static bool parse_number(const char *s, double min, double max, double *out)
{
    char *rest;

    errno = 0;
    *out = strtod(s, &rest);
    return rest != s && *rest == '\0' && errno == 0 && *out >= min && *out <= max;
}

/* An attribute as a number; absent or not one within the bounds: the problem is noted, 0 returned.
 */
static double number(struct reading *g, const char *name, double min, double max)
{
    xmlChar *value = xmlTextReaderGetAttribute(g->r, BAD_CAST name);
    double n = 0;

    if (value == NULL || !parse_number((const char *)value, min, max, &n)) {
        if (g->problem == NULL)
            g->problem = "a number is missing or out of range";
        n = 0;
    }
    xmlFree(value);
    return n;
}

static double optional_number(struct reading *g, const char *name, double min, double max)
{
    xmlChar *value = xmlTextReaderGetAttribute(g->r, BAD_CAST name);
    bool there = value != NULL;

    xmlFree(value);
    return there ? number(g, name, min, max) : 0;
}

static void read_geometry(struct reading *g)
{
    xmlChar *s = xmlTextReaderReadString(g->r);
    unsigned turn = 0;
    double skew = 0, xdpi = 0, ydpi = 0;

    if (s == NULL ||
        sscanf((const char *)s, "turn_deg=%3u skew_deg=%12lf xdpi=%16lf ydpi=%16lf", &turn, &skew,
               &xdpi, &ydpi) != 4 ||
        turn % 90 != 0 || turn > 270 || !(fabs(skew) <= 45) || !(xdpi >= 0 && xdpi < 1e6) ||
        !(ydpi >= 0 && ydpi < 1e6))
        g->problem = "the geometry is not as we write it";
    else
        g->has_geometry = true;
    g->p->orientation_deg = turn;
    g->p->skew_deg = skew;
    g->p->xdpi = xdpi;
    g->p->ydpi = ydpi;
    xmlFree(s);
}

static void read_string(struct reading *g)
{
    xmlChar *content = xmlTextReaderGetAttribute(g->r, BAD_CAST "CONTENT");
    xmlChar *part = xmlTextReaderGetAttribute(g->r, BAD_CAST "SUBS_TYPE");
    struct alto_page *p = g->p;
    struct alto_word w = { .x = (int32_t)number(g, "HPOS", -MAX_SIDE_PX, MAX_SIDE_PX),
                           .y = (int32_t)number(g, "VPOS", -MAX_SIDE_PX, MAX_SIDE_PX),
                           .w = (int32_t)number(g, "WIDTH", 0, MAX_SIDE_PX),
                           .h = (int32_t)number(g, "HEIGHT", 0, MAX_SIDE_PX),
                           .confidence = number(g, "WC", 0, 1) };

    if (content == NULL || *content == 0 || strlen((char *)content) > MAX_WORD_BYTES)
        g->problem = "a word is empty or too long";
    else if (g->lines == 0 || p->count >= ALTO_MAX_WORDS)
        g->problem = "words outside a line, or too many";
    if (g->problem != NULL)
        goto out;
    w.block = g->blocks > 0 ? g->blocks - 1 : 0;
    w.paragraph = g->paragraphs > 0 ? g->paragraphs - 1 : 0;
    w.line = g->lines - 1;
    w.rotation_deg = (uint32_t)fmod(
        floor((g->rotation_deg - p->skew_deg - p->orientation_deg) / 90 + 0.5) * 90 + 720, 360);
    w.hyphenated = part != NULL && xmlStrEqual(part, BAD_CAST "HypPart1");
    w.text = strdup((char *)content);
    if (w.text == NULL || ba_grow(&p->words, &g->room, p->count + 1, sizeof(*p->words)) != 0) {
        free(w.text);
        g->out_of_memory = true;
        goto out;
    }
    p->words[p->count++] = w;

out:
    xmlFree(content);
    xmlFree(part);
}

/* A block of words, or the one around those of the title block. */
static void read_composed_block(struct reading *g)
{
    xmlChar *type = xmlTextReaderGetAttribute(g->r, BAD_CAST "TYPE");

    if (type == NULL || !xmlStrEqual(type, BAD_CAST "titleblock")) {
        g->blocks++;
    } else if (g->p->title.found) {
        g->problem = "more than one title block";
    } else {
        g->p->title =
            (struct alto_title){ .found = true,
                                 .x = (int32_t)number(g, "HPOS", -MAX_SIDE_PX, MAX_SIDE_PX),
                                 .y = (int32_t)number(g, "VPOS", -MAX_SIDE_PX, MAX_SIDE_PX),
                                 .w = (int32_t)number(g, "WIDTH", 0, MAX_SIDE_PX),
                                 .h = (int32_t)number(g, "HEIGHT", 0, MAX_SIDE_PX),
                                 .first_block = g->blocks };
    }
    xmlFree(type);
}

static void read_element(struct reading *g, const char *name)
{
    if (strcmp(name, "Processing") == 0) {
        xmlChar *id = xmlTextReaderGetAttribute(g->r, BAD_CAST "ID");

        g->geometry_next = id != NULL && xmlStrEqual(id, BAD_CAST "GEOMETRY");
        xmlFree(id);
    } else if (strcmp(name, "processingStepSettings") == 0 && g->geometry_next) {
        read_geometry(g);
    } else if (strcmp(name, "Page") == 0) {
        if (g->has_page)
            g->problem = "more than one page";
        g->has_page = true;
        g->p->width_px = (uint32_t)number(g, "WIDTH", 1, MAX_SIDE_PX);
        g->p->height_px = (uint32_t)number(g, "HEIGHT", 1, MAX_SIDE_PX);
    } else if (strcmp(name, "ComposedBlock") == 0) {
        read_composed_block(g);
    } else if (strcmp(name, "TextBlock") == 0) {
        g->paragraphs++;
        g->rotation_deg = optional_number(g, "ROTATION", -360, 360);
    } else if (strcmp(name, "TextLine") == 0) {
        g->lines++;
    } else if (strcmp(name, "String") == 0) {
        read_string(g);
    }
}

static void read_all(struct reading *g)
{
    int more;

    while ((more = xmlTextReaderRead(g->r)) == 1 && g->problem == NULL && !g->out_of_memory) {
        int type = xmlTextReaderNodeType(g->r);

        if (type == XML_READER_TYPE_DOCUMENT_TYPE)
            g->problem = "it has a document type";
        else if (xmlTextReaderDepth(g->r) > MAX_DEPTH)
            g->problem = "it is nested too deep";
        else if (type == XML_READER_TYPE_ELEMENT) {
            const xmlChar *ns = xmlTextReaderConstNamespaceUri(g->r);

            if (ns == NULL || !xmlStrEqual(ns, BAD_CAST NAMESPACE))
                g->problem = "it is not ALTO 4";
            else
                read_element(g, (const char *)xmlTextReaderConstLocalName(g->r));
        }
    }
    if (g->problem == NULL && more != 0)
        g->problem = "it is not well-formed XML";
    if (g->problem == NULL && (!g->has_page || !g->has_geometry))
        g->problem = "page or geometry is missing";
}

/* From the box on the master to the place on the upright page, which is not stored. */
static void place_words(struct alto_page *p)
{
    struct ocr_transform t;

    ocr_transform_init(&t, p->width_px, p->height_px, p->xdpi, p->ydpi, p->orientation_deg,
                       p->skew_deg);
    for (size_t i = 0; i < p->count; i++) {
        struct alto_word *w = &p->words[i];
        struct ocr_box b = ocr_box_to_page(&t, (struct ocr_box){ w->x, w->y, w->w, w->h });

        w->ux = b.x;
        w->uy = b.y;
        w->uw = b.w;
        w->uh = b.h;
    }
}

/* libxml2 prints to stderr unless somebody listens; what matters is that reading fails. */
static void ignore_message(void *ctx, const char *msg, xmlParserSeverities severity,
                           xmlTextReaderLocatorPtr locator)
{
    (void)ctx;
    (void)msg;
    (void)severity;
    (void)locator;
}

BA_RC alto_read(const char *path, struct alto_page *p, struct ba_err *err)
{
    struct ba_buf file = BA_BUF_INIT(ALTO_MAX_BYTES);
    struct reading g = { .p = p };
    enum ba_rc rc;

    *p = (struct alto_page){ 0 };
    rc = ba_file_read(path, &file, err);
    if (rc == BA_OK && !xml_guard_ok(ba_buf_str(&file), file.len))
        rc = ba_fail(err, BA_ITEM, "ALTO_DAMAGED",
                     "%s: an element has more than %d attributes; delete it and run ocr again to "
                     "make it anew",
                     path, XML_ATTRIBUTES_MAX);
    if (rc != BA_OK)
        goto out;
    g.r = xmlReaderForMemory(ba_buf_str(&file), (int)file.len, NULL, "UTF-8",
                             XML_PARSE_NONET | XML_PARSE_COMPACT);
    if (g.r == NULL) {
        rc = ba_fail_mem(err, "ALTO file");
        goto out;
    }
    xmlTextReaderSetErrorHandler(g.r, ignore_message, NULL);
    read_all(&g);
    if (g.out_of_memory)
        rc = ba_fail_mem(err, "words of a page");
    else if (g.problem != NULL)
        rc = ba_fail(err, BA_ITEM, "ALTO_DAMAGED",
                     "%s: %s; delete it and run ocr again to make it anew", path, g.problem);
    else
        place_words(p);

out:
    if (g.r != NULL)
        xmlFreeTextReader(g.r);
    ba_buf_free(&file);
    if (rc != BA_OK)
        alto_free(p);
    return rc;
}
