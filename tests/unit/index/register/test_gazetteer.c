#include "tests/unit/index_depot.h"

#include <math.h>

#include "index/extract/street_names.h"
#include "index/register/gazetteer_import.h"

static BA_RC count_bad(void *ctx, size_t line, const char *message, struct ba_err *err)
{
    char *text = ctx;
    size_t n = strlen(text);

    (void)err;
    assert_true(strlen(message) > 5);
    snprintf(text + n, 256 - n, "%s%zu", n > 0 ? " " : "", line);
    return BA_OK;
}

static BA_RC try(struct depot *d, const char *csv, bool add, char bad[256],
                 struct gazetteer_counts *n)
{
    char path[128];

    bad[0] = '\0';
    snprintf(path, sizeof path, "%s/g.csv", d->dir);
    assert_rc(BA_OK, ba_file_replace(path, csv, strlen(csv), 0644, &d->err), &d->err);
    return gazetteer_import(d->store, path, add, count_bad, bad, n, &d->err);
}

static void load(struct depot *d, const char *csv)
{
    struct gazetteer_counts n;
    char bad[256];

    assert_rc(BA_OK, try(d, csv, false, bad, &n), &d->err);
    assert_string_equal("", bad);
}

#define ADDRESSES                                                                                  \
    "Openbareruimte;openbareruimte_id;Huisnummer;huisletter;toevoeging;postcode;woonplaats;"       \
    "nummeraanduiding_id;verblijfsobject_id;pand_id;x;y\n"                                         \
    "Herenstraat;1916300000000001;9;;;2271AB;Voorburg;1916200000000009;1916010000000009;"          \
    "1916100000000009;84000;453000\n"                                                              \
    "Herenstraat;1916300000000001;9;a;;2271AB;Voorburg;1916200000000010;1916010000000010;"         \
    "1916100000000009;84000;453000\n"                                                              \
    "Damlaan;1916300000000002;3;;;2271AC;Voorburg;1916200000000003;;;;\n"                          \
    "Damlaan;1916300000000003;3;;;2261AC;Leidschendam;1916200000000004;;;;\n"

static BA_RC list_ids(void *ctx, const struct address_row *a, struct ba_err *err)
{
    char *text = ctx;
    size_t n = strlen(text);

    (void)err;
    snprintf(text + n, 512 - n, "%s%s|%s|%s|%s|%s", n > 0 ? "; " : "", a->bag_id, a->pand_id,
             a->openbare_ruimte_id, a->also_named, isnan(a->lat) ? "" : "placed");
    return BA_OK;
}

static const char *ids(struct depot *d, const char *number)
{
    static char text[512];

    text[0] = '\0';
    assert_rc(BA_OK, address_each(d->store, depot_dossier(d, number), list_ids, text, &d->err),
              &d->err);
    return text;
}

static void a_number_gets_its_ids_and_its_place_on_the_map(void **state)
{
    struct depot *d = *state;

    load(d, ADDRESSES);
    depot_register(d, "dossier=1;street=Herenstraat;number_from=9;letter=A;place=Voorburg");
    depot_register(d, "dossier=2;street=Herenstraat;number_from=9;place=Leidschendam-Voorburg");
    depot_register(d, "dossier=3;street=Damlaan;number_from=3;place=Leidschendam");
    depot_register(d, "dossier=4;street=Damlaan;number_from=3");
    depot_register(d, "dossier=5;street=Herenstraat;number_from=9;number_to=13;place=Voorburg");
    depot_register(d, "dossier=6;street=Herenstraat;number_from=9;bag_id=1916200000000077");
    depot_index(d);
    assert_string_equal("1916200000000010|1916100000000009|1916300000000001||placed", ids(d, "1"));
    /* The gazetteer does not know that place, but there is one such street. */
    assert_string_equal("1916200000000009|1916100000000009|1916300000000001||placed", ids(d, "2"));
    assert_string_equal("1916200000000004||1916300000000003||", ids(d, "3"));
    assert_string_equal("||||", ids(d, "4"));                       /* two streets of this name */
    assert_string_equal("||1916300000000001||placed", ids(d, "5")); /* a range is many numbers */
    assert_string_equal("1916200000000077|1916100000000009|1916300000000001||placed", ids(d, "6"));
}

