/* TIFFs whose writer forgot the tag Photometric: as libtiff has it, and so every viewer, white is 0
 * in a fax and black in all else. */
#include "image/tiff/tiff.h"
#include "tests/unit/ingest_fixture.h"

static const struct tiff_limits LIMITS = { 100000000, 1u << 30, 1000 };

/* Photometric becomes Threshholding, which nobody looks at. */
static void forget_photometric(const char *path)
{
    FILE *f = fopen(path, "r+b");
    uint32_t at;
    uint16_t n, tag;

    assert_non_null(f);
    assert_int_equal(0, fseek(f, 4, SEEK_SET));
    assert_int_equal(1, fread(&at, 4, 1, f));
    assert_int_equal(0, fseek(f, at, SEEK_SET));
    assert_int_equal(1, fread(&n, 2, 1, f));
    for (uint16_t i = 0; i < n; i++) {
        assert_int_equal(0, fseek(f, at + 2 + 12 * (long)i, SEEK_SET));
        assert_int_equal(1, fread(&tag, 2, 1, f));
        if (tag != TIFFTAG_PHOTOMETRIC)
            continue;
        tag = TIFFTAG_THRESHHOLDING;
        assert_int_equal(0, fseek(f, -2, SEEK_CUR));
        assert_int_equal(1, fwrite(&tag, 2, 1, f));
        break;
    }
    assert_int_equal(0, fclose(f));
}

static bool shows_dark(const struct raster *r, uint32_t x, uint32_t y)
{
    const uint8_t *row = r->data + y * r->stride;

    return r->bits == 1 ? (row[x / 8] >> (7 - x % 8) & 1) == 1 : row[x * (r->bits / 8u)] < 128;
}

static void ink_is_ink_without_the_tag(void **state)
{
    static const struct drawing kinds[] = {
        { .name = "fax",
          .bits = 1,
          .samples = 1,
          .photometric = PHOTOMETRIC_MINISWHITE,
          .compression = COMPRESSION_CCITTFAX4,
          .dark = { 1 },
          .light = { 0 } },
        { .name = "lzw",
          .bits = 1,
          .samples = 1,
          .photometric = PHOTOMETRIC_MINISBLACK,
          .compression = COMPRESSION_LZW,
          .dark = { 0 },
          .light = { 1 } },
        { .name = "grey",
          .bits = 8,
          .samples = 1,
          .photometric = PHOTOMETRIC_MINISBLACK,
          .compression = COMPRESSION_NONE,
          .dark = { 9 },
          .light = { 250 } },
        { .name = "colour",
          .bits = 8,
          .samples = 3,
          .photometric = PHOTOMETRIC_RGB,
          .compression = COMPRESSION_NONE,
          .dark = { 9, 8, 7 },
          .light = { 250, 251, 252 } },
    };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        char *path = draw_tiff(*state, "forgotten.tif", "wl", &kinds[i], 1);
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct raster r;

        forget_photometric(path);
        assert_rc(BA_OK, tiff_read_frame(path, 0, &LIMITS, &frame, &r, &err), &err);
        for (uint32_t y = 0; y < r.height_px; y++)
            for (uint32_t x = 0; x < r.width_px; x++)
                if (shows_dark(&r, x, y) != is_dark(x, y))
                    fail_msg("%s: pixel %u,%u is wrong", kinds[i].name, x, y);
        ba_raster_free(&r);
        free(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ink_is_ink_without_the_tag),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
