/* Questions that nobody means well: they are answered, and nothing else happens. */
#include "tests/unit/index_depot.h"

static int setup(void **state)
{
    depot_setup(state);
    struct depot *d = *state;

    depot_register(d, "dossier=1974/0231;title=Verbouwing winkel;street=Herenstraat;number_from=12;"
                      "place=Voorburg;year_from=1974;access=openbaar");
    depot_add(d, "1974/0231", "De stalen ligger onder de winkel");
    depot_index(d);
    return 0;
}

static void words_too_many_for_a_streets_name_are_no_street(void **state)
{
    struct ba_buf text = BA_BUF_INIT(1 << 16);

    /* Four names of 23 words each before a number: once taken for one street. */
    for (int name = 0; name < 4; name++) {
        for (int word = 0; word < 23; word++)
            ba_buf_printf(&text, "%s%050d", word > 0 ? "." : "", word);
        ba_buf_puts(&text, " ");
    }
    ba_buf_puts(&text, "12");
    assert_string_equal("", depot_search(*state, text.data));
    ba_buf_free(&text);
}

static BA_RC says_something(void *ctx, const struct search_meaning *m, struct ba_err *err)
{
    (void)err;
    assert_true(m->text[0] != '\0');
    ++*(int *)ctx;
    return BA_OK;
}

static void a_name_too_long_for_a_key_is_no_key(void **state)
{
    struct depot *d = *state;
    const char *name = "He?eHerns2RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRho";
    struct search_query q = { .text = name, .text_len = strlen(name) };
    int told = 0;

    assert_rc(BA_OK, search_explain(d->store, &q, says_something, &told, &d->err), &d->err);
    assert_true(told > 0);
}

static void a_street_longer_than_any_key_finds_nothing(void **state)
{
    char street[100];

    memset(street, 'a', sizeof street - 1);
    street[sizeof street - 1] = '\0';
    assert_string_equal("1974/0231",
                        depot_query(*state, (struct search_query){ .text = "ligger",
                                                                   .limit = 9,
                                                                   .street = "Herenstraat" }));
    assert_string_equal(
        "", depot_query(*state,
                        (struct search_query){ .text = "ligger", .limit = 9, .street = street }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_too_many_for_a_streets_name_are_no_street, setup,
                                        depot_teardown),
        cmocka_unit_test_setup_teardown(a_name_too_long_for_a_key_is_no_key, setup, depot_teardown),
        cmocka_unit_test_setup_teardown(a_street_longer_than_any_key_finds_nothing, setup,
                                        depot_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
