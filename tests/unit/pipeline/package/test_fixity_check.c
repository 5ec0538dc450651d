/* Are the masters what arrived? */
#include "tests/unit/desk_depot.h"

#include "pipeline/package/fixity_check.h"

struct told {
    char codes[1024]; /* "CODE " of each difference */
};

static void note(void *ctx, const char *code, const char *path, const char *message)
{
    struct told *t = ctx;
    size_t n = strlen(t->codes);

    (void)path;
    (void)message;
    snprintf(t->codes + n, sizeof t->codes - n, "%s ", code);
}

static size_t times(const struct told *t, const char *code)
{
    size_t n = 0;

    for (const char *at = t->codes; (at = strstr(at, code)) != NULL; at++)
        n++;
    return n;
}

/* The six masters of the fixture are named by no digest, and none of them is there. */
static void each_master_is_looked_at_once(void **state)
{
    struct desk *d = *state;
    struct depot_counts counts = { 0 };
    struct told t = { "" };
    char *path = depot_master_path(&d->depot, "p2.tif", "tif");

    assert_rc(BA_OK, ba_mkdirs_for(path, &d->err), &d->err);
    assert_rc(BA_OK, ba_file_replace(path, "changed", 7, 0644, &d->err), &d->err);
    free(path);
    assert_rc(BA_ITEM, verify_depot(&d->depot, NULL, note, &t, &counts, &d->err), &d->err);
    assert_string_equal("VERIFY_DIFFERS", d->err.code);
    assert_int_equal(6, counts.masters);
    assert_int_equal(7, counts.bytes);
    assert_int_equal(5, times(&t, "DEPOT_MASTER_MISSING"));
    assert_int_equal(1, times(&t, "DEPOT_MASTER_CHANGED"));
    assert_int_equal(1, times(&t, "DEPOT_UNLISTED")); /* that is no name of a master */
    assert_int_equal(counts.differences, 6 + times(&t, "DEPOT_DERIVED_MISSING") + 1);
}

static void masters_from_a_day_on(void **state)
{
    struct desk *d = *state;
    struct depot_counts counts = { 0 };
    struct told t = { "" };

    assert_rc(BA_ITEM, verify_depot(&d->depot, "2000-01-01", note, &t, &counts, &d->err), &d->err);
    assert_int_equal(6, counts.masters);
    counts = (struct depot_counts){ 0 };
    assert_rc(BA_ITEM, verify_depot(&d->depot, "9999-01-01", note, &t, &counts, &d->err), &d->err);
    assert_string_equal("VERIFY_NOTHING", d->err.code);
    assert_int_equal(0, counts.masters);
}

#define T(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(each_master_is_looked_at_once),
        T(masters_from_a_day_on),
    };

    return cmocka_run_group_tests_name("pipeline fixity", tests, NULL, NULL);
}
