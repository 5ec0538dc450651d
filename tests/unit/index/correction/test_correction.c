#include "tests/unit/index_rescan.h"

#include "index/correction/batch_withdraw.h"
#include "index/correction/correction.h"
#include "index/records/near_duplicate.h"
#include "index/records/overlap.h"
#include "index/records/page_reason.h"

static BA_RC note_order(void *ctx, const struct page_row *row, struct ba_err *err)
{
    char(*at)[200] = ctx;
    size_t n = strlen(*at);

    (void)err;
    if (row->seq_in_dossier > 0)
        snprintf(*at + n, sizeof(*at) - n, "%s%lld=%lld", n > 0 ? " " : "", (long long)row->id,
                 (long long)row->seq_in_dossier);
    return BA_OK;
}

/* "page=place ..." of a dossier, in the order of the sheets. */
static const char *order_of(struct depot *d, const char *dossier)
{
    static char at[200];
    struct page_filter f = { .dossier = depot_dossier(d, dossier) };

    at[0] = '\0';
    assert_rc(BA_OK, page_each(d->store, &f, note_order, &at, &d->err), &d->err);
    return at;
}

static BA_RC note_sha(void *ctx, const struct page_row *row, struct ba_err *err)
{
    (void)err;
    snprintf(ctx, 65, "%s", row->sha256);
    return BA_OK;
}

static struct batch_totals sums(struct depot *d, int64_t batch)
{
    struct batch_totals l;

    assert_rc(BA_OK, batch_totals_read(d->store, batch, &l, &d->err), &d->err);
    assert_true(l.holds);
    return l;
}

/* The settings that decide a text are those of the old scan; its bytes are not. */
static void replaced_page_is_found_by_its_new_words_only(void **state)
{
    struct depot *d = *state;
    struct page_new page[1];
    struct page_replacement r = rescan_of("nieuw.tif", "sha-nieuw", page, 1);
    char sha[65] = "";
    int64_t id = depot_add(d, "1974/1", "oude woorden: kippenhok");
    struct page_filter f = { .page = id };

    depot_add(d, "1974/1", "een andere bladzijde");
    depot_index(d);
    assert_string_equal("1974/1", depot_search(d, "kippenhok"));
    assert_rc(BA_OK, page_replace(d->store, id, &r, &jan, &d->err), &d->err);
    assert_rc(BA_OK, page_each(d->store, &f, note_sha, sha, &d->err), &d->err);
    assert_string_equal("sha-nieuw", sha);
    /* Read before it was indexed as waiting: the rev is that of the old text. */
    depot_read(d, id, "nieuwe woorden: duiventil");
    depot_index(d);
    assert_string_equal("1974/1", depot_search(d, "duiventil"));
    assert_string_equal("", depot_search(d, "kippenhok"));
    assert_int_equal(1, sums(d, 0).replaced);
    assert_int_equal(2, sums(d, 0).pages);
}

static void replacing_by_the_same_bytes_is_refused(void **state)
{
    struct depot *d = *state;
    struct page_new page[1];
    int64_t id = depot_add(d, "1974/1", "woorden");
    struct page_replacement r = rescan_of("nieuw.tif", "p1.tif", page, 1);

    assert_rc(BA_ITEM, page_replace(d->store, id, &r, &jan, &d->err), &d->err);
    assert_string_equal("RESCAN_SAME", d->err.code);
    r = rescan_of("nieuw.tif", "sha-nieuw", page, 1);
    r.count = 0;
    assert_rc(BA_ITEM, page_replace(d->store, id, &r, &jan, &d->err), &d->err);
    assert_string_equal("RESCAN_IMAGES", d->err.code);
    assert_int_equal(0, sums(d, 0).replaced);
}

static void page_replaced_by_the_next_leaves_one_page_with_the_next_image(void **state)
{
    struct depot *d = *state;
    char sha[65] = "";
    int64_t a = depot_add(d, "1974/1", "slecht gescand"),
            b = depot_add(d, "1974/1", "goed gescand");
    int64_t c = depot_add(d, "1974/1", "het volgende blad");
    struct page_filter f = { .page = a };

    depot_index(d);
    assert_rc(BA_OK, page_replace_by(d->store, a, b, &jan, &d->err), &d->err);
    assert_rc(BA_OK, page_each(d->store, &f, note_sha, sha, &d->err), &d->err);
    assert_string_equal("p2.tif", sha);
    assert_int_equal(c, depot_page(d, d->batch, 2)); /* the sheets behind count back */
    free(d->texts[a]);
    d->texts[a] = strdup("goed gescand");
    depot_index(d);
    assert_string_equal("1974/1", depot_search(d, "goed gescand"));
    assert_string_equal("", depot_search(d, "slecht"));
    assert_int_equal(2, sums(d, 0).pages);
}

