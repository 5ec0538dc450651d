/* PDFs that open and are not whole: each image, each content and each reference is judged. */
#include <zlib.h>

#include "image/pdf/fax_check.h"
#include "image/pdf/jbig2_check.h"
#include "tests/unit/pdf_reading.h"

#define STENCIL "/Width 16 /Height 8 /ImageMask true /BitsPerComponent 1"

/* The page is drawn by poppler: besides the image there is a mark. */
#define DRAWN "q 72 0 0 36 0 0 cm /Im Do Q 1 0 0 rg 10 10 20 5 re f"

static void a_drawn_page_with_a_broken_image_is_refused(void **state)
{
    static const struct {
        const char *dict, *data, *code;
        size_t len;
    } kinds[] = {
        { GREY_DICT, "too few", "IMAGE_TRUNCATED", 7 },
        { GREY_DICT " /Filter /FlateDecode", "\x78\x9c garbage", "IMAGE_DAMAGED", 10 },
        { GREY_DICT " /Filter /DCTDecode", "\xFF\xD8\xFF\xE0 no JPEG", "IMAGE_", 12 },
        { GREY_DICT " /Filter /JPXDecode", "no JPEG 2000", "IMAGE_", 12 },
        { GREY_DICT " /Filter /FooDecode", "x", "IMAGE_DAMAGED", 1 },
        { STENCIL " /Filter /CCITTFaxDecode /DecodeParms <</K -1 /Columns 16>>", "\xF0",
          "IMAGE_TRUNCATED", 1 },
        { STENCIL " /Filter /CCITTFaxDecode /DecodeParms <</K 0 /Columns 16>>",
          "\x00\x00\x0F\xFF\xFF\xFF\xFF\xFF", "IMAGE_", 8 },
        { STENCIL " /Filter /JBIG2Decode", "\0\0\0\0\x30\0\1\0\0\0\x13\0\0", "IMAGE_DAMAGED", 13 },
        { STENCIL " /Filter /JBIG2Decode /DecodeParms <</JBIG2Globals 99 0 R>>", "",
          "IMAGE_DAMAGED", 0 },
        { GREY_DICT " /SMask 99 0 R", NULL, "IMAGE_DAMAGED", W * H },
    };
    uint8_t *grey = grey_samples();

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct pdf_scan s = { .image = kinds[i].dict,
                              .data = kinds[i].data != NULL ? kinds[i].data : (char *)grey,
                              .len = kinds[i].len,
                              .content = DRAWN };
        char *path = draw(*state, &s);
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct raster r;

        if (read_page(path, 0, &frame, &r, &err) != BA_ITEM ||
            strncmp(err.code, kinds[i].code, strlen(kinds[i].code)) != 0)
            fail_msg("%s: %s %s", kinds[i].dict, err.code, err.msg);
        free(path);
    }
    free(grey);
}

static void content_that_is_damaged_is_refused(void **state)
{
    static const char *const contents[] = {
        "q 72 0 0 36 0 0 cm /Im D0 Q",
        "q 72 0 0 36 0 0 cm /Other Do Q",
        "q 72 0 0 36 0 cm /Im Do Q",
        "q 72 0 0 36 0 0 cm /Im",
        "q 72 0 0 36 0 0 cm",
        "",
        "\x80\x91\xA2 \xB3\xC4",
        "q 72 0 0 36 0 0 cm /Im Do Q BT (cut",
        "q 72 0 0 36 0 0 cm /Im Do Q q 9 0 0 9 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x",
        "q 72 0 0 36 0 0 cm BI /W 9 /H 9 /BPC 8 /CS /G ID x EI Q",
    };
    uint8_t *grey = grey_samples();

    for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
        struct pdf_scan s = {
            .image = GREY_DICT, .data = grey, .len = W * H, .content = contents[i]
        };
        char *path = draw(*state, &s);
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct raster r;

        if (read_page(path, 0, &frame, &r, &err) != BA_ITEM)
            fail_msg("taken in: %s", contents[i]);
        free(path);
    }
    free(grey);
}

