/* Every kind of TIFF that a scanner makes becomes the pixels it shows. */
#include "image/tiff/tiff.h"
#include "tests/unit/ingest_fixture.h"

static const struct tiff_limits LIMITS = { 100000000, 1u << 30, 1000 };

struct kind {
    struct drawing d;
    uint8_t out_bits;
    uint8_t dark[3], light[3]; /* expected pixels; of one bit: 1 = ink */
    int tolerance;
};

#define WHITE 255, 255, 255
#define J COMPRESSION_JPEG
#define N COMPRESSION_NONE
#define D(n, b, s, p, c) .name = n, .bits = b, .samples = s, .photometric = p, .compression = c

static const struct kind KINDS[] = {
    { { D("g4 min-is-white", 1, 1, PHOTOMETRIC_MINISWHITE, COMPRESSION_CCITTFAX4), .dark = { 1 },
        .light = { 0 } },
      1,
      { 1 },
      { 0 },
      0 },
    { { D("g3 min-is-black", 1, 1, PHOTOMETRIC_MINISBLACK, COMPRESSION_CCITTFAX3), .dark = { 0 },
        .light = { 1 } },
      1,
      { 1 },
      { 0 },
      0 },
    { { D("rle, bits reversed", 1, 1, PHOTOMETRIC_MINISWHITE, COMPRESSION_CCITTRLE), .dark = { 1 },
        .light = { 0 }, .fill_order = FILLORDER_LSB2MSB },
      1,
      { 1 },
      { 0 },
      0 },
    { { D("packbits", 1, 1, PHOTOMETRIC_MINISWHITE, COMPRESSION_PACKBITS), .dark = { 1 },
        .light = { 0 } },
      1,
      { 1 },
      { 0 },
      0 },
    { { D("bilevel tiles", 1, 1, PHOTOMETRIC_MINISBLACK, COMPRESSION_LZW), .dark = { 0 },
        .light = { 1 }, .tile = 16 },
      1,
      { 1 },
      { 0 },
      0 },
    { { D("grey 2", 2, 1, PHOTOMETRIC_MINISBLACK, N), .dark = { 1 }, .light = { 3 } },
      8,
      { 85 },
      { 255 },
      0 },
    { { D("grey 4 min-is-white", 4, 1, PHOTOMETRIC_MINISWHITE, COMPRESSION_LZW), .dark = { 15 },
        .light = { 1 } },
      8,
      { 0 },
      { 238 },
      0 },
    { { D("grey 8", 8, 1, PHOTOMETRIC_MINISBLACK, COMPRESSION_LZW), .dark = { 40 },
        .light = { 230 } },
      8,
      { 40 },
      { 230 },
      0 },
    { { D("grey 8 min-is-white", 8, 1, PHOTOMETRIC_MINISWHITE, N), .dark = { 215 },
        .light = { 0 } },
      8,
      { 40 },
      { 255 },
      0 },
    { { D("grey 8 jpeg", 8, 1, PHOTOMETRIC_MINISBLACK, J), .dark = { 40 }, .light = { 230 } },
      8,
      { 40 },
      { 230 },
      6 },
    { { D("grey 8 with unassociated alpha", 8, 2, PHOTOMETRIC_MINISBLACK, N), .dark = { 100, 255 },
        .light = { 100, 0 }, .extra = EXTRA(EXTRASAMPLE_UNASSALPHA) },
      8,
      { 100 },
      { 255 },
      0 },
    { { D("grey 16", 16, 1, PHOTOMETRIC_MINISBLACK, COMPRESSION_ADOBE_DEFLATE), .dark = { 0x2800 },
        .light = { 0xE6FF } },
      8,
      { 40 },
      { 230 },
      0 },
    { { D("grey 32 is spread over its range", 32, 1, PHOTOMETRIC_MINISBLACK, N), .dark = { 7 },
        .light = { 70000 } },
      8,
      { 0 },
      { 255 },
      0 },
    { { D("signed 8", 8, 1, PHOTOMETRIC_MINISBLACK, N), .dark = { 0x80 }, .light = { 0x7F },
        .format = SAMPLEFORMAT_INT },
      8,
      { 0 },
      { 255 },
      0 },
    { { D("float 32", 32, 1, PHOTOMETRIC_MINISBLACK, COMPRESSION_LZW), .dark = { 200 },
        .light = { 1000 }, .format = SAMPLEFORMAT_IEEEFP },
      8,
      { 51 },
      { 255 },
      0 },
    { { D("palette 8", 8, 1, PHOTOMETRIC_PALETTE, COMPRESSION_LZW), .dark = { 1 }, .light = { 2 } },
      24,
      { 0x50, 0, 0 },
      { 0xC0, 0xC0, 0xFF },
      0 },
    { { D("palette 4", 4, 1, PHOTOMETRIC_PALETTE, N), .dark = { 1 }, .light = { 2 } },
      24,
      { 0x50, 0, 0 },
      { 0xC0, 0xC0, 0xFF },
      0 },
    { { D("rgb 8", 8, 3, PHOTOMETRIC_RGB, COMPRESSION_LZW), .dark = { 10, 20, 30 },
        .light = { WHITE } },
      24,
      { 10, 20, 30 },
      { WHITE },
      0 },
    { { D("rgb 8 planes in tiles", 8, 3, PHOTOMETRIC_RGB, COMPRESSION_ADOBE_DEFLATE),
        .dark = { 10, 20, 30 }, .light = { WHITE }, .planar = PLANARCONFIG_SEPARATE, .tile = 16 },
      24,
      { 10, 20, 30 },
      { WHITE },
      0 },
    { { D("rgb 16 planes", 16, 3, PHOTOMETRIC_RGB, N), .dark = { 0x0A00, 0x14FF, 0x1E00 },
        .light = { 0xFFFF, 0xFFFF, 0xFFFF }, .planar = PLANARCONFIG_SEPARATE },
      24,
      { 10, 20, 30 },
      { WHITE },
      0 },
    { { D("rgb 8 with associated alpha", 8, 4, PHOTOMETRIC_RGB, N), .dark = { 0, 0, 0, 128 },
        .light = { 200, 0, 0, 255 }, .extra = EXTRA(EXTRASAMPLE_ASSOCALPHA) },
      24,
      { 127, 127, 127 },
      { 200, 0, 0 },
      0 },
    { { D("rgb 8 with a fourth sample of unknown use", 8, 4, PHOTOMETRIC_RGB, N),
        .dark = { 10, 20, 30, 0 }, .light = { 255, 255, 255, 0 },
        .extra = EXTRA(EXTRASAMPLE_UNSPECIFIED) },
      24,
      { 10, 20, 30 },
      { WHITE },
      0 },
    { { D("rgb jpeg", 8, 3, PHOTOMETRIC_RGB, J), .dark = { 10, 20, 30 }, .light = { WHITE } },
      24,
      { 10, 20, 30 },
      { WHITE },
      12 },
    { { D("ycbcr jpeg", 8, 3, PHOTOMETRIC_YCBCR, J), .dark = { 60, 60, 60 },
        .light = { 250, 250, 250 } },
      24,
      { 60, 60, 60 },
      { 250, 250, 250 },
      12 },
    { { D("cmyk 8", 8, 4, PHOTOMETRIC_SEPARATED, COMPRESSION_LZW), .dark = { 0, 0, 0, 255 },
        .light = { 0, 255, 0, 0 } },
      24,
      { 0, 0, 0 },
      { 255, 0, 255 },
      0 },
    { { D("cmyk 16 planes", 16, 4, PHOTOMETRIC_SEPARATED, N), .dark = { 0xFFFF, 0xFFFF, 0xFFFF, 0 },
        .light = { 0, 0, 0, 0x8000 }, .planar = PLANARCONFIG_SEPARATE },
      24,
      { 0, 0, 0 },
      { 127, 127, 127 },
      0 },
    { { D("lab 8", 8, 3, PHOTOMETRIC_CIELAB, N), .dark = { 0, 0, 0 }, .light = { 255, 0, 0 } },
      24,
      { 0, 0, 0 },
      { WHITE },
      40 },
    { { D("webp", 8, 3, PHOTOMETRIC_RGB, COMPRESSION_WEBP), .dark = { 60, 60, 60 },
        .light = { WHITE } },
      24,
      { 60, 60, 60 },
      { WHITE },
      40 },
    { { D("zstd", 8, 1, PHOTOMETRIC_MINISBLACK, COMPRESSION_ZSTD), .dark = { 40 },
        .light = { 230 } },
      8,
      { 40 },
      { 230 },
      0 },
};

