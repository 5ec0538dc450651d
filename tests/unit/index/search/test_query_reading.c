#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "core/text/street_key.h"
#include "index/search/query.h"
#include "index/search/query_reading.h"

static void check(const char *typed, const char *want)
{
    struct ba_buf out = BA_BUF_INIT(65536);
    struct ba_err err = BA_ERR_INIT;
    bool changed;

    assert_rc(BA_OK, query_reading_of(typed, strlen(typed), &out, &changed, &err), &err);
    assert_string_equal(ba_buf_str(&out), want);
    assert_int_equal(changed, strcmp(typed, want) != 0);
    ba_buf_free(&out);
}

static void addresses_are_read_as_people_type_them(void **state)
{
    static const char *const cases[][2] = {
        { "Molenweg 12 t/m 18", "Molenweg 12-18" },
        { "Molenweg 12 tot en met 18", "Molenweg 12-18" },
        { "Molenweg even nummers 12 t.e.m. 18", "Molenweg 12-18" },
        { "Singel nr. 42", "Singel 42" },
        { "Singel, huisnummer 42", "Singel 42" },
        { "Singel 42 in Amsterdam", "Singel 42 Amsterdam" },
        { "Rijksstraatweg 218 te Haren", "Rijksstraatweg 218 Haren" },
        { "Singel 42 hs te Amsterdam", "Singel 42 hs Amsterdam" },
        { "sectie B nummer 1184", "B \"1184\"" },
        { "Oosterwaarde sectie B nrs. 1184 en 1185", "Oosterwaarde B \"1184\" \"1185\"" },
        { "Molenweg 12, sectie B 1184", "Molenweg 12 B \"1184\"" },
        { "hoek Kerklaan en Dorpsstraat", "Kerklaan Dorpsstraat" },
        { "Dorpsstraat hk. Kerklaan", "Dorpsstraat Kerklaan" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(cases[i][0], cases[i][1]);
}

static void other_questions_are_left_as_they_are(void **state)
{
    static const char *const same[] = {
        "",
        "Molenweg 12-18",
        "\"Singel nr. 42\"",
        "verbouwing in de Kerkstraat",
        "1974/0231",
        "nummer",
        "Laan 1940-1945 3",
        "hoek",
        "  twee  spaties ",
    };

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        check(same[i], same[i]);
}

static void parse(const char *text, struct query *q)
{
    const struct search_query typed = { .text = text, .text_len = strlen(text) };
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, query_parse(&typed, q, &err), &err);
}

static bool has_word(const struct query_clause *c, const char *word)
{
    for (size_t i = 0; i < c->count; i++)
        if (!c->ways[i].key && strcmp(c->ways[i].words[0], word) == 0)
            return true;
    return false;
}

static void words_in_capitals_mean_what_they_say(void **state)
{
    struct query *q = calloc(1, sizeof *q);

    (void)state;
    assert_non_null(q);
    parse("garage OR schuur", q);
    assert_int_equal(1, q->count);
    assert_true(has_word(&q->clauses[0], "garage") && has_word(&q->clauses[0], "schuur"));
    query_free(q);
    parse("garage AND schuur NOT kap", q);
    assert_int_equal(3, q->count);
    assert_false(q->clauses[1].negative);
    assert_true(q->clauses[2].negative && has_word(&q->clauses[2], "kap"));
    query_free(q);
    /* two addresses: neither street is asked for by itself */
    parse("Molenweg 12 OR Singel 42 verbouwing", q);
    assert_int_equal(2, q->count);
    assert_true(has_word(&q->clauses[1], "verbouwing"));
    query_free(q);
    /* nothing to join */
    parse("OR", q);
    assert_true(q->count == 1 && has_word(&q->clauses[0], "or"));
    query_free(q);
    parse("garage or schuur", q);
    assert_int_equal(3, q->count);
    query_free(q);
    free(q);
}

static void ordinals_have_other_notations(void **state)
{
    const char *other[STREET_ORDINALS];

    (void)state;
    assert_int_equal(2, street_ordinals("tweede", other));
    assert_string_equal("2e", other[0]);
    assert_string_equal("2de", other[1]);
    assert_int_equal(2, street_ordinals("12e", other));
    assert_int_equal(0, street_ordinals("tweeling", other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_read_as_people_type_them),
        cmocka_unit_test(other_questions_are_left_as_they_are),
        cmocka_unit_test(words_in_capitals_mean_what_they_say),
        cmocka_unit_test(ordinals_have_other_notations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
