/* Text from outside: UTF-8, names, CSV, time, checksums, errors. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/csv.h"
#include "core/err.h"
#include "core/hash.h"
#include "core/utf8.h"
#include "tests/unit/test.h"

static void utf8_accepts_what_rfc_3629_allows_and_nothing_else(void **state)
{
    static const char *const bad[] = { "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82",
                                       "\x80",     "\xF8\x88\x80", "\xE0\x80\xAF" };

    (void)state;
    assert_true(ba_utf8_valid("Geërfd ij \xF0\x9F\x8F\xA0", 15));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(ba_utf8_valid(bad[i], strlen(bad[i])));
}

static void a_hostile_file_name_survives_escaping_both_ways(void **state)
{
    static const char *const names[] = { "plain name.tif", "new\nline", "back\\slash",
                                         "\xFF\xFE.tif",   "-rf",       "caf\xC3\xA9",
                                         "\\x41" };

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char *esc = ba_name_escape(names[i]), *back = ba_name_unescape(esc);

        assert_true(ba_utf8_valid(esc, strlen(esc)));
        assert_null(strchr(esc, '\n'));
        assert_string_equal(names[i], back);
        free(esc);
        free(back);
    }
    assert_null(ba_name_unescape("\\xG0"));
    assert_null(ba_name_unescape("\\"));
}

static void xml_text_loses_only_what_xml_cannot_hold(void **state)
{
    char s[] = "a\x01"
               "b\tc\n\xEF\xBF\xBE"
               "d\xFF"
               "e\xC2\x85";

    (void)state;
    assert_int_equal(4, ba_utf8_scrub_xml(s));
    assert_string_equal("ab\tc\nde", s);
}

static BA_RC row(struct ba_csv *c, char ***f, size_t *n, struct ba_err *err)
{
    return ba_csv_row(c, f, n, err);
}

static void csv_reads_quotes_newlines_and_either_delimiter(void **state)
{
    static const char text[] = "\xEF\xBB\xBF"
                               "dossier;title\r\n"
                               "1974/0231;\"Bouw; \"\"De Hoop\"\"\nachter\"\n\n1975/0001;\n";
    struct ba_err err = BA_ERR_INIT;
    struct ba_csv *c = ba_csv_open("r.csv", text, sizeof(text) - 1);
    char **f;
    size_t n;

    (void)state;
    assert_rc(BA_OK, row(c, &f, &n, &err), &err);
    assert_int_equal(2, n);
    assert_string_equal("dossier", f[0]);
    assert_rc(BA_OK, row(c, &f, &n, &err), &err);
    assert_string_equal("Bouw; \"De Hoop\"\nachter", f[1]);
    assert_int_equal(2, ba_csv_line(c));
    assert_rc(BA_OK, row(c, &f, &n, &err), &err);
    assert_int_equal(5, ba_csv_line(c));
    assert_string_equal("", f[1]);
    assert_rc(BA_OK, row(c, &f, &n, &err), &err);
    assert_int_equal(0, n);
    ba_csv_close(c);
}

static void csv_names_the_line_of_a_fault(void **state)
{
    static const char open_quote[] = "a,b\n1,\"2\n", latin1[] = "a,b\n1,caf\xE9\n";
    struct ba_err err = BA_ERR_INIT;
    struct ba_csv *c = ba_csv_open("r.csv", open_quote, sizeof(open_quote) - 1);
    char **f;
    size_t n;

    (void)state;
    assert_rc(BA_OK, row(c, &f, &n, &err), &err);
    assert_rc(BA_ITEM, row(c, &f, &n, &err), &err);
    assert_string_equal("CSV_SYNTAX", err.code);
    assert_non_null(strstr(err.msg, "r.csv:2:"));
    ba_csv_close(c);
    c = ba_csv_open("r.csv", latin1, sizeof(latin1) - 1);
    assert_rc(BA_OK, row(c, &f, &n, &err), &err);
    assert_rc(BA_ITEM, row(c, &f, &n, &err), &err);
    assert_non_null(strstr(err.msg, "UTF-8"));
    ba_csv_close(c);
}

/* A field of this many bytes in the second line, and this many fields in the third. */
static BA_RC csv_of(size_t bytes, size_t fields, size_t *lines, struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT(1 << 20);
    char **row;
    size_t n = 1;
    enum ba_rc rc = BA_OK;

    ba_buf_puts(&b, "a;b\n;\"");
    for (size_t i = 0; i < bytes; i++)
        ba_buf_puts(&b, i % 50 == 49 ? "\n" : "x");
    ba_buf_puts(&b, "\"\n");
    for (size_t i = 1; i < fields; i++)
        ba_buf_puts(&b, ";");
    ba_buf_puts(&b, "\n");
    struct ba_csv *csv = ba_csv_open("t.csv", ba_buf_str(&b), b.len);
    assert_non_null(csv);
    for (*lines = 0; rc == BA_OK && n > 0; *lines += rc == BA_OK && n > 0)
        rc = ba_csv_row(csv, &row, &n, err);
    ba_csv_close(csv);
    ba_buf_free(&b);
    return rc;
}