static BA_RC keep_nothing(void *ctx, const struct tiff_frame *frame, const struct raster *raster,
                          struct ba_err *err)
{
    (void)frame;
    (void)err;
    if (raster != NULL)
        ++*(int *)ctx;
    return BA_OK;
}

static void assert_pixels(const struct kind *k, const struct raster *r)
{
    int channels = r->bits / 8;

    assert_int_equal(k->out_bits, r->bits);
    for (uint32_t y = 0; y < r->height_px; y++)
        for (uint32_t x = 0; x < r->width_px; x++) {
            const uint8_t *row = r->data + y * r->stride,
                          *want = is_dark(x, y) ? k->dark : k->light;

            if (r->bits == 1 && (row[x / 8] >> (7 - x % 8) & 1) != want[0])
                fail_msg("%s: pixel %u,%u is wrong", k->d.name, x, y);
            for (int c = 0; c < channels; c++)
                if (abs(row[x * (uint32_t)channels + (uint32_t)c] - want[c]) > k->tolerance)
                    fail_msg("%s: pixel %u,%u sample %d is %d, want %d", k->d.name, x, y, c,
                             row[x * (uint32_t)channels + (uint32_t)c], want[c]);
        }
}

static void check_kinds(const char *dir, const char *mode)
{
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
        const struct kind *k = &KINDS[i];
        char *path = draw_tiff(dir, "kind.tif", mode, &k->d, 1);
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct raster r;

        if (tiff_read_frame(path, 0, &LIMITS, &frame, &r, &err) != BA_OK)
            fail_msg("%s: [%s] %s", k->d.name, err.code, err.msg);
        assert_int_equal(53, r.width_px);
        assert_int_equal(41, r.height_px);
        if (frame.warnings != 0)
            fail_msg("%s: warning %s", k->d.name, frame.warning);
        assert_pixels(k, &r);
        ba_raster_free(&r);
        free(path);
    }
}

