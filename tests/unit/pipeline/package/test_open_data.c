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
                              .series = "",
                              .title = (char *)title,
                              .work = none,
                              .permit_kind = "",
                              .cadastral = "",
                              .date_received = "",
                              .date_granted = "",
                              .applicant = "",
                              .architect = "",
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_as_rfc_4180_says),
        cmocka_unit_test(no_cell_is_a_formula_or_hides_anything),
        cmocka_unit_test(dutch_excel_opens_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
