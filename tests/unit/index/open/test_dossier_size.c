/* How many pages are far too many for one dossier. */
#include "index/open/point.h"

#include "tests/unit/test.h"

static void a_handful_of_dossiers_says_nothing(void **state)
{
    int64_t pages[9] = { 1, 2, 3, 4, 5, 6, 7, 8, 1000 };

    (void)state;
    assert_int_equal(0, point_odd_limit(pages, 9));
}

static void ten_times_the_usual_is_odd_and_twice_is_not(void **state)
{
    int64_t pages[20];
    int64_t limit;

    (void)state;
    for (int i = 0; i < 20; i++)
        pages[i] = 20 + 2 * i;
    pages[3] = 400;
    limit = point_odd_limit(pages, 20);
    assert_in_range(limit, 81, 390);
}

static void small_dossiers_are_never_odd(void **state)
{
    int64_t pages[12];

    (void)state;
    for (int i = 0; i < 12; i++)
        pages[i] = 2;
    assert_int_equal(20, point_odd_limit(pages, 12));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handful_of_dossiers_says_nothing),
        cmocka_unit_test(ten_times_the_usual_is_odd_and_twice_is_not),
        cmocka_unit_test(small_dossiers_are_never_odd),
    };

    return cmocka_run_group_tests_name("suspects", tests, NULL, NULL);
}