static void every_kind_of_scan_becomes_its_pixels(void **state)
{
    check_kinds(*state, "w");
}

static void the_other_byte_order_and_bigtiff_make_no_difference(void **state)
{
    check_kinds(*state, "wb");
    check_kinds(*state, "w8");
}

static void bits_after_the_last_pixel_of_a_row_are_no_ink(void **state)
{
    struct drawing d = { D("odd", 1, 1, PHOTOMETRIC_MINISBLACK, N) };
    char *path;
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    d.width = 13;
    path = draw_tiff(*state, "odd.tif", "w", &d, 1);
    assert_rc(BA_OK, tiff_read_frame(path, 0, &LIMITS, &frame, &r, &err), &err);
    assert_int_equal(2, r.stride);
    assert_int_equal(0xF8, r.data[1]);
    ba_raster_free(&r);
    free(path);
}

static void centimetres_become_inches_and_a_missing_resolution_is_zero(void **state)
{
    struct drawing d[3] = { BILEVEL, BILEVEL, BILEVEL };
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;
    double want[3] = { 299.72, 0, 0 };
    char *path;

    d[0].dpi = 118;
    d[0].unit = RESUNIT_CENTIMETER;
    d[1].dpi = 0;
    d[2].unit = RESUNIT_NONE;
    path = draw_tiff(*state, "resolution.tif", "w", d, 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_rc(BA_OK, tiff_read_frame(path, i, &LIMITS, &frame, &r, &err), &err);
        assert_float_equal(want[i], frame.xdpi, 0.001);
        assert_float_equal(want[i], frame.ydpi, 0.001);
        assert_float_equal(want[i], r.xdpi, 0.001);
        ba_raster_free(&r);
    }
    free(path);
}

