/* JPEG and PNG are masters as TIFF is: completely decoded, or refused with a reason. */
#include <stdio.h>
#include <time.h>
/* jpeglib.h needs it first */
#include <jpeglib.h>
#include <png.h>

#include "image/image_file.h"
#include "ingest/ingest.h"
#include "tests/unit/ingest_fixture.h"

static const struct tiff_limits LIMITS = { 100000000, 1u << 30, 1000 };

enum { W = 61, H = 43 };
#define BYTES(s) s, sizeof(s) - 1

static void fill(uint8_t *row, uint32_t y, int samples, const uint8_t *dark, const uint8_t *light)
{
    for (uint32_t x = 0; x < W; x++)
        memcpy(row + x * (uint32_t)samples, is_dark(x, y) ? dark : light, (size_t)samples);
}

struct jpeg_kind {
    int samples;
    J_COLOR_SPACE space;
    bool progressive;
    uint8_t unit; /* of density: 1 inch, 2 cm */
    uint8_t dark[4], light[4];
};

static char *draw_jpeg(const char *dir, const char *name, const struct jpeg_kind *k)
{
    char *path = ba_path_join(dir, name);
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    FILE *f = fopen(path, "wb");
    uint8_t row[W * 4], *rows = row;

    assert_non_null(f);
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_stdio_dest(&j, f);
    j.image_width = W;
    j.image_height = H;
    j.input_components = k->samples;
    j.in_color_space = k->space;
    jpeg_set_defaults(&j);
    jpeg_set_quality(&j, 95, TRUE);
    j.density_unit = k->unit;
    j.X_density = j.Y_density = k->unit == 2 ? 118 : 300;
    if (k->progressive)
        jpeg_simple_progression(&j);
    jpeg_start_compress(&j, TRUE);
    while (j.next_scanline < H) {
        fill(row, j.next_scanline, k->samples, k->dark, k->light);
        jpeg_write_scanlines(&j, &rows, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    assert_int_equal(0, fclose(f));
    return path;
}

static char *draw_png(const char *dir, const char *name, int depth, int colour, const uint8_t *dark,
                      const uint8_t *light, bool text)
{
    char *path = ba_path_join(dir, name);
    FILE *f = fopen(path, "wb");
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    int samples = (colour & PNG_COLOR_MASK_COLOR ? 3 : 1) + (colour & PNG_COLOR_MASK_ALPHA ? 1 : 0);
    char key[] = "Title", words[] = "x";
    png_text note = { .compression = PNG_ITXT_COMPRESSION_NONE, .key = key, .text = words };
    uint8_t row[W * 8];

    assert_non_null(f);
    png_init_io(png, f);
    png_set_IHDR(png, info, W, H, depth, colour, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
                 PNG_FILTER_TYPE_BASE);
    png_set_pHYs(png, info, 11811, 11811, PNG_RESOLUTION_METER);
    if (text)
        png_set_text(png, info, &note, 1);
    png_write_info(png, info);
    if (depth == 1)
        png_set_packing(png);
    for (uint32_t y = 0; y < H; y++) {
        fill(row, y, samples, dark, light);
        png_write_row(png, row);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    assert_int_equal(0, fclose(f));
    return path;
}

static void assert_reads(const char *path, int bits, const uint8_t *dark, const uint8_t *light,
                         int tolerance)
{
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;
    size_t channels = (size_t)bits / 8;

    assert_rc(BA_OK, master_read_frame(path, 0, &LIMITS, &frame, &r, &err), &err);
    assert_int_equal(W, frame.width_px);
    assert_int_equal(H, r.height_px);
    assert_int_equal(bits, r.bits);
    assert_float_equal(300, r.xdpi, 0.5);
    assert_int_equal(0, frame.warnings);
    for (uint32_t y = 2; y < H; y += 4)
        for (uint32_t x = 2; x < W; x += 4)
            for (size_t c = 0; c < channels; c++) {
                int want = is_dark(x, y) ? dark[c] : light[c];

                if (abs(r.data[y * r.stride + x * channels + c] - want) > tolerance)
                    fail_msg("%s: pixel %u,%u is %d, want %d", path, x, y,
                             r.data[y * r.stride + x * channels + c], want);
            }
    ba_raster_free(&r);
}

static void assert_refused(const char *path, const struct tiff_limits *limits, const char *code)
{
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    assert_rc(BA_ITEM, master_read_frame(path, 0, limits, &frame, &r, &err), &err);
    assert_string_equal(code, err.code);
    assert_null(r.data);
}

static const uint8_t DARK[4] = { 40, 40, 40, 255 }, LIGHT[4] = { 230, 230, 230, 255 };

static void every_kind_of_jpeg_becomes_its_pixels(void **state)
{
    static const struct jpeg_kind kinds[] = {
        { 1, JCS_GRAYSCALE, false, 1, { 40 }, { 230 } },
        { 3, JCS_RGB, false, 2, { 40, 40, 40 }, { 230, 230, 230 } },
        { 3, JCS_RGB, true, 1, { 40, 40, 40 }, { 230, 230, 230 } },
    };

    for (size_t i = 0; i < 3; i++) {
        char *path = draw_jpeg(*state, "kind.jpg", &kinds[i]);

        assert_reads(path, kinds[i].samples * 8, kinds[i].dark, kinds[i].light, 12);
        free(path);
    }
}

static void a_jpeg_of_inks_becomes_rgb(void **state)
{
    /* libjpeg writes the Adobe marker with CMYK, in which 255 is no ink */
    static const struct jpeg_kind inks = {
        4, JCS_CMYK, false, 0, { 255, 255, 255, 40 }, { 255, 255, 255, 230 }
    };
    char *path = draw_jpeg(*state, "inks.jpg", &inks);
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    assert_rc(BA_OK, master_read_frame(path, 0, &LIMITS, &frame, &r, &err), &err);
    assert_in_range(r.data[3 * 3 * 1], 28, 52);
    assert_in_range(r.data[3 * 12], 218, 242);
    assert_float_equal(0, frame.xdpi, 0);
    ba_raster_free(&r);
    free(path);
}

static void every_kind_of_png_becomes_its_pixels(void **state)
{
    static const uint8_t one[] = { 1 }, zero[] = { 0 }, black[] = { 0 }, white[] = { 255 };
    static const uint8_t clear[] = { 10, 0 }, solid[] = { 40, 255 };
    char *path = draw_png(*state, "grey.png", 8, PNG_COLOR_TYPE_GRAY, DARK, LIGHT, false);

    assert_reads(path, 8, DARK, LIGHT, 0);
    free(path);
    path = draw_png(*state, "rgb.png", 8, PNG_COLOR_TYPE_RGB, DARK, LIGHT, false);
    assert_reads(path, 24, DARK, LIGHT, 0);
    free(path);
    path = draw_png(*state, "bits.png", 1, PNG_COLOR_TYPE_GRAY, zero, one, false);
    assert_reads(path, 8, black, white, 0);
    free(path);
    path = draw_png(*state, "clear.png", 8, PNG_COLOR_TYPE_GRAY_ALPHA, solid, clear, false);
    assert_reads(path, 8, solid, white, 0);
    free(path);
}

static void a_file_that_ends_too_early_is_refused(void **state)
{
    static const struct jpeg_kind grey = { 1, JCS_GRAYSCALE, false, 1, { 40 }, { 230 } };
    char *paths[2] = { draw_jpeg(*state, "cut.jpg", &grey),
                       draw_png(*state, "cut.png", 8, PNG_COLOR_TYPE_RGB, DARK, LIGHT, false) };

    for (int i = 0; i < 2; i++) {
        struct stat st;

        stat(paths[i], &st);
        assert_int_equal(0, truncate(paths[i], st.st_size - 20));
        assert_refused(paths[i], &LIMITS, "IMAGE_TRUNCATED");
        assert_int_equal(0, truncate(paths[i], 20));
        assert_refused(paths[i], &LIMITS, "IMAGE_TRUNCATED");
        free(paths[i]);
    }
}

static void damaged_bytes_are_refused(void **state)
{
    static const struct jpeg_kind grey = { 1, JCS_GRAYSCALE, false, 1, { 40 }, { 230 } };
    char *jpeg = draw_jpeg(*state, "bad.jpg", &grey);
    char *png = draw_png(*state, "bad.png", 8, PNG_COLOR_TYPE_RGB, DARK, LIGHT, false);
    FILE *f = fopen(png, "r+b");

    assert_non_null(f);
    fseek(f, 90, SEEK_SET);
    fwrite("XXXX", 1, 4, f);
    fclose(f);
    assert_refused(png, &LIMITS, "IMAGE_DAMAGED");
    f = fopen(jpeg, "r+b");
    assert_non_null(f);
    fseek(f, -30, SEEK_END);
    fwrite("\xFF\xD5\xFF\xD3\xFF\xD2", 1, 6, f); /* restart markers where none may be */
    fclose(f);
    assert_refused(jpeg, &LIMITS, "IMAGE_DAMAGED");
    free(jpeg);
    free(png);
}

static void an_image_over_the_limits_is_refused_before_decoding(void **state)
{
    static const struct jpeg_kind grey = { 1, JCS_GRAYSCALE, true, 1, { 40 }, { 230 } };
    struct tiff_limits pixels = { W * H - 1, 0, 0 }, memory = { 0, W * H * 2, 0 };
    char *paths[2] = { draw_jpeg(*state, "big.jpg", &grey),
                       draw_png(*state, "big.png", 8, PNG_COLOR_TYPE_RGB, DARK, LIGHT, false) };

    for (int i = 0; i < 2; i++) {
        assert_refused(paths[i], &pixels, "IMAGE_TOO_LARGE");
        assert_refused(paths[i], &memory, "IMAGE_TOO_LARGE");
        free(paths[i]);
    }
}

/* A JPEG with this many bytes behind its first two. */
static char *draw_with(const char *dir, const char *name, const char *bytes, size_t len,
                       size_t times)
{
    static const struct jpeg_kind grey = { 1, JCS_GRAYSCALE, false, 1, { 40 }, { 230 } };
    char *path = draw_jpeg(dir, name, &grey);
    struct ba_buf whole = BA_BUF_INIT(1u << 24), out = BA_BUF_INIT(1u << 24);
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, ba_file_read(path, &whole, &err), &err);
    ba_buf_add(&out, whole.data, 2);
    for (size_t i = 0; i < times; i++)
        ba_buf_add(&out, bytes, len);
    ba_buf_add(&out, whole.data + 2, whole.len - 2);
    assert_rc(BA_OK, ba_file_replace(path, out.data, out.len, 0644, &err), &err);
    ba_buf_free(&whole);
    ba_buf_free(&out);
    return path;
}

#define TURNED(order)                                                                              \
    "\xFF\xE1\0\x20"                                                                               \
    "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" order "\0\0\0"

static void the_first_exif_that_says_so_turns_a_jpeg(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        uint16_t orientation;
    } heads[] = {
        { BYTES("\xFF\xE1\0\2"), 1 },
        { BYTES("\xFF\xE1\0\x05"
                "abc" TURNED("\x06") "\0\0" TURNED("\x03") "\0\0"),
          6 },
    };
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        char *path = draw_with(*state, "turned.jpg", heads[i].bytes, heads[i].len, 1);
        assert_rc(BA_OK, master_read_frame(path, 0, &LIMITS, &frame, &r, &err), &err);
        assert_int_equal(heads[i].orientation, frame.orientation_tag);
        assert_int_equal(W, r.width_px);
        ba_raster_free(&r);
        free(path);
    }
}

