/* The checker of the PDFs that we write: what breaks a rule, and what is only damaged. */
#include "tests/unit/export_pdf.h"

static void every_rule_that_a_flaw_breaks_is_named(void **state)
{
    static const struct {
        const char *from, *to, *clause; /* mostly of equal length, or offsets go wrong first */
    } flaws[] = {
        { "%PDF-1.7", "%PDF-2.0", "6.1.2" },
        { "/ID [<", "/IX [<", "6.1.3" },
        { "%%EOF\n", "%%EOF\t", "6.1.3" },
        { "/Info 3 0 R", "/Encrypt  0", "6.1.3" },
        { "startxref\n", "startxref\n9", "6.1." },
        { "endobj\n5 0 obj", "endobj\n6 0 obj", "6.1.9" },
        { "/Marked true", "/Marked fals", "6.7.2.2" },
        { "/StructTreeRoot 7", "/StructTreeLost 7", "6.7.3.3" },
        { "/DisplayDocTitle true", "/DisplayDocTitle nope", "UA 7.1" },
        { "/S /GTS_PDFA1", "/S /GTS_PDFX1", "6.2.3" },
        { "/Lang (nl-NL) /MarkInfo", "/Long (nl-NL) /MarkInfo", "UA 7.2" },
        { "<pdfaid:part>2<", "<pdfaid:part>3<", "6.6.4" },
        { "<pdfuaid:part>1<", "<pdfuaid:part>2<", "UA 5" },
        { "conformance>A<", "conformance>U<", "6.6.4" },
        { "</rdf:RDF>", "</rdf:RDG>", "6.6.2.1" },
        { "/MediaBox [0 0 288 384]", "/MediaBox [0 0 288 2.0]", "6.1.13" },
        { "/Tabs /S", "/Tabs /R", "UA 7.18.3" },
        { "/S /Figure", "/S /Figger", "6.7.3.4" },
        { "/Alt <FEFF0042", "/All <FEFF0042", "UA 7.3" },
        { "/S /P /P 8 0 R /Pg ", "/S /P /P 8 0 R /Px ", "6.7.3.3" },
        { "/StructParents 0", "/StructOrphans 0", "6.2.2" },
        { "/BlackIs1 false >", "/Interpolate true", "6.2.8" },
    };
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page page = drawn_page(in_dir("m.tif"), &k, &d);
    struct pdf_doc doc = document_of(&page, 1);
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    size_t len, faults;
    (void)state;
    page.alt = "Bouwtekening";
    assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, in_dir("f.pdf"), &res, &err), &err);
    char *good = slurp(in_dir("f.pdf"), &len);
    for (size_t i = 0; i < sizeof flaws / sizeof *flaws; i++) {
        char *bad = malloc(len + 16);
        size_t n = strlen(flaws[i].from), m = strlen(flaws[i].to);
        assert_non_null(bad);
        const char *hit = memmem(good, len, flaws[i].from, n);
        if (hit == NULL)
            fail_msg("%s is not in the file", flaws[i].from);
        size_t at = (size_t)(hit - good);
        memcpy(bad, good, at);
        memcpy(bad + at, flaws[i].to, m);
        memcpy(bad + at + m, good + at + n, len - at - n);
        spew(in_dir("bad.pdf"), bad, len - n + m);
        free(bad);
        enum ba_rc rc = pdf_check(in_dir("bad.pdf"), &faults, &err);
        if (rc != BA_ITEM || strstr(err.msg, flaws[i].clause) == NULL)
            fail_msg("%s: rc %d %s, wanted %s", flaws[i].to, rc, rc == BA_OK ? "" : err.msg,
                     flaws[i].clause);
    }
    free(good);
}

/* A package comes from outside: whatever its PDF holds, the checker reads no further than it goes.
 */
static void the_checker_survives_any_damage(void **state)
{
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page page = drawn_page(in_dir("m.tif"), &k, &d);
    struct pdf_doc doc = document_of(&page, 1);
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    size_t len, faults, caught = 0;
    (void)state;
    assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, in_dir("f.pdf"), &res, &err), &err);
    char *bytes = slurp(in_dir("f.pdf"), &len);
    int fd = open(in_dir("f.pdf"), O_RDWR);
    assert_true(fd >= 0);
    for (size_t at = 0; at < len; at++) {
        bool digit = bytes[at] >= '0' && bytes[at] <= '9';
        char other = digit ? '9' : (char)(bytes[at] ^ 0x41);
        if (!digit && at % 97 != 0)
            continue;
        assert_int_equal(pwrite(fd, &other, 1, (off_t)at), 1);
        caught += pdf_check(in_dir("f.pdf"), &faults, &err) != BA_OK;
        assert_int_equal(pwrite(fd, bytes + at, 1, (off_t)at), 1);
    }
    assert_true(caught > 100);
    for (size_t n = 0; n < len; n += 211) {
        assert_int_equal(ftruncate(fd, (off_t)(len - n)), 0);
        caught = pdf_check(in_dir("f.pdf"), &faults, &err) != BA_OK;
        assert_int_equal(caught, n > 0);
    }
    close(fd);
    free(bytes);
}

/* 14400 units a side (ISO 32000-1 Annex C.2), and 3 (ISO 19005-2 6.1.13), are allowed themselves.
 */
static void a_page_may_be_as_large_as_the_limit(void **state)
{
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page page = drawn_page(in_dir("m.tif"), &k, &d);
    struct pdf_doc doc = document_of(&page, 1);
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    size_t len, faults;
    (void)state;
    page.alt = "Bouwtekening";
    assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, in_dir("l.pdf"), &res, &err), &err);
    char *good = slurp(in_dir("l.pdf"), &len);
    static const struct {
        const char *box;
        bool allowed;
    } boxes[] = {
        { "14400 9]", true }, { "14401 9]", false }, { "288 3.0]", true }, { "288 2.9]", false }
    };
    char *box = memmem(good, len, "288 384]", 8);
    assert_non_null(box);
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        memcpy(box, boxes[i].box, 8);
        spew(in_dir("large.pdf"), good, len);
        enum ba_rc rc = pdf_check(in_dir("large.pdf"), &faults, &err);
        bool told = rc != BA_OK && strstr(err.msg, "6.1.13") != NULL;
        if (told == boxes[i].allowed)
            fail_msg("%s: rc %d %s", boxes[i].box, rc, rc == BA_OK ? "" : err.msg);
    }
    free(good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_that_a_flaw_breaks_is_named),
        cmocka_unit_test(the_checker_survives_any_damage),
        cmocka_unit_test(a_page_may_be_as_large_as_the_limit),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
