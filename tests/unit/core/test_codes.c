/* The table of codes: found by name and group, and the exit status of a command from it. */
#include "core/codes.h"

#include <errno.h>
#include <stdio.h>

#include "tests/unit/test.h"

static void a_code_is_found_by_its_name_and_group(void **state)
{
    (void)state;
    assert_string_equal("the file has no bytes", code_find("FILE_EMPTY", CODES_FILE)->what);
    assert_null(code_find("NO_SUCH_CODE", CODES_FILE));
    assert_null(code_find("", CODES_PAGE));
}

static void a_code_of_another_group_is_better_than_none(void **state)
{
    (void)state;
    assert_int_equal(CODES_FILE, code_find("FILE_EMPTY", CODES_VERIFY)->group);
}

static void a_code_of_two_groups_means_what_it_says_in_each(void **state)
{
    (void)state;
    assert_int_equal(CODES_FILE, code_find("CHECKSUM_DIFFERS", CODES_FILE)->group);
    assert_int_equal(CODES_ANNOUNCED, code_find("CHECKSUM_DIFFERS", CODES_ANNOUNCED)->group);
}

static void the_last_row_is_followed_by_none(void **state)
{
    (void)state;
    size_t n = 0;

    while (code_at(n) != NULL)
        n++;
    assert_true(n > 260);
    assert_null(code_at(n + 1));
}

static int status(enum ba_rc rc, const char *code, int sys)
{
    struct ba_err err = { .rc = rc, .sys = sys };

    snprintf(err.code, sizeof(err.code), "%s", code);
    return code_exit_status(&err);
}

static void the_class_decides_the_status(void **state)
{
    (void)state;
    assert_int_equal(0, status(BA_OK, "", 0));
    assert_int_equal(65, status(BA_ITEM, "FILE_EMPTY", 0));
    assert_int_equal(70, status(BA_FATAL, "NO_MEMORY", 0));
    assert_int_equal(74, status(BA_FATAL, "NO_MEMORY", EIO));
    assert_int_equal(75, status(BA_RETRY, "DISK_FULL", 0));
}

static void a_row_with_a_status_of_its_own_goes_before_the_class(void **state)
{
    (void)state;
    assert_int_equal(64, status(BA_FATAL, "USAGE", 0));
    assert_int_equal(66, status(BA_ITEM, "BATCH_UNKNOWN", 0));
    assert_int_equal(78, status(BA_FATAL, "CONFIG", 0));
}

static void what_may_succeed_later_is_always_75(void **state)
{
    (void)state;
    assert_int_equal(75, status(BA_RETRY, "FILE_WRITE", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_found_by_its_name_and_group),
        cmocka_unit_test(a_code_of_another_group_is_better_than_none),
        cmocka_unit_test(a_code_of_two_groups_means_what_it_says_in_each),
        cmocka_unit_test(the_last_row_is_followed_by_none),
        cmocka_unit_test(the_class_decides_the_status),
        cmocka_unit_test(a_row_with_a_status_of_its_own_goes_before_the_class),
        cmocka_unit_test(what_may_succeed_later_is_always_75),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
