/* What cannot be read completely is refused, with a code, a reason and something to do. */
#include <time.h>

#include "image/tiff/tiff.h"
#include "tests/unit/ingest_fixture.h"

static const struct tiff_limits LIMITS = { 100000000, 1u << 30, 1000 };

static BA_RC count(void *ctx, const struct tiff_frame *frame, const struct raster *raster,
                   struct ba_err *err)
{
    (void)frame;
    (void)raster;
    (void)err;
    ++*(int *)ctx;
    return BA_OK;
}

/* Reads the file, expects BA_ITEM with the code and a message that holds `says`. */
static void assert_refused(const char *path, const struct tiff_limits *limits, const char *code,
                           const char *says)
{
    struct ba_err err = BA_ERR_INIT;
    int frames = 0;

    assert_rc(BA_ITEM, tiff_read(path, limits, count, &frames, &err), &err);
    assert_string_equal(code, err.code);
    if (strstr(err.msg, says) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.msg, says);
}

/* The bytes of a file, to be damaged. */
struct bytes {
    unsigned char *data;
    size_t len;
};

static struct bytes load(const char *path)
{
    struct ba_buf b = BA_BUF_INIT(1u << 24);
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, ba_file_read(path, &b, &err), &err);
    return (struct bytes){ (unsigned char *)b.data, b.len };
}

/* Offset in a little-endian classic TIFF of the entry of a tag in its first directory. */
static size_t entry_of(const struct bytes *b, uint16_t tag)
{
    size_t at = b->data[4] | (size_t)b->data[5] << 8 | (size_t)b->data[6] << 16;
    size_t n = b->data[at] | (size_t)b->data[at + 1] << 8;

    for (size_t i = 0; i < n; i++) {
        const unsigned char *e = b->data + at + 2 + 12 * i;

        if ((e[0] | e[1] << 8) == tag)
            return (size_t)(e - b->data);
    }
    fail_msg("no tag %u", tag);
    return 0;
}

static void put32(unsigned char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (unsigned char)(v >> 8 * i);
}

/* Writes value i of a tag that has an array of SHORT or LONG behind its offset. */
static void put_value(const struct bytes *b, uint16_t tag, size_t i, uint32_t v)
{
    const unsigned char *e = b->data + entry_of(b, tag);
    size_t size = e[2] == TIFF_SHORT ? 2 : 4, at = 0;
    unsigned char four[4];

    if (size * e[4] > 4)
        for (int k = 3; k >= 0; k--)
            at = at << 8 | e[8 + k];
    else
        at = (size_t)(e + 8 - b->data);
    put32(four, v);
    memcpy(b->data + at + i * size, four, size);
}

/* A page of two strips of noise, so that no codec can end early by chance. */
static char *draw_noise(const char *dir, uint16_t compression)
{
    char *path = ba_path_join(dir, "noise.tif");
    TIFF *tif = TIFFOpen(path, "wl");
    uint8_t row[200];
    uint32_t v = 1;

    set_tags(tif, &(struct drawing){ .bits = 8,
                                     .samples = 1,
                                     .photometric = PHOTOMETRIC_MINISBLACK,
                                     .compression = compression,
                                     .width = 200,
                                     .height = 200,
                                     .rows_per_strip = 104 });
    for (uint32_t y = 0; y < 200; y++) {
        for (size_t x = 0; x < sizeof(row); x++) {
            v = v * 1664525 + 1013904223;
            row[x] = (uint8_t)(v >> 24);
        }
        assert_int_equal(1, TIFFWriteScanline(tif, row, y, 0));
    }
    TIFFClose(tif);
    return path;
}

static void a_file_without_bytes_is_refused(void **state)
{
    char *path = write_file(*state, "empty.tif", "", 0);

    assert_refused(path, &LIMITS, "FILE_EMPTY", "scan again");
    free(path);
}

static void another_kind_of_file_is_named(void **state)
{
    static const struct {
        const char *bytes, *name;
    } others[] = {
        { "Beste collega,\nde scans volgen later.\n", "a text file" },
        { "caf\xC3\xA9", "a text file" },
        { "%PDF-1.4\n", "a PDF document" },
        { "\xFF\xD8\xFF\xE0", "a JPEG image" },
        { "\x89PNG\r\n\x1A\n", "a PNG image" },
        { "PK\3\4xxxx", "a ZIP archive" },
        { "\x01\x02\x03\x04\x05\x06\x07\x08", "none of the formats" },
        { "II", "a text file" },
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        char *path = write_file(*state, "other.tif", others[i].bytes, strlen(others[i].bytes));

        assert_refused(path, &LIMITS, "TIFF_NOT_TIFF", others[i].name);
        free(path);
    }
}