static void a_street_is_found_by_its_old_and_its_new_name_and_both_are_kept(void **state)
{
    struct depot *d = *state;

    load(d, ADDRESSES);
    load(d, "oude naam,nieuwe naam,van,tot,woonplaats\nAchterweg,Herenstraat,1900,1950,Voorburg\n");
    depot_register(d, "dossier=1930/1;street=Achterweg;number_from=9;place=Voorburg");
    depot_register(d, "dossier=1974/2;street=Herenstraat;number_from=9;place=Voorburg");
    depot_index(d);
    assert_string_equal("Achterweg", depot_field(d, "1930/1", "street"));
    assert_string_equal("1916200000000009|1916100000000009|1916300000000001|Herenstraat|placed",
                        ids(d, "1930/1"));
    assert_string_equal("1930/1 1974/2", depot_search(d, "herenstraat 9"));
    assert_string_equal("1930/1 1974/2", depot_search(d, "achterweg 9"));
}

static void the_name_that_counted_at_the_time_goes_first(void **state)
{
    struct depot *d = *state;

    load(d, ADDRESSES);
    /* What is called Damlaan today is not what was called so in 1930. */
    load(d, "old,new,from,to,place\nDamlaan,Herenstraat,1900,1950,Voorburg\n");
    depot_register(d, "dossier=1930/1;street=Damlaan;number_from=9;place=Voorburg");
    depot_register(d, "dossier=1974/2;street=Damlaan;number_from=3;place=Voorburg");
    depot_index(d);
    assert_string_equal("1916200000000009|1916100000000009|1916300000000001|Herenstraat|placed",
                        ids(d, "1930/1"));
    assert_string_equal("1916200000000003||1916300000000002||", ids(d, "1974/2"));
}

static void a_misread_street_is_set_right_and_what_was_read_is_kept(void **state)
{
    struct depot *d = *state;

    depot_add(d, "1980/7", "perceel plaatselijk gemerkt Heren5traal 9, Voorburg;\n");
    depot_index(d);
    assert_string_equal("Heren5traal", depot_field(d, "1980/7", "street"));
    load(d, ADDRESSES);
    depot_index(d);
    assert_string_equal("Herenstraat", depot_field(d, "1980/7", "street"));
    assert_string_equal("Heren5traal", depot_field(d, "1980/7", "street_as_read"));
    assert_string_equal("1916200000000009|1916100000000009|1916300000000001||placed",
                        ids(d, "1980/7"));
    assert_string_equal("1980/7", depot_search(d, "herenstraat 9"));
}

static void nearest_never_guesses_between_two(void **state)
{
    struct depot *d = *state;
    struct street_names *n = NULL;
    double distance;

    load(d, "straat,huisnummer,plaats\nMolenweg,1,Aa\nMolenheg,1,Aa\nHeulweg,1,Aa\nHeulweg,1,Bee\n"
            "Parklaan,1,Bee\n's-Gravenweg,1,Aa\n");
    assert_rc(BA_OK, street_names_load(d->store, &n, &d->err), &d->err);
    assert_string_equal("Molenweg", street_names_nearest(n, "MOLENWEG", "", &distance));
    assert_string_equal("Molenweg", street_names_nearest(n, "Mo1enweg", "Aa", &distance));
    assert_string_equal("'s-Gravenweg", street_names_nearest(n, "s Gravenwcg", "", &distance));
    assert_string_equal("Heulweg", street_names_nearest(n, "Heulvveg", "", &distance));
    assert_null(street_names_nearest(n, "Parklaan", "Aa", &distance)); /* that is in Bee */
    assert_string_equal("Parklaan", street_names_nearest(n, "Parklaan", "Cee", &distance));
    assert_null(street_names_nearest(n, "Molenxeg", "", &distance));
    assert_null(street_names_nearest(n, "Kerkstraat", "", &distance));
    assert_null(street_names_nearest(n, "", "", &distance));
    street_names_free(n);
}

static void without_a_gazetteer_nothing_changes(void **state)
{
    struct depot *d = *state;
    struct street_names *n = NULL;

    assert_rc(BA_OK, street_names_load(d->store, &n, &d->err), &d->err);
    assert_null(n);
    depot_register(d, "dossier=1;street=Herenstraat;number_from=9");
    assert_string_equal("||||", ids(d, "1"));
}

static void lines_that_are_none_are_told_and_the_others_are_taken(void **state)
{
    struct depot *d = *state;
    struct gazetteer_counts n;
    char bad[256], *huge = calloc(1, 70000);

    assert_non_null(huge);
    snprintf(huge, 400,
             "straat,huisnummer,x,y,pand_id\nParkweg,1,84000,453000,\nParkweg,0,,,\n"
             ",2,,,\nParkweg,3,1e9,nan,\nParkweg,4,,,12\nParkweg,5,84000,1,\n");
    assert_rc(BA_OK, try(d, huge, false, bad, &n), &d->err);
    assert_string_equal("3 4 5 6 7", bad);
    assert_int_equal(1, n.numbers);
    memset(huge + 400, 0, 10);
    size_t at = (size_t)snprintf(huge, 400, "straat,huisnummer\nParkweg,1\n");
    memset(huge + at, 'x', 300);
    memcpy(huge + at + 300, ",7\n", 4);
    assert_rc(BA_OK, try(d, huge, false, bad, &n), &d->err);
    assert_string_equal("3", bad);
    free(huge);
}

