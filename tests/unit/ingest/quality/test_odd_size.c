/* Sheets that differ from those around them. */
#include "ingest/quality/odd_size.h"

#include "tests/unit/test.h"

/* A run of seven A4 sheets, the fourth of which has this size. */
static bool is_odd(double w_mm, double h_mm)
{
    struct sheet_size sheets[7];

    for (int i = 0; i < 7; i++)
        sheets[i] = (struct sheet_size){ 210 + i % 2, 297 - i % 2 };
    sheets[3] = (struct sheet_size){ w_mm, h_mm };
    return odd_size_is(sheets, 7, 3);
}

static void two_sheets_fed_as_one_and_a_torn_one_are_odd(void **state)
{
    (void)state;
    assert_true(is_odd(210, 380));
    assert_true(is_odd(211, 250));
}

static void usual_papers_and_other_formats_are_not_odd(void **state)
{
    (void)state;
    assert_false(is_odd(210, 297)); /* the same */
    assert_false(is_odd(297, 420)); /* a drawing */
    assert_false(is_odd(148, 210)); /* a note */
    assert_false(is_odd(210, 330)); /* folio */
    assert_false(is_odd(90, 130));  /* a photograph */
    assert_false(is_odd(0, 0));     /* unknown */
}

static void among_all_sorts_nothing_is_odd(void **state)
{
    struct sheet_size sheets[7] = { { 210, 297 }, { 297, 420 }, { 210, 297 }, { 210, 380 },
                                    { 210, 297 }, { 210, 297 }, { 210, 297 } };

    (void)state;
    assert_false(odd_size_is(sheets, 7, 3));
    assert_false(odd_size_is(sheets, 7, 0));
    assert_false(odd_size_is(sheets, 7, 6));
    assert_false(odd_size_is(sheets, 4, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_sheets_fed_as_one_and_a_torn_one_are_odd),
        cmocka_unit_test(usual_papers_and_other_formats_are_not_odd),
        cmocka_unit_test(among_all_sorts_nothing_is_odd),
    };

    return cmocka_run_group_tests_name("odd sizes", tests, NULL, NULL);
}
