/* JPEG 2000 masters: every pixel or none, with a reason. */
#include "image/image_file.h"
#include "ingest/ingest.h"
#include "tests/unit/ingest_fixture.h"
#include "tests/unit/jp2_fixture.h"

static const struct tiff_limits LIMITS = { 100000000, 1u << 30, 1000 };
static const struct jp2_drawing GREY = {
    .width = 61, .height = 43, .samples = 1, .bits = 8, .dark = { 40 }, .light = { 230 }
};

static char *draw(const char *dir, const char *name, const struct jp2_drawing *d)
{
    char *path = ba_path_join(dir, name);

    jp2_draw(path, d);
    return path;
}

static void assert_reads(const char *path, int bits, const uint8_t *dark, const uint8_t *light,
                         int tolerance, struct tiff_frame *frame)
{
    struct ba_err err = BA_ERR_INIT;
    struct raster r;
    size_t channels = (size_t)bits / 8;

    assert_rc(BA_OK, master_read_frame(path, 0, &LIMITS, frame, &r, &err), &err);
    assert_int_equal(61, r.width_px);
    assert_int_equal(43, r.height_px);
    assert_int_equal(bits, r.bits);
    for (uint32_t y = 0; y < r.height_px; y++)
        for (uint32_t x = 0; x < r.width_px; x++)
            for (size_t c = 0; c < channels; c++) {
                int want = is_dark(x, y) ? dark[c] : light[c];

                if (abs(r.data[y * r.stride + x * channels + c] - want) > tolerance)
                    fail_msg("%s: pixel %u,%u is %d, want %d", path, x, y,
                             r.data[y * r.stride + x * channels + c], want);
            }
    ba_raster_free(&r);
}

static BA_RC read_it(const char *path, const struct tiff_limits *limits, struct ba_err *err)
{
    struct tiff_frame frame;
    struct raster r;
    enum ba_rc rc = master_read_frame(path, 0, limits, &frame, &r, err);

    if (rc != BA_OK)
        assert_null(r.data);
    ba_raster_free(&r);
    return rc;
}

static void every_kind_becomes_its_pixels(void **state)
{
    static const struct {
        struct jp2_drawing d;
        int bits;
        uint8_t dark[3], light[3];
    } kinds[] = {
        { { 61, 43, 1, 8, 0, false, false, { 40 }, { 230 } }, 8, { 40 }, { 230 } },
        { { 61, 43, 1, 8, 0, true, false, { 40 }, { 230 } }, 8, { 40 }, { 230 } },
        { { 61, 43, 1, 1, 0, false, false, { 0 }, { 1 } }, 8, { 0 }, { 255 } },
        { { 61, 43, 1, 16, 0, false, false, { 10280 }, { 65535 } }, 8, { 40 }, { 255 } },
        { { 61, 43, 3, 8, 0, false, false, { 10, 20, 30 }, { 240, 230, 220 } },
          24,
          { 10, 20, 30 },
          { 240, 230, 220 } },
        { { 61, 43, 3, 8, 32, false, false, { 10, 20, 30 }, { 240, 230, 220 } },
          24,
          { 10, 20, 30 },
          { 240, 230, 220 } },
        { { 61, 43, 1, 8, 32, true, false, { 40 }, { 230 } }, 8, { 40 }, { 230 } },
    };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        char *path = draw(*state, "kind.jp2", &kinds[i].d);
        struct tiff_frame frame;

        assert_reads(path, kinds[i].bits, kinds[i].dark, kinds[i].light, 0, &frame);
        assert_int_equal(kinds[i].d.bits, frame.bits_per_sample);
        assert_int_equal(kinds[i].d.samples, frame.samples);
        assert_string_equal("", frame.warning);
        assert_false(frame.lossy);
        free(path);
    }
}

static void the_irreversible_transform_counts_as_lossy(void **state)
{
    static const struct jp2_drawing lossy = { 61, 43, 1, 8, 0, false, true, { 40 }, { 230 } };
    static const uint8_t dark[] = { 40 }, light[] = { 230 };
    char *path = draw(*state, "lossy.jp2", &lossy);
    struct tiff_frame frame;

    assert_reads(path, 8, dark, light, 60, &frame);
    assert_true(frame.lossy);
    free(path);
}

/* Puts a box "res " with this content into the header box, which comes right behind ftyp. */
static void add_resolution(const char *path, const char *kind, const unsigned char r[10])
{
    struct ba_buf b = BA_BUF_INIT(1 << 20), n = BA_BUF_INIT(1 << 20);
    struct ba_err err = BA_ERR_INIT;
    char *header;
    unsigned len;

    assert_rc(BA_OK, ba_file_read(path, &b, &err), &err);
    header = memmem(b.data, b.len, "jp2h", 4);
    assert_non_null(header);
    len = (unsigned char)header[-1] + 26u;
    header[-1] = (char)len;
    ba_buf_add(&n, b.data, (size_t)(header + 4 - b.data));
    ba_buf_add(&n, header + 4, len - 26 - 8);
    ba_buf_add(&n, "\0\0\0\x1Ares \0\0\0\x12", 12);
    ba_buf_add(&n, kind, 4);
    ba_buf_add(&n, r, 10);
    ba_buf_add(&n, header - 4 + len - 26, b.len - (size_t)(header - 4 + len - 26 - b.data));
    assert_rc(BA_OK, ba_file_replace(path, n.data, n.len, 0644, &err), &err);
    ba_buf_free(&b);
    ba_buf_free(&n);
}

