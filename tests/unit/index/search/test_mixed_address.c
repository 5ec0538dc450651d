/* An address is the register's or the paper's: what was read of one is no part of another. */
#include "tests/unit/index_depot.h"

static const char applicant[] = "AANVRAAG om bouwvergunning\nNaam aanvrager: J. de Vries\n"
                                "wonende te Leiden, Breestraat 4-9, 2311 AB Leiden\n"
                                "Adres: Herenstraat 21-9, 2311 AB Leiden\n";

static BA_RC note_address(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    struct depot *d = ctx;

    (void)err;
    snprintf(d->answer, sizeof d->answer, "%s", hit->address);
    return BA_OK;
}

static const char *address_of(struct depot *d, const char *number)
{
    struct search_query q = { .text = number, .text_len = strlen(number), .limit = 1 };

    d->answer[0] = '\0';
    assert_rc(BA_OK, search_run(d->store, &q, note_address, d, &d->err), &d->err);
    return d->answer;
}

static void a_postcode_on_the_paper_is_not_the_registers_house(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1960/2;street=Herenstraat;number_from=21;place=Voorburg;"
                      "access=openbaar");
    depot_add(d, "1960/2", applicant);
    depot_index(d);
    assert_string_equal("Herenstraat 21, Voorburg", address_of(d, "1960/2"));
    /* Nor is it said to count. */
    assert_string_equal("", depot_field(d, "1960/2", "postcode"));
    assert_string_equal("21", depot_field(d, "1960/2", "number_from"));
}

static void what_was_read_whole_stays_whole(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1960/3;title=Schuur");
    depot_add(d, "1960/3", "Het perceel plaatselijk bekend Herenstraat 21-25 te Voorburg");
    depot_index(d);
    assert_non_null(strstr(address_of(d, "1960/3"), "Herenstraat 21-25"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_postcode_on_the_paper_is_not_the_registers_house,
                                        depot_setup, depot_teardown),
        cmocka_unit_test_setup_teardown(what_was_read_whole_stays_whole, depot_setup,
                                        depot_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