static BA_RC expect_in_order(void *ctx, const struct tiff_frame *frame, const struct raster *raster,
                             struct ba_err *err)
{
    uint32_t *next = ctx;

    (void)err;
    assert_int_equal(*next, frame->index);
    assert_int_equal(*next == 1, frame->reduced);
    assert_int_equal(*next == 1, raster == NULL);
    if (raster != NULL)
        assert_int_equal(53 + *next, raster->width_px);
    (*next)++;
    return BA_OK;
}

static void pages_come_in_order_and_a_thumbnail_is_counted_but_is_no_page(void **state)
{
    struct drawing d[3] = { BILEVEL, BILEVEL, BILEVEL };
    struct ba_err err = BA_ERR_INIT;
    uint32_t seen = 0;
    char *path;

    d[1].subfile = FILETYPE_REDUCEDIMAGE;
    d[2].width = 55;
    path = draw_tiff(*state, "three.tif", "w", d, 3);
    assert_rc(BA_OK, tiff_read(path, &LIMITS, expect_in_order, &seen, &err), &err);
    assert_int_equal(3, seen);
    free(path);
}

static void what_the_scanner_says_of_itself_is_kept_as_text(void **state)
{
    struct drawing d = BILEVEL;
    char *path = ba_path_join(*state, "tags.tif");
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;
    TIFF *tif = TIFFOpen(path, "w");

    TIFFSetField(tif, TIFFTAG_MAKE, "Caf\xE9 \n Scan  ");
    TIFFSetField(tif, TIFFTAG_MODEL, "S\xC3\xA9rie 7");
    TIFFSetField(tif, TIFFTAG_SOFTWARE,
                 "a software name of far more than sixty-three bytes, as some "
                 "scanners write it");
    TIFFSetField(tif, TIFFTAG_DATETIME, "2026:11:21 22:23:41");
    TIFFSetField(tif, TIFFTAG_ORIENTATION, ORIENTATION_RIGHTTOP);
    draw_image(tif, &d);
    TIFFClose(tif);
    assert_rc(BA_OK, tiff_read_frame(path, 0, &LIMITS, &frame, &r, &err), &err);
    assert_string_equal("Caf\xC3\xA9   Scan", frame.make);
    assert_string_equal("S\xC3\xA9rie 7", frame.model);
    assert_int_equal(63, strlen(frame.software));
    assert_string_equal("2026:11:21 22:23:41", frame.datetime);
    assert_string_equal("", frame.serial);
    assert_int_equal(ORIENTATION_RIGHTTOP, frame.orientation_tag);
    assert_int_equal(53, r.width_px); /* pixels as stored: turning is not the reader's work */
    ba_raster_free(&r);
    free(path);
}

static BA_RC stop(void *ctx, const struct tiff_frame *frame, const struct raster *raster,
                  struct ba_err *err)
{
    (void)ctx;
    (void)frame;
    (void)raster;
    return ba_fail(err, BA_RETRY, "TEST_STOP", "stopped");
}

static void the_caller_can_stop_the_reading(void **state)
{
    struct drawing d[2] = { BILEVEL, BILEVEL };
    struct ba_err err = BA_ERR_INIT;
    char *path = draw_tiff(*state, "two.tif", "w", d, 2);

    assert_rc(BA_RETRY, tiff_read(path, &LIMITS, stop, NULL, &err), &err);
    assert_string_equal("TEST_STOP", err.code);
    free(path);
}

