/*
 * pdf_check.c - from the end of the file to the table, from the table to every object.
 */
#include "export/pdf_check.h"

#include <errno.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "core/buf.h"
#include "core/file.h"
#include "export/pdf_check_content.h"

#define HEAD "%PDF-1.7\n%"
#define TAIL_BYTES 1024
#define ENTRY_BYTES 20
#define MAX_OBJECTS 8388607u
#define MAX_OBJECT_BYTES ((size_t)256 << 20)
/* Of a stream's dictionary as our writer makes them. */
#define DICT_BYTES 2048
#define STREAM_END "\nendstream\nendobj\n"

/* What later objects must agree with. */
struct page_facts {
    unsigned number;  /* object */
    unsigned content; /* object of its stream */
    int parents;      /* StructParents; -1: none */
    unsigned marks;   /* marked-content sequences in the content */
};

struct check {
    int fd;
    uint64_t base, size; /* where the PDF begins in the file, and how long it is */
    uint64_t *offsets;   /* of objects 1 .. count-1; offsets[count] is where the table begins */
    size_t count;
    struct page_facts *pages;
    size_t page_count, page_cap;
    unsigned *marked; /* by object number: marks of a content stream, plus one */
    unsigned heading; /* level of the last one; elements come in the order of the document */
    size_t elements, figures, kids;
    bool catalog, metadata, intent;
    size_t faults;
    char first[400];
};

static void broken(struct check *c, const char *clause, const char *fmt, ...) BA_PRINTF(3, 4);
static void broken(struct check *c, const char *clause, const char *fmt, ...)
{
    char text[300];
    va_list args;
    if (c->faults++ > 0)
        return;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    snprintf(c->first, sizeof c->first, "%s: %s", clause, text);
}

