/* Searching by address: numbers, ranges, additions, postcodes, names of streets however written. */
#include "tests/unit/search_depot.h"

static BA_RC note_address(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    struct depot *d = ctx;

    (void)err;
    snprintf(d->answer, sizeof d->answer, "%s", hit->address);
    return BA_OK;
}

static void a_house_number_is_found_inside_a_range(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1974/0231", depot_search(d, "Herenstraat 9"));
    assert_string_equal("1974/0231", depot_search(d, "herenstraat 13"));
    assert_string_equal("1974/0231", depot_search(d, "9 Herenstraat"));
    assert_string_equal("1974/0231", depot_search(d, "Herenstraat 1-13"));
    assert_string_equal("", depot_search(d, "Herenstraat 15"));
    assert_string_equal("1974/0231", depot_search(d, "Herenstraat 9 ligger"));
    assert_string_equal("1980/5", depot_search(d, "Parkweg 9"));
}

static void a_letter_is_part_of_the_address(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1931/12", depot_search(d, "Prins Bernhardlaan 12a"));
    assert_string_equal("1931/12", depot_search(d, "Prins Bernhardlaan 12"));
    assert_string_equal("1931/12", depot_search(d, "Bernhardlaan 12"));
    assert_string_equal("", depot_search(d, "Prins Bernhardlaan 12b"));
    /* The building as a whole is at 9, so 9c is in it. */
    assert_string_equal("1980/5", depot_search(d, "Parkweg 9c"));
}

static void a_range_has_the_parity_of_its_ends(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1950/1;title=Trapportaal;street=Kerklaan;number_from=2;number_to=7");
    depot_index(d);
    /* 1-13 runs along the odd side: 4 is across the street, and only told as such. */
    assert_string_equal("1974/0231", depot_search(d, "Herenstraat 4"));
    assert_int_equal(SEARCH_LOOSE, d->match);
    assert_string_equal("1974/0231", depot_search(d, "Herenstraat 9"));
    assert_int_equal(SEARCH_EXACT, d->match);
    /* 2-7 says nothing of sides. */
    assert_string_equal("1950/1", depot_search(d, "Kerklaan 3"));
    assert_string_equal("1950/1", depot_search(d, "Kerklaan 4"));
    assert_int_equal(SEARCH_EXACT, d->match);
    assert_string_equal("", depot_search(d, "Kerklaan 8"));
}

static void a_range_in_a_question_means_any_number_in_it(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1951/1;street=Damlaan;number_from=30");
    depot_register(d, "dossier=1951/2;street=Damlaan;number_from=31");
    depot_register(d, "dossier=1951/3;street=Damlaan;number_from=32;number_to=40");
    depot_register(d, "dossier=1951/4;street=Damlaan;number_from=200");
    depot_index(d);
    assert_string_equal("1951/1 1951/3", depot_search(d, "Damlaan 28-32"));
    assert_int_equal(SEARCH_EXACT, d->match);
    assert_string_equal("1951/2", depot_search(d, "Damlaan 29-31"));
    /* Ends on both sides say nothing of sides. */
    assert_string_equal("1951/1 1951/2", depot_search(d, "Damlaan 28-31"));
    assert_string_equal("1951/3", depot_search(d, "Damlaan 34-60"));
    assert_string_equal("", depot_search(d, "Damlaan 42-60"));
    /* A range too wide to spell out is its ends. */
    assert_string_equal("1951/4", depot_search(d, "Damlaan 2-200"));
    assert_string_equal(
        "1951/1 1951/3",
        depot_query(d, (struct search_query){ .street = "Damlaan", .number = "28-32" }));
    assert_string_equal("1951/2", depot_query(d, (struct search_query){ .number = "29-31" }));
}

static void a_number_that_stands_elsewhere_is_told_as_such(void **state)
{
    struct depot *d = *state;

    depot_add(d, "1980/5", "Kadastraal bekend nummer 4711");
    depot_index(d);
    assert_string_equal("1980/5", depot_search(d, "Parkweg 4711"));
    assert_int_equal(SEARCH_LOOSE, d->match);
    assert_string_equal("1980/5", depot_search(d, "Parkweg dakkapcl"));
    assert_int_equal(SEARCH_ALIKE, d->match);
}

static void an_addition_is_found_in_any_notation(void **state)
{
    struct depot *d = *state;
    static const char *const second_floor[] = { "Damrak 40-II",     "Damrak 40 II",
                                                "Damrak 40-2",      "Damrak 40 2 hoog",
                                                "Damrak 40-2 hoog", "Damrak 40 2hoog",
                                                "Damrak 40 ii" };
    static const char *const ground[] = { "Damrak 40 hs", "Damrak 40-hs", "Damrak 40 huis",
                                          "Damrak 40hs" };
    static const char *const bis[] = { "Damrak 41bis", "Damrak 41-bis", "Damrak 41 BIS" };

    depot_register(d, "dossier=1950/2;street=Damrak;number_from=40;addition=2 hoog");
    depot_register(d, "dossier=1950/3;street=Damrak;number_from=40;addition=hs");
    depot_register(d, "dossier=1950/4;street=Damrak;number_from=41;addition=bis");
    depot_register(d, "dossier=1950/5;street=Damrak;number_from=43;letter=A");
    depot_index(d);
    for (size_t i = 0; i < sizeof second_floor / sizeof *second_floor; i++)
        assert_memory_equal("1950/2", depot_search(d, second_floor[i]), 6);
    for (size_t i = 0; i < sizeof ground / sizeof *ground; i++)
        assert_string_equal("1950/3", depot_search(d, ground[i]));
    for (size_t i = 0; i < sizeof bis / sizeof *bis; i++)
        assert_string_equal("1950/4", depot_search(d, bis[i]));
    assert_string_equal("1950/5", depot_search(d, "Damrak 43 A"));
    assert_string_equal("1950/5", depot_search(d, "Damrak 43a"));
    assert_string_equal("", depot_search(d, "Damrak 43 B"));
}

