/* The table of columns: names, and places that may not be given twice. */
#include "core/columns.h"

#include <string.h>

#include "tests/unit/test.h"

static void a_column_is_found_by_its_name_and_its_other_name(void **state)
{
    (void)state;
    assert_int_equal(D_APPLICANT, column_find("Applicant"));
    assert_int_equal(D_CASE_NUMBER, column_find("zaaknummer"));
    assert_int_equal(D_COUNT, column_find("no_such_column"));
    assert_int_equal(D_COUNT, column_find(""));
}

static void no_name_stands_twice(void **state)
{
    (void)state;
    for (int i = 0; i < D_COUNT; i++) {
        assert_int_equal(i, column_find(columns[i].name));
        if (*columns[i].alias != '\0')
            assert_int_equal(i, column_find(columns[i].alias));
    }
}

/* A place given twice would hide the second column: places go from 1 without a gap. */
static void places_are_given_once_and_without_a_gap(void **state)
{
    int search = 0, counts = 0, document = 0, with[3] = { 0 };

    (void)state;
    while (column_at_search(search + 1) != D_COUNT)
        search++;
    while (column_at_counts(counts + 1) != D_COUNT)
        counts++;
    while (column_at_counts_document(document + 1) != D_COUNT)
        document++;
    for (int i = 0; i < D_COUNT; i++) {
        with[0] += columns[i].search > 0;
        with[1] += columns[i].counts > 0 && columns[i].counts != COLUMN_COUNTS_ALWAYS;
        with[2] += columns[i].counts_document > 0;
    }
    assert_int_equal(search, with[0]);
    assert_int_equal(counts, with[1]);
    assert_int_equal(document, with[2]);
}

static void what_is_exported_counts_as_a_change(void **state)
{
    (void)state;
    for (int i = 0; i < D_COUNT; i++)
        if (columns[i].mdto.kind != COLUMN_MDTO_NONE)
            assert_true(columns[i].counts > 0);
}

static void a_role_is_one_of_the_value_list(void **state)
{
    (void)state;
    assert_true(column_is_mdto_role("Indiener"));
    assert_false(column_is_mdto_role("Aannemer"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_is_found_by_its_name_and_its_other_name),
        cmocka_unit_test(no_name_stands_twice),
        cmocka_unit_test(places_are_given_once_and_without_a_gap),
        cmocka_unit_test(what_is_exported_counts_as_a_change),
        cmocka_unit_test(a_role_is_one_of_the_value_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
