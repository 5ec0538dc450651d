/* The municipality's list of dossiers, as municipalities write it. */
#include <string.h>

#include "core/buf.h"
#include "core/csv.h"
#include "ingest/register.h"
#include "tests/unit/ingest_fixture.h"

/* What was read, one entry a line. */
struct seen {
    size_t count;
    struct {
        size_t line;
        char value[REG_COLUMNS][80]; /* "" for NULL */
        char extra[200];             /* name=value;... with "-" for NULL */
        char code[32], msg[700];
    } at[8];
};

static BA_RC take(void *ctx, const struct register_line *line, const struct ba_err *bad,
                  struct ba_err *err)
{
    struct seen *s = ctx;

    (void)err;
    assert_true(s->count < 8);
    s->at[s->count].line = line->line;
    for (int c = 0; c < REG_COLUMNS; c++)
        if (line->value[c] != NULL)
            snprintf(s->at[s->count].value[c], 80, "%s", line->value[c]);
    for (size_t i = 0; i < line->extra_count; i++) {
        char *at = s->at[s->count].extra;

        snprintf(at + strlen(at), 200 - strlen(at), "%s=%s;", line->extra_names[i],
                 line->extra_values[i] == NULL ? "-" : line->extra_values[i]);
    }
    if (bad != NULL) {
        assert_int_equal(BA_ITEM, bad->rc);
        snprintf(s->at[s->count].code, 32, "%s", bad->code);
        snprintf(s->at[s->count].msg, 700, "%s", bad->msg);
    }
    s->count++;
    return BA_OK;
}

static BA_RC read_text(void **state, const char *text, struct seen *s, struct ba_err *err)
{
    char *path = write_file(*state, "register.csv", text, strlen(text));
    enum ba_rc rc;

    *s = (struct seen){ 0 };
    rc = register_read(path, take, s, err);
    free(path);
    return rc;
}

static void columns_come_in_any_order_case_and_delimiter(void **state)
{
    static const char *const texts[] = {
        "dossier;street;year_from\n1936/262;Parkweg;1936\n",
        "\xEF\xBB\xBF Year_From ,STREET, Dossier \r\n1936, Parkweg ,1936/262\r\n",
        "\"street\"\t\"dossier\"\t\"year_from\"\n\"Parkweg\"\t\"1936/262\"\t\"1936\"",
    };

    for (size_t i = 0; i < 3; i++) {
        struct ba_err err = BA_ERR_INIT;
        struct seen s;

        assert_rc(BA_OK, read_text(state, texts[i], &s, &err), &err);
        assert_int_equal(1, s.count);
        assert_int_equal(2, s.at[0].line);
        assert_string_equal("", s.at[0].msg);
        assert_string_equal("1936/262", s.at[0].value[REG_DOSSIER]);
        assert_string_equal("Parkweg", s.at[0].value[REG_STREET]);
        assert_string_equal("1936", s.at[0].value[REG_YEAR_FROM]);
        assert_string_equal("", s.at[0].value[REG_TITLE]);
    }
}

static void columns_that_are_not_ours_are_kept_in_their_order(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct seen s;

    assert_rc(BA_OK,
              read_text(state, "Opmerking;dossier;;Depot\nzie ook 12;1936/262;x;\n;1992/797;;3\n",
                        &s, &err),
              &err);
    assert_int_equal(2, s.count);
    assert_string_equal("Opmerking=zie ook 12;column 3=x;Depot=-;", s.at[0].extra);
    assert_string_equal("Opmerking=-;column 3=-;Depot=3;", s.at[1].extra);
}

static void cells_with_line_breaks_and_delimiters_become_one_line(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct seen s;

    assert_rc(BA_OK,
              read_text(state, "dossier;title\n1;\" Schuur;\r\n\tmet \"\"hooi\"\" \"\n\n;\n2\n", &s,
                        &err),
              &err);
    assert_int_equal(2, s.count);
    assert_string_equal("Schuur; met \"hooi\"", s.at[0].value[REG_TITLE]);
    assert_string_equal("2", s.at[1].value[REG_DOSSIER]);
    assert_int_equal(6, s.at[1].line);
}

