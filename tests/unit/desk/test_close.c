/* A batch is closed, taken back, and its pages are read again. */
#include "tests/unit/desk_depot.h"

#include "desk/assign.h"
#include "desk/close.h"
#include "desk/retry.h"
#include "desk/withdraw.h"
#include "index/records/finding.h"

/* Pages 1 to 5 go to a dossier; 6 stays in none, and a file is missing: two points are open. */
static void leave_two_open(struct desk *d)
{
    struct assign_result r;
    const char *page = "b1:1-5";
    const struct assign_what what = { .pages = &page, .page_count = 1, .dossier = "1974/0231" };
    const struct finding missing = {
        .code = "FILE_MISSING", .level = 'e', .object = "p7.tif", .message = "p7.tif is not there"
    };

    assert_rc(BA_OK, assign_pages(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assign_result_free(&r);
    assert_rc(BA_OK, store_begin(d->depot.store, &d->err), &d->err);
    assert_rc(BA_OK, findings_set(d->depot.store, d->batch, &missing, 1, &d->err), &d->err);
    assert_rc(BA_OK, store_commit(d->depot.store, &d->err), &d->err);
}

static void without_a_reason_it_is_only_looked_at(void **state)
{
    struct desk *d = *state;
    struct close_result r;
    const struct close_what what = { .batch = "b1" };

    leave_two_open(d);
    d->by.reason = NULL;
    assert_int_equal(BA_ITEM, close_batch(&d->depot, &d->by, &what, &r, &d->err));
    assert_string_equal("BATCH_OPEN", d->err.code);
    assert_int_equal(2, r.before.points.count);
    assert_int_equal(2, r.open);
    assert_string_equal("open", r.state);
    /* Nobody has said anything of what is open. */
    assert_null(r.before.points.at[1].settled);
    assert_string_equal("", r.before.points.at[0].who);
    assert_string_equal("", r.before.points.at[1].who);
    close_result_free(&r);
}

static void points_are_settled_one_by_one_or_all(void **state)
{
    struct desk *d = *state;
    struct close_result r;
    const char *object = "p7.tif", *other = "p8.tif";
    struct close_what what = { .batch = "b1", .objects = &other, .object_count = 1 };

    leave_two_open(d);
    assert_int_equal(BA_ITEM, close_batch(&d->depot, &d->by, &what, &r, &d->err));
    assert_string_equal("POINT_UNKNOWN", d->err.code);
    assert_null(r.state);
    close_result_free(&r);
    what.objects = &object;
    assert_int_equal(BA_ITEM, close_batch(&d->depot, &d->by, &what, &r, &d->err));
    assert_int_equal(1, r.open);
    assert_int_equal(1, r.settled);
    close_result_free(&r);
    what = (struct close_what){ .batch = "b1" };
    d->by.dry_run = true;
    assert_rc(BA_OK, close_batch(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assert_string_equal("closed", r.state);
    assert_string_equal("proef", r.before.points.at[1].settled);
    close_result_free(&r);
    d->by.dry_run = false;
    d->by.reason = NULL; /* the dry run left it open */
    assert_int_equal(BA_ITEM, close_batch(&d->depot, &d->by, &what, &r, &d->err));
    close_result_free(&r);
    d->by.reason = "geteld";
    assert_rc(BA_OK, close_batch(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    close_result_free(&r);
    assert_string_equal("Jan|settle|geteld", desk_recorded(d));
}

static void a_batch_is_withdrawn_with_a_reason(void **state)
{
    struct desk *d = *state;
    struct batch_row was;
    struct batch_state s;

    d->by.reason = "";
    assert_int_equal(BA_FATAL, withdraw_batch(&d->depot, &d->by, "b1", &was, &d->err));
    assert_string_equal("USAGE", d->err.code);
    d->by.reason = "proefscans";
    assert_int_equal(BA_FATAL, withdraw_batch(&d->depot, &d->by, "b2", &was, &d->err));
    assert_string_equal("BATCH_UNKNOWN", d->err.code);
    assert_rc(BA_OK, withdraw_batch(&d->depot, &d->by, "b1", &was, &d->err), &d->err);
    assert_string_equal("b1", was.name);
    assert_int_equal(BA_FATAL, batch_state_read(&d->depot, "b1", &s, &d->err));
    batch_state_free(&s);
}

static void pages_without_their_text_wait_again(void **state)
{
    struct desk *d = *state;
    int64_t n;
    struct retry_what what = { .batch = "b1", .missing = true };

    d->by.dry_run = true;
    assert_rc(BA_OK, retry_pages(&d->depot, &d->by, &what, &n, &d->err), &d->err);
    assert_int_equal(6, n);
    assert_string_equal("", desk_recorded(d));
    d->by.dry_run = false;
    assert_rc(BA_OK, retry_pages(&d->depot, &d->by, &what, &n, &d->err), &d->err);
    assert_int_equal(6, n);
    assert_string_equal("Jan|retry|proef", desk_recorded(d));
    what = (struct retry_what){ .code = "OCR_ENGINE" }; /* nothing failed */
    assert_rc(BA_OK, retry_pages(&d->depot, &d->by, &what, &n, &d->err), &d->err);
    assert_int_equal(0, n);
    what.batch = "b2";
    assert_int_equal(BA_FATAL, retry_pages(&d->depot, &d->by, &what, &n, &d->err));
    assert_string_equal("BATCH_UNKNOWN", d->err.code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(without_a_reason_it_is_only_looked_at),
        desk_test(points_are_settled_one_by_one_or_all),
        desk_test(a_batch_is_withdrawn_with_a_reason),
        desk_test(pages_without_their_text_wait_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
