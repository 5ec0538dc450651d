/* Corrections that are taken back, and numbers of pages that are given once. */
#include "tests/unit/index_rescan.h"

#include "index/correction/batch_withdraw.h"
#include "index/correction/correction.h"

static BA_RC note_sheet(void *ctx, const struct page_row *row, struct ba_err *err)
{
    char(*out)[400] = ctx;
    size_t n = strlen(*out);

    (void)err;
    snprintf(*out + n, sizeof *out - n, "%s%lld=%s", n > 0 ? " " : "", (long long)row->id,
             row->sha256);
    return BA_OK;
}

/* "page=hash ..." in the order of the sheets; the sums must hold. */
static const char *sheets(struct depot *d)
{
    static char out[400];
    struct page_filter f = { .batch = d->batch };
    struct batch_totals l;

    out[0] = '\0';
    assert_rc(BA_OK, page_each(d->store, &f, note_sheet, &out, &d->err), &d->err);
    assert_rc(BA_OK, batch_totals_read(d->store, d->batch, &l, &d->err), &d->err);
    assert_true(l.holds);
    return out;
}

static void undo_replace(struct depot *d, int64_t page)
{
    struct page_new image[1];

    rescan_of("", "", image, 1);
    assert_rc(BA_OK, page_replace_undo(d->store, page, image, &jan, &d->err), &d->err);
}

static void a_replacement_is_taken_back_and_brought_again(void **state)
{
    struct depot *d = *state;
    struct page_new image[1];
    struct page_replacement r = rescan_of("verkeerd.tif", "sha-verkeerd", image, 1);
    struct page_history_scan was;
    int64_t a = depot_add(d, "1974/1", "kippenhok");

    depot_add(d, "1974/1", "twee");
    assert_rc(BA_ITEM, page_replaced_before(d->store, a, &was, &d->err), &d->err);
    assert_string_equal("RESCAN_NONE", d->err.code);
    assert_rc(BA_OK, page_replace(d->store, a, &r, &jan, &d->err), &d->err);
    assert_string_equal("1=sha-verkeerd 2=p2.tif", sheets(d));
    assert_rc(BA_OK, page_replaced_before(d->store, a, &was, &d->err), &d->err);
    assert_string_equal("p1.tif", was.sha256);
    undo_replace(d, a);
    assert_string_equal("1=p1.tif 2=p2.tif", sheets(d));
    depot_read(d, a, "kippenhok");
    depot_index(d);
    assert_string_equal("1974/1", depot_search(d, "kippenhok"));
    undo_replace(d, a);
    assert_string_equal("1=sha-verkeerd 2=p2.tif", sheets(d));
    undo_replace(d, a);
    assert_string_equal("1=p1.tif 2=p2.tif", sheets(d));
}

static void a_page_whose_image_was_taken_comes_back_under_its_number(void **state)
{
    struct depot *d = *state;
    struct page_history_scan was;
    int64_t a = depot_add(d, "1974/1", "een"), b = depot_add(d, "1974/1", "twee");
    int64_t c = depot_add(d, "1974/1", "drie");

    assert_rc(BA_OK, page_replace_by(d->store, a, c, &jan, &d->err), &d->err);
    assert_string_equal("1=p3.tif 2=p2.tif", sheets(d));
    undo_replace(d, a);
    assert_string_equal("1=p1.tif 2=p2.tif 3=p3.tif", sheets(d));
    /* The image of the third sheet is there, so the first cannot have it again by undoing. */
    assert_rc(BA_ITEM, page_replaced_before(d->store, a, &was, &d->err), &d->err);
    assert_string_equal("RESCAN_IN_USE", d->err.code);
    depot_read(d, a, "een");
    depot_index(d);
    assert_string_equal("1974/1", depot_search(d, "een"));
    /* A sheet in the middle comes back in the middle. */
    assert_rc(BA_OK, page_replace_by(d->store, c, b, &jan, &d->err), &d->err);
    assert_string_equal("1=p1.tif 3=p2.tif", sheets(d));
    undo_replace(d, c);
    assert_string_equal("1=p1.tif 2=p2.tif 3=p3.tif", sheets(d));
}

static BA_RC keep_reading(void *ctx, const struct page_row *row, struct ba_err *err)
{
    (void)err;
    snprintf(ctx, 100, "%s %lld %.1f %.1f %s", page_state_name(row->state), (long long)row->words,
             row->confidence_pct, row->dictionary_pct, row->languages);
    return BA_OK;
}

static void both_pages_stand_where_they_were(void **state)
{
    struct depot *d = *state;
    int64_t a = depot_add(d, "1974/1", "een"), b = depot_add(d, "1974/1", "twee");
    int64_t c = depot_add(d, "1974/1", "drie");
    const int64_t pairs[][2] = { { a, b }, { b, a }, { b, c }, { c, a } };

    for (size_t i = 0; i < 4; i++) {
        assert_rc(BA_OK, page_replace_by(d->store, pairs[i][0], pairs[i][1], &jan, &d->err),
                  &d->err);
        undo_replace(d, pairs[i][0]);
        assert_int_equal(a, depot_page(d, d->batch, 1));
        assert_int_equal(b, depot_page(d, d->batch, 2));
        assert_int_equal(c, depot_page(d, d->batch, 3));
    }
}

