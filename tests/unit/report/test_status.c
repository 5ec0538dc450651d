/* Status, summary and show as whoever faces the person calls them: typed, on a whole depot. */
#include "tests/unit/desk_depot.h"

#include "report/page_list.h"
#include "report/show.h"
#include "report/status_json.h"
#include "report/summary_json.h"

static void reject(struct desk *d, const char *name)
{
    struct file_row row = { .batch = d->batch,
                            .path = name,
                            .position = 9,
                            .size = 3,
                            .sha256 = "aa",
                            .code = "TIFF_TRUNCATED",
                            .message = "it is cut off" };

    assert_rc(BA_OK, store_begin(d->depot.store, &d->err), &d->err);
    assert_rc(BA_OK, file_add_rejected(d->depot.store, &row, &d->err), &d->err);
    assert_rc(BA_OK, store_commit(d->depot.store, &d->err), &d->err);
}

static void status_counts_every_page_and_names_what_waits(void **state)
{
    struct desk *d = *state;
    struct status s = { 0 };

    reject(d, "kapot.tif");
    assert_rc(BA_OK, status_read(&d->depot, 20, &s, &d->err), &d->err);
    assert_int_equal(1, s.batch_count);
    assert_string_equal("b1", s.batches[0].name);
    assert_int_equal(6, s.total.pages);
    assert_int_equal(1, s.total.files_rejected);
    assert_int_equal(1, s.rejected_count);
    assert_string_equal("kapot.tif", s.rejected[0].file);
    assert_null(s.rejected[0].settled);
    assert_true(s.for_person >= 1);
    assert_string_equal("operator", s.waits.who[0].name);
    assert_true(s.waits.who[0].count >= 1);
    assert_false(s.shards.listed);
    status_free(&s);
}

static void status_json_has_the_keys_of_the_contract_in_their_order(void **state)
{
    static const char *const keys[] = { "batches",        "withdrawn", "total",          "reasons",
                                        "rejected_files", "findings",  "batch_findings", "points",
                                        "waits",          "shards" };
    struct desk *d = *state;
    struct status s = { 0 };
    const char *key;
    json_t *o, *value;
    size_t i = 0;

    assert_rc(BA_OK, status_read(&d->depot, 20, &s, &d->err), &d->err);
    o = status_json(&s);
    assert_non_null(o);
    json_object_foreach(o, key, value)
    {
        assert_true(i < sizeof keys / sizeof *keys);
        assert_string_equal(keys[i++], key);
        assert_non_null(value);
    }
    assert_int_equal(sizeof keys / sizeof *keys, i);
    json_decref(o);
    status_free(&s);
}

static void a_summary_is_whole_also_when_it_ends_as_an_error(void **state)
{
    struct desk *d = *state;
    struct summary s = { 0 };
    char b1[] = "b1", b2[] = "b2", *wanted[] = { b1 }, *other[] = { b2 };
    json_t *o;

    assert_rc(BA_OK, summary_read(&d->depot, wanted, 1, &s, &d->err), &d->err);
    assert_int_equal(1, s.count);
    assert_int_equal(6, s.batches[0].totals.pages);
    assert_int_equal(0, s.batches[0].totals.files_rejected);
    summary_free(&s);

    for (int i = 0; i < SUMMARY_DETAILS_MAX + 3; i++) {
        char name[24];

        snprintf(name, sizeof name, "kapot-%d.tif", i);
        reject(d, name);
    }
    assert_int_equal(BA_ITEM, summary_read(&d->depot, NULL, 0, &s, &d->err));
    assert_string_equal("ITEMS_REJECTED", d->err.code);
    assert_int_equal(SUMMARY_DETAILS_MAX, s.batches[0].count);
    assert_true(s.batches[0].all >= SUMMARY_DETAILS_MAX + 3);
    assert_int_equal(SUMMARY_REJECTED, s.batches[0].details[0].kind);
    assert_string_equal("TIFF_TRUNCATED", s.batches[0].details[0].code);
    o = summary_json(&s.batches[0]);
    assert_int_equal(SUMMARY_DETAILS_MAX + 3, json_integer_value(json_object_get(o, "rejected")));
    json_decref(o);
    summary_free(&s);

    assert_rc(BA_OK, summary_read(&d->depot, other, 1, &s, &d->err), &d->err);
    assert_int_equal(0, s.count);
    summary_free(&s);
}

struct met {
    int dossiers, pages;
    int64_t page;
};

static BA_RC meet_dossier(void *ctx, const struct dossier_row *row, struct ba_err *err)
{
    (void)row;
    (void)err;
    ((struct met *)ctx)->dossiers++;
    return BA_OK;
}

static BA_RC meet_page(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct met *m = ctx;

    (void)err;
    m->pages++;
    m->page = row->id;
    return BA_OK;
}

static void a_word_is_a_dossier_before_it_is_a_page(void **state)
{
    struct desk *d = *state;
    struct met m = { 0 };

    assert_rc(BA_OK, show_find(&d->depot, "1974/0231", NULL, meet_dossier, meet_page, &m, &d->err),
              &d->err);
    assert_int_equal(1, m.dossiers);
    assert_int_equal(0, m.pages);
    assert_rc(BA_OK, show_find(&d->depot, "b1:2", NULL, meet_dossier, meet_page, &m, &d->err),
              &d->err);
    assert_int_equal(1, m.pages);
    assert_int_equal(2, m.page);
    assert_int_equal(BA_ITEM,
                     show_find(&d->depot, "nergens", NULL, meet_dossier, meet_page, &m, &d->err));
    assert_string_equal("DOSSIER_UNKNOWN", d->err.code);
}

static void pages_are_listed_by_batch(void **state)
{
    struct desk *d = *state;
    struct met m = { 0 };

    assert_rc(BA_OK, page_list_each(&d->depot, "b1", meet_page, &m, &d->err), &d->err);
    assert_int_equal(6, m.pages);
    assert_int_equal(BA_FATAL, page_list_each(&d->depot, "b2", meet_page, &m, &d->err));
    assert_string_equal("BATCH_UNKNOWN", d->err.code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(status_counts_every_page_and_names_what_waits, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(status_json_has_the_keys_of_the_contract_in_their_order,
                                        desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(a_summary_is_whole_also_when_it_ends_as_an_error,
                                        desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(a_word_is_a_dossier_before_it_is_a_page, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(pages_are_listed_by_batch, desk_setup, desk_teardown),
    };

    return cmocka_run_group_tests_name("status, summary and show", tests, NULL, NULL);
}