/* What qpdf overlooks, as other readers do: the pixels are others than were written. */
static void deflated_data_with_another_sum_are_refused(void **state)
{
    uint8_t *grey = grey_samples(), packed[300];
    uLongf len = sizeof(packed);
    struct pdf_scan s = { .image = GREY_DICT " /Filter /FlateDecode", .data = packed };

    assert_int_equal(Z_OK, compress(packed, &len, grey, W * H));
    packed[len - 1] ^= 1;
    s.len = len;
    for (int drawn = 0; drawn < 2; drawn++) {
        char *path;

        s.content = drawn ? DRAWN : NULL;
        path = draw(*state, &s);
        assert_refused(path, "IMAGE_DAMAGED", "the sum");
        free(path);
    }
    free(grey);
}

static void content_and_images_that_are_not_in_the_file_are_refused(void **state)
{
    uint8_t *grey = grey_samples();
    struct pdf_scan s = { .image = GREY_DICT, .data = grey, .len = W * H };
    char *path = draw(*state, &s);
    struct ba_buf b = BA_BUF_INIT(100000);
    struct ba_err err = BA_ERR_INIT;
    /* qpdf 12 takes a reference to nothing for null: then the page shows less than it holds. */
    static const char *const refs[] = { "/Contents 2 0 R", "/Im 1 0 R" }, *const words[] = {
        "content", "not in the file"
    };

    assert_rc(BA_OK, ba_file_read(path, &b, &err), &err);
    for (size_t i = 0; i < 2; i++) {
        char *at = strstr(memmem(b.data, b.len, "/Contents", 9), refs[i]);
        FILE *f = fopen(path, "wb");
        char *number = at + strlen(refs[i]) - 5, was = *number;

        *number = '9';
        fwrite(b.data, 1, b.len, f);
        fclose(f);
        *number = was;
        assert_refused(path, "PDF_DAMAGED", words[i]);
    }
    ba_buf_free(&b);
    free(path);
    free(grey);
}

/* A print job, a mail: another reader finds the PDF, one of 2060 may not. */
static void bytes_before_the_head_are_told_as_what_they_are(void **state)
{
    uint8_t *grey = grey_samples();
    struct pdf_scan s = { .image = GREY_DICT, .data = grey, .len = W * H };
    char *path = draw(*state, &s);
    struct ba_buf b = BA_BUF_INIT(100000);
    struct ba_err err = BA_ERR_INIT;
    static const char *const before[][2] = {
        { "\x1b%-12345X@PJL SET COPIES=1\r\n@PJL ENTER LANGUAGE=PDF\r\n", "PJL" },
        { "\n", "%PDF-" },
        { "Content-Type: application/pdf\r\n\r\n", "%PDF-" },
    };

    assert_rc(BA_OK, ba_file_read(path, &b, &err), &err);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        FILE *f = fopen(path, "wb");

        fwrite(before[i][0], 1, strlen(before[i][0]), f);
        fwrite(b.data, 1, b.len, f);
        fclose(f);
        assert_int_equal(MASTER_PDF, master_sniff(path));
        assert_refused(path, "PDF_DAMAGED", before[i][1]);
    }
    ba_buf_free(&b);
    free(path);
    free(grey);
}

