/* When is a folder in the inbox complete? */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/batch_complete.h"
#include "tests/unit/ingest_fixture.h"

static void put(const char *dir, const char *name, const char *text)
{
    free(write_file(dir, name, text, strlen(text)));
}

static struct batch_listing list(const char *dir)
{
    struct ba_err err = BA_ERR_INIT;
    struct batch_listing l;

    assert_rc(BA_OK, batch_complete_list(dir, "klaar", &l, &err), &err);
    return l;
}

static bool differs(const struct batch_listing *before, const char *dir)
{
    struct batch_listing now = list(dir);

    return !batch_complete_equal(before, &now);
}

/* ---- the listing --------------------------------------------------------------------------------
 */

static void set_time(const char *dir, const char *name, long seconds)
{
    char *path = ba_path_join(dir, name);
    const struct timespec t[2] = { { .tv_sec = seconds }, { .tv_sec = seconds } };

    assert_int_equal(0, utimensat(AT_FDCWD, path, t, 0));
    free(path);
}

static void every_change_is_seen(void **state)
{
    const char *dir = *state;
    char *sub = ba_path_join(dir, "doos"), *a = ba_path_join(dir, "a.tif"),
         *b = ba_path_join(dir, "b.tif");
    struct batch_listing l;

    assert_int_equal(0, mkdir(sub, 0755));
    put(dir, "a.tif", "one");
    put(sub, "deep.tif", "one");
    l = list(dir);
    assert_int_equal(3, l.entries);
    assert_int_equal(2, l.files);
    assert_int_equal(6, l.bytes);
    assert_false(differs(&l, dir));

    put(dir, ".a.tif.part", "");
    assert_true(differs(&l, dir));
    l = list(dir);
    assert_int_equal(2, l.files);
    set_time(dir, "a.tif", 1000);
    assert_true(differs(&l, dir));
    l = list(dir);
    put(dir, "a.tif", "two");
    set_time(dir, "a.tif", 1001);
    assert_true(differs(&l, dir));
    l = list(dir);
    assert_int_equal(0, rename(a, b));
    assert_true(differs(&l, dir));
    l = list(dir);
    put(sub, "deep.tif", "longer");
    assert_true(differs(&l, dir));
    l = list(dir);
    assert_int_equal(0, symlink("b.tif", a));
    assert_true(differs(&l, dir));
    free(sub);
    free(a);
    free(b);
}

static void moving_the_folder_changes_nothing_in_it(void **state)
{
    char *from = ba_path_join(*state, "batch"), *to = ba_path_join(*state, "moved");
    struct batch_listing l;

    assert_int_equal(0, mkdir(from, 0755));
    put(from, "a.tif", "one");
    l = list(from);
    assert_int_equal(0, rename(from, to));
    assert_false(differs(&l, to));
    free(from);
    free(to);
}

static void the_marker_counts_in_the_folder_itself_only(void **state)
{
    const char *dir = *state;
    char *sub = ba_path_join(dir, "doos"), *marker = ba_path_join(dir, "KLAAR");

    assert_int_equal(0, mkdir(sub, 0755));
    put(sub, "klaar", "");
    assert_false(list(dir).marker);
    assert_int_equal(1, list(dir).files);
    assert_int_equal(0, mkdir(marker, 0755));
    assert_false(list(dir).marker);
    assert_int_equal(0, rmdir(marker));
    put(dir, "Klaar", "");
    assert_true(list(dir).marker);
    assert_int_equal(1, list(dir).files);
    assert_false(batch_complete_is_marker("", ""));
    assert_false(batch_complete_is_marker("klaar.tif", "klaar"));
    free(sub);
    free(marker);
}

static void a_link_is_not_followed(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct batch_listing l;
    char *dir = ba_path_join(*state, "real"), *link = ba_path_join(*state, "link");
    char *loop = ba_path_join(*state, "real/loop");

    assert_int_equal(0, mkdir(dir, 0755));
    assert_int_equal(0, symlink("real", link));
    assert_rc(BA_RETRY, batch_complete_list(link, "", &l, &err), &err);
    assert_int_equal(0, symlink("..", loop));
    assert_int_equal(1, list(dir).entries);
    free(dir);
    free(link);
    free(loop);
}

