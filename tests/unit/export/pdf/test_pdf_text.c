/* Text as those meet it who cannot see the page: divided and turned words, odd resolutions. */
#include "tests/unit/export_pdf.h"

static const struct pdf_word *given;
static size_t given_count;

static BA_RC give(void *ctx, size_t index, const struct pdf_word **out, size_t *count,
                  struct ba_err *err)
{
    (void)ctx;
    (void)index;
    (void)err;
    *out = given;
    *count = given_count;
    return BA_OK;
}

/* A one-page PDF of these words that the checker and qpdf accept. */
static const char *pdf_of(const struct pdf_word *at, size_t n, double dpi)
{
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    const struct pdf_hooks with_words = { NULL, give, fixture_raster, NULL };
    struct pdf_page page = drawn_page(in_dir("t.tif"), &k, &d);
    struct pdf_doc doc = document_of(&page, 1);
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    const char *path = in_dir("t.pdf");
    page.xdpi = page.ydpi = dpi;
    given = at;
    given_count = n;
    assert_rc(BA_OK, pdf_make(&doc, &with_words, &opts, path, &res, &err), &err);
    assert_qpdf_accepts(path);
    return path;
}

static char *said(const char *out, const char *const *argv)
{
    assert_int_equal(run_tool(out, argv), 0);
    return slurp(out, NULL);
}
#define SAID(...) said(in_dir("said"), (const char *const[]){ __VA_ARGS__, NULL })

static const struct pdf_word divided[] = {
    { "de", 60, 100, 30, 12, 0, 0, 0, 0, false },
    { "bouwver", 400, 100, 90, 12, 0, 0, 0, 0, true },
    { "gunning", 60, 120, 80, 12, 0, 1, 0, 0, false },
    { "is", 150, 120, 20, 12, 0, 1, 0, 0, false },
    { "verleend", 180, 120, 80, 12, 0, 1, 0, 0, false },
};

static void a_divided_word_is_one_word_to_who_hears_it_and_to_who_searches(void **state)
{
    const char *pdf = pdf_of(divided, 5, DPI);
    (void)state;
    char *tree = SAID("pdfinfo", "-struct-text", pdf);
    assert_non_null(strstr(tree, "bouwvergunning"));
    free(tree);
    char *text = SAID("pdftotext", "-layout", pdf, "-"); /* as it is on the sheet */
    assert_non_null(strstr(text, "bouwver-\ngunning is verleend"));
    free(text);
    size_t len;
    char *bytes = slurp(pdf, &len);
    /* "bouwvergunning", whole, as the text of the span */
    assert_non_null(memmem(bytes, len, "/S /Span /P ", 12));
    assert_non_null(
        memmem(bytes, len,
               "/ActualText <FEFF0062006F0075007700760065007200670075006E006E0069006E0067>", 74));
    /* What comes after goes on in the same paragraph. */
    assert_non_null(memmem(bytes, len, "/K [0 ", 6));
    free(bytes);
}

static void a_word_divided_thrice_and_one_without_its_half_are_kept(void **state)
{
    static const struct pdf_word odd[] = {
        { "ver", 400, 100, 30, 12, 0, 0, 0, 0, true },
        { "gun", 60, 120, 30, 12, 0, 1, 0, 0, true },
        { "ning", 60, 140, 40, 12, 0, 2, 0, 0, false },
        { "half", 400, 160, 40, 12, 0, 3, 0, 0, true },
        { "alinea", 60, 300, 60, 12, 1, 4, 0, 0, true },
        /* Parts of which nothing can be shown. */
        { "\xEF\xBB\xBF", 60, 400, 60, 12, 2, 5, 0, 0, true },
        { "\xEF\xBB\xBF", 60, 420, 60, 12, 2, 6, 0, 0, false },
    };
    size_t len;
    const char *pdf = pdf_of(odd, 7, DPI);
    char *bytes = slurp(pdf, &len);
    (void)state;
    assert_non_null(
        memmem(bytes, len, "/ActualText <FEFF00760065007200670075006E006E0069006E0067>", 58));
    free(bytes);
    char *text = SAID("pdftotext", "-raw", pdf, "-");
    assert_non_null(strstr(text, "half-"));
    assert_non_null(strstr(text, "alinea-"));
    free(text);
}