/* A blank page may share its list of images with the pages that draw them. */
static void a_blank_page_with_a_shared_list_of_images_is_blank(void **state)
{
    char *path = ba_path_join(*state, "shared.pdf");
    uint8_t *grey = grey_samples();

    for (int drawn = 0; drawn < 2; drawn++) {
        const char *content = drawn ? "72 0 0 36 0 0 cm /Im Do" : "q Q";
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct pdf_draft d;
        struct raster r;

        pdf_begin(&d, path, "1.4");
        pdf_object(&d, "<</Type /Catalog /Pages 2 0 R>>");
        pdf_object(&d, "<</Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 72 36] "
                       "/Resources <</XObject <</Im 5 0 R>>>>>>");
        pdf_object(&d, "<</Type /Page /Parent 2 0 R /Contents 6 0 R>>");
        pdf_object(&d, "<</Type /Page /Parent 2 0 R>>");
        pdf_stream(&d, "/Subtype /Image " GREY_DICT, grey, W * H);
        pdf_stream(&d, "", content, strlen(content));
        pdf_end(&d, 1, "");
        assert_rc(drawn ? BA_OK : BA_ITEM, read_page(path, 1, &frame, &r, &err), &err);
        if (!drawn)
            assert_string_equal("PDF_DAMAGED", err.code);
        ba_raster_free(&r);
    }
    free(path);
    free(grey);
}

/* What libtiff writes, in the kinds that it knows. */
static size_t tiff_fax(const char *dir, uint16_t compression, uint32_t options, unsigned char *to,
                       size_t cap)
{
    struct drawing d = BILEVEL;
    char *path = ba_path_join(dir, "g3.tif");
    TIFF *tif = TIFFOpen(path, "w");
    tmsize_t len;
    uint8_t row[32];

    (void)d;
    TIFFSetField(tif, TIFFTAG_IMAGEWIDTH, 200);
    TIFFSetField(tif, TIFFTAG_IMAGELENGTH, 60);
    TIFFSetField(tif, TIFFTAG_BITSPERSAMPLE, 1);
    TIFFSetField(tif, TIFFTAG_COMPRESSION, compression);
    if (compression == COMPRESSION_CCITTFAX3)
        TIFFSetField(tif, TIFFTAG_GROUP3OPTIONS, options);
    TIFFSetField(tif, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    TIFFSetField(tif, TIFFTAG_ROWSPERSTRIP, 60);
    for (uint32_t y = 0; y < 60; y++) {
        memset(row, 0, sizeof(row));
        for (uint32_t x = 0; x < 200; x++)
            if ((x * 7 + y * y / 5) % 41 < y % 40 && y % 9 != 0)
                row[x / 8] |= (uint8_t)(0x80 >> x % 8);
        TIFFWriteScanline(tif, row, y, 0);
    }
    TIFFClose(tif);
    tif = TIFFOpen(path, "r");
    len = TIFFReadRawStrip(tif, 0, to, (tmsize_t)cap);
    TIFFClose(tif);
    free(path);
    assert_true(len > 0);
    return (size_t)len;
}

static void fax_codes_of_every_kind_are_followed_to_their_end(void **state)
{
    static const struct {
        uint16_t compression;
        uint32_t options;
        double k;
        bool align;
    } kinds[] = {
        { COMPRESSION_CCITTFAX4, 0, -1, false },
        { COMPRESSION_CCITTFAX3, 0, 0, false },
        { COMPRESSION_CCITTFAX3, GROUP3OPT_FILLBITS, 0, false },
        { COMPRESSION_CCITTFAX3, GROUP3OPT_2DENCODING, 4, false },
        { COMPRESSION_CCITTRLE, 0, 0, true },
    };
    unsigned char fax[20000];

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct fax_check c = { .data = fax,
                               .len = tiff_fax(*state, kinds[i].compression, kinds[i].options, fax,
                                               sizeof(fax)),
                               .k = kinds[i].k,
                               .columns = 200,
                               .rows = 60,
                               .byte_align = kinds[i].align };
        size_t whole = c.len;
        uint32_t row;

        assert_int_equal(FAX_WHOLE, fax_check(&c, &row));
        assert_int_equal(60, row);
        for (c.len = whole - 12; c.len > 12; c.len -= 11)
            if (fax_check(&c, &row) == FAX_WHOLE)
                fail_msg("kind %zu: whole with %zu bytes of %zu", i, c.len, whole);
        c.len = whole;
        c.columns = 199;
        assert_int_not_equal(FAX_WHOLE, fax_check(&c, &row));
        c.columns = 200;
        memset(fax + whole / 2, 0, 8);
        assert_int_not_equal(FAX_WHOLE, fax_check(&c, &row));
    }
}

