/* Fields are set, taken back, and set by file: all lines or none. */
#include "tests/unit/desk_depot.h"

#include "desk/set.h"

static void a_field_is_set_and_taken_back(void **state)
{
    struct desk *d = *state;
    struct set_result r;
    struct set_what what = { .subject = "1974/0231", .field = "title", .value = "Schuur" };

    assert_rc(BA_OK, set_field(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assert_int_equal(1, r.count);
    assert_true(r.at[0].changed);
    assert_string_equal("Bouwen", r.at[0].before);
    assert_string_equal("Schuur", r.at[0].now);
    assert_string_equal(d->depot.config.archive_id, r.at[0].archive);
    set_result_free(&r);
    assert_string_equal("Jan|set title|proef", desk_recorded(d));
    assert_rc(BA_OK, set_field(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assert_false(r.at[0].changed);
    set_result_free(&r);
    what.value = NULL;
    assert_rc(BA_OK, set_field(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assert_string_equal("Schuur", r.at[0].before);
    assert_string_equal("Bouwen", r.at[0].now);
    set_result_free(&r);
    assert_int_equal(BA_ITEM, set_field(&d->depot, &d->by, &what, &r, &d->err));
    assert_string_equal("FIELD_NOT_SET", d->err.code);
    set_result_free(&r);
}

static void an_access_that_is_on_no_list_is_refused(void **state)
{
    struct desk *d = *state;
    struct set_result r;
    const struct set_what what = { .subject = "1974/0231", .field = "ACCESS", .value = "dicht" };

    assert_int_equal(BA_ITEM, set_field(&d->depot, &d->by, &what, &r, &d->err));
    assert_string_equal("FIELD_BAD_VALUE", d->err.code);
    set_result_free(&r);
    assert_string_equal("", desk_recorded(d));
}

static void one_wrong_line_and_nothing_of_the_file_stays(void **state)
{
    struct desk *d = *state;
    struct set_result r;
    const char *path = desk_file(d, "set.csv",
                                 "dossier;field;value;reason\n1974/0231;title;Schuur;\n"
                                 "9999/1;title;Niets;\n1931/0047;nofield;x;\n");

    assert_int_equal(BA_ITEM, set_file(&d->depot, &d->by, path, NULL, false, &r, &d->err));
    assert_string_equal("SET_LINES_REFUSED", d->err.code);
    set_result_free(&r);
    assert_int_equal(2, d->messages.count);
    assert_int_equal(BA_REFUSED, d->messages.at[0].class);
    assert_string_equal("DOSSIER_UNKNOWN", d->messages.at[0].code);
    assert_int_equal(3, d->messages.at[0].line);
    assert_string_equal("FIELD_UNKNOWN", d->messages.at[1].code);
    assert_int_equal(4, d->messages.at[1].line);
    assert_string_equal("", desk_recorded(d));
}

static void a_file_sets_each_line_with_its_own_reason_or_that_of_all(void **state)
{
    struct desk *d = *state;
    struct set_result r;
    const char *path;

    path = desk_file(d, "set.csv",
                     "reason;value;field;dossier\neigen;Schuur;title;1974/0231\n"
                     ";Woning;title;1931/0047\n");
    assert_rc(BA_OK, set_file(&d->depot, &d->by, path, NULL, false, &r, &d->err), &d->err);
    assert_int_equal(2, r.count);
    set_result_free(&r);
    assert_string_equal("Jan|set title|proef", desk_recorded(d));
    assert_rc(BA_OK, set_file(&d->depot, &d->by, path, NULL, true, &r, &d->err), &d->err);
    assert_string_equal("Bouwen", r.at[1].now);
    set_result_free(&r);
    path = desk_file(d, "head.csv", "dossier;veld\n1;2\n");
    assert_int_equal(BA_ITEM, set_file(&d->depot, &d->by, path, NULL, false, &r, &d->err));
    assert_string_equal("SET_NO_HEADER", d->err.code);
    set_result_free(&r);
    path = desk_file(d, "none.csv", "dossier;field;value\n");
    assert_int_equal(BA_ITEM, set_file(&d->depot, &d->by, path, NULL, false, &r, &d->err));
    assert_string_equal("SET_NOTHING", d->err.code);
    set_result_free(&r);
    assert_int_equal(BA_FATAL,
                     set_file(&d->depot, &d->by, "/nonexistent", NULL, false, &r, &d->err));
    assert_string_equal("INPUT_MISSING", d->err.code);
    set_result_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(a_field_is_set_and_taken_back),
        desk_test(an_access_that_is_on_no_list_is_refused),
        desk_test(one_wrong_line_and_nothing_of_the_file_stays),
        desk_test(a_file_sets_each_line_with_its_own_reason_or_that_of_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
