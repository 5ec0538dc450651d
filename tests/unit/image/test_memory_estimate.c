/* What a file will need in memory is known from its headers, before a worker has it. */
#include <stdio.h>
/* jpeglib.h needs it first */
#include <jpeglib.h>
#include <png.h>

#include "image/memory_estimate.h"
#include "tests/unit/ingest_fixture.h"
#include "tests/unit/jp2_fixture.h"
#include "tests/unit/pdf_fixture.h"

enum { W = 1000, H = 500, PIXELS = W * H };

/* At least the pixels and what is made of them, at most four times that. */
static void assert_memory(char *path, uint64_t at_least)
{
    uint64_t got = master_memory(path);

    if (got < at_least || got > 4 * at_least)
        fail_msg("%s: %llu, expected %llu or a little more", path, (unsigned long long)got,
                 (unsigned long long)at_least);
    free(path);
}

static void a_tiff_by_its_largest_directory(void **state)
{
    struct drawing small = BILEVEL, grey = { .name = "g",
                                             .bits = 8,
                                             .samples = 1,
                                             .photometric = 1,
                                             .compression = 1,
                                             .width = W,
                                             .height = H };
    struct drawing rgb = { .name = "c",
                           .bits = 8,
                           .samples = 3,
                           .photometric = 2,
                           .compression = 1,
                           .width = W,
                           .height = H,
                           .rows_per_strip = 16 };
    struct drawing tiled = { .name = "t",
                             .bits = 16,
                             .samples = 3,
                             .photometric = 2,
                             .compression = 8,
                             .width = W,
                             .height = H,
                             .tile = 64 };
    struct drawing bits = { .name = "b",
                            .bits = 1,
                            .samples = 1,
                            .photometric = 0,
                            .compression = 4,
                            .width = 8 * W,
                            .height = H };
    struct drawing two[2] = { small, rgb };

    assert_memory(draw_tiff(*state, "g.tif", "w", &grey, 1), 2 * PIXELS);
    assert_memory(draw_tiff(*state, "c.tif", "w", &rgb, 1), 4 * PIXELS);
    assert_memory(draw_tiff(*state, "cb.tif", "wb", &rgb, 1), 4 * PIXELS);
    assert_memory(draw_tiff(*state, "c8.tif", "w8", &rgb, 1), 4 * PIXELS);
    assert_memory(draw_tiff(*state, "t.tif", "w", &tiled, 1), 4 * PIXELS);
    assert_memory(draw_tiff(*state, "b.tif", "w", &bits, 1), 9 * PIXELS);
    assert_memory(draw_tiff(*state, "two.tif", "w", two, 2), 4 * PIXELS);
}

static void the_other_formats_by_their_headers(void **state)
{
    static const struct jp2_drawing jp2 = { W, H, 3, 8, 0, false, false, { 0 }, { 255, 255, 255 } };
    struct pdf_scan pdf = { .image = "/Height 9000 /ColorSpace /DeviceGray /Width 9000 "
                                     "/BitsPerComponent 8",
                            .data = "x",
                            .len = 1 };
    png_image png = {
        .version = PNG_IMAGE_VERSION, .width = W, .height = H, .format = PNG_FORMAT_RGB
    };
    uint8_t *pixels = calloc(PIXELS, 3), *row = pixels;
    char *path = ba_path_join(*state, "x.jpg");
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    FILE *f = fopen(path, "wb");

    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_stdio_dest(&j, f);
    j.image_width = W;
    j.image_height = H;
    j.input_components = 1;
    j.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&j);
    jpeg_start_compress(&j, TRUE);
    while (j.next_scanline < H)
        jpeg_write_scanlines(&j, &row, 1);
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    fclose(f);
    assert_memory(path, 2 * PIXELS);
    path = ba_path_join(*state, "x.png");
    assert_true(png_image_write_to_file(&png, path, 0, pixels, 0, NULL));
    assert_memory(path, 4 * PIXELS);
    free(pixels);
    path = ba_path_join(*state, "x.jp2");
    jp2_draw(path, &jp2);
    assert_memory(path, 15 * PIXELS);
    path = ba_path_join(*state, "x.pdf");
    pdf_draw(path, &pdf);
    assert_memory(path, 9 * 81000000ull);
}

static void nothing_for_what_is_refused_anyway(void **state)
{
    struct drawing d = BILEVEL;
    char *missing = ba_path_join(*state, "missing"), *path = write_file(*state, "text", "x", 1);
    char *tiff = draw_tiff(*state, "cut.tif", "w", &d, 1);

    assert_int_equal(0, master_memory(missing));
    assert_int_equal(0, master_memory(path));
    for (int size = 0; size < 60; size++) {
        assert_int_equal(0, truncate(tiff, size));
        assert_int_equal(0, master_memory(tiff));
    }
    free(missing);
    free(path);
    free(tiff);
}

static void numbers_beyond_all_measure_do_not_wrap(void **state)
{
    static const unsigned char huge[] = "II*\0\x08\0\0\0\3\0"
                                        "\0\1\4\0\1\0\0\0\xFF\xFF\xFF\xFF"
                                        "\1\1\4\0\1\0\0\0\xFF\xFF\xFF\xFF"
                                        "\x15\1\3\0\1\0\0\0\xFF\xFF\0\0"
                                        "\0\0\0";
    char *path = write_file(*state, "huge.tif", (const char *)huge, sizeof(huge));

    assert_true(master_memory(path) > 1ull << 60);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tiff_by_its_largest_directory),
        cmocka_unit_test(the_other_formats_by_their_headers),
        cmocka_unit_test(nothing_for_what_is_refused_anyway),
        cmocka_unit_test(numbers_beyond_all_measure_do_not_wrap),
    };

    return cmocka_run_group_tests_name("ingest/size", tests, scratch_setup, scratch_teardown);
}
