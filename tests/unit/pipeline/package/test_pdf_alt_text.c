/* What a PDF says to those who cannot see it. */
#include "pipeline/package/pdf_alt_text.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static void the_language_is_the_first_that_the_page_was_read_in(void **state)
{
    static const char *const cases[][2] = {
        { "nld", "nl-NL" }, { "nld+eng", "nl-NL" }, { "fra+nld", "fr" }, { "deu_latf", "de" },
        { "ell", "ell" },   { "chi_sim", "chi" },   { "", "nl-NL" },     { "../x", "nl-NL" },
    };
    char own[16];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(pdf_language(cases[i][0], own), cases[i][1]);
}

static void a_picture_says_what_it_is_and_where(void **state)
{
    static const enum pdf_picture kinds[] = { PICTURE_DRAWING, PICTURE_PHOTO, PICTURE_UNREAD,
                                              PICTURE_WAITING };
    static const char *const words[] = { "Tekening,", "Foto,", "zonder leesbare tekst",
                                         "nog niet gelezen" };
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char *text = pdf_picture_text(kinds[i], 7, "1931/0047");
        assert_non_null(strstr(text, words[i]));
        assert_non_null(strstr(text, "pagina 7 van bouwdossier 1931/0047"));
        free(text);
    }
    assert_null(pdf_picture_text(PICTURE_NONE, 7, "1931/0047"));
}

static void a_title_of_nothing_visible_says_nothing(void **state)
{
    (void)state;
    assert_true(pdf_says_something(" x"));
    assert_true(pdf_says_something("\xF0\x9F\x8F\xA0"));
    assert_false(pdf_says_something(""));
    assert_false(pdf_says_something(" \t\n"));
    assert_false(pdf_says_something("\xC2\xA0\xE2\x80\x8B\xEF\xBB\xBF\x01"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_language_is_the_first_that_the_page_was_read_in),
        cmocka_unit_test(a_picture_says_what_it_is_and_where),
        cmocka_unit_test(a_title_of_nothing_visible_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
