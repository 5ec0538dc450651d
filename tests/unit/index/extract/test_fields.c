#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text/parcel.h"
#include "index/extract/fields.h"
#include "index/extract/fields_private.h"
#include "index/extract/personal_data_private.h"

struct reading {
    struct fields_rules *rules;
    struct proposals found;
    struct ba_err err;
};

static int setup(void **state)
{
    struct reading *r = calloc(1, sizeof *r);

    assert_non_null(r);
    r->rules = fields_open();
    assert_non_null(r->rules);
    *state = r;
    return 0;
}

static int teardown(void **state)
{
    struct reading *r = *state;

    fields_close(r->rules);
    proposals_free(&r->found);
    free(r);
    return 0;
}

/* The first proposal of a name is the surest; "" if none. */
static const struct proposal *surest(const struct reading *r, const char *name)
{
    const struct proposal *best = NULL;

    for (size_t i = 0; i < r->found.count; i++)
        if (strcmp(r->found.at[i].name, name) == 0 &&
            (best == NULL || r->found.at[i].confidence > best->confidence))
            best = &r->found.at[i];
    return best;
}

static const char *field(const struct reading *r, const char *name)
{
    const struct proposal *p = surest(r, name);

    return p != NULL ? p->value : "";
}

static void read_pages(struct reading *r, const char *number, const char *street,
                       const char *const *texts, size_t count)
{
    struct fields_page pages[8];
    struct fields_known known = { number, street, "", NULL, NULL };

    proposals_free(&r->found);
    for (size_t i = 0; i < count; i++)
        pages[i] = (struct fields_page){ (int64_t)i + 1, texts[i], fields_kind(texts[i]), 0.9 };
    assert_rc(BA_OK, fields_propose(r->rules, pages, count, &known, &r->found, &r->err), &r->err);
}

static void read_one(struct reading *r, const char *number, const char *text)
{
    read_pages(r, number, "", &text, 1);
}

static void an_old_permit_gives_its_fields(void **state)
{
    struct reading *r = *state;
    static const char text[] =
        "No. 214.\n\nBurgemeester en Wethouders der gemeente Rijswijk,\n\nBeschikkende op het "
        "adres "
        "van den heer A.J. van der Valk, aannemer\nalhier, daarbij verzoekende vergunning tot het "
        "bouwen van twee heerenhuizen\nop een perceel gelegen aan den Haagweg No. 112, kadastraal "
        "bekend\ngemeente Rijswijk, Sectie B, No. 1843;\n\nGezien het advies van den "
        "Gemeente-Opzichter;\nGelet op de Bouwverordening;\n\nBesluiten:\n\naan den adressant de "
        "gevraagde vergunning te verleenen.\n\nRijswijk, den 12den Maart 1908.\n";

    read_one(r, "214", text);
    assert_string_equal("permit", fields_kind(text));
    assert_string_equal("Haagweg", field(r, "street"));
    assert_string_equal("112", field(r, "number_from"));
    assert_string_equal("Rijswijk", field(r, "place"));
    assert_string_equal("Rijswijk B 1843", field(r, "cadastral"));
    assert_string_equal("A.J. van der Valk", field(r, "applicant"));
    assert_string_equal("1908", field(r, "year_from"));
    assert_string_equal("1908-03-12", field(r, "date_granted"));
    assert_string_equal("het bouwen van twee heerenhuizen", field(r, "work"));
}

static void a_letter_of_the_sixties_gives_the_building_not_the_addressee(void **state)
{
    struct reading *r = *state;
    static const char text[] =
        "GEMEENTE ZAANDAM\nDienst Bouw- en Woningtoezicht\n\nAan de heer P. Kuiper\nWestzijde 12\n"
        "ZAANDAM\n\nZaandam, 4 juni 1964\n\nBetreft: verbouwing winkel Gedempte Gracht "
        "37a\n\nGeachte "
        "heer Kuiper,\n\nNaar aanleiding van uw brief van 20 mei 1964 berichten wij u dat het "
        "pand\n"
        "Gedempte Gracht 37a niet aan de eisen voldoet.\n\nHoogachtend,\n";

    read_one(r, "K 55", text);
    assert_string_equal("letter", fields_kind(text));
    assert_string_equal("Gedempte Gracht", field(r, "street"));
    assert_string_equal("37", field(r, "number_from"));
    assert_string_equal("a", field(r, "letter"));
    assert_string_equal("Zaandam", field(r, "place"));
    assert_string_equal("1964", field(r, "year_from"));
}