static void a_link_and_a_folder_and_a_missing_file_are_not_opened(void **state)
{
    char *link = ba_path_join(*state, "link.tif"), *missing = ba_path_join(*state, "missing.tif");

    assert_int_equal(0, symlink("/etc/passwd", link));
    assert_refused(link, &LIMITS, "FILE_READ", "cannot be opened");
    assert_refused(*state, &LIMITS, "FILE_READ", "cannot be opened");
    assert_refused(missing, &LIMITS, "FILE_READ", "cannot be opened");
    free(link);
    free(missing);
}

static void a_file_that_ends_in_its_header_is_refused(void **state)
{
    char *path = write_file(*state, "short.tif", "II*\0\x08\0", 6);

    assert_refused(path, &LIMITS, "TIFF_TRUNCATED", "inside its header");
    free(path);
    path = write_file(*state, "short.tif", "II*\0\x08\0\0\0", 8);
    assert_refused(path, &LIMITS, "TIFF_TRUNCATED", "directory of image 1");
    free(path);
    path = write_file(*state, "none.tif", "II*\0\0\0\0\0", 8);
    assert_refused(path, &LIMITS, "TIFF_NO_IMAGE", "no image");
    free(path);
}

static void a_truncated_strip_is_refused_with_its_reason(void **state)
{
    uint16_t codecs[] = { COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_JPEG,
                          COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS };

    for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++) {
        char *path = draw_noise(*state, codecs[i]);
        struct bytes b = load(path);

        /* The last strip begins five bytes before the end, as if the rest had been cut off. */
        put_value(&b, TIFFTAG_STRIPOFFSETS, 1, (uint32_t)b.len - 5);
        free(path);
        path = write_file(*state, "cut.tif", b.data, b.len);
        assert_refused(path, &LIMITS, "TIFF_TRUNCATED", "strip 2 of 2");
        free(b.data);
        free(path);
    }
}

static void a_strip_length_beyond_the_end_is_refused(void **state)
{
    char *path = draw_noise(*state, COMPRESSION_LZW);
    struct bytes b = load(path);

    put_value(&b, TIFFTAG_STRIPBYTECOUNTS, 0, 0xFFF0);
    free(path);
    path = write_file(*state, "far.tif", b.data, b.len);
    assert_refused(path, &LIMITS, "TIFF_TRUNCATED", "strip 1 of 2 is not in the file (65520 bytes");
    free(b.data);
    free(path);
}

static void damaged_bytes_are_refused_with_libtiffs_words(void **state)
{
    uint16_t codecs[] = { COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE };

    for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++) {
        char *path = draw_noise(*state, codecs[i]);
        struct bytes b = load(path);

        memset(b.data + 2000, 0xFF, 3000);
        free(path);
        path = write_file(*state, "damaged.tif", b.data, b.len);
        assert_refused(path, &LIMITS, "TIFF_DAMAGED", "(libtiff: ");
        free(b.data);
        free(path);
    }
}

static void an_uncompressed_strip_shorter_than_its_rows_is_refused(void **state)
{
    char *path = draw_noise(*state, COMPRESSION_NONE);
    struct bytes b = load(path);

    /* The bytes are there, but the directory says that they belong to something else. */
    put_value(&b, TIFFTAG_STRIPBYTECOUNTS, 0, 20000);
    free(path);
    path = write_file(*state, "fewer.tif", b.data, b.len);
    assert_refused(path, &LIMITS, "TIFF_DAMAGED", "strip 1 of 2");
    free(b.data);
    free(path);
}

static void damage_on_the_second_page_refuses_the_file(void **state)
{
    struct drawing d[2] = { BILEVEL, BILEVEL };
    char *path;
    struct ba_err err = BA_ERR_INIT;
    int frames = 0;
    struct stat st;

    d[1].compression = COMPRESSION_NONE;
    path = draw_tiff(*state, "second.tif", "w", d, 2);
    stat(path, &st);
    assert_int_equal(0, truncate(path, st.st_size - 40));
    assert_rc(BA_ITEM, tiff_read(path, &LIMITS, count, &frames, &err), &err);
    assert_string_equal("TIFF_TRUNCATED", err.code);
    free(path);
}