static bool read_at(const struct check *c, uint64_t at, void *to, size_t len)
{
    size_t done = 0;
    if (at > c->size || len > c->size - at)
        return false;
    while (done < len) {
        ssize_t n = pread(c->fd, (char *)to + done, len - done, (off_t)(c->base + at + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static bool check_frame(struct check *c, uint64_t *xref)
{
    char head[16] = "", tail[TAIL_BYTES + 1];
    size_t n = c->size < TAIL_BYTES ? (size_t)c->size : TAIL_BYTES;
    unsigned long long at = 0;
    if (!read_at(c, 0, head, 15) || memcmp(head, HEAD, sizeof HEAD - 1) != 0)
        broken(c, "6.1.2", "the header is not %%PDF-1.7 and a comment");
    for (int i = 10; i < 14; i++) {
        if ((unsigned char)head[i] <= 127)
            broken(c, "6.1.2", "the comment has no four bytes above 127");
    }
    if (!read_at(c, c->size - n, tail, n))
        return false;
    tail[n] = '\0';
    const char *trailer = memmem(tail, n, "trailer\n", 8),
               *start = memmem(tail, n, "startxref\n", 10);
    if (trailer == NULL || start == NULL || sscanf(start + 10, "%llu", &at) != 1) {
        broken(c, "6.1.3", "the trailer is not there");
        return false;
    }
    if (n < 6 || memcmp(tail + n - 6, "%%EOF\n", 6) != 0)
        broken(c, "6.1.3", "something follows the end-of-file marker");
    if (strstr(trailer, "/ID [<") == NULL || strstr(trailer, "/Root 1 0 R") == NULL)
        broken(c, "6.1.3", "the trailer lacks ID or Root");
    if (strstr(trailer, "/Encrypt") != NULL)
        broken(c, "6.1.3", "the file is encrypted");
    *xref = at;
    return true;
}

/* The table as our writer makes it: one section, every object in use. */
static bool read_table(struct check *c, uint64_t xref, struct ba_err *err)
{
    char head[48] = "", entry[ENTRY_BYTES + 1] = "";
    unsigned long long count = 0, offset;
    int used = 0;
    if (xref >= c->size ||
        !read_at(c, xref, head, c->size - xref < 40 ? (size_t)(c->size - xref) : 40) ||
        sscanf(head, "xref\n0 %llu\n%n", &count, &used) != 1 || used == 0 || count < 2 ||
        count > MAX_OBJECTS) {
        broken(c, "6.1.4", "startxref does not lead to a table");
        return false;
    }
    c->count = (size_t)count;
    c->offsets = calloc(c->count + 1, sizeof *c->offsets);
    c->marked = calloc(c->count + 1, sizeof *c->marked);
    if (c->offsets == NULL || c->marked == NULL) {
        ba_fail_mem(err, "a PDF's table");
        return false;
    }
    for (size_t i = 1; i < c->count; i++) {
        if (!read_at(c, xref + (unsigned)used + ENTRY_BYTES * (uint64_t)i, entry, ENTRY_BYTES) ||
            sscanf(entry, "%10llu 00000 n \n", &offset) != 1 || offset >= xref) {
            broken(c, "6.1.4", "entry %zu of the table is no object", i);
            return false;
        }
        c->offsets[i] = offset;
    }
    c->offsets[c->count] = xref;
    return true;
}

static int by_offset(const void *a, const void *b)
{
    uint64_t x = **(const uint64_t *const *)a, y = **(const uint64_t *const *)b;
    return (x > y) - (x < y);
}

/* The number after a key; -1 when the key is not there. Dictionaries here have one space after a
 * key. */
static long number_after(const char *dict, const char *key)
{
    const char *at = strstr(dict, key);
    return at == NULL ? -1 : strtol(at + strlen(key), NULL, 10);
}

static bool is_type(const char *dict, const char *type)
{
    return strncmp(dict, type, strlen(type)) == 0;
}

/* Entries that no file of this kind may have, whatever the object. */
static void check_forbidden(struct check *c, unsigned number, const char *dict)
{
    static const struct {
        const char *key, *clause;
    } forbidden[] = {
        { "/LZWDecode", "6.1.7.2" }, { "/Crypt", "6.1.7.2" }, { "/Interpolate true", "6.2.8" },
        { "/Alternates", "6.2.8" },  { "/OPI", "6.2.8" },     { "/JavaScript", "6.5.1" },
        { "/Launch", "6.5.1" },      { "/AA ", "6.5.2" },     { "/XFA", "6.4.2" },
        { "/SMask", "6.2.10" }
    };
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        if (strstr(dict, forbidden[i].key) != NULL)
            broken(c, forbidden[i].clause, "object %u has %s", number, forbidden[i].key);
    }
}

static void check_references(struct check *c, unsigned number, const char *dict)
{
    for (const char *at = dict; (at = strstr(at, " 0 R")) != NULL; at += 4) {
        const char *s = at;
        while (s > dict && s[-1] >= '0' && s[-1] <= '9')
            s--;
        unsigned long to = strtoul(s, NULL, 10);
        if (s == at || to == 0 || to >= c->count)
            broken(c, "6.1.9", "object %u refers to object %lu, which is not there", number, to);
    }
}

static void check_catalog(struct check *c, const char *dict)
{
    static const struct {
        const char *entry, *clause;
    } wanted[] = { { "/MarkInfo << /Marked true >>", "6.7.2.2" },
                   { "/StructTreeRoot ", "6.7.3.3" },
                   { "/Metadata ", "6.6.2.1" },
                   { "/Lang (", "UA 7.2" },
                   { "/DisplayDocTitle true", "UA 7.1" },
                   { "/S /GTS_PDFA1", "6.2.3" },
                   { "/DestOutputProfile ", "6.2.3" } };
    c->catalog = true;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (strstr(dict, wanted[i].entry) == NULL)
            broken(c, wanted[i].clause, "the catalog lacks %s", wanted[i].entry);
    }
}

static void check_page(struct check *c, unsigned number, const char *dict)
{
    double w = 0, h = 0;
    const char *box = strstr(dict, "/MediaBox [0 0 ");
    if (box != NULL) {
        char *end;
        w = strtod(box + 15, &end);
        h = strtod(end, NULL);
    }
    if (w < 3 || h < 3 || w > 14400 || h > 14400)
        broken(c, "6.1.13", "page object %u measures %.1f x %.1f points", number, w, h);
    if (strstr(dict, "/Tabs /S") == NULL)
        broken(c, "UA 7.18.3", "page object %u has no tab order", number);
    if (strstr(dict, "/Resources <<") == NULL)
        broken(c, "6.2.2", "page object %u has no resources", number);
    if (ba_grow(&c->pages, &c->page_cap, c->page_count + 1, sizeof *c->pages) != 0) {
        broken(c, "memory", "too many pages");
        return;
    }
    c->pages[c->page_count++] = (struct page_facts){
        .number = number,
        .content = (unsigned)number_after(dict, "/Contents "),
        .parents = (int)number_after(dict, "/StructParents "),
    };
}

static void check_element(struct check *c, unsigned number, const char *dict)
{
    const char *s = strstr(dict, "/S /");
    const char *alt = strstr(dict, "/Alt <FEFF");
    if (s == NULL || strstr(dict, "/P ") == NULL) {
        broken(c, "UA 7.1", "structure element %u lacks its type or parent", number);
        return;
    }
    if (strncmp(s, "/S /Document", 12) == 0)
        return;
    c->elements++;
    if (strncmp(s, "/S /Figure", 10) == 0) {
        c->figures++;
        if (alt == NULL || alt[10] == '>')
            broken(c, "UA 7.3", "figure %u has no alternative text", number);
    } else if (strncmp(s, "/S /H", 5) == 0) {
        unsigned level = (unsigned)strtoul(s + 5, NULL, 10);
        if (level < 1 || level > 6 || level > c->heading + 1)
            broken(c, "UA 7.4.2", "element %u: a heading of level %u after one of level %u", number,
                   level, c->heading);
        c->heading = level;
    } else if (strncmp(s, "/S /P", 5) != 0) {
        broken(c, "6.7.3.4", "structure element %u is of no standard type that we write", number);
    }
    if (number_after(dict, "/Pg ") < 1)
        broken(c, "6.7.3.3", "structure element %u has no page", number);
}

static void check_dictionary(struct check *c, unsigned number, const char *dict)
{
    check_forbidden(c, number, dict);
    check_references(c, number, dict);
    if (is_type(dict, "<< /Type /Catalog"))
        check_catalog(c, dict);
    else if (is_type(dict, "<< /Type /Pages"))
        c->kids = (size_t)number_after(dict, "/Count ");
    else if (is_type(dict, "<< /Type /Page "))
        check_page(c, number, dict);
    else if (is_type(dict, "<< /Type /StructElem"))
        check_element(c, number, dict);
}

static void check_metadata(struct check *c, const char *dict, const char *xml, size_t len)
{
    static const struct {
        const char *text, *clause;
    } wanted[] = { { "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>",
                     "6.6.4" },
                   { "<pdfuaid:part>1</pdfuaid:part>", "UA 5" },
                   { "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>", "6.6.2.3" },
                   { "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", "UA 7.1" } };
    c->metadata = true;
    if (strstr(dict, "/Filter") != NULL)
        broken(c, "6.6.2.1",
               "the metadata stream is compressed; tools that identify formats miss it");
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (memmem(xml, len, wanted[i].text, strlen(wanted[i].text)) == NULL)
            broken(c, wanted[i].clause, "the metadata lack %s", wanted[i].text);
    }
    xmlDoc *doc = xmlReadMemory(xml, (int)len, "xmp", NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (doc == NULL)
        broken(c, "6.6.2.1", "the metadata are no well-formed XML");
    xmlFreeDoc(doc);
}

/* A deflated stream whose first bytes are page content. */
static void check_content(struct check *c, unsigned number, const char *data, size_t len)
{
    struct ba_buf text = BA_BUF_INIT(MAX_OBJECT_BYTES);
    char block[16384];
    z_stream z = { .next_in = (Bytef *)data, .avail_in = (uInt)len };
    int rc = inflateInit(&z);
    while (rc == Z_OK) {
        z.next_out = (Bytef *)block;
        z.avail_out = sizeof block;
        rc = inflate(&z, Z_NO_FLUSH);
        ba_buf_add(&text, block, sizeof block - z.avail_out);
    }
    inflateEnd(&z);
    if (rc != Z_STREAM_END || text.failed) {
        broken(c, "6.1.7.1", "the deflated stream %u is damaged", number);
    } else {
        char why[120];
        unsigned marks = 0;
        if (!pdf_content_ok(ba_buf_str(&text), &marks, why, sizeof why))
            broken(c, "UA 7.1", "content stream %u: %s", number, why);
        c->marked[number] = marks + 1;
    }
    ba_buf_free(&text);
}

/* The only streams without a type or length of their own: content, map and character map. */
static bool is_content_stream(const char *dict)
{
    return is_type(dict, "<<  /Filter /FlateDecode");
}

static void check_stream(struct check *c, unsigned number, const char *object, size_t len,
                         const char *stream)
{
    char dict[DICT_BYTES];
    size_t head = (size_t)(stream - object) + 8;
    long want = -1;
    snprintf(dict, sizeof dict, "%.*s", (int)(stream - object), object);
    want = number_after(dict, "/Length ");
    if (want < 0 || len != head + (size_t)want + sizeof STREAM_END - 1) {
        broken(c, "6.1.7.1", "stream %u: Length does not agree with its data", number);
        return;
    }
    check_dictionary(c, number, dict);
    if (strstr(dict, "/Type /Metadata") != NULL)
        check_metadata(c, dict, object + head, (size_t)want);
    c->intent |= strstr(dict, "/N 3") != NULL;
}

/* An image: only its dictionary and its end, however long it is. True when the object is one. */
static bool check_image(struct check *c, unsigned number, uint64_t at, uint64_t len)
{
    char head[DICT_BYTES + 1], tail[sizeof STREAM_END] = "";
    size_t n = len < DICT_BYTES ? (size_t)len : DICT_BYTES, end = sizeof STREAM_END - 1;
    if (!read_at(c, at, head, n))
        return false;
    head[n] = '\0';
    char *stream = memmem(head, n, ">>\nstream\n", 10), *dict = memmem(head, n, " obj\n", 5);
    if (stream == NULL || dict == NULL || dict > stream ||
        memmem(head, (size_t)(stream - head), "/Subtype /Image", 15) == NULL)
        return false;
    stream[2] = '\0';
    check_dictionary(c, number, dict + 5);
    long want = number_after(dict, "/Length ");
    if (len < end || !read_at(c, at + len - end, tail, end) || strcmp(tail, STREAM_END) != 0 ||
        want < 0 || (uint64_t)(stream - head) + 10 + (uint64_t)want + end != len)
        broken(c, "6.1.7.1", "image %u: Length does not agree with its data", number);
    if (strtoul(head, NULL, 10) != number)
        broken(c, "6.1.9", "object %u is not where the table says", number);
    if (number_after(dict, "/Width ") < 1 || number_after(dict, "/Height ") < 1)
        broken(c, "6.2.8", "image %u has no size", number);
    return true;
}

/* Do `want` bytes of stream lie before the end? check_stream has said so when not. */
static bool length_holds(const char *data, const char *end, long want)
{
    return want > 0 && data <= end && want <= end - data;
}

/* One object: from its offset to the next one's. */
static void check_object(struct check *c, unsigned number, uint64_t at, uint64_t end)
{
    char start[32], *text;
    uint64_t len = end - at;
    if (check_image(c, number, at, len))
        return;
    if (len > MAX_OBJECT_BYTES || (text = malloc((size_t)len + 1)) == NULL) {
        broken(c, "memory", "object %u is too large to be checked", number);
        return;
    }
    int n = snprintf(start, sizeof start, "%u 0 obj\n", number);
    if (!read_at(c, at, text, (size_t)len) || len < (size_t)n + 8 ||
        memcmp(text, start, (size_t)n) != 0 || memcmp(text + len - 8, "\nendobj\n", 8) != 0) {
        broken(c, "6.1.9", "object %u is not where the table says", number);
    } else {
        text[len] = '\0';
        const char *body = text + n;
        const char *stream = strstr(body, ">>\nstream\n");
        if (stream == NULL)
            check_dictionary(c, number, body);
        else
            check_stream(c, number, body, (size_t)len - (size_t)n, stream + 2);
        if (stream != NULL && is_content_stream(body) &&
            length_holds(stream + 10, text + len, number_after(body, "/Length ")))
            check_content(c, number, stream + 10, (size_t)number_after(body, "/Length "));
    }
    free(text);
}

static void check_objects(struct check *c, struct ba_err *err)
{
    uint64_t **order = calloc(c->count + 1, sizeof(uint64_t *));
    if (order == NULL) {
        ba_fail_mem(err, "a PDF's objects");
        broken(c, "memory", "too many objects");
        return;
    }
    for (size_t i = 1; i <= c->count; i++)
        order[i] = &c->offsets[i];
    qsort(order + 1, c->count, sizeof *order, by_offset);
    for (size_t i = 1; i < c->count; i++)
        check_object(c, (unsigned)(order[i] - c->offsets), *order[i], *order[i + 1]);
    free(order);
}

/* Pages against their content, structure and count. */
static void check_whole(struct check *c)
{
    size_t marks = 0;
    for (size_t i = 0; i < c->page_count; i++) {
        const struct page_facts *p = &c->pages[i];
        unsigned found = p->content < c->count ? c->marked[p->content] : 0;
        if (found == 0)
            broken(c, "6.2.2", "page object %u has no content stream", p->number);
        else if ((found > 1) != (p->parents >= 0))
            broken(c, "6.7.3.3",
                   "page object %u is tagged, and not in the structure, or the reverse", p->number);
        marks += found > 0 ? found - 1 : 0;
    }
    if (marks != c->elements)
        broken(c, "6.7.3.3", "%zu marked sequences, and %zu structure elements", marks,
               c->elements);
    if (c->kids != c->page_count)
        broken(c, "6.1.9", "the page tree counts %zu pages, there are %zu", c->kids, c->page_count);
    if (!c->catalog || !c->metadata || !c->intent)
        broken(c, "6.6.2.1", "the catalog, the metadata or the colour profile is not there");
}

enum ba_rc pdf_check_part(int fd, const char *name, uint64_t at, uint64_t size, size_t *faults,
                          size_t *pages, struct ba_err *err)
{
    struct check c = { .fd = fd, .base = at, .size = size };
    uint64_t xref = 0;
    if (check_frame(&c, &xref) && read_table(&c, xref, err)) {
        check_objects(&c, err);
        check_whole(&c);
    }
    free(c.offsets);
    free(c.marked);
    free(c.pages);
    *faults = c.faults;
    *pages = c.page_count;
    if (c.faults == 0)
        return BA_OK;
    return ba_fail(err, BA_ITEM, "PDF_RULES",
                   "%s breaks %zu rule(s) of PDF/A-2a or PDF/UA-1, first: %s; please report this",
                   name, c.faults, c.first);
}

enum ba_rc pdf_check(const char *path, size_t *faults, struct ba_err *err)
{
    int fd = ba_open_regular(path);
    if (fd < 0)
        return ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", path, strerror(errno));
    off_t end = lseek(fd, 0, SEEK_END);
    size_t pages = 0;
    enum ba_rc rc = pdf_check_part(fd, path, 0, end < 0 ? 0 : (uint64_t)end, faults, &pages, err);
    close(fd);
    return rc;
}
