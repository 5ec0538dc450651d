#include "tests/unit/export_fixture.h"

#include <jpeglib.h>

#include "export/pdf/image_stream.h"

#define W 200
#define H 150

static const struct image_stream_how plain = { .quality = 80 };

/* Something with edges, gradients and no symmetry. */
static double pattern(void *ctx, double x, double y)
{
    (void)ctx;
    if (x > 20 && x < 60 && y > 30 && y < 50)
        return 255;
    return fmod(x * 1.3 + y * 0.7, 220);
}

static struct raster read_raster(const char *path)
{
    struct raster r = { 0 };
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, fixture_raster(NULL, path, 0, &r, &err), &err);
    return r;
}

static struct raster decode_jpeg(const struct image_stream *s)
{
    struct jpeg_decompress_struct d = { 0 };
    struct jpeg_error_mgr mgr;
    struct raster r = { 0 };
    d.err = jpeg_std_error(&mgr);
    jpeg_create_decompress(&d);
    jpeg_mem_src(&d, (unsigned char *)s->data.data, s->data.len);
    assert_int_equal(jpeg_read_header(&d, TRUE), JPEG_HEADER_OK);
    d.out_color_space = s->components == 3 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_start_decompress(&d);
    r.width_px = d.output_width;
    r.height_px = d.output_height;
    r.bits = (uint8_t)(8 * s->components);
    assert_int_equal(ba_raster_alloc(&r), 0);
    while (d.output_scanline < d.output_height) {
        JSAMPROW row = r.data + d.output_scanline * r.stride;
        jpeg_read_scanlines(&d, &row, 1);
    }
    assert_int_equal(mgr.num_warnings, 0);
    jpeg_finish_decompress(&d);
    jpeg_destroy_decompress(&d);
    return r;
}

/* Mean difference of two decoded images, in grey steps; the sizes must agree. */
static double difference(const struct raster *a, const struct raster *b)
{
    double sum = 0;
    assert_int_equal(a->width_px, b->width_px);
    assert_int_equal(a->height_px, b->height_px);
    assert_int_equal(a->bits, b->bits);
    for (size_t i = 0; i < a->stride * a->height_px; i++)
        sum += abs(a->data[i] - b->data[i]);
    return sum / (double)(a->stride * a->height_px);
}

static double jpeg_difference(const struct tiff_kind *k, bool copied)
{
    const char *path = in_dir("j.tif");
    struct image_stream s = SCAN_INIT;
    struct ba_err err = BA_ERR_INIT;
    draw_tiff(path, k, W, H, pattern, NULL);
    assert_rc(BA_OK, image_stream_read(path, 0, &plain, fixture_raster, NULL, &s, &err), &err);
    assert_int_equal(s.kind, SCAN_JPEG);
    assert_int_equal(s.copied, copied);
    struct raster got = decode_jpeg(&s), want = read_raster(path);
    double d = difference(&got, &want);
    ba_raster_free(&got);
    ba_raster_free(&want);
    image_stream_free(&s);
    return d;
}

static void grey_jpeg_strips_are_joined_without_changing_a_pixel(void **state)
{
    struct tiff_kind k = { COMPRESSION_JPEG, PHOTOMETRIC_MINISBLACK, 1, 8, .rows = 16 };
    (void)state;
    assert_true(jpeg_difference(&k, true) == 0);
    k.rows = 0;
    assert_true(jpeg_difference(&k, true) == 0);
}

static void rgb_jpeg_strips_keep_their_colours(void **state)
{
    struct tiff_kind k = { COMPRESSION_JPEG, PHOTOMETRIC_RGB, 3, 8, .rows = 8 };
    (void)state;
    assert_true(jpeg_difference(&k, true) == 0);
}

static void ycbcr_jpeg_strips_are_joined_up_to_smoothing_at_the_seams(void **state)
{
    struct tiff_kind k = {
        COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 3, 8, .rows = 16, .subsampling = 2
    };
    (void)state;
    assert_true(jpeg_difference(&k, true) < 1);
    k.subsampling = 1;
    assert_true(jpeg_difference(&k, true) == 0);
}

static void an_lzw_page_is_encoded_as_jpeg(void **state)
{
    struct tiff_kind k = { COMPRESSION_LZW, PHOTOMETRIC_MINISBLACK, 1, 8, .rows = 20 };
    struct tiff_kind colour = { COMPRESSION_LZW, PHOTOMETRIC_RGB, 3, 8, .rows = 20 };
    struct tiff_kind tiled = { COMPRESSION_JPEG, PHOTOMETRIC_MINISBLACK, 1, 8, .tiled = true };
    (void)state;
    assert_true(jpeg_difference(&k, false) < 8);
    assert_true(jpeg_difference(&colour, false) < 16);
    assert_true(jpeg_difference(&tiled, false) < 8);
}

