/* A sheet that was scanned twice: one scan leaves its dossier, is kept and counted, and comes back.
 */
#include "tests/unit/index_rescan.h"

#include "index/correction/batch_withdraw.h"
#include "index/correction/correction.h"
#include "index/correction/page_drop.h"
#include "index/correction/page_order.h"
#include "index/records/page_reason.h"

struct seen {
    char text[400];
};

static BA_RC note(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct seen *s = ctx;
    size_t n = strlen(s->text);

    (void)err;
    snprintf(s->text + n, sizeof s->text - n, "%s%s:%s:%s%s%lld%s%s", n > 0 ? " " : "", row->sheet,
             page_state_name(row->state), strcmp(row->kind, "letter") != 0 ? row->dossier : "brief",
             *row->dossier != '\0' ? "/" : "", (long long)row->seq_in_dossier,
             *row->reason != '\0' ? "!" : "", row->reason);
    return BA_OK;
}

/* "sheet:state:dossier/place!reason ..."; the sums must hold. */
static const char *pages(struct depot *d)
{
    static struct seen s;
    struct page_filter f = { .batch = d->batch };
    struct batch_totals l;

    s.text[0] = '\0';
    assert_rc(BA_OK, page_each(d->store, &f, note, &s, &d->err), &d->err);
    assert_rc(BA_OK, batch_totals_read(d->store, d->batch, &l, &d->err), &d->err);
    assert_true(l.holds);
    return s.text;
}

static void drop_ok(struct depot *d, int64_t page, int64_t other)
{
    assert_rc(BA_OK, page_drop(d->store, page, other, &jan, &d->err), &d->err);
}

static void place_again(struct depot *d)
{
    struct page_place places[16] = { 0 };
    struct page_filter f = { .batch = d->batch };
    size_t n = 0;

    for (int64_t id = 1; id <= 3; id++) {
        struct seen s = { "" };

        f.page = id;
        assert_rc(BA_OK, page_each(d->store, &f, note, &s, &d->err), &d->err);
        if (strstr(s.text, "dropped") == NULL)
            places[n++] = (struct page_place){ .page = id, .dossier = "1974/1" };
    }
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", places, n, &d->err), &d->err);
}

static void a_dropped_page_is_in_no_dossier_or_search_and_comes_back(void **state)
{
    struct depot *d = *state;

    depot_add(d, "1974/1", "een");
    depot_add(d, "1974/1", "tweede");
    depot_add(d, "1974/1", "drie");
    depot_index(d);
    assert_string_equal("1:text:1974/1/1 2:text:1974/1/2 3:text:1974/1/3", pages(d));
    drop_ok(d, 2, 3);
    place_again(d);
    depot_index(d);
    assert_string_equal("1:text:1974/1/1 2:dropped:0 3:text:1974/1/2", pages(d));
    assert_string_equal("", depot_search(d, "tweede"));
    assert_string_equal("1974/1", depot_search(d, "drie"));
    /* Nothing else is done with it until it is back. */
    struct page_new image[1];
    struct page_replacement r = rescan_of("x.tif", "sha-x", image, 1);
    struct assignment to = { .dossier = 1 };
    assert_rc(BA_ITEM, page_replace(d->store, 2, &r, &jan, &d->err), &d->err);
    assert_string_equal("PAGE_DROPPED", d->err.code);
    assert_rc(BA_ITEM, page_replace_by(d->store, 1, 2, &jan, &d->err), &d->err);
    assert_rc(BA_ITEM, page_assign(d->store, (int64_t[]){ 2 }, 1, &to, &jan, &d->err), &d->err);
    assert_rc(BA_ITEM, page_say_code(d->store, 2, "", &jan, &d->err), &d->err);
    assert_rc(BA_ITEM, page_drop(d->store, 2, 0, &jan, &d->err), &d->err);
    assert_rc(BA_ITEM, page_drop(d->store, 1, 2, &jan, &d->err), &d->err);
    assert_string_equal("PAGE_DROPPED", d->err.code);
    assert_rc(BA_ITEM, page_drop_undo(d->store, 1, &jan, &d->err), &d->err);
    assert_string_equal("PAGE_NOT_DROPPED", d->err.code);
    assert_rc(BA_OK, page_drop_undo(d->store, 2, &jan, &d->err), &d->err);
    place_again(d);
    depot_index(d);
    assert_string_equal("1:text:1974/1/1 2:text:1974/1/2 3:text:1974/1/3", pages(d));
    assert_string_equal("1974/1", depot_search(d, "tweede"));
}

