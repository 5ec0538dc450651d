/*
 * One fault at a time in a PDF that is right: the checker says each, and by which rule. The table
 * of the file is made anew after each, so that the fault stands alone.
 */
#include <zlib.h>

#include "tests/unit/export_pdf.h"

static BA_RC page_words(void *ctx, size_t index, const struct pdf_word **out, size_t *count,
                        struct ba_err *err)
{
    static struct pdf_word first[30];
    static const struct pdf_word second[] = {
        { "schaal", 100, 700, 60, 12, 0, 0, 0, 0, false },
        { "1:100", 300, 400, 12, 60, 1, 1, 0, 90, false },
    };
    (void)ctx;
    (void)err;
    first[0] = (struct pdf_word){ "BOUWVERGUNNING", 60, 40, 300, 40, 0, 0, 0, 0, false };
    first[1] = (struct pdf_word){ "vergun", 400, 100, 80, 12, 1, 1, 0, 0, true };
    first[2] = (struct pdf_word){ "ning", 60, 120, 40, 12, 1, 2, 0, 0, false };
    for (uint32_t i = 3; i < 30; i++)
        first[i] = (struct pdf_word){ .text = "woord",
                                      .x = 60 + i % 5 * 90,
                                      .y = 160 + i / 5 * 20,
                                      .w = 60,
                                      .h = 12,
                                      .paragraph = 2 + i / 15,
                                      .line = 3 + i / 5 };
    *out = index == 0 ? first : second;
    *count = index == 0 ? 30 : index == 1 ? 2 : 0;
    return BA_OK;
}

