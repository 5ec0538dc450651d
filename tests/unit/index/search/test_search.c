#include "tests/unit/search_depot.h"

static void words_are_found_in_any_case_and_without_accents(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1980/5", depot_search(d, "DAKKAPEL"));
    assert_string_equal("1931/12", depot_search(d, "cafe"));
    assert_string_equal("1931/12", depot_search(d, "Café een coöperatie"));
    assert_string_equal("", depot_search(d, "zwembadoverkapping"));
}

static void all_words_must_be_in_a_dossier_on_whatever_page(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1974/0231", depot_search(d, "leges ligger"));
    assert_string_equal("", depot_search(d, "leges dakkapel"));
}

static void words_of_the_register_and_of_pages_go_together(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1974/0231", depot_search(d, "Vries ligger"));
    assert_string_equal("1974/0231", depot_search(d, "Verbouwing winkel"));
}

static void phrases_negatives_and_prefixes_work(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1974/0231", depot_search(d, "\"stalen ligger\""));
    assert_string_equal("", depot_search(d, "\"ligger stalen\""));
    assert_string_equal("1980/5", depot_search(d, "het -woonhuis -winkelpand"));
    assert_string_equal("1980/5", depot_search(d, "dakka*"));
    assert_string_equal("1974/0231", depot_search(d, "vergunning -\"stalen balk\""));
}

static void old_spelling_and_compounds_meet_new_ones(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1920/1;street=Boschlaan;number_from=3");
    depot_add(d, "1920/1", "Teekening van den bouw van eene schoollokaal te Zuidholland");
    depot_add(d, "1980/5", "De bouwvergunning van den ijsbaan in Noord-Brabant");
    depot_index(d);
    assert_string_equal("1920/1", depot_search(d, "tekening"));
    assert_string_equal("1920/1", depot_search(d, "bosch*"));
    assert_string_equal("1920/1", depot_search(d, "Boslaan 3"));
    assert_string_equal("1920/1", depot_search(d, "schollokaal"));
    assert_string_equal("1920/1", depot_search(d, "Zuid-Holland"));
    assert_string_equal("1980/5", depot_search(d, "noordbrabant"));
    assert_string_equal("1980/5", depot_search(d, "noord-brabant"));
    assert_string_equal("1980/5", depot_search(d, "bouw-vergunning"));
    assert_string_equal("1980/5", depot_search(d, "ysbaan"));
    assert_string_equal("1980/5", depot_search(d, "\xc3\xbfsbaan"));
}

static void a_kind_stands_for_itself_beside_an_address(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1950/6;street=Singel;number_from=8");
    depot_add(d, "", "Plattegrond schaal 1:100");
    depot_place(d, d->batch, d->count, d->count, "1950/6", "drawing");
    depot_index(d);
    assert_string_equal("1950/6", depot_search(d, "Singel 8 tekening"));
    assert_string_equal("", depot_search(d, "Herenstraat 9 tekening"));
}

static BA_RC note_page(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    struct depot *d = ctx;
    size_t n = strlen(d->answer);

    (void)err;
    snprintf(d->answer + n, sizeof d->answer - n, "%s%s p%lld", n > 0 ? ", " : "", hit->kind,
             (long long)hit->page);
    return BA_OK;
}

/* Kind and page of the hits, best first. */
static const char *pages_of(struct depot *d, const char *text, bool by_page)
{
    struct search_query q = {
        .text = text, .text_len = strlen(text), .by_page = by_page, .limit = 20
    };

    d->answer[0] = '\0';
    assert_rc(BA_OK, search_run(d->store, &q, note_page, d, &d->err), &d->err);
    return d->answer;
}