/* Grey pixels as a JPEG file; the caller frees *made. */
static const char *jpeg_file(const char *name, struct image_stream *made)
{
    const char *path = in_dir(name);
    struct raster grey = { .width_px = 64, .height_px = 48, .bits = 8 };
    struct ba_err err = BA_ERR_INIT;

    assert_int_equal(0, ba_raster_alloc(&grey));
    for (uint32_t i = 0; i < grey.stride * grey.height_px; i++)
        grey.data[i] = (uint8_t)(i * 7);
    assert_rc(BA_OK, image_stream_encode_jpeg(&grey, 90, made, &err), &err);
    assert_rc(BA_OK, ba_file_replace(path, made->data.data, made->data.len, 0644, &err), &err);
    ba_raster_free(&grey);
    return path;
}

static void a_jpeg_file_is_taken_byte_for_byte(void **state)
{
    struct image_stream made = SCAN_INIT, s = SCAN_INIT;
    const char *path = jpeg_file("whole.jpg", &made);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, image_stream_read(path, 0, &plain, fixture_raster, NULL, &s, &err), &err);
    assert_true(s.copied);
    assert_int_equal(SCAN_JPEG, s.kind);
    assert_int_equal(64, s.width_px);
    assert_int_equal(48, s.height_px);
    assert_int_equal(1, s.components);
    assert_int_equal(made.data.len, s.data.len);
    assert_memory_equal(made.data.data, s.data.data, s.data.len);
    image_stream_free(&made);
    image_stream_free(&s);
}

static BA_RC no_pixels(void *ctx, const char *path, uint32_t frame, struct raster *out,
                       struct ba_err *err)
{
    (void)path;
    (void)frame;
    (void)out;
    ++*(int *)ctx;
    return ba_fail(err, BA_ITEM, "TEST_ASKED", "asked for pixels");
}

static void a_jpeg_that_a_pdf_cannot_hold_is_decoded(void **state)
{
    struct image_stream made = SCAN_INIT, s = SCAN_INIT;
    const char *path = jpeg_file("twelve.jpg", &made);
    struct ba_err err = BA_ERR_INIT;
    int asked = 0;
    char *frame = memmem(made.data.data, made.data.len, "\xFF\xC0", 2);

    (void)state;
    assert_non_null(frame);
    frame[4] = 12; /* bits a sample */
    assert_rc(BA_OK, ba_file_replace(path, made.data.data, made.data.len, 0644, &err), &err);
    assert_rc(BA_ITEM, image_stream_read(path, 0, &plain, no_pixels, &asked, &s, &err), &err);
    assert_string_equal("TEST_ASKED", err.code);
    assert_int_equal(1, asked);
    image_stream_free(&made);
    image_stream_free(&s);
}

/* The stream as the only strip of a TIFF, decoded again. */
static struct raster decode_g4(const struct image_stream *s)
{
    const char *path = in_dir("back.tif");
    TIFF *t = TIFFOpen(path, "w");
    TIFFSetField(t, TIFFTAG_IMAGEWIDTH, s->width_px);
    TIFFSetField(t, TIFFTAG_IMAGELENGTH, s->height_px);
    TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, 1);
    TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(t, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
    TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, s->height_px);
    TIFFSetField(t, TIFFTAG_PHOTOMETRIC,
                 s->black_is_1 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_MINISWHITE);
    assert_int_equal(TIFFWriteRawStrip(t, 0, s->data.data, (tmsize_t)s->data.len), s->data.len);
    TIFFClose(t);
    return read_raster(path);
}

