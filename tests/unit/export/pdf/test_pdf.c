#include "tests/unit/export_pdf.h"

#include <locale.h>
#include <time.h>

/* Grey page as pdftoppm renders it at 75 dpi. */
static void assert_ink_lies_under_the_words(const char *pdf)
{
    assert_int_equal(
        RUN(in_dir("log"), "pdftoppm", "-r", "75", "-gray", "-singlefile", pdf, in_dir("page")), 0);
    size_t len;
    char *pgm = slurp(in_dir("page.pgm"), &len);
    unsigned w, h, max;
    assert_int_equal(sscanf(pgm, "P5 %u %u %u", &w, &h, &max), 3);
    assert_int_equal(w, PAGE_W / 2);
    assert_int_equal(h, PAGE_H / 2);
    const unsigned char *p = (unsigned char *)pgm + len - (size_t)w * h;
    size_t wrong = 0, dark = 0;
    for (unsigned y = 0; y < h; y++)
        for (unsigned x = 0; x < w; x++) {
            bool inside = false, near = false;
            for (size_t i = 0; i < WORDS; i++) {
                double dx = fmax(words[i].x - 2.0 * x, 2.0 * x - words[i].x - words[i].w);
                double dy = fmax(words[i].y - 2.0 * y, 2.0 * y - words[i].y - words[i].h);
                inside |= fmax(dx, dy) < -4;
                near |= fmax(dx, dy) < 4;
            }
            dark += p[y * w + x] < 128;
            wrong += (inside && p[y * w + x] > 128) || (!near && p[y * w + x] < 128);
        }
    assert_true(dark > 2000);
    if (wrong > 0)
        fail_msg("%zu pixels are not where the words are", wrong);
    free(pgm);
}

/* Boxes of pdftotext against the words', in points; heights differ by the font's descent. */
static void assert_text_lies_at_the_words(const char *pdf)
{
    assert_int_equal(RUN(in_dir("log"), "pdftotext", "-bbox", pdf, in_dir("bbox.html")), 0);
    char *html = slurp(in_dir("bbox.html"), NULL);
    for (size_t i = 0; i < WORDS; i++) {
        char needle[64];
        snprintf(needle, sizeof needle, ">%s</word>", words[i].text);
        char *end = strstr(html, needle);
        if (end == NULL)
            fail_msg("%s is not found", words[i].text);
        while (*end != '<' || strncmp(end, "<word ", 6) != 0)
            end--;
        double x0, y0, x1, y1;
        assert_int_equal(sscanf(end, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                                &x0, &y0, &x1, &y1),
                         4);
        double scale = 72.0 / DPI;
        assert_true(fabs(x0 - words[i].x * scale) < 0.5);
        assert_true(fabs(x1 - (words[i].x + words[i].w) * scale) < 1);
        /* The second word is lower than the first on its line, and gets that line's height. */
        const struct pdf_word *line = &words[i == 1 ? 0 : i];
        assert_true(fabs(y1 - (line->y + line->h) * scale) < 1);
        assert_true(fabs(y0 - line->y * scale) < 1);
    }
    free(html);
}

static void ink_and_text_fall_together_for_every_turn_and_skew(void **state)
{
    static const struct drawn cases[] = { { 0, 0, 0, 0 },     { 90, 0, 0, 0 },  { 180, 0, 0, 0 },
                                          { 270, 0, 0, 0 },   { 0, 3.5, 0, 0 }, { 90, -2.2, 0, 0 },
                                          { 180, 1.5, 0, 0 }, { 270, 4, 0, 0 } };
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct drawn d = cases[i];
        struct pdf_page page = drawn_page(in_dir("m.tif"), &k, &d);
        struct pdf_doc doc = document_of(&page, 1);
        struct pdf_result res;
        struct ba_err err = BA_ERR_INIT;
        const char *pdf = in_dir("t.pdf");
        assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, pdf, &res, &err), &err);
        assert_int_equal(res.pages, 1);
        assert_int_equal(res.copied, 1);
        assert_qpdf_accepts(pdf);
        assert_ink_lies_under_the_words(pdf);
        assert_text_lies_at_the_words(pdf);
    }
}