/* On a drawing: 1:100 reads upwards, and its box is where the ink is. */
static void a_turned_word_runs_its_own_way(void **state)
{
    static const struct pdf_word turned[] = {
        { "omhoog", 300, 400, 12, 60, 0, 0, 0, 90, false },
        { "omlaag", 400, 400, 12, 60, 1, 1, 0, 270, false },
        { "recht", 100, 700, 60, 12, 2, 2, 0, 0, false },
    };
    static const char *const places[] = { "omhoog", "omlaag" };
    double x0, y0, x1, y1, scale = 72.0 / DPI;
    char *html = SAID("pdftotext", "-bbox", pdf_of(turned, 3, DPI), "-");
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char needle[32];
        snprintf(needle, sizeof needle, ">%s</word>", places[i]);
        char *at = strstr(html, needle);
        assert_non_null(at);
        while (strncmp(at, "<word ", 6) != 0)
            at--;
        assert_int_equal(sscanf(at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                                &x0, &y0, &x1, &y1),
                         4);
        assert_true(fabs(x0 - turned[i].x * scale) < 1);
        assert_true(fabs(x1 - (turned[i].x + turned[i].w) * scale) < 1);
        assert_true(fabs(y0 - turned[i].y * scale) < 1);
        assert_true(fabs(y1 - (turned[i].y + turned[i].h) * scale) < 1);
    }
    free(html);
}

static void a_number_that_is_no_resolution_is_not_believed(void **state)
{
    static const double odd[] = { 0.01, 1, 100000, NAN, -300 };
    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        size_t len;
        char *bytes = slurp(pdf_of(divided, 5, odd[i]), &len);
        assert_non_null(memmem(bytes, len, "/MediaBox [0 0 144 192]", 23)); /* at 300 dpi */
        free(bytes);
    }
}

/* Boxes are a recogniser's: whatever they say, the file is one that keeps the rules. */
static void boxes_anywhere_break_no_rule(void **state)
{
    static const struct pdf_word anywhere[] = {
        { "ver", -1e9, 1e9, 1e9, 1e9, 0, 0, 0, 0, false },
        { "weg", NAN, INFINITY, -5, 0, 1, 1, 0, 90, false },
        { "klein", 5, 5, 1e-9, 1e-9, 2, 2, 0, 270, false },
        { "lang", 5, 5, 600, 0.001, 3, 3, 0, 180, false },
        { "schuin", 5, 5, 10, 10, 4, 4, 0, 17, false },
    };
    (void)state;
    pdf_of(anywhere, 5, DPI);
}

static void a_title_of_which_nothing_is_left_is_not_empty(void **state)
{
    static const char *const nothing[] = { "", "\x01\x02", "\xEF\xBB\xBF" };
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = DPI };
    struct drawn d = { 0, 0, 0, 0 };
    struct pdf_page page = drawn_page(in_dir("n.tif"), &k, &d);
    struct pdf_doc doc = document_of(&page, 1);
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        doc.title = doc.subject = nothing[i];
        assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, in_dir("n.pdf"), &res, &err), &err);
        assert_qpdf_accepts(in_dir("n.pdf"));
        char *info = SAID("pdfinfo", in_dir("n.pdf"));
        assert_non_null(strstr(info, "Title:           Zonder titel\n"));
        assert_null(strstr(info, "Subject:"));
        free(info);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_divided_word_is_one_word_to_who_hears_it_and_to_who_searches),
        cmocka_unit_test(a_word_divided_thrice_and_one_without_its_half_are_kept),
        cmocka_unit_test(a_turned_word_runs_its_own_way),
        cmocka_unit_test(a_number_that_is_no_resolution_is_not_believed),
        cmocka_unit_test(a_title_of_which_nothing_is_left_is_not_empty),
        cmocka_unit_test(boxes_anywhere_break_no_rule),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