/* libjpeg's own list of them would take minutes. */
static void a_jpeg_of_nothing_but_segments_is_read_at_once(void **state)
{
    char *path = draw_with(*state, "many.jpg", BYTES("\xFF\xE1\0\2"), 200000);
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;
    clock_t began = clock();

    assert_rc(BA_OK, master_read_frame(path, 0, &LIMITS, &frame, &r, &err), &err);
    assert_true(clock() - began < 20 * CLOCKS_PER_SEC);
    ba_raster_free(&r);
    free(path);
}

static void formats_have_their_extension_and_number(void **state)
{
    static const struct jpeg_kind grey = { 1, JCS_GRAYSCALE, false, 1, { 40 }, { 230 } };
    struct drawing tiff = BILEVEL;
    struct {
        char *path;
        const char *extension, *puid;
    } files[] = {
        { draw_jpeg(*state, "d.jpg", &grey), "jpg", "fmt/43" },
        { draw_png(*state, "d0.png", 8, PNG_COLOR_TYPE_RGB, DARK, LIGHT, false), "png", "fmt/11" },
        { draw_png(*state, "d2.png", 8, PNG_COLOR_TYPE_RGB, DARK, LIGHT, true), "png", "fmt/13" },
        { draw_tiff(*state, "d.tif", "w", &tiff, 1), "tif", "fmt/353" },
        { write_file(*state, "raw.jpg", "\xFF\xD8\xFF\xDB\0\x43", 6), "jpg", "fmt/41" },
        { write_file(*state, "exif.jpg",
                     "\xFF\xD8\xFF\xE1\0\x40"
                     "Exif\0\0MM\0*\x90\0\0\x07\0\0\0\x04"
                     "0220",
                     28),
          "jpg", "x-fmt/391" },
    };

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct ba_err err = BA_ERR_INIT;
        struct image_file_name name;

        assert_int_equal(BA_OK, master_describe(files[i].path, &name, &err));
        assert_string_equal(files[i].extension, name.extension);
        assert_string_equal(files[i].puid, name.puid);
        free(files[i].path);
    }
}

