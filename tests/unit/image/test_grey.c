/* A page as a small grey image. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beside_the_image_there_is_nothing),
    };

    return cmocka_run_group_tests_name("image grey", tests, NULL, NULL);
}
