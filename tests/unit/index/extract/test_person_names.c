/* Whether a text names a person: what keeps a title out of the open data. */
#include "index/extract/person_names.h"

#include "tests/unit/test.h"

static void every_word_of_a_name_is_looked_for(void **state)
{
    static const struct {
        const char *text, *person;
        bool names;
    } cases[] = {
        { "Woonhuis Bakker", "Bakker, J.", true },
        { "Woonhuis Bakker", "J. Bakker", true },
        { "Woonhuis BAKKER", "Bakker Jz., J. (aannemer)", true },
        { "Schuur van Willemijn", "Willemijn van der Meer", true },
        { "Verbouwing Müller", "MULLER, K.", true },
        { "Huis fam. Jansen-de Boer", "Boer, A. de", true },
        { "Bakkerij aan de Bakkerstraat", "Bakker, J.", false },
        { "Woning van der weduwe", "Wed. J. van der Meer", false },
        { "Loods voor de firma", "Firma Kok", false },
        { "Bijgebouw", "", false },
        { "", "Bakker", false },
        { "Woning J.P. te Leiden", "J.P. Ek", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (text_names(cases[i].text, cases[i].person) != cases[i].names)
            fail_msg("\"%s\" in \"%s\"", cases[i].person, cases[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_word_of_a_name_is_looked_for) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
