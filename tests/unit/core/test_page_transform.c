#include "tests/unit/test.h"

#include <math.h>

#include "core/page_transform.h"

static void near_enough(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance))
        fail_msg("%f is not %f", a, b);
}

static void a_point_goes_to_the_page_and_comes_back(void **state)
{
    (void)state;
    for (uint32_t turn = 0; turn < 360; turn += 90) {
        for (double skew = -15; skew <= 15; skew += 7.5) {
            struct ocr_transform t;
            double px, py, mx, my;

            ocr_transform_init(&t, 2480, 3508, 200, 100, turn, skew);
            ocr_to_page(&t, 123, 3210, &px, &py);
            ocr_to_master(&t, px, py, &mx, &my);
            near_enough(mx, 123, 1e-6);
            near_enough(my, 3210, 1e-6);
        }
    }
}

static void a_quarter_turn_clockwise_brings_the_lower_left_corner_up(void **state)
{
    struct ocr_transform t;
    double x, y;

    (void)state;
    ocr_transform_init(&t, 300, 200, 0, 0, 90, 0);
    near_enough(t.page_w, 200, 0);
    near_enough(t.page_h, 300, 0);
    ocr_to_page(&t, 0, 200, &x, &y);
    near_enough(x, 0, 1e-9);
    near_enough(y, 0, 1e-9);
    ocr_to_page(&t, 0, 0, &x, &y);
    near_enough(x, 200, 1e-9);
    near_enough(y, 0, 1e-9);
}

static void a_line_that_rises_to_the_right_becomes_level(void **state)
{
    struct ocr_transform t;
    double x0, y0, x1, y1, s = sin(3 * M_PI / 180), c = cos(3 * M_PI / 180);

    (void)state;
    ocr_transform_init(&t, 2000, 2000, 300, 300, 0, 3.0);
    /* Counter-clockwise skew: y falls along x, because y grows downwards. */
    ocr_to_page(&t, 500, 1000, &x0, &y0);
    ocr_to_page(&t, 500 + 1000 * c, 1000 - 1000 * s, &x1, &y1);
    near_enough(y1, y0, 1e-6);
    near_enough(x1 - x0, 1000, 1e-6);
}

static void a_box_comes_back_from_its_bounds_on_the_master(void **state)
{
    (void)state;
    for (uint32_t turn = 0; turn < 360; turn += 90) {
        for (double skew = -15; skew <= 15; skew += 5) {
            struct ocr_transform t;
            struct ocr_box box = { 300, 400, 211, 37 }, back;

            ocr_transform_init(&t, 2480, 3508, 300, 300, turn, skew);
            back = ocr_box_to_page(&t, ocr_box_to_master(&t, box));
            near_enough(back.x, box.x, 1e-6);
            near_enough(back.y, box.y, 1e-6);
            near_enough(back.w, box.w, 1e-6);
            near_enough(back.h, box.h, 1e-6);
        }
    }
}

static void a_fax_gets_square_pixels(void **state)
{
    struct ocr_transform t;

    (void)state;
    ocr_transform_init(&t, 1728, 1100, 204, 98, 0, 0);
    near_enough(t.page_w, 1728, 0);
    near_enough(t.page_h, 1100 * 204.0 / 98, 1e-6);
    ocr_transform_init(&t, 1728, 1100, 1e9, 1e-9, 0, 0);
    near_enough(t.page_h, 1100, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_goes_to_the_page_and_comes_back),
        cmocka_unit_test(a_quarter_turn_clockwise_brings_the_lower_left_corner_up),
        cmocka_unit_test(a_line_that_rises_to_the_right_becomes_level),
        cmocka_unit_test(a_box_comes_back_from_its_bounds_on_the_master),
        cmocka_unit_test(a_fax_gets_square_pixels),
    };

    return cmocka_run_group_tests_name("ocr transform", tests, NULL, NULL);
}