/* Three pages: text in Group 4, a figure in Group 4, and an artifact in JPEG. New memory. */
static char *right_pdf(size_t *len)
{
    struct tiff_kind g4 = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct tiff_kind jpeg = { COMPRESSION_JPEG, PHOTOMETRIC_RGB, 3, 8, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    const struct pdf_hooks with_words = { NULL, page_words, fixture_raster, NULL };
    struct pdf_page pages[3] = { drawn_page(in_dir("a.tif"), &g4, &d),
                                 drawn_page(in_dir("a.tif"), &g4, &d),
                                 drawn_page(in_dir("c.tif"), &jpeg, &d) };
    struct pdf_doc doc = document_of(pages, 3);
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    pages[0].bookmark = "Pagina 1: vergunning";
    pages[1].bookmark = "Pagina 2: tekening";
    pages[1].alt = "Tekening";
    pages[2].bookmark = "Pagina 3";
    assert_rc(BA_OK, pdf_make(&doc, &with_words, &opts, in_dir("right.pdf"), &res, &err), &err);
    assert_qpdf_accepts(in_dir("right.pdf"));
    return slurp(in_dir("right.pdf"), len);
}

static const char *find(const char *in, size_t len, const char *what)
{
    const char *at = memmem(in, len, what, strlen(what));
    if (at == NULL)
        fail_msg("%s is not in the file", what);
    return at;
}

/* b with what stands at [at, at + n) replaced. */
static void exchange(struct ba_buf *b, const char *in, size_t len, size_t at, size_t n,
                     const void *to, size_t m)
{
    ba_buf_reset(b);
    ba_buf_add(b, in, at);
    ba_buf_add(b, to, m);
    ba_buf_add(b, in + at + n, len - at - n);
}

/* The stream whose Length stands at `number` with other data, and the Length of those. */
static void put_stream(struct ba_buf *b, const char *in, size_t len, const char *number,
                       const void *data, size_t n)
{
    const char *old = find(number, 40, "stream\n") + 7;
    struct ba_buf tail = BA_BUF_INIT((size_t)1 << 20);
    ba_buf_printf(&tail, "%zu >>\nstream\n", n);
    ba_buf_add(&tail, data, n);
    exchange(b, in, len, (size_t)(number - in), (size_t)(old - number) + strtoul(number, NULL, 10),
             tail.data, tail.len);
    ba_buf_free(&tail);
}

static void edit_metadata(struct ba_buf *b, const char *in, size_t len, const char *from,
                          const char *to)
{
    struct ba_buf edited = BA_BUF_INIT((size_t)1 << 20);
    const char *number = find(in, len, "/Subtype /XML /Length ") + 22;
    const char *data = find(number, 40, "stream\n") + 7;
    size_t size = strtoul(number, NULL, 10);
    exchange(&edited, data, size, (size_t)(find(data, size, from) - data), strlen(from), to,
             strlen(to));
    put_stream(b, in, len, number, edited.data, edited.len);
    ba_buf_free(&edited);
}

/* Finds the deflated stream that has `from` in it, and deflates it again with `to` instead. */
static void edit_stream(struct ba_buf *b, const char *in, size_t len, const char *from,
                        const char *to)
{
    static char plain[1 << 20], packed[1 << 20];
    const char *at = in;
    while ((at = memmem(at, len - (size_t)(at - in), "/FlateDecode /Length ", 21)) != NULL) {
        const char *number = at + 21, *data = find(number, 40, "stream\n") + 7;
        uLongf n = sizeof plain, m = sizeof packed;
        at = data;
        assert_int_equal(
            uncompress((Bytef *)plain, &n, (const Bytef *)data, strtoul(number, NULL, 10)), Z_OK);
        const char *hit = memmem(plain, n, from, strlen(from));
        if (hit == NULL)
            continue;
        struct ba_buf edited = BA_BUF_INIT((size_t)1 << 20);
        exchange(&edited, plain, n, (size_t)(hit - plain), strlen(from), to, strlen(to));
        assert_int_equal(compress((Bytef *)packed, &m, (Bytef *)edited.data, edited.len), Z_OK);
        put_stream(b, in, len, number, packed, m);
        ba_buf_free(&edited);
        return;
    }
    fail_msg("no stream has %s", from);
}

/* The table and what follows it, for objects where they are now. */
static void mend_table(struct ba_buf *b)
{
    char *table = memmem(b->data, b->len, "\nxref\n", 6);
    assert_non_null(table);
    size_t at = (size_t)(table - b->data) + 1, count = strtoul(b->data + at + 7, NULL, 10);
    char entry[24];
    for (size_t i = 1; i < count; i++) {
        char mark[32];
        snprintf(mark, sizeof mark, "\n%zu 0 obj\n", i);
        const char *object = memmem(b->data, at, mark, strlen(mark));
        if (object == NULL)
            continue;
        snprintf(entry, sizeof entry, "%010zu", (size_t)(object - b->data) + 1);
        char *row = memchr(b->data + at + 5, '\n', 20);
        memcpy(row + 1 + 20 * i, entry, 10);
    }
    char *start = memmem(b->data + at, b->len - at, "startxref\n", 10);
    if (start == NULL)
        return;
    const char *end = memchr(start + 10, '\n', 20);
    struct ba_buf mended = BA_BUF_INIT((size_t)4 << 20);
    char number[24];
    snprintf(number, sizeof number, "%zu", at);
    exchange(&mended, b->data, b->len, (size_t)(start + 10 - b->data), (size_t)(end - start - 10),
             number, strlen(number));
    ba_buf_free(b);
    *b = mended;
}

/* f: in the frame, the table left as it is; d: in an object, the first place; s: in a deflated
 * stream; x: in the metadata. */
static const struct fault {
    char where;
    const char *from, *to, *clause;
} faults[] = {
    /* the file */
    { 'f', "%PDF-1.7", "%PDF-1.8", "6.1.2" },
    { 'f', "1.7\n%\xC2\xB5", "1.7\n%\x41\x41", "6.1.2" },
    { 'f', "%%EOF\n", "%%EOF\n\n", "6.1.3" },
    { 'f', "%%EOF\n", "%%EOF\nmore", "6.1.3" },
    { 'f', "trailer\n<< /Size ", "trailer\n<< /Size 9", "6.1." },
    { 'f', " /ID [<", " /IX [<", "6.1.3" },
    { 'f', "/Root 1 0 R", "/Root 1 0 R /Encrypt 3 0 R", "6.1.3" },
    { 'f', "/Root 1 0 R", "/Root 1 0 R /Prev 9", "6.1.3" },
    { 'f', "xref\n0 ", "xref\n\n0 ", "6.1.4" },
    { 'f', "0000000000 65535 f", "0000000001 65535 f", "6.1.4" },
    { 'f', "00000 n \n", "00001 n \n", "6.1.4" },
    { 'd', "\nendobj\n", "\n endobj\n", "6.1.9" },
    { 'd', "\nendobj\n", "\nendobj\n% left over\n", "6.1.9" },
    { 'd', "1 0 obj\n", "1 0 obj ", "6.1.9" },
    { 'd', "\nendstream\n", " endstream\n", "6.1.7.1" },
    { 'd', "\nstream\n\xFF\xD8", "\nstream \xFF\xD8", "6.1." },
    /* the catalog */
    { 'd', " /Lang (nl-NL) /MarkInfo", " /MarkInfo", "UA 7.2" },
    { 'd', "/Lang (nl-NL) /MarkInfo", "/Lang (nl_NL) /MarkInfo", "6.6.2.1" },
    { 'd', "/Lang (nl-NL) /MarkInfo", "/Lang () /MarkInfo", "6.6.2.1" },
    { 'd', "/MarkInfo << /Marked true >>", "/MarkInfo << /Marked false >>", "6.7.2.2" },
    { 'd', "/Marked true >>", "/Marked true /Suspects true >>", "6.7.2.2" },
    { 'd', "/DisplayDocTitle true", "/DisplayDocTitle false", "UA 7.1" },
    { 'd', " /StructTreeRoot 7 0 R", "", "6.7.3.3" },
    { 'd', "/StructTreeRoot 7 0 R", "/StructTreeRoot 8 0 R", "6.7.3.3" },
    { 'd', " /Metadata 4 0 R", "", "6.6.2.1" },
    { 'd', "/S /GTS_PDFA1", "/S /GTS_PDFX", "6.2.3" },
    { 'd', "/DestOutputProfile 5 0 R", "/DestOutputProfile 4 0 R", "6.2.3" },
    { 'd', "<< /Type /Catalog", "<< /Type /Catalog /OpenAction 4 0 R", "6.5.1" },
    { 'd', "<< /Type /Catalog", "<< /Type /Catalog /AA << >>", "6.5.2" },
    { 'd', "<< /Type /Catalog", "<< /Type /Catalog /AcroForm << /XFA 4 0 R >>", "6.4.2" },
    { 'd', "<< /Type /Catalog", "<< /Type /Catalog /Requirements []", "6.11" },
    { 'd', "<< /Type /Catalog", "<< /Type /Catalog /OCProperties << >>", "6.9" },
    { 'd', "<< /Type /Catalog", "<< /Type /Catalog /NeedsRendering true", "6.6.2.1" },
    { 'd', "<< /Type /Catalog", "<< /Type /Catalog /Names << /EmbeddedFiles 4 0 R >>", "6.8" },
    /* pages */
    { 'd', "/Tabs /S", "/Tabs /R", "UA 7.18.3" },
    { 'd', " /Tabs /S", "", "UA 7.18.3" },
    { 'd', "/MediaBox [0 0 288 384]", "/MediaBox [0 0 2 384]", "6.1.13" },
    { 'd', "/MediaBox [0 0 288 384]", "/MediaBox [0 0 288 14401]", "6.1.13" },
    { 'd', " /StructParents 0", "", "6.7.3.3" },
    { 'd', " /StructParents 0", " /StructParents 1", "6.7.3.3" },
    { 'd', " /StructParents 0", " /StructParents 0 /Group << /S /Transparency >>", "6.2.10" },
    { 'd', " /StructParents 0", " /StructParents 0 /Annots []", "6.3.1" },
    { 'd', " /StructParents 0", " /StructParents 0 /Rotate 90", "6.2.2" },
    { 'd', " /StructParents 0", " /StructParents 0 /AA << >>", "6.5.2" },
    { 'd', " /StructParents 0", " /StructParents 0 /Thumb 5 0 R", "6.2.2" },
    { 'd', "/Resources <<", "/Resouraes <<", "6.2.2" },
    { 'd', "/Im0 13 0 R", "/Im0 12 0 R", "6.2.2" },
    { 'd', "/F0 6 0 R", "/F0 5 0 R", "6.2.2" },
    { 'd', "/Type /Pages /Count 3", "/Type /Pages /Count 4", "6.1.9" },
    { 'd', "/Kids [\n11 0 R", "/Kids [\n12 0 R", "6.1.9" },
    /* images */
    { 'd', "/BitsPerComponent 1 ", "/BitsPerComponent 1 /Interpolate true ", "6.2.8" },
    { 'd', "/BitsPerComponent 1 ", "/BitsPerComponent 2 ", "6.2.8" },
    { 'd', "/BitsPerComponent 1 ", "/BitsPerComponent 1 /SMask 5 0 R ", "6.2.10" },
    { 'd', "/BitsPerComponent 1 ", "/BitsPerComponent 1 /Intent /Nice ", "6.2.8" },
    { 'd', "/BitsPerComponent 1 ", "/BitsPerComponent 1 /Alternates [] ", "6.2.8" },
    { 'd', "/Columns 600", "/Columns 608", "6.2.8" },
    { 'd', "/K -1", "/K 0", "6.2.8" },
    { 'd', "/Width 600 /Height 800 /ColorSpace /DeviceRGB",
      "/Width 600 /Height 801 /ColorSpace /DeviceRGB", "6.2.8" },
    { 'd', "/ColorSpace /DeviceRGB", "/ColorSpace /DeviceGray", "6.2.8" },
    { 'd', "/ColorSpace /DeviceRGB", "/ColorSpace /DeviceCMYK", "6.2.8" },
    { 'd', "/Filter /DCTDecode", "/Filter /LZWDecode", "6.1.7.2" },
    /* tags */
    { 'd', "/S /Figure", "/S /Picture", "6.7.3.4" },
    { 'd', "/Alt <FEFF", "/Alx <FEFF", "UA 7.3" },
    { 'd', "/Alt <FEFF00540065006B0065006E0069006E0067>", "/Alt <FEFF>", "UA 7.3" },
    { 'd', "/Alt <FEFF0054", "/Alt <FEFFD800", "UA 7.3" },
    { 'd', "/Alt <FEFF0054", "/Alt <FEFF054", "UA 7.3" },
    { 'd', "/S /H1", "/S /H2", "UA 7.4.2" },
    { 'd', "/S /P /P 8 0 R", "/S /P /P 7 0 R", "UA 7.1" },
    { 'd', "/S /P /P 8 0 R ", "/S /P ", "6.7.3.3" },
    { 'd', "/ActualText <FEFF0076", "/ActualTexd <FEFF0076", "UA 7.2" },
    { 'd', "/K 0 >>", "/K 1 >>", "6.7.3.3" },
    { 'd', "/Nums [\n0 ", "/Nums [\n7 ", "6.7.3.3" },
    { 'd', "/Nums [\n0 ", "/Nums [\n1 ", "6.7.3.3" },
    { 'd', "/S /Document /P 7 0 R /Lang (nl-NL)", "/S /Document /P 7 0 R /Lang (n1)", "6.7.3.4" },
    { 'd', "/S /Document /P 7 0 R /Lang (nl-NL) /K [\n14 0 R",
      "/S /Document /P 7 0 R /Lang (nl-NL) /K [\n15 0 R", "UA 7.1" },
    /* bookmarks */
    { 'd', "/Dest [11 0 R /Fit]", "/Dest [12 0 R /Fit]", "UA 7.1" },
    { 'd', "/Dest [11 0 R /Fit]", "/A << /S /URI >>", "UA 7.1" },
    { 'd', "/Type /Outlines /First ", "/Type /Outlines /Count 3 /First ", "UA 7.1" },
    { 'd', "/Count 3 >>", "/Count 2 >>", "UA 7.1" },
    /* the font */
    { 'd', " /ToUnicode ", " /ToUnicoda ", "6.2.11" },
    { 'd', " /CIDToGIDMap ", " /CIDToGIDMat ", "6.2.11" },
    { 'd', "/Encoding /Identity-H", "/Encoding /Identity-V", "6.2.11" },
    { 'd', "/DW 500", "/DW 600", "6.2.11" },
    { 'd', "/FontFile2 ", "/FontFile3 ", "6.2.11" },
    { 'd', "/BaseFont /GlyphLessFont /Encoding", "/Encoding", "6.2.11.2" },
    { 'd', "/Length1 572", "/Length1 571", "6.2.11.4" },
    { 's', "<4200> <42FF> <4200>", "<4200> <42FF> <4300>", "6.2.11.7" },
    { 's', "<4200> <42FF> <4200>", "<4200> <43FF> <4200>", "6.2.11.7" },
    { 's', "maxp", "mixp", "6.2.11.4" },
    { 's', "mntrRGB ", "mntrCMYK", "6.2.3" },
    { 's', "mntrRGB ", "scnrRGB ", "6.2.3" },
    /* content */
    { 's', "/Artifact BMC\n", "", "UA 7.1" },
    { 's', "/MCID 1 ", "/MCID 0 ", "UA 7.1" },
    { 's', "3 Tr\n", "0 Tr\n", "UA 7.1" },
    { 's', "BT\n3 Tr\n", "BT\n", "UA 7.1" },
    { 's', "/H1 <<", "/P <<", "6.7.3.3" },
    { 's', "/Span <<", "/P <<", "6.7.3.3" },
    { 's', "ET\nEMC\n", "ET\n", "UA 7.1" },
    { 's', "Do Q\n", "Do\n", "UA 7.1" },
    { 's', "<0042", "<0000", "UA 7.1" },
    { 's', "<0042", "<FEFF", "UA 7.1" },
    { 's', "<0042", "<E042", "UA 7.1" },
    { 's', "<0042", "<042", "UA 7.1" },
    { 's', "BT\n", "BT\n/GS0 gs\n", "UA 7.1" },
    { 's', "BT\n", "BT\n1 0 0 rg\n", "UA 7.1" },
    { 's', "/Artifact BMC\n", "/Artifact BMC\nxx\n", "UA 7.1" },
    /* metadata */
    { 'x', "<pdfaid:part>2<", "<pdfaid:part>1<", "6.6.4" },
    { 'x', "<pdfaid:conformance>A<", "<pdfaid:conformance>B<", "6.6.4" },
    { 'x', "xmlns:pdfaid=", "xmlns:pdfaxx=", "6.6." },
    { 'x', "<pdfuaid:part>1<", "<pdfuaid:part>2<", "UA 5" },
    { 'x', "<pdfaSchema:prefix>pdfuaid<", "<pdfaSchema:prefix>pdfuaix<", "6.6.2.3" },
    { 'x', "<pdfaProperty:category>internal</pdfaProperty:category>\n", "", "6.6.2.3" },
    { 'x', "<dc:title>", "<dc:tytle>", "6.6." },
    { 'x', "<dc:format>", "<xx:format xmlns:xx=\"u\">", "6.6." },
    { 'x', "x-default", "x-defaulx", "UA 7.1" },
    { 'x', "id=\"W5M0", "bytes=\"9\" id=\"W5M0", "6." },
    { 'd', "/Type /Metadata /Subtype /XML", "/Type /Metadata /Subtype /XMP", "6.6.2.1" },
    { 'x', "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Bouw",
      "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Boum", "6.6.3" },
    { 'd', "/CreationDate (D:2026", "/CreationDate (D:2025", "6.6.3" },
    { 'd', "/Creator (bouwarchief)", "/Creator (bouwarchief) /Trapped /True", "6.6.3" },
};

static void apply(const struct fault *f, const char *good, size_t len, struct ba_buf *bad)
{
    if (f->where == 's')
        edit_stream(bad, good, len, f->from, f->to);
    else if (f->where == 'x')
        edit_metadata(bad, good, len, f->from, f->to);
    else
        exchange(bad, good, len, (size_t)(find(good, len, f->from) - good), strlen(f->from), f->to,
                 strlen(f->to));
    if (f->where != 'f')
        mend_table(bad);
}

static void every_single_fault_is_said_with_its_rule(void **state)
{
    size_t len, missed = 0, found = 0;
    char *good = right_pdf(&len);
    struct ba_buf bad = BA_BUF_INIT((size_t)4 << 20);
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    ba_buf_add(&bad, good, len);
    mend_table(&bad);
    assert_memory_equal(bad.data, good, len); /* mending changes nothing that is right */
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        apply(&faults[i], good, len, &bad);
        spew(in_dir("bad.pdf"), bad.data, bad.len);
        enum ba_rc rc = pdf_check(in_dir("bad.pdf"), &found, &err);
        if (rc == BA_ITEM && strstr(err.msg, faults[i].clause) != NULL)
            continue;
        missed++;
        print_error("%s -> %s: wanted %s, got %s\n", faults[i].from, faults[i].to, faults[i].clause,
                    rc == BA_OK ? "nothing" : err.msg);
    }
    assert_int_equal(missed, 0);
    ba_buf_free(&bad);
    free(good);
}

