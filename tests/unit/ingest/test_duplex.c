/* Stacks that were scanned in two passes. */
#include <stdlib.h>
#include <string.h>

#include "ingest/duplex.h"
#include "tests/unit/test.h"

static void make(struct batch_files *w, const char *const *paths)
{
    *w = (struct batch_files){ .files = calloc(16, sizeof(struct batch_file)) };
    assert_non_null(w->files);
    for (; paths[w->count] != NULL; w->count++)
        w->files[w->count] =
            (struct batch_file){ .path = strdup(paths[w->count]), .regular = true };
}

/* The order as one text; the names of folders left out. */
static void assert_order(const struct batch_files *w, const char *want)
{
    char got[200] = "";

    for (size_t i = 0; i < w->count; i++) {
        const char *slash = strrchr(w->files[i].path, '/');

        strncat(got, slash != NULL ? slash + 1 : w->files[i].path, 20);
        strncat(got, " ", 2);
    }
    assert_string_equal(want, got);
}

static void backs_come_behind_their_fronts(void **state)
{
    const char *const paths[] = { "recto/f1", "recto/f2", "recto/f3", "verso/b1",
                                  "verso/b2", "verso/b3", NULL };
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    (void)state;
    make(&w, paths);
    assert_rc(BA_OK, duplex_order(&w, DUPLEX_TWO_PASS, "b", &err), &err);
    assert_order(&w, "f1 b1 f2 b2 f3 b3 ");
    walk_free(&w);
}

static void a_stack_that_was_turned_over_begins_with_its_last_back(void **state)
{
    const char *const paths[] = { "1", "2", "3", "4", "5", "6", NULL };
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    (void)state;
    make(&w, paths);
    assert_rc(BA_OK, duplex_order(&w, DUPLEX_TWO_PASS_REVERSED, "b", &err), &err);
    assert_order(&w, "1 6 2 5 3 4 ");
    walk_free(&w);
}

static void dutch_folders_do_in_any_case_and_order(void **state)
{
    const char *const paths[] = { "Achter/b1", "Achter/b2", "Voor/f1", "Voor/f2", NULL };
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    (void)state;
    make(&w, paths);
    assert_rc(BA_OK, duplex_order(&w, DUPLEX_TWO_PASS, "b", &err), &err);
    assert_order(&w, "f1 b1 f2 b2 ");
    walk_free(&w);
}

static void without_being_told_nothing_moves(void **state)
{
    const char *const paths[] = { "recto/f1", "verso/b1", "verso/b2", NULL };
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    (void)state;
    make(&w, paths);
    assert_rc(BA_OK, duplex_order(&w, DUPLEX_OFF, "b", &err), &err);
    assert_order(&w, "f1 b1 b2 ");
    walk_free(&w);
}

static void assert_refused(const char *const *paths, const char *why)
{
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    make(&w, paths);
    assert_int_equal(BA_ITEM, duplex_order(&w, DUPLEX_TWO_PASS, "b", &err));
    assert_string_equal("BATCH_SIDES", err.code);
    assert_non_null(strstr(err.msg, why));
    walk_free(&w);
}

static void another_number_of_backs_is_refused_with_the_numbers(void **state)
{
    const char *const paths[] = { "recto/f1", "recto/f2", "verso/b1", NULL };
    const char *const flat[] = { "1", "2", "3", NULL };

    (void)state;
    assert_refused(paths, "2 fronts and 1 backs");
    assert_refused(flat, "2 fronts and 1 backs");
}

static void a_file_beside_the_folders_is_refused(void **state)
{
    const char *const paths[] = { "recto/f1", "verso/b1", "x", NULL };

    (void)state;
    assert_refused(paths, "1 files lie beside");
}

static void several_images_in_a_file_are_no_side_of_a_sheet(void **state)
{
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, duplex_one_side(DUPLEX_OFF, "f.tif", 12, &err), &err);
    assert_rc(BA_OK, duplex_one_side(DUPLEX_TWO_PASS, "f.tif", 1, &err), &err);
    assert_int_equal(BA_ITEM, duplex_one_side(DUPLEX_TWO_PASS, "f.tif", 12, &err));
    assert_non_null(strstr(err.msg, "12 images"));
}

static void only_the_three_words_are_known(void **state)
{
    enum duplex how;

    (void)state;
    assert_true(duplex_parse("two-pass-reversed", &how));
    assert_int_equal(DUPLEX_TWO_PASS_REVERSED, how);
    assert_false(duplex_parse("Two-pass", &how));
    assert_false(duplex_parse("", &how));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(backs_come_behind_their_fronts),
        cmocka_unit_test(a_stack_that_was_turned_over_begins_with_its_last_back),
        cmocka_unit_test(dutch_folders_do_in_any_case_and_order),
        cmocka_unit_test(without_being_told_nothing_moves),
        cmocka_unit_test(another_number_of_backs_is_refused_with_the_numbers),
        cmocka_unit_test(a_file_beside_the_folders_is_refused),
        cmocka_unit_test(several_images_in_a_file_are_no_side_of_a_sheet),
        cmocka_unit_test(only_the_three_words_are_known),
    };

    return cmocka_run_group_tests_name("two passes", tests, NULL, NULL);
}
