/* Pages are put in dossiers, sheets are called separators or none, and all is taken back. */
#include "tests/unit/desk_depot.h"

#include "desk/assign.h"
#include "desk/set.h"
#include "index/records/page_reason.h"

static BA_RC put(struct desk *d, const char *page, const char *dossier, struct assign_result *r)
{
    const struct assign_what what = { .pages = &page, .page_count = 1, .dossier = dossier };

    return assign_pages(&d->depot, &d->by, &what, r, &d->err);
}

static void pages_come_into_a_dossier_with_who_and_why(void **state)
{
    struct desk *d = *state;
    struct assign_result r;

    assert_rc(BA_OK, put(d, "b1:2-4", "1974/0231", &r), &d->err);
    assert_int_equal(3, r.pages);
    assert_int_equal(0, r.widened.count);
    assign_result_free(&r);
    assert_string_equal("2 3 4 ", desk_order(d, "1974/0231"));
    assert_string_equal("Jan|assign|proef", desk_recorded(d));
}

static void a_dry_run_tells_and_leaves_nothing(void **state)
{
    struct desk *d = *state;
    struct assign_result r;

    d->by.dry_run = true;
    assert_rc(BA_OK, put(d, "b1:2", "1974/0231", &r), &d->err);
    assert_int_equal(1, r.pages);
    assign_result_free(&r);
    assert_string_equal("", desk_order(d, "1974/0231"));
    assert_string_equal("", desk_recorded(d));
}

static void what_is_wrong_changes_nothing(void **state)
{
    struct desk *d = *state;
    struct assign_result r;
    const char *page = "1", *pages[] = { "1", "2" };
    struct assign_what kind = {
        .pages = &page, .page_count = 1, .dossier = "1974/0231", .kind = "nonsens"
    };
    struct assign_what two = {
        .as = ASSIGN_SEPARATOR, .pages = pages, .page_count = 2, .dossier = "1974/0231"
    };

    assert_int_equal(BA_ITEM, put(d, "1", "9999/1", &r));
    assert_string_equal("DOSSIER_UNKNOWN", d->err.code);
    assign_result_free(&r);
    assert_int_equal(BA_ITEM, put(d, "99", "1974/0231", &r));
    assert_string_equal("PAGE_UNKNOWN", d->err.code);
    assign_result_free(&r);
    assert_int_equal(BA_FATAL, assign_pages(&d->depot, &d->by, &kind, &r, &d->err));
    assert_string_equal("USAGE", d->err.code);
    assign_result_free(&r);
    assert_int_equal(BA_FATAL, assign_pages(&d->depot, &d->by, &two, &r, &d->err));
    assert_string_equal("USAGE", d->err.code);
    assign_result_free(&r);
    assert_string_equal("", desk_recorded(d));
}

