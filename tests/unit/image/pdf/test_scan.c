/* PDFs of scans: the scan's own pixels. What a scan does not need: test_ingest_pdf_hostile.c. */
#include <stdio.h>
/* jpeglib.h needs it first */
#include <jpeglib.h>
#include <zlib.h>

#include "tests/unit/jp2_fixture.h"
#include "tests/unit/pdf_reading.h"
/* Draws grey_samples as told and compares every pixel with where it should have gone. */
static void assert_turned(const char *dir, const char *content, const char *page, bool lying,
                          bool mirror_x, bool mirror_y)
{
    uint8_t *data = grey_samples();
    struct pdf_scan s = {
        .image = GREY_DICT, .data = data, .len = W * H, .content = content, .page = page
    };
    char *path = draw(dir, &s);
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
    assert_int_equal(lying ? H : W, r.width_px);
    assert_int_equal(lying ? W : H, r.height_px);
    assert_int_equal(8, r.bits);
    for (uint32_t y = 0; y < r.height_px; y++)
        for (uint32_t x = 0; x < r.width_px; x++) {
            uint32_t sx = lying ? y : x, sy = lying ? x : y;

            sx = mirror_x ? W - 1 - sx : sx;
            sy = mirror_y ? H - 1 - sy : sy;
            if (r.data[y * r.stride + x] != grey_at(sx, sy))
                fail_msg("%s %s: pixel %u,%u is %d, not %d", content, page, x, y,
                         r.data[y * r.stride + x], grey_at(sx, sy));
        }
    ba_raster_free(&r);
    free(path);
    free(data);
}

static void a_page_of_one_image_gives_its_own_pixels_upright_as_shown(void **state)
{
    assert_turned(*state, "q 72 0 0 36 0 0 cm /Im Do Q", "", false, false, false);
    assert_turned(*state, "q 72 0 0 36 0 0 cm /Im Do Q", "/Rotate 180", false, true, true);
    assert_turned(*state, "q 72 0 0 36 0 0 cm /Im Do Q", "/Rotate 90", true, false, true);
    assert_turned(*state, "q 72 0 0 36 0 0 cm /Im Do Q", "/Rotate 270", true, true, false);
    assert_turned(*state, "72 0 0 -36 0 36 cm /Im Do", "", false, false, true);
    assert_turned(*state, "q 1 0 0 1 72 0 cm q -72 0 0 36 0 0 cm /Im Do Q Q", "", false, true,
                  false);
    assert_turned(*state, "0 36 72 0 0 0 cm /Im Do", "", true, true, true);
    /* a clip of the whole page, and invisible text, change nothing */
    assert_turned(*state,
                  "q 0 0 72 36 re W n 72 0 0 36 0 0 cm /Im Do Q BT 3 Tr /F 9 Tf (woorden) Tj ET",
                  "", false, false, false);
}

static void the_resolution_is_that_at_which_the_page_shows_the_pixels(void **state)
{
    uint8_t *data = grey_samples();
    struct pdf_scan s = { .image = GREY_DICT,
                          .data = data,
                          .len = W * H,
                          .page = "/Rotate 90",
                          .content = "3.84 0 0 0.96 0 0 cm /Im Do",
                          .box = "[0 0 3.84 0.96]" };
    char *path = draw(*state, &s);
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
    assert_float_equal(600, frame.xdpi, 0.01);
    assert_float_equal(300, frame.ydpi, 0.01);
    assert_float_equal(600, r.xdpi, 0.01);
    assert_int_equal(H, frame.width_px);
    ba_raster_free(&r);
    free(path);
    free(data);
}

static size_t deflated(const void *data, size_t len, uint8_t *to, size_t cap)
{
    uLongf size = cap;

    assert_int_equal(Z_OK, compress(to, &size, data, len));
    return size;
}

