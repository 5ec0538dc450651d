/* The receiver's word on a delivery; what a date has changed; boxes of paper. */
#include "tests/unit/desk_depot.h"

#include "desk/lift.h"
#include "desk/paper_release.h"
#include "desk/receipt.h"
#include "desk/set.h"
#include "index/records/package_record.h"

static void export_one(struct desk *d)
{
    struct package_dossier one = {
        .dossier = 1, .identification = "1974/0231", .version = 1, .content = "c"
    };

    assert_rc(BA_OK, store_begin(d->depot.store, &d->err), &d->err);
    assert_rc(BA_OK, package_record_add(d->depot.store, "zending-1", &one, 1, &d->err), &d->err);
    assert_rc(BA_OK, store_commit(d->depot.store, &d->err), &d->err);
}

static void a_receipt_is_noted_also_by_the_name_of_the_file(void **state)
{
    struct desk *d = *state;
    char name[RECEIPT_NAME_MAX];
    struct receipt_what what = { .delivery = "zending-1.tar", .state = "accepted" };

    export_one(d);
    assert_rc(BA_OK, receipt_note(&d->depot, &d->by, &what, name, &d->err), &d->err);
    assert_string_equal("zending-1", name);
    what.state = "returned";
    d->by.reason = NULL;
    assert_int_equal(BA_FATAL, receipt_note(&d->depot, &d->by, &what, name, &d->err));
    assert_string_equal("USAGE", d->err.code);
    what.delivery = "zending-2.zip";
    what.state = "sent";
    assert_int_equal(BA_ITEM, receipt_note(&d->depot, &d->by, &what, name, &d->err));
    assert_string_equal("PACKAGE_UNKNOWN", d->err.code);
}

#define BOX_TOLD 2000

static BA_RC note_box(void *ctx, const struct paper_box *b, struct ba_err *err)
{
    (void)err;
    snprintf(ctx, BOX_TOLD, "%s: %s", b->box, b->reason);
    return BA_OK;
}

static void paper_stays_while_its_pages_are_in_no_delivery(void **state)
{
    struct desk *d = *state;
    char box[BOX_TOLD] = "";

    assert_rc(BA_OK, paper_release_each(d->depot.store, note_box, box, &d->err), &d->err);
    assert_string_equal("b1: 6 points are open, NO_DOSSIER:b1:1 among them; 6 pages in no delivery "
                        "of their dossier",
                        box);
}

static void set(struct desk *d, const char *field, const char *value)
{
    struct set_result r;
    const struct set_what what = { .subject = "1974/0231", .field = field, .value = value };

    assert_rc(BA_OK, set_field(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    set_result_free(&r);
}

static void what_ended_is_listed_and_lifted_once(void **state)
{
    struct desk *d = *state;
    struct lift_result r;
    struct lift_what what = { .date = "2019-12-31" };

    set(d, "access", "levenssfeer");
    set(d, "access_until", "2020-01-01");
    assert_rc(BA_OK, lift_due(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assert_int_equal(0, r.count);
    lift_result_free(&r);
    what = (struct lift_what){ .lift = true };
    d->by.dry_run = true;
    assert_rc(BA_OK, lift_due(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assert_int_equal(1, r.count);
    assert_string_equal("1974/0231", r.at[0].object);
    assert_string_equal("ACCESS_ENDED", r.at[0].what);
    assert_false(r.at[0].lifted);
    lift_result_free(&r);
    d->by.dry_run = false;
    assert_rc(BA_OK, lift_due(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assert_true(r.at[0].lifted);
    lift_result_free(&r);
    assert_string_equal("Jan|set access|access_until 2020-01-01 has passed: proef",
                        desk_recorded(d));
    assert_rc(BA_OK, lift_due(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assert_int_equal(0, r.count);
    lift_result_free(&r);
}

static void nothing_is_lifted_before_its_time(void **state)
{
    struct desk *d = *state;
    struct lift_result r;
    struct lift_what what = { .date = "2999-01-01", .lift = true };

    assert_int_equal(BA_FATAL, lift_due(&d->depot, &d->by, &what, &r, &d->err));
    assert_string_equal("USAGE", d->err.code);
    what = (struct lift_what){ .date = "2026-02-30" };
    assert_int_equal(BA_FATAL, lift_due(&d->depot, &d->by, &what, &r, &d->err));
    what.date = "2026";
    assert_int_equal(BA_FATAL, lift_due(&d->depot, &d->by, &what, &r, &d->err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(a_receipt_is_noted_also_by_the_name_of_the_file),
        desk_test(paper_stays_while_its_pages_are_in_no_delivery),
        desk_test(what_ended_is_listed_and_lifted_once),
        desk_test(nothing_is_lifted_before_its_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