static void a_form_gives_its_rows(void **state)
{
    struct reading *r = *state;
    static const char text[] =
        "AANVRAAG BOUWVERGUNNING\n\nAanvrager: Bouwbedrijf De Jong B.V.\nAdres bouwwerk: Laan van "
        "Meerdervoort 1-13, 2517 AK Den Haag\nKadastraal bekend gemeente 's-Gravenhage, sectie AB, "
        "nummer 5521\nOmschrijving van het werk: het splitsen van een bovenwoning\nBouwkosten: f "
        "45.000,-\nDatum: 3-11-1986\nOndergetekende verklaart het bovenstaande naar waarheid te "
        "hebben ingevuld.\n";

    read_one(r, "B86.123", text);
    assert_string_equal("application", fields_kind(text));
    assert_string_equal("Laan van Meerdervoort", field(r, "street"));
    assert_string_equal("1", field(r, "number_from"));
    assert_string_equal("13", field(r, "number_to"));
    assert_string_equal("2517 AK", field(r, "postcode"));
    assert_string_equal("Den Haag", field(r, "place"));
    assert_string_equal("Bouwbedrijf De Jong B.V.", field(r, "applicant"));
    assert_string_equal("het splitsen van een bovenwoning", field(r, "work"));
    assert_string_equal("'s-Gravenhage AB 5521", field(r, "cadastral"));
    assert_string_equal("1986", field(r, "year_from"));
}

static void a_title_block_gives_the_address(void **state)
{
    struct reading *r = *state;
    static const char text[] = "PLATTEGROND BEGANE GROND\nDOORSNEDE A-A\nVOORGEVEL\nschaal "
                               "1:100\nWerk: verbouwing woonhuis "
                               "Kerkstraat 8 te Ede\nOpdrachtgever: J.H. Bosch\nArchitect: W.M. "
                               "Dudok\nTek. nr. 4   Datum: "
                               "12-4-1957\n";

    read_one(r, "x", text);
    assert_string_equal("drawing", fields_kind(text));
    assert_string_equal("Kerkstraat", field(r, "street"));
    assert_string_equal("8", field(r, "number_from"));
    assert_string_equal("Ede", field(r, "place"));
    assert_string_equal("J.H. Bosch", field(r, "applicant"));
    assert_string_equal("W.M. Dudok", field(r, "architect"));
    assert_string_equal("1957", field(r, "year_from"));
}

static void the_same_value_on_several_pages_wins(void **state)
{
    struct reading *r = *state;
    static const char *const texts[] = {
        "Adres: Dorpsstraat 41\n",
        "Onderwerp: bouwplan Dorpsstraat 47\n",
        "Constructieberekening behorende bij bouwplan Dorpsstraat 47\n",
    };

    read_pages(r, "x", "", texts, 3);
    assert_string_equal("47", field(r, "number_from"));
    assert_true(surest(r, "number_from")->confidence < 0.99);
}

static void misread_spellings_support_the_commonest(void **state)
{
    struct reading *r = *state;
    static const char *const texts[] = {
        "plaatselijk gemerkt Heren5traat 12;\n",
        "Adres: Herenstraat 12\n",
        "Onderwerp: bouwplan Herenstraat 12\n",
    };

    read_pages(r, "x", "", texts, 3);
    assert_string_equal("Herenstraat", field(r, "street"));
    assert_string_equal("12", field(r, "number_from"));
}

static void a_street_of_the_register_is_not_contradicted(void **state)
{
    struct reading *r = *state;
    static const char *const texts[] = {
        "plaatselijk gemerkt Parkweg 3;\nplaatselijk gemerkt Parkweg 3;\n",
        "Adres: Herenstraat 12\n",
    };

    read_pages(r, "x", "Herenstraat", texts, 2);
    assert_string_equal("12", field(r, "number_from"));
}

static void the_year_comes_from_the_number_first(void **state)
{
    struct reading *r = *state;

    read_one(r, "1974/0231", "Voorburg, 3 mei 1975\n");
    assert_string_equal("1974", field(r, "year_from"));
    assert_string_equal("dossier-number", surest(r, "year_from")->rule);
    assert_int_equal(0, surest(r, "year_from")->page);
}

static void impossible_dates_are_refused(void **state)
{
    struct reading *r = *state;

    read_one(r, "x", "Voorburg, 31 februari 1975\nden 12 maart 1705, op 3 mei 2099, 45-13-1980\n");
    assert_string_equal("", field(r, "year_from"));
}

static void proposals_name_rule_and_page(void **state)
{
    struct reading *r = *state;
    static const char *const texts[] = { "niets\n", "plaatselijk gemerkt Oosteinde 5;\n" };

    read_pages(r, "x", "", texts, 2);
    assert_string_equal("locally-marked", surest(r, "street")->rule);
    assert_int_equal(2, surest(r, "street")->page);
    assert_true(surest(r, "street")->confidence > 0.5);
}

