#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

#include "index/extract/personal_data.h"

/* What is found in a text, as "kind:what" with a space between; '?' for a value that is nowhere. */
static const char *found(const char *text)
{
    static char out[512];
    struct personal_finder *f = personal_data_finder_new();
    struct personal_spans spans = { 0 };
    struct ba_err err = BA_ERR_INIT;

    assert_non_null(f);
    assert_rc(BA_OK, personal_data_find(f, text, &spans, &err), &err);
    out[0] = '\0';
    for (size_t i = 0; i < spans.count; i++) {
        const struct personal_span *s = &spans.at[i];
        size_t n = strlen(out);
        assert_true(s->from < s->to && s->to <= strlen(text));
        snprintf(out + n, sizeof out - n, "%s%s%s:%.*s", n > 0 ? "|" : "", s->located ? "" : "?",
                 s->kind, (int)(s->to - s->from), text + s->from);
    }
    personal_data_spans_free(&spans);
    personal_data_finder_free(f);
    return out;
}

static void values_are_found_where_they_stand(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "nummer 123456782 van de aanvrager", "bsn:123456782" },
        { "nummer 1234.56.782, en 123456782", "bsn:1234.56.782|bsn:123456782" },
        { "nummer 123456789 is er geen", "" },
        { "NL91 ABNA 0417 1643 00 te name van", "iban:NL91 ABNA 0417 1643 00" },
        { "post aan j.jansen@voorbeeld.nl graag", "e-mail:j.jansen@voorbeeld.nl" },
        { "J. Jansen, geboren 3 maart 1931 alhier", "birth date:geboren 3 maart 1931" },
        { "tel. 0344-612345", "telephone:tel. 0344-612345" },
        { "Bouwen van een garage, Dorpsstraat 12", "" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(found(cases[i].text), cases[i].want);
}

static void a_label_is_followed_to_its_value(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        /* The check digits do not hold: misread, and still somebody's. */
        { "BSN: 123456789.", "bsn:BSN: 123456789." },
        { "sofi-nummer van de aanvrager: 12 34 56 789\nen verder",
          "bsn:sofi-nummer van de aanvrager: 12 34 56 789" },
        { "paspoortnummer NW1234567 ten name van", "identity document:paspoortnummer NW1234567" },
        /* Nothing behind it that could be it. */
        { "BSN onbekend", "?bsn:BSN" },
        { "kopie paspoort bijgevoegd in map 3", "?identity document:paspoort" },
        { "BSN\n\n123456789", "?bsn:BSN" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(found(cases[i].text), cases[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found_where_they_stand),
        cmocka_unit_test(a_label_is_followed_to_its_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