static void a_wrong_cell_refuses_its_line_only_and_says_what_is_allowed(void **state)
{
    static const struct {
        const char *column, *value, *says;
    } wrong[] = {
        { "year_from", "1499", "a year from 1500 to 2100" },
        { "year_to", "2101", "a year from 1500 to 2100" },
        { "year_from", "19-36", "a year" },
        { "year_from", "01936", "a year" },
        { "number_from", "12a", "letters go in `letter`" },
        { "number_to", "0", "a house number" },
        { "sheets_expected", "-1", "a count" },
        { "sheets_expected", "12,5", "a count" },
        { "shelf_m", "halve meter", "0,35" },
        { "shelf_m", "1,", "0,35" },
        { "access", "geheim", "openbaar, beperkt, niet beoordeeld" },
        { "access_until", "31-12-2031", "2031-12-31" },
        { "access_until", "2031-02-29", "2031-12-31" },
        { "access_until", "2031-13-01", "2031-12-31" },
        { "dossier", "0123456789012345678901234567890123456789012345678901234567890123",
          "63 bytes" },
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        char text[300];
        struct ba_err err = BA_ERR_INIT;
        struct seen s;

        if (strcmp(wrong[i].column, "dossier") == 0)
            snprintf(text, sizeof(text), "dossier\n%s\n9\n", wrong[i].value);
        else
            snprintf(text, sizeof(text), "dossier;%s\n7;\"%s\"\n9;\n", wrong[i].column,
                     wrong[i].value);
        assert_rc(BA_OK, read_text(state, text, &s, &err), &err);
        assert_int_equal(2, s.count);
        assert_string_equal("REGISTER_BAD_VALUE", s.at[0].code);
        if (strstr(s.at[0].msg, wrong[i].says) == NULL ||
            strstr(s.at[0].msg, wrong[i].column) == NULL)
            fail_msg("%s", s.at[0].msg);
        assert_string_equal("", s.at[1].code);
    }
}

static void right_cells_pass(void **state)
{
    static const char *const right[][2] = {
        { "year_from", "1500" },
        { "year_to", "2100" },
        { "number_from", "1" },
        { "number_to", "99999" },
        { "sheets_expected", "0" },
        { "shelf_m", "0,35" },
        { "shelf_m", "2" },
        { "shelf_m", "12.125" },
        { "access", "Openbaar" },
        { "access", "niet beoordeeld" },
        { "access", "beperkt" },
        { "access_until", "2032-02-29" },
        { "access_until", "2000-02-29" },
        { "access_until", "2031" },
        { "postcode", "2271 AB" },
    };

    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
        char text[200];
        struct ba_err err = BA_ERR_INIT;
        struct seen s;

        snprintf(text, sizeof(text), "dossier;%s\n7;\"%s\"\n", right[i][0], right[i][1]);
        assert_rc(BA_OK, read_text(state, text, &s, &err), &err);
        assert_string_equal("", s.at[0].msg);
    }
}

static void every_word_of_the_list_of_restrictions_is_accepted(void **state)
{
    struct ba_buf b = BA_BUF_INIT(1 << 20);
    struct ba_err err = BA_ERR_INIT;
    struct ba_csv *csv;
    char **fields;
    size_t n, checked = 0;

    assert_rc(BA_OK, ba_file_read("config/lists/beperkingGebruik.csv", &b, &err), &err);
    csv = ba_csv_open("list", ba_buf_str(&b), b.len);
    assert_rc(BA_OK, ba_csv_row(csv, &fields, &n, &err), &err);
    assert_string_equal("key", fields[1]);
    assert_string_equal("code", fields[2]);
    while (ba_csv_row(csv, &fields, &n, &err) == BA_OK && n > 0)
        for (int i = 1; i <= 2; i++) {
            char text[300];
            struct seen s;

            snprintf(text, sizeof(text), "dossier;access\n7;%s\n", fields[i]);
            assert_rc(BA_OK, read_text(state, text, &s, &err), &err);
            assert_string_equal("", s.at[0].msg);
            checked++;
        }
    assert_true(checked >= 10);
    ba_csv_close(csv);
    ba_buf_free(&b);
}