/* Poppler draws fax codes in JBIG2 with stripes: each pixel is to be that of the fax image. */
static void fax_codes_in_jbig2_become_the_pixels_of_the_fax(void **state)
{
    static const unsigned char head[] = "\0\0\0\0\x30\0\1\0\0\0\x13" /* a page */
                                        "\0\0\0\xC8\0\0\0\x3C\0\0\0\0\0\0\0\0\0\0\0"
                                        "\0\0\0\1\x26\0\1\0\0\0\0" /* a region that fills it */
                                        "\0\0\0\xC8\0\0\0\x3C\0\0\0\0\0\0\0\0\0\1";
    enum { HEAD = sizeof(head) - 1, LENGTH_AT = 39 };
    unsigned char data[20000], fax[20000];
    size_t len = tiff_fax(*state, COMPRESSION_CCITTFAX4, 0, fax, sizeof(fax));
    const char *contents[] = { "72 0 0 36 0 0 cm /Im Do",
                               "14.4 0 0 4.32 0 0 cm /Im Do BT /F 1 Tf ( ) Tj ET" };
    struct raster r[3];

    memcpy(data, head, HEAD);
    memcpy(data + HEAD, fax, len);
    data[LENGTH_AT] = (unsigned char)((len + 18) >> 8);
    data[LENGTH_AT + 1] = (unsigned char)(len + 18);
    for (int i = 0; i < 3; i++) {
        struct pdf_scan s = { .image = i == 0 ? "/Width 200 /Height 60 /ColorSpace /DeviceGray "
                                                "/BitsPerComponent 1 /Filter /CCITTFaxDecode "
                                                "/DecodeParms <</K -1 /Columns 200>>"
                                              : "/Width 200 /Height 60 /ColorSpace /DeviceGray "
                                                "/BitsPerComponent 1 /Filter /JBIG2Decode",
                              .data = i == 0 ? fax : data,
                              .len = i == 0 ? len : len + HEAD,
                              .box = i == 2 ? "[0 0 14.4 4.32]" : NULL,
                              .content = contents[i == 2] };
        char *path = draw(*state, &s);
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        size_t differ = 0;

        assert_rc(BA_OK, read_page(path, 0, &frame, &r[i], &err), &err);
        assert_int_equal(200, r[i].width_px);
        assert_int_equal(60, r[i].height_px);
        for (uint32_t y = 0; y < 60; y++)
            for (uint32_t x = 0; x < 200; x++) {
                const uint8_t *row = r[i].data + y * r[i].stride;
                bool ink = r[i].bits == 1 ? row[x / 8] >> (7 - x % 8) & 1
                                          : row[x * (r[i].bits / 8u)] < 128;

                differ += ink != (r[0].data[y * r[0].stride + x / 8] >> (7 - x % 8) & 1);
            }
        assert_int_equal(0, differ);
        free(path);
    }
    for (int i = 0; i < 3; i++)
        ba_raster_free(&r[i]);
}