static void an_id_without_its_first_zero_gets_it_back(void **state)
{
    struct depot *d = *state;

    load(d, "straat,huisnummer,nummeraanduiding_id\nParkweg,1,363200000000001\n");
    depot_register(d, "dossier=1;street=Parkweg;number_from=1");
    assert_string_equal("0363200000000001||||", ids(d, "1"));
}

static void what_a_spreadsheet_did_to_ids_and_degrees_is_seen(void **state)
{
    struct depot *d = *state;
    struct gazetteer_counts n;
    char bad[256];

    assert_rc(BA_OK,
              try(d,
                  "straat;huisnummer;nummeraanduiding_id;lat;lon\n"
                  "Parkweg;1;3,63200000000001E+14;52,09;5,12\n" /* all its digits are there */
                  "Parkweg;2;3,632E+14;;\n"                     /* and here they are lost */
                  "Parkweg;3;0363990000000001;;\n"              /* no kind of object */
                  "Parkweg;4;;5,12;52,09\n"                     /* lat and lon swapped */
                  "Parkweg;5;;48,85;2,35\n",                    /* Paris */
                  false, bad, &n),
              &d->err);
    assert_string_equal("3 4 5 6", bad);
    depot_register(d, "dossier=1;street=Parkweg;number_from=1");
    assert_string_equal("0363200000000001||||placed", ids(d, "1"));
}

static void a_spoilt_id_of_the_register_does_not_go_before_the_right_one(void **state)
{
    struct depot *d = *state;

    load(d, "straat,huisnummer,nummeraanduiding_id\nParkweg,1,0363200000000001\n");
    depot_register(d, "dossier=1;street=Parkweg;number_from=1;bag_id=363200000000009");
    depot_register(d, "dossier=2;street=Parkweg;number_from=1;bag_id=0363200000000009");
    assert_string_equal("0363200000000001||||", ids(d, "1"));
    assert_string_equal("0363200000000009||||", ids(d, "2"));
}

static void files_that_are_no_gazetteer_are_refused(void **state)
{
    struct depot *d = *state;
    struct gazetteer_counts n;
    static const struct {
        const char *csv, *code;
    } cases[] = {
        { "", "GAZETTEER_NO_HEADER" },
        { "naam,nummer\nx,1\n", "GAZETTEER_NO_HEADER" },
        { "straat,huisnummer\n", "GAZETTEER_NO_LINES" },
        { "straat,huisnummer\n\"Parkweg,1\n", "CSV_SYNTAX" },
        { "straat,huisnummer\n\xff,1\n", "CSV_SYNTAX" },
    };
    char bad[256];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_rc(BA_ITEM, try(d, cases[i].csv, false, bad, &n), &d->err);
        assert_string_equal(cases[i].code, d->err.code);
    }
}

static void a_new_list_takes_the_place_of_the_old_unless_it_is_added(void **state)
{
    struct depot *d = *state;
    struct gazetteer_counts n;
    char bad[256];

    load(d, ADDRESSES);
    assert_rc(BA_OK, try(d, "straat,huisnummer\nParkweg,1\n", true, bad, &n), &d->err);
    assert_int_equal(5, n.numbers);
    assert_rc(BA_OK, try(d, "straat,huisnummer\nParkweg,1\n", false, bad, &n), &d->err);
    assert_int_equal(1, n.numbers);
    assert_int_equal(1, n.streets);
}

/* Amersfoort is the origin; the Westertoren is the example of the published formulas. */
static void rd_becomes_degrees(void **state)
{
    double lat, lon;

    (void)state;
    assert_true(rd_to_wgs84(155000, 463000, &lat, &lon));
    assert_true(fabs(lat - 52.15517) < 1e-5 && fabs(lon - 5.38721) < 1e-5);
    assert_true(rd_to_wgs84(120700.723, 487525.502, &lat, &lon));
    assert_true(fabs(lat - 52.37453) < 2e-5 && fabs(lon - 4.88353) < 2e-5);
    assert_false(rd_to_wgs84(0, 0, &lat, &lon));
    assert_false(rd_to_wgs84(NAN, 463000, &lat, &lon));
}

#define T(name) cmocka_unit_test_setup_teardown(name, depot_setup, depot_teardown)