static void the_capture_resolution_is_that_of_the_scan(void **state)
{
    /* 11811 / 1 and 1181.1 x 10 pixels a metre: 300 dpi */
    static const unsigned char r[10] = { 0x2E, 0x23, 0, 1, 0x2E, 0x23, 0, 10, 0, 1 };
    static const uint8_t dark[] = { 40 }, light[] = { 230 };
    char *path = draw(*state, "res.jp2", &GREY);
    struct tiff_frame frame;

    assert_reads(path, 8, dark, light, 0, &frame);
    assert_float_equal(0, frame.xdpi, 0);
    add_resolution(path, "resc", r);
    assert_reads(path, 8, dark, light, 0, &frame);
    assert_float_equal(300, frame.xdpi, 0.5);
    assert_float_equal(300, frame.ydpi, 0.5);
    free(path);
}

static void a_codestream_that_is_cut_anywhere_is_refused(void **state)
{
    static const struct jp2_drawing kinds[] = {
        { 61, 43, 1, 8, 0, false, false, { 40 }, { 230 } },
        { 61, 43, 3, 8, 32, true, false, { 40, 50, 60 }, { 230, 220, 210 } },
    };

    for (size_t k = 0; k < 2; k++) {
        char *path = draw(*state, "cut.jp2", &kinds[k]);
        struct stat st;

        assert_int_equal(0, stat(path, &st));
        for (off_t size = st.st_size - 1; size > 12; size -= 7) {
            struct ba_err err = BA_ERR_INIT;

            assert_int_equal(0, truncate(path, size));
            assert_rc(BA_ITEM, read_it(path, &LIMITS, &err), &err);
            if (strcmp(err.code, "IMAGE_TRUNCATED") != 0)
                fail_msg("at %ld: %s: %s", (long)size, err.code, err.msg);
        }
        free(path);
    }
}

/* The end is there, but a part of the middle is not. */
static void a_codestream_with_a_hole_is_refused(void **state)
{
    char *path = draw(*state, "hole.jp2", &GREY);
    struct ba_buf b = BA_BUF_INIT(1 << 20);
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, ba_file_read(path, &b, &err), &err);
    memmove(b.data + b.len - 100, b.data + b.len - 2, 2);
    assert_rc(BA_OK, ba_file_replace(path, b.data, b.len - 98, 0644, &err), &err);
    assert_rc(BA_ITEM, read_it(path, &LIMITS, &err), &err);
    assert_non_null(strstr(err.msg, "OpenJPEG"));
    ba_buf_free(&b);
    free(path);
}

static void a_bomb_is_refused_by_its_header(void **state)
{
    struct tiff_limits pixels = { 61 * 43 - 1, 0, 0 }, memory = { 0, 61 * 43 * 5, 0 };
    char *path = draw(*state, "bomb.jp2", &GREY);
    struct ba_buf b = BA_BUF_INIT(1 << 20);
    struct ba_err err = BA_ERR_INIT;
    char *siz;

    assert_rc(BA_ITEM, read_it(path, &pixels, &err), &err);
    assert_string_equal("IMAGE_TOO_LARGE", err.code);
    assert_rc(BA_ITEM, read_it(path, &memory, &err), &err);
    assert_string_equal("IMAGE_TOO_LARGE", err.code);
    assert_rc(BA_OK, ba_file_read(path, &b, &err), &err);
    siz = memmem(b.data, b.len, "\xFF\x51", 2);
    assert_non_null(siz);
    memcpy(siz + 6, "\x7F\xFF\xFF\xFF\x7F\xFF\xFF\xFF", 8);
    assert_rc(BA_OK, ba_file_replace(path, b.data, b.len, 0644, &err), &err);
    assert_rc(BA_ITEM, read_it(path, &LIMITS, &err), &err);
    assert_string_equal("IMAGE_TOO_LARGE", err.code);
    assert_non_null(strstr(err.msg, "2147483647"));
    ba_buf_free(&b);
    free(path);
}

static void kinds_are_told_apart_by_content(void **state)
{
    static const struct {
        const char *brand, *extension, *puid;
    } kinds[] = { { NULL, "jp2", "x-fmt/392" },
                  { "jpx ", "jp2", "fmt/151" },
                  { "jpm ", "jp2", "fmt/463" } };
    struct jp2_drawing bare = GREY;
    struct ba_err err = BA_ERR_INIT;
    struct image_file_name name;
    char *path;

    for (size_t i = 0; i < 3; i++) {
        FILE *f;

        path = draw(*state, "brand.tif", &GREY);
        f = fopen(path, "r+b");
        fseek(f, 20, SEEK_SET);
        if (kinds[i].brand != NULL)
            fwrite(kinds[i].brand, 1, 4, f);
        fclose(f);
        assert_int_equal(BA_OK, master_describe(path, &name, &err));
        assert_string_equal(kinds[i].extension, name.extension);
        assert_string_equal(kinds[i].puid, name.puid);
        if (i < 2)
            free(path);
    }
    assert_rc(BA_ITEM, read_it(path, &LIMITS, &err), &err);
    assert_string_equal("IMAGE_UNSUPPORTED", err.code);
    free(path);
    bare.codestream = true;
    path = draw(*state, "bare", &bare);
    assert_int_equal(BA_OK, master_describe(path, &name, &err));
    assert_string_equal("j2k", name.extension);
    assert_string_equal("fmt/1794", name.puid);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_becomes_its_pixels),
        cmocka_unit_test(the_irreversible_transform_counts_as_lossy),
        cmocka_unit_test(the_capture_resolution_is_that_of_the_scan),
        cmocka_unit_test(a_codestream_that_is_cut_anywhere_is_refused),
        cmocka_unit_test(a_codestream_with_a_hole_is_refused),
        cmocka_unit_test(a_bomb_is_refused_by_its_header),
        cmocka_unit_test(kinds_are_told_apart_by_content),
    };

    return cmocka_run_group_tests_name("ingest/jp2", tests, scratch_setup, scratch_teardown);
}
