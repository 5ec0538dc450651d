/* Pages change their order, by one or all at once; scans are replaced by other pages. */
#include "tests/unit/desk_depot.h"

#include "desk/assign.h"
#include "desk/insert.h"
#include "desk/reorder.h"
#include "desk/replace.h"

static void fill(struct desk *d)
{
    struct assign_result r;
    const char *page = "b1:1-4";
    const struct assign_what what = { .pages = &page, .page_count = 1, .dossier = "1974/0231" };

    assert_rc(BA_OK, assign_pages(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assign_result_free(&r);
}

static void a_page_goes_beside_another(void **state)
{
    struct desk *d = *state;
    struct reorder_result r;
    struct reorder_move move = { .page = "b1:4", .beside = "2", .before = true };

    fill(d);
    assert_rc(BA_OK, reorder_page(&d->depot, &d->by, &move, &r, &d->err), &d->err);
    assert_int_equal(1, r.pages);
    assert_int_equal(4, r.page);
    assert_int_equal(2, r.beside);
    reorder_result_free(&r);
    assert_string_equal("1 4 2 3 ", desk_order(d, "1974/0231"));
    move = (struct reorder_move){ .page = "3", .beside = "3" };
    assert_rc(BA_OK, reorder_page(&d->depot, &d->by, &move, &r, &d->err), &d->err);
    assert_int_equal(0, r.pages);
    reorder_result_free(&r);
    move = (struct reorder_move){ .page = "3", .beside = "5" };
    assert_int_equal(BA_ITEM, reorder_page(&d->depot, &d->by, &move, &r, &d->err));
    assert_string_equal("DOSSIER_DIFFERS", d->err.code);
    reorder_result_free(&r);
    move = (struct reorder_move){ .page = "b1:1-2", .beside = "3" };
    assert_int_equal(BA_FATAL, reorder_page(&d->depot, &d->by, &move, &r, &d->err));
    reorder_result_free(&r);
}

static void an_order_names_every_page_once(void **state)
{
    struct desk *d = *state;
    struct reorder_result r;
    const char *pages[] = { "4", "b1:2-3", "1" };
    struct reorder_order order = { .dossier = "1974/0231", .pages = pages, .page_count = 3 };

    fill(d);
    assert_rc(BA_OK, reorder_dossier(&d->depot, &d->by, &order, &r, &d->err), &d->err);
    assert_int_equal(4, r.pages);
    reorder_result_free(&r);
    assert_string_equal("4 2 3 1 ", desk_order(d, "1974/0231"));
    order.page_count = 2;
    assert_int_equal(BA_ITEM, reorder_dossier(&d->depot, &d->by, &order, &r, &d->err));
    assert_string_equal("ORDER_INCOMPLETE", d->err.code);
    reorder_result_free(&r);
    assert_string_equal("4 2 3 1 ", desk_order(d, "1974/0231"));
}

static void a_scan_is_replaced_by_that_of_another_page(void **state)
{
    struct desk *d = *state;
    struct replace_result r;
    struct replace_what what = { .page = "b1:2", .with = "b1:5", .no_read = true };

    fill(d);
    d->by.dry_run = true;
    assert_rc(BA_OK, replace_scan(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    replace_result_free(&r);
    assert_int_equal(2, r.page);
    assert_string_equal("sheet 2 of b1, p2.tif", r.sheet);
    assert_string_equal("Jan|assign|proef", desk_recorded(d));
    d->by.dry_run = false;
    assert_rc(BA_OK, replace_scan(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    replace_result_free(&r);
    assert_string_equal("Jan|replace|proef", desk_recorded(d));
    what.with = "b1:2"; /* itself */
    assert_int_equal(BA_ITEM, replace_scan(&d->depot, &d->by, &what, &r, &d->err));
    replace_result_free(&r);
    what = (struct replace_what){ .page = "b1:1" };
    assert_int_equal(BA_ITEM, replace_scan(&d->depot, &d->by, &what, &r, &d->err));
    replace_result_free(&r);
    assert_string_equal("RESCAN_NONE", d->err.code);
    what = (struct replace_what){ .page = "b1:1-2", .with = "b1:3" };
    assert_int_equal(BA_FATAL, replace_scan(&d->depot, &d->by, &what, &r, &d->err));
    replace_result_free(&r);
    assert_string_equal("USAGE", d->err.code);
}

static void what_was_not_inserted_is_not_taken_out(void **state)
{
    struct desk *d = *state;
    struct insert_result r;
    struct insert_what what = { .page = "b1:2" };

    assert_int_equal(BA_ITEM, insert_sheets(&d->depot, &d->by, &what, &r, &d->err));
    insert_result_free(&r);
    assert_string_equal("RESCAN_NONE", d->err.code);
    what = (struct insert_what){ .page = "b1:9", .file = "/nonexistent" };
    assert_int_equal(BA_ITEM, insert_sheets(&d->depot, &d->by, &what, &r, &d->err));
    insert_result_free(&r);
    assert_string_equal("PAGE_UNKNOWN", d->err.code);
    what.page = "b1:1";
    assert_int_not_equal(BA_OK, insert_sheets(&d->depot, &d->by, &what, &r, &d->err));
    insert_result_free(&r);
    assert_string_equal("INPUT_MISSING", d->err.code);
    assert_null(strstr(desk_recorded(d), "insert"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(a_page_goes_beside_another),
        desk_test(an_order_names_every_page_once),
        desk_test(a_scan_is_replaced_by_that_of_another_page),
        desk_test(what_was_not_inserted_is_not_taken_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
