/*
 * pdf_check_object.c - what one object is: each is of one of the forms below, to the byte.
 *
 * That alone keeps out most of what the rules forbid: other filters, actions, annotations,
 * transparency, encryption, forms. The words of a clause are only for the message.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "export/pdf/pdf_check_private.h"
#include "export/pdf/pdf_template.h"

#define DEVICE "/Type /XObject /Subtype /Image /Width %u /Height %u /ColorSpace /Device"
#define ROWS "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors "
#define G4 "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns %u /Rows %u /BlackIs1 "

typedef void (*take_fn)(struct pdf_check *c, unsigned number, const struct pdf_template *m);

static void take_list(struct pdf_check *c, unsigned number, const char *at, const char *end,
                      struct pdf_list *to)
{
    unsigned ref;
    for (size_t i = 0; !pdf_template_take(&at, end); i++) {
        if (!pdf_template_take(&at, i % 16 ? " " : "\n") || !pdf_template_take_ref(&at, &ref)) {
            pdf_broken(c, "6.1.9", "object %u: its list is not one of references", number);
            return;
        }
        pdf_list_add(c, to, ref);
    }
    if (*at != '\0')
        pdf_broken(c, "6.1.9", "object %u: something follows its list", number);
}

static void take_pages(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    take_list(c, number, m->rest, "] >>", &c->kids);
}

static void take_document(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    const char *at = m->rest;
    for (unsigned ref; !pdf_template_take(&at, "] >>");) {
        /* Lines begin anew at each page. */
        if ((!pdf_template_take(&at, " ") && !pdf_template_take(&at, "\n")) ||
            !pdf_template_take_ref(&at, &ref)) {
            pdf_broken(c, "6.7.3.3", "the document element %u holds no list of elements", number);
            return;
        }
        pdf_list_add(c, &c->elements, ref);
    }
    if (*at != '\0')
        pdf_broken(c, "6.7.3.3", "the document element %u goes on", number);
}

static void take_parent_tree(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    const char *at = m->rest;
    unsigned key, ref;
    while (!pdf_template_take(&at, "] >>")) {
        if (!pdf_template_take(&at, "\n") || !pdf_template_take_number(&at, &key) ||
            !pdf_template_take(&at, " ") || !pdf_template_take_ref(&at, &ref)) {
            pdf_broken(c, "6.7.3.3", "the parent tree %u is no list of pairs", number);
            return;
        }
        pdf_list_add(c, &c->rows, key);
        pdf_list_add(c, &c->rows, ref);
    }
    if (*at != '\0')
        pdf_broken(c, "6.7.3.3", "the parent tree %u goes on", number);
}

/* is: where its elements begin in c->parents, and how many they are. */
static void take_parents(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    struct pdf_fact *f = &c->facts[number];
    f->is[0] = (unsigned)c->parents.count;
    take_list(c, number, m->rest, "]", &c->parents);
    f->is[1] = (unsigned)c->parents.count - f->is[0];
}

static void add_owner(struct pdf_check *c, unsigned page, unsigned mark, unsigned element)
{
    if (ba_grow(&c->owners, &c->owner_cap, c->owner_count + 1, sizeof *c->owners) != 0)
        pdf_check_no_memory(c);
    else
        c->owners[c->owner_count++] = (struct pdf_owner){ page, mark, element };
}

/* /K of an element: one identifier, or a list of them and of spans. */
static bool take_kids(struct pdf_check *c, unsigned number, unsigned page, const char **at)
{
    unsigned mark, ref;
    if (pdf_template_take_number(at, &mark)) {
        add_owner(c, page, mark, number);
        return true;
    }
    if (!pdf_template_take(at, "["))
        return false;
    for (bool first = true; !pdf_template_take(at, "]"); first = false) {
        const char *p;
        if (!first && !pdf_template_take(at, " "))
            return false;
        p = *at;
        if (pdf_template_take_ref(&p, &ref)) {
            pdf_list_add(c, &c->spans, number);
            pdf_list_add(c, &c->spans, ref);
            *at = p;
        } else if (pdf_template_take_number(at, &mark)) {
            add_owner(c, page, mark, number);
        } else {
            return false;
        }
    }
    return true;
}