static void an_unknown_private_tag_is_no_warning_and_a_wrong_tag_is_one(void **state)
{
    /* 1x1 black pixel, by hand: an entry each for the private tag 65000 and for PageNumber with one
     * value instead of two. */
    unsigned char file[] = "II*\0\x08\0\0\0"
                           "\x08\0"
                           "\x00\x01\x03\0\x01\0\0\0\x01\0\0\0"   /* width */
                           "\x01\x01\x03\0\x01\0\0\0\x01\0\0\0"   /* height */
                           "\x02\x01\x03\0\x01\0\0\0\x08\0\0\0"   /* bits */
                           "\x06\x01\x03\0\x01\0\0\0\x01\0\0\0"   /* min-is-black */
                           "\x11\x01\x04\0\x01\0\0\0\x6E\0\0\0"   /* strip at 110 */
                           "\x17\x01\x04\0\x01\0\0\0\x01\0\0\0"   /* one byte */
                           "\x29\x01\x03\0\x02\0\0\0\x01\0\x02\0" /* PageNumber 1, 2 */
                           "\xE8\xFD\x03\0\x01\0\0\0\x01\0\0\0"
                           "\0\0\0\0\x2A";
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;
    char *path = write_file(*state, "private.tif", file, sizeof(file) - 1);

    assert_rc(BA_OK, tiff_read_frame(path, 0, &LIMITS, &frame, &r, &err), &err);
    assert_int_equal(0x2A, r.data[0]);
    assert_int_equal(0, frame.warnings);
    ba_raster_free(&r);
    free(path);
    file[8 + 2 + 6 * 12 + 4] = 1;
    path = write_file(*state, "wrong.tif", file, sizeof(file) - 1);
    assert_rc(BA_OK, tiff_read_frame(path, 0, &LIMITS, &frame, &r, &err), &err);
    assert_int_equal(1, frame.warnings);
    assert_non_null(strstr(frame.warning, "PageNumber"));
    ba_raster_free(&r);
    free(path);
}

static void a_circle_of_images_is_read_once_round_with_a_warning(void **state)
{
    struct drawing d[3] = { BILEVEL, BILEVEL, BILEVEL };
    char *path = draw_tiff(*state, "circle.tif", "w", d, 3);
    uint32_t offset[3], link;
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;
    int pages = 0;
    FILE *f;
    TIFF *tif = TIFFOpen(path, "r");

    for (int i = 0; i < 3; i++) {
        offset[i] = (uint32_t)TIFFCurrentDirOffset(tif);
        TIFFReadDirectory(tif);
    }
    TIFFClose(tif);
    /* The last image names the second one as the next. */
    f = fopen(path, "r+b");
    fseek(f, (long)offset[2], SEEK_SET);
    link = (uint32_t)getc(f);
    fseek(f, (long)(offset[2] + 2 + 12 * link), SEEK_SET);
    fwrite(&offset[1], 4, 1, f);
    fclose(f);
    assert_rc(BA_OK, tiff_read(path, &LIMITS, keep_nothing, &pages, &err), &err);
    assert_int_equal(3, pages);
    assert_rc(BA_OK, tiff_read_frame(path, 2, &LIMITS, &frame, &r, &err), &err);
    assert_int_equal(1, frame.warnings);
    ba_raster_free(&r);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_scan_becomes_its_pixels),
        cmocka_unit_test(the_other_byte_order_and_bigtiff_make_no_difference),
        cmocka_unit_test(bits_after_the_last_pixel_of_a_row_are_no_ink),
        cmocka_unit_test(centimetres_become_inches_and_a_missing_resolution_is_zero),
        cmocka_unit_test(pages_come_in_order_and_a_thumbnail_is_counted_but_is_no_page),
        cmocka_unit_test(what_the_scanner_says_of_itself_is_kept_as_text),
        cmocka_unit_test(the_caller_can_stop_the_reading),
        cmocka_unit_test(an_unknown_private_tag_is_no_warning_and_a_wrong_tag_is_one),
        cmocka_unit_test(a_circle_of_images_is_read_once_round_with_a_warning),
    };

    return cmocka_run_group_tests_name("ingest/tiff", tests, scratch_setup, scratch_teardown);
}