static void pages_of_the_kind_asked_for_go_before_those_that_hold_its_word(void **state)
{
    struct depot *d = *state;
    static const struct {
        const char *kind, *text;
    } pages[] = { { "permit", "Vergunning voor Singel 8, zie tekening en tekening 2" },
                  { "drawing", "Plattegrond schaal 1:100" },
                  { "letter", "Bij de brief hoort een tekening van Singel 8" },
                  { "drawing", "Singel 8, doorsnede" } };

    depot_register(d, "dossier=1950/6;street=Singel;number_from=8");
    depot_register(d, "dossier=1950/7;title=Tekening tekening;street=Singel;number_from=8");
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct page_place place = { .page = depot_add(d, "", pages[i].text),
                                    .dossier = "1950/6",
                                    .document = (uint32_t)i + 1,
                                    .kind = pages[i].kind };
        assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", &place, 1, &d->err),
                  &d->err);
    }
    depot_index(d);
    assert_string_equal("1950/6 1950/7", depot_search(d, "Singel 8 tekening"));
    assert_string_equal("drawing p9,  p0", pages_of(d, "Singel 8 tekening", false));
    /* Of those that are not drawings, the ones that say as much as the best. */
    assert_string_equal("drawing p9, drawing p7, permit p6, letter p8,  p0",
                        pages_of(d, "Singel 8 tekening", true));
    /* By itself it is a word like others. */
    assert_string_equal("1950/7 1950/6", depot_search(d, "tekening"));
}

static void dossier_numbers_are_found_in_any_notation(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1974/0231", depot_search(d, "1974/231"));
    assert_string_equal("1974/0231", depot_search(d, "1974/0231"));
    assert_string_equal("1974/0231", depot_search(d, "1974-0231"));
    assert_string_equal("1931/12", depot_search(d, "1931/0012"));
    assert_string_equal("1974/0231", depot_search(d, "1974 231"));
    assert_string_equal("1974/0231", depot_search(d, "74/231"));
    assert_string_equal("1974/0231", depot_search(d, "19740231"));
    assert_string_equal("1974/0231", depot_search(d, "1974.0231"));
    assert_string_equal("", depot_search(d, "1974/232"));
    assert_string_equal("", depot_search(d, "1974 232"));
}

static void years_are_found_in_description_and_text(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1974/0231", depot_search(d, "1974"));
    assert_string_equal("1931/12 1980/5", depot_search(d, "1931"));
    assert_string_equal("1980/5", depot_search(d, "dakkapel 1979-1982"));
}

static void short_words_are_not_dropped(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1974/0231", depot_search(d, "q"));
    assert_string_equal("1974/0231", depot_search(d, "f 12"));
    assert_string_equal("1974/0231", depot_search(d, "kN"));
}

static void misread_words_are_found_behind_exact_ones(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1974/0231 1980/5", depot_search(d, "Herenstraat"));
    assert_string_equal("1980/5", depot_search(d, "dakkapcl"));
    assert_string_equal("1974/0231", depot_search(d, "Heerenstraat 9"));
    assert_string_equal("p5", depot_search(d, "byenstal"));
    assert_string_equal("1974/0231", depot_search(d, "constructie berekening"));
    assert_string_equal("p5", depot_search(d, "lossebladzijde"));
}

static void fewer_mistakes_go_before_more(void **state)
{
    struct depot *d = *state;

    /* "Berg" stands in the description, as one word of few; "berging" in many texts. */
    depot_register(d, "dossier=1950/8;title=Berg;street=Berg;number_from=1;applicant=Berg");
    for (int i = 0; i < 3; i++)
        depot_add(d, "1980/5", "De berging wordt gebouwd achter het woonhuis");
    depot_add(d, "1931/12", "Een berging met plat dak naast de garage van het woonhuis");
    depot_index(d);
    assert_string_equal("1980/5 1931/12 1950/8", depot_search(d, "bergng"));
}

static BA_RC note_hit(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    struct depot *d = ctx;

    (void)err;
    snprintf(d->answer, sizeof d->answer, "%lld|%s|%s|%s|%lld|", (long long)hit->page, hit->snippet,
             hit->title, hit->address, (long long)hit->year);
    for (size_t i = 0; i < hit->term_count; i++)
        snprintf(d->answer + strlen(d->answer), sizeof d->answer - strlen(d->answer), "%s%s",
                 i > 0 ? "," : "", hit->terms[i]);
    return BA_OK;
}

