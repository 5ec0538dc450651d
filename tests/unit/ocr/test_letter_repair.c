/* Letters put right by the size and place of their glyphs. */
#include "core/buf.h"
#include "ocr/letter_repair.h"
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

/* A line of words as recognised; each symbol with its box. */
struct line {
    struct recognition r;
    struct letters l;
};

static void add(struct line *s, bool first_of_word, const char *symbol, int x, int w, int h,
                double confidence)
{
    struct letter *l;
    struct found_word *word;
    size_t len;

    if (first_of_word) {
        assert_int_equal(ba_grow(&s->r.words, &s->r.room, s->r.count + 1, sizeof(*s->r.words)), 0);
        s->r.words[s->r.count++] = (struct found_word){ .text = strdup("") };
    }
    word = &s->r.words[s->r.count - 1];
    len = strlen(word->text);
    word->text = realloc(word->text, len + strlen(symbol) + 1);
    strcpy(word->text + len, symbol);
    assert_int_equal(ba_grow(&s->l.at, &s->l.room, s->l.count + 1, sizeof(*s->l.at)), 0);
    l = &s->l.at[s->l.count++];
    *l = (struct letter){ .word = s->r.count - 1, .x = x, .y = 40 - h, .w = w, .h = h };
    l->confidence = confidence;
    strcpy(l->text, symbol);
}

/* "4,52": figures of 30 pixels. */
static void add_number(struct line *s, int x)
{
    add(s, true, "4", x, 20, 30, 0.99);
    add(s, false, ",", x + 30, 8, 14, 0.99);
    add(s, false, "5", x + 50, 20, 30, 0.99);
}

static void close_line(struct line *s)
{
    recognition_free(&s->r);
    letter_repair_free(&s->l);
}

static void assert_word(struct line *s, size_t i, const char *want)
{
    assert_true(i < s->r.count);
    assert_string_equal(s->r.words[i].text, want);
}

static void one_glyph_read_as_a_letter_and_its_capital_is_one_letter_of_its_size(void **state)
{
    struct line s = { 0 };

    (void)state;
    add_number(&s, 0);
    add(&s, true, "X", 100, 21, 25, 0.98);
    add(&s, false, "x", 113, 8, 25, 0.91);
    add_number(&s, 150);
    assert_int_equal(letter_repair_mend(&s.r, &s.l), 0);
    assert_word(&s, 1, "x");
    assert_word(&s, 2, "4,5");
    close_line(&s);
}

static void a_lone_letter_gets_the_case_of_its_size(void **state)
{
    struct line s = { 0 };

    (void)state;
    add_number(&s, 0);
    add(&s, true, "X", 100, 21, 25, 0.99);
    add(&s, true, "x", 140, 26, 30, 0.99);
    assert_int_equal(letter_repair_mend(&s.r, &s.l), 0);
    assert_word(&s, 1, "x");
    assert_word(&s, 2, "X");
    close_line(&s);
}

static void without_anything_to_compare_with_a_letter_stays(void **state)
{
    struct line s = { 0 };

    (void)state;
    add(&s, true, "X", 100, 21, 25, 0.99);
    assert_int_equal(letter_repair_mend(&s.r, &s.l), 0);
    assert_word(&s, 0, "X");
    close_line(&s);
}

static void figures_read_twice_are_read_once(void **state)
{
    struct line s = { 0 };

    (void)state;
    add(&s, true, "q", 0, 20, 34, 0.98);
    add(&s, false, "1", 30, 17, 27, 0.93);
    add(&s, false, "i", 41, 12, 35, 0.96);
    add(&s, false, "1", 57, 17, 27, 0.93);
    add(&s, true, "8", 120, 25, 32, 0.88);
    add(&s, false, "3", 137, 9, 36, 0.99);
    add(&s, false, "6", 149, 22, 35, 0.99);
    assert_int_equal(letter_repair_mend(&s.r, &s.l), 0);
    assert_word(&s, 0, "q11");
    assert_word(&s, 1, "86");
    close_line(&s);
}

