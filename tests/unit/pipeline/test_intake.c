/* What an intake refuses before its first file is read. */
#include "tests/unit/desk_depot.h"

#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/batch_check.h"
#include "pipeline/stage.h"

static const char *folder_of(struct desk *d, const char *name)
{
    snprintf(d->path, sizeof d->path, "%s/%s", d->dir, name);
    return d->path;
}

static void a_depot_is_no_batch(void **state)
{
    static const char *const refused[] = {
        "", "depot", "depot/masters", "depot/derived", "depot/packages", "depot/work"
    };
    static const char *const taken[] = { "depot/inbox", "batch" };
    struct desk *d = *state;

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        mkdir(folder_of(d, refused[i]), 0755);
        assert_rc(BA_FATAL, batch_check_start(&d->depot, folder_of(d, refused[i]), &d->err),
                  &d->err);
        assert_string_equal("BATCH_BAD_PLACE", d->err.code);
    }
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        assert_int_equal(0, mkdir(folder_of(d, taken[i]), 0755));
        assert_rc(BA_OK, batch_check_start(&d->depot, folder_of(d, taken[i]), &d->err), &d->err);
    }
}

/* "p1.tif" of ten bytes was taken in with b1. */
static void a_file_with_other_content_under_a_known_name_is_refused(void **state)
{
    struct desk *d = *state;
    const struct stage_opts o = { .dry_run = true };
    struct stage_forecast would = { 0 };

    assert_int_equal(0, mkdir(folder_of(d, "b1"), 0755));
    desk_file(d, "b1/p1.tif", "other");
    assert_rc(BA_ITEM, stage_ingest(&d->depot, folder_of(d, "b1"), &o, &would, &d->err), &d->err);
    assert_string_equal("BATCH_DIFFERS", d->err.code);
    assert_non_null(strstr(d->err.msg, "p1.tif has other content now"));
}

static void a_new_file_in_a_complete_batch_needs_a_word(void **state)
{
    struct desk *d = *state;
    struct stage_opts o = { .dry_run = true };
    struct stage_forecast would = { 0 };

    assert_int_equal(0, mkdir(folder_of(d, "b1"), 0755));
    desk_file(d, "b1/p7.tif", "seven");
    assert_rc(BA_ITEM, stage_ingest(&d->depot, folder_of(d, "b1"), &o, &would, &d->err), &d->err);
    assert_string_equal("BATCH_DIFFERS", d->err.code);
    assert_non_null(strstr(d->err.msg, "has a new file now: p7.tif"));
    o.add = true;
    assert_rc(BA_OK, stage_ingest(&d->depot, folder_of(d, "b1"), &o, &would, &d->err), &d->err);
    assert_int_equal(1, would.would_take);
}

#define T(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_depot_is_no_batch),
        T(a_file_with_other_content_under_a_known_name_is_refused),
        T(a_new_file_in_a_complete_batch_needs_a_word),
    };

    return cmocka_run_group_tests_name("pipeline intake", tests, NULL, NULL);
}
