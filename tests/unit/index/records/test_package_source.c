#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/file.h"
#include "index/records/batch.h"
#include "index/records/package_source.h"

static char dir[64];

static int begin(void **state)
{
    struct store *s = NULL;
    struct ba_err err = BA_ERR_INIT;
    char path[96];
    snprintf(dir, sizeof dir, "/tmp/ba-delivery-XXXXXX");
    if (mkdtemp(dir) == NULL)
        return -1;
    setenv("SOURCE_DATE_EPOCH", "1795300000", 1);
    snprintf(path, sizeof path, "%s/index.db", dir);
    if (store_open(path, STORE_CREATE, &s, &err) != BA_OK)
        return -1;
    *state = s;
    return 0;
}

static int end(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    store_close(*state);
    unsetenv("SOURCE_DATE_EPOCH");
    return ba_remove_tree(dir, &err) == BA_OK ? 0 : -1;
}

static void a_page_knows_its_master_and_how_many_pages_came_with_it(void **state)
{
    struct store *s = *state;
    struct ba_err err = BA_ERR_INIT;
    struct page_new pages[3] = { { .frame = 0, .width_px = 10, .height_px = 10 },
                                 { .frame = 1, .width_px = 10, .height_px = 10 },
                                 { .frame = 3, .width_px = 10, .height_px = 10 } };
    struct file_row file = { .path = "a.tif",
                             .position = 1,
                             .size = 4321,
                             .sha256 = "ab",
                             .taken = true,
                             .frames = 4,
                             .reduced = 1 };
    struct page_origin o;
    assert_rc(BA_OK, store_begin(s, &err), &err);
    assert_rc(BA_OK, batch_add(s, "doos", "/in/doos", &file.batch, &err), &err);
    assert_rc(BA_OK, file_add_taken(s, &file, "tif", "fmt/353", pages, 3, &err), &err);
    assert_rc(BA_OK, store_commit(s, &err), &err);
    assert_rc(BA_OK, page_origin_read(s, 2, &o, &err), &err);
    assert_int_equal(o.size_bytes, 4321);
    assert_int_equal(o.taken_at, 1795300000);
    assert_int_equal(o.file_pages, 3);
    assert_rc(BA_ITEM, page_origin_read(s, 99, &o, &err), &err);
    assert_string_equal(err.code, "PAGE_UNKNOWN");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_knows_its_master_and_how_many_pages_came_with_it),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
