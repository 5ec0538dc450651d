#include "tests/unit/index_depot.h"

#include "index/records/page_reason.h"

struct listing {
    char text[4096];
};

static BA_RC list_page(void *ctx, const struct page_row *p, struct ba_err *err)
{
    struct listing *l = ctx;
    size_t n = strlen(l->text);

    (void)err;
    snprintf(l->text + n, sizeof l->text - n, "%s%s#%u:%lld:%s:%s:%lld:%s:%s", n > 0 ? " " : "",
             p->file, (unsigned)p->frame, (long long)p->seq, page_state_name(p->state), p->dossier,
             (long long)p->seq_in_dossier, p->document, p->reasons);
    return BA_OK;
}

static const char *pages_of(struct depot *d, int64_t batch)
{
    static struct listing l;
    struct page_filter f = { .batch = batch };

    l.text[0] = '\0';
    assert_rc(BA_OK, page_each(d->store, &f, list_page, &l, &d->err), &d->err);
    return l.text;
}

static void pages_count_in_the_order_of_the_walk(void **state)
{
    struct depot *d = *state;

    depot_file(d, d->batch, "a.tif", 1, "A", 1);
    depot_file(d, d->batch, "c.tif", 3, "C", 1);
    depot_file(d, d->batch, "b.tif", 2, "B", 2);
    assert_string_equal("a.tif#0:1:waiting::0::[] b.tif#0:2:waiting::0::[] "
                        "b.tif#1:3:waiting::0::[] c.tif#0:4:waiting::0::[]",
                        pages_of(d, d->batch));
}

static void a_file_that_comes_between_moves_the_later_ones_up(void **state)
{
    struct depot *d = *state;

    depot_file(d, d->batch, "a.tif", 1, "A", 1);
    depot_file(d, d->batch, "c.tif", 2, "C", 1);
    depot_file(d, d->batch, "b.tif", 2, "B", 1);
    assert_string_equal(
        "a.tif#0:1:waiting::0::[] b.tif#0:2:waiting::0::[] c.tif#0:3:waiting::0::[]",
        pages_of(d, d->batch));
}

static void an_equal_file_is_a_second_page_of_one_master(void **state)
{
    struct depot *d = *state;
    struct batch_totals l;

    depot_file(d, d->batch, "a.tif", 1, "A", 1);
    depot_file(d, d->batch, "copy.tif", 2, "A", 1);
    assert_string_equal("a.tif#0:1:waiting::0::[] copy.tif#0:2:waiting::0::[\"DUPLICATE\"]",
                        pages_of(d, d->batch));
    assert_rc(BA_OK, batch_totals_read(d->store, 0, &l, &d->err), &d->err);
    assert_int_equal(1, l.masters);
    assert_int_equal(1, l.masters_distinct);
    assert_int_equal(2, l.pages);
    assert_true(l.holds);
}

static void a_taken_file_is_never_replaced(void **state)
{
    struct depot *d = *state;
    struct file_row row = { .batch = d->batch,
                            .path = "a.tif",
                            .position = 1,
                            .sha256 = "X",
                            .code = "TIFF_DAMAGED",
                            .message = "bad" };

    depot_file(d, d->batch, "a.tif", 1, "A", 1);
    assert_rc(BA_FATAL, file_add_rejected(d->store, &row, &d->err), &d->err);
    assert_string_equal("FILE_TAKEN", d->err.code);
}

static BA_RC count_file(void *ctx, const struct file_row *row, struct ba_err *err)
{
    (void)err;
    snprintf(ctx, 64, "%s %s", row->path, row->taken ? "taken" : row->code);
    return BA_OK;
}