/* T.88, 7.2: a page, and a generic region of arithmetic codes. */
static void jbig2_is_judged_by_its_segments(void **state)
{
    static const unsigned char good[] = {
        0,    0,    0,    0, 48,   0,    1,    0, 0, 0, 19, 0, 0, 0, 16, 0,    0,   0, 8, 0,
        0,    0,    0,    0, 0,    0,    0,    0, 0, 0, 0,  0, 0, 1, 38, 0,    1,   0, 0, 0,
        36,   0,    0,    0, 16,   0,    0,    0, 8, 0, 0,  0, 0, 0, 0,  0,    0,   0, 0, 3,
        0xFF, 0xFD, 0xFF, 2, 0xFE, 0xFE, 0xFE, 1, 2, 3, 4,  5, 6, 7, 8,  0xFF, 0xAC
    };
    unsigned char bytes[sizeof(good)];
    struct jbig2_data d = { .data = bytes, .len = sizeof(good), .width_px = 16, .height_px = 8 };

    (void)state;
    memcpy(bytes, good, sizeof(good));
    bytes[sizeof(good) - 20] = good[sizeof(good) - 20];
    if (jbig2_check(&d) != NULL)
        fail_msg("%s", jbig2_check(&d));
    for (d.len = sizeof(good) - 1; d.len > 0; d.len--)
        if (d.len != 30 && jbig2_check(&d) == NULL) /* 30: a page without a region is white */
            fail_msg("whole with %zu bytes", d.len);
    d.len = sizeof(good);
    d.width_px = 17;
    assert_non_null(jbig2_check(&d));
    d.width_px = 16;
    bytes[4 + 1] = 0x20; /* needs a segment that is not there */
    assert_non_null(jbig2_check(&d));
}

/* A mixed raster scan: colour of 8 x 4 under a stencil of 64 x 32, which holds the text. */
static void the_resolution_is_that_of_the_finest_layer(void **state)
{
    static const char *const masks[] = {
        "/SMask 1 0 R",
        "/Mask 1 0 R",
    };
    static const char *const kinds[] = {
        "/Subtype /Image /Width 64 /Height 32 /ColorSpace /DeviceGray /BitsPerComponent 8",
        "/Subtype /Image /Width 64 /Height 32 /ImageMask true /BitsPerComponent 1",
    };
    uint8_t mask[64 * 32], colour[8 * 4] = { 0 };

    for (size_t i = 0; i < sizeof(mask); i++)
        mask[i] = i % 2 ? 255 : 0;
    for (size_t i = 0; i < 2; i++) {
        char *path = ba_path_join(*state, "mrc.pdf"), dict[200];
        const char *content = "15.36 0 0 7.68 0 0 cm /Im Do";
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct pdf_draft d;
        struct raster r;

        pdf_begin(&d, path, "1.4");
        pdf_stream(&d, kinds[i], mask, i == 0 ? sizeof(mask) : sizeof(mask) / 8);
        snprintf(
            dict, sizeof(dict),
            "/Subtype /Image /Width 8 /Height 4 /ColorSpace /DeviceGray /BitsPerComponent 8 %s",
            masks[i]);
        pdf_stream(&d, dict, colour, sizeof(colour));
        pdf_stream(&d, "", content, strlen(content));
        pdf_object(&d, "<</Type /Page /Parent 5 0 R /MediaBox [0 0 15.36 7.68] /Contents 3 0 R "
                       "/Resources <</XObject <</Im 2 0 R>>>>>>");
        pdf_object(&d, "<</Type /Pages /Kids [4 0 R] /Count 1>>");
        pdf_object(&d, "<</Type /Catalog /Pages 5 0 R>>");
        pdf_end(&d, 6, "");
        assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
        assert_int_equal(64, r.width_px);
        assert_int_equal(32, r.height_px);
        assert_float_equal(300, frame.xdpi, 0.01);
        ba_raster_free(&r);
        free(path);
    }
}

static void user_units_multiply_what_is_drawn(void **state)
{
    uint8_t *grey = grey_samples();

    for (int unit = 1; unit <= 10; unit += 9) {
        char page[40], box[40];
        struct pdf_scan s = { .image = GREY_DICT,
                              .data = grey,
                              .len = W * H,
                              .page = page,
                              .box = box,
                              .content =
                                  "BT /F 1 Tf 1 1 Td (Gezien) Tj ET q 0 0 0 0 0 0 cm /Im Do Q" };
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct raster r;
        char *path;

        snprintf(page, sizeof(page), "/UserUnit %d", unit);
        snprintf(box, sizeof(box), "[0 0 %g %g]", 72.0 / unit, 36.0 / unit);
        path = draw(*state, &s);
        assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
        assert_int_equal(300, r.width_px);
        assert_int_equal(150, r.height_px);
        assert_float_equal(300, frame.xdpi, 0.01);
        ba_raster_free(&r);
        free(path);
    }
    free(grey);
}