static void inserted_pages_stand_behind_the_page_and_in_its_order(void **state)
{
    struct depot *d = *state;
    struct page_new pages[2];
    struct page_replacement r = rescan_of("extra.tif", "sha-extra", pages, 2);
    int64_t a = depot_add(d, "1974/1", "een"), b = depot_add(d, "1974/1", "twee");
    char want[100];

    /* A person's order: two, one. What is inserted behind two comes between. */
    assert_rc(BA_OK, page_reorder(d->store, b, a, true, &jan, &d->err), &d->err);
    assert_rc(BA_OK, page_insert(d->store, b, false, &r, &jan, &d->err), &d->err);
    snprintf(want, sizeof want, "%lld=4 %lld=1 %lld=2 %lld=3", (long long)a, (long long)b,
             (long long)depot_page(d, d->batch, 3), (long long)depot_page(d, d->batch, 4));
    assert_string_equal(want, order_of(d, "1974/1"));
    assert_int_equal(4, sums(d, 0).pages);
}

static void a_later_placing_leaves_what_a_person_assigned(void **state)
{
    struct depot *d = *state;
    int64_t a = depot_add(d, "1974/1", "een"), to = 0;
    struct assignment there = { 0 };
    size_t back = 0;

    assert_rc(BA_ITEM, dossier_named(d->store, "1980/9", "Archief", false, &to, &d->err), &d->err);
    assert_string_equal("DOSSIER_UNKNOWN", d->err.code);
    assert_rc(BA_OK, dossier_named(d->store, "1980/9", "Archief", true, &there.dossier, &d->err),
              &d->err);
    assert_rc(BA_OK, page_assign(d->store, &a, 1, &there, &jan, &d->err), &d->err);
    depot_place(d, d->batch, 1, 1, "1974/1", "");
    assert_string_equal("", order_of(d, "1974/1"));
    assert_string_equal("1=1", order_of(d, "1980/9"));
    assert_rc(BA_OK, page_unassign(d->store, &a, 1, &jan, &back, &d->err), &d->err);
    assert_int_equal(1, back);
    assert_rc(BA_OK, page_unassign(d->store, &a, 1, &jan, &back, &d->err), &d->err);
    assert_int_equal(0, back);
    depot_place(d, d->batch, 1, 1, "1974/1", "");
    assert_string_equal("1=1", order_of(d, "1974/1"));
}

static void an_order_that_misses_a_page_is_refused(void **state)
{
    struct depot *d = *state;
    int64_t ids[3] = { depot_add(d, "1974/1", "een"), depot_add(d, "1974/1", "twee") };
    int64_t dossier = depot_dossier(d, "1974/1");

    assert_rc(BA_ITEM, dossier_reorder(d->store, dossier, ids, 1, &jan, &d->err), &d->err);
    assert_string_equal("ORDER_INCOMPLETE", d->err.code);
    ids[2] = ids[0];
    assert_rc(BA_ITEM, dossier_reorder(d->store, dossier, ids, 3, &jan, &d->err), &d->err);
    ids[0] = ids[1];
    ids[1] = ids[2];
    assert_rc(BA_OK, dossier_reorder(d->store, dossier, ids, 2, &jan, &d->err), &d->err);
    assert_string_equal("1=2 2=1", order_of(d, "1974/1"));
}