static void samples_of_every_kind_become_pixels(void **state)
{
    /* two pixels wide, one high: dark and light */
    static const struct {
        const char *dict;
        unsigned char data[12];
        size_t len;
        int bits;
        uint8_t dark[3], light[3];
    } kinds[] = {
        { "/ColorSpace /DeviceGray /BitsPerComponent 1", { 0x40 }, 1, 1, { 1 }, { 0 } },
        { "/ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0]",
          { 0x80 },
          1,
          1,
          { 1 },
          { 0 } },
        { "/ColorSpace /DeviceGray /BitsPerComponent 8 /Decode [0 1]",
          { 7, 201 },
          2,
          8,
          { 7 },
          { 201 } },
        { "/ImageMask true /BitsPerComponent 1", { 0x40 }, 1, 1, { 1 }, { 0 } },
        { "/ColorSpace /DeviceGray /BitsPerComponent 4", { 0x3C }, 1, 8, { 51 }, { 204 } },
        { "/ColorSpace /DeviceGray /BitsPerComponent 8", { 7, 201 }, 2, 8, { 7 }, { 201 } },
        { "/ColorSpace /DeviceGray /BitsPerComponent 16", { 7, 1, 201, 1 }, 4, 8, { 7 }, { 201 } },
        { "/ColorSpace /DeviceRGB /BitsPerComponent 8",
          { 1, 2, 3, 251, 252, 253 },
          6,
          24,
          { 1, 2, 3 },
          { 251, 252, 253 } },
        { "/ColorSpace [/CalRGB <</WhitePoint [1 1 1]>>] /BitsPerComponent 8",
          { 1, 2, 3, 251, 252, 253 },
          6,
          24,
          { 1, 2, 3 },
          { 251, 252, 253 } },
        { "/ColorSpace [/Indexed /DeviceRGB 1 <0A0B0CF0F1F2>] /BitsPerComponent 1",
          { 0x40 },
          1,
          24,
          { 10, 11, 12 },
          { 240, 241, 242 } },
    };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) * 2; i++) {
        size_t k = i / 2;
        uint8_t packed[100];
        char dict[300];
        struct pdf_scan s = { .image = dict, .data = kinds[k].data, .len = kinds[k].len };
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct raster r;
        char *path;

        snprintf(dict, sizeof(dict), "/Width 2 /Height 1 %s %s", kinds[k].dict,
                 i % 2 ? "/Filter /FlateDecode" : "");
        if (i % 2) {
            s.len = deflated(s.data, s.len, packed, sizeof(packed));
            s.data = packed;
        }
        path = draw(*state, &s);
        assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
        assert_int_equal(kinds[k].bits, r.bits);
        if (r.bits == 1) {
            assert_int_equal(0x80, r.data[0]);
        } else {
            assert_memory_equal(kinds[k].dark, r.data, r.bits / 8);
            assert_memory_equal(kinds[k].light, r.data + r.bits / 8, r.bits / 8);
        }
        ba_raster_free(&r);
        free(path);
    }
}

static size_t jpeg_of(uint8_t *samples, int components, unsigned char **to)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    unsigned long size = 0;

    *to = NULL;
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, to, &size);
    j.image_width = W;
    j.image_height = H;
    j.input_components = components;
    j.in_color_space = components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&j);
    jpeg_set_quality(&j, 100, TRUE);
    jpeg_start_compress(&j, TRUE);
    while (j.next_scanline < H) {
        uint8_t *row = samples + j.next_scanline * W * (unsigned)components;

        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    return size;
}

static void a_jpeg_in_a_pdf_is_read_as_strictly_as_one_in_a_file(void **state)
{
    uint8_t *data = grey_samples();
    unsigned char *jpeg;
    size_t len = jpeg_of(data, 1, &jpeg);
    struct pdf_scan s = { .image = GREY_DICT " /Filter /DCTDecode", .data = jpeg, .len = len };
    char *path = draw(*state, &s);
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
    assert_int_equal(7, frame.compression);
    assert_int_equal(8, r.bits);
    assert_in_range(r.data[5 * r.stride + 9], grey_at(9, 5) - 6, grey_at(9, 5) + 6);
    ba_raster_free(&r);
    free(path);
    s.len = len - 20;
    path = draw(*state, &s);
    assert_refused(path, "IMAGE_TRUNCATED", "libjpeg");
    free(path);
    free(jpeg);
    free(data);
}