/* /Matrix is an optional key of a form (ISO 32000-1, table 95); the scan in it is read as it is. */
static void a_form_without_a_matrix_is_a_form(void **state)
{
    char *path = ba_path_join(*state, "form.pdf");
    const char *inner = "72 0 0 36 0 0 cm /Im Do", *content = "q /Fm Do Q";
    uint8_t *grey = grey_samples();
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct pdf_draft d;
    struct raster r;

    pdf_begin(&d, path, "1.4");
    pdf_stream(&d, "/Subtype /Image " GREY_DICT, grey, W * H);
    pdf_stream(&d, "/Subtype /Form /BBox [0 0 72 36] /Resources <</XObject <</Im 1 0 R>>>>", inner,
               strlen(inner));
    pdf_stream(&d, "", content, strlen(content));
    pdf_object(&d, "<</Type /Page /Parent 5 0 R /MediaBox [0 0 72 36] /Contents 3 0 R /Resources "
                   "<</XObject <</Fm 2 0 R>>>>>>");
    pdf_object(&d, "<</Type /Pages /Kids [4 0 R] /Count 1>>");
    pdf_object(&d, "<</Type /Catalog /Pages 5 0 R>>");
    pdf_end(&d, 6, "");
    assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
    assert_int_equal(W, r.width_px);
    assert_int_equal(0, frame.warnings);
    assert_int_equal(grey_at(3, 3), r.data[3 * r.stride + 3]);
    ba_raster_free(&r);
    free(path);
    free(grey);
}

/* The image of the content itself has a size and a resolution like any other. */
static void an_inline_image_gives_the_page_its_resolution(void **state)
{
    uint8_t *grey = grey_samples();
    char content[400] = "q 3.84 0 0 1.92 0 0 cm BI /W 16 /H 8 /BPC 8 /CS /G /F /AHx ID ";
    struct pdf_scan s = {
        .image = GREY_DICT, .data = grey, .len = W * H, .box = "[0 0 3.84 1.92]", .content = content
    };
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;
    char *path;

    for (size_t i = 0; i < W * H; i++)
        snprintf(content + strlen(content), 3, "%02x", grey[i]);
    strcat(content, "> EI Q");
    path = draw(*state, &s);
    assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
    assert_int_equal(W, r.width_px);
    assert_int_equal(H, r.height_px);
    assert_float_equal(300, frame.xdpi, 0.01);
    assert_int_equal(1, frame.warnings); /* of the image that it does not show */
    ba_raster_free(&r);
    free(path);
    free(grey);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_drawn_page_with_a_broken_image_is_refused),
        cmocka_unit_test(content_that_is_damaged_is_refused),
        cmocka_unit_test(deflated_data_with_another_sum_are_refused),
        cmocka_unit_test(content_and_images_that_are_not_in_the_file_are_refused),
        cmocka_unit_test(bytes_before_the_head_are_told_as_what_they_are),
        cmocka_unit_test(a_blank_page_with_a_shared_list_of_images_is_blank),
        cmocka_unit_test(fax_codes_of_every_kind_are_followed_to_their_end),
        cmocka_unit_test(jbig2_is_judged_by_its_segments),
        cmocka_unit_test(fax_codes_in_jbig2_become_the_pixels_of_the_fax),
        cmocka_unit_test(the_resolution_is_that_of_the_finest_layer),
        cmocka_unit_test(user_units_multiply_what_is_drawn),
        cmocka_unit_test(a_form_without_a_matrix_is_a_form),
        cmocka_unit_test(an_inline_image_gives_the_page_its_resolution),
    };

    return cmocka_run_group_tests_name("image/pdf broken", tests, scratch_setup, scratch_teardown);
}