static void numbers_that_are_no_addresses_are_left_alone(void **state)
{
    struct reading *r = *state;

    read_one(r, "x",
             "gelet op artikel 47 van de Woningwet;\nop 12 maart; in de Woningwet 1962;\naan de "
             "bovenzijde 12 mm dik; De kosten zijn Gulden 100\nTelefoon 070 863412\nPostbus 905\n");
    assert_string_equal("", field(r, "street"));
}

static void a_parcel_is_named_by_its_street_alone(void **state)
{
    struct reading *r = *state;

    read_one(r, "x",
             "vergunning tot het bouwen van een melklokaal op\nhet perceel Molenweg 28 te "
             "Oosterwaarde;\n");
    assert_string_equal("Molenweg", field(r, "street"));
    assert_string_equal("28", field(r, "number_from"));
    assert_string_equal("Oosterwaarde", field(r, "place"));
    read_one(r, "x", "het perceel Sectie 28 te Oosterwaarde;\n");
    assert_string_equal("", field(r, "street"));
}

static void personal_data_is_flagged_by_page_without_being_copied(void **state)
{
    struct reading *r = *state;
    static const char *const texts[] = {
        "niets\n",
        ("BSN 111222333\nRekening NL91 ABNA 0417 1643 00\ngeboren op 3 mei "
         "1955\nj.jansen@example.nl\n"),
        "Telefoon 070-863412, ordernummer 123456789\n",
    };
    char seen[512] = "";

    read_pages(r, "x", "", texts, 3);
    for (size_t i = 0; i < r->found.count; i++) {
        const struct proposal *p = &r->found.at[i];
        assert_null(strstr(p->value, "111222333"));
        if (strcmp(p->name, "personal_data") == 0)
            snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s:%lld ", p->value,
                     (long long)p->page);
    }
    assert_string_equal("bsn:2 iban:2 birth date:2 e-mail:2 telephone:3 ", seen);
}

static void numbers_are_checked_before_they_are_called_personal(void **state)
{
    (void)state;
    assert_true(bsn_valid("111222333"));
    assert_true(bsn_valid("1112.22.333"));
    assert_false(bsn_valid("111222334"));
    assert_false(bsn_valid("000000000"));
    assert_false(bsn_valid("11122233"));
    assert_true(iban_valid("NL91 ABNA 0417 1643 00"));
    assert_false(iban_valid("NL92 ABNA 0417 1643 00"));
    assert_false(iban_valid(""));
}

static void roles_old_months_and_mobile_numbers_are_read(void **state)
{
    struct reading *r = *state;

    read_one(r, "x", "Aannemer: K. de Vries\nIngekomen 3 Junij 1874\nbel 06-12345678\n");
    assert_string_equal("K. de Vries", field(r, "contractor"));
    assert_string_equal("1874-06-03", field(r, "date_received"));
    assert_string_equal("telephone", field(r, "personal_data"));
    read_one(r, "x", "Ingekomen 12 Bloeimaand 1831\n");
    assert_string_equal("1831-05-12", field(r, "date_received"));
    read_one(r, "x", "Ingekomen 31 Februarij 1874\nnummer 061234\n");
    assert_string_equal("", field(r, "date_received"));
    assert_string_equal("", field(r, "personal_data"));
}

static void a_value_says_where_in_the_text_it_stands(void **state)
{
    struct reading *r = *state;
    const char *text = "perceel plaatselijk gemerkt\nParkweg 3, Voorburg\nBSN 111222333\n";
    char piece[64];

    read_one(r, "x", text);
    for (size_t i = 0; i < r->found.count; i++) {
        const struct proposal *p = &r->found.at[i];
        snprintf(piece, sizeof piece, "%.*s", (int)(p->to - p->from), text + p->from);
        if (strcmp(p->name, "street") == 0)
            assert_string_equal("Parkweg 3", piece);
        if (strcmp(p->name, "place") == 0)
            assert_non_null(strstr(piece, "Parkweg 3"));
        if (strcmp(p->name, "personal_data") == 0)
            assert_string_equal("BSN 111222333", piece);
    }
}

static void parcels_are_taken_apart(void **state)
{
    const char *at = "Den Haag AB 1234, 1235; sectie C nr. 12 Voorburg D 9";
    struct parcel p = { "", "", "" };
    char text[256] = "";

    (void)state;
    while (parcel_next(&at, &p))
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s|%s|%s ", p.municipality,
                 p.section, p.number);
    assert_string_equal("Den Haag|AB|1234 Den Haag|AB|1235 Den Haag|C|12 Voorburg|D|9 ", text);
    at = "geen perceel 12345678";
    p = (struct parcel){ "", "", "" };
    assert_false(parcel_next(&at, &p));
}