static void postcodes_are_found_with_and_without_space(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1974/0231", depot_search(d, "2271 AB"));
    assert_string_equal("1974/0231", depot_search(d, "2271ab"));
    assert_string_equal("1974/0231", depot_search(d, "voorburg 2271 ab"));
    assert_string_equal("", depot_search(d, "2271 AC"));
}

static void abbreviated_names_of_streets_meet_full_ones(void **state)
{
    struct depot *d = *state;
    static const struct {
        const char *street, *asked[4];
    } streets[] = {
        { "Burgemeester Feithplein", { "Burg. Feithplein 203", "burg.feithpl. 203" } },
        { "Kon. Julianaweg", { "Koningin Julianaweg 203", "kon julianawg 203" } },
        { "Dr. van Noortstraat",
          { "doctor van noortstraat 203", "dokter van Noortstr 203", "dr van noortstraat 203" } },
        { "Mgr. van Steelaan", { "monseigneur van steelaan 203", "Mgr van Steeln. 203" } },
        { "St. Janstr.", { "Sint Janstraat 203", "sint-janstraat 203", "st janstr 203" } },
        { "Prinses Irenelaan", { "Pr. Irenelaan 203" } },
        { "Van der Meulenstraat",
          { "v.d. Meulenstr. 203", "v d meulenstraat 203", "vd meulenstraat 203",
            "van der meulenstr 203" } },
        { "v.d. Heydenlaan", { "van der Heydenlaan 203", "vd heydenln 203" } },
        { "Koningin Wilhelminakade", { "Kon. Wilhelminakd. 203", "kon wilhelminakd 203" } },
        { "Nieuwe Heerengracht",
          { "N. Heerengr. 203", "Nw. Heerengracht 203", "nieuwe heerengr 203",
            "Nw Heerengr. 203" } },
        { "Groote Marktplein", { "Gr. Marktplein 203", "Gr. Marktpln 203", "Gr Marktpl. 203" } },
        { "President Kennedyplantsoen", { "Pres. Kennedypl. 203", "pres kennedyplantsoen 203" } },
        { "Burgemeester de Vlugtlaan", { "Burgem. de Vlugtln 203", "burgem de vlugtlaan 203" } },
        { "Pres. Steynpl.", { "President Steynplantsoen 203", "president steynplein 203" } },
    };

    for (size_t i = 0; i < sizeof streets / sizeof *streets; i++) {
        char line[128], number[16];
        snprintf(number, sizeof number, "1955/%zu", i + 1);
        snprintf(line, sizeof line, "dossier=%s;street=%s;number_from=203", number,
                 streets[i].street);
        depot_register(d, line);
        depot_index(d);
        for (size_t k = 0; k < 4 && streets[i].asked[k] != NULL; k++) {
            assert_string_equal(number, depot_search(d, streets[i].asked[k]));
            assert_int_equal(SEARCH_EXACT, d->match);
        }
        snprintf(line, sizeof line, "%s 203", streets[i].street);
        assert_string_equal(number, depot_search(d, line));
        assert_string_equal(number,
                            depot_query(d, (struct search_query){ .street = streets[i].street }));
    }
    assert_string_equal(
        "1955/3",
        depot_query(d, (struct search_query){ .street = "dokter van noortstr.", .number = "203" }));
    /* What is shown is what was written. */
    struct search_query q = { .text = "Sint Janstraat 203", .text_len = 18, .limit = 1 };
    assert_rc(BA_OK, search_run(d->store, &q, note_address, d, &d->err), &d->err);
    assert_string_equal("St. Janstr. 203", d->answer);
}

/* "Raadh. Plein" has its full stop; without it any word of the street may be meant, and is told. */
static void a_word_that_was_cut_short_without_a_full_stop_is_found_last(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1955/1;street=Kapelaan Rombouts Plein;number_from=203");
    depot_index(d);
    assert_string_equal("1955/1", depot_search(d, "Kapel. Rombouts Plein 203"));
    assert_int_equal(SEARCH_EXACT, d->match);
    assert_string_equal("1955/1", depot_search(d, "Kap Rombouts Plein 203"));
    assert_int_equal(SEARCH_ALIKE, d->match);
    assert_string_equal("", depot_search(d, "Kap Rombouts Plein"));
}

#define T(name) cmocka_unit_test_setup_teardown(name, search_setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_house_number_is_found_inside_a_range),
        T(a_letter_is_part_of_the_address),
        T(a_range_has_the_parity_of_its_ends),
        T(a_range_in_a_question_means_any_number_in_it),
        T(a_number_that_stands_elsewhere_is_told_as_such),
        T(an_addition_is_found_in_any_notation),
        T(postcodes_are_found_with_and_without_space),
        T(abbreviated_names_of_streets_meet_full_ones),
        T(a_word_that_was_cut_short_without_a_full_stop_is_found_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