static void what_a_spreadsheet_does_to_a_file_changes_no_number(void **state)
{
    static const char *const numbers[] = { "1950/0001\u00A0",    "1950/0001\u200B",
                                           "\uFEFF1950/0001",    "\u202F1950/0001\t",
                                           "1950\u2044 0001",    "1950 / 0001",
                                           "\"1950/0001\u00A0\"" };
    struct ba_err err = BA_ERR_INIT;
    struct seen s;
    char text[200];

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        snprintf(text, sizeof(text),
                 "sep=;\r\ndossier\u00A0;access;street\r\n%s;openbaar\u00A0;Anna\u00A0Maria\n",
                 numbers[i]);
        assert_rc(BA_OK, read_text(state, text, &s, &err), &err);
        assert_int_equal(1, s.count);
        assert_string_equal("", s.at[0].msg);
        assert_string_equal("1950/0001", s.at[0].value[REG_DOSSIER]);
        assert_string_equal("openbaar", s.at[0].value[REG_ACCESS]);
        assert_string_equal("Anna Maria", s.at[0].value[REG_STREET]);
    }
}

static void a_number_that_became_a_date_or_a_power_is_refused_by_line(void **state)
{
    static const char *const spoilt[] = { "mei-50",   "12-jan", "1,95E+07",
                                          "1.95E+07", "1,9E+7", "1,9512E+07" };
    static const char *const whole[] = { "1950/0001", "B-12", "E+7", "12-3", "mei-5012" };
    struct ba_err err = BA_ERR_INIT;
    struct seen s;
    char text[80];

    for (size_t i = 0; i < sizeof(spoilt) / sizeof(spoilt[0]); i++) {
        snprintf(text, sizeof(text), "dossier;title\n%s;x\n", spoilt[i]);
        assert_rc(BA_OK, read_text(state, text, &s, &err), &err);
        assert_string_equal("REGISTER_BAD_VALUE", s.at[0].code);
    }
    for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
        snprintf(text, sizeof(text), "dossier;title\n%s;x\n", whole[i]);
        assert_rc(BA_OK, read_text(state, text, &s, &err), &err);
        assert_string_equal("", s.at[0].code);
    }
}

static void a_line_without_number_and_one_with_too_many_fields_say_so(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct seen s;

    assert_rc(BA_OK,
              read_text(state, "dossier;title\n;Schuur\n2;Huis;ten Bosch\n3;Huis;;\n", &s, &err),
              &err);
    assert_int_equal(3, s.count);
    assert_string_equal("REGISTER_NO_DOSSIER", s.at[0].code);
    assert_non_null(strstr(s.at[0].msg, "line 2"));
    assert_string_equal("REGISTER_FIELDS", s.at[1].code);
    assert_string_equal("", s.at[2].code);
}

static void years_in_the_wrong_order_are_refused(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct seen s;

    assert_rc(BA_OK, read_text(state, "dossier;year_from;year_to\n1;1990;1936\n", &s, &err), &err);
    assert_string_equal("REGISTER_BAD_VALUE", s.at[0].code);
    assert_non_null(strstr(s.at[0].msg, "1990"));
    assert_rc(BA_OK, read_text(state, "dossier;number_from;number_to\n1;12;9\n2;9;12\n", &s, &err),
              &err);
    assert_string_equal("REGISTER_BAD_VALUE", s.at[0].code);
    assert_non_null(strstr(s.at[0].msg, "`number_from` 12 is more than `number_to` 9"));
    assert_string_equal("", s.at[1].code);
}

static void a_header_without_dossier_names_the_nearest_column(void **state)
{
    static const char *const texts[][2] = {
        { "straat;Dossiernummer;jaar\n", "\"Dossiernummer\"" },
        { "door;dosier\n", "\"dosier\"" },
        { "a;b;c\n", "must name the columns" },
        { "", "must name the columns" },
        { "1936/262;Parkweg\n", "must name the columns" },
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct ba_err err = BA_ERR_INIT;
        struct seen s;

        assert_rc(BA_ITEM, read_text(state, texts[i][0], &s, &err), &err);
        assert_string_equal("REGISTER_NO_HEADER", err.code);
        if (strstr(err.msg, texts[i][1]) == NULL)
            fail_msg("%s", err.msg);
        assert_int_equal(0, s.count);
    }
}