static void a_jpeg_2000_in_a_pdf_is_read(void **state)
{
    static const struct jp2_drawing grey = { 16, 8, 1, 8, 0, false, false, { 40 }, { 230 } };
    char *jp2 = ba_path_join(*state, "in.jp2"), *path;
    struct ba_buf b = BA_BUF_INIT(1 << 20);
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;
    struct pdf_scan s = { .image = "/Width 16 /Height 8 /Filter /JPXDecode" };

    jp2_draw(jp2, &grey);
    assert_rc(BA_OK, ba_file_read(jp2, &b, &err), &err);
    s.data = b.data;
    s.len = b.len;
    path = draw(*state, &s);
    assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
    assert_int_equal(40, r.data[0]);
    assert_int_equal(230, r.data[8]);
    ba_raster_free(&r);
    ba_buf_free(&b);
    free(path);
    free(jp2);
}

/* The one strip of a TIFF that libtiff wrote. */
static size_t fax_of(const char *dir, unsigned char *to, size_t cap)
{
    struct drawing d = BILEVEL;
    char *path;
    TIFF *tif;
    tmsize_t len;

    d.compression = COMPRESSION_CCITTFAX4;
    d.width = 53;
    d.height = 37;
    d.rows_per_strip = 1000;
    path = draw_tiff(dir, "fax.tif", "w", &d, 1);
    tif = TIFFOpen(path, "r");
    len = TIFFReadRawStrip(tif, 0, to, (tmsize_t)cap);
    TIFFClose(tif);
    free(path);
    assert_true(len > 0);
    return (size_t)len;
}

static void group_4_in_a_pdf_becomes_ink_where_the_page_is_black(void **state)
{
    static const struct {
        const char *parms;
        bool black_corner;
    } kinds[] = {
        { "/DecodeParms <</K -1 /Columns 53>>", true },
        { "/DecodeParms <</K -1 /Columns 53 /BlackIs1 true>>", false },
        { "/DecodeParms [<</K -1 /Columns 53>>] /Decode [1 0]", false },
        { "/DecodeParms <</K -1 /Columns 53 /BlackIs1 true>> /Decode [1 0]", true },
    };
    unsigned char fax[10000];
    size_t len = fax_of(*state, fax, sizeof(fax));

    for (size_t i = 0; i < 4; i++) {
        char dict[400];
        struct pdf_scan s = { .image = dict, .data = fax, .len = len };
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct raster r;
        char *path;

        snprintf(dict, sizeof(dict),
                 "/Width 53 /Height 37 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter "
                 "/CCITTFaxDecode %s",
                 kinds[i].parms);
        path = draw(*state, &s);
        assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
        assert_int_equal(4, frame.compression);
        for (uint32_t y = 0; y < r.height_px; y++)
            for (uint32_t x = 0; x < r.width_px; x++)
                assert_int_equal(is_dark(x, y) == kinds[i].black_corner,
                                 r.data[y * r.stride + x / 8] >> (7 - x % 8) & 1);
        ba_raster_free(&r);
        free(path);
    }
}

static void group_4_that_ends_too_early_is_refused(void **state)
{
    unsigned char fax[10000];
    struct pdf_scan s = { .image =
                              "/Width 53 /Height 37 /ColorSpace /DeviceGray /BitsPerComponent 1 "
                              "/Filter /CCITTFaxDecode /DecodeParms <</K -1 /Columns 53>>",
                          .data = fax,
                          .len = fax_of(*state, fax, sizeof(fax)) / 2 };
    char *path = draw(*state, &s);

    assert_refused(path, "IMAGE_TRUNCATED", "the data end in row");
    free(path);
}