static void every_kind_of_scan_renders_with_its_ink(void **state)
{
    static const struct tiff_kind kinds[] = {
        { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISBLACK, 1, 1, 0, 0, 0, DPI, 0, false },
        { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, FILLORDER_LSB2MSB, 0, 0, DPI, 0,
          false },
        { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, 0, 64, 0, DPI, 0, false },
        { COMPRESSION_JPEG, PHOTOMETRIC_MINISBLACK, 1, 8, 0, 16, 0, DPI, 0, false },
        { COMPRESSION_JPEG, PHOTOMETRIC_MINISWHITE, 1, 8, 0, 16, 0, DPI, 0, false },
        { COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 3, 8, 0, 16, 2, DPI, 0, false },
        { COMPRESSION_JPEG, PHOTOMETRIC_RGB, 3, 8, 0, 16, 0, DPI, 0, false },
        { COMPRESSION_LZW, PHOTOMETRIC_MINISBLACK, 1, 8, 0, 30, 0, DPI, 0, false },
        { COMPRESSION_ADOBE_DEFLATE, PHOTOMETRIC_RGB, 3, 8, 0, 30, 0, DPI, 0, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct drawn d = { 0, 0, 0, 0 };
        struct pdf_page page = drawn_page(in_dir("m.tif"), &kinds[i], &d);
        struct pdf_doc doc = document_of(&page, 1);
        struct pdf_result res;
        struct ba_err err = BA_ERR_INIT;
        const char *pdf = in_dir("k.pdf");
        assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, pdf, &res, &err), &err);
        assert_qpdf_accepts(pdf);
        assert_ink_lies_under_the_words(pdf);
    }
}

static void a_page_with_two_resolutions_gets_square_pixels(void **state)
{
    struct tiff_kind k = {
        COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = 200, .ydpi = 100
    };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page page = drawn_page(in_dir("fax.tif"), &k, &d);
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    page.xdpi = 200;
    page.ydpi = 100;
    struct pdf_doc doc = document_of(&page, 1);
    assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, in_dir("fax.pdf"), &res, &err), &err);
    char *data = slurp(in_dir("fax.pdf"), NULL);
    size_t len;
    free(data);
    data = slurp(in_dir("fax.pdf"), &len);
    assert_non_null(memmem(data, len, "/MediaBox [0 0 216 576]", 23));
    free(data);
}

static void words_of_a_line_are_read_as_one_line(void **state)
{
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page page = drawn_page(in_dir("m.tif"), &k, &d);
    struct pdf_doc doc = document_of(&page, 1);
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, in_dir("l.pdf"), &res, &err), &err);
    assert_int_equal(RUN(in_dir("log"), "pdftotext", in_dir("l.pdf"), in_dir("l.txt")), 0);
    char *text = slurp(in_dir("l.txt"), NULL);
    assert_non_null(strstr(text, "Bouwvergunning caf\xC3\xA9\n"));
    free(text);
}

static void the_scan_goes_in_byte_for_byte(void **state)
{
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page page = drawn_page(in_dir("m.tif"), &k, &d);
    struct pdf_doc doc = document_of(&page, 1);
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, in_dir("b.pdf"), &res, &err), &err);
    TIFF *t = TIFFOpen(page.path, "r");
    size_t n = (size_t)TIFFRawStripSize(t, 0), len;
    char *strip = malloc(n), *pdf = slurp(in_dir("b.pdf"), &len);
    assert_int_equal(TIFFReadRawStrip(t, 0, strip, (tmsize_t)n), n);
    TIFFClose(t);
    assert_non_null(memmem(pdf, len, strip, n));
    assert_int_equal(len, res.size);
    free(strip);
    free(pdf);
}

static void equal_input_gives_equal_bytes_in_any_locale_and_time_zone(void **state)
{
    struct tiff_kind k = { COMPRESSION_LZW, PHOTOMETRIC_RGB, 3, 8, .dpi = DPI };
    struct drawn d = { 0, 1.25, 0, 0 };
    struct pdf_page page = drawn_page(in_dir("m.tif"), &k, &d);
    struct pdf_doc doc = document_of(&page, 1);
    struct pdf_result a, b;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, in_dir("1.pdf"), &a, &err), &err);
    setenv("TZ", "Pacific/Auckland", 1);
    tzset();
    setlocale(LC_ALL, "nl_NL.UTF-8");
    mode_t old = umask(0077);
    assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, in_dir("2.pdf"), &b, &err), &err);
    umask(old);
    setlocale(LC_ALL, "C");
    unsetenv("TZ");
    tzset();
    assert_string_equal(a.sha256, b.sha256);
    char hex[BA_HASH_HEX_MAX + 1];
    assert_rc(BA_OK, ba_hash_file(in_dir("2.pdf"), BA_SHA256, hex, NULL, &err), &err);
    assert_string_equal(a.sha256, hex);
}

static void a_long_document_has_bookmarks_figures_and_tags(void **state)
{
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page pages[40];
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    char titles[40][24];
    (void)state;
    pages[0] = drawn_page(in_dir("m.tif"), &k, &d);
    for (int i = 0; i < 40; i++) {
        pages[i] = pages[0];
        snprintf(titles[i], sizeof titles[i], "Pagina %d", i + 1);
        pages[i].bookmark = titles[i];
        pages[i].alt = i % 2 ? "Bouwtekening, gevel" : NULL;
    }
    struct pdf_doc doc = document_of(pages, 40);
    const char *pdf = in_dir("long.pdf");
    assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, pdf, &res, &err), &err);
    assert_int_equal(res.pages, 40);
    assert_qpdf_accepts(pdf);
    assert_int_equal(RUN(in_dir("info"), "pdfinfo", "-struct", pdf), 0);
    char *tree = slurp(in_dir("info"), NULL);
    unsigned p = 0, figures = 0;
    for (char *at = tree; (at = strstr(at, "\n  P")) != NULL; at++)
        p++;
    for (char *at = tree; (at = strstr(at, "Figure")) != NULL; at++)
        figures++;
    assert_int_equal(p, 80);
    assert_int_equal(figures, 20);
    free(tree);
}