static void two_columns_of_one_name_are_refused(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct seen s;

    assert_rc(BA_ITEM, read_text(state, "dossier;Title;title \n1;a;b\n", &s, &err), &err);
    assert_string_equal("REGISTER_COLUMN_TWICE", err.code);
    assert_non_null(strstr(err.msg, "columns 2 and 3"));
    assert_rc(BA_ITEM, read_text(state, "dossier;pand_id;Pand_ID\n1;a;b\n", &s, &err), &err);
    assert_string_equal("REGISTER_COLUMN_TWICE", err.code);
    assert_rc(BA_ITEM, read_text(state, "dossier;waardering;appraisal\n1;B;V\n", &s, &err), &err);
    assert_non_null(strstr(err.msg, "columns 2 and 3 are both the column \"appraisal\""));
    assert_int_equal(0, s.count);
}

static void columns_without_meaning_may_have_one_name_and_are_both_kept(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct seen s;

    assert_rc(BA_OK, read_text(state, "dossier;Opmerking;opmerking;opmerking\n1;a;b;c\n", &s, &err),
              &err);
    assert_string_equal("Opmerking=a;opmerking (2)=b;opmerking (3)=c;", s.at[0].extra);
}

static void a_file_that_breaks_off_gives_no_line_at_all(void **state)
{
    static const char *const texts[] = { "dossier;title\n1;a\n2;\"never closed\n",
                                         "dossier;title\n1;a\n2;caf\xE9\n" };

    for (size_t i = 0; i < 2; i++) {
        struct ba_err err = BA_ERR_INIT;
        struct seen s;

        assert_rc(BA_ITEM, read_text(state, texts[i], &s, &err), &err);
        assert_string_equal("CSV_SYNTAX", err.code);
        assert_int_equal(0, s.count);
    }
}

static void a_missing_file_is_unreadable(void **state)
{
    char *path = ba_path_join(*state, "nowhere.csv");
    struct ba_err err = BA_ERR_INIT;
    struct seen s = { 0 };

    assert_rc(BA_ITEM, register_read(path, take, &s, &err), &err);
    assert_string_equal("FILE_READ", err.code);
    free(path);
}

static BA_RC stop(void *ctx, const struct register_line *line, const struct ba_err *bad,
                  struct ba_err *err)
{
    (void)line;
    (void)bad;
    ++*(int *)ctx;
    return ba_fail(err, BA_RETRY, "TEST_STOP", "stop");
}

static void the_caller_can_stop_the_reading(void **state)
{
    char *path = write_file(*state, "stop.csv", "dossier\n1\n2\n", 12);
    struct ba_err err = BA_ERR_INIT;
    int lines = 0;

    assert_rc(BA_RETRY, register_read(path, stop, &lines, &err), &err);
    assert_int_equal(1, lines);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_come_in_any_order_case_and_delimiter),
        cmocka_unit_test(columns_that_are_not_ours_are_kept_in_their_order),
        cmocka_unit_test(cells_with_line_breaks_and_delimiters_become_one_line),
        cmocka_unit_test(a_wrong_cell_refuses_its_line_only_and_says_what_is_allowed),
        cmocka_unit_test(right_cells_pass),
        cmocka_unit_test(what_a_spreadsheet_does_to_a_file_changes_no_number),
        cmocka_unit_test(a_number_that_became_a_date_or_a_power_is_refused_by_line),
        cmocka_unit_test(every_word_of_the_list_of_restrictions_is_accepted),
        cmocka_unit_test(a_line_without_number_and_one_with_too_many_fields_say_so),
        cmocka_unit_test(years_in_the_wrong_order_are_refused),
        cmocka_unit_test(a_header_without_dossier_names_the_nearest_column),
        cmocka_unit_test(two_columns_of_one_name_are_refused),
        cmocka_unit_test(columns_without_meaning_may_have_one_name_and_are_both_kept),
        cmocka_unit_test(a_file_that_breaks_off_gives_no_line_at_all),
        cmocka_unit_test(a_missing_file_is_unreadable),
        cmocka_unit_test(the_caller_can_stop_the_reading),
    };

    return cmocka_run_group_tests_name("ingest/register", tests, scratch_setup, scratch_teardown);
}