static void withdrawn_batch_is_in_no_count_and_its_name_is_free(void **state)
{
    struct depot *d = *state;
    struct batch_row row;
    bool found = true;
    int64_t again = 0, n = 0;

    depot_register(d, "dossier=1974/1;street=Herenstraat");
    depot_add(d, "1974/1", "kippenhok");
    depot_add(d, "", "zonder dossier: duiventil");
    depot_index(d);
    assert_rc(BA_OK, batch_find(d->store, "b1", &row, &found, &d->err), &d->err);
    assert_rc(BA_OK, batch_withdraw(d->store, &row, &jan, &d->err), &d->err);
    depot_index(d);
    assert_int_equal(0, sums(d, 0).files);
    assert_int_equal(0, sums(d, 0).masters);
    assert_string_equal("", depot_search(d, "kippenhok"));
    assert_string_equal("", depot_search(d, "duiventil"));
    assert_string_equal("1974/1", depot_search(d, "Herenstraat"));
    assert_rc(BA_OK, batch_find(d->store, "b1", &row, &found, &d->err), &d->err);
    assert_false(found);
    assert_rc(BA_OK, batch_withdrawn_count(d->store, "b1", &n, &d->err), &d->err);
    assert_int_equal(1, n);
    assert_rc(BA_OK, batch_add(d->store, "b1", "/in/b1", &again, &d->err), &d->err);
    depot_file(d, again, "p1.tif", 1, "p1.tif", 1);
    assert_int_equal(1, sums(d, 0).pages);
    assert_int_equal(1, sums(d, 0).masters);
}

static BA_RC note_reasons(void *ctx, const struct page_row *row, struct ba_err *err)
{
    (void)err;
    snprintf(ctx, 200, "%s", row->reasons);
    return BA_OK;
}

static void what_looked_like_a_page_that_went_is_no_longer_told(void **state)
{
    struct depot *d = *state;
    struct batch_row row;
    struct page_filter f = { 0 };
    char reasons[200] = "";
    int64_t again;
    bool found;
    int64_t first = depot_add(d, "1974/1", "kippenhok");

    assert_rc(BA_OK, batch_add(d->store, "b2", "/in/b2", &again, &d->err), &d->err);
    depot_file(d, again, "p2.tif", 1, "p2.tif", 1);
    f.page = depot_page(d, again, 1);
    assert_rc(BA_OK, likeness_judged(d->store, f.page, first, true, &d->err), &d->err);
    assert_rc(BA_OK, likeness_settle(d->store, again, 'w', &d->err), &d->err);
    assert_rc(BA_OK, page_each(d->store, &f, note_reasons, reasons, &d->err), &d->err);
    assert_string_equal("[\"NEAR_DUPLICATE\"]", reasons);
    assert_rc(BA_OK, batch_find(d->store, "b1", &row, &found, &d->err), &d->err);
    assert_rc(BA_OK, batch_withdraw(d->store, &row, &jan, &d->err), &d->err);
    assert_rc(BA_OK, page_each(d->store, &f, note_reasons, reasons, &d->err), &d->err);
    assert_string_equal("[]", reasons);
}

static BA_RC note_access(void *ctx, const struct document_row *row, struct ba_err *err)
{
    (void)err;
    snprintf(ctx, 200, "%s", row->access);
    return BA_OK;
}

static void a_new_document_does_not_inherit_the_access_of_one_that_is_gone(void **state)
{
    struct depot *d = *state;
    int64_t page = depot_add(d, "1974/1", "kippenhok");
    struct assignment to = { .dossier = depot_dossier(d, "1974/1"), .kind = "letter" };
    struct assignment away = { .kind = "letter" };
    struct field_subject of = { to.dossier, 1 };
    char access[200] = "none";

    depot_register(d, "dossier=1974/2");
    away.dossier = depot_dossier(d, "1974/2");
    assert_rc(BA_OK, page_assign(d->store, &page, 1, &to, &jan, &d->err), &d->err);
    assert_rc(BA_OK,
              field_change(d->store, &of, "access", "openbaar", "jan", "", NULL, NULL, &d->err),
              &d->err);
    assert_rc(BA_OK, document_each(d->store, to.dossier, note_access, access, &d->err), &d->err);
    assert_string_equal("openbaar", access);
    assert_rc(BA_OK, page_assign(d->store, &page, 1, &away, &jan, &d->err), &d->err);
    assert_rc(BA_OK, page_assign(d->store, &page, 1, &to, &jan, &d->err), &d->err);
    assert_rc(BA_OK, document_each(d->store, to.dossier, note_access, access, &d->err), &d->err);
    assert_string_equal("", access);
}

