/* Scans that are out of the ordinary: rolls, forgotten tags, JPEGs that say two things. */
#include "tests/unit/export_fixture.h"

#include <jpeglib.h>
#include <zlib.h>

#include "export/pdf/image_stream.h"

#define W 90
#define H 40

static const struct image_stream_how plain = { .quality = 80 };

static double half(void *ctx, double x, double y)
{
    (void)ctx;
    (void)y;
    return x < W / 4.0 ? 255 : 0;
}

/* A tag of the first directory is given another number: nobody knows it then. */
static void forget_tag(const char *path, uint16_t tag, uint16_t other)
{
    size_t len;
    char *b = slurp(path, &len);
    uint32_t at;
    uint16_t n, now;
    memcpy(&at, b + 4, 4); /* of the machine's own byte order, as libtiff writes */
    memcpy(&n, b + at, 2);
    for (uint16_t i = 0; i < n; i++) {
        char *entry = b + at + 2 + 12 * i;
        memcpy(&now, entry, 2);
        if (now == tag)
            memcpy(entry, &other, 2);
    }
    spew(path, b, len);
    free(b);
}

static void group_4_without_a_photometric_tag_is_dark_on_white_as_libtiff_shows_it(void **state)
{
    struct tiff_kind k = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, .dpi = 100 };
    struct image_stream s = SCAN_INIT;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    draw_tiff(in_dir("f.tif"), &k, W, H, half, NULL);
    forget_tag(in_dir("f.tif"), TIFFTAG_PHOTOMETRIC, TIFFTAG_THRESHHOLDING);
    assert_rc(BA_OK, image_stream_read(in_dir("f.tif"), 0, &plain, fixture_raster, NULL, &s, &err),
              &err);
    assert_true(s.copied);
    assert_false(s.black_is_1);
    image_stream_free(&s);
}

/* A gradient that no two pixels beside each other share. */
static BA_RC roll(void *ctx, const char *path, uint32_t frame, struct raster *out,
                  struct ba_err *err)
{
    *out = *(const struct raster *)ctx;
    (void)path;
    (void)frame;
    assert_int_equal(ba_raster_alloc(out), 0);
    for (size_t i = 0; i < out->stride * out->height_px; i++)
        out->data[i] = (uint8_t)(i * 7 + i / out->stride);
    (void)err;
    return BA_OK;
}

/* Undoes deflate and the filter Up. */
static void assert_rows(const struct image_stream *s, const struct raster *want)
{
    size_t row = (size_t)want->width_px * s->components, len = (row + 1) * want->height_px;
    uint8_t *flat = malloc(len), *before = calloc(1, row);
    uLongf n = len;
    assert_non_null(flat);
    assert_non_null(before);
    assert_int_equal(uncompress(flat, &n, (const Bytef *)s->data.data, s->data.len), Z_OK);
    assert_int_equal(n, len);
    for (uint32_t y = 0; y < want->height_px; y++) {
        const uint8_t *at = flat + y * (row + 1);
        assert_int_equal(at[0], 2);
        for (size_t i = 0; i < row; i++)
            before[i] = (uint8_t)(before[i] + at[i + 1]);
        assert_memory_equal(before, want->data + y * want->stride, row);
    }
    free(flat);
    free(before);
}

static void a_roll_longer_than_a_jpeg_can_be_goes_in_without_loss(void **state)
{
    static const struct raster sizes[] = {
        { .width_px = 70000, .height_px = 7, .bits = 8 },
        { .width_px = 5, .height_px = 65501, .bits = 24 },
    };
    struct tiff_kind k = { COMPRESSION_LZW, PHOTOMETRIC_MINISBLACK, 1, 8, .dpi = 100 };
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    draw_tiff(in_dir("any.tif"), &k, W, H, half, NULL);
    for (size_t i = 0; i < 2; i++) {
        struct raster want = sizes[i];
        struct image_stream s = SCAN_INIT;
        assert_rc(
            BA_OK,
            image_stream_read(in_dir("any.tif"), 0, &plain, roll, (void *)&sizes[i], &s, &err),
            &err);
        assert_int_equal(s.kind, SCAN_FLATE);
        assert_int_equal(s.components, sizes[i].bits / 8);
        assert_int_equal(s.width_px, sizes[i].width_px);
        assert_rc(BA_OK, roll((void *)&sizes[i], NULL, 0, &want, &err), &err);
        assert_rows(&s, &want);
        ba_raster_free(&want);
        image_stream_free(&s);
    }
}

