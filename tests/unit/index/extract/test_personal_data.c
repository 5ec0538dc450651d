#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

#include "index/extract/personal_data.h"

/* What is found in a text, as "kind:what" with a space between; '?' for a value that is nowhere. */
static const char *found(const char *text)
{
    static char out[512];
    struct personal_spans spans = { 0 };
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, personal_data_find(text, &spans, &err), &err);
    out[0] = '\0';
    for (size_t i = 0; i < spans.count; i++) {
        const struct personal_span *s = &spans.at[i];
        size_t n = strlen(out);
        assert_true(s->from < s->to && s->to <= strlen(text));
        snprintf(out + n, sizeof out - n, "%s%s%s:%.*s", n > 0 ? "|" : "", s->located ? "" : "?",
                 s->kind, (int)(s->to - s->from), text + s->from);
    }
    personal_data_spans_free(&spans);
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
        { "BSN: 123456789.", "bsn:BSN: 123456789" },
        { "sofi-nummer van de aanvrager: 12 34 56 789\nen verder",
          "bsn:sofi-nummer van de aanvrager: 12 34 56 789" },
        { "paspoortnummer NW1234567 ten name van", "identity document:paspoortnummer NW1234567" },
        /* Nothing behind it that could be it. */
        { "BSN onbekend", "?bsn:BSN" },
        { "kopie paspoort bijgevoegd in map 3", "?identity document:paspoort" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(found(cases[i].text), cases[i].want);
}

static void notations_of_a_century_are_read(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "sofi-nr. 111-222-333", "bsn:sofi-nr. 111-222-333" },
        { "Het nummer luidt 111222\n333 volgens", "bsn:111222\n333" },
        { "Geb.dat. 14-03-1961", "birth date:Geb.dat. 14-03-1961" },
        { "geb 14.03.1961", "birth date:geb 14.03.1961" },
        { "geb. 3-4-'52 te Delft", "birth date:geb. 3-4-'52" },
        { "geboren te 's-Gravenhage den 3den Maart 1931",
          "birth date:geboren te 's-Gravenhage den 3den Maart 1931" },
        { "geb. l4-O3-196l", "birth date:geb. l4-O3-196l" },
        { "Priv\xC3\xA9: (015) 212 34 56", "telephone:Priv\xC3\xA9: (015) 212 34 56" },
        { "Telefoon 070 - 3123456", "telephone:Telefoon 070 - 3123456" },
        { "Tel 0031 6 1234 5678", "telephone:Tel 0031 6 1234 5678" },
        { "bel (070) 386 12 34 of", "telephone:(070) 386 12 34" },
        { "bel 070 - 386 12 34", "telephone:070 - 386 12 34" },
        { "bel (01717) 4321", "telephone:(01717) 4321" },
        { "tel. 86 12 34", "telephone:tel. 86 12 34" },
        { "tel. 4321 12 mei", "telephone:tel. 4321" },
        { "tel. 015-2123456 of 06 12345678", "telephone:tel. 015-2123456 of 06 12345678" },
        { "Girorekening 1234567 op naam", "account:Girorekening 1234567" },
        { "bij de bank 12.34.56.789", "account:12.34.56.789" },
        { "Kenteken 12-AB-34 van", "number plate:Kenteken 12-AB-34" },
        { "kenteken GZ-12345", "number plate:kenteken GZ-12345" },
        { "geboortedatum 19610314", "birth date:geboortedatum 19610314" },
        { "geboortedatum 14031961", "birth date:geboortedatum 14031961" },
        { "girorek. 1 23 45 67 op", "account:girorek. 1 23 45 67" },
        { "mail p.jansen @ voorbeeld . nl graag", "e-mail:p.jansen @ voorbeeld . nl" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(found(cases[i].text), cases[i].want);
}

static void reading_goes_over_line_ends_cells_and_columns(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "NL91 ABNA 0417\n1643 00", "iban:NL91 ABNA 0417\n1643 00" },
        { "p.jansen\n@voorbeeld.example", "e-mail:p.jansen\n@voorbeeld.example" },
        { "p.jansen@voor-\nbeeld.nl graag", "e-mail:p.jansen@voor-\nbeeld.nl" },
        { "p.jansen@voorbeeld.\nnl", "e-mail:p.jansen@voorbeeld.\nnl" },
        { "Telefoon\n070-3123456", "telephone:070-3123456" },
        { "BSN\n\n123456789", "bsn:123456789" },
        { "Geboortedatum\nGiro\n\n3-4-1952\n1234567\n", "birth date:3-4-1952|account:1234567" },
        { "Naam Geboortedatum Telefoon\nJ. Smit 3-4-1952 86 12 34\nA. Bos 5-6-1960 4321\n",
          "birth date:3-4-1952|telephone:86 12 34|birth date:5-6-1960|telephone:4321" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(found(cases[i].text), cases[i].want);
}

static void other_numbers_are_left_alone(void **state)
{
    static const char *const texts[] = {
        "sectie B nummer 1184",
        "f 125.000,00 en f 14.500,-",
        "Ons kenmerk 1974/0231, uw brief van 12-03-1961",
        "schaal 1:100, tekening AB-12-34, balken 60-120-180",
        "een hotel met 24 bedden, in rekening gebracht",
        "de gebouwen zijn op 3 mei 1934 opgeleverd",
        "ordernummer 123456789",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(found(texts[i]), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found_where_they_stand),
        cmocka_unit_test(a_label_is_followed_to_its_value),
        cmocka_unit_test(notations_of_a_century_are_read),
        cmocka_unit_test(reading_goes_over_line_ends_cells_and_columns),
        cmocka_unit_test(other_numbers_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