static void a_page_in_strips_is_drawn_at_the_dpi_of_its_strips(void **state)
{
    uint8_t *data = grey_samples();
    struct pdf_scan s = { .image = GREY_DICT,
                          .data = data,
                          .len = W * H,
                          .box = "[0 0 3.84 5.76]",
                          .content = "q 3.84 0 0 1.92 0 3.84 cm /Im Do Q q 3.84 0 0 1.92 0 1.92 cm "
                                     "/Im Do Q q 3.84 0 0 1.92 0 0 cm /Im Do Q" };
    char *path = draw(*state, &s);
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
    assert_float_equal(300, frame.xdpi, 0.01);
    assert_int_equal(W, r.width_px);
    assert_int_equal(3 * H, r.height_px);
    for (uint32_t y = 0; y < r.height_px; y++)
        for (uint32_t x = 0; x < W; x++)
            assert_int_equal(grey_at(x, y % H), r.data[y * r.stride + x]);
    ba_raster_free(&r);
    free(path);
    free(data);
}

static void a_page_that_is_more_than_its_scan_is_drawn_at_the_dpi_of_the_scan(void **state)
{
    static const struct {
        const char *content, *page;
        uint32_t width, height;
    } kinds[] = {
        /* text that is seen, a filled path, a note, a scan that fills half of the page, none */
        { "q 72 0 0 36 0 0 cm /Im Do Q BT /F 9 Tf 5 5 Td (Gezien) Tj ET", "", 16, 8 },
        { "q 72 0 0 36 0 0 cm /Im Do Q 1 0 0 rg 10 10 20 5 re f", "", 16, 8 },
        { "q 72 0 0 36 0 0 cm /Im Do Q",
          "/Annots [<</Type /Annot /Subtype /Square /Rect [9 9 30 30]>>]", 16, 8 },
        { "q 54 0 0 27 0 0 cm /Im Do Q", "", 21, 11 },
        { "q 70 2 -2 34 0 0 cm /Im Do Q", "", 16, 8 },
        { "BT /F 9 Tf 5 5 Td (Gezien) Tj ET", "", 300, 150 },
    };
    uint8_t *data = grey_samples();

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct pdf_scan s = { .image = GREY_DICT,
                              .data = data,
                              .len = W * H,
                              .content = kinds[i].content,
                              .page = kinds[i].page };
        char *path = draw(*state, &s);
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct raster r;
        size_t dark = 0;

        assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
        if (r.width_px != kinds[i].width || r.height_px != kinds[i].height)
            fail_msg("%s: %u x %u", kinds[i].content, r.width_px, r.height_px);
        for (size_t k = 0; k < r.stride * r.height_px; k++)
            dark += r.data[k] < 128;
        assert_true(dark > 0);
        ba_raster_free(&r);
        free(path);
    }
    free(data);
}

static void what_only_poppler_decodes_still_has_its_own_pixels(void **state)
{
    /* one spot colour, of which nothing is white and all is black */
    static const uint8_t ink[2] = { 0, 200 };
    struct pdf_scan s = { .image = "/Width 2 /Height 1 /ColorSpace [/Separation /Spot /DeviceGray "
                                   "<</FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1>>] "
                                   "/BitsPerComponent 8",
                          .data = ink,
                          .len = 2 };
    char *path = draw(*state, &s);
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    assert_rc(BA_OK, read_page(path, 0, &frame, &r, &err), &err);
    assert_int_equal(2, r.width_px);
    assert_int_equal(1, r.height_px);
    assert_int_equal(8, r.bits);
    assert_int_equal(255, r.data[0]);
    assert_in_range(r.data[1], 53, 57);
    ba_raster_free(&r);
    free(path);
}

static BA_RC count(void *ctx, const struct tiff_frame *frame, const struct raster *raster,
                   struct ba_err *err)
{
    uint32_t *n = ctx;

    (void)err;
    assert_int_equal(*n, frame->index);
    assert_non_null(raster);
    (*n)++;
    return BA_OK;
}

