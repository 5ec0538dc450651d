#include "tests/unit/index_depot.h"

#include <sqlite3.h>

#include "index/db/fold_tokenizer.h"

/* All rows of the tables that indexing makes, as one text: two equal texts are equal indexes. */
static char *dump(struct depot *d)
{
    static const char *const sqls[] = {
        "SELECT group_concat(id || '|' || keys || '|' || meta, char(10)) FROM doc",
        "SELECT group_concat(shelf || ':' || hex(words), ' ') FROM (SELECT * FROM vocabulary ORDER "
        "BY"
        " shelf)",
        "SELECT group_concat(page || ':' || doc || ':' || rev || ':' || size, ' ') FROM page_text",
        "SELECT group_concat(dossier || name || value || rule || confidence || coalesce(page, 0), "
        "' ')"
        " FROM (SELECT * FROM field ORDER BY dossier, name, source, value)",
        "SELECT group_concat(id || coalesce(kind, '-') || stale, ' ') FROM page",
        ("SELECT group_concat(id || coalesce(address, '-') || coalesce(year_from, 0) || stale, ' ')"
         " FROM dossier"),
    };
    sqlite3 *db = NULL;
    char *all = calloc(1, 200000);

    assert_non_null(all);
    assert_rc(BA_OK, store_commit(d->store, &d->err), &d->err);
    assert_int_equal(SQLITE_OK, sqlite3_open(d->path, &db));
    for (size_t i = 0; i < sizeof sqls / sizeof *sqls; i++) {
        sqlite3_stmt *st = NULL;
        assert_int_equal(SQLITE_OK, sqlite3_prepare_v2(db, sqls[i], -1, &st, NULL));
        assert_int_equal(SQLITE_ROW, sqlite3_step(st));
        const char *text = (const char *)sqlite3_column_text(st, 0);
        size_t n = strlen(all);
        snprintf(all + n, 200000 - n, "%s\n", text != NULL ? text : "");
        sqlite3_finalize(st);
    }
    sqlite3_close(db);
    assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
    return all;
}

static void check_search_table(struct depot *d)
{
    sqlite3 *db = NULL;

    /* FTS5 checks that its index says of itself what its documents' sizes say. */
    assert_rc(BA_OK, store_commit(d->store, &d->err), &d->err);
    assert_int_equal(SQLITE_OK, sqlite3_open(d->path, &db));
    assert_int_equal(0, fold_tokenizer_register(db));
    assert_int_equal(
        SQLITE_OK,
        sqlite3_exec(db, "INSERT INTO search(search) VALUES('integrity-check')", NULL, NULL, NULL));
    sqlite3_close(db);
    assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
}

static void fill(struct depot *d, bool index_between)
{
    depot_register(d,
                   "dossier=1974/1;street=Herenstraat;number_from=1;number_to=13;place=Voorburg");
    depot_add(d, "1974/1",
              "BOUWVERGUNNING\nBurgemeester en Wethouders besluiten vergunning te "
              "verlenen tot het bouwen van een berging, een en ander\n");
    if (index_between)
        depot_index(d);
    depot_add(d, "1974/1", "Geachte heer J. Smit,\nHerenstraat 9\nHoogachtend,\n");
    if (index_between)
        depot_index(d);
    depot_add(d, "1980/2",
              "plaatselijk gemerkt Parkweg 3, Voorburg; gezien de aanvraag van J. Bakker");
    depot_add(d, "", "los blad");
    depot_add(d, "1974/1", "Constructieberekening behorende bij bouwplan Herenstraat 9\n");
    depot_index(d);
}

static void the_same_rows_come_whatever_the_order_of_work(void **state)
{
    struct depot *d = *state;
    struct depot *other = NULL;

    fill(d, false);
    depot_setup((void **)&other);
    fill(other, true);
    char *a = dump(d), *b = dump(other);
    assert_string_equal(a, b);
    free(a);
    free(b);
    check_search_table(other);
    depot_teardown((void **)&other);
}

static void rebuilding_gives_the_same_rows(void **state)
{
    struct depot *d = *state;

    fill(d, true);
    char *before = dump(d);
    assert_rc(BA_OK, store_commit(d->store, &d->err), &d->err);
    assert_rc(BA_OK, index_reset(d->store, &d->err), &d->err);
    assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
    assert_string_equal("", depot_search(d, "berging"));
    depot_index(d);
    char *after = dump(d);
    assert_string_equal(before, after);
    free(before);
    free(after);
    assert_string_equal("1974/1", depot_search(d, "berging"));
}

