/* Where the words of a hit stand on the page. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/hit_boxes.h"

static char answer[256];

/* The places (x) of the boxes for these terms on a page of these words; a '-' at the end of a word:
 * divided. */
static const char *boxes(const char *const *words, size_t count, const char *const *terms,
                         size_t term_count)
{
    struct alto_word list[16] = { 0 };
    char copies[16][32];
    struct alto_page page = { .words = list, .count = count };
    struct search_hit hit = { .terms = terms, .term_count = term_count };
    size_t n = 0, i;
    json_t *box;

    for (size_t w = 0; w < count; w++) {
        size_t len = strlen(words[w]);
        list[w].hyphenated = len > 1 && words[w][len - 1] == '-';
        snprintf(copies[w], sizeof copies[w], "%.*s", (int)(len - list[w].hyphenated), words[w]);
        list[w].text = copies[w];
        list[w].x = (int)w + 1;
    }
    json_t *got = hit_boxes(&page, &hit);
    answer[0] = '\0';
    json_array_foreach(got, i, box)
    {
        n += (size_t)snprintf(answer + n, sizeof answer - n, "%s%d", i > 0 ? " " : "",
                              (int)json_integer_value(json_array_get(box, 0)));
    }
    json_decref(got);
    return answer;
}

static void every_place_of_a_word_is_marked_in_any_case(void **state)
{
    static const char *const words[] = { "Ligger,", "stalen", "LIGGER", "liggers", "(ligger)" };
    static const char *const terms[] = { "ligger" };

    (void)state;
    assert_string_equal("1 3 5", boxes(words, 5, terms, 1));
}

static void a_phrase_is_marked_where_its_words_stand_together(void **state)
{
    static const char *const words[] = { "stalen", "balk",   "stalen",
                                         "ligger", "ligger", "Noord-Brabant" };
    static const char *const terms[] = { "stalen ligger", "noord brabant" };

    (void)state;
    assert_string_equal("3 4 6", boxes(words, 6, terms, 2));
}

static void both_halves_of_a_divided_word_are_marked(void **state)
{
    static const char *const words[] = { "de", "bouw-", "vergunning", "bouw", "vergunning" };
    static const char *const terms[] = { "bouwvergunning" };

    (void)state;
    assert_string_equal("2 3", boxes(words, 5, terms, 1));
}

static void a_word_as_it_was_misread_is_marked(void **state)
{
    static const char *const words[] = { "mestvaalt", "mestvaa1t" };
    static const char *const terms[] = { "mestvaa1t" };

    (void)state;
    assert_string_equal("2", boxes(words, 2, terms, 1));
    assert_string_equal("", boxes(words, 0, terms, 1));
    assert_string_equal("", boxes(words, 2, terms, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_place_of_a_word_is_marked_in_any_case),
        cmocka_unit_test(a_phrase_is_marked_where_its_words_stand_together),
        cmocka_unit_test(both_halves_of_a_divided_word_are_marked),
        cmocka_unit_test(a_word_as_it_was_misread_is_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
