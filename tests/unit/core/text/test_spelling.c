/* How far words are apart, how they are folded, and ids of the BAG. */
#include <string.h>

#include "core/text/bag_id.h"
#include "core/text/fold.h"
#include "core/text/spelling_distance.h"
#include "tests/unit/test.h"

static void near_to(double want, const char *a, const char *b)
{
    double got = spelling_distance(a, b, 3);

    if (got < want - 0.001 || got > want + 0.001)
        fail_msg("%s and %s are %.2f apart, not %.2f", a, b, got, want);
}

static void letters_cost_one_and_likes_less(void **state)
{
    (void)state;
    near_to(0, "straat", "straat");
    near_to(1, "straat", "strat");
    near_to(1, "strat", "straat");
    near_to(1, "kade", "kape");
    near_to(2, "kade", "kapen");
    near_to(SPELLING_ALIKE, "5traat", "straat");
    near_to(SPELLING_ALIKE, "rnarkt", "markt");
    near_to(SPELLING_ALIKE, "markt", "rnarkt");
    near_to(SPELLING_ALIKE, "kooplaan", "koplaan");
    near_to(2 * SPELLING_ALIKE, "rnarkf", "markt");
    near_to(1 + SPELLING_ALIKE, "rnarkp", "markt");
    assert_true(spelling_distance("abcdef", "uvwxyz", 2) > 2);
    assert_true(spelling_distance("a", "abcdefgh", 2) > 2);
    assert_true(spelling_distance("", "abc", 2) > 2);
}

static void a_prepared_word_measures_the_same(void **state)
{
    static const char *const words[] = { "markt", "rnarkt", "5traat", "kooplaan", "a", "" };
    struct spelling_word w;

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        spelling_prepare(&w, words[i]);
        for (size_t k = 0; k < 6; k++) {
            double one = spelling_distance(words[i], words[k], 9);
            double other = spelling_measure(&w, words[k], 9);

            assert_true(one > other - 0.001 && one < other + 0.001);
        }
    }
}

static void folded(const char *want, const char *text)
{
    char line[256];

    fold_line(text, line, sizeof line);
    assert_string_equal(want, line);
}

static void words_are_folded_and_stand_where_they_stood(void **state)
{
    const char *text = "  \u00C9\u00E9n huis-2a";
    struct fold f = fold_start(text, strlen(text));

    (void)state;
    assert_true(fold_next(&f));
    assert_string_equal("een", f.word);
    assert_int_equal(2, f.start);
    assert_int_equal(7, f.end);
    assert_true(fold_next(&f));
    assert_string_equal("huis", f.word);
    assert_int_equal(8, f.start);
    assert_int_equal(12, f.end);
    assert_true(fold_next(&f));
    assert_string_equal("2a", f.word);
    assert_false(fold_next(&f));
    folded("ijs fiets", "\u0133s \uFB01ets");
    folded("cafe", "caf\u00C9\u0301");
    folded("a b", "a\xFF"
                  "b");
    /* What is longer than a word may be is cut, and is one word still. */
    char longest[300], out[256];
    memset(longest, 'q', 299);
    longest[299] = '\0';
    memcpy(longest + 60, "\u00E9\u00E9\u00E9", 6);
    fold_line(longest, out, sizeof out);
    assert_int_equal(FOLD_MAX - 1, strlen(out));
    assert_null(strchr(out, ' '));
}

static void an_id_of_the_bag_is_known_by_its_form(void **state)
{
    static const struct {
        const char *spoilt, *id;
    } probable[] = {
        { "344010000012345", "0344010000012345" },
        { "3,44010000012345E+14", "0344010000012345" },
        { "3.44010000012345e+14", "0344010000012345" },
        { "'0344010000012345", "0344010000012345" },
    };
    static const char *const none[] = { "",
                                        "x",
                                        "3440100000123",
                                        "3,440100E+14",
                                        "3,44010000012345E14",
                                        "3;44010000012345E+14",
                                        "0,44010000012345E+14",
                                        ",44010000012345E+14",
                                        "344990000012345",
                                        "3,44010000012345E+14x" };
    char out[BAG_ID_SIZE];

    (void)state;
    assert_true(bag_id_is("0344010000012345"));
    assert_false(bag_id_is("0344110000012345"));
    assert_false(bag_id_is("344010000012345"));
    assert_false(bag_id_is("03440100000123456"));
    assert_false(bag_id_is("034401000001234x"));
    for (size_t i = 0; i < sizeof(probable) / sizeof(probable[0]); i++) {
        if (!bag_id_probable(probable[i].spoilt, out))
            fail_msg("%s is told as no id", probable[i].spoilt);
        assert_string_equal(probable[i].id, out);
    }
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
        if (bag_id_probable(none[i], out))
            fail_msg("%s is told as %s", none[i], out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_cost_one_and_likes_less),
        cmocka_unit_test(a_prepared_word_measures_the_same),
        cmocka_unit_test(words_are_folded_and_stand_where_they_stood),
        cmocka_unit_test(an_id_of_the_bag_is_known_by_its_form),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