/* RGB samples in a JPEG with the marks of JFIF (YCbCr) and of Adobe (RGB), or of Adobe alone. */
static void write_rgb_jpeg(const char *path, boolean jfif)
{
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr mgr;
    uint8_t row[3 * W];
    unsigned char *bytes = NULL;
    unsigned long len = 0;
    c.err = jpeg_std_error(&mgr);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &bytes, &len);
    c.image_width = W;
    c.image_height = H;
    c.input_components = 3;
    c.in_color_space = JCS_RGB;
    jpeg_set_defaults(&c);
    jpeg_set_colorspace(&c, JCS_RGB);
    c.write_JFIF_header = jfif;
    c.write_Adobe_marker = TRUE;
    jpeg_start_compress(&c, TRUE);
    for (int y = 0; y < H; y++) {
        JSAMPROW rows = row;
        for (int i = 0; i < 3 * W; i++)
            row[i] = (uint8_t)(i % 3 == 0 ? 200 : y);
        jpeg_write_scanlines(&c, &rows, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    spew(path, bytes, len);
    free(bytes);
}

static BA_RC no_pixels(void *ctx, const char *path, uint32_t frame, struct raster *out,
                       struct ba_err *err)
{
    (void)ctx;
    (void)path;
    (void)frame;
    (void)out;
    return ba_fail(err, BA_ITEM, "TEST_ASKED", "asked for pixels");
}

static void a_jpeg_that_says_two_things_of_its_colours_is_encoded_anew(void **state)
{
    struct image_stream s = SCAN_INIT;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    write_rgb_jpeg(in_dir("one.jpg"), FALSE);
    assert_rc(BA_OK, image_stream_read(in_dir("one.jpg"), 0, &plain, no_pixels, NULL, &s, &err),
              &err);
    assert_true(s.copied);
    assert_false(s.ycc);
    image_stream_free(&s);
    s = (struct image_stream)SCAN_INIT;
    write_rgb_jpeg(in_dir("two.jpg"), TRUE);
    assert_rc(BA_ITEM, image_stream_read(in_dir("two.jpg"), 0, &plain, no_pixels, NULL, &s, &err),
              &err);
    assert_string_equal(err.code, "TEST_ASKED");
    image_stream_free(&s);
}

/* A grey JPEG with a thumbnail in JFIF, EXIF, a comment, and bytes behind its end. */
static void write_told_jpeg(const char *path, struct ba_buf *image)
{
    static const char notes[] = "\xFF\xE1\x00\x12"
                                "Exif\0\0geheim 123"
                                "\xFF\xFE\x00\x0B"
                                "123456782";
    struct raster grey = { .width_px = W, .height_px = H, .bits = 8 };
    struct image_stream made = SCAN_INIT;
    struct ba_err err = BA_ERR_INIT;
    assert_int_equal(ba_raster_alloc(&grey), 0);
    assert_rc(BA_OK, image_stream_encode_jpeg(&grey, 90, &made, &err), &err);
    ba_buf_add(image, made.data.data, made.data.len);
    struct ba_buf told = BA_BUF_INIT((size_t)1 << 20);
    ba_buf_add(&told, made.data.data, 20); /* SOI and JFIF */
    ba_buf_add(&told, notes, sizeof notes - 1);
    ba_buf_add(&told, made.data.data + 20, made.data.len - 20);
    ba_buf_puts(&told, "123456782");
    spew(path, told.data, told.len);
    ba_buf_free(&told);
    ba_raster_free(&grey);
    image_stream_free(&made);
}

static void a_jpeg_for_the_public_keeps_its_image_and_loses_its_notes(void **state)
{
    const struct image_stream_how bare = { .quality = 80, .bare = true };
    struct ba_buf image = BA_BUF_INIT((size_t)1 << 20);
    struct image_stream s = SCAN_INIT;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    write_told_jpeg(in_dir("told.jpg"), &image);
    assert_rc(BA_OK, image_stream_read(in_dir("told.jpg"), 0, &plain, no_pixels, NULL, &s, &err),
              &err);
    assert_non_null(memmem(s.data.data, s.data.len, "123456782", 9)); /* the archive's is whole */
    image_stream_free(&s);
    s = (struct image_stream)SCAN_INIT;
    assert_rc(BA_OK, image_stream_read(in_dir("told.jpg"), 0, &bare, no_pixels, NULL, &s, &err),
              &err);
    assert_true(s.copied);
    assert_int_equal(s.data.len, image.len);
    assert_memory_equal(s.data.data, image.data, image.len);
    image_stream_free(&s);
    ba_buf_free(&image);
}

/* Whatever is cut off: the notes go, or the image is encoded anew. */
static void a_jpeg_cut_anywhere_is_never_taken_half(void **state)
{
    struct ba_buf image = BA_BUF_INIT((size_t)1 << 20), part;
    size_t len;
    (void)state;
    write_told_jpeg(in_dir("told.jpg"), &image);
    char *whole = slurp(in_dir("told.jpg"), &len);
    for (size_t n = 0; n + 11 < len; n++) {
        part = (struct ba_buf)BA_BUF_INIT((size_t)1 << 20);
        ba_buf_add(&part, whole, n);
        assert_false(image_stream_bare_jpeg(&part));
        assert_int_equal(part.len, n);
        ba_buf_free(&part);
    }
    free(whole);
    ba_buf_free(&image);
}

/* Bands of 100 rows, or an error after some of them: the context says at which row. */
static BA_RC give_bands(void *ctx, const char *path, uint32_t frame, ba_band_fn fn, void *fn_ctx,
                        struct ba_err *err)
{
    struct raster band = { .width_px = 6000, .height_px = 100, .bits = 8 };
    uint32_t stop = *(const uint32_t *)ctx;
    enum ba_rc rc = BA_OK;
    (void)path;
    (void)frame;
    assert_int_equal(ba_raster_alloc(&band), 0);
    for (uint32_t y = 0; rc == BA_OK && y < 5000; y += 100) {
        memset(band.data, (int)(y / 20), band.stride * band.height_px);
        rc = y == stop ? ba_fail(err, BA_ITEM, "TEST_CUT", "cut off") : fn(fn_ctx, &band, y, err);
    }
    ba_raster_free(&band);
    return rc;
}

static void a_drawing_too_large_to_be_held_goes_in_band_after_band(void **state)
{
    struct tiff_kind k = { COMPRESSION_LZW, PHOTOMETRIC_MINISBLACK, 1, 8, .dpi = 100 };
    struct image_stream_how how = { .quality = 90, .bands = give_bands };
    struct image_stream s = SCAN_INIT;
    struct ba_err err = BA_ERR_INIT;
    uint32_t stop = 1;
    struct jpeg_decompress_struct d;
    struct jpeg_error_mgr mgr;
    static uint8_t row[6000];
    JSAMPROW rows = row;
    (void)state;
    draw_tiff(in_dir("large.tif"), &k, 6000, 5000, half, NULL);
    assert_rc(BA_OK, image_stream_read(in_dir("large.tif"), 0, &how, no_pixels, &stop, &s, &err),
              &err);
    assert_false(s.copied);
    d.err = jpeg_std_error(&mgr);
    jpeg_create_decompress(&d);
    jpeg_mem_src(&d, (unsigned char *)s.data.data, s.data.len);
    assert_int_equal(jpeg_read_header(&d, TRUE), JPEG_HEADER_OK);
    jpeg_start_decompress(&d);
    assert_int_equal(d.output_height, 5000);
    while (d.output_scanline < 5000) {
        uint32_t y = d.output_scanline;
        jpeg_read_scanlines(&d, &rows, 1);
        if (y % 100 == 50)
            assert_true(abs(row[3000] - (int)(y / 100 * 5)) <= 2);
    }
    jpeg_finish_decompress(&d);
    jpeg_destroy_decompress(&d);
    image_stream_free(&s);
    /* Cut off in the middle: refused, with the reader's own words. */
    s = (struct image_stream)SCAN_INIT;
    stop = 4000;
    assert_rc(BA_ITEM, image_stream_read(in_dir("large.tif"), 0, &how, no_pixels, &stop, &s, &err),
              &err);
    assert_string_equal(err.code, "TEST_CUT");
    image_stream_free(&s);
}

static void black_and_white_in_a_grey_file_is_group_4_without_loss(void **state)
{
    struct raster grey = { .width_px = 19, .height_px = 3, .bits = 8 };
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_int_equal(ba_raster_alloc(&grey), 0);
    memset(grey.data, 255, grey.stride * 3);
    grey.data[0] = grey.data[18] = grey.data[grey.stride + 9] = 0;
    assert_rc(BA_OK, image_stream_reduce(&grey, &err), &err);
    assert_int_equal(grey.bits, 1);
    static const uint8_t want[3][3] = { { 0x80, 0, 0x20 }, { 0, 0x40, 0 }, { 0, 0, 0 } };
    for (uint32_t y = 0; y < 3; y++)
        assert_memory_equal(grey.data + y * grey.stride, want[y], 3);
    ba_raster_free(&grey);
    grey = (struct raster){ .width_px = 2, .height_px = 1, .bits = 8 };
    assert_int_equal(ba_raster_alloc(&grey), 0);
    grey.data[1] = 254;
    assert_rc(BA_OK, image_stream_reduce(&grey, &err), &err);
    assert_int_equal(grey.bits, 8); /* one pixel of grey, and it stays so */
    ba_raster_free(&grey);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(group_4_without_a_photometric_tag_is_dark_on_white_as_libtiff_shows_it),
        cmocka_unit_test(a_roll_longer_than_a_jpeg_can_be_goes_in_without_loss),
        cmocka_unit_test(a_jpeg_for_the_public_keeps_its_image_and_loses_its_notes),
        cmocka_unit_test(a_jpeg_cut_anywhere_is_never_taken_half),
        cmocka_unit_test(a_drawing_too_large_to_be_held_goes_in_band_after_band),
        cmocka_unit_test(black_and_white_in_a_grey_file_is_group_4_without_loss),
        cmocka_unit_test(a_jpeg_that_says_two_things_of_its_colours_is_encoded_anew),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
