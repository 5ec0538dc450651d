/* batch.csv: how many pages there should be. */
#include <stdio.h>
#include <string.h>

#include "ingest/batch_csv.h"
#include "tests/unit/test.h"

struct bad {
    int count;
    struct ba_err last;
};

static BA_RC note_bad(void *ctx, const struct ba_err *why, struct ba_err *err)
{
    struct bad *b = ctx;

    (void)err;
    b->count++;
    b->last = *why;
    return BA_OK;
}

static BA_RC read_text(const char *text, struct batch_csv *c, struct bad *b, struct ba_err *err)
{
    *c = (struct batch_csv){ 0 };
    *b = (struct bad){ 0 };
    return counts_read(text, strlen(text), c, note_bad, b, err);
}

static void relations_and_numbers_are_read(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct batch_csv c;
    struct bad b;

    (void)state;
    assert_rc(BA_OK,
              read_text("\xEF\xBB\xBF"
                        "Doos;Expected; dossier\r\n3;=12;1974/0231\r\n3;<= 9;1988/0019\r\n"
                        ";>=0;1931/0047\n;100;\n",
                        &c, &b, &err),
              &err);
    assert_int_equal(0, b.count);
    assert_int_equal(4, c.count);
    assert_string_equal("", c.at[0].dossier); /* sorted */
    assert_string_equal("=", c.at[0].relation);
    assert_int_equal(100, c.at[0].pages);
    assert_string_equal("1931/0047", c.at[1].dossier);
    assert_string_equal(">=", c.at[1].relation);
    assert_int_equal(0, c.at[1].pages);
    assert_string_equal("=", c.at[2].relation);
    assert_int_equal(12, c.at[2].pages);
    assert_string_equal("<=", c.at[3].relation);
    assert_int_equal(9, c.at[3].pages);
    counts_free(&c);
}

static void a_line_may_name_languages_and_no_number(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct batch_csv c;
    struct bad b;

    (void)state;
    assert_rc(BA_OK,
              read_text("dossier;languages;expected\n1974/0231;nld+fra;\n;deu;100\n"
                        "1988/0019;;12\n1931/0047; fra ; <=3\n",
                        &c, &b, &err),
              &err);
    assert_int_equal(0, b.count);
    assert_int_equal(4, c.count);
    assert_string_equal("deu", c.at[0].languages);
    assert_int_equal(100, c.at[0].pages);
    assert_int_equal(3, c.at[0].line);
    assert_string_equal("fra", c.at[1].languages);
    assert_string_equal("<=", c.at[1].relation);
    assert_string_equal("nld+fra", c.at[2].languages);
    assert_string_equal("", c.at[2].relation);
    assert_string_equal("", c.at[3].languages);
    assert_string_equal("=", c.at[3].relation);
    counts_free(&c);

    assert_rc(BA_OK, read_text("languages;dossier\nfra;1\n;2\n", &c, &b, &err), &err);
    assert_int_equal(1, c.count);
    assert_int_equal(1, b.count); /* the second line says nothing at all */
    counts_free(&c);
}

static void a_bad_value_is_told_with_its_line_and_the_others_count(void **state)
{
    static const char *const values[] = { "",     "twaalf",   "-3", "=>3", "<3",
                                          "<==3", "3 bladen", "=",  "1e3", "99999999999999999999" };
    struct ba_err err = BA_ERR_INIT;
    struct batch_csv c;
    struct bad b;

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        char text[200];

        snprintf(text, sizeof(text), "dossier;expected\n1;2\n2;%s\n3;4\n", values[i]);
        assert_rc(BA_OK, read_text(text, &c, &b, &err), &err);
        if (b.count != 1)
            fail_msg("\"%s\" is no number of pages", values[i]);
        assert_string_equal("COUNTS_BAD_VALUE", b.last.code);
        assert_non_null(strstr(b.last.msg, "batch.csv:3"));
        assert_int_equal(2, c.count);
        counts_free(&c);
    }
}

static void a_second_line_about_a_dossier_is_told(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct batch_csv c;
    struct bad b;

    (void)state;
    assert_rc(BA_OK, read_text("dossier,expected\n1,2\n1,3\n", &c, &b, &err), &err);
    assert_int_equal(1, b.count);
    assert_string_equal("COUNTS_TWICE", b.last.code);
    assert_int_equal(2, c.at[0].pages);
    counts_free(&c);
}

static void a_line_too_short_lacks_its_value(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct batch_csv c;
    struct bad b;

    (void)state;
    assert_rc(BA_OK, read_text("dossier;expected\n1974/0231\n", &c, &b, &err), &err);
    assert_int_equal(1, b.count);
    assert_int_equal(0, c.count);
    counts_free(&c);
}

static void without_the_columns_nothing_is_read(void **state)
{
    static const char *const texts[] = { "", "\n\n", "1974/0231;12\n", "dossier;aantal\n1;2\n",
                                         "expected\n3\n" };
    struct ba_err err = BA_ERR_INIT;
    struct batch_csv c;
    struct bad b;

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_rc(BA_ITEM, read_text(texts[i], &c, &b, &err), &err);
        assert_string_equal("COUNTS_NO_HEADER", err.code);
        assert_int_equal(0, c.count);
        counts_free(&c);
    }
}

static void what_is_no_csv_is_told(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct batch_csv c;
    struct bad b;

    (void)state;
    assert_rc(BA_ITEM, read_text("dossier;expected\n\"1;2\n", &c, &b, &err), &err);
    assert_string_equal("CSV_SYNTAX", err.code);
    counts_free(&c);
}

static void only_the_file_in_the_batch_folder_itself_counts(void **state)
{
    (void)state;
    assert_true(counts_is_file("batch.csv"));
    assert_true(counts_is_file("Batch.CSV"));
    assert_false(counts_is_file("doos/batch.csv"));
    assert_false(counts_is_file("batch.csv.tif"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relations_and_numbers_are_read),
        cmocka_unit_test(a_line_may_name_languages_and_no_number),
        cmocka_unit_test(a_bad_value_is_told_with_its_line_and_the_others_count),
        cmocka_unit_test(a_second_line_about_a_dossier_is_told),
        cmocka_unit_test(a_line_too_short_lacks_its_value),
        cmocka_unit_test(without_the_columns_nothing_is_read),
        cmocka_unit_test(what_is_no_csv_is_told),
        cmocka_unit_test(only_the_file_in_the_batch_folder_itself_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