static void a_dossier_nobody_described_gets_a_title(void **state)
{
    struct reading *r = *state;

    read_one(r, "x",
             "vergunning tot het bouwen van een berging, een en ander\nplaatselijk gemerkt "
             "Parkweg 3a;\n");
    assert_string_equal("Het bouwen van een berging, Parkweg 3a", field(r, "title"));
    read_one(r, "x", "niets\n");
    assert_string_equal("", field(r, "title"));
}

static void house_numbers_are_taken_apart(void **state)
{
    static const struct {
        const char *text;
        int64_t from, to;
        const char *letter, *addition;
    } cases[] = {
        { "12", 12, 12, "", "" },        { "12a", 12, 12, "a", "" },
        { "12 A", 12, 12, "A", "" },     { "12-II", 12, 12, "", "II" },
        { "12-Il", 12, 12, "", "II" },   { "206-11", 206, 206, "", "II" },
        { "5-11", 5, 11, "", "" },       { "1-13", 1, 13, "", "" },
        { "1-13a", 1, 13, "a", "" },     { "3 t/m 9", 3, 9, "", "" },
        { "12 hs", 12, 12, "", "hs" },   { "12 bis", 12, 12, "", "bis" },
        { "12-hs", 12, 12, "", "hs" },   { "7 en 9", 7, 9, "", "" },
        { "12a-II", 12, 12, "a", "II" }, { "1O", 10, 10, "", "" },
    };
    struct house h;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(house_parse(cases[i].text, &h));
        if (h.from != cases[i].from || h.to != cases[i].to ||
            strcmp(h.letter, cases[i].letter) != 0 || strcmp(h.addition, cases[i].addition) != 0)
            fail_msg("%s: %d %d '%s' '%s'", cases[i].text, (int)h.from, (int)h.to, h.letter,
                     h.addition);
    }
    assert_false(house_parse("", &h));
    assert_false(house_parse("a", &h));
}

static void months_are_known_in_old_and_misread_spelling(void **state)
{
    (void)state;
    assert_int_equal(3, date_month("Maart"));
    assert_int_equal(10, date_month("October"));
    assert_int_equal(9, date_month("septernber"));
    assert_int_equal(2, date_month("Febr"));
    assert_int_equal(6, date_month("juni"));
    assert_int_equal(7, date_month("juli"));
    assert_int_equal(0, date_month("gulden"));
    assert_int_equal(0, date_month("meter"));
}

static void kinds_are_told_apart(void **state)
{
    (void)state;
    assert_string_equal("calculation",
                        fields_kind("Statische berekening\nq = 3,4 x 2,1 = 7,14 kN/m\n"));
    assert_string_equal("consent",
                        fields_kind("Ondergetekende, eigenaar van het aangrenzende perceel, "
                                    "verklaart geen bezwaar te hebben tegen de bouw.\n"));
    assert_string_equal("report",
                        fields_kind("RAPPORT GRONDONDERZOEK\nInhoudsopgave\n1. Conclusies\n"));
    assert_string_equal("photo", fields_kind("Foto 3: achtergevel\n"));
    assert_string_equal("other", fields_kind("Kladblad\n"));
    assert_string_equal("other", fields_kind(""));
    assert_string_equal("other", fields_kind("\xff\xfe\x80"));
}

static void hostile_text_ends_in_time(void **state)
{
    struct reading *r = *state;
    size_t len = 150000;
    char *text = malloc(len + 1);

    assert_non_null(text);
    for (size_t i = 0; i < len; i++)
        text[i] = "Aa 1-,."[i % 7];
    text[len] = '\0';
    read_one(r, "x", text);
    for (size_t i = 0; i < len; i++)
        text[i] = "A "[i % 2];
    read_one(r, "x", text);
    memset(text, '1', len);
    read_one(r, "x", text);
    free(text);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_old_permit_gives_its_fields),
        T(a_letter_of_the_sixties_gives_the_building_not_the_addressee),
        T(a_form_gives_its_rows),
        T(a_title_block_gives_the_address),
        T(the_same_value_on_several_pages_wins),
        T(misread_spellings_support_the_commonest),
        T(a_street_of_the_register_is_not_contradicted),
        T(the_year_comes_from_the_number_first),
        T(impossible_dates_are_refused),
        T(proposals_name_rule_and_page),
        T(numbers_that_are_no_addresses_are_left_alone),
        T(a_parcel_is_named_by_its_street_alone),
        T(personal_data_is_flagged_by_page_without_being_copied),
        T(roles_old_months_and_mobile_numbers_are_read),
        T(a_value_says_where_in_the_text_it_stands),
        T(parcels_are_taken_apart),
        T(numbers_are_checked_before_they_are_called_personal),
        T(a_dossier_nobody_described_gets_a_title),
        T(house_numbers_are_taken_apart),
        T(months_are_known_in_old_and_misread_spelling),
        T(kinds_are_told_apart),
        T(hostile_text_ends_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