/* The JPEG's own header: arithmetic coding, twelve bits, another size, another mark of colour. */
static void a_jpeg_that_is_not_what_its_dictionary_says_is_found(void **state)
{
    static const struct {
        size_t at;
        char value;
    } bytes[] = { { 1, (char)0xC9 }, { 4, 12 }, { 6, 1 }, { 8, 1 }, { 9, 4 } };
    size_t len, found;
    char *good = right_pdf(&len);
    struct ba_err err = BA_ERR_INIT;
    char *frame = memmem(good, len, "\xFF\xC0\x00\x11\x08", 5);
    char *adobe = memmem(good, len, "Adobe", 5);
    (void)state;
    assert_non_null(frame);
    assert_non_null(adobe);
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        char before = frame[bytes[i].at];
        frame[bytes[i].at] = bytes[i].value;
        spew(in_dir("bad.pdf"), good, len);
        assert_rc(BA_ITEM, pdf_check(in_dir("bad.pdf"), &found, &err), &err);
        assert_non_null(strstr(err.msg, "6.2.8"));
        frame[bytes[i].at] = before;
    }
    adobe[11] = 1;
    spew(in_dir("bad.pdf"), good, len);
    assert_rc(BA_ITEM, pdf_check(in_dir("bad.pdf"), &found, &err), &err);
    assert_non_null(strstr(err.msg, "colours differ"));
    free(good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_single_fault_is_said_with_its_rule),
        cmocka_unit_test(a_jpeg_that_is_not_what_its_dictionary_says_is_found),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