static char type_of(const char **at)
{
    if (pdf_template_take(at, "Figure "))
        return 'F';
    if (pdf_template_take(at, "Span "))
        return 'S';
    if (pdf_template_take(at, "P "))
        return 'P';
    if (**at == 'H' && (*at)[1] >= '1' && (*at)[1] <= '6' && (*at)[2] == ' ') {
        *at += 3;
        return (*at)[-2];
    }
    return '\0';
}

static void take_element(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    static const char figure[] = " /A << /O /Layout /Placement /Block /BBox [0 0 %f %f] >> /Alt %x "
                                 ">>";
    const char *at = m->rest;
    struct pdf_fact *f = &c->facts[number];
    struct pdf_template tail;
    f->type = type_of(&at);
    if (f->type == '\0') {
        pdf_broken(c, "6.7.3.4", "element %u is of no standard type that we write", number);
        return;
    }
    if (!pdf_template_take(&at, "/P ") || !pdf_template_take_ref(&at, &f->is[0]) ||
        !pdf_template_take(&at, " /Pg ") || !pdf_template_take_ref(&at, &f->is[1]) ||
        !pdf_template_take(&at, " /K ") || !take_kids(c, number, f->is[1], &at)) {
        pdf_broken(c, "6.7.3.3", "element %u lacks its parent, page or content", number);
        return;
    }
    if (f->type == 'F' && !pdf_template_match(at, figure, &tail))
        pdf_broken(c, "UA 7.3", "figure %u has no alternative text", number);
    else if (f->type == 'S' && !pdf_template_match(at, " /ActualText %x >>", &tail))
        pdf_broken(c, "UA 7.2", "span %u has no text", number);
    else if (f->type != 'F' && f->type != 'S' && strcmp(at, " >>") != 0)
        pdf_broken(c, "6.7.3.3", "element %u has entries that we do not write", number);
}

static void take_page(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    /* Groups are optional: a missing StructParents is 0, one that is there its value plus one. */
    c->facts[number].is[4] = m->options & 1 ? m->u[4] + 1 : 0;
    pdf_list_add(c, &c->pages, number);
    for (int i = 0; i < 2; i++)
        if (m->f[i] < 3 || m->f[i] > 14400)
            pdf_broken(c, "6.1.13", "page object %u measures %.1f x %.1f points", number, m->f[0],
                       m->f[1]);
}

static void take_image(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    if (m->u[0] < 1 || m->u[1] < 1)
        pdf_broken(c, "6.2.8", "image %u has no size", number);
}

/* is[4]: whether the data are RGB by the dictionary's word; is[5]: components. */
static void take_grey_jpeg(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    take_image(c, number, m);
    c->facts[number].is[4] = 0;
    c->facts[number].is[5] = 1;
}

static void take_colour_jpeg(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    take_image(c, number, m);
    c->facts[number].is[4] = m->options & 1;
    c->facts[number].is[5] = 3;
}

static void take_g4(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    take_image(c, number, m);
    if (m->u[0] != m->u[2] || m->u[1] != m->u[3])
        pdf_broken(c, "6.2.8", "image %u is of another size than its data", number);
}

static void take_rows(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    take_image(c, number, m);
    if (m->u[0] != m->u[2])
        pdf_broken(c, "6.2.8", "image %u is of another size than its data", number);
}

