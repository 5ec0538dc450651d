/* The code of an archiefvormer against the register of municipalities. */
#include "export/sip/record_creator.h"
#include "tests/unit/verify_fixture.h"

#define TOOI "TOOI register Gemeenten compleet"

static void says(const char *name, const char *code, int from, int to, const char *const *words)
{
    char *advice = record_creator_advice(&sample_lists, name, code, TOOI, from, to);
    assert_non_null(advice);
    if (words == NULL && *advice != '\0')
        fail_msg("%s %s: %s", name, code, advice);
    for (; words != NULL && *words != NULL; words++)
        if (strstr(advice, *words) == NULL)
            fail_msg("%s %s: \"%s\" lacks %s", name, code, advice, *words);
    free(advice);
}
#define SAYS(name, code, from, to, ...)                                                            \
    says(name, code, from, to, (const char *const[]){ __VA_ARGS__, NULL })
#define SILENT(name, code, from, to) says(name, code, from, to, NULL)

static void a_right_code_needs_no_word(void **state)
{
    (void)state;
    SILENT("Gemeente Tiel", "gm0281", 1900, 2010);
    SILENT("gemeente tiel", "gm0281", 0, 0);
    SILENT("Gemeente Den Haag", "gm0518", 1900, 1990);
    SILENT("Gemeente 's-Gravenhage", "gm0518", 1900, 1990);
    SILENT("Gemeente Bergen", "gm0373", 1900, 1990); /* "Bergen (NH)" in the register */
    SILENT("Gemeente Bergen", "gm0893", 1900, 1990); /* "Bergen (L)" */
}

static void another_one_s_code_is_told_with_the_right_one(void **state)
{
    (void)state;
    SAYS("Gemeente Tiel", "gm0218", 1900, 1990, "is that of Didam", "the code of Tiel is gm0281");
    SAYS("Gemeente Bergen op Zoom", "gm0373", 1900, 1990, "Bergen (NH)", "gm0748");
}

static void what_is_no_code_or_not_in_the_register_is_told(void **state)
{
    (void)state;
    SAYS("Gemeente Tiel", "0281", 1900, 1990, "gm and four digits", "gm0281");
    SAYS("Gemeente Tiel", "GM0281", 1900, 1990, "gm and four digits", "gm0281");
    SAYS("Gemeente Tiel", "gm9999", 1900, 1990, "not in the register", "gm0281");
    /* Swapped digits, and a name that is in no register. */
    SAYS("De stad", "gm0128", 1900, 1990, "not in the register", "near it are");
}

static void one_that_is_no_more_is_right_for_what_it_formed(void **state)
{
    (void)state;
    SILENT("Gemeente Appingedam", "gm0003", 1900, 2020);
    SILENT("Gemeente Appingedam", "gm0003", 0, 0);
    SAYS("Gemeente Appingedam", "gm0003", 1900, 2022, "2020-12-31", "gm1979 (Eemsdelta)");
    SILENT("Gemeente Eemsdelta", "gm1979", 2019, 2022);
    SAYS("Gemeente Eemsdelta", "gm1979", 1931, 1988, "2021-01-01", "gm0003 (Appingedam)",
         "gm0024 (Loppersum)");
}

static void other_registers_are_not_judged(void **state)
{
    char *advice;
    (void)state;
    advice = record_creator_advice(&sample_lists, "Waterschap", "ws0650",
                                   "TOOI register Waterschappen compleet", 1900, 1990);
    assert_string_equal(advice, "");
    free(advice);
    advice = record_creator_advice(&sample_lists, "Gemeente Tiel", "14", "Eigen lijst", 1900, 1990);
    assert_string_equal(advice, "");
    free(advice);
}

static void verify_notes_it_once_and_finds_no_fault(void **state)
{
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    fresh();
    assert_rc(BA_OK, verify(in_dir("m/" ROOT), &c, &err), &err);
    assert_string_equal(said, "");
    edit(at(ROOT "/" ROOT ".mdto.xml"), "gm0281", "gm0218");
    assert_rc(BA_OK, verify(in_dir("m/" ROOT), &c, &err), &err);
    assert_string_equal(said, "VERIFY_NOTE ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_right_code_needs_no_word),
        cmocka_unit_test(another_one_s_code_is_told_with_the_right_one),
        cmocka_unit_test(what_is_no_code_or_not_in_the_register_is_told),
        cmocka_unit_test(one_that_is_no_more_is_right_for_what_it_formed),
        cmocka_unit_test(other_registers_are_not_judged),
        cmocka_unit_test(verify_notes_it_once_and_finds_no_fault),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, verify_begin, sample_end);
}
