/* What a report counts. */
#include "index/records/figures.h"

#include "index/records/page_reason.h"
#include "tests/unit/index_depot.h"

static BA_RC note(void *ctx, const struct figure_row *row, struct ba_err *err)
{
    char *text = ctx;

    (void)err;
    snprintf(text + strlen(text), 400 - strlen(text), "%s %d %s %s %c %d;", row->file,
             (int)row->seq, row->box, row->code, row->level, row->page != 0);
    return BA_OK;
}

static void give_register(struct depot *d)
{
    static const char *const names[] = { "dossier", "box" };
    const char *const one[] = { "1", "12" }, *const two[] = { "2", "13" };
    struct register_values v = { .names = names, .values = one, .count = 2 };
    bool added;

    assert_rc(BA_OK, dossier_import(d->store, "Archief", &v, &added, &d->err), &d->err);
    v.values = two;
    assert_rc(BA_OK, dossier_import(d->store, "Archief", &v, &added, &d->err), &d->err);
}

static void totals_are_those_of_dossiers_and_register(void **state)
{
    struct depot *d = *state;
    struct project_figures f;

    give_register(d);
    depot_file(d, d->batch, "1.tif", 1, "aa", 4);
    depot_file(d, d->batch, "2.tif", 2, "bb", 2);
    depot_place(d, d->batch, 1, 4, "1", "");
    depot_place(d, d->batch, 5, 6, "3", "");
    assert_rc(BA_OK, figures_read(d->store, &f, &d->err), &d->err);
    assert_int_equal(2, f.register_dossiers);
    assert_int_equal(1, f.register_without_pages);
    assert_int_equal(2, f.dossiers);
    assert_int_equal(6, f.pages);
    assert_int_equal(6, f.all_pages);
    assert_int_equal(2000, f.master_bytes);
    assert_int_equal(1, f.days);
    assert_float_equal(1.4142, f.pages_sd, 0.001);
}

static void reasons_and_refused_files_come_with_their_box(void **state)
{
    struct depot *d = *state;
    struct file_row refused = {
        .batch = d->batch, .path = "2.tif", .position = 2, .code = "TIFF_DAMAGED", .message = "m"
    };
    char text[400] = "";

    give_register(d);
    depot_file(d, d->batch, "1.tif", 1, "aa", 2);
    assert_rc(BA_OK, file_add_rejected(d->store, &refused, &d->err), &d->err);
    depot_place(d, d->batch, 1, 2, "1", "");
    assert_rc(BA_OK, page_add_reason(d->store, depot_page(d, d->batch, 2), "W", 'w', "m", &d->err),
              &d->err);
    assert_rc(BA_OK, page_add_reason(d->store, depot_page(d, d->batch, 2), "I", 'i', "m", &d->err),
              &d->err);
    assert_rc(BA_OK, figures_refused(d->store, 0, note, text, &d->err), &d->err);
    assert_rc(BA_OK, figures_reasons(d->store, d->batch, note, text, &d->err), &d->err);
    assert_string_equal("2.tif 2 12 TIFF_DAMAGED e 0;1.tif 2 12 W w 1;", text);
    *text = '\0';
    assert_rc(BA_OK, figures_reasons(d->store, d->batch + 1, note, text, &d->err), &d->err);
    assert_string_equal("", text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(totals_are_those_of_dossiers_and_register, depot_setup,
                                        depot_teardown),
        cmocka_unit_test_setup_teardown(reasons_and_refused_files_come_with_their_box, depot_setup,
                                        depot_teardown),
    };

    return cmocka_run_group_tests_name("figures", tests, NULL, NULL);
}