static void filters_narrow_the_hits(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1980/5",
                        depot_query(d, (struct search_query){ .text = "het", .year_from = 1975 }));
    assert_string_equal("1931/12",
                        depot_query(d, (struct search_query){ .text = "het", .year_to = 1940 }));
    assert_string_equal("1974/0231", depot_query(d, (struct search_query){ .street = "herenstraat",
                                                                           .number = "11" }));
    assert_string_equal("1974/0231",
                        depot_query(d, (struct search_query){ .street = "Herenstraat" }));
    assert_string_equal("1974/0231 1980/5", depot_query(d, (struct search_query){ .number = "9" }));
    assert_string_equal(
        "", depot_query(d, (struct search_query){ .text = "dakkapel", .street = "Herenstraat" }));
}

static void pages_can_be_hits(void **state)
{
    struct depot *d = *state;

    depot_add(d, "1974/0231", "Nog een stalen ligger");
    depot_index(d);
    assert_string_equal("1974/0231", depot_search(d, "ligger"));
    assert_string_equal("1974/0231 1974/0231",
                        depot_query(d, (struct search_query){ .text = "ligger", .by_page = true }));
}

static void offset_and_limit_page_through_a_stable_order(void **state)
{
    struct depot *d = *state;
    char all[8192], one[8192] = "";

    strcpy(all, depot_search(d, "het"));
    for (uint32_t i = 0; i < 3; i++) {
        const char *hit =
            depot_query(d, (struct search_query){ .text = "het", .offset = i, .limit = 1 });
        snprintf(one + strlen(one), sizeof one - strlen(one), "%s%s", i > 0 ? " " : "", hit);
    }
    assert_string_equal(all, one);
    assert_string_equal(
        "", depot_query(d, (struct search_query){ .text = "het", .offset = 3, .limit = 1 }));
}

static void a_hit_tells_its_page_snippet_and_words(void **state)
{
    struct depot *d = *state;
    struct search_query q = { .text = "LÍGGER stal*", .text_len = 13, .limit = 1 };

    assert_rc(BA_OK, search_run(d->store, &q, note_hit, d, &d->err), &d->err);
    assert_string_equal("2|Constructieberekening van de stalen ligger, q = 3,4 kN/m|Verbouwing "
                        "winkel|Herenstraat 1-13, 2271 AB Voorburg|1974|stalen,ligger",
                        d->answer);
}

static void a_dossier_without_pages_is_found_too(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1999/1;street=Oosteinde;number_from=3");
    depot_index(d);
    assert_string_equal("1999/1", depot_search(d, "Oosteinde 3"));
}

static void a_changed_register_changes_what_is_found(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1980/5;street=Damlaan;number_from=9;place=Voorburg");
    depot_index(d);
    assert_string_equal("", depot_search(d, "Parkweg 9"));
    assert_string_equal("1980/5", depot_search(d, "Damlaan 9"));
}

static void hostile(struct depot *d, const char *text, size_t len)
{
    struct search_query q = { .text = text, .text_len = len, .limit = 5 };
    enum ba_rc rc = search_run(d->store, &q, depot_note_hit, d, &d->err);

    if (rc == BA_ITEM)
        assert_string_equal("QUERY_BAD", d->err.code);
    else
        assert_rc(BA_OK, rc, &d->err);
}