static void what_was_read_on_it_comes_back_with_a_page(void **state)
{
    struct depot *d = *state;
    int64_t a = depot_add(d, "1974/1", "een"), b = depot_add(d, "1974/1", "twee");
    const struct page_result read = { .page = b,
                                      .rev = "r1",
                                      .state = PAGE_TEXT,
                                      .orientation_sure = true,
                                      .words = 7,
                                      .confidence_pct = 91.5,
                                      .dictionary_pct = 71.5,
                                      .languages = "nld+deu" };
    struct page_filter f = { .batch = d->batch, .page = b };
    char was[100] = "", is[100] = "";

    assert_rc(BA_OK, page_finish(d->store, &read, &d->err), &d->err);
    assert_rc(BA_OK, page_each(d->store, &f, keep_reading, was, &d->err), &d->err);
    assert_string_equal("text 7 91.5 71.5 nld+deu", was);
    assert_rc(BA_OK, page_replace_by(d->store, a, b, &jan, &d->err), &d->err);
    undo_replace(d, a);
    assert_rc(BA_OK, page_each(d->store, &f, keep_reading, is, &d->err), &d->err);
    assert_string_equal(was, is);
}

static void an_insert_is_taken_out_whole(void **state)
{
    struct depot *d = *state;
    struct page_new pages[2], image[1];
    struct page_replacement r = rescan_of("extra.tif", "sha-extra", pages, 2),
                            other = rescan_of("beter.tif", "sha-beter", image, 1);
    size_t count = 9;
    int64_t a = depot_add(d, "1974/1", "een");

    depot_add(d, "1974/1", "twee");
    assert_rc(BA_ITEM, page_insert_undo(d->store, a, &jan, &count, &d->err), &d->err);
    assert_string_equal("RESCAN_NONE", d->err.code);
    assert_rc(BA_OK, page_insert(d->store, a, false, &r, &jan, &d->err), &d->err);
    assert_string_equal("1=p1.tif 3=sha-extra 4=sha-extra 2=p2.tif", sheets(d));
    /* Also when one of its pages got another scan since. */
    assert_rc(BA_OK, page_replace(d->store, 4, &other, &jan, &d->err), &d->err);
    assert_rc(BA_OK, page_insert_undo(d->store, 4, &jan, &count, &d->err), &d->err);
    assert_int_equal(2, count);
    assert_string_equal("1=p1.tif 2=p2.tif", sheets(d));
    assert_int_equal(2, depot_page(d, d->batch, 2));
    /* A page that was replaced was not inserted. */
    other = rescan_of("best.tif", "sha-best", image, 1);
    assert_rc(BA_OK, page_replace(d->store, a, &other, &jan, &d->err), &d->err);
    assert_rc(BA_ITEM, page_insert_undo(d->store, a, &jan, &count, &d->err), &d->err);
}

static void a_file_that_is_inserted_twice_is_known(void **state)
{
    struct depot *d = *state;
    struct page_new pages[1];
    struct page_replacement r = rescan_of("extra.tif", "sha-extra", pages, 1);
    int64_t a = depot_add(d, "1974/1", "een"), b = depot_add(d, "1974/1", "twee");
    char sheet[SHEET_MAX] = "9";
    bool there = true;

    assert_rc(BA_OK, page_insert_known(d->store, a, false, "sha-extra", sheet, &there, &d->err),
              &d->err);
    assert_string_equal("", sheet);
    assert_false(there);
    assert_rc(BA_OK, page_insert(d->store, a, false, &r, &jan, &d->err), &d->err);
    assert_rc(BA_OK, page_insert_known(d->store, a, false, "sha-extra", sheet, &there, &d->err),
              &d->err);
    assert_string_equal("1a", sheet);
    assert_true(there);
    assert_rc(BA_OK, page_insert_known(d->store, b, true, "sha-extra", sheet, &there, &d->err),
              &d->err);
    assert_true(there);
    assert_rc(BA_OK, page_insert_known(d->store, b, false, "sha-extra", sheet, &there, &d->err),
              &d->err);
    assert_string_equal("1a", sheet);
    assert_false(there);
}

/* A number in a citation, an audit record or a report names one page for ever. */
static void the_number_of_a_page_that_went_is_not_given_again(void **state)
{
    struct depot *d = *state;
    struct batch_row batch = { .id = d->batch, .name = "b1", .complete = true };
    int64_t again = 0;

    depot_add(d, "1974/1", "een");
    int64_t last = depot_add(d, "1974/1", "twee");
    assert_rc(BA_OK, batch_withdraw(d->store, &batch, &jan, &d->err), &d->err);
    assert_rc(BA_OK, batch_add(d->store, "b1", "/in/b1", &again, &d->err), &d->err);
    assert_int_not_equal(d->batch, again);
    depot_file(d, again, "p1.tif", 1, "p1.tif", 1);
    assert_true(depot_page(d, again, 1) > last);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, depot_setup, depot_teardown)
    const struct CMUnitTest tests[] = {
        T(a_replacement_is_taken_back_and_brought_again),
        T(a_page_whose_image_was_taken_comes_back_under_its_number),
        T(both_pages_stand_where_they_were),
        T(what_was_read_on_it_comes_back_with_a_page),
        T(an_insert_is_taken_out_whole),
        T(a_file_that_is_inserted_twice_is_known),
        T(the_number_of_a_page_that_went_is_not_given_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