static void each_page_is_a_frame_in_the_order_of_the_tree(void **state)
{
    char *path = ba_path_join(*state, "pages.pdf");
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct pdf_draft d;
    struct raster r;
    uint32_t n = 0;

    pdf_begin(&d, path, "1.4");
    pdf_object(&d, "<</Type /Catalog /Pages 2 0 R>>");
    pdf_object(&d, "<</Type /Pages /Kids [3 0 R 4 0 R] /Count 3 /MediaBox [0 0 72 72]>>");
    pdf_object(&d, "<</Type /Page /Parent 2 0 R>>");
    pdf_object(&d, "<</Type /Pages /Parent 2 0 R /Kids [5 0 R 6 0 R] /Count 2 /Rotate 90 /CropBox "
                   "[0 0 36 72]>>");
    pdf_object(&d, "<</Type /Page /Parent 4 0 R>>");
    pdf_object(&d, "<</Type /Page /Parent 4 0 R /UserUnit 2>>");
    pdf_end(&d, 1, "");
    assert_rc(BA_OK, master_read(path, &LIMITS, count, &n, &err), &err);
    assert_int_equal(3, n);
    assert_rc(BA_OK, read_page(path, 1, &frame, &r, &err), &err);
    assert_int_equal(300, r.width_px);
    assert_int_equal(150, r.height_px);
    ba_raster_free(&r);
    assert_rc(BA_ITEM, read_page(path, 3, &frame, &r, &err), &err);
    assert_string_equal("TIFF_NO_IMAGE", err.code);
    free(path);
}

#define SPACE "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" "

static void versions_have_their_number(void **state)
{
    static const struct {
        const char *version, *xmp, *puid;
    } kinds[] = {
        { "1.0", "", "fmt/14" },
        { "1.4", "", "fmt/18" },
        { "1.7", "", "fmt/276" },
        { "2.0", "", "fmt/1129" },
        { "1.4", SPACE "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
          "fmt/95" },
        { "1.4", SPACE "pdfaid:part=\"1\" pdfaid:conformance='B'", "fmt/354" },
        { "1.7", SPACE "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>",
          "fmt/478" },
        { "1.7", SPACE "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>",
          "fmt/480" },
    };
    uint8_t *data = grey_samples();

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        char catalog[300];
        struct pdf_scan s = { .image = GREY_DICT,
                              .data = data,
                              .len = W * H,
                              .version = kinds[i].version,
                              .catalog = catalog };
        struct ba_err err = BA_ERR_INIT;
        struct image_file_name name;
        char *path;

        snprintf(catalog, sizeof(catalog), "/Lang (%s)", kinds[i].xmp);
        path = draw(*state, &s);
        assert_int_equal(BA_OK, master_describe(path, &name, &err));
        assert_string_equal("pdf", name.extension);
        assert_string_equal(kinds[i].puid, name.puid);
        free(path);
    }
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_of_one_image_gives_its_own_pixels_upright_as_shown),
        cmocka_unit_test(the_resolution_is_that_at_which_the_page_shows_the_pixels),
        cmocka_unit_test(samples_of_every_kind_become_pixels),
        cmocka_unit_test(a_jpeg_in_a_pdf_is_read_as_strictly_as_one_in_a_file),
        cmocka_unit_test(a_jpeg_2000_in_a_pdf_is_read),
        cmocka_unit_test(group_4_in_a_pdf_becomes_ink_where_the_page_is_black),
        cmocka_unit_test(group_4_that_ends_too_early_is_refused),
        cmocka_unit_test(a_page_in_strips_is_drawn_at_the_dpi_of_its_strips),
        cmocka_unit_test(a_page_that_is_more_than_its_scan_is_drawn_at_the_dpi_of_the_scan),
        cmocka_unit_test(what_only_poppler_decodes_still_has_its_own_pixels),
        cmocka_unit_test(each_page_is_a_frame_in_the_order_of_the_tree),
        cmocka_unit_test(versions_have_their_number),
    };

    return cmocka_run_group_tests_name("ingest/pdf", tests, scratch_setup, scratch_teardown);
}