static void any_bytes_are_a_question(void **state)
{
    struct depot *d = *state;
    static const char *const texts[] = {
        "\"",
        "\"\"",
        "-",
        "--",
        "*",
        "a*b",
        "-*",
        "\"*",
        "AND",
        "NOT",
        "OR ligger",
        "NEAR(a b)",
        "keys:x",
        "{keys}:x",
        "^het",
        "het^2",
        "'; DROP TABLE page; --",
        "het\" OR 1=1",
        "(((((",
        "a + b",
        "\\",
        "%",
        "é",
        "\xff\xfe",
        "\xf0\x9f\x98\x80",
        "\xee\x80\x82herenstraat9",
        "-ligger",
        "\xc3",
        "2271",
        "1-",
        "/",
        "1/2/3/4/5",
        "12-",
        "ij",
        "0",
        "00000000/1",
        "99999999999999999999",
        "-\"a b\" \"",
        "het -",
        "a-b-c-d-e-f-g-h",
        "het.het,het;het",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hostile(d, texts[i], strlen(texts[i]));
    hostile(d, "het\0ligger", 10);
    hostile(d, "\0\0\0", 3);
    char *big = malloc(100000);
    assert_non_null(big);
    memset(big, 'a', 100000);
    hostile(d, big, 100000);
    memset(big, '"', 16000);
    hostile(d, big, 16000);
    for (size_t i = 0; i < 16000; i += 2)
        memcpy(big + i, "a ", 2);
    hostile(d, big, 16000);
    hostile(d, big, 80);
    for (size_t i = 0; i < 16000; i += 2)
        memcpy(big + i, "a-", 2);
    hostile(d, big, 16000);
    free(big);
    /* And nothing was harmed. */
    assert_string_equal("1980/5", depot_search(d, "dakkapel"));
}

static void a_question_without_words_says_so(void **state)
{
    struct depot *d = *state;
    struct search_query q = { .text = "", .text_len = 0 };

    assert_string_equal("", depot_search(d, " ,. "));
    assert_rc(BA_ITEM, search_run(d->store, &q, depot_note_hit, d, &d->err), &d->err);
    assert_string_equal("QUERY_BAD", d->err.code);
    q = (struct search_query){ .text = "-ligger", .text_len = 7 };
    assert_rc(BA_ITEM, search_run(d->store, &q, depot_note_hit, d, &d->err), &d->err);
}

static BA_RC note_meaning(void *ctx, const struct search_meaning *m, struct ba_err *err)
{
    struct depot *d = ctx;
    size_t n = strlen(d->answer);

    (void)err;
    if (m->when == SEARCH_EXACT)
        snprintf(d->answer + n, sizeof d->answer - n, "%s%zu %s %s %s", n > 0 ? "; " : "",
                 m->clause, m->role, m->what, m->text);
    return BA_OK;
}

static void a_question_can_be_explained(void **state)
{
    struct depot *d = *state;
    struct search_query q = { .text = "parkweg 9 -schu*", .text_len = 16, .kind = "permit" };

    d->answer[0] = '\0';
    assert_rc(BA_OK, search_explain(d->store, &q, note_meaning, d, &d->err), &d->err);
    assert_string_equal("1 must word parkweg; 1 must word parkwg; 2 must address parkweg9; 2 must "
                        "address, end of the street's name parkweg9; 2 must phrase parkweg 9; 3 "
                        "must not word schu*; 4 "
                        "filter kind permit",
                        d->answer);
}

static void folding_is_the_same_everywhere(void **state)
{
    char out[64];

    (void)state;
    search_fold("Coöperatie,", out, sizeof out);
    assert_string_equal("cooperatie", out);
    search_fold("\xc4\xb2sbaan", out, sizeof out);
    assert_string_equal("ijsbaan", out);
    search_fold("m\xc2\xb2", out, sizeof out);
    assert_string_equal("m2", out);
    search_fold("\xf0\x9f\x98\x80", out, sizeof out);
    assert_string_equal("", out);
    search_fold("abc", out, 3);
    assert_string_equal("", out);
}

#define T(name) cmocka_unit_test_setup_teardown(name, search_setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(words_are_found_in_any_case_and_without_accents),
        T(all_words_must_be_in_a_dossier_on_whatever_page),
        T(words_of_the_register_and_of_pages_go_together),
        T(phrases_negatives_and_prefixes_work),
        T(old_spelling_and_compounds_meet_new_ones),
        T(a_kind_stands_for_itself_beside_an_address),
        T(pages_of_the_kind_asked_for_go_before_those_that_hold_its_word),
        T(dossier_numbers_are_found_in_any_notation),
        T(years_are_found_in_description_and_text),
        T(short_words_are_not_dropped),
        T(misread_words_are_found_behind_exact_ones),
        T(fewer_mistakes_go_before_more),
        T(filters_narrow_the_hits),
        T(pages_can_be_hits),
        T(offset_and_limit_page_through_a_stable_order),
        T(a_hit_tells_its_page_snippet_and_words),
        T(a_dossier_without_pages_is_found_too),
        T(a_changed_register_changes_what_is_found),
        T(any_bytes_are_a_question),
        T(a_question_without_words_says_so),
        T(a_question_can_be_explained),
        T(folding_is_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
