/* Where a person may let the program write, and what it may watch. */
#include "tests/unit/desk_depot.h"

#include <sys/stat.h>
#include <unistd.h>

#include "depot/named_place.h"

static const char *at(struct desk *d, const char *name)
{
    snprintf(d->path, sizeof d->path, "%s/%s", d->dir, name);
    return d->path;
}

static bool free_for(struct desk *d, enum named_place_use use, const char *path)
{
    enum ba_rc rc = named_place_check(&d->depot, use, "--out", path, &d->err);

    if (rc != BA_OK)
        assert_string_equal("PLACE_NOT_FREE", d->err.code);
    return rc == BA_OK;
}

static void what_lies_among_the_depots_files_is_not_free(void **state)
{
    static const char *const refused[] = { "depot",
                                           "depot/masters",
                                           "depot/masters/x",
                                           "depot/derived/y/z",
                                           "depot/rejected",
                                           "depot/work/q",
                                           "depot/new",
                                           "depot/packages/../masters/new",
                                           "depot/nowhere/../masters",
                                           "depot/packagesX" };
    struct desk *d = *state;

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        for (enum named_place_use use = PLACE_FOLDER; use <= PLACE_INBOX; use++)
            if (free_for(d, use, at(d, refused[i])))
                fail_msg("%s is free for use %d", refused[i], (int)use);
}

static void its_packages_and_reports_are_for_writing_alone(void **state)
{
    static const char *const own[] = { "depot/packages", "depot/packages/2026/may",
                                       "depot/reports/r.html" };
    struct desk *d = *state;

    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        assert_true(free_for(d, PLACE_FOLDER, at(d, own[i])));
        assert_true(free_for(d, PLACE_FILE, at(d, own[i])));
        assert_false(free_for(d, PLACE_INBOX, at(d, own[i])));
    }
}

static void a_folder_that_holds_the_depot_is_not_free_but_a_file_beside_it_is(void **state)
{
    struct desk *d = *state;

    assert_false(free_for(d, PLACE_FOLDER, d->dir));
    assert_false(free_for(d, PLACE_INBOX, d->dir));
    assert_false(free_for(d, PLACE_FOLDER, "/"));
    assert_true(free_for(d, PLACE_FILE, at(d, "report.html")));
    assert_true(free_for(d, PLACE_FOLDER, at(d, "depot-out")));
    assert_true(free_for(d, PLACE_FOLDER, at(d, "a/b/c")));
}

static void links_are_followed(void **state)
{
    struct desk *d = *state;
    char to[128];

    snprintf(to, sizeof to, "%s/depot/masters", d->dir);
    assert_int_equal(0, symlink(to, at(d, "link")));
    assert_false(free_for(d, PLACE_FOLDER, at(d, "link")));
    assert_false(free_for(d, PLACE_FOLDER, at(d, "link/new/deep")));
}

static void another_depot_is_not_free_either_nor_are_its_packages(void **state)
{
    struct desk *d = *state;

    assert_int_equal(0, mkdir(at(d, "other"), 0755));
    desk_file(d, "other/bouwarchief.conf", "");
    desk_file(d, "other/index.db", "");
    assert_false(free_for(d, PLACE_FOLDER, at(d, "other")));
    assert_false(free_for(d, PLACE_FOLDER, at(d, "other/packages")));
    assert_false(free_for(d, PLACE_FILE, at(d, "other/r.html")));
}

static void a_watched_inbox_is_not_free_while_it_is_watched(void **state)
{
    struct desk *d = *state;
    struct ba_lock lock = BA_LOCK_INIT;
    char inbox[128];

    snprintf(inbox, sizeof inbox, "%s/in/scans", d->dir);
    assert_rc(BA_OK, ba_mkdirs(inbox, &d->err), &d->err);
    assert_rc(BA_OK, ba_mkdirs(at(d, "depot/work"), &d->err), &d->err);
    assert_rc(BA_OK, ba_lock_take(&lock, at(d, "depot/work/watch-1.lock"), &d->err), &d->err);
    assert_rc(BA_OK, named_place_watched(&lock, inbox, &d->err), &d->err);
    assert_false(free_for(d, PLACE_FOLDER, inbox));
    assert_false(free_for(d, PLACE_FOLDER, at(d, "in/scans/out")));
    assert_false(free_for(d, PLACE_FILE, at(d, "in/scans/r.html")));
    assert_false(free_for(d, PLACE_FOLDER, at(d, "in")));
    assert_true(free_for(d, PLACE_FILE, at(d, "in/r.html")));
    assert_true(free_for(d, PLACE_INBOX, inbox)); /* its lock tells whether that may be */
    ba_lock_release(&lock);
    assert_true(free_for(d, PLACE_FOLDER, inbox));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(what_lies_among_the_depots_files_is_not_free),
        desk_test(its_packages_and_reports_are_for_writing_alone),
        desk_test(a_folder_that_holds_the_depot_is_not_free_but_a_file_beside_it_is),
        desk_test(links_are_followed),
        desk_test(another_depot_is_not_free_either_nor_are_its_packages),
        desk_test(a_watched_inbox_is_not_free_while_it_is_watched),
    };

    return cmocka_run_group_tests_name("depot named_place", tests, NULL, NULL);
}
