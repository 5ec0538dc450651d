/* PDFs that are damaged, hostile, or more than scans: refused, at once, in words. */
#include <time.h>

#include "ingest/ingest.h"
#include "tests/unit/pdf_reading.h"

static void what_a_scan_does_not_need_is_refused(void **state)
{
    static const struct {
        const char *catalog, *page, *code;
    } kinds[] = {
        { "/OpenAction <</S /JavaScript /JS (app.alert)>>", "", "PDF_ACTIVE" },
        { "/OpenAction <</S /J#61vaScript /JS (app.alert)>>", "", "PDF_ACTIVE" },
        { "", "/AA <</O <</S /Launch /F (cmd.exe)>>>>", "PDF_ACTIVE" },
        { "", "/Annots [<</Subtype /RichMedia /Rect [0 0 9 9]>>]", "PDF_ACTIVE" },
        { "/AcroForm <</Fields [] /XFA (x)>>", "", "PDF_ACTIVE" },
        { "/Names <</EmbeddedFiles <</Names [(a) <</EF <<>>>>]>>>>", "", "PDF_ATTACHMENT" },
        { "/Collection <</Type /Collection>>", "", "PDF_ATTACHMENT" },
        { "", "/Annots [<</Subtype /FileAttachment /Rect [0 0 9 9]>>]", "PDF_ATTACHMENT" },
    };
    uint8_t *data = grey_samples();

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct pdf_scan s = { .image = GREY_DICT,
                              .data = data,
                              .len = W * H,
                              .catalog = kinds[i].catalog,
                              .page = kinds[i].page };
        char *path = draw(*state, &s);

        assert_refused(path, kinds[i].code, "which no scan needs");
        free(path);
    }
    free(data);
}

/* RC4 with an empty password, as ISO 32000-1 7.6.3 has it: opens, and is encrypted. */
static void an_encrypted_pdf_is_refused(void **state)
{
    uint8_t *data = grey_samples();
    struct pdf_scan s = {
        .image = GREY_DICT,
        .data = data,
        .len = W * H,
        .trailer = "/ID [<00> <00>] /Encrypt <</Filter /Standard /V 1 /R 2 /P -4 /O "
                   "<0000000000000000000000000000000000000000000000000000000000000000> /U "
                   "<0000000000000000000000000000000000000000000000000000000000000000>>>"
    };
    char *path = draw(*state, &s);

    assert_refused(path, "PDF_ENCRYPTED", "password");
    free(path);
    free(data);
}

static void a_pdf_that_is_cut_off_is_refused(void **state)
{
    uint8_t *data = grey_samples();
    struct pdf_scan s = { .image = GREY_DICT, .data = data, .len = W * H };
    char *path = draw(*state, &s);
    struct stat st;

    assert_int_equal(0, stat(path, &st));
    for (off_t size = st.st_size - 10; size > 5; size -= 31) {
        assert_int_equal(0, truncate(path, size));
        assert_refused(path, "PDF_DAMAGED", "qpdf");
    }
    free(path);
    free(data);
}

static void an_image_with_too_few_samples_is_refused(void **state)
{
    uint8_t *data = grey_samples();
    struct pdf_scan s = { .image = GREY_DICT, .data = data, .len = W * H - 1 };
    char *path = draw(*state, &s);

    assert_refused(path, "IMAGE_TRUNCATED", "127 bytes of 128");
    free(path);
    free(data);
}

static void bombs_are_refused_at_once_with_their_size(void **state)
{
    static const struct {
        const char *image, *content, *box, *words;
    } kinds[] = {
        { "/Width 2147483647 /Height 2147483647 /ColorSpace /DeviceGray /BitsPerComponent 8", NULL,
          NULL, "2147483647 x 2147483647" },
        { GREY_DICT, "1 0 0 rg 0 0 9 9 re f", "[0 0 14400 14400]", "60000 x 60000" },
    };
    uint8_t *data = grey_samples();

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct pdf_scan s = { .image = kinds[i].image,
                              .data = data,
                              .len = W * H,
                              .content = kinds[i].content,
                              .box = kinds[i].box };
        char *path = draw(*state, &s);
        clock_t began = clock();

        assert_refused(path, "IMAGE_TOO_LARGE", kinds[i].words);
        /* Of this process alone, whatever else runs. */
        assert_true(clock() - began < 10 * CLOCKS_PER_SEC);
        free(path);
    }
    free(data);
}

static void too_many_pages_and_endless_trees_are_refused(void **state)
{
    struct tiff_limits two = { 1000000, 0, 2 };
    char *path = ba_path_join(*state, "tree.pdf");
    static const char *const trees[] = {
        "<</Type /Pages /Kids [3 0 R] /Count 1000000>>",
        "<</Type /Pages /Kids [3 0 R 3 0 R 3 0 R] /Count 1>>",
        "<</Type /Pages /Kids [2 0 R] /Count 1>>",
        "<</Type /Pages /Kids [2 0 R 2 0 R] /Count 1>>",
    };
    static const char *const codes[] = { "IMAGE_TOO_LARGE", "IMAGE_TOO_LARGE", "PDF_DAMAGED",
                                         "PDF_DAMAGED" };

    for (size_t i = 0; i < 4; i++) {
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct raster r;
        struct pdf_draft d;

        pdf_begin(&d, path, "1.4");
        pdf_object(&d, "<</Type /Catalog /Pages 2 0 R>>");
        pdf_object(&d, "%s", trees[i]);
        pdf_object(&d, "<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>");
        pdf_end(&d, 1, "");
        assert_rc(BA_ITEM, master_read_frame(path, 0, &two, &frame, &r, &err), &err);
        assert_string_equal(codes[i], err.code);
    }
    free(path);
}

