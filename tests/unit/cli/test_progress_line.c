/* What an operator sees while a run goes on. */
#include <string.h>

#include "cli/progress_line.h"
#include "tests/unit/test.h"

static void a_line_says_how_far_how_fast_and_how_long(void **state)
{
    struct progress p = { .what = "doos 7", .unit = "pages", .total = 1000, .done = 100 };
    char line[100];

    (void)state;
    progress_line_text(&p, 50, false, line, sizeof(line));
    assert_string_equal("doos 7: 100 of 1000 pages, 7200 an hour, 8 min to go", line);
    p.failed = 2;
    progress_line_text(&p, 3600, false, line, sizeof(line));
    assert_string_equal(
        "doos 7: 100 of 1000 pages, 2 refused or failed, 100 an hour, 9 h 00 min to go", line);
    progress_line_text(&p, 10, true, line, sizeof(line));
    assert_string_equal("doos 7: 100 of 1000 pages, 2 refused or failed, 36000 an hour, 10.0 s",
                        line);
}

static void in_its_first_second_a_run_has_no_speed(void **state)
{
    struct progress p = { .what = "b", .unit = "files", .total = 10, .done = 3 };
    char line[100];

    (void)state;
    progress_line_text(&p, 0.5, false, line, sizeof(line));
    assert_string_equal("b: 3 of 10 files", line);
}

static void a_long_name_is_cut_and_the_figures_stay(void **state)
{
    struct progress p = {
        .what = "a very long name of a batch indeed", .unit = "files", .total = 10, .done = 3
    };
    char line[30];

    (void)state;
    progress_line_text(&p, 0.5, false, line, sizeof(line));
    assert_true(strlen(line) < sizeof(line));
    assert_non_null(strstr(line, "...: 3 of 10 files"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_says_how_far_how_fast_and_how_long),
        cmocka_unit_test(in_its_first_second_a_run_has_no_speed),
        cmocka_unit_test(a_long_name_is_cut_and_the_figures_stay),
    };

    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
