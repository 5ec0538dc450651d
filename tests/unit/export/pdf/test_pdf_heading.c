/* Headings, told by the height of their words. */
#include "tests/unit/export_pdf.h"

#include "export/pdf/pdf_heading.h"

#define BODY 40

/* A page: a heading of some height, and 40 words of text below it, 10 pixels high. */
struct page_words {
    struct pdf_word at[BODY + 2];
    size_t count;
};

static struct page_words page_of(const char *heading, double height)
{
    struct page_words p = { .count = 0 };
    if (heading != NULL)
        p.at[p.count++] = (struct pdf_word){ heading, 20, 20, 200, height, 0, 0, 0, 0, false };
    for (uint32_t i = 0; i < BODY; i++)
        p.at[p.count++] = (struct pdf_word){
            "woorden", 20 + i % 8 * 60, 100 + i / 8 * 20, 50, 10, 1 + i / 20, 1 + i / 8, 0, 0, false
        };
    return p;
}

static unsigned level_of(const char *heading, double height, unsigned last)
{
    struct page_words p = page_of(heading, height);
    return pdf_heading_level(p.at, 1, pdf_usual_height(p.at, p.count), last);
}

static void a_heading_is_short_and_higher_than_the_text(void **state)
{
    struct page_words p = page_of("Bouwvergunning", 20);
    (void)state;
    assert_int_equal(level_of("Bouwvergunning", 20, 0), 1);
    assert_int_equal(level_of("Bouwvergunning", 20, 2), 1);
    assert_int_equal(level_of("Bouwvergunning", 15, 1), 2);
    assert_int_equal(level_of("Bouwvergunning", 15, 0), 1); /* the first: no level is skipped */
    assert_int_equal(level_of("Bouwvergunning", 12, 1), 0);
    assert_int_equal(level_of("1974/0231", 20, 1), 0); /* high, and no words */
    assert_int_equal(level_of("N", 40, 1), 0);
    p.at[0].doubt = 0.6; /* handwriting, likely */
    assert_int_equal(pdf_heading_level(p.at, 1, pdf_usual_height(p.at, p.count), 1), 0);
    p.at[0].doubt = 0.1;
    assert_int_equal(pdf_heading_level(p.at, 1, pdf_usual_height(p.at, p.count), 1), 1);
    /* The text itself, and a page that is too empty to say what is usual. */
    assert_int_equal(pdf_heading_level(p.at + 1, 20, pdf_usual_height(p.at, p.count), 1), 0);
    assert_int_equal(pdf_heading_level(p.at, 1, pdf_usual_height(p.at, 5), 1), 0);
}

static BA_RC give(void *ctx, size_t index, const struct pdf_word **out, size_t *count,
                  struct ba_err *err)
{
    static struct page_words pages[3];
    (void)ctx;
    (void)err;
    pages[0] = page_of("Ondertitel", 15);
    pages[1] = page_of("Onderdeel", 15);
    pages[2] = page_of(NULL, 0);
    *out = pages[index].at;
    *count = pages[index].count;
    return BA_OK;
}

static size_t occurs(const char *s, size_t len, const char *what)
{
    size_t n = 0;
    for (const char *at = s; (at = memmem(at, len - (size_t)(at - s), what, strlen(what))) != NULL;
         at++)
        n++;
    return n;
}

static void headings_are_tagged_in_order_and_no_level_is_skipped(void **state)
{
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page pages[3];
    struct pdf_result res;
    const struct pdf_hooks with_headings = { NULL, give, fixture_raster, NULL };
    struct ba_err err = BA_ERR_INIT;
    size_t len, faults = 0;
    (void)state;
    for (size_t i = 0; i < 3; i++)
        pages[i] = drawn_page(in_dir("m.tif"), &k, &d);
    struct pdf_doc doc = document_of(pages, 3);
    assert_rc(BA_OK, pdf_make(&doc, &with_headings, &opts, in_dir("h.pdf"), &res, &err), &err);
    assert_rc(BA_OK, pdf_check(in_dir("h.pdf"), &faults, &err), &err);
    assert_qpdf_accepts(in_dir("h.pdf"));
    char *bytes = slurp(in_dir("h.pdf"), &len);
    assert_int_equal(occurs(bytes, len, "/S /H1 "), 1);
    assert_int_equal(occurs(bytes, len, "/S /H2 "), 1);
    assert_int_equal(occurs(bytes, len, "/S /P "), 6);
    char *h1 = memmem(bytes, len, "/S /H1 ", 7);
    h1[5] = '3'; /* the first of a document, and not the first level */
    spew(in_dir("h.pdf"), bytes, len);
    assert_rc(BA_ITEM, pdf_check(in_dir("h.pdf"), &faults, &err), &err);
    assert_non_null(strstr(err.msg, "7.4.2"));
    free(bytes);
}

static void a_drawing_has_no_headings(void **state)
{
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page page = drawn_page(in_dir("m.tif"), &k, &d);
    struct pdf_doc doc = document_of(&page, 1);
    struct pdf_result res;
    const struct pdf_hooks with_headings = { NULL, give, fixture_raster, NULL };
    struct ba_err err = BA_ERR_INIT;
    size_t len;
    (void)state;
    page.alt = "Bouwtekening";
    assert_rc(BA_OK, pdf_make(&doc, &with_headings, &opts, in_dir("t.pdf"), &res, &err), &err);
    char *bytes = slurp(in_dir("t.pdf"), &len);
    assert_int_equal(occurs(bytes, len, "/S /H"), 0);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heading_is_short_and_higher_than_the_text),
        cmocka_unit_test(headings_are_tagged_in_order_and_no_level_is_skipped),
        cmocka_unit_test(a_drawing_has_no_headings),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