/* Else `verify` would find a fault in what was taken in and never changed. */
static void intake_and_the_check_of_packages_name_each_jpeg_alike(void **state)
{
#define LITTLE                                                                                     \
    "\xFF\xD8\xFF\xE1\0\x40"                                                                       \
    "Exif\0\0II*\0\x08\0\0\0\x01\0\0\x90\x07\0\x04\0\0\0"
#define BIG                                                                                        \
    "\xFF\xD8\xFF\xE1\0\x40"                                                                       \
    "Exif\0\0MM\0*\0\0\0\x08\0\x01\x90\0\0\x07\0\0\0\x04"
    static const struct {
        const char *bytes;
        size_t len;
        const char *puid;
    } jpegs[] = {
        { BYTES(LITTLE "0200"), "x-fmt/398" },
        { BYTES(LITTLE "0210"), "x-fmt/390" },
        { BYTES(LITTLE "0220"), "x-fmt/391" },
        { BYTES(LITTLE "0221"), "fmt/645" },
        { BYTES(LITTLE "0230"), "fmt/1507" },
        { BYTES(LITTLE "0231"), "fmt/1507" },
        { BYTES(LITTLE "0239"), "fmt/1507" },
        { BYTES(LITTLE "023A"), "fmt/41" },
        { BYTES(LITTLE "0240"), "fmt/41" },
        { BYTES(LITTLE "0300"), "fmt/41" },
        { BYTES(LITTLE "023"), "fmt/41" }, /* ends in its version */
        { BYTES(LITTLE), "fmt/41" },
        { BYTES(BIG "0210"), "x-fmt/390" },
        { BYTES(BIG "0220"), "x-fmt/391" },
        { BYTES(BIG "0221"), "fmt/645" },
        { BYTES(BIG "0232"), "fmt/1507" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\0\1rest"), "fmt/42" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\1rest"), "fmt/43" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\2\1rest"), "fmt/44" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\3\1rest"), "fmt/41" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\2\1rest"), "fmt/41" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1"), "fmt/41" },
        { BYTES("\xFF\xD8\xFF\xDB"), "fmt/41" },
    };

    for (size_t i = 0; i < sizeof(jpegs) / sizeof(jpegs[0]); i++) {
        char *path = write_file(*state, "kind.jpg", jpegs[i].bytes, jpegs[i].len);
        struct ba_err err = BA_ERR_INIT;
        struct image_file_name name;

        assert_int_equal(BA_OK, master_describe(path, &name, &err));
        assert_string_equal(jpegs[i].puid, name.puid);
        free(path);
    }
}

