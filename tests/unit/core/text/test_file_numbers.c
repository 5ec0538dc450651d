/* What is missing between the numbers of files. */
#include <stdio.h>
#include <string.h>

#include "core/text/file_numbers.h"
#include "tests/unit/test.h"

static BA_RC note(void *ctx, const struct sequence_gap *gap, struct ba_err *err)
{
    char *text = ctx;

    (void)err;
    snprintf(text + strlen(text), 400 - strlen(text), "%s>%s:%d-%d;", gap->before, gap->after,
             (int)gap->first, (int)gap->last);
    return BA_OK;
}

/* NULL ends the list. */
static void assert_gaps(const char *want, const char *const *paths)
{
    char text[400] = "";
    struct ba_err err = BA_ERR_INIT;
    size_t n = 0;

    while (paths[n] != NULL)
        n++;
    assert_rc(BA_OK, sequence_gaps(paths, n, note, text, &err), &err);
    assert_string_equal(want, text);
}

#define FILES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void a_run_without_holes_has_no_gap(void **state)
{
    (void)state;
    assert_gaps("", FILES("p1.tif", "p2.tif", "p3.tif"));
    assert_gaps("", FILES("p09.tif", "p10.tif", "p8.tif"));
    assert_gaps("", FILES("cover.tif", "back.tif"));
    assert_gaps("", FILES("7.tif"));
    assert_gaps("", (const char *const[]){ NULL });
}

static void missing_numbers_are_named_with_their_neighbours(void **state)
{
    (void)state;
    assert_gaps("a/p2.tif>a/p4.tif:3-3;a/p4.tif>a/p10.tif:5-9;",
                FILES("a/p10.tif", "a/p4.tif", "a/p1.tif", "a/p2.tif"));
}

static void every_folder_and_kind_of_name_counts_by_itself(void **state)
{
    (void)state;
    assert_gaps("", FILES("a/1.tif", "a/2.tif", "b/5.tif", "b/6.tif", "x9.tif", "y1.tif"));
    assert_gaps("", FILES("0001_A.tif", "0001_B.tif", "0002_A.tif", "0002_B.tif"));
    assert_gaps("0001_B.tif>0003_B.tif:2-2;",
                FILES("0001_A.tif", "0001_B.tif", "0002_A.tif", "0003_A.tif", "0003_B.tif"));
}

static void a_date_or_a_side_is_not_taken_for_the_count(void **state)
{
    (void)state;
    assert_gaps("20261121_0001.tif>20261121_0003.tif:2-2;",
                FILES("20261121_0001.tif", "20261121_0003.tif"));
    assert_gaps("s_0001_2.tif>s_0003_2.tif:2-2;", FILES("s_0001_2.tif", "s_0003_2.tif"));
}

static void a_regular_step_is_no_gap_but_a_hole_in_it_is(void **state)
{
    (void)state;
    assert_gaps("", FILES("1.tif", "3.tif", "5.tif", "7.tif", "9.tif"));
    assert_gaps("7.tif>11.tif:9-10;",
                FILES("1.tif", "3.tif", "5.tif", "7.tif", "11.tif", "13.tif"));
}

static void extensions_do_not_make_another_count(void **state)
{
    (void)state;
    assert_gaps("", FILES("p1.tif", "p2.jpg", "p3.TIF", "p4.png"));
    assert_gaps("p2.jpg>p4.tif:3-3;", FILES("p1.tif", "p2.jpg", "p4.tif"));
    assert_gaps("", FILES("p1_a.tif", "p2_b.tif", "p7_ab.tif"));
}

static void the_same_number_twice_is_told(void **state)
{
    (void)state;
    assert_gaps("p01.tif>p1.tif:2-1;", FILES("p1.tif", "p01.tif", "p2.tif"));
}

static BA_RC stop(void *ctx, const struct sequence_gap *gap, struct ba_err *err)
{
    (void)gap;
    ++*(int *)ctx;
    return ba_fail(err, BA_RETRY, "TEST_STOP", "stop");
}

static void the_caller_can_stop(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    int calls = 0;

    (void)state;
    assert_rc(BA_RETRY, sequence_gaps(FILES("1", "3", "6"), 3, stop, &calls, &err), &err);
    assert_int_equal(1, calls);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_without_holes_has_no_gap),
        cmocka_unit_test(missing_numbers_are_named_with_their_neighbours),
        cmocka_unit_test(every_folder_and_kind_of_name_counts_by_itself),
        cmocka_unit_test(a_date_or_a_side_is_not_taken_for_the_count),
        cmocka_unit_test(a_regular_step_is_no_gap_but_a_hole_in_it_is),
        cmocka_unit_test(extensions_do_not_make_another_count),
        cmocka_unit_test(the_same_number_twice_is_told),
        cmocka_unit_test(the_caller_can_stop),
    };

    return cmocka_run_group_tests_name("ingest/sequence", tests, NULL, NULL);
}