static BA_RC strange_words(void *ctx, size_t index, const struct pdf_word **out, size_t *count,
                           struct ba_err *err)
{
    static const struct pdf_word strange[] = {
        { "\xF0\x9F\x8F\xA0", 10, 10, 20, 10, 0, 0, 0, 0,
          false }, /* above U+FFFF: nothing is left of it */
        { "a\xEF\xBB\xBF"
          "b\x01",
          40, 10, 20, 10, 0, 0, 0, 0, false }, /* a byte order mark and a control character */
        { "\xFF\xFE", 70, 10, 20, 10, 1, 1, 0, 0, false }, /* no UTF-8 at all */
        { "nul\xEE\x80\x80", 10, 30, 0, 0, 2, 2, 0, 0,
          false }, /* a box without size; a private character */
    };
    (void)ctx;
    (void)index;
    (void)err;
    *out = strange;
    *count = 4;
    return BA_OK;
}

static void characters_a_pdf_may_not_hold_are_dropped_and_counted(void **state)
{
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page page = drawn_page(in_dir("m.tif"), &k, &d);
    struct pdf_doc doc = document_of(&page, 1);
    struct pdf_hooks odd = { NULL, strange_words, fixture_raster, NULL };
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_rc(BA_OK, pdf_make(&doc, &odd, &opts, in_dir("odd.pdf"), &res, &err), &err);
    assert_int_equal(res.dropped, 6);
    assert_qpdf_accepts(in_dir("odd.pdf"));
    assert_int_equal(RUN(in_dir("log"), "pdftotext", in_dir("odd.pdf"), in_dir("odd.txt")), 0);
    char *text = slurp(in_dir("odd.txt"), NULL);
    assert_non_null(strstr(text, "ab"));
    assert_non_null(strstr(text, "nul"));
    free(text);
}

static void a_failure_leaves_nothing_behind(void **state)
{
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page pages[2];
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    pages[0] = drawn_page(in_dir("m.tif"), &k, &d);
    pages[1] = pages[0];
    pages[1].path = in_dir("gone.tif");
    struct pdf_doc doc = document_of(pages, 2);
    assert_int_equal(mkdir(in_dir("out"), 0755), 0);
    assert_rc(BA_ITEM, pdf_make(&doc, &hooks, &opts, in_dir("out/x.pdf"), &res, &err), &err);
    assert_string_equal(err.code, "PDF_IMAGE");
    assert_non_null(strstr(err.msg, "page 2"));
    assert_int_equal(rmdir(in_dir("out")), 0); /* empty */
}

static void a_missing_profile_names_the_package_to_install(void **state)
{
    struct pdf_opts bad = { .icc_path = "/nonexistent/s.icc" };
    struct pdf_opts wrong = { .icc_path = "/etc/passwd" };
    struct pdf_doc doc = document_of(NULL, 0);
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    char *rev = NULL;
    (void)state;
    assert_rc(BA_FATAL, pdf_make(&doc, &hooks, &bad, in_dir("n.pdf"), &res, &err), &err);
    assert_string_equal(err.code, "PDF_RESOURCE");
    assert_non_null(strstr(err.msg, "icc-profiles-free"));
    assert_rc(BA_FATAL, pdf_make(&doc, &hooks, &wrong, in_dir("n.pdf"), &res, &err), &err);
    assert_rc(BA_FATAL, pdf_revision(&bad, &rev, &err), &err);
    assert_null(rev);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ink_and_text_fall_together_for_every_turn_and_skew),
        cmocka_unit_test(every_kind_of_scan_renders_with_its_ink),
        cmocka_unit_test(a_page_with_two_resolutions_gets_square_pixels),
        cmocka_unit_test(words_of_a_line_are_read_as_one_line),
        cmocka_unit_test(the_scan_goes_in_byte_for_byte),
        cmocka_unit_test(equal_input_gives_equal_bytes_in_any_locale_and_time_zone),
        cmocka_unit_test(a_long_document_has_bookmarks_figures_and_tags),
        cmocka_unit_test(characters_a_pdf_may_not_hold_are_dropped_and_counted),
        cmocka_unit_test(a_failure_leaves_nothing_behind),
        cmocka_unit_test(a_missing_profile_names_the_package_to_install),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
