#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

#include "index/extract/personal_data.h"

static const char *const people[] = { "Verschuren, J.", "B. Oosterhuis" }, *const streets[] = {
    "Hoflaan"
};
static const struct personal_known known = { people, 2, streets, 1 };

/* What is proposed, "what" with a '|' between; homes behind '@'. */
static const char *found(const char *text)
{
    static char out[512];
    struct personal_spans spans = { 0 };
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, personal_data_find_people(text, &known, &spans, &err), &err);
    out[0] = '\0';
    for (size_t i = 0; i < spans.count; i++) {
        const struct personal_span *s = &spans.at[i];
        size_t n = strlen(out);
        assert_true(s->from < s->to && s->to <= strlen(text));
        snprintf(out + n, sizeof out - n, "%s%s%.*s", n > 0 ? "|" : "",
                 strcmp(s->kind, "name") == 0 ? "" : "@", (int)(s->to - s->from), text + s->from);
    }
    personal_data_spans_free(&spans);
    return out;
}

static void check(const char *const (*cases)[2], size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_string_equal(found(cases[i][0]), cases[i][1]);
}

static void private_persons_are_found(void **state)
{
    static const char *const cases[][2] = {
        { "verzoek van J.C. van der Meer om", "J.C. van der Meer" },
        { "Geachte heer Mulder,", "Mulder" },
        { "Mevrouw de Wit-Smit belde", "de Wit-Smit" },
        { "de heer en mevrouw A. 't Hart", "A. 't Hart" },
        { "Naam aanvrager: Jan Jansen", "Jan Jansen" },
        { "Hoogachtend,\nG.Brouwer", "G.Brouwer" },
        { "Ondergetekende, Kowalczyk, verklaart", "Kowalczyk" },
        { "de bezwaren die Verschuren heeft", "Verschuren" },
        { "de bezwaren die 0osterhuis heeft", "0osterhuis" },
    };

    (void)state;
    check(cases, sizeof cases / sizeof *cases);
}

static void officials_firms_and_streets_are_none(void **state)
{
    static const char *const cases[][2] = {
        { "De secretaris, J. Bakker", "" },
        { "B. en W. van Delft", "" },
        { "N.V. Bouwmaatschappij Holland", "" },
        { "J. de Groot B.V. te Zeist", "" },
        { "het perceel J.C. van Markenlaan 12", "" },
        { "K.v.K. 27123456 en N.A.P.", "" },
        { "Geachte heer/mevrouw,", "" },
    };

    (void)state;
    check(cases, sizeof cases / sizeof *cases);
}

static void homes_are_those_of_persons(void **state)
{
    static const char *const cases[][2] = {
        { "A. Bos, wonende Veerkade 65 II te Zeist", "A. Bos|@Veerkade 65 II" },
        { "Aan\nde heer K. de Jonge\nStationsplein 79a\n3131 RC Alphen aan den Rijn\n",
          "K. de Jonge|@Stationsplein 79a|@3131 RC Alphen aan den Rijn" },
        { "bouwplan Parkweg 3 te Delft", "" },
        /* the building itself, which is no secret */
        { "de heer A. Bos\nHoflaan 3\n", "A. Bos" },
    };

    (void)state;
    check(cases, sizeof cases / sizeof *cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(private_persons_are_found),
        cmocka_unit_test(officials_firms_and_streets_are_none),
        cmocka_unit_test(homes_are_those_of_persons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
