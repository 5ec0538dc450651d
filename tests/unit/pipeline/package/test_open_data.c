#include "tests/unit/test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/package/open_data.h"

/* The one row of a dossier with this title and addition. */
static const char *row(const char *title, const char *addition, bool excel)
{
    static char out[2048];
    static char none[] = "", id[] = "NL-X", name[] = "X", creator[] = "Gemeente X";
    struct open_address a = { .shown = none,
                              .street = none,
                              .letter = none,
                              .addition = (char *)addition,
                              .postcode = none,
                              .place = none,
                              .also_named = none,
                              .bag_id = none,
                              .verblijfsobject_id = none,
                              .pand_id = none,
                              .openbare_ruimte_id = none,
                              .number_from = 9,
                              .lat = NAN,
                              .lon = NAN };
    struct open_dossier d = { .number = "1974/0231",
                              .archive = id,
                              .archive_name = name,
                              .creator = creator,
                              .value = { [D_TITLE] = (char *)title },
                              .addresses = &a,
                              .address_count = 1 };
    struct open_data o = {
        .format = OPENDATA_CSV, .licence = "CC0", .publisher = "X", .excel = excel
    };
    struct ba_buf b = BA_BUF_INIT(65536);
    struct ba_err err = BA_ERR_INIT;

    opendata_begin(&o, &b);
    assert_rc(BA_OK, opendata_put(&o, &d, &b, &err), &err);
    snprintf(out, sizeof out, "%s", ba_buf_str(&b));
    ba_buf_free(&b);
    return out;
}

static const char *second_line(const char *text)
{
    const char *end = strstr(text, "\r\n");

    assert_non_null(end);
    return end + 2;
}

static void lines_end_as_rfc_4180_says(void **state)
{
    const char *text = row("Schuur, \"oud\"", "", false);
    size_t n = strlen(text);

    (void)state;
    assert_string_equal(text + n - 2, "\r\n");
    assert_non_null(strstr(text, "1974/0231,NL-X,X,Gemeente X,,\"Schuur, \"\"oud\"\"\","));
    for (const char *c = text; *c != '\0'; c++)
        assert_true((*c != '\n' || c[-1] == '\r') && (*c != '\r' || c[1] == '\n'));
}

static void no_cell_is_a_formula_or_hides_anything(void **state)
{
    (void)state;
    assert_non_null(strstr(second_line(row("=1+1", "-II", false)), ",'=1+1,"));
    assert_non_null(strstr(second_line(row("+31", "-II", false)), ",'-II,"));
    assert_non_null(strstr(second_line(row("@x", "", false)), ",'@x,"));
    assert_non_null(strstr(second_line(row("a\xE2\x80\xAE"
                                           "b\x01"
                                           "c\nd\xC2\x85",
                                           "", false)),
                           ",abc d,"));
}

static void dutch_excel_opens_it(void **state)
{
    const char *text = row("Schuur; oud", "", true);

    (void)state;
    assert_int_equal(0, strncmp(text,
                                "\xEF\xBB\xBF"
                                "dossier;archive;",
                                19));
    assert_non_null(strstr(text, "1974/0231;NL-X;X;Gemeente X;;\"Schuur; oud\";"));
}

/* In JSON years are numbers, and what nobody knows is null. */
static void json_has_numbers_and_null(void **state)
{
    char year[] = "1931", title[] = "Schuur";
    struct open_dossier d = { .number = "1", .value = { [D_YEAR_FROM] = year, [D_TITLE] = title } };
    struct open_data o = { .format = OPENDATA_JSONL, .licence = "CC0", .publisher = "X" };
    struct ba_buf b = BA_BUF_INIT(65536);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, opendata_put(&o, &d, &b, &err), &err);
    assert_non_null(strstr(ba_buf_str(&b), "\"series\":null,\"title\":\"Schuur\""));
    assert_non_null(strstr(ba_buf_str(&b), "\"year_from\":1931,\"year_to\":null,"));
    ba_buf_free(&b);
}

/* Readers of the CSV go by its places too. */
static void the_header_names_the_open_columns_in_their_places(void **state)
{
    static const char first[] =
        "dossier,archive,archive_name,creator,series,title,permit_kind,work,year_from,year_to,"
        "date_received,date_granted,applicant,architect,cadastral,address_number,address,street,"
        "number_from,number_to,letter,addition,postcode,place,also_named,bag_id,verblijfsobject_id,"
        "pand_id,openbare_ruimte_id,lat,lon,document_count,pages,licence";
    const char *header = row("", "", false);

    (void)state;
    assert_int_equal(0, strncmp(header, first, sizeof first - 1));
    for (int i = 0; i < D_COUNT; i++)
        if (columns[i].open.kind == COLUMN_OPEN_NEVER)
            assert_int_equal(0, columns[i].open.place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_as_rfc_4180_says),
        cmocka_unit_test(no_cell_is_a_formula_or_hides_anything),
        cmocka_unit_test(dutch_excel_opens_it),
        cmocka_unit_test(json_has_numbers_and_null),
        cmocka_unit_test(the_header_names_the_open_columns_in_their_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