/* A text string as UTF-8; complete pairs are sure (pdf_form.c). NULL: out of memory. */
static char *decoded(struct pdf_template_text text)
{
    struct ba_buf b = BA_BUF_INIT((size_t)1 << 16);
    for (size_t i = 0; i + 4 <= text.len; i += 4) {
        char unit[5] = "", out[4];
        memcpy(unit, text.at + i, 4);
        uint32_t cp = (uint32_t)strtoul(unit, NULL, 16);
        if (cp >= 0xD800 && cp <= 0xDBFF && i + 8 <= text.len) {
            memcpy(unit, text.at + i + 4, 4);
            cp = 0x10000 + ((cp - 0xD800) << 10) + ((uint32_t)strtoul(unit, NULL, 16) - 0xDC00);
            i += 4;
        }
        ba_buf_add(&b, out, ba_utf8_encode(cp, out));
    }
    char *s = b.failed ? NULL : strdup(ba_buf_str(&b));
    ba_buf_free(&b);
    return s;
}

static void keep(struct pdf_check *c, int what, char *text)
{
    free(c->said[0][what]);
    c->said[0][what] = text;
}

static void take_info(struct pdf_check *c, unsigned number, const struct pdf_template *m)
{
    size_t subject = m->options & 1, at = 1 + subject;
    (void)number;
    keep(c, SAID_TITLE, decoded(m->text[0]));
    keep(c, SAID_SUBJECT, subject ? decoded(m->text[1]) : strdup(""));
    keep(c, SAID_CREATED, strndup(m->text[at].at, m->text[at].len));
    keep(c, SAID_CHANGED, strndup(m->text[at + 1].at, m->text[at + 1].len));
    keep(c, SAID_PRODUCER, strndup(m->text[at + 2].at, m->text[at + 2].len));
}

