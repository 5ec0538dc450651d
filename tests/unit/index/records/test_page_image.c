/* The pages that one image of a master is. */
#include "tests/unit/index_depot.h"

#include "index/records/page_image.h"

static void an_image_that_came_twice_is_two_pages(void **state)
{
    struct depot *d = *state;
    struct page_image *rows;
    size_t count;

    depot_file(d, d->batch, "a.tif", 1, "een", 2);
    depot_file(d, d->batch, "b.tif", 2, "twee", 1);
    depot_file(d, d->batch, "c.tif", 3, "een", 2);
    depot_read(d, depot_page(d, d->batch, 2), "tekst");
    assert_rc(BA_OK, page_image_find(d->store, "een", 1, &rows, &count, &d->err), &d->err);
    assert_int_equal(2, count);
    assert_int_equal(depot_page(d, d->batch, 2), rows[0].page);
    assert_int_equal(depot_page(d, d->batch, 5), rows[1].page);
    assert_int_equal(PAGE_TEXT, rows[0].state);
    assert_int_not_equal(PAGE_TEXT, rows[1].state);
    assert_string_not_equal("", rows[0].rev);
    assert_string_equal("", rows[1].rev);
    free(rows);
    assert_rc(BA_OK, page_image_find(d->store, "drie", 0, &rows, &count, &d->err), &d->err);
    assert_int_equal(0, count);
    free(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_image_that_came_twice_is_two_pages, depot_setup,
                                        depot_teardown),
    };

    return cmocka_run_group_tests_name("index page image", tests, NULL, NULL);
}
