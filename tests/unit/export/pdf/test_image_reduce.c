/* A bilevel scan in a grey file. */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "export/pdf/image_stream.h"

/* Ten wide, two high, black and white alone; what pads its rows is grey. */
static struct raster two_tones(void)
{
    static const uint8_t rows[2][10] = { { 0, 255, 255, 255, 255, 255, 255, 0, 0, 255 },
                                         { 255, 255, 0, 255, 255, 255, 255, 255, 255, 0 } };
    struct raster r = { .width_px = 10,
                        .height_px = 2,
                        .bits = 8,
                        .xdpi = 300,
                        .ydpi = 200,
                        .stride = 12,
                        .data = malloc(24) };

    assert_non_null(r.data);
    for (size_t y = 0; y < 2; y++) {
        memset(r.data + y * r.stride, 128, r.stride);
        memcpy(r.data + y * r.stride, rows[y], 10);
    }
    return r;
}

static void black_and_white_become_one_bit(void **state)
{
    struct raster r = two_tones();
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, image_stream_reduce(&r, &err), &err);
    assert_int_equal(1, r.bits);
    assert_int_equal(10, r.width_px);
    assert_float_equal(300, r.xdpi, 0);
    assert_float_equal(200, r.ydpi, 0);
    assert_int_equal(0x81, r.data[0]);
    assert_int_equal(0x80, r.data[1]);
    assert_int_equal(0x20, r.data[r.stride]);
    assert_int_equal(0x40, r.data[r.stride + 1]);
    ba_raster_free(&r);
}

static void one_grey_pixel_keeps_it_grey(void **state)
{
    static const size_t places[][2] = { { 0, 0 }, { 0, 9 }, { 1, 9 } };
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct raster r = two_tones();

        r.data[places[i][0] * r.stride + places[i][1]] = 254;
        assert_rc(BA_OK, image_stream_reduce(&r, &err), &err);
        assert_int_equal(8, r.bits);
        ba_raster_free(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(black_and_white_become_one_bit),
        cmocka_unit_test(one_grey_pixel_keeps_it_grey),
    };

    return cmocka_run_group_tests_name("export image reduce", tests, NULL, NULL);
}