static const struct {
    enum pdf_kind kind;
    const char *what, *clause, *form;
    take_fn take;
} forms[] = {
    { KIND_NULL, "null", "6.1.9", "null", NULL },
    { KIND_CATALOG, "catalog", "6.6.2.1",
      "<< /Type /Catalog /Pages %u 0 R /Metadata %u 0 R /Lang (%l) /MarkInfo << /Marked true >> "
      "/StructTreeRoot %u 0 R /ViewerPreferences << /DisplayDocTitle true >> /OutputIntents [<< "
      "/Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info "
      "(sRGB "
      "IEC61966-2.1) /RegistryName (http://www.color.org) /DestOutputProfile %u 0 R >>]%[ "
      "/Outlines "
      "%u 0 R /PageMode /UseOutlines%] >>",
      NULL },
    { KIND_PAGES, "page tree", "6.1.9", "<< /Type /Pages /Count %u /Kids [%*", take_pages },
    { KIND_PAGE, "page", "6.2.2",
      "<< /Type /Page /Parent %u 0 R /MediaBox [0 0 %f %f] /Contents %u 0 R /Tabs /S /Resources << "
      "/XObject << /Im0 %u 0 R >> /Font << /F0 %u 0 R >> >>%[ /StructParents %u%] >>",
      take_page },
    { KIND_INFO, "information dictionary", "6.6.3",
      "<< /Title %x%[ /Subject %x%] /CreationDate (D:%t) /ModDate (D:%t) /Creator (bouwarchief) "
      "/Producer (bouwarchief %t) >>",
      take_info },
    { KIND_METADATA, "metadata", "6.6.2.1", "<< /Type /Metadata /Subtype /XML /Length %u >>",
      NULL },
    { KIND_PROFILE, "colour profile", "6.2.3", "<< /N 3 /Filter /FlateDecode /Length %u >>", NULL },
    { KIND_FONT, "font", "6.2.11.2",
      "<< /Type /Font /Subtype /Type0 /BaseFont /GlyphLessFont /Encoding /Identity-H "
      "/DescendantFonts [%u 0 R] /ToUnicode %u 0 R >>",
      NULL },
    { KIND_CID_FONT, "CIDFont", "6.2.11.3",
      "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /GlyphLessFont /DW 500 /CIDSystemInfo << "
      "/Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap %u 0 R /FontDescriptor "
      "%u 0 R >>",
      NULL },
    { KIND_DESCRIPTOR, "font descriptor", "6.2.11.4",
      "<< /Type /FontDescriptor /FontName /GlyphLessFont /Flags 5 /ItalicAngle 0 /Ascent 1000 "
      "/CapHeight 1000 /Descent -1 /StemV 80 /FontBBox [0 0 500 1000] /FontFile2 %u 0 R >>",
      NULL },
    { KIND_FONT_FILE, "font program", "6.2.11.4",
      "<< /Length1 %u /Filter /FlateDecode /Length %u >>", NULL },
    /* Content, character map or map of glyphs: its data tell. */
    { KIND_CONTENT, "content", "6.1.7", "<<  /Filter /FlateDecode /Length %u >>", NULL },
    { KIND_TREE_ROOT, "structure tree", "6.7.3.3",
      "<< /Type /StructTreeRoot /K %u 0 R /ParentTree %u 0 R /ParentTreeNextKey %u >>", NULL },
    { KIND_DOCUMENT, "document element", "6.7.3.3",
      "<< /Type /StructElem /S /Document /P %u 0 R /Lang (%l) /K [%*", take_document },
    { KIND_PARENT_TREE, "parent tree", "6.7.3.3", "<< /Nums [%*", take_parent_tree },
    { KIND_OUTLINES, "outline", "UA 7.1",
      "<< /Type /Outlines /First %u 0 R /Last %u 0 R /Count %u >>", NULL },
    { KIND_BOOKMARK, "bookmark", "UA 7.1",
      "<< /Title %x /Parent %u 0 R /Dest [%u 0 R /Fit]%[ /Prev %u 0 R%]%[ /Next %u 0 R%] >>",
      NULL },
    { KIND_ELEMENT, "element", "6.7.3.3", "<< /Type /StructElem /S /%*", take_element },
    { KIND_PARENTS, "array of parents", "6.7.3.3", "[%*", take_parents },
    { KIND_IMAGE, "Group 4 image", "6.2.8",
      "<< " DEVICE "Gray /BitsPerComponent 1 " G4 "false >> /Length %u >>", take_g4 },
    { KIND_IMAGE, "Group 4 image", "6.2.8",
      "<< " DEVICE "Gray /BitsPerComponent 1 " G4 "true >> /Length %u >>", take_g4 },
    { KIND_IMAGE, "JPEG", "6.2.8",
      "<< " DEVICE "Gray /BitsPerComponent 8 /Filter /DCTDecode%[ /Decode [1 0]%] /Length %u >>",
      take_grey_jpeg },
    { KIND_IMAGE, "JPEG", "6.2.8",
      "<< " DEVICE "RGB /BitsPerComponent 8 /Filter /DCTDecode%[ /DecodeParms << /ColorTransform 0 "
      ">>%] /Length %u >>",
      take_colour_jpeg },
    { KIND_IMAGE, "deflated image", "6.2.8",
      "<< " DEVICE "Gray /BitsPerComponent 8 " ROWS "1 /BitsPerComponent 8 /Columns %u >> /Length "
      "%u >>",
      take_rows },
    { KIND_IMAGE, "deflated image", "6.2.8",
      "<< " DEVICE "RGB /BitsPerComponent 8 " ROWS "3 /BitsPerComponent 8 /Columns %u >> /Length "
      "%u >>",
      take_rows },
};
#define FORMS (sizeof forms / sizeof *forms)

/* The form that it was most alike, and where it left it. */
static void say_no_form(struct pdf_check *c, unsigned number, const char *dict)
{
    size_t best = 0, far = 0;
    for (size_t i = 0; i < FORMS; i++) {
        struct pdf_template m;
        if (!pdf_template_match(dict, forms[i].form, &m) && m.matched > far) {
            far = m.matched;
            best = i;
        }
    }
    /* A few bytes before it, so that the key can be seen. */
    far = far > 12 ? far - 12 : 0;
    pdf_broken(c, forms[best].clause, "object %u (%s) is not as it must be at \"%.40s\"", number,
               forms[best].what, dict + far);
}