static void a_bomb_is_refused_undecoded_with_its_size(void **state)
{
    char *path = draw_noise(*state, COMPRESSION_LZW);
    struct bytes b = load(path);
    clock_t began;

    put32(b.data + entry_of(&b, TIFFTAG_IMAGEWIDTH) + 8, 60000);
    put32(b.data + entry_of(&b, TIFFTAG_IMAGELENGTH) + 8, 60000);
    b.data[entry_of(&b, TIFFTAG_IMAGEWIDTH) + 2] = 4; /* LONG */
    b.data[entry_of(&b, TIFFTAG_IMAGELENGTH) + 2] = 4;
    free(path);
    path = write_file(*state, "bomb.tif", b.data, b.len);
    began = clock();
    assert_refused(path, &LIMITS, "TIFF_TOO_LARGE",
                   "60000 x 60000 = 3600 million pixels, the limit is 100");
    /* Of this process alone, whatever else runs; to decode it would take a minute. */
    assert_true(clock() - began < 10 * CLOCKS_PER_SEC);
    free(b.data);
    free(path);
}

static void a_tile_that_needs_too_much_memory_is_refused(void **state)
{
    struct drawing d = { .bits = 8,
                         .samples = 3,
                         .photometric = PHOTOMETRIC_RGB,
                         .compression = COMPRESSION_LZW,
                         .tile = 16 };
    char *path = draw_tiff(*state, "tile.tif", "wl", &d, 1);
    struct tiff_limits small = { 0, 4096, 0 };
    struct bytes b = load(path);

    assert_refused(path, &small, "TIFF_TOO_LARGE", "the limit is 0 MB");
    put32(b.data + entry_of(&b, TIFFTAG_TILEWIDTH) + 8, 1u << 20);
    put32(b.data + entry_of(&b, TIFFTAG_TILELENGTH) + 8, 1u << 20);
    b.data[entry_of(&b, TIFFTAG_TILEWIDTH) + 2] = 4;
    b.data[entry_of(&b, TIFFTAG_TILELENGTH) + 2] = 4;
    free(path);
    path = write_file(*state, "tile.tif", b.data, b.len);
    assert_refused(path, &LIMITS, "TIFF_TOO_LARGE", "the limit is 1024 MB");
    free(b.data);
    free(path);
}

static void more_images_than_the_limit_are_refused(void **state)
{
    struct drawing d[3] = { BILEVEL, BILEVEL, BILEVEL };
    struct tiff_limits two = { 0, 0, 2 }, three = { 0, 0, 3 };
    char *path = draw_tiff(*state, "many.tif", "w", d, 3);
    struct ba_err err = BA_ERR_INIT;
    int frames = 0;

    assert_refused(path, &two, "TIFF_TOO_LARGE", "more than 2 images");
    assert_rc(BA_OK, tiff_read(path, &three, count, &frames, &err), &err);
    assert_int_equal(3, frames);
    free(path);
}

static void a_file_of_thumbnails_only_is_refused(void **state)
{
    struct drawing d = BILEVEL;
    char *path;

    d.subfile = FILETYPE_REDUCEDIMAGE;
    path = draw_tiff(*state, "thumb.tif", "w", &d, 1);
    assert_refused(path, &LIMITS, "TIFF_NO_IMAGE", "thumbnails");
    free(path);
}

static void a_compression_nobody_decodes_is_named(void **state)
{
    char *path = draw_noise(*state, COMPRESSION_NONE);
    struct bytes b = load(path);

    put32(b.data + entry_of(&b, TIFFTAG_COMPRESSION) + 8, 34712); /* JPEG 2000 */
    free(path);
    path = write_file(*state, "codec.tif", b.data, b.len);
    assert_refused(path, &LIMITS, "TIFF_UNSUPPORTED", "34712");
    free(b.data);
    free(path);
}

static void a_missing_frame_is_no_image(void **state)
{
    struct drawing d = BILEVEL;
    char *path = draw_tiff(*state, "one.tif", "w", &d, 1);
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    assert_rc(BA_ITEM, tiff_read_frame(path, 1, &LIMITS, &frame, &r, &err), &err);
    assert_string_equal("TIFF_NO_IMAGE", err.code);
    assert_null(r.data);
    free(path);
}

static void nothing_is_printed_whatever_libtiff_says(void **state)
{
    char *log = ba_path_join(*state, "stderr"), *path = draw_noise(*state, COMPRESSION_LZW);
    struct bytes b = load(path);
    struct stat st;
    int saved = dup(2);

    memset(b.data + 2000, 0xFF, 3000);
    free(path);
    path = write_file(*state, "damaged.tif", b.data, b.len);
    assert_non_null(freopen(log, "w", stderr));
    assert_refused(path, &LIMITS, "TIFF_DAMAGED", "libtiff");
    fflush(stderr);
    assert_int_equal(0, stat(log, &st));
    dup2(saved, 2);
    close(saved);
    assert_int_equal(0, st.st_size);
    free(b.data);
    free(log);
    free(path);
}