static void every_bilevel_kind_becomes_group_4_without_loss(void **state)
{
    static const struct {
        struct tiff_kind kind;
        bool copied;
    } cases[] = {
        { { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, 0, 0, 0, 0, 0, false }, true },
        { { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISBLACK, 1, 1, 0, 0, 0, 0, 0, false }, true },
        { { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, FILLORDER_LSB2MSB, 0, 0, 0, 0,
            false },
          true },
        { { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, 0, 16, 0, 0, 0, false }, false },
        { { COMPRESSION_LZW, PHOTOMETRIC_MINISBLACK, 1, 1, 0, 16, 0, 0, 0, false }, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = in_dir("g.tif");
        struct image_stream s = SCAN_INIT;
        struct ba_err err = BA_ERR_INIT;
        draw_tiff(path, &cases[i].kind, W + 3, H, pattern, NULL);
        struct raster want = read_raster(path);
        assert_rc(BA_OK, image_stream_read(path, 0, &plain, fixture_raster, NULL, &s, &err), &err);
        assert_int_equal(s.kind, SCAN_G4);
        assert_int_equal(s.copied, cases[i].copied);
        struct raster got = decode_g4(&s);
        assert_true(difference(&got, &want) == 0);
        ba_raster_free(&got);
        ba_raster_free(&want);
        image_stream_free(&s);
    }
}

static void strips_that_differ_in_their_tables_are_not_joined(void **state)
{
    struct tiff_kind k = { COMPRESSION_JPEG, PHOTOMETRIC_MINISBLACK, 1, 8, .rows = 16 };
    const char *path = in_dir("j.tif");
    struct image_stream a = SCAN_INIT, joined = SCAN_INIT;
    struct ba_err err = BA_ERR_INIT;
    struct image_stream_strip none = { NULL, 0 };
    (void)state;
    k.rows = 0;
    draw_tiff(path, &k, W, 16, pattern, NULL);
    assert_rc(BA_OK, image_stream_read(path, 0, &plain, fixture_raster, NULL, &a, &err), &err);
    char *other = malloc(a.data.len);
    assert_non_null(other);
    memcpy(other, a.data.data, a.data.len);
    char *dqt = memmem(other, a.data.len, "\xFF\xDB", 2);
    assert_non_null(dqt);
    dqt[10]++;
    struct image_stream_strip strips[2] = { { (uint8_t *)a.data.data, a.data.len },
                                            { (uint8_t *)other, a.data.len } };
    joined.width_px = W;
    joined.height_px = 32;
    joined.components = 1;
    assert_false(image_stream_join_jpeg(&none, strips, 2, 16, &joined));
    assert_int_equal(joined.data.len, 0);
    strips[1] = strips[0];
    assert_true(image_stream_join_jpeg(&none, strips, 2, 16, &joined));
    image_stream_free(&a);
    image_stream_free(&joined);
    free(other);
}

static void a_truncated_jpeg_strip_never_reads_beyond_its_end(void **state)
{
    struct tiff_kind k = { COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 3, 8, .subsampling = 2 };
    const char *path = in_dir("j.tif");
    struct image_stream whole = SCAN_INIT;
    struct ba_err err = BA_ERR_INIT;
    struct image_stream_strip none = { NULL, 0 };
    (void)state;
    draw_tiff(path, &k, 40, 32, pattern, NULL);
    assert_rc(BA_OK, image_stream_read(path, 0, &plain, fixture_raster, NULL, &whole, &err), &err);
    for (size_t n = 0; n < whole.data.len; n++) {
        uint8_t *part =
            malloc(n + 1); /* exact size, so that a sanitizer sees the first byte over */
        assert_non_null(part);
        memcpy(part, whole.data.data, n);
        struct image_stream_strip strip = { part, n };
        struct image_stream s = SCAN_INIT;
        s.width_px = 40;
        s.height_px = 32;
        s.components = 3;
        assert_false(image_stream_join_jpeg(&none, &strip, 1, 32, &s));
        image_stream_free(&s);
        free(part);
    }
    image_stream_free(&whole);
}

static void a_missing_frame_or_file_is_refused(void **state)
{
    struct tiff_kind k = { COMPRESSION_LZW, PHOTOMETRIC_MINISBLACK, 1, 8, .rows = 20 };
    const char *path = in_dir("one.tif");
    struct image_stream s = SCAN_INIT;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    draw_tiff(path, &k, W, H, pattern, NULL);
    assert_rc(BA_ITEM, image_stream_read(path, 1, &plain, fixture_raster, NULL, &s, &err), &err);
    assert_string_equal(err.code, "PDF_IMAGE");
    assert_rc(BA_ITEM,
              image_stream_read(in_dir("none.tif"), 0, &plain, fixture_raster, NULL, &s, &err),
              &err);
    assert_string_equal(err.code, "PDF_IMAGE");
    image_stream_free(&s);
}

/* The pixels of a scan, however it is coded. */
static struct raster decode(const struct image_stream *s)
{
    return s->kind == SCAN_G4 ? decode_g4(s) : decode_jpeg(s);
}

static bool is_black(const struct raster *r, uint32_t x, uint32_t y)
{
    const uint8_t *row = r->data + y * r->stride;
    unsigned bytes = r->bits / 8;
    if (r->bits == 1)
        return (row[x / 8] >> (7 - x % 8) & 1) == 1;
    for (unsigned i = 0; i < bytes; i++)
        if (row[x * bytes + i] > 0)
            return false;
    return true;
}

static void what_is_painted_over_is_black_and_the_rest_is_as_it_was(void **state)
{
    static const struct tiff_kind kinds[] = {
        { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, 0, 0, 0, 0, 0, false },
        { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISBLACK, 1, 1, 0, 0, 0, 0, 0, false },
        { COMPRESSION_JPEG, PHOTOMETRIC_MINISBLACK, 1, 8, .rows = 16 },
        { COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 3, 8, .rows = 16, .subsampling = 2 },
        { COMPRESSION_LZW, PHOTOMETRIC_RGB, 3, 8, .rows = 16 },
    };
    const struct pdf_box boxes[] = { { 70, 40, 31, 9 },
                                     { W - 20, H - 9, 400, 400 },
                                     { -9, -9, 12, 12 } };
    const struct image_stream_how how = { .quality = 90, .black = boxes, .black_count = 3 };
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *path = in_dir("b.tif");
        struct image_stream s = SCAN_INIT;
        struct ba_err err = BA_ERR_INIT;
        draw_tiff(path, &kinds[i], W, H, pattern, NULL);
        assert_rc(BA_OK, image_stream_read(path, 0, &how, fixture_raster, NULL, &s, &err), &err);
        assert_false(s.copied);
        struct raster got = decode(&s), want = read_raster(path);
        for (uint32_t y = 0; y < H; y++) {
            for (uint32_t x = 0; x < W; x++) {
                bool under = (x >= 70 && x < 101 && y >= 40 && y < 49) ||
                             (x >= W - 20 && y >= H - 9) || (x < 3 && y < 3);
                if (under && !is_black(&got, x, y))
                    fail_msg("kind %zu: %u,%u is not black", i, x, y);
            }
        }
        assert_int_equal(got.width_px, want.width_px);
        if (kinds[i].bits == 1) /* without loss */
            assert_memory_equal(got.data + 100 * got.stride, want.data + 100 * want.stride, 20);
        ba_raster_free(&got);
        ba_raster_free(&want);
        image_stream_free(&s);
    }
}