static void a_refused_file_can_be_accepted_later(void **state)
{
    struct depot *d = *state;
    struct file_row row = { .batch = d->batch,
                            .path = "a.tif",
                            .position = 1,
                            .size = 7,
                            .sha256 = "X",
                            .code = "TIFF_DAMAGED",
                            .message = "bad strip",
                            .kept = "rejected/b1/a.tif" };
    struct file_row back;
    struct batch_totals l;
    char seen[64] = "";
    bool known;

    assert_rc(BA_OK, file_add_rejected(d->store, &row, &d->err), &d->err);
    assert_rc(BA_OK, file_add_rejected(d->store, &row, &d->err), &d->err);
    assert_rc(BA_OK, file_find(d->store, d->batch, "a.tif", &back, &known, &d->err), &d->err);
    assert_true(known);
    assert_false(back.taken);
    assert_string_equal("TIFF_DAMAGED", back.code);
    assert_string_equal("rejected/b1/a.tif", back.kept);
    assert_rc(BA_OK, batch_totals_read(d->store, d->batch, &l, &d->err), &d->err);
    assert_int_equal(1, l.files_rejected);
    assert_int_equal(1, l.files);
    assert_true(l.holds);
    assert_rc(BA_OK, file_each(d->store, d->batch, false, count_file, seen, &d->err), &d->err);
    assert_string_equal("a.tif TIFF_DAMAGED", seen);
    depot_file(d, d->batch, "a.tif", 1, "A", 1);
    assert_rc(BA_OK, batch_totals_read(d->store, d->batch, &l, &d->err), &d->err);
    assert_int_equal(0, l.files_rejected);
    assert_int_equal(1, l.files_taken);
    assert_true(l.holds);
}

static void the_ledger_counts_reduced_images_and_every_state(void **state)
{
    struct depot *d = *state;
    struct batch_totals l;
    struct page_new pages[1] = { { .frame = 0, .width_px = 10, .height_px = 10 } };
    struct file_row row = { .batch = d->batch,
                            .path = "a.tif",
                            .position = 1,
                            .sha256 = "A",
                            .taken = true,
                            .frames = 2,
                            .reduced = 1 };

    assert_rc(BA_OK, file_add_taken(d->store, &row, "tif", "fmt/353", pages, 1, &d->err), &d->err);
    assert_rc(BA_OK, batch_totals_read(d->store, d->batch, &l, &d->err), &d->err);
    assert_int_equal(2, l.frames);
    assert_int_equal(1, l.reduced);
    assert_int_equal(1, l.waiting);
    assert_true(l.holds);
    /* A file whose pages are not all there breaks the sum. */
    row = (struct file_row){
        .batch = d->batch, .path = "b.tif", .position = 2, .sha256 = "B", .taken = true, .frames = 3
    };
    assert_rc(BA_OK, file_add_taken(d->store, &row, "tif", "fmt/353", pages, 1, &d->err), &d->err);
    assert_rc(BA_OK, batch_totals_read(d->store, d->batch, &l, &d->err), &d->err);
    assert_false(l.holds);
    /* The page has no resolution, which a person should know. */
    assert_non_null(strstr(pages_of(d, d->batch), "NO_RESOLUTION"));
}

/* A batch as it usually is: separator, two pages, separator with a document, one page; one stray.
 */
static void place_usual(struct depot *d)
{
    const struct page_place places[] = {
        { .page = depot_page(d, d->batch, 1) },
        { .page = depot_page(d, d->batch, 2),
          .separator = true,
          .dossier = "1974/1",
          .document = 1 },
        { .page = depot_page(d, d->batch, 3), .dossier = "1974/1", .document = 1 },
        { .page = depot_page(d, d->batch, 4), .dossier = "1974/1", .document = 1 },
        { .page = depot_page(d, d->batch, 5),
          .separator = true,
          .dossier = "1974/1",
          .document = 2,
          .kind = "drawing" },
        { .page = depot_page(d, d->batch, 6),
          .dossier = "1974/1",
          .document = 2,
          .kind = "drawing" },
        { .page = depot_page(d, d->batch, 7),
          .conflict = true,
          .dossier = "1974/1",
          .document = 2,
          .kind = "drawing" },
    };
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", places, 7, &d->err), &d->err);
}

