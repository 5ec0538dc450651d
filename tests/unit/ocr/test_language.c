/* A page that was read in another language than it is written in. */
#include "ocr/language.h"
#include "tests/unit/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many words, of which the dictionary knows some. */
static struct recognition words_of(const char *text, size_t count, size_t known)
{
    struct recognition r = { .count = count };

    r.words = calloc(count + 1, sizeof(*r.words));
    for (size_t i = 0; i < count; i++)
        r.words[i] = (struct found_word){ .text = strdup(text), .known = i < known };
    return r;
}

static void assert_fits(bool want, const char *text, size_t count, size_t known, double want_pct)
{
    struct recognition r = words_of(text, count, known);
    double pct;

    if (language_fits(&r, &pct) != want)
        fail_msg("%zu of %zu times %s", known, count, text);
    if (fabs(pct - want_pct) > 0.05)
        fail_msg("%f is not %f", pct, want_pct);
    assert_true(language_fits(&r, NULL) == want);
    recognition_free(&r);
}

static void a_page_of_which_the_dictionary_knows_little_is_in_another_language(void **state)
{
    (void)state;
    assert_fits(true, "vergunning", 100, 90, 90);
    assert_fits(true, "vergunning", 100, 45, 45);
    assert_fits(false, "vergunning", 100, 44, 44);
    assert_fits(false,
                "n\xC3\xA9"
                "cessaire,",
                100, 10, 10);
    assert_fits(false, "(autorisation)", 20, 0, 0);
}

static void few_words_tell_nothing(void **state)
{
    (void)state;
    assert_fits(true, "vergunning", 19, 0, 0);
    assert_fits(true, "vergunning", 0, 0, -1);
}

static void numbers_short_words_and_codes_tell_nothing(void **state)
{
    static const char *const texts[] = { "12,50",     "van",  "HE160A", "a.b.c.d.",
                                         "m\xC2\xB2", "2004", "====",   "kg/m3" };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_fits(true, texts[i], 100, 0, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_of_which_the_dictionary_knows_little_is_in_another_language),
        cmocka_unit_test(few_words_tell_nothing),
        cmocka_unit_test(numbers_short_words_and_codes_tell_nothing),
    };

    return cmocka_run_group_tests_name("ocr language", tests, NULL, NULL);
}
