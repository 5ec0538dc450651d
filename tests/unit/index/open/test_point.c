/* What is open, found from what is there, and what a person said of it. */
#include "tests/unit/index_rescan.h"

#include "index/correction/batch_withdraw.h"
#include "index/open/settle.h"
#include "index/records/finding.h"

struct told {
    char text[4096]; /* "NAME;" of what is open and holds, "(NAME);" asked, "[NAME];" settled ... */
    struct point_list list;
};

static BA_RC note(void *ctx, const struct point *p, struct ba_err *err)
{
    static const char *const around[] = { "", "()", "<>", "{}" };
    struct told *t = ctx;
    char name[POINT_NAME_MAX];
    const char *a = p->settled != NULL ? "[]" : around[p->weight];
    size_t n = strlen(t->text);

    snprintf(t->text + n, sizeof(t->text) - n, "%.1s%s%s;", a, point_name(p, name),
             *a != '\0' ? a + 1 : "");
    return point_list_add(&t->list, p, err);
}

static struct told read_points(struct depot *d, int64_t batch, const char *dossier)
{
    struct point_filter f = { .batch = batch,
                              .dossier = dossier != NULL ? depot_dossier(d, dossier) : 0 };
    struct told t = { 0 };

    assert_rc(BA_OK, points_each(d->store, &f, note, &t, &d->err), &d->err);
    return t;
}

static const char *points(struct depot *d, int64_t batch, const char *dossier)
{
    static char text[4096];
    struct told t = read_points(d, batch, dossier);

    snprintf(text, sizeof(text), "%s", t.text);
    point_list_free(&t.list);
    return text;
}

static void settle(struct depot *d, const char *word, bool undo)
{
    struct told t = read_points(d, 0, NULL);
    int n = 0;

    for (size_t i = 0; i < t.list.count; i++)
        if (point_is_called(&t.list.at[i], word)) {
            n++;
            assert_rc(BA_OK,
                      (undo ? point_unsettle : point_settle)(d->store, &t.list.at[i], "Jan",
                                                             "geteld", &d->err),
                      &d->err);
        }
    assert_int_equal(1, n);
    point_list_free(&t.list);
}

static void disagreements_of_register_and_pages_are_found(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1974/1;sheets_expected=3");
    depot_register(d, "dossier=1974/2");
    depot_register(d, "dossier=1974/3;sheets_expected=1");
    depot_add(d, "1974/1", "een");
    depot_add(d, "1974/3", "een");
    depot_add(d, "1980/7", "zonder register");
    assert_string_equal("<REGISTER_NO_PAGES:1974/2>;DOSSIER_NO_REGISTER:1980/7;"
                        "SHEETS_DIFFER:1974/1;",
                        points(d, 0, NULL));
    assert_string_equal("DOSSIER_NO_REGISTER:1980/7;SHEETS_DIFFER:1974/1;",
                        points(d, d->batch, NULL));
    assert_string_equal("SHEETS_DIFFER:1974/1;", points(d, 0, "1974/1"));
    assert_string_equal("", points(d, 0, "1974/3"));
}

static void a_number_of_two_archives_is_not_said_to_be_in_no_register(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1974/1;archive=Aa");
    depot_register(d, "dossier=1974/1;archive=Bee");
    depot_register(d, "dossier=1974/2;archive=Bee");
    depot_add(d, "1974/1", "waarvan?");
    depot_add(d, "1974/2", "van Bee");
    assert_string_equal("<REGISTER_NO_PAGES:Aa:1974/1>;<REGISTER_NO_PAGES:Bee:1974/1>;"
                        "DOSSIER_AMBIGUOUS:Archief:1974/1;",
                        points(d, 0, NULL));
}

static void without_a_register_no_number_is_wrong(void **state)
{
    struct depot *d = *state;

    depot_add(d, "1980/7", "een");
    assert_string_equal("(DOSSIER_NO_REGISTER:1980/7);", points(d, d->batch, NULL));
    depot_register(d, "dossier=1974/1");
    assert_string_equal("DOSSIER_NO_REGISTER:1980/7;", points(d, d->batch, NULL));
    depot_register(d, "dossier=1980/7");
    assert_string_equal("", points(d, d->batch, NULL));
}