static void where_a_person_put_it_it_comes_back(void **state)
{
    struct depot *d = *state;
    struct assignment to = { .kind = "letter" };

    depot_add(d, "1974/1", "een");
    depot_add(d, "1974/1", "twee");
    assert_rc(BA_OK, dossier_named(d->store, "1974/2", "Archief", true, &to.dossier, &d->err),
              &d->err);
    assert_rc(BA_OK, page_assign(d->store, (int64_t[]){ 2 }, 1, &to, &jan, &d->err), &d->err);
    assert_string_equal("1:text:1974/1/1 2:text:brief/1", pages(d));
    drop_ok(d, 2, 0);
    assert_string_equal("1:text:1974/1/1 2:dropped:0", pages(d));
    assert_rc(BA_OK, page_drop_undo(d->store, 2, &jan, &d->err), &d->err);
    assert_string_equal("1:text:1974/1/1 2:text:brief/1", pages(d));
}

/* Of byte-identical scans the first that counts bears no remark, whichever is dropped. */
static void nobody_is_asked_about_a_duplicate_that_was_dropped(void **state)
{
    struct depot *d = *state;

    depot_file(d, d->batch, "1.tif", 1, "zelfde", 1);
    depot_file(d, d->batch, "2.tif", 2, "zelfde", 1);
    assert_string_equal("1:waiting:0 2:waiting:0!DUPLICATE", pages(d));
    drop_ok(d, 1, 2);
    assert_string_equal("1:dropped:0 2:waiting:0", pages(d));
    assert_rc(BA_OK, page_drop_undo(d->store, 1, &jan, &d->err), &d->err);
    assert_string_equal("1:waiting:0 2:waiting:0!DUPLICATE", pages(d));
    drop_ok(d, 2, 1);
    assert_string_equal("1:waiting:0 2:dropped:0", pages(d));
    assert_rc(BA_OK, page_drop_undo(d->store, 2, &jan, &d->err), &d->err);
    assert_string_equal("1:waiting:0 2:waiting:0!DUPLICATE", pages(d));
}

static void what_would_lose_pages_is_refused(void **state)
{
    struct depot *d = *state;
    const struct page_place separator = { .page = 1, .separator = true, .dossier = "1974/1" },
                            begins = { .page = 2, .begins = true, .dossier = "1974/1" };

    for (int i = 1; i <= 2; i++)
        depot_add(d, "1974/1", "een");
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", &separator, 1, &d->err),
              &d->err);
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", &begins, 1, &d->err), &d->err);
    assert_rc(BA_ITEM, page_drop(d->store, 1, 0, &jan, &d->err), &d->err);
    assert_string_equal("PAGE_IS_SEPARATOR", d->err.code);
    assert_rc(BA_ITEM, page_drop(d->store, 2, 0, &jan, &d->err), &d->err);
    assert_string_equal("PAGE_BEGINS", d->err.code);
    assert_rc(BA_ITEM, page_drop(d->store, 9, 0, &jan, &d->err), &d->err);
    assert_string_equal("PAGE_UNKNOWN", d->err.code);
}

/* A result that a shard read before the page was dropped does not bring it back. */
static void a_dropped_page_is_not_read_or_asked_for(void **state)
{
    struct depot *d = *state;
    struct page_result r = { .page = 1, .rev = "r2", .state = PAGE_TEXT };
    struct page_filter f = { .other_rev = "r9" };
    struct seen s = { "" };

    depot_file(d, d->batch, "1.tif", 1, "een", 1);
    drop_ok(d, 1, 0);
    assert_rc(BA_FATAL, page_finish(d->store, &r, &d->err), &d->err);
    assert_rc(BA_OK, page_each(d->store, &f, note, &s, &d->err), &d->err);
    assert_string_equal("", s.text);
    assert_rc(BA_OK, page_requeue(d->store, 1, &d->err), &d->err);
    assert_string_equal("1:dropped:0", pages(d));
}

#define T(f) cmocka_unit_test_setup_teardown(f, depot_setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_dropped_page_is_in_no_dossier_or_search_and_comes_back),
        T(where_a_person_put_it_it_comes_back),
        T(nobody_is_asked_about_a_duplicate_that_was_dropped),
        T(what_would_lose_pages_is_refused),
        T(a_dropped_page_is_not_read_or_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