static void placing_makes_dossiers_and_documents_and_can_be_repeated(void **state)
{
    struct depot *d = *state;
    char first[4096];

    for (int i = 1; i <= 7; i++) {
        char name[8] = { 'p', (char)('0' + i), '\0' };
        depot_file(d, d->batch, name, i, name, 1);
    }
    place_usual(d);
    snprintf(first, sizeof first, "%s", pages_of(d, d->batch));
    assert_string_equal(
        "p1#0:1:waiting::0::[\"NO_DOSSIER\"] p2#0:2:separator:1974/1:0::[] "
        "p3#0:3:waiting:1974/1:1:1974/1-001:[] p4#0:4:waiting:1974/1:2:1974/1-001:[] "
        "p5#0:5:separator:1974/1:0::[] p6#0:6:waiting:1974/1:3:1974/1-002:[] "
        "p7#0:7:waiting:1974/1:4:1974/1-002:[\"SEPARATOR_CONFLICT\"]",
        first);
    place_usual(d);
    assert_string_equal(first, pages_of(d, d->batch));
}

static void a_dossier_goes_on_in_a_second_batch(void **state)
{
    struct depot *d = *state;
    int64_t second;

    depot_file(d, d->batch, "a", 1, "A", 1);
    depot_place(d, d->batch, 1, 1, "1974/1", "");
    assert_rc(BA_OK, batch_add(d->store, "b2", "/in/b2", &second, &d->err), &d->err);
    depot_file(d, second, "b", 1, "B", 1);
    depot_place(d, second, 1, 1, "1974/1", "");
    assert_string_equal("b#0:1:waiting:1974/1:2:1974/1-001:[]", pages_of(d, second));
    /* With a code it is a document of its own, although both batches call it their first. */
    depot_place(d, second, 1, 1, "1974/1", "letter");
    assert_string_equal("b#0:1:waiting:1974/1:2:1974/1-002:[]", pages_of(d, second));
}

static void a_page_that_is_no_separator_after_all_waits_again(void **state)
{
    struct depot *d = *state;
    struct page_place place = { .separator = true, .dossier = "1974/1", .document = 1 };

    depot_file(d, d->batch, "a", 1, "A", 1);
    place.page = depot_page(d, d->batch, 1);
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", &place, 1, &d->err), &d->err);
    assert_string_equal("a#0:1:separator:1974/1:0::[]", pages_of(d, d->batch));
    place.separator = false;
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", &place, 1, &d->err), &d->err);
    assert_string_equal("a#0:1:waiting:1974/1:1:1974/1-001:[]", pages_of(d, d->batch));
}

static void the_register_decides_the_archive(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1974/1;archive=Stompwijk");
    depot_file(d, d->batch, "a", 1, "A", 1);
    depot_place(d, d->batch, 1, 1, "1974/1", "");
    struct dossier_row row = { 0 };
    (void)row;
    assert_int_not_equal(0, depot_dossier(d, "1974/1"));
    int64_t id = depot_dossier(d, "1974/1");
    struct page_filter f = { .dossier = id };
    int64_t page = 0;
    assert_rc(BA_OK, page_each(d->store, &f, depot_note_page, &page, &d->err), &d->err);
    assert_int_not_equal(0, page);
}

static void reasons_are_listed_gravest_first(void **state)
{
    struct depot *d = *state;
    struct page_result r = { .rev = "r",
                             .state = PAGE_TEXT,
                             .doubtful = true,
                             .why = "faint",
                             .words = 5,
                             .confidence_pct = 40 };

    depot_file(d, d->batch, "a", 1, "A", 1);
    r.page = depot_page(d, d->batch, 1);
    assert_rc(BA_OK, page_add_reason(d->store, r.page, "TIFF_WARNINGS", 'w', "tag", &d->err),
              &d->err);
    assert_rc(BA_OK, page_add_reason(d->store, r.page, "A_REMARK", 'i', "x", &d->err), &d->err);
    assert_rc(BA_OK, page_finish(d->store, &r, &d->err), &d->err);
    assert_string_equal("a#0:1:text::0::[\"OCR_DOUBTFUL\",\"ORIENTATION_UNSURE\",\"TIFF_WARNINGS\","
                        "\"A_REMARK\",\"SKEW_UNSURE\"]",
                        pages_of(d, d->batch));
    /* A new recognition takes back what the old one said, and only that. */
    r = (struct page_result){ .page = r.page,
                              .rev = "r2",
                              .state = PAGE_FAILED,
                              .code = "OCR_TIMEOUT",
                              .message = "took too long" };
    assert_rc(BA_OK, page_finish(d->store, &r, &d->err), &d->err);
    assert_string_equal("a#0:1:failed::0::[\"OCR_TIMEOUT\",\"TIFF_WARNINGS\",\"A_REMARK\"]",
                        pages_of(d, d->batch));
}