/* A map of the BAG writes names in full, or shortens them; registers and typists do otherwise. */
static void abbreviated_names_meet_those_of_the_gazetteer(void **state)
{
    struct depot *d = *state;
    static const char *const streets[] = {
        "Burg. de Vlugtlaan", "Burgemeester de Vlugtlaan", "Burg de Vlugtln.",
        "St. Janstraat",      "v.d. Meulenstr.",           "Van der Meulenstraat",
        "vd Meulenstraat",    "Professor Lorentzplein",    "Prof. Lorentzpl.",
    };

    load(d, "openbareruimte;huisnummer;woonplaats;openbareruimte_id\n"
            "Burgemeester de Vlugtlaan;1;Voorburg;1916300000000011\n"
            "Sint Janstraat;1;Voorburg;1916300000000012\n"
            "Van der Meulenstraat;1;Voorburg;1916300000000013\n"
            "Prof. Lorentzplein;1;Voorburg;1916300000000014\n"
            "Prins Hendrikkade;1;Voorburg;1916300000000015\n"
            "Prinses Hendrikkade;1;Voorburg;1916300000000016\n");
    for (size_t i = 0; i < sizeof streets / sizeof *streets; i++) {
        static const char want[] = "111233344";
        char number[16], line[128], id[24];
        snprintf(number, sizeof number, "A%zu", i);
        snprintf(line, sizeof line, "dossier=%s;street=%s;number_from=1", number, streets[i]);
        snprintf(id, sizeof id, "191630000000001%c", want[i]);
        depot_register(d, line);
        depot_index(d);
        assert_non_null(strstr(ids(d, number), id));
    }
    /* Two could be meant; written in full it is one of them. */
    depot_register(d, "dossier=B1;street=Pr. Hendrikkade;number_from=1");
    depot_register(d, "dossier=B2;street=Prins Hendrikkade;number_from=1");
    depot_index(d);
    assert_null(strstr(ids(d, "B1"), "19163"));
    assert_non_null(strstr(ids(d, "B2"), "1916300000000015"));
}

static const char *nearest(const struct street_names *n, const char *read)
{
    double far;
    const char *name = street_names_nearest(n, read, "", &far);

    return name != NULL ? name : "";
}

/* A third name that is farther off does not decide between two that are near. */
static void a_farther_name_does_not_make_two_near_ones_certain(void **state)
{
    struct depot *d = *state;
    struct street_names *n = NULL;

    load(d, "openbareruimte;huisnummer\nKon Willemstraat;1\nKoningin Willemstraat;1\n"
            "Koning Wilkemstraat;1\n");
    assert_rc(BA_OK, street_names_load(d->store, &n, &d->err), &d->err);
    assert_string_equal("", nearest(n, "Kon. Willemstr."));
    assert_string_equal("Kon Willemstraat", nearest(n, "Kon. Willemstraat"));
    street_names_free(n);
}

static void abbreviated_names_that_were_read_are_set_right(void **state)
{
    struct depot *d = *state;
    struct street_names *n = NULL;

    load(d, "openbareruimte;huisnummer\nBurgemeester de Vlugtlaan;1\nVan der Meulenstraat;1\n"
            "Prins Hendrikkade;1\nPrinses Hendrikkade;1\n");
    assert_rc(BA_OK, street_names_load(d->store, &n, &d->err), &d->err);
    assert_string_equal("Burgemeester de Vlugtlaan", nearest(n, "Burg. de Vlugtlaan"));
    assert_string_equal("Burgemeester de Vlugtlaan", nearest(n, "Burg. de VIugtlaan"));
    assert_string_equal("Van der Meulenstraat", nearest(n, "v.d. Meulenstr."));
    assert_string_equal("", nearest(n, "Pr. Hendrikkade"));
    assert_string_equal("Prinses Hendrikkade", nearest(n, "Prinses Hendrikkade"));
    street_names_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_number_gets_its_ids_and_its_place_on_the_map),
        T(a_street_is_found_by_its_old_and_its_new_name_and_both_are_kept),
        T(the_name_that_counted_at_the_time_goes_first),
        T(a_misread_street_is_set_right_and_what_was_read_is_kept),
        T(nearest_never_guesses_between_two),
        T(abbreviated_names_meet_those_of_the_gazetteer),
        T(abbreviated_names_that_were_read_are_set_right),
        T(a_farther_name_does_not_make_two_near_ones_certain),
        T(without_a_gazetteer_nothing_changes),
        T(lines_that_are_none_are_told_and_the_others_are_taken),
        T(an_id_without_its_first_zero_gets_it_back),
        T(what_a_spreadsheet_did_to_ids_and_degrees_is_seen),
        T(a_spoilt_id_of_the_register_does_not_go_before_the_right_one),
        T(files_that_are_no_gazetteer_are_refused),
        T(a_new_list_takes_the_place_of_the_old_unless_it_is_added),
        T(rd_becomes_degrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