/* Every " 0 R" leads to an object that is there. */
static void check_references(struct pdf_check *c, unsigned number, const char *dict)
{
    for (const char *at = dict; (at = strstr(at, " 0 R")) != NULL; at += 4) {
        const char *s = at;
        while (s > dict && s[-1] >= '0' && s[-1] <= '9')
            s--;
        unsigned long to = strtoul(s, NULL, 10);
        if (s == at || to == 0 || to >= c->count)
            pdf_broken(c, "6.1.9", "object %u refers to object %lu, which is not there", number,
                       to);
        else
            c->facts[to].referred = true;
    }
}

/* What the rules ask for or forbid by name, so that the message can name it too. */
static void check_named(struct pdf_check *c, unsigned number, const char *dict)
{
    static const struct {
        const char *type, *text, *clause;
        bool wanted;
    } named[] = {
        { "", "/LZWDecode", "6.1.7.2", false },
        { "", "/Crypt", "6.1.7.2", false },
        { "", "/Interpolate true", "6.2.8", false },
        { "", "/Alternates", "6.2.8", false },
        { "", "/OPI", "6.2.8", false },
        { "", "/SMask", "6.2.10", false },
        { "", "/Group ", "6.2.10", false },
        { "", "/JavaScript", "6.5.1", false },
        { "", "/Launch", "6.5.1", false },
        { "", "/OpenAction", "6.5.1", false },
        { "", "/AA ", "6.5.2", false },
        { "", "/XFA", "6.4.2", false },
        { "", "/AcroForm", "6.4.1", false },
        { "", "/Annots", "6.3.1", false },
        { "", "/EmbeddedFiles", "6.8", false },
        { "", "/OCProperties", "6.9", false },
        { "", "/Requirements", "6.11", false },
        { "/Catalog ", "/MarkInfo << /Marked true >>", "6.7.2.2", true },
        { "/Catalog ", "/StructTreeRoot ", "6.7.3.3", true },
        { "/Catalog ", "/Metadata ", "6.6.2.1", true },
        { "/Catalog ", "/Lang (", "UA 7.2", true },
        { "/Catalog ", "/DisplayDocTitle true", "UA 7.1", true },
        { "/Catalog ", "/S /GTS_PDFA1", "6.2.3", true },
        { "/Catalog ", "/DestOutputProfile ", "6.2.3", true },
        { "/Page ", "/Tabs /S", "UA 7.18.3", true },
        { "/Page ", "/Resources <<", "6.2.2", true },
        { "/Font ", "/BaseFont ", "6.2.11.2", true },
    };
    const char *type = strncmp(dict, "<< /Type ", 9) == 0 ? dict + 9 : "";
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (strncmp(type, named[i].type, strlen(named[i].type)) != 0)
            continue;
        bool there = strstr(dict, named[i].text) != NULL;
        if (there != named[i].wanted)
            pdf_broken(c, named[i].clause, "object %u %s %s", number, there ? "has" : "lacks",
                       named[i].text);
    }
}

void pdf_check_object(struct pdf_check *c, unsigned number, const char *dict)
{
    struct pdf_fact *fact = &c->facts[number];
    struct pdf_template m;
    check_references(c, number, dict);
    check_named(c, number, dict);
    for (size_t i = 0; i < FORMS; i++) {
        if (!pdf_template_match(dict, forms[i].form, &m))
            continue;
        fact->kind = forms[i].kind;
        memcpy(fact->is, m.u, sizeof fact->is);
        /* Both groups of a bookmark are one number: which is told by the group. */
        if (fact->kind == KIND_BOOKMARK && m.options == 2) {
            fact->is[3] = fact->is[2];
            fact->is[2] = 0;
        }
        if (forms[i].take != NULL)
            forms[i].take(c, number, &m);
        return;
    }
    say_no_form(c, number, dict);
}