static void a_jpeg_is_taken_in_only_where_that_is_wanted(void **state)
{
    static const struct jpeg_kind grey = { 1, JCS_GRAYSCALE, false, 1, { 40 }, { 230 } };
    char *path = draw_jpeg(*state, "in.jpg", &grey), *masters = ba_path_join(*state, "masters");
    char *rejected = ba_path_join(*state, "rejected/in.jpg"), *kept;
    struct ingest_in in = { .source = path, .masters = masters, .rejected = rejected };
    struct ingest_opts opts = { .limits = LIMITS };
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;

    assert_rc(BA_ITEM, ingest_file(&in, &opts, &out, &err), &err);
    assert_string_equal("TIFF_NOT_TIFF", err.code);
    assert_non_null(strstr(err.msg, "JPEG"));
    ingest_out_free(&out);
    opts.images = true;
    assert_rc(BA_OK, ingest_file(&in, &opts, &out, &err), &err);
    assert_int_equal(1, out.frame_count);
    assert_string_equal("jpg", out.extension);
    kept = ba_path_of_master(masters, out.sha256, out.extension);
    assert_int_equal(0, access(kept, R_OK));
    ingest_out_free(&out);
    free(kept);
    free(path);
    free(masters);
    free(rejected);
}

static void a_tiff_goes_its_own_way(void **state)
{
    struct drawing images[2] = { BILEVEL, BILEVEL };
    char *path = draw_tiff(*state, "two.tif", "w", images, 2);
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    assert_rc(BA_OK, master_read_frame(path, 1, &LIMITS, &frame, &r, &err), &err);
    assert_int_equal(1, frame.index);
    ba_raster_free(&r);
    free(path);
    path = draw_png(*state, "one.png", 8, PNG_COLOR_TYPE_RGB, DARK, LIGHT, false);
    assert_rc(BA_ITEM, master_read_frame(path, 1, &LIMITS, &frame, &r, &err), &err);
    assert_string_equal("TIFF_NO_IMAGE", err.code);
    free(path);
}