/* The second document was opened; then a separator more makes it the third. */
static void access_of_a_document_does_not_go_to_the_next_when_numbers_shift(void **state)
{
    struct depot *d = *state;
    struct page_place places[3] = { { .dossier = "1974/1", .document = 1, .kind = "permit" },
                                    { .dossier = "1974/1", .document = 1, .kind = "permit" },
                                    { .dossier = "1974/1", .document = 2, .kind = "drawing" } };
    char access[200] = "none";

    for (int i = 0; i < 3; i++)
        places[i].page = depot_add(d, "", "kippenhok");
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", places, 3, &d->err), &d->err);
    struct field_subject of = { depot_dossier(d, "1974/1"), 2 };
    assert_rc(BA_OK,
              field_change(d->store, &of, "access", "openbaar", "jan", "", NULL, NULL, &d->err),
              &d->err);
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", places, 3, &d->err), &d->err);
    assert_rc(BA_OK, document_each(d->store, of.dossier, note_access, access, &d->err), &d->err);
    assert_string_equal("openbaar", access); /* placed as before: nothing changed */
    places[1].document = 2;
    places[1].kind = "letter";
    places[2].document = 3;
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", places, 3, &d->err), &d->err);
    assert_rc(BA_OK, document_each(d->store, of.dossier, note_access, access, &d->err), &d->err);
    assert_string_equal("niet-beoordeeld", access);
}

static BA_RC count_overlap(void *ctx, const struct overlap *o, struct ba_err *err)
{
    (void)o;
    (void)err;
    ++*(int *)ctx;
    return BA_OK;
}

static void a_batch_taken_in_anew_is_not_the_withdrawn_one_twice(void **state)
{
    struct depot *d = *state;
    struct batch_row row;
    int64_t again;
    bool found;
    int n = 0;

    depot_add(d, "1974/1", "kippenhok");
    assert_rc(BA_OK, batch_find(d->store, "b1", &row, &found, &d->err), &d->err);
    assert_rc(BA_OK, batch_withdraw(d->store, &row, &jan, &d->err), &d->err);
    assert_rc(BA_OK, batch_add(d->store, "b1", "/in/b1", &again, &d->err), &d->err);
    depot_file(d, again, "p1.tif", 1, "p1.tif", 1);
    assert_rc(BA_OK, overlap_each(d->store, 0, count_overlap, &n, &d->err), &d->err);
    assert_int_equal(0, n);
    assert_rc(BA_OK, batch_add(d->store, "b3", "/in/b3", &again, &d->err), &d->err);
    depot_file(d, again, "p1.tif", 1, "p1.tif", 1);
    assert_rc(BA_OK, overlap_each(d->store, 0, count_overlap, &n, &d->err), &d->err);
    assert_int_equal(1, n);
}

static void files_added_behind_a_replaced_sheet_come_last(void **state)
{
    struct depot *d = *state;
    char sha[65] = "";
    int64_t first = depot_add(d, "1974/1", "een"), last = depot_add(d, "1974/1", "twee");
    struct page_filter f = { 0 };

    assert_rc(BA_OK, page_replace_by(d->store, last, first, &jan, &d->err), &d->err);
    depot_file(d, d->batch, "p3.tif", 3, "p3.tif", 1);
    f.page = depot_page(d, d->batch, 2);
    assert_rc(BA_OK, page_each(d->store, &f, note_sha, sha, &d->err), &d->err);
    assert_string_equal("p3.tif", sha);
    assert_int_equal(last, depot_page(d, d->batch, 1));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, depot_setup, depot_teardown)
    const struct CMUnitTest tests[] = {
        T(replaced_page_is_found_by_its_new_words_only),
        T(replacing_by_the_same_bytes_is_refused),
        T(page_replaced_by_the_next_leaves_one_page_with_the_next_image),
        T(inserted_pages_stand_behind_the_page_and_in_its_order),
        T(a_later_placing_leaves_what_a_person_assigned),
        T(an_order_that_misses_a_page_is_refused),
        T(withdrawn_batch_is_in_no_count_and_its_name_is_free),
        T(a_batch_taken_in_anew_is_not_the_withdrawn_one_twice),
        T(files_added_behind_a_replaced_sheet_come_last),
        T(access_of_a_document_does_not_go_to_the_next_when_numbers_shift),
        T(what_looked_like_a_page_that_went_is_no_longer_told),
        T(a_new_document_does_not_inherit_the_access_of_one_that_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
