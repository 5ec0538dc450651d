/* The packed words of the index, and how dense they are. */
#include "tests/unit/index_depot.h"

#include <sqlite3.h>

#include "core/text/house_unit.h"
#include "index/build/term_counts.h"
#include "index/build/vocabulary.h"

static void count(struct depot *d, int change, const char *text)
{
    struct term_counts *t = term_counts_new(READERS_STAFF);
    struct ba_buf tiers = BA_BUF_INIT(1 << 20);

    assert_non_null(t);
    assert_int_equal(0, term_counts_document(t, change));
    assert_int_equal(0, term_counts_count(t, text, strlen(text)));
    assert_int_equal(0, term_counts_tiers(t, &tiers));
    assert_int_equal(0, term_counts_all(t));
    assert_rc(BA_OK, term_counts_flush(t, d->store, &d->err), &d->err);
    ba_buf_free(&tiers);
    term_counts_free(t);
}

static int64_t docs(struct depot *d, const char *word)
{
    int64_t n = -1;

    assert_rc(BA_OK, term_counts_docs(d->store, READERS_STAFF, word, &n, &d->err), &d->err);
    return n;
}

static void a_word_counts_once_a_document(void **state)
{
    struct depot *d = *state;

    count(d, 1, "de woning de woning");
    count(d, 1, "De wonlng 1974");
    assert_int_equal(2, docs(d, "de"));
    assert_int_equal(1, docs(d, "woning"));
    assert_int_equal(1, docs(d, "wonlng"));
    assert_int_equal(1, docs(d, "1974"));
    assert_int_equal(2, docs(d, ""));
    assert_int_equal(0, docs(d, "won"));
}

static void a_document_that_goes_takes_its_words_along(void **state)
{
    struct depot *d = *state;
    int64_t rows = -1;

    count(d, 1, "gevel gevels gevelplaat geveltje 12 x");
    count(d, 1, "gevel");
    count(d, -1, "gevel gevels gevelplaat geveltje 12 x");
    assert_int_equal(1, docs(d, "gevel"));
    assert_int_equal(0, docs(d, "gevels"));
    assert_int_equal(0, docs(d, "12"));
    count(d, -1, "gevel");
    assert_rc(BA_OK, store_commit(d->store, &d->err), &d->err);
    sqlite3 *db = NULL;
    sqlite3_stmt *st = NULL;
    assert_int_equal(SQLITE_OK, sqlite3_open(d->path, &db));
    sqlite3_prepare_v2(db, "SELECT count(*) FROM vocabulary", -1, &st, NULL);
    if (sqlite3_step(st) == SQLITE_ROW)
        rows = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    sqlite3_close(db);
    assert_int_equal(0, rows);
    assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
}

static void many_words_on_few_shelves_come_back_whole(void **state)
{
    struct depot *d = *state;
    struct ba_buf text = BA_BUF_INIT(1 << 20);

    for (int i = 0; i < 5000; i++)
        ba_buf_printf(&text, "bouw%c%c%c ", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
    count(d, 1, ba_buf_str(&text));
    count(d, 1, "bouwaab bouwzzz");
    ba_buf_free(&text);
    assert_int_equal(2, docs(d, "bouwaab"));
    assert_int_equal(1, docs(d, "bouwaaa"));
    assert_int_equal(1, docs(d, "bouwhkh"));
    assert_int_equal(1, docs(d, "bouwzzz"));
}

static void words_of_any_length_and_script_are_kept(void **state)
{
    struct depot *d = *state;
    char word[200];

    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    count(d, 1, word);
    word[FOLD_MAX - 1] = '\0';
    assert_int_equal(1, docs(d, word));
    count(d, 1, "\xd0\xb4\xd0\xbe\xd0\xbc \xe6\x88\xbf\xe5\xb1\x8b a");
    assert_int_equal(1, docs(d, "\xd0\xb4\xd0\xbe\xd0\xbc"));
    assert_int_equal(1, docs(d, "\xe6\x88\xbf\xe5\xb1\x8b"));
    assert_int_equal(1, docs(d, "a"));
}

static void the_denser_a_word_the_higher_its_tier(void **state)
{
    struct depot *d = *state;
    int64_t in_tier[TIERS];
    int first = -1, last = -1;

    count(d, 1, "dak dak dak"); /* three times is no tier */
    count(d, 1, "dak dak dak dak");
    count(d, 1, "dak dak dak dak dak dak dak dak dak dak dak dak dak dak dak dak dak dak dak");
    assert_rc(BA_OK, term_counts_tier_docs(d->store, READERS_STAFF, "dak", in_tier, &d->err),
              &d->err);
    for (int i = 0; i < TIERS; i++) {
        if (in_tier[i] == 0)
            continue;
        assert_int_equal(1, in_tier[i]);
        first = first < 0 ? i : first;
        last = i;
    }
    assert_true(first >= 0 && last > first + 2);
    assert_true(term_counts_tier_worth(last) > term_counts_tier_worth(first));
    assert_rc(BA_OK, term_counts_tier_docs(d->store, READERS_STAFF, "kap", in_tier, &d->err),
              &d->err);
    for (int i = 0; i < TIERS; i++)
        assert_int_equal(0, in_tier[i]);
}

static void additions_have_one_notation(void **state)
{
    static const char *const same[][2] = {
        { "2 hoog", "II" }, { "2hoog", "2" },  { "2-hg", "ii" }, { "huis", "HS" },
        { "bis", "-BIS" },  { "A II", "a-2" }, { "rd", "rood" }, { "", " - " },
    };
    char one[FOLD_MAX], other[FOLD_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        house_unit_key(same[i][0], one);
        house_unit_key(same[i][1], other);
        assert_string_equal(one, other);
    }
    assert_true(house_unit_is_word("a") && house_unit_is_word("hs") && house_unit_is_word("3hoog"));
    assert_false(house_unit_is_word("woning") || house_unit_is_word("1974") ||
                 house_unit_is_word(""));
}

#define T(name) cmocka_unit_test_setup_teardown(name, depot_setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_word_counts_once_a_document),
        T(a_document_that_goes_takes_its_words_along),
        T(many_words_on_few_shelves_come_back_whole),
        T(words_of_any_length_and_script_are_kept),
        T(the_denser_a_word_the_higher_its_tier),
        cmocka_unit_test(additions_have_one_notation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