static void what_cannot_be_read_has_no_format(void **state)
{
    struct image_file_name name = { "tif", "fmt/353" };
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_int_equal(BA_RETRY, master_describe("/nonexistent/a.tif", &name, &err));
    assert_string_equal("FILE_READ", err.code);
    assert_string_equal("", name.puid);
    assert_int_not_equal(BA_OK, master_describe("/proc/self/mem", &name, &err));
    assert_string_equal("", name.puid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_read_has_no_format),
        cmocka_unit_test(every_kind_of_jpeg_becomes_its_pixels),
        cmocka_unit_test(a_jpeg_of_inks_becomes_rgb),
        cmocka_unit_test(every_kind_of_png_becomes_its_pixels),
        cmocka_unit_test(a_file_that_ends_too_early_is_refused),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(an_image_over_the_limits_is_refused_before_decoding),
        cmocka_unit_test(the_first_exif_that_says_so_turns_a_jpeg),
        cmocka_unit_test(a_jpeg_of_nothing_but_segments_is_read_at_once),
        cmocka_unit_test(formats_have_their_extension_and_number),
        cmocka_unit_test(intake_and_the_check_of_packages_name_each_jpeg_alike),
        cmocka_unit_test(a_jpeg_is_taken_in_only_where_that_is_wanted),
        cmocka_unit_test(a_tiff_goes_its_own_way),
    };

    return cmocka_run_group_tests_name("ingest/master", tests, scratch_setup, scratch_teardown);
}
