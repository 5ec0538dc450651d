/* Letters of one page compared with each other: the same shape gets the same reading. */
#include "tests/unit/ocr_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "ocr/glyphs.h"

/* Words printed on an image, each with a reading of its own. */
struct print {
    PIX *bin;
    L_BMF *font;
    struct recognition r;
    struct letters l;
    int x, y;
};

static void open_print(struct print *p)
{
    *p = (struct print){ .bin = pixCreate(1800, 900, 1), .font = bmfCreate(NULL, 10) };
    p->x = p->y = 60;
    assert_non_null(p->bin);
    assert_non_null(p->font);
}

static void close_print(struct print *p)
{
    pixDestroy(&p->bin);
    bmfDestroy(&p->font);
    recognition_free(&p->r);
    letter_repair_free(&p->l);
}

/* The bounds of ink in the box. */
static BOX *ink_in(PIX *bin, int x, int y, int w, int h)
{
    BOX *box = boxCreate(x, y, w, h), *ink = NULL;

    assert_int_equal(pixClipBoxToForeground(bin, box, NULL, &ink), 0);
    boxDestroy(&box);
    return ink;
}

static void add_letter(struct print *p, const char *read, BOX *ink)
{
    struct letter *l;

    assert_int_equal(ba_grow(&p->l.at, &p->l.room, p->l.count + 1, sizeof(*p->l.at)), 0);
    l = &p->l.at[p->l.count++];
    *l = (struct letter){ .word = p->r.count - 1, .confidence = 0.95 };
    strcpy(l->text, read);
    boxGetGeometry(ink, &l->x, &l->y, &l->w, &l->h);
}

static struct letter *last(struct print *p)
{
    return &p->l.at[p->l.count - 1];
}

/* Prints a word and has each of its letters read as the one in `read`. */
static void add_word(struct print *p, const char *printed, const char *read, bool known)
{
    char one[2] = { 0 };

    assert_int_equal(ba_grow(&p->r.words, &p->r.room, p->r.count + 1, sizeof(*p->r.words)), 0);
    p->r.words[p->r.count++] = (struct found_word){ .text = strdup(read), .known = known };
    for (size_t i = 0; printed[i] != '\0'; i++) {
        BOX *ink;

        one[0] = printed[i];
        pixSetTextline(p->bin, p->font, one, 1, p->x, p->y, NULL, NULL);
        ink = ink_in(p->bin, p->x, p->y - 40, 50, 60);
        one[0] = read[i];
        add_letter(p, one, ink);
        boxDestroy(&ink);
        p->x += 50;
    }
    p->x += 30;
    if (p->x > 1500) {
        p->x = 60;
        p->y += 70;
    }
}

static void add_words(struct print *p, size_t n, const char *printed)
{
    for (size_t i = 0; i < n; i++)
        add_word(p, printed, printed, false);
}

static void assert_read(struct print *p, const char *want)
{
    assert_int_equal(glyphs_mend(&p->l, &p->r, p->bin), 0);
    assert_string_equal(last(p)->text, want);
}

static void a_letter_gets_the_reading_of_its_likes(void **state)
{
    struct print p;

    (void)state;
    open_print(&p);
    add_words(&p, 5, "q7");
    add_word(&p, "7q", "7a", false);
    assert_read(&p, "q");
    assert_true(last(&p)->mended);
    assert_false(p.l.at[0].mended);
    close_print(&p);
}

static void a_letter_that_few_likes_speak_for_stays(void **state)
{
    struct print p;

    (void)state;
    open_print(&p);
    add_words(&p, 2, "q7");
    add_word(&p, "7q", "7a", false);
    assert_read(&p, "a");
    close_print(&p);
}

static void a_rare_letter_is_not_taken_for_one_that_resembles_it(void **state)
{
    struct print p;

    (void)state;
    open_print(&p);
    add_words(&p, 6, "C1");
    add_words(&p, 6, "O2");
    add_word(&p, "3G", "3G", false);
    assert_read(&p, "G");
    close_print(&p);
}

static void letters_of_one_shape_are_left_to_the_context(void **state)
{
    struct print p;

    (void)state;
    open_print(&p);
    add_words(&p, 6, "l4");
    add_word(&p, "4l", "41", false);
    assert_read(&p, "1");
    close_print(&p);
}

static void where_the_shapes_differ_a_figure_is_no_letter(void **state)
{
    struct print p;

    (void)state;
    open_print(&p);
    add_words(&p, 6, "14");
    add_words(&p, 4, "l4");
    add_word(&p, "41", "4l", false);
    assert_read(&p, "1");
    close_print(&p);
}

/* A typewriter without a key for the one: most of what looks like it is a letter. */
static void a_one_that_is_typed_as_an_l_stays_a_one(void **state)
{
    struct print p;

    (void)state;
    open_print(&p);
    add_words(&p, 40, "l");
    for (int i = 0; i < 12; i++)
        add_word(&p, "l94l", "1941", false);
    assert_read(&p, "1");
    for (size_t i = 40; i < p.l.count; i++)
        assert_string_not_equal(p.l.at[i].text, "l");
    close_print(&p);
}

