/* Runs as whoever faces the person calls them: what was found comes back in structs and calls. */
#include "tests/unit/desk_depot.h"

#include <sys/stat.h>

#include "pipeline/package/package_export.h"
#include "pipeline/run.h"

struct told {
    int measured, done;
    struct ba_err last;
};

static void on_measured(void *ctx, const struct run_batch *b)
{
    (void)b;
    ((struct told *)ctx)->measured++;
}

static void on_done(void *ctx, const struct run_batch *b)
{
    struct told *t = ctx;

    t->done++;
    t->last = b->err;
}

static void a_folder_that_is_not_there_is_told_and_the_stages_go_on(void **state)
{
    struct desk *d = *state;
    struct told told = { 0 };
    char a[] = "/nowhere/a", b[] = "/nowhere/b", *folders[] = { a, b };
    struct run_opts o = { .folders = folders,
                          .count = 2,
                          .stage = { .dry_run = true },
                          .calls = { on_measured, on_done, &told } };
    struct run_result r;

    assert_int_equal(BA_FATAL, run_batches(&d->depot, &o, &r, &d->err));
    assert_string_equal("BATCH_MISSING", d->err.code);
    assert_true(r.began);
    assert_true(r.whole);
    assert_int_equal(2, told.done);
    assert_string_equal("BATCH_MISSING", told.last.code);
}

static void wrong_words_begin_nothing(void **state)
{
    struct desk *d = *state;
    struct told told = { 0 };
    char a[] = "/nowhere/a", *folders[] = { a };
    struct run_opts o = { .folders = folders,
                          .count = 1,
                          .stage = { .dry_run = true, .duplex = "sideways" },
                          .calls = { on_measured, on_done, &told } };
    struct run_result r;

    assert_int_equal(BA_FATAL, run_batches(&d->depot, &o, &r, &d->err));
    assert_string_equal("USAGE", d->err.code);
    assert_false(r.began);
    assert_int_equal(BA_FATAL, run_intake(&d->depot, &o, &r, &d->err));
    assert_false(r.began);
    assert_int_equal(0, told.done);
}

static void a_dry_run_says_how_many_pages_wait(void **state)
{
    struct desk *d = *state;
    struct stage_opts o = { .dry_run = true };
    size_t waiting = 99;

    assert_rc(BA_OK, run_reading(&d->depot, &o, &waiting, &d->err), &d->err);
    assert_true(waiting < 99);
}

static void wishes_for_an_export_have_to_fit_together(void **state)
{
    struct desk *d = *state;
    char number[] = "1974/0231", *numbers[] = { number };
    const struct package_export_opts bad[] = {
        { 0 },
        { .all = true, .only_new = true },
        { .all = true, .numbers = numbers, .count = 1 },
        { .format = PACKAGE_ACCESS, .only_new = true },
        { .format = PACKAGE_ACCESS, .all = true, .force_reason = "toch" },
        { .all = true, .web = true },
        { .all = true, .force_reason = "" },
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(BA_FATAL, package_export(&d->depot, &bad[i], &d->err));
        assert_string_equal("USAGE", d->err.code);
    }
}

static void a_receiver_that_nobody_knows_is_no_crash(void **state)
{
    struct desk *d = *state;
    const struct package_export_opts o = { .all = true, .profile = "geen" };

    assert_int_not_equal(BA_OK, package_export(&d->depot, &o, &d->err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_is_told_and_the_stages_go_on,
                                        desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(wrong_words_begin_nothing, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(a_dry_run_says_how_many_pages_wait, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(wishes_for_an_export_have_to_fit_together, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(a_receiver_that_nobody_knows_is_no_crash, desk_setup,
                                        desk_teardown),
    };

    return cmocka_run_group_tests_name("run and export", tests, NULL, NULL);
}
