/* Of which lines of the register separator sheets are printed. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "pipeline/separator_choice.h"

static bool has(const struct separator_choice *c, const char *number, const char *box)
{
    const struct dossier_row row = { .number = number, .box = box, .pages = 3 };

    return separator_choice_has(c, &row);
}

static void numbers_lie_between_others_as_people_count(void **state)
{
    const struct separator_choice both = { .from = "1974/9", .to = "1974/90" },
                                  from = { .from = "1974/9" }, to = { .to = "1974/90" },
                                  any = { 0 };

    (void)state;
    assert_true(has(&both, "1974/0009", ""));
    assert_true(has(&both, "1974/10", ""));
    assert_true(has(&both, "1974/90", ""));
    assert_false(has(&both, "1974/8", ""));
    assert_false(has(&both, "1974/100", ""));
    assert_true(has(&from, "2001/1", ""));
    assert_false(has(&from, "1931/47", ""));
    assert_true(has(&to, "1931/47", ""));
    assert_false(has(&to, "2001/1", ""));
    assert_true(has(&any, "x", ""));
}

static void boxes_and_pages_narrow_it_down(void **state)
{
    const char *boxes[] = { "44", "D-7" };
    const struct separator_choice c = { .boxes = boxes, .box_count = 2 },
                                  missing = { .only_missing = true };

    (void)state;
    assert_true(has(&c, "1974/1", "44"));
    assert_true(has(&c, "1974/1", "D-7"));
    assert_false(has(&c, "1974/1", "4"));
    assert_false(has(&c, "1974/1", ""));
    assert_false(has(&missing, "1974/1", ""));
}

static void a_list_is_read_as_excel_and_people_write_it(void **state)
{
    char path[] = "/tmp/test-choice-XXXXXX";
    static const char text[] = "\xEF\xBB\xBF"
                               "Dossier;titel\r\n\"1974/0231\";Schuur\r\n\r\n  1931/0047 \n;leeg\n"
                               "1962/8,x\n2001/1";
    const char *named[] = { "1900/1" };
    struct separator_choice c = { .dossiers = named, .dossier_count = 1, .list = path };
    struct separator_numbers n;
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    close(mkstemp(path));
    assert_rc(BA_OK, ba_file_replace(path, text, sizeof text - 1, 0600, &err), &err);
    assert_rc(BA_OK, separator_choice_numbers(&c, &n, &err), &err);
    assert_int_equal(5, n.count);
    assert_string_equal("1900/1", n.at[0]);
    assert_string_equal("1974/0231", n.at[1]);
    assert_string_equal("1931/0047", n.at[2]);
    assert_string_equal("1962/8", n.at[3]);
    assert_string_equal("2001/1", n.at[4]);
    separator_numbers_free(&n);
    assert_rc(BA_OK, ba_file_replace(path, "dossier\n", 8, 0600, &err), &err);
    assert_int_equal(BA_FATAL, separator_choice_numbers(&c, &n, &err));
    assert_string_equal("USAGE", err.code);
    separator_numbers_free(&n);
    unlink(path);
    c = (struct separator_choice){ .from = "1974/10", .to = "1974/9" };
    assert_int_equal(BA_FATAL, separator_choice_numbers(&c, &n, &err));
    separator_numbers_free(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_lie_between_others_as_people_count),
        cmocka_unit_test(boxes_and_pages_narrow_it_down),
        cmocka_unit_test(a_list_is_read_as_excel_and_people_write_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
