/*
 * pdf_res.c - the font without glyphs and the colour profile.
 *
 * The font has one empty glyph of half an em (glyph 1), to which all 65,536 codes are mapped; its
 * text is invisible and only there to be found, copied and read aloud.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/pdf/pdf_private.h"

#define DEFAULT_ICC "/usr/share/color/icc/sRGB.icc"
#define DEFAULT_FONT "/usr/share/tesseract-ocr/5/tessdata/pdf.ttf"
#define ICC_HEADER_BYTES 128

static BA_RC load(const char *path, const char *what, const char *package, struct ba_buf *b,
                  struct ba_err *err)
{
    struct ba_err why = BA_ERR_INIT;
    if (ba_file_read(path, b, &why) == BA_OK && b->len > 0)
        return BA_OK;
    return ba_fail(err, BA_FATAL, "PDF_RESOURCE",
                   "%s %s cannot be read; install the Debian package %s, or set its path in "
                   "bouwarchief.conf [export]",
                   what, path, package);
}

/* ISO 19005-2, 6.2.3: a monitor or printer profile of RGB, below version 5. */
static bool icc_fits(const struct ba_buf *b)
{
    const char *p = b->data;
    return b->len > ICC_HEADER_BYTES && (unsigned char)p[8] < 5 && memcmp(p + 16, "RGB ", 4) == 0 &&
           (memcmp(p + 12, "mntr", 4) == 0 || memcmp(p + 12, "prtr", 4) == 0);
}

static const char *icc_path(const struct pdf_opts *opts)
{
    return opts->icc_path != NULL && *opts->icc_path ? opts->icc_path : DEFAULT_ICC;
}

BA_RC pdf_resources_load(const struct pdf_opts *opts, struct pdf_resources *res, struct ba_err *err)
{
    const char *font = opts->font_path != NULL && *opts->font_path ? opts->font_path : DEFAULT_FONT;
    enum ba_rc rc = load(icc_path(opts), "the sRGB profile", "icc-profiles-free", &res->icc, err);
    if (rc == BA_OK && !icc_fits(&res->icc))
        rc = ba_fail(err, BA_FATAL, "PDF_RESOURCE",
                     "%s is not an RGB profile of a monitor or printer; use sRGB.icc of the Debian "
                     "package icc-profiles-free",
                     icc_path(opts));
    if (rc == BA_OK)
        rc = load(font, "the font without glyphs", "tesseract-ocr", &res->font, err);
    if (rc == BA_OK && (res->font.len < 4 || memcmp(res->font.data, "\0\1\0\0", 4) != 0))
        rc = ba_fail(err, BA_FATAL, "PDF_RESOURCE",
                     "%s is not a TrueType font; use pdf.ttf of the "
                     "Debian package tesseract-ocr",
                     font);
    return rc;
}

void pdf_resources_free(struct pdf_resources *res)
{
    ba_buf_free(&res->icc);
    ba_buf_free(&res->font);
}

static void put_cid_map(struct pdf_writer *o, unsigned number)
{
    enum { CODES = 65536 };
    unsigned char *map = malloc((size_t)CODES * 2);
    if (map == NULL) {
        o->rc = ba_fail_mem(&o->err, "a font's map");
        return;
    }
    for (size_t i = 0; i < CODES; i++) {
        map[2 * i] = 0;
        map[2 * i + 1] = 1;
    }
    pdf_writer_deflated(o, number, "", map, (size_t)CODES * 2);
    free(map);
}

/* One range a high byte: a range may not run over the last byte (9.10.3), and a hundred ranges a
 * block. */
static void put_to_unicode(struct pdf_writer *o, unsigned number)
{
    struct ba_buf b = BA_BUF_INIT(65536);
    ba_buf_puts(&b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    for (unsigned high = 0; high < 256; high++) {
        if (high % 100 == 0)
            ba_buf_printf(&b, "%s%u beginbfrange\n", high > 0 ? "endbfrange\n" : "",
                          high < 200 ? 100 : 56);
        ba_buf_printf(&b, "<%02X00> <%02XFF> <%02X00>\n", high, high, high);
    }
    ba_buf_puts(&b,
                "endbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    if (o->rc == BA_OK)
        o->rc = ba_buf_check(&b, "a font's character map", &o->err);
    if (o->rc == BA_OK)
        pdf_writer_deflated(o, number, "", b.data, b.len);
    ba_buf_free(&b);
}

void pdf_resources_put_font(struct pdf_writer *o, const struct pdf_resources *res, unsigned number)
{
    unsigned cid_font = pdf_writer_reserve(o, 5);
    unsigned map = cid_font + 1, descriptor = cid_font + 2, file = cid_font + 3;
    unsigned to_unicode = cid_font + 4;
    char entries[64];

    pdf_writer_begin(o, number);
    pdf_writer_printf(
        o,
        "<< /Type /Font /Subtype /Type0 /BaseFont /GlyphLessFont /Encoding /Identity-H "
        "/DescendantFonts [%u 0 R] /ToUnicode %u 0 R >>",
        cid_font, to_unicode);
    pdf_writer_end(o);
    pdf_writer_begin(o, cid_font);
    pdf_writer_printf(o,
                      "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /GlyphLessFont /DW 500 "
                      "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
                      "/CIDToGIDMap %u 0 R /FontDescriptor %u 0 R >>",
                      map, descriptor);
    pdf_writer_end(o);
    put_cid_map(o, map);
    pdf_writer_begin(o, descriptor);
    pdf_writer_printf(o,
                      "<< /Type /FontDescriptor /FontName /GlyphLessFont /Flags 5 /ItalicAngle 0 "
                      "/Ascent 1000 /CapHeight 1000 /Descent -1 /StemV 80 /FontBBox [0 0 500 1000] "
                      "/FontFile2 %u 0 R >>",
                      file);
    pdf_writer_end(o);
    snprintf(entries, sizeof entries, "/Length1 %zu", res->font.len);
    pdf_writer_deflated(o, file, entries, res->font.data, res->font.len);
    put_to_unicode(o, to_unicode);
}

void pdf_resources_put_icc(struct pdf_writer *o, const struct pdf_resources *res, unsigned number)
{
    pdf_writer_deflated(o, number, "/N 3", res->icc.data, res->icc.len);
}