static void a_folder_that_is_gone_is_changing(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct batch_listing l;
    char *gone = ba_path_join(*state, "gone");

    assert_rc(BA_RETRY, batch_complete_list(gone, "", &l, &err), &err);
    assert_string_equal("FOLDER_CHANGING", err.code);
    free(gone);
}

static void folders_nested_without_end_are_refused(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct batch_listing l;
    char path[400];

    snprintf(path, sizeof(path), "%s", (const char *)*state);
    for (int i = 0; i < 20; i++) {
        strcat(path, "/d");
        assert_int_equal(0, mkdir(path, 0755));
    }
    assert_rc(BA_ITEM, batch_complete_list(*state, "", &l, &err), &err);
    assert_string_equal("BATCH_TOO_DEEP", err.code);
}

/* ---- the wait -----------------------------------------------------------------------------------
 */

static const struct batch_listing some = { .entries = 2, .files = 2, .bytes = 5 },
                                  more = { .entries = 3, .files = 3, .bytes = 5 }, nothing = { 0 },
                                  marked = { .entries = 3, .files = 2, .bytes = 5, .marker = true },
                                  only_marker = { .entries = 1, .marker = true };

static void quiet_for_long_enough_is_complete(void **state)
{
    struct batch_complete s = { 0 };

    (void)state;
    assert_false(batch_complete_step(&s, &some, 100, 60));
    assert_false(batch_complete_step(&s, &some, 159.9, 60));
    assert_true(batch_complete_step(&s, &some, 160, 60));
    assert_true(batch_complete_step(&s, &some, 161, 60));
}

static void every_change_begins_the_wait_anew(void **state)
{
    struct batch_complete s = { 0 };

    (void)state;
    assert_false(batch_complete_step(&s, &some, 100, 60));
    assert_false(batch_complete_step(&s, &more, 159, 60));
    assert_false(batch_complete_step(&s, &more, 218, 60));
    assert_false(
        batch_complete_step(&s, &some, 218.5, 60)); /* back to what it was is a change too */
    assert_false(batch_complete_step(&s, &some, 278, 60));
    assert_true(batch_complete_step(&s, &some, 278.5, 60));
    batch_complete_disturb(&s);
    assert_false(batch_complete_step(&s, &some, 1000, 60));
    assert_true(batch_complete_step(&s, &some, 1060, 60));
}

static void one_look_is_never_enough(void **state)
{
    struct batch_complete s = { 0 };

    (void)state;
    assert_false(batch_complete_step(&s, &some, 5, 0));
    assert_true(batch_complete_step(&s, &some, 5, 0));
}

static void an_empty_folder_waits_for_ever(void **state)
{
    struct batch_complete s = { 0 };

    (void)state;
    assert_false(batch_complete_step(&s, &nothing, 0, 1));
    assert_false(batch_complete_step(&s, &nothing, 1e6, 1));
}

static void a_marker_makes_the_wait_short(void **state)
{
    struct batch_complete s = { 0 }, alone = { 0 };

    (void)state;
    assert_false(batch_complete_step(&s, &some, 100, 60));
    assert_false(batch_complete_step(&s, &marked, 110, 60));
    assert_false(batch_complete_step(&s, &marked, 110.9, 60));
    assert_true(batch_complete_step(&s, &marked, 111, 60));
    assert_false(batch_complete_step(&alone, &only_marker, 0, 60));
    assert_true(batch_complete_step(&alone, &only_marker, 1, 60));
}

#define with_dir(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_dir(every_change_is_seen),
        with_dir(moving_the_folder_changes_nothing_in_it),
        with_dir(the_marker_counts_in_the_folder_itself_only),
        with_dir(a_link_is_not_followed),
        with_dir(a_folder_that_is_gone_is_changing),
        with_dir(folders_nested_without_end_are_refused),
        cmocka_unit_test(quiet_for_long_enough_is_complete),
        cmocka_unit_test(every_change_begins_the_wait_anew),
        cmocka_unit_test(one_look_is_never_enough),
        cmocka_unit_test(an_empty_folder_waits_for_ever),
        cmocka_unit_test(a_marker_makes_the_wait_short),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
