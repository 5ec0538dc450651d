/* Small things that much rests on: suggestions, numbers of JSON, lines of a share, dates, the log.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/date.h"
#include "core/file.h"
#include "core/json_value.h"
#include "core/jsonl.h"
#include "core/log.h"
#include "core/quality_rules.h"
#include "core/suggest.h"
#include "core/utf8.h"
#include "tests/unit/test.h"

static unsigned edits(const char *word, const char *candidate)
{
    struct nearest n = { word, NULL, 99 };

    suggest_offer(&n, candidate);
    return n.distance;
}

static void the_nearest_name_is_that_of_the_fewest_edits(void **state)
{
    struct nearest near = NEAREST_INIT("exprot"), far = NEAREST_INIT("zzzzzz");

    (void)state;
    assert_int_equal(0, edits("export", "export"));
    assert_int_equal(2, edits("exprot", "export"));
    assert_int_equal(1, edits("exort", "export"));
    assert_int_equal(1, edits("expoort", "export"));
    assert_int_equal(2, edits("port", "export"));
    assert_int_equal(2, edits("export", "port"));
    assert_int_equal(6, edits("", "export"));
    assert_int_equal(6, edits("export", ""));
    assert_int_equal(3, edits("kitten", "sitting"));
    suggest_offer(&near, "report");
    suggest_offer(&near, "export");
    suggest_offer(&near, "expert");
    assert_string_equal("export", near.best);
    suggest_offer(&far, "export");
    assert_null(far.best);
}

static void as_text(const char *want, json_t *o)
{
    char *text = json_dumps(o, JSON_ENCODE_ANY);

    assert_string_equal(want, text);
    free(text);
    json_decref(o);
}

static void what_is_unknown_is_null_and_whole_numbers_are_whole(void **state)
{
    (void)state;
    as_text("null", json_text(NULL));
    as_text("null", json_text(""));
    as_text("\"x\"", json_text("x"));
    as_text("null", json_count(-1, -1));
    as_text("0", json_count(0, -1));
    as_text("2.5", json_rounded(2.499999, 2));
    as_text("2", json_rounded(1.999, 2));
    as_text("-3", json_rounded(-3, 1));
    as_text("null", json_rounded(NAN, 2));
    as_text("null", json_rounded(INFINITY, 2));
}

static void a_level_is_known_by_its_name(void **state)
{
    (void)state;
    assert_int_equal(QUALITY_OFF, quality_level_named("off"));
    assert_int_equal(QUALITY_WARNING, quality_level_named("warning"));
    assert_int_equal(QUALITY_ERROR, quality_level_named("error"));
    assert_int_equal(QUALITY_LEVELS, quality_level_named("loud"));
    for (int i = 0; i < QUALITY_LEVELS; i++)
        assert_int_equal(i, quality_level_named(quality_level_name((enum quality_level)i)));
}

static void a_date_ends_with_its_last_day(void **state)
{
    static const char *const days[][2] = {
        { "2031", "2031-12-31" },    { "0001", "0001-12-31" },       { "9999-01", "9999-01-31" },
        { "2032-02", "2032-02-29" }, { "2100-02", "2100-02-28" },    { "2000-02", "2000-02-29" },
        { "2031-04", "2031-04-30" }, { "2031-05-09", "2031-05-09" }, { "2031-12-31", "2031-12-31" },
    };
    static const char *const none[] = { "",           "0000",        "203",        "2031-00",
                                        "2031-13",    "2031-02-29",  "2031-01-00", "2031-01-32",
                                        "2031-01-1",  "2031-01-011", "2031x",      "2031-1",
                                        "2031-01-1x", "x031" };
    char out[DATE_LEN];

    (void)state;
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        assert_true(date_last_day(days[i][0], out));
        assert_string_equal(days[i][1], out);
    }
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
        if (date_is(none[i]) || date_last_day(none[i], out))
            fail_msg("%s is a date", none[i]);
    assert_false(date_is(NULL));
}

static void every_character_is_written_as_it_is_read(void **state)
{
    char out[4];
    uint32_t cp;

    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 255) {
        size_t n = ba_utf8_encode(c, out);

        if (c >= 0xD800 && c <= 0xDFFF) {
            assert_int_equal(0, n);
            continue;
        }
        assert_int_equal(c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4, n);
        assert_true(ba_utf8_valid(out, n));
        assert_int_equal(n, ba_utf8_decode(out, n, &cp));
        assert_int_equal(c, cp);
    }
    assert_int_equal(4, ba_utf8_encode(0x10FFFF, out));
    assert_int_equal(0, ba_utf8_encode(0x110000, out));
}

static BA_RC read_lines(const char *text, size_t len, size_t *lines, struct ba_err *err)
{
    char path[] = "/tmp/ba-lines-XXXXXX";
    int fd = mkstemp(path);
    struct jsonl j;
    json_t *o = NULL;

    assert_true(fd >= 0);
    assert_int_equal(len, write(fd, text, len));
    close(fd);
    assert_rc(BA_OK, jsonl_open(&j, path, err), err);
    enum ba_rc rc = jsonl_next(&j, &o, err);
    for (*lines = 0; rc == BA_OK && o != NULL; ++*lines) {
        json_decref(o);
        rc = jsonl_next(&j, &o, err);
    }
    json_decref(o);
    jsonl_close(&j);
    unlink(path);
    return rc;
}

static void a_line_that_is_cut_off_or_endless_is_refused(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    char *endless = malloc(JSONL_LINE_MAX + 100);
    size_t lines;

    (void)state;
    assert_rc(BA_OK, read_lines("{\"a\":1}\n{\"a\":2}\n", 16, &lines, &err), &err);
    assert_int_equal(2, lines);
    assert_rc(BA_ITEM, read_lines("{\"a\":1}\n{\"a\":2}", 15, &lines, &err), &err);
    assert_int_equal(1, lines);
    assert_non_null(strstr(err.msg, "cut off"));
    err = (struct ba_err)BA_ERR_INIT;
    assert_non_null(endless);
    memset(endless, ' ', JSONL_LINE_MAX + 100);
    endless[0] = '{';
    endless[JSONL_LINE_MAX - 1] = '}';
    endless[JSONL_LINE_MAX] = '\n';
    assert_rc(BA_OK, read_lines(endless, JSONL_LINE_MAX + 1, &lines, &err), &err);
    endless[JSONL_LINE_MAX] = ' ';
    endless[JSONL_LINE_MAX + 1] = '\n';
    assert_rc(BA_ITEM, read_lines(endless, JSONL_LINE_MAX + 2, &lines, &err), &err);
    assert_non_null(strstr(err.msg, "longer than"));
    free(endless);
}

static void a_count_is_a_whole_number_within_its_bounds(void **state)
{
    json_t *o = json_loads("{\"a\":7,\"b\":-1,\"c\":1.5,\"d\":\"7\",\"e\":8,\"f\":0}", 0, NULL);
    uint64_t n = 99;

    (void)state;
    assert_non_null(o);
    assert_true(jsonl_count(o, "a", 7, &n));
    assert_int_equal(7, n);
    assert_true(jsonl_count(o, "f", 7, &n));
    assert_int_equal(0, n);
    for (const char *key = "bcdeg"; *key != '\0'; key++)
        assert_false(jsonl_count(o, (char[]){ *key, '\0' }, 7, &n));
    json_decref(o);
}

static void a_message_is_one_line_in_quotes(void **state)
{
    char path[] = "/tmp/ba-log-XXXXXX", line[1024] = "";
    int fd = mkstemp(path), kept = dup(STDERR_FILENO);

    (void)state;
    assert_true(fd >= 0 && dup2(fd, STDERR_FILENO) >= 0);
    ba_log(BA_LOG_ERROR, "test", "A_CODE", "a \"quote\", a \\ and\na line\x7F");
    ba_log(BA_LOG_DEBUG, "test", NULL, "not told");
    dup2(kept, STDERR_FILENO);
    close(kept);
    assert_true(pread(fd, line, sizeof line - 1, 0) > 0);
    close(fd);
    unlink(path);
    assert_non_null(
        strstr(line, "mod=test code=A_CODE msg=\"a \\\"quote\\\", a \\\\ and a line \"\n"));
    assert_null(strstr(line, "not told"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_name_is_that_of_the_fewest_edits),
        cmocka_unit_test(what_is_unknown_is_null_and_whole_numbers_are_whole),
        cmocka_unit_test(a_level_is_known_by_its_name),
        cmocka_unit_test(a_date_ends_with_its_last_day),
        cmocka_unit_test(every_character_is_written_as_it_is_read),
        cmocka_unit_test(a_line_that_is_cut_off_or_endless_is_refused),
        cmocka_unit_test(a_count_is_a_whole_number_within_its_bounds),
        cmocka_unit_test(a_message_is_one_line_in_quotes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
