/* What lies under rejected/: nothing of another batch is touched, and nothing stays that came in.
 */
#include "tests/unit/desk_depot.h"

#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/rejected_copy.h"

static bool there(struct desk *d, const char *name)
{
    struct stat st;

    snprintf(d->path, sizeof d->path, "%s/%s", d->dir, name);
    return lstat(d->path, &st) == 0;
}

static void no_batch_is_called_as_the_folder_of_another(void **state)
{
    static const struct {
        const char *batch;
        int64_t withdrawn;
    } all[] = { { "b", 0 },   { "b", 1 },  { "b", 2 }, { ".2", 0 },   { ".3", 0 }, { ".2", 1 },
                { "..2", 0 }, { ".b", 0 }, { "2", 0 }, { "...2", 0 }, { "..2", 1 } };
    size_t n = sizeof all / sizeof *all;
    char *folders[sizeof all / sizeof *all];

    (void)state;
    for (size_t i = 0; i < n; i++)
        folders[i] = rejected_copy_folder(all[i].batch, all[i].withdrawn);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (i != k && ba_is_within(folders[i], folders[k]))
                fail_msg("%s lies in %s", folders[i], folders[k]);
    assert_string_equal("rejected/b", folders[0]);
    assert_string_equal("rejected/.2/b", folders[1]);
    for (size_t i = 0; i < n; i++)
        free(folders[i]);
}

/* "p1.tif" of batch b1 was taken in, "p7.tif" is not known, "box/p8.tif" was refused. */
static void copies_of_what_was_taken_in_since_are_removed(void **state)
{
    struct desk *d = *state;
    struct file_row refused = { .batch = d->batch,
                                .path = "box/p8.tif",
                                .position = 7,
                                .code = "TIFF_TRUNCATED",
                                .message = "cut" };
    char folder[128];

    snprintf(folder, sizeof folder, "%s/depot/rejected/b1", d->dir);
    assert_rc(BA_OK, store_begin(d->depot.store, &d->err), &d->err);
    assert_rc(BA_OK, file_add_rejected(d->depot.store, &refused, &d->err), &d->err);
    assert_rc(BA_OK, store_commit(d->depot.store, &d->err), &d->err);
    assert_rc(BA_OK, rejected_copy_sweep(d->depot.store, d->batch, folder, &d->err), &d->err);
    snprintf(folder, sizeof folder, "%s/depot/rejected/b1/box", d->dir);
    assert_rc(BA_OK, ba_mkdirs(folder, &d->err), &d->err);
    *strrchr(folder, '/') = '\0';
    desk_file(d, "depot/rejected/b1/p1.tif", "old");
    desk_file(d, "depot/rejected/b1/p7.tif", "old");
    desk_file(d, "depot/rejected/b1/box/p8.tif", "old");
    for (int twice = 0; twice < 2; twice++)
        assert_rc(BA_OK, rejected_copy_sweep(d->depot.store, d->batch, folder, &d->err), &d->err);
    assert_false(there(d, "depot/rejected/b1/p1.tif"));
    assert_true(there(d, "depot/rejected/b1/p7.tif"));
    assert_true(there(d, "depot/rejected/b1/box/p8.tif"));
    assert_int_equal(0, unlink(d->path));
    assert_true(there(d, "depot/rejected/b1/box"));
    desk_file(d, "depot/rejected/b1/box/p1.tif", "another of that name");
    assert_rc(BA_OK, rejected_copy_sweep(d->depot.store, d->batch, folder, &d->err), &d->err);
    assert_true(there(d, "depot/rejected/b1/box/p1.tif"));
}

static void the_folder_goes_with_its_last_copy(void **state)
{
    struct desk *d = *state;
    char folder[128];

    snprintf(folder, sizeof folder, "%s/depot/rejected/b1", d->dir);
    assert_rc(BA_OK, ba_mkdirs(folder, &d->err), &d->err);
    desk_file(d, "depot/rejected/b1/p1.tif", "old");
    assert_rc(BA_OK, rejected_copy_sweep(d->depot.store, d->batch, folder, &d->err), &d->err);
    assert_false(there(d, "depot/rejected/b1"));
    assert_true(there(d, "depot/rejected"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_batch_is_called_as_the_folder_of_another),
        desk_test(copies_of_what_was_taken_in_since_are_removed),
        desk_test(the_folder_goes_with_its_last_copy),
    };

    return cmocka_run_group_tests_name("pipeline rejected_copy", tests, NULL, NULL);
}