static void a_separator_takes_the_pages_behind_it_and_undo_gives_them_back(void **state)
{
    struct desk *d = *state;
    struct assign_result r;
    const char *page = "b1:3";
    struct assign_what what = {
        .as = ASSIGN_SEPARATOR, .pages = &page, .page_count = 1, .dossier = "1974/0231"
    };

    assert_rc(BA_OK, assign_pages(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assign_result_free(&r);
    assert_string_equal("4 5 6 ", desk_order(d, "1974/0231"));
    what.as = ASSIGN_UNDO;
    /* The sheet waits to be read again, which wants a worker. */
    d->by.dry_run = true;
    assert_rc(BA_OK, assign_pages(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assert_int_equal(1, r.pages);
    assign_result_free(&r);
}

static void read_as(struct desk *d, int64_t page, enum page_state state, int64_t words)
{
    struct page_result read = { .page = page,
                                .rev = "r1",
                                .state = state,
                                .words = words,
                                .confidence_pct = -1,
                                .dictionary_pct = -1,
                                .message = "x" };

    assert_rc(BA_OK, page_finish(d->depot.store, &read, &d->err), &d->err);
}

/* Issue: `--separator 26` made a permit of 285 words vanish when 26 was not the sheet it had been.
 */
static void a_page_with_text_becomes_a_separator_by_force_and_reason_only(void **state)
{
    struct desk *d = *state;
    struct assign_result r;
    const char *page = "b1:3";
    struct assign_what what = {
        .as = ASSIGN_SEPARATOR, .pages = &page, .page_count = 1, .dossier = "1974/0231"
    };
    static const enum page_state refused[] = { PAGE_TEXT, PAGE_DRAWING, PAGE_FAILED };

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        read_as(d, 3, refused[i], refused[i] == PAGE_TEXT ? 285 : 0);
        assert_int_equal(BA_ITEM, assign_pages(&d->depot, &d->by, &what, &r, &d->err));
        assert_string_equal("PAGE_HAS_TEXT", d->err.code);
        assign_result_free(&r);
        assert_string_equal("", desk_order(d, "1974/0231"));
    }
    what.force = true;
    d->by.reason = NULL;
    assert_int_equal(BA_FATAL, assign_pages(&d->depot, &d->by, &what, &r, &d->err));
    assert_string_equal("USAGE", d->err.code);
    assign_result_free(&r);
    assert_string_equal("", desk_recorded(d));
    d->by.reason = "het is er een";
    assert_rc(BA_OK, assign_pages(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assert_int_equal(1, r.was.count);
    assert_string_equal("3", r.was.at[0].sheet);
    assert_int_equal(PAGE_FAILED, r.was.at[0].state);
    assign_result_free(&r);
    assert_string_equal("4 5 6 ", desk_order(d, "1974/0231"));
}

/* That is what the command is for. */
static void a_sheet_whose_code_nobody_reads_needs_no_force(void **state)
{
    struct desk *d = *state;
    struct assign_result r;
    const char *page = "b1:3";
    struct assign_what what = {
        .as = ASSIGN_SEPARATOR, .pages = &page, .page_count = 1, .dossier = "1974/0231"
    };

    read_as(d, 3, PAGE_TEXT, 12);
    assert_rc(
        BA_OK,
        page_reason_add(d->depot.store, 3, "SEPARATOR_UNREADABLE", 'w', "x", REASON_PLACE, &d->err),
        &d->err);
    assert_rc(BA_OK, assign_pages(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assign_result_free(&r);
}

static void a_separator_of_an_unknown_dossier_wants_new(void **state)
{
    struct desk *d = *state;
    struct assign_result r;
    const char *page = "b1:3";
    struct assign_what what = { .pages = &page, .page_count = 1, .dossier = "1966/456" };

    for (what.as = ASSIGN_SEPARATOR; what.as <= ASSIGN_BEGINS; what.as++) {
        what.make = false;
        assert_int_equal(BA_ITEM, assign_pages(&d->depot, &d->by, &what, &r, &d->err));
        assert_string_equal("DOSSIER_UNKNOWN", d->err.code);
        assign_result_free(&r);
        what.make = true;
        d->by.dry_run = true;
        assert_rc(BA_OK, assign_pages(&d->depot, &d->by, &what, &r, &d->err), &d->err);
        assign_result_free(&r);
        d->by.dry_run = false;
    }
    assert_string_equal("", desk_recorded(d));
}

static void what_everyone_may_see_now_is_warned_of_once_a_document(void **state)
{
    struct desk *d = *state;
    struct assign_result r;
    struct set_result set;
    const struct set_what close = { .subject = "1974/0231",
                                    .field = "access",
                                    .value = "levenssfeer" };

    assert_rc(BA_OK, put(d, "b1:1-3", "1974/0231", &r), &d->err);
    assign_result_free(&r);
    assert_rc(BA_OK, set_field(&d->depot, &d->by, &close, &set, &d->err), &d->err);
    set_result_free(&set);
    assert_rc(BA_OK, put(d, "b1:2-4", "1931/0047", &r), &d->err);
    assert_int_equal(3, r.pages);
    assert_int_equal(2, r.widened.count); /* sheet 4 was in no dossier */
    assert_int_equal(2, r.widened.at[0].page);
    assert_string_equal("levenssfeer", r.widened.at[0].was.access);
    assert_string_equal("openbaar", r.widened.at[0].is.access);
    assign_result_free(&r);
    assert_int_equal(1, d->messages.count);
    assert_int_equal(BA_WARNING, d->messages.at[0].class);
    assert_string_equal("ACCESS_WIDENED", d->messages.at[0].code);
    assert_non_null(strstr(d->messages.at[0].text, "2 pages (the first is 2)"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(pages_come_into_a_dossier_with_who_and_why),
        desk_test(a_dry_run_tells_and_leaves_nothing),
        desk_test(what_is_wrong_changes_nothing),
        desk_test(a_separator_takes_the_pages_behind_it_and_undo_gives_them_back),
        desk_test(a_page_with_text_becomes_a_separator_by_force_and_reason_only),
        desk_test(a_sheet_whose_code_nobody_reads_needs_no_force),
        desk_test(a_separator_of_an_unknown_dossier_wants_new),
        desk_test(what_everyone_may_see_now_is_warned_of_once_a_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
