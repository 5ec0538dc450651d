/* The table of columns: names, and places that may not be given twice. */
#include "core/columns.h"
#include "core/text/column_check.h"

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
    int search = 0, counts = 0, document = 0, open = 0, with[4] = { 0 };

    (void)state;
    while (column_at_search(search + 1) != D_COUNT)
        search++;
    while (column_at_counts(counts + 1) != D_COUNT)
        counts++;
    while (column_at_counts_document(document + 1) != D_COUNT)
        document++;
    while (column_at_open(open + 1) != D_COUNT)
        open++;
    for (int i = 0; i < D_COUNT; i++) {
        with[0] += columns[i].search > 0;
        with[1] += columns[i].counts > 0 && columns[i].counts != COLUMN_COUNTS_ALWAYS;
        with[2] += columns[i].counts_document > 0;
        with[3] += columns[i].open.place > 0;
    }
    assert_int_equal(search, with[0]);
    assert_int_equal(counts, with[1]);
    assert_int_equal(document, with[2]);
    assert_int_equal(open, with[3]);
}

/* What a cell of the register and a person's word are judged by. */
static void a_value_is_judged_by_the_check_of_its_column(void **state)
{
    static const struct {
        enum column_check check;
        const char *good[5], *bad[9];
    } all[] = {
        { CHECK_TEXT, { "x", "12" }, { NULL } },
        { CHECK_YEAR, { "1500", "2100" }, { "1499", "2101", "193", "01936", "19-6", "193x" } },
        { CHECK_COUNT, { "0", "1000000" }, { "1000001", "-1", "12,5", "0000000001", "x" } },
        { CHECK_METRES,
          { "0,35", "2", "12.125", "999999" },
          { "1,", ",5", "half", "1234567", "1;5", "1,5x" } },
        { CHECK_NUMBER, { "1", "99999" }, { "0", "100000", "12a", "" } },
        { CHECK_POSTCODE,
          { "2271 AB", "2271ab", "1000ZZ" },
          { "0271 AB", "227 AB", "22711 AB", "2271", "2271 A", "2271 ABC", "2271  AB",
            "2271 1B" } },
        { CHECK_DATE,
          { "2032-02-29", "2031", "2031-12", "2031-12-31" },
          { "2031-02-29", "2031-13", "31-12-2031", "2031-12-32", "203", "2031-1" } },
        { CHECK_YES_NO, { "ja", "nee" }, { "Ja", "j", "yes" } },
        { CHECK_APPRAISAL, { "B", "V", "N" }, { "b", "BV", "X" } },
        { CHECK_BAG, { "1916100000000002" }, { "191610000000000", "1916990000000002" } },
        { CHECK_LANGUAGES,
          { "nld", "nld+eng", "frk_nld" },
          { "nl", "nld+", "+nld", "NLD", "nld eng",
            "aaa+bbb+ccc+ddd+eee+fff+ggg+hhh+iii+jjj+kkk+lll+mmm+nnn+ooo+p" } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        for (size_t k = 0; k < 5 && all[i].good[k] != NULL; k++)
            if (column_check(all[i].check, all[i].good[k]) != NULL)
                fail_msg("%s is refused", all[i].good[k]);
        for (size_t k = 0; k < 9 && all[i].bad[k] != NULL; k++)
            if (column_check(all[i].check, all[i].bad[k]) == NULL)
                fail_msg("%s is taken", all[i].bad[k]);
    }
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
        cmocka_unit_test(a_value_is_judged_by_the_check_of_its_column),
        cmocka_unit_test(a_role_is_one_of_the_value_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
