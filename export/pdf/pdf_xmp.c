/*
 * pdf_xmp.c - what the file says of itself, twice and in agreement: XMP and Info.
 *
 * Tools that identify formats look in the file as it is for pdfaid:part and then
 * pdfaid:conformance, so the stream has no filter and that order. pdfuaid is no schema that PDF/A
 * knows, so it is declared.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/utf8.h"
#include "export/pdf/pdf_private.h"

#define XMP_MAX_BYTES ((size_t)64 << 10)
#define PRODUCER "bouwarchief " BA_VERSION
#define TOOL "bouwarchief"
#define UNTITLED "Zonder titel"

static const char head[] =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
    "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n"
    "</rdf:Description>\n"
    "<rdf:Description rdf:about=\"\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
    "<pdfuaid:part>1</pdfuaid:part>\n"
    "</rdf:Description>\n";

static const char extension[] =
    "<rdf:Description rdf:about=\"\" "
    "xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
    "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
    "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
    "</rdf:Description>\n";

static const char tail[] = "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";

/* What both Info and XMP can hold of it. */
static bool is_kept(uint32_t cp)
{
    return cp >= 0x20 && cp != 0xFEFF && cp != 0xFFFE && cp != 0xFFFF;
}

static bool has_text(const char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += ba_utf8_decode(text + i, len - i, &cp);
        if (is_kept(cp))
            return true;
    }
    return false;
}

/* A document must have a title (ISO 14289-1, 7.1). */
static const char *title_of(const struct pdf_doc *doc)
{
    return has_text(doc->title) ? doc->title : UNTITLED;
}

/* Character data: escaped, without what XML cannot hold, of at most `max` characters. */
static void put_escaped(struct ba_buf *b, const char *text, size_t max)
{
    size_t len = strlen(text);
    for (size_t i = 0, n = 0; i < len && n < max; n++) {
        uint32_t cp;
        char bytes[4];
        i += ba_utf8_decode(text + i, len - i, &cp);
        if (cp == '<')
            ba_buf_puts(b, "&lt;");
        else if (cp == '>')
            ba_buf_puts(b, "&gt;");
        else if (cp == '&')
            ba_buf_puts(b, "&amp;");
        else if (is_kept(cp))
            ba_buf_add(b, bytes, ba_utf8_encode(cp, bytes));
    }
}

static void put_alternative(struct ba_buf *b, const char *name, const char *text)
{
    if (!has_text(text))
        return;
    ba_buf_printf(b, "<dc:%s><rdf:Alt><rdf:li xml:lang=\"x-default\">", name);
    put_escaped(b, text, 2000);
    ba_buf_printf(b, "</rdf:li></rdf:Alt></dc:%s>\n", name);
}

static void split_time(int64_t t, struct tm *tm)
{
    time_t seconds = (time_t)t;
    if (gmtime_r(&seconds, tm) == NULL)
        memset(tm, 0, sizeof *tm);
}

void pdf_xmp_put(struct pdf_writer *o, const struct pdf_doc *doc, unsigned number,
                 struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT(XMP_MAX_BYTES);
    struct tm tm;
    char at[48];
    split_time(doc->time, &tm);
    snprintf(at, sizeof at, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
             tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
    ba_buf_puts(&b, head);
    ba_buf_puts(&b,
                "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
                "<dc:format>application/pdf</dc:format>\n");
    put_alternative(&b, "title", title_of(doc));
    put_alternative(&b, "description", doc->subject);
    ba_buf_printf(&b, "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n",
                  doc->language);
    ba_buf_printf(&b,
                  "</rdf:Description>\n"
                  "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
                  "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n"
                  "<xmp:CreateDate>%s</xmp:CreateDate>\n<xmp:ModifyDate>%s</xmp:ModifyDate>\n"
                  "<xmp:CreatorTool>%s</xmp:CreatorTool>\n<pdf:Producer>%s</pdf:Producer>\n"
                  "</rdf:Description>\n",
                  at, at, TOOL, PRODUCER);
    ba_buf_puts(&b, extension);
    ba_buf_puts(&b, tail);
    if (o->rc == BA_OK && (o->rc = ba_buf_check(&b, "the metadata of a PDF", err)) != BA_OK)
        o->err = *err;
    if (o->rc == BA_OK)
        pdf_writer_stream(o, number, "/Type /Metadata /Subtype /XML", b.data, b.len);
    ba_buf_free(&b);
}

void pdf_info_put(struct pdf_writer *o, const struct pdf_doc *doc, unsigned number)
{
    struct tm tm;
    char at[48];
    split_time(doc->time, &tm);
    snprintf(at, sizeof at, "D:%04d%02d%02d%02d%02d%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
             tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
    pdf_writer_begin(o, number);
    pdf_writer_printf(o, "<< /Title ");
    pdf_writer_text(o, title_of(doc));
    if (has_text(doc->subject)) {
        pdf_writer_printf(o, " /Subject ");
        pdf_writer_text(o, doc->subject);
    }
    pdf_writer_printf(o, " /CreationDate (%s) /ModDate (%s) /Creator (%s) /Producer (%s) >>", at,
                      at, TOOL, PRODUCER);
    pdf_writer_end(o);
}