static void failed_pages_can_wait_again_by_their_code(void **state)
{
    struct depot *d = *state;
    int64_t n;

    depot_file(d, d->batch, "a", 1, "A", 2);
    for (int i = 1; i <= 2; i++) {
        struct page_result r = { .page = depot_page(d, d->batch, i),
                                 .rev = "r",
                                 .state = PAGE_FAILED,
                                 .code = i == 1 ? "OCR_TIMEOUT" : "WORKER_CRASH",
                                 .message = "x" };
        assert_rc(BA_OK, page_finish(d->store, &r, &d->err), &d->err);
    }
    assert_rc(BA_OK, page_retry(d->store, 0, "OCR_TIMEOUT", &n, &d->err), &d->err);
    assert_int_equal(1, n);
    assert_string_equal("a#0:1:waiting::0::[] a#1:2:failed::0::[\"WORKER_CRASH\"]",
                        pages_of(d, d->batch));
    assert_rc(BA_OK, page_retry(d->store, 0, NULL, &n, &d->err), &d->err);
    assert_int_equal(1, n);
}

static BA_RC count_page(void *ctx, const struct page_row *p, struct ba_err *err)
{
    (void)p;
    (void)err;
    (*(int *)ctx)++;
    return BA_OK;
}

static int count_with(struct depot *d, struct page_filter f)
{
    int n = 0;

    assert_rc(BA_OK, page_each(d->store, &f, count_page, &n, &d->err), &d->err);
    return n;
}

static void filters_choose_pages(void **state)
{
    struct depot *d = *state;

    depot_add(d, "1974/1", "een");
    depot_add(d, "1974/1", "twee");
    depot_file(d, d->batch, "x", 3, "X", 1);
    assert_int_equal(3, count_with(d, (struct page_filter){ 0 }));
    assert_int_equal(1, count_with(d, (struct page_filter){ .waiting_only = true }));
    assert_int_equal(2,
                     count_with(d, (struct page_filter){ .dossier = depot_dossier(d, "1974/1") }));
    assert_int_equal(1, count_with(d, (struct page_filter){ .other_rev = "r1" }));
    assert_int_equal(3, count_with(d, (struct page_filter){ .other_rev = "r2" }));
    assert_int_equal(1, count_with(d, (struct page_filter){ .page = 2 }));
    assert_int_equal(0, count_with(d, (struct page_filter){ .batch = 99 }));
}

static void unknown_pages_are_refused(void **state)
{
    struct depot *d = *state;
    struct page_result r = { .page = 77, .rev = "r", .state = PAGE_TEXT };
    struct page_place place = { .page = 77 };

    assert_rc(BA_FATAL, page_finish(d->store, &r, &d->err), &d->err);
    assert_string_equal("PAGE_UNKNOWN", d->err.code);
    assert_rc(BA_FATAL, page_place_batch(d->store, d->batch, "A", &place, 1, &d->err), &d->err);
    assert_string_equal("PAGE_UNKNOWN", d->err.code);
}

#define T(name) cmocka_unit_test_setup_teardown(name, depot_setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(pages_count_in_the_order_of_the_walk),
        T(a_file_that_comes_between_moves_the_later_ones_up),
        T(an_equal_file_is_a_second_page_of_one_master),
        T(a_taken_file_is_never_replaced),
        T(a_refused_file_can_be_accepted_later),
        T(the_ledger_counts_reduced_images_and_every_state),
        T(placing_makes_dossiers_and_documents_and_can_be_repeated),
        T(a_dossier_goes_on_in_a_second_batch),
        T(a_page_that_is_no_separator_after_all_waits_again),
        T(the_register_decides_the_archive),
        T(reasons_are_listed_gravest_first),
        T(failed_pages_can_wait_again_by_their_code),
        T(filters_choose_pages),
        T(unknown_pages_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