static void add_numbered(struct depot *d, int number)
{
    char name[24];
    int64_t position = ++d->count;

    snprintf(name, sizeof(name), "scan_%04d.tif", number);
    depot_file(d, d->batch, name, position, name, 1);
    depot_place(d, d->batch, position, position, "1974/1", "");
    depot_read(d, depot_page(d, d->batch, position), "tekst");
}

/* Scans 1, 2 and 5; it is the third page that comes behind the gap. */
static void leave_a_gap(struct depot *d)
{
    depot_register(d, "dossier=1974/1");
    add_numbered(d, 1);
    add_numbered(d, 2);
    add_numbered(d, 5);
    assert_string_equal("SEQUENCE_GAP:b1:scan_0002.tif;", points(d, d->batch, NULL));
}

static void a_gap_is_gone_when_the_sheets_were_put_in_and_back_when_they_are_taken_out(void **state)
{
    struct depot *d = *state;
    struct page_new page[2][1];
    struct page_replacement one = rescan_of("vergeten.tif", "sha-3", page[0], 1),
                            two = rescan_of("ook.tif", "sha-4", page[1], 1),
                            other = rescan_of("elders.tif", "sha-9", page[0], 1);
    struct told t;
    size_t count;
    int64_t id;

    leave_a_gap(d);
    /* What was put in elsewhere fills no gap. */
    assert_rc(BA_OK, page_insert(d->store, depot_page(d, d->batch, 1), true, &other, &jan, &d->err),
              &d->err);
    depot_read(d, depot_page(d, d->batch, 1), "tekst");
    depot_place(d, d->batch, 1, 4, "1974/1", "");
    assert_string_equal("SEQUENCE_GAP:b1:scan_0002.tif;", points(d, d->batch, NULL));
    assert_rc(BA_OK, page_insert(d->store, depot_page(d, d->batch, 3), false, &one, &jan, &d->err),
              &d->err);
    id = depot_page(d, d->batch, 4);
    depot_read(d, id, "tekst");
    depot_place(d, d->batch, 1, 5, "1974/1", "");
    t = read_points(d, d->batch, NULL);
    assert_string_equal("SEQUENCE_GAP:b1:scan_0002.tif;", t.text);
    assert_non_null(strstr(t.list.at[0].message, "1 sheet was put in there"));
    point_list_free(&t.list);
    assert_rc(BA_OK, page_insert(d->store, id, false, &two, &jan, &d->err), &d->err);
    depot_read(d, depot_page(d, d->batch, 5), "tekst");
    depot_place(d, d->batch, 1, 6, "1974/1", "");
    assert_string_equal("", points(d, d->batch, NULL));
    assert_rc(BA_OK, page_insert_undo(d->store, id, &jan, &count, &d->err), &d->err);
    assert_string_equal("SEQUENCE_GAP:b1:scan_0002.tif;", points(d, d->batch, NULL));
}

static void what_was_settled_does_not_come_back_until_it_is_taken_back(void **state)
{
    struct depot *d = *state;

    leave_a_gap(d);
    settle(d, "SEQUENCE_GAP:b1:scan_0002.tif", false);
    assert_string_equal("[SEQUENCE_GAP:b1:scan_0002.tif];", points(d, d->batch, NULL));
    add_numbered(d, 6);
    assert_string_equal("[SEQUENCE_GAP:b1:scan_0002.tif];", points(d, d->batch, NULL));
    add_numbered(d, 8); /* another gap is another point */
    assert_string_equal("[SEQUENCE_GAP:b1:scan_0002.tif];SEQUENCE_GAP:b1:scan_0006.tif;",
                        points(d, d->batch, NULL));
    settle(d, "SEQUENCE_GAP:b1:scan_0002.tif", true);
    assert_string_equal("SEQUENCE_GAP:b1:scan_0002.tif;SEQUENCE_GAP:b1:scan_0006.tif;",
                        points(d, d->batch, NULL));
}

static void a_count_that_was_settled_is_asked_again_when_it_is_another(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1974/1;sheets_expected=3");
    depot_add(d, "1974/1", "een");
    settle(d, "SHEETS_DIFFER:1974/1", false);
    assert_string_equal("[SHEETS_DIFFER:1974/1];", points(d, 0, "1974/1"));
    depot_add(d, "1974/1", "twee");
    assert_string_equal("SHEETS_DIFFER:1974/1;", points(d, 0, "1974/1"));
}