static void a_figure_among_figures_never_becomes_a_letter_of_its_shape(void **state)
{
    static const char *const pairs[] = { "l1", "O0", "S5", "B8" };

    (void)state;
    for (size_t k = 0; k < 4; k++) {
        char printed[] = { '4', pairs[k][0], '\0' }, read[] = { '4', pairs[k][1], '\0' };
        char letter[] = { pairs[k][0], '\0' };
        struct print p;

        open_print(&p);
        add_words(&p, 30, letter);
        add_words(&p, 6, read);
        add_word(&p, printed, read, false);
        assert_read(&p, read + 1);
        close_print(&p);
    }
}

static void a_word_of_the_dictionary_stays(void **state)
{
    struct print p;

    (void)state;
    open_print(&p);
    add_words(&p, 6, "q7");
    add_word(&p, "vraq", "vraa", true);
    assert_read(&p, "a");
    close_print(&p);
}

static void two_readings_of_one_glyph_become_what_its_likes_are(void **state)
{
    struct print p;
    struct letter *l;
    BOX *right;

    (void)state;
    open_print(&p);
    add_words(&p, 5, "8m");
    add_word(&p, "8m", "8r", false);
    l = last(&p);
    right = boxCreate(l->x + l->w / 2, l->y, l->w - l->w / 2, l->h);
    l->w = l->w / 2 + 3;
    add_letter(&p, "n", right);
    boxDestroy(&right);
    assert_read(&p, "m");
    assert_string_equal(p.l.at[p.l.count - 2].text, "");
    close_print(&p);
}

static void a_reading_of_half_a_glyph_beside_the_whole_is_dropped(void **state)
{
    struct print p;
    struct letter *l;
    BOX *half;

    (void)state;
    open_print(&p);
    add_words(&p, 5, "8m");
    add_word(&p, "8m", "8m", false);
    l = last(&p);
    half = boxCreate(l->x + l->w / 2, l->y - 6, l->w / 2 + 3, l->h + 12);
    add_letter(&p, "a", half);
    boxDestroy(&half);
    assert_read(&p, "");
    assert_string_equal(p.l.at[p.l.count - 2].text, "m");
    close_print(&p);
}

static void bars_read_as_ones_are_a_roman_numeral(void **state)
{
    struct print p;

    (void)state;
    open_print(&p);
    add_words(&p, 6, "14");
    add_word(&p, "4-II", "4-11", false);
    assert_int_equal(glyphs_mend(&p.l, &p.r, p.bin), 0);
    assert_string_equal(p.l.at[p.l.count - 2].text, "II");
    assert_string_equal(last(&p)->text, "");
    close_print(&p);
}

static void ones_stay_ones(void **state)
{
    struct print p;

    (void)state;
    open_print(&p);
    add_words(&p, 6, "14");
    add_word(&p, "4-11", "4-11", false);
    assert_read(&p, "1");
    close_print(&p);
}

static void a_mark_with_likes_is_trusted_and_a_speck_is_not(void **state)
{
    struct print p;

    (void)state;
    open_print(&p);
    add_words(&p, 5, "=");
    last(&p)->confidence = 0.4;
    add_word(&p, "m", "=", false);
    last(&p)->confidence = 0.4;
    assert_int_equal(glyphs_mend(&p.l, &p.r, p.bin), 0);
    assert_true(p.l.at[4].confidence > 0.8);
    assert_true(last(&p)->confidence < 0.5);
    close_print(&p);
}

static void bounds_outside_the_image_do_no_harm(void **state)
{
    struct print p;

    (void)state;
    open_print(&p);
    add_words(&p, 5, "q7");
    add_word(&p, "7q", "7a", false);
    last(&p)->x = 1790;
    last(&p)->w = 40;
    assert_read(&p, "a");
    last(&p)->x = -4;
    assert_read(&p, "a");
    close_print(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_gets_the_reading_of_its_likes),
        cmocka_unit_test(a_letter_that_few_likes_speak_for_stays),
        cmocka_unit_test(a_rare_letter_is_not_taken_for_one_that_resembles_it),
        cmocka_unit_test(letters_of_one_shape_are_left_to_the_context),
        cmocka_unit_test(where_the_shapes_differ_a_figure_is_no_letter),
        cmocka_unit_test(a_one_that_is_typed_as_an_l_stays_a_one),
        cmocka_unit_test(a_figure_among_figures_never_becomes_a_letter_of_its_shape),
        cmocka_unit_test(a_word_of_the_dictionary_stays),
        cmocka_unit_test(two_readings_of_one_glyph_become_what_its_likes_are),
        cmocka_unit_test(a_reading_of_half_a_glyph_beside_the_whole_is_dropped),
        cmocka_unit_test(bars_read_as_ones_are_a_roman_numeral),
        cmocka_unit_test(ones_stay_ones),
        cmocka_unit_test(a_mark_with_likes_is_trusted_and_a_speck_is_not),
        cmocka_unit_test(bounds_outside_the_image_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
