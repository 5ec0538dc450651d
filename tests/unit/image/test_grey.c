/* A page as a small grey image. */
#include <stdlib.h>

#include "tests/unit/test.h"

#include "image/grey.h"

static void beside_the_image_there_is_nothing(void **state)
{
    /* Three wide, two high; what lies behind it in memory is no part of it. */
    uint8_t data[] = { 1, 2, 3, 4, 5, 6, 99, 99, 99, 99, 99, 99 };
    const struct grey g = { .width_px = 3, .height_px = 2, .factor = 1, .data = data };

    (void)state;
    assert_int_equal(1, grey_pixel_at(&g, 0, 0));
    assert_int_equal(3, grey_pixel_at(&g, 2.9, 0.9));
    assert_int_equal(6, grey_pixel_at(&g, 2, 1));
    assert_int_equal(0, grey_pixel_at(&g, 3, 0));
    assert_int_equal(0, grey_pixel_at(&g, 0, 2));
    assert_int_equal(0, grey_pixel_at(&g, 2, 2));
    assert_int_equal(0, grey_pixel_at(&g, -0.1, 1));
    assert_int_equal(0, grey_pixel_at(&g, 1, -0.1));
    assert_int_equal(0, grey_pixel_at(&g, 1, 1e9));
}

/* Every cell of a reduced page is the mean of its pixels, whatever they are made of. */
static void a_cell_is_the_mean_of_its_pixels(void **state)
{
    static const uint8_t bits[] = { 1, 8, 24 };
    enum { W = 37, H = 23 };

    (void)state;
    for (int b = 0; b < 3; b++) {
        size_t stride = bits[b] == 1 ? (W + 7) / 8 : (size_t)W * (bits[b] / 8);
        uint8_t *data = malloc(stride * H);
        uint8_t light[H][W];
        struct raster page = { W, H, bits[b], stride, data, 300, 300 };

        assert_non_null(data);
        for (size_t i = 0; i < stride * H; i++)
            data[i] = (uint8_t)(i * 97 + i / 7 * 13);
        for (int y = 0; y < H; y++)
            for (int x = 0; x < W; x++) {
                const uint8_t *row = data + (size_t)y * stride, *p = row + 3 * x;

                light[y][x] = bits[b] == 1 ? (row[x / 8] >> (7 - x % 8) & 1 ? 0 : 255)
                              : bits[b] == 8
                                  ? row[x]
                                  : (uint8_t)((77 * p[0] + 150 * p[1] + 29 * p[2]) / 256);
            }
        for (uint32_t factor = 1; factor <= 11; factor++) {
            struct grey_rect part = { 3, 2, W - 4, H - 2 };
            struct grey g;

            assert_int_equal(0, grey_cut(&page, part, factor, &g));
            assert_int_equal((W - 4) / factor, g.width_px);
            assert_int_equal((H - 2) / factor, g.height_px);
            for (uint32_t y = 0; y < g.height_px; y++)
                for (uint32_t x = 0; x < g.width_px; x++) {
                    uint32_t dark = 0;

                    for (uint32_t j = 0; j < factor; j++)
                        for (uint32_t i = 0; i < factor; i++)
                            dark += 255u - light[2 + y * factor + j][3 + x * factor + i];
                    int want = 255 - (int)(dark / (factor * factor));
                    assert_in_range(g.data[y * g.width_px + x], want > 0 ? want - 1 : 0, want + 1);
                }
            grey_free(&g);
        }
        free(data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beside_the_image_there_is_nothing),
        cmocka_unit_test(a_cell_is_the_mean_of_its_pixels),
    };

    return cmocka_run_group_tests_name("image grey", tests, NULL, NULL);
}
