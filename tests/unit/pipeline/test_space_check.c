/* Whether a batch will fit. */
#include "pipeline/space_check.h"
#include "tests/unit/test.h"

static void what_is_larger_than_the_disk_is_refused_beforehand(void **state)
{
    struct space_check p = { .masters = 1001, .free = 1000, .memory_of = 1 };

    (void)state;
    assert_int_equal(PREFLIGHT_FULL, preflight_judge(&p));
}

static void a_batch_that_leaves_no_reserve_is_close(void **state)
{
    struct space_check p = { .masters = (uint64_t)10 << 30, .text = 1 << 20, .memory_of = 1 };

    (void)state;
    p.free = ((uint64_t)10 << 30) + (300 << 20);
    assert_int_equal(PREFLIGHT_CLOSE, preflight_judge(&p));
    p.free = (uint64_t)11 << 30;
    assert_int_equal(PREFLIGHT_FITS, preflight_judge(&p));
}

static void an_image_that_fills_the_memory_is_close(void **state)
{
    struct space_check p = { .masters = 1, .free = (uint64_t)1 << 40, .memory = 2, .memory_of = 1 };

    (void)state;
    assert_int_equal(PREFLIGHT_CLOSE, preflight_judge(&p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_larger_than_the_disk_is_refused_beforehand),
        cmocka_unit_test(a_batch_that_leaves_no_reserve_is_close),
        cmocka_unit_test(an_image_that_fills_the_memory_is_close),
    };

    return cmocka_run_group_tests_name("preflight", tests, NULL, NULL);
}