static void csv_has_limits_and_names_them(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    size_t lines;

    (void)state;
    assert_rc(BA_OK, csv_of(BA_CSV_MAX_FIELD_BYTES, BA_CSV_MAX_FIELDS, &lines, &err), &err);
    assert_int_equal(3, lines);
    assert_rc(BA_ITEM, csv_of(BA_CSV_MAX_FIELD_BYTES + 1, 1, &lines, &err), &err);
    assert_int_equal(1, lines);
    assert_non_null(strstr(err.msg, "65536"));
    assert_rc(BA_ITEM, csv_of(1, BA_CSV_MAX_FIELDS + 1, &lines, &err), &err);
    assert_int_equal(2, lines);
}

static void the_day_is_that_of_the_archives_place(void **state)
{
    static const struct {
        const char *zone, *day;
        int64_t t;
    } cases[] = {
        { "Europe/Amsterdam", "2027-01-01", 1798758000 }, /* 2026-12-31T23:00:00Z: midnight there */
        { "Europe/Amsterdam", "2026-12-31", 1798757999 },
        { "Europe/Amsterdam", "2026-07-02", 1782943200 },   /* 2026-07-01T22:00:00Z: summer time */
        { "America/Kralendijk", "2026-12-31", 1798774200 }, /* 2027-01-01T03:30:00Z */
        { "America/Kralendijk", "2027-01-01", 1798776000 },
        { "UTC", "2026-12-31", 1798761599 },
    };
    char day[BA_DAY_LEN], text[BA_TIME_LEN];

    (void)state;
    setenv("TZ", "Asia/Tokyo", 1);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(ba_day_zone(cases[i].zone));
        ba_day_text(cases[i].t, day);
        assert_string_equal(cases[i].day, day);
    }
    assert_string_equal("Asia/Tokyo", getenv("TZ"));
    ba_time_text(86399, text);
    assert_string_equal("1970-01-01T23:59:59", text);
    assert_false(ba_day_zone("Europe/Amsterdamm"));
    assert_false(ba_day_zone("../../etc/passwd"));
    assert_false(ba_day_zone(""));
    assert_false(ba_day_zone("Europe/"));
    unsetenv("TZ");
}

static void the_stored_time_is_source_date_epoch_when_that_is_set(void **state)
{
    char text[BA_TIME_LEN];

    (void)state;
    setenv("SOURCE_DATE_EPOCH", "86399", 1);
    assert_int_equal(86399, ba_now());
    ba_time_text(ba_now(), text);
    assert_string_equal("1970-01-01T23:59:59", text);
    setenv("SOURCE_DATE_EPOCH", "rubbish", 1);
    assert_true(ba_now() > 1700000000);
    unsetenv("SOURCE_DATE_EPOCH");
}

static void sha256_is_that_of_the_standard(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    char hex[BA_SHA256_HEX + 1];

    (void)state;
    assert_rc(BA_OK, ba_sha256_mem("abc", 3, hex, &err), &err);
    assert_string_equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hex);
}

static void a_full_disk_is_to_be_tried_again_and_context_comes_first(void **state)
{
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    errno = ENOSPC;
    assert_int_equal(BA_RETRY, ba_fail_sys(&err, BA_FATAL, "FILE_WRITE", "a.tif"));
    assert_int_equal(ENOSPC, err.sys);
    ba_err_wrap(&err, "batch %d", 7);
    assert_non_null(strstr(err.msg, "batch 7: a.tif: No space"));
    /* The arguments may be the error's own message. */
    assert_int_equal(BA_ITEM, ba_fail(&err, BA_ITEM, "X_Y", "again: %s", err.msg));
    assert_non_null(strstr(err.msg, "again: batch 7: a.tif"));
    ba_err_set(&err, BA_ITEM, "X_Y", "once more: %s", err.msg);
    assert_non_null(strstr(err.msg, "once more: again: batch 7: a.tif"));
    assert_int_equal(BA_FATAL, ba_worst(BA_ITEM, BA_FATAL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_accepts_what_rfc_3629_allows_and_nothing_else),
        cmocka_unit_test(a_hostile_file_name_survives_escaping_both_ways),
        cmocka_unit_test(xml_text_loses_only_what_xml_cannot_hold),
        cmocka_unit_test(csv_reads_quotes_newlines_and_either_delimiter),
        cmocka_unit_test(csv_names_the_line_of_a_fault),
        cmocka_unit_test(csv_has_limits_and_names_them),
        cmocka_unit_test(the_stored_time_is_source_date_epoch_when_that_is_set),
        cmocka_unit_test(the_day_is_that_of_the_archives_place),
        cmocka_unit_test(sha256_is_that_of_the_standard),
        cmocka_unit_test(a_full_disk_is_to_be_tried_again_and_context_comes_first),
    };

    return cmocka_run_group_tests_name("core text", tests, NULL, NULL);
}
