/* Files among the masters that belong to nothing are set aside, and only those. */
#include "tests/unit/desk_depot.h"

#include <unistd.h>

#include "desk/clean.h"

#define HASH "0123456789012345678901234567890123456789012345678901234567890123"

static BA_RC note(void *ctx, const char *file, const char *kept, struct ba_err *err)
{
    (void)err;
    snprintf(ctx, 1024, "%s>%s", file, kept);
    return BA_OK;
}

static void put(struct desk *d, const char *name)
{
    char *path = depot_path(&d->depot, name);

    assert_non_null(path);
    assert_rc(BA_OK, ba_mkdirs_for(path, &d->err), &d->err);
    assert_rc(BA_OK, ba_file_replace(path, "x", 1, 0444, &d->err), &d->err);
    free(path);
}

static bool is_there(struct desk *d, const char *name)
{
    char *path = depot_path(&d->depot, name);
    bool there = access(path, F_OK) == 0;

    free(path);
    return there;
}

static void what_no_row_knows_is_set_aside_and_recorded(void **state)
{
    struct desk *d = *state;
    struct page_new page = { .width_px = 1, .height_px = 1, .bits_per_sample = 1, .samples = 1 };
    struct file_row row = { .batch = d->batch,
                            .path = "x.tif",
                            .position = 9,
                            .size = 1,
                            .sha256 = HASH,
                            .taken = true,
                            .frames = 1 };
    uint64_t files = 0;

    assert_rc(BA_OK, file_add_taken(d->depot.store, &row, "tif", "fmt/353", &page, 1, &d->err),
              &d->err);
    put(d, "masters/01/23/" HASH ".tif");
    put(d, "masters/fe/dc/fedc.tif");
    put(d, "masters/.tmp-abcdef");
    d->by.dry_run = true;
    assert_rc(BA_OK, clean_masters(&d->depot, &d->by, note, d->answer, &files, &d->err), &d->err);
    assert_int_equal(2, files);
    assert_true(is_there(d, "masters/fe/dc/fedc.tif"));
    d->by.dry_run = false;
    assert_rc(BA_OK, clean_masters(&d->depot, &d->by, note, d->answer, &files, &d->err), &d->err);
    assert_int_equal(1, files);
    assert_string_equal("masters/fe/dc/fedc.tif>rejected/.masters/fedc.tif", d->answer);
    assert_false(is_there(d, "masters/fe/dc/fedc.tif"));
    assert_false(is_there(d, "masters/.tmp-abcdef"));
    assert_true(is_there(d, "rejected/.masters/fedc.tif"));
    assert_true(is_there(d, "masters/01/23/" HASH ".tif"));
    assert_string_equal("Jan|clean|proef", desk_recorded(d));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(what_no_row_knows_is_set_aside_and_recorded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