static void settled_point_stays_settled_and_a_new_one_is_open(void **state)
{
    struct depot *d = *state;
    struct file_row refused = { .batch = d->batch,
                                .path = "a.tif",
                                .position = 1,
                                .code = "TIFF_TRUNCATED",
                                .message = "cut off" };

    assert_rc(BA_OK, file_add_rejected(d->store, &refused, &d->err), &d->err);
    settle(d, "a.tif", false);
    refused.path = "b.tif";
    refused.position = 2;
    assert_rc(BA_OK, file_add_rejected(d->store, &refused, &d->err), &d->err);
    assert_string_equal("[TIFF_TRUNCATED:b1:a.tif];TIFF_TRUNCATED:b1:b.tif;",
                        points(d, d->batch, NULL));
}

static void pages_that_nobody_read_or_placed_hold_their_batch(void **state)
{
    struct depot *d = *state;

    depot_file(d, d->batch, "a.tif", 1, "a", 1);
    assert_string_equal("PAGE_WAITING:b1:1;NO_DOSSIER:b1:1;", points(d, d->batch, NULL));
    depot_read(d, depot_page(d, d->batch, 1), "tekst");
    assert_string_equal("NO_DOSSIER:b1:1;", points(d, d->batch, NULL));
    depot_place(d, d->batch, 1, 1, "1974/1", "");
    assert_string_equal("(DOSSIER_NO_REGISTER:1974/1);", points(d, d->batch, NULL));
}

/* One of two equal scans may stand where another sheet should. */
static void the_same_bytes_twice_are_asked_until_one_has_another_scan(void **state)
{
    struct depot *d = *state;
    struct page_new page[1];
    struct page_replacement r = rescan_of("nieuw.tif", "sha-nieuw", page, 1);

    depot_register(d, "dossier=1974/1");
    depot_file(d, d->batch, "a.tif", 1, "gelijk", 1);
    depot_file(d, d->batch, "b.tif", 2, "gelijk", 1);
    depot_place(d, d->batch, 1, 2, "1974/1", "");
    depot_read(d, depot_page(d, d->batch, 1), "tekst");
    depot_read(d, depot_page(d, d->batch, 2), "tekst");
    assert_string_equal("DUPLICATE:b1:2;", points(d, d->batch, NULL));
    assert_rc(BA_OK, page_replace(d->store, depot_page(d, d->batch, 1), &r, &jan, &d->err),
              &d->err);
    depot_read(d, depot_page(d, d->batch, 1), "tekst");
    assert_string_equal("", points(d, d->batch, NULL));
}

static void remarks_hold_nothing_and_are_never_settled(void **state)
{
    static const struct finding f[] = {
        { .code = "HIDDEN_FILES", .level = 'i', .object = "", .message = "m" },
        { .code = "CHECKSUM_FILE_MISSING", .level = 'e', .object = "1.tif", .message = "m" },
    };
    struct depot *d = *state;

    assert_rc(BA_OK, findings_set(d->store, d->batch, f, 2, &d->err), &d->err);
    assert_string_equal("CHECKSUM_FILE_MISSING:b1:1.tif;{HIDDEN_FILES:b1};",
                        points(d, d->batch, NULL));
}

static void a_withdrawn_batch_has_nothing_open(void **state)
{
    struct depot *d = *state;
    struct batch_row row;
    bool found;

    leave_a_gap(d);
    assert_rc(BA_OK, batch_find(d->store, "b1", &row, &found, &d->err), &d->err);
    assert_rc(BA_OK, batch_withdraw(d->store, &row, &jan, &d->err), &d->err);
    assert_string_equal("<REGISTER_NO_PAGES:1974/1>;", points(d, 0, NULL));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, depot_setup, depot_teardown)
    const struct CMUnitTest tests[] = {
        T(disagreements_of_register_and_pages_are_found),
        T(a_number_of_two_archives_is_not_said_to_be_in_no_register),
        T(without_a_register_no_number_is_wrong),
        T(a_gap_is_gone_when_the_sheets_were_put_in_and_back_when_they_are_taken_out),
        T(what_was_settled_does_not_come_back_until_it_is_taken_back),
        T(a_count_that_was_settled_is_asked_again_when_it_is_another),
        T(settled_point_stays_settled_and_a_new_one_is_open),
        T(pages_that_nobody_read_or_placed_hold_their_batch),
        T(the_same_bytes_twice_are_asked_until_one_has_another_scan),
        T(remarks_hold_nothing_and_are_never_settled),
        T(a_withdrawn_batch_has_nothing_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