static void nothing_new_is_nothing_to_do(void **state)
{
    struct depot *d = *state;

    fill(d, false);
    char *before = dump(d);
    assert_int_equal(0, depot_index(d));
    char *after = dump(d);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void a_page_read_anew_changes_what_is_found(void **state)
{
    struct depot *d = *state;

    fill(d, false);
    struct page_result r = { .page = 1,
                             .rev = "r2",
                             .state = PAGE_TEXT,
                             .words = 1,
                             .confidence_pct = 90,
                             .orientation_sure = true,
                             .skew_measured = true };
    free(d->texts[1]);
    d->texts[1] = strdup("zwembad");
    assert_rc(BA_OK, page_finish(d->store, &r, &d->err), &d->err);
    assert_int_equal(1, depot_index(d));
    assert_string_equal("", depot_search(d, "berging"));
    assert_string_equal("1974/1", depot_search(d, "zwembad"));
    check_search_table(d);
}

static void a_page_that_moves_takes_its_words_along(void **state)
{
    struct depot *d = *state;

    fill(d, false);
    /* From the first dossier to the second, to none, and from none to a new one. */
    depot_place(d, d->batch, 2, 2, "1980/2", "");
    depot_index(d);
    assert_string_equal("1980/2", depot_search(d, "hoogachtend"));
    depot_place(d, d->batch, 2, 2, "", "");
    depot_index(d);
    assert_string_equal("p2", depot_search(d, "hoogachtend"));
    depot_place(d, d->batch, 4, 4, "1999/1", "");
    depot_index(d);
    assert_string_equal("1999/1", depot_search(d, "los blad"));
    check_search_table(d);
    /* And back: as if nothing had happened. */
    depot_place(d, d->batch, 2, 2, "1974/1", "");
    depot_place(d, d->batch, 4, 4, "", "");
    depot_index(d);
    char *back = dump(d);
    struct depot *other = NULL;
    depot_setup((void **)&other);
    fill(other, false);
    char *fresh = dump(other);
    assert_string_equal(fresh, back);
    free(back);
    free(fresh);
    depot_teardown((void **)&other);
}

static void a_dossier_nobody_knows_and_without_pages_is_gone(void **state)
{
    struct depot *d = *state;

    fill(d, false);
    depot_place(d, d->batch, 3, 3, "1974/1", "");
    depot_index(d);
    assert_int_equal(0, depot_dossier(d, "1980/2"));
    depot_place(d, d->batch, 1, 3, "", "");
    depot_place(d, d->batch, 5, 5, "", "");
    depot_index(d);
    assert_int_not_equal(0, depot_dossier(d, "1974/1"));
}

static void a_failed_or_separating_page_is_not_found(void **state)
{
    struct depot *d = *state;

    fill(d, false);
    struct page_result r = {
        .page = 1, .rev = "r2", .state = PAGE_FAILED, .code = "OCR_TIMEOUT", .message = "x"
    };
    struct page_place place = { .page = 2, .separator = true, .dossier = "1974/1", .document = 1 };
    assert_rc(BA_OK, page_finish(d->store, &r, &d->err), &d->err);
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", &place, 1, &d->err), &d->err);
    depot_index(d);
    assert_string_equal("", depot_search(d, "berging"));
    assert_string_equal("", depot_search(d, "hoogachtend"));
    assert_string_equal("1974/1", depot_search(d, "constructieberekening"));
}

static BA_RC no_text(void *ctx, int64_t page, const char *sha256, uint32_t frame, const char *rev,
                     const char **text, struct ba_err *err)
{
    (void)ctx;
    (void)page;
    (void)sha256;
    (void)frame;
    (void)rev;
    *text = NULL;
    return ba_fail(err, BA_FATAL, "DERIVED_MISSING", "gone");
}

static void a_text_that_is_gone_stops_without_half_an_index(void **state)
{
    struct depot *d = *state;
    int64_t n;

    fill(d, false);
    char *before = dump(d);
    depot_add(d, "1974/1", "nog een");
    assert_rc(BA_OK, store_commit(d->store, &d->err), &d->err);
    assert_rc(BA_FATAL, index_update(d->store, no_text, d, NULL, &n, &d->err), &d->err);
    assert_string_equal("DERIVED_MISSING", d->err.code);
    assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
    assert_string_equal("1974/1", depot_search(d, "berging"));
    assert_string_equal("", depot_search(d, "\"nog een\""));
    assert_int_equal(1, depot_index(d));
    assert_string_equal("1974/1", depot_search(d, "\"nog een\""));
    free(before);
}

static void text_cannot_forge_the_marks_of_keys(void **state)
{
    struct depot *d = *state;

    depot_add(d, "1999/9",
              "\xee\x80\x82"
              "herenstraat9 \xee\x80\x87kerkplein");
    depot_index(d);
    assert_string_equal("", depot_query(d, (struct search_query){ .street = "kerkplein" }));
    assert_string_equal("1999/9", depot_search(d, "kerkplein"));
}

#define T(name) cmocka_unit_test_setup_teardown(name, depot_setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_same_rows_come_whatever_the_order_of_work),
        T(rebuilding_gives_the_same_rows),
        T(nothing_new_is_nothing_to_do),
        T(a_page_read_anew_changes_what_is_found),
        T(a_page_that_moves_takes_its_words_along),
        T(a_dossier_nobody_knows_and_without_pages_is_gone),
        T(a_failed_or_separating_page_is_not_found),
        T(a_text_that_is_gone_stops_without_half_an_index),
        T(text_cannot_forge_the_marks_of_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