static void deep_nesting_is_refused_or_read_but_never_a_crash(void **state)
{
    uint8_t *data = grey_samples();
    char *deep = malloc(200001), *page = malloc(200100);
    struct pdf_scan s = { .image = GREY_DICT, .data = data, .len = W * H, .page = page };
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;
    char *path;

    memset(deep, '[', 100000);
    memset(deep + 100000, ']', 100000);
    deep[200000] = '\0';
    snprintf(page, 200100, "/Deep %s", deep);
    path = draw(*state, &s);
    assert_rc(BA_ITEM, read_page(path, 0, &frame, &r, &err), &err);
    free(path);
    free(page);
    free(deep);
    free(data);
}

/* Object 6, which the image names as its colours, is a list of itself. */
static void colours_that_name_themselves_are_never_a_crash(void **state)
{
    uint8_t *data = grey_samples();
    char *path = ba_path_join(*state, "loop.pdf");
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;
    struct pdf_draft d;

    pdf_begin(&d, path, "1.4");
    pdf_object(&d, "<</Type /Catalog /Pages 2 0 R>>");
    pdf_object(&d, "<</Type /Pages /Kids [3 0 R] /Count 1>>");
    pdf_object(&d, "<</Type /Page /Parent 2 0 R /MediaBox [0 0 72 36] /Contents 4 0 R /Resources "
                   "<</XObject <</Im 5 0 R>>>>>>");
    pdf_stream(&d, "", "q 72 0 0 36 0 0 cm /Im Do Q", 27);
    pdf_stream(&d,
               "/Type /XObject /Subtype /Image /Width 16 /Height 8 /BitsPerComponent 8 "
               "/ColorSpace 6 0 R",
               data, W * H);
    pdf_object(&d, "[6 0 R]");
    pdf_end(&d, 1, "");
    assert_rc(BA_ITEM, read_page(path, 0, &frame, &r, &err), &err);
    free(path);
    free(data);
}

/* A number higher than ISO 32000-1 allows hides nothing. */
/* A PDF whose catalog leads to a script with this number. */
static char *script_behind(const char *dir, long number)
{
    char *path = ba_path_join(dir, "high.pdf");
    FILE *f = fopen(path, "wb");
    long at[4], xref;
    char catalog[100], script[100];
    const char *const objects[] = { catalog,
                                    "2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n",
                                    "3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>\n"
                                    "endobj\n",
                                    script };

    snprintf(catalog, sizeof(catalog),
             "1 0 obj\n<</Type /Catalog /Pages 2 0 R /OpenAction %ld 0 R>>\nendobj\n", number);
    snprintf(script, sizeof(script), "%ld 0 obj\n<</S /JavaScript /JS (app.alert)>>\nendobj\n",
             number);
    fprintf(f, "%%PDF-1.4\n");
    for (size_t i = 0; i < 4; i++) {
        at[i] = ftell(f);
        fputs(objects[i], f);
    }
    xref = ftell(f);
    fprintf(f, "xref\n0 4\n0000000000 65535 f \n");
    for (size_t i = 0; i < 3; i++)
        fprintf(f, "%010ld 00000 n \n", at[i]);
    fprintf(f, "%ld 1\n%010ld 00000 n \n", number, at[3]);
    fprintf(f, "trailer\n<</Size %ld /Root 1 0 R>>\nstartxref\n%ld\n%%%%EOF\n", number + 1, xref);
    assert_int_equal(0, fclose(f));
    return path;
}

static void what_hides_behind_a_high_object_number_is_refused(void **state)
{
    char *path = script_behind(*state, 8388609);

    assert_refused(path, "PDF_DAMAGED", "8388609");
    free(path);
    /* Allowed as a number, and more than qpdf 12 believes of so few bytes: it sees nothing there.
     */
    for (long number = 8388606; number > 3; number /= 8) {
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct raster r;

        path = script_behind(*state, number);
        assert_rc(BA_ITEM, read_page(path, 0, &frame, &r, &err), &err);
        if (strcmp(err.code, "PDF_DAMAGED") != 0)
            assert_string_equal("PDF_ACTIVE", err.code);
        free(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_scan_does_not_need_is_refused),
        cmocka_unit_test(an_encrypted_pdf_is_refused),
        cmocka_unit_test(a_pdf_that_is_cut_off_is_refused),
        cmocka_unit_test(an_image_with_too_few_samples_is_refused),
        cmocka_unit_test(bombs_are_refused_at_once_with_their_size),
        cmocka_unit_test(too_many_pages_and_endless_trees_are_refused),
        cmocka_unit_test(deep_nesting_is_refused_or_read_but_never_a_crash),
        cmocka_unit_test(colours_that_name_themselves_are_never_a_crash),
        cmocka_unit_test(what_hides_behind_a_high_object_number_is_refused),
    };

    return cmocka_run_group_tests_name("ingest/pdf hostile", tests, scratch_setup,
                                       scratch_teardown);
}
