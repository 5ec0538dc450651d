/* A TIFF read in bands gives the pixels of the one that is read whole. */
#include "image/tiff/tiff.h"
#include "tests/unit/ingest_fixture.h"

static const struct tiff_limits LIMITS = { 100000000, 1u << 30, 1000 };

struct gathered {
    const struct raster *whole;
    uint32_t next; /* row */
    uint32_t stop; /* refuse at this one; 0: never */
};

static BA_RC compare(void *ctx, const struct raster *band, uint32_t y_px, struct ba_err *err)
{
    struct gathered *g = ctx;

    if (g->stop > 0 && y_px >= g->stop)
        return ba_fail(err, BA_ITEM, "TEST_STOP", "enough");
    assert_int_equal(g->next, y_px);
    assert_int_equal(g->whole->bits, band->bits);
    assert_int_equal(g->whole->width_px, band->width_px);
    assert_true(y_px + band->height_px <= g->whole->height_px);
    for (uint32_t y = 0; y < band->height_px; y++)
        assert_memory_equal(g->whole->data + (y_px + y) * g->whole->stride,
                            band->data + y * band->stride, band->stride);
    g->next += band->height_px;
    return BA_OK;
}

static const struct drawing kinds[] = {
    { .name = "strips",
      .bits = 8,
      .samples = 3,
      .photometric = PHOTOMETRIC_RGB,
      .compression = COMPRESSION_LZW,
      .dark = { 9, 8, 7 },
      .light = { 250, 251, 252 },
      .rows_per_strip = 7 },
    { .name = "tiles",
      .bits = 8,
      .samples = 1,
      .photometric = PHOTOMETRIC_MINISBLACK,
      .compression = COMPRESSION_LZW,
      .dark = { 9 },
      .light = { 250 },
      .tile = 16 },
    { .name = "planes",
      .bits = 16,
      .samples = 3,
      .photometric = PHOTOMETRIC_RGB,
      .compression = COMPRESSION_NONE,
      .dark = { 900, 800, 700 },
      .light = { 60000, 61000, 62000 },
      .rows_per_strip = 5,
      .planar = PLANARCONFIG_SEPARATE },
    { .name = "float",
      .bits = 32,
      .samples = 1,
      .photometric = PHOTOMETRIC_MINISBLACK,
      .compression = COMPRESSION_NONE,
      .dark = { 3 },
      .light = { 900 },
      .format = SAMPLEFORMAT_IEEEFP,
      .rows_per_strip = 6 },
    { .name = "ycbcr",
      .bits = 8,
      .samples = 3,
      .photometric = PHOTOMETRIC_YCBCR,
      .compression = COMPRESSION_JPEG,
      .dark = { 9, 8, 7 },
      .light = { 250, 251, 252 },
      .rows_per_strip = 16 },
    { .name = "one strip",
      .bits = 1,
      .samples = 1,
      .photometric = PHOTOMETRIC_MINISWHITE,
      .compression = COMPRESSION_CCITTFAX4,
      .dark = { 1 },
      .light = { 0 } },
};

static void bands_are_the_whole_image(void **state)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const struct drawing both[2] = { kinds[0], kinds[i] };
        char *path = draw_tiff(*state, "bands.tif", "w", both, 2);
        struct ba_err err = BA_ERR_INIT;
        struct tiff_frame frame;
        struct raster r;
        struct gathered g = { .whole = &r };

        assert_rc(BA_OK, tiff_read_frame(path, 1, &LIMITS, &frame, &r, &err), &err);
        assert_rc(BA_OK, tiff_read_bands(path, 1, &LIMITS, compare, &g, &err), &err);
        assert_int_equal(r.height_px, g.next);
        ba_raster_free(&r);
        free(path);
    }
}

static void who_takes_the_bands_can_stop(void **state)
{
    char *path = draw_tiff(*state, "stop.tif", "w", &kinds[0], 1);
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;
    struct gathered g = { .whole = &r, .stop = 14 };

    assert_rc(BA_OK, tiff_read_frame(path, 0, &LIMITS, &frame, &r, &err), &err);
    assert_rc(BA_ITEM, tiff_read_bands(path, 0, &LIMITS, compare, &g, &err), &err);
    assert_string_equal("TEST_STOP", err.code);
    assert_int_equal(14, g.next);
    assert_rc(BA_ITEM, tiff_read_bands(path, 3, &LIMITS, compare, &g, &err), &err);
    assert_string_equal("TIFF_NO_IMAGE", err.code);
    ba_raster_free(&r);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_are_the_whole_image),
        cmocka_unit_test(who_takes_the_bands_can_stop),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