static void letters_that_are_really_there_twice_or_touch_stay(void **state)
{
    struct line s = { 0 };

    (void)state;
    add(&s, true, "3", 0, 20, 30, 0.99);
    add(&s, false, "8", 24, 20, 30, 0.99);
    add(&s, false, "3", 48, 20, 30, 0.99);
    add(&s, false, "3", 60, 12, 30, 0.99); /* torn from the one before: the same figure twice */
    add(&s, true, "r", 120, 30, 22, 0.99);
    add(&s, false, "n", 130, 20, 22, 0.99); /* one piece of ink, but no readings of one glyph */
    assert_int_equal(letter_repair_mend(&s.r, &s.l), 0);
    assert_word(&s, 0, "3833");
    assert_word(&s, 1, "rn");
    close_line(&s);
}

static void a_low_quotation_mark_behind_a_word_is_a_comma(void **state)
{
    struct line s = { 0 };

    (void)state;
    add(&s, true, "C", 0, 20, 30, 0.99);
    add(&s, false, "\xE2\x80\x9A", 24, 8, 14, 0.9);
    add(&s, true, "\xE2\x80\x9A", 60, 8, 14, 0.9);
    add(&s, false, "t", 80, 14, 26, 0.99);
    assert_int_equal(letter_repair_mend(&s.r, &s.l), 0);
    assert_word(&s, 0, "C,");
    assert_word(&s, 1, "\xE2\x80\x9At");
    close_line(&s);
}

static void a_last_five_narrower_than_a_figure_is_a_semicolon(void **state)
{
    struct line s = { 0 };

    (void)state;
    add(&s, true, "5", 0, 13, 33, 0.99);
    add(&s, false, "5", 30, 21, 37, 0.99);
    add(&s, false, "5", 60, 13, 33, 0.95);
    add(&s, true, "5", 120, 21, 37, 0.95);
    assert_int_equal(letter_repair_mend(&s.r, &s.l), 0);
    assert_word(&s, 0, "55;");
    assert_word(&s, 1, "5");
    close_line(&s);
}

static void the_f_of_guilders_before_an_amount_is_an_f(void **state)
{
    struct line s = { 0 };

    (void)state;
    add(&s, true, "\xC2\xA3", 0, 20, 30, 0.9);
    add_number(&s, 60);
    add(&s, true, "\xC2\xA3", 140, 20, 30, 0.9);
    add(&s, true, "m", 180, 20, 30, 0.9);
    assert_int_equal(letter_repair_mend_guilders(&s.r), 0);
    assert_word(&s, 0, "f");
    assert_word(&s, 2, "\xC2\xA3");
    close_line(&s);
}

static void letters_among_figures_are_figures_and_others_stay(void **state)
{
    static const char *const cases[][2] = {
        { "l94l", "1941" },
        { "1O,50", "10,50" },
        { "(l9O0);", "(1900);" },
        { "3057/l2", "3057/12" },
        { "l0", "10" },
        { "12-I", "12-I" },
        { "2o.", "2o." },
        { "l", "l" },
        { "ll", "ll" },
        { "No.", "No." },
        { "12bis", "12bis" },
        { "O", "O" },
        { "al3", "al3" },
        { "1OO", "100" },
        { "-", "-" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[16];
        struct found_word word = { .text = text };
        struct recognition r = { .words = &word, .count = 1 };

        strcpy(text, cases[i][0]);
        letter_repair_mend_figures(&r);
        assert_string_equal(text, cases[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_among_figures_are_figures_and_others_stay),
        cmocka_unit_test(one_glyph_read_as_a_letter_and_its_capital_is_one_letter_of_its_size),
        cmocka_unit_test(a_lone_letter_gets_the_case_of_its_size),
        cmocka_unit_test(without_anything_to_compare_with_a_letter_stays),
        cmocka_unit_test(figures_read_twice_are_read_once),
        cmocka_unit_test(letters_that_are_really_there_twice_or_touch_stay),
        cmocka_unit_test(a_low_quotation_mark_behind_a_word_is_a_comma),
        cmocka_unit_test(a_last_five_narrower_than_a_figure_is_a_semicolon),
        cmocka_unit_test(the_f_of_guilders_before_an_amount_is_an_f),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