static void a_smaller_image_has_the_means_of_its_squares(void **state)
{
    struct raster r = { .width_px = 5, .height_px = 3, .bits = 8 };
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_int_equal(ba_raster_alloc(&r), 0);
    for (uint32_t y = 0; y < 3; y++)
        for (uint32_t x = 0; x < 5; x++)
            r.data[y * r.stride + x] = (uint8_t)(10 * x + 100 * (y == 2));
    assert_rc(BA_OK, image_stream_shrink(&r, 2, &err), &err);
    assert_int_equal(r.width_px, 3);
    assert_int_equal(r.height_px, 2);
    static const uint8_t want[2][3] = { { 5, 25, 40 }, { 105, 125, 140 } };
    for (uint32_t y = 0; y < 2; y++)
        assert_memory_equal(r.data + y * r.stride, want[y], 3);
    ba_raster_free(&r);
    r = (struct raster){ .width_px = 9, .height_px = 2, .bits = 1 };
    assert_int_equal(ba_raster_alloc(&r), 0);
    assert_rc(BA_OK, image_stream_shrink(&r, 2, &err), &err);
    assert_int_equal(r.width_px, 9); /* bilevel stays as it is */
    ba_raster_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_painted_over_is_black_and_the_rest_is_as_it_was),
        cmocka_unit_test(a_smaller_image_has_the_means_of_its_squares),
        cmocka_unit_test(grey_jpeg_strips_are_joined_without_changing_a_pixel),
        cmocka_unit_test(rgb_jpeg_strips_keep_their_colours),
        cmocka_unit_test(ycbcr_jpeg_strips_are_joined_up_to_smoothing_at_the_seams),
        cmocka_unit_test(a_jpeg_file_is_taken_byte_for_byte),
        cmocka_unit_test(a_jpeg_that_a_pdf_cannot_hold_is_decoded),
        cmocka_unit_test(an_lzw_page_is_encoded_as_jpeg),
        cmocka_unit_test(every_bilevel_kind_becomes_group_4_without_loss),
        cmocka_unit_test(strips_that_differ_in_their_tables_are_not_joined),
        cmocka_unit_test(a_truncated_jpeg_strip_never_reads_beyond_its_end),
        cmocka_unit_test(a_missing_frame_or_file_is_refused),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