static BA_RC take_missing(void *ctx, const struct tiff_frame *frame, const struct raster *raster,
                          struct ba_err *err)
{
    (void)err;
    *(uint32_t *)ctx = frame->rows_missing;
    /* What is missing is white, not what the memory held. */
    for (uint32_t y = raster->height_px - frame->rows_missing; y < raster->height_px; y++)
        for (size_t i = 0; i < (raster->width_px + 7) / 8; i++)
            assert_int_equal(0, raster->data[y * raster->stride + i]);
    return BA_OK;
}

static uint32_t rows_missing(const char *path)
{
    struct ba_err err = BA_ERR_INIT;
    uint32_t missing = 99;

    assert_rc(BA_OK, tiff_read(path, &LIMITS, take_missing, &missing, &err), &err);
    return missing;
}

/* Three strips of 16 rows, of which the last has one: its data end after it, and say so. */
static void rows_that_the_data_do_not_have_are_never_taken_for_white(void **state)
{
    struct drawing d = BILEVEL;
    struct bytes b;
    char *path, *changed;
    uint32_t count;

    d.height = 33;
    d.width = 101;
    path = draw_tiff(*state, "fax.tif", "wl", &d, 1);
    assert_int_equal(0, rows_missing(path));
    /* A length that is too great: perhaps the paper ends there, perhaps not. */
    b = load(path);
    put_value(&b, TIFFTAG_IMAGELENGTH, 0, 41);
    changed = write_file(*state, "long.tif", b.data, b.len);
    assert_int_equal(8, rows_missing(changed));
    free(changed);
    free(b.data);
    /* The second strip has the data of the third: a hole in the page. */
    b = load(path);
    for (int i = 0; i < 2; i++) {
        uint16_t tag = i == 0 ? TIFFTAG_STRIPOFFSETS : TIFFTAG_STRIPBYTECOUNTS;
        const unsigned char *e = b.data + entry_of(&b, tag);
        size_t size = e[2] == TIFF_SHORT ? 2 : 4;
        size_t at = e[8] | (size_t)e[9] << 8 | (size_t)e[10] << 16;
        memcpy(b.data + at + size, b.data + at + 2 * size, size);
    }
    changed = write_file(*state, "hole.tif", b.data, b.len);
    assert_refused(changed, &LIMITS, "TIFF_TRUNCATED", "rows 18 to 32 of 33");
    free(changed);
    free(b.data);
    /* The data of the only strip are cut off: bytes are lost. */
    d.height = 41;
    d.rows_per_strip = 41;
    free(path);
    path = draw_tiff(*state, "whole.tif", "wl", &d, 1);
    b = load(path);
    TIFF *tif = TIFFOpen(path, "r");
    count = (uint32_t)TIFFGetStrileByteCount(tif, 0);
    TIFFClose(tif);
    put_value(&b, TIFFTAG_STRIPBYTECOUNTS, 0, count / 2);
    changed = write_file(*state, "cut.tif", b.data, b.len);
    assert_refused(changed, &LIMITS, "TIFF_TRUNCATED", "to 41 of 41 are not in the data");
    free(changed);
    free(b.data);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_without_bytes_is_refused),
        cmocka_unit_test(another_kind_of_file_is_named),
        cmocka_unit_test(a_link_and_a_folder_and_a_missing_file_are_not_opened),
        cmocka_unit_test(a_file_that_ends_in_its_header_is_refused),
        cmocka_unit_test(a_truncated_strip_is_refused_with_its_reason),
        cmocka_unit_test(rows_that_the_data_do_not_have_are_never_taken_for_white),
        cmocka_unit_test(a_strip_length_beyond_the_end_is_refused),
        cmocka_unit_test(damaged_bytes_are_refused_with_libtiffs_words),
        cmocka_unit_test(an_uncompressed_strip_shorter_than_its_rows_is_refused),
        cmocka_unit_test(damage_on_the_second_page_refuses_the_file),
        cmocka_unit_test(a_bomb_is_refused_undecoded_with_its_size),
        cmocka_unit_test(a_tile_that_needs_too_much_memory_is_refused),
        cmocka_unit_test(more_images_than_the_limit_are_refused),
        cmocka_unit_test(a_file_of_thumbnails_only_is_refused),
        cmocka_unit_test(a_compression_nobody_decodes_is_named),
        cmocka_unit_test(a_missing_frame_is_no_image),
        cmocka_unit_test(nothing_is_printed_whatever_libtiff_says),
    };

    return cmocka_run_group_tests_name("ingest/tiff, damaged", tests, scratch_setup,
                                       scratch_teardown);
}
