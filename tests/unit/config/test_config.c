#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/config.h"
#include "tests/unit/test.h"

/* Reads text as a configuration file. */
static BA_RC read_text(const char *text, struct config *c, struct ba_err *err)
{
    char path[] = "/tmp/ba-conf-XXXXXX";
    int fd = mkstemp(path);
    enum ba_rc rc;

    assert_true(fd >= 0);
    assert_int_equal((ssize_t)strlen(text), write(fd, text, strlen(text)));
    close(fd);
    rc = config_init(c, err);
    if (rc == BA_OK)
        rc = config_read(c, path, err);
    unlink(path);
    return rc;
}

static void refused(const char *text, const char *want)
{
    struct ba_err err = BA_ERR_INIT;
    struct config c;

    assert_rc(BA_FATAL, read_text(text, &c, &err), &err);
    assert_string_equal("CONFIG", err.code);
    if (strstr(err.msg, want) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.msg, want);
    config_free(&c);
}

static void settings_of_nul_characters_are_damaged_not_empty(void **state)
{
    static const char zeros[300] = { 0 };
    static const char half[] = "[archive]\nname = x\n\0\0\0\0";
    const struct {
        const char *bytes;
        size_t len;
    } files[] = { { zeros, sizeof(zeros) }, { half, sizeof(half) - 1 } };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char path[] = "/tmp/ba-conf-XXXXXX";
        int fd = mkstemp(path);
        struct ba_err err = BA_ERR_INIT;
        struct config c;

        assert_true(fd >= 0);
        assert_int_equal((ssize_t)files[i].len, write(fd, files[i].bytes, files[i].len));
        close(fd);
        assert_rc(BA_OK, config_init(&c, &err), &err);
        assert_rc(BA_FATAL, config_read(&c, path, &err), &err);
        assert_non_null(strstr(err.msg, "damaged"));
        config_free(&c);
        unlink(path);
    }
}

static void the_sample_file_gives_the_defaults(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct config c;
    char *text = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&text, &len);

    (void)state;
    config_write_sample(f);
    fclose(f);
    assert_rc(BA_OK, read_text(text, &c, &err), &err);
    assert_string_equal("nld", c.ocr_languages);
    assert_true(config_is_example(&c));
    config_free(&c);
    free(text);
}

static void a_value_is_trimmed_and_may_hold_an_equals_sign(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct config c;

    (void)state;
    assert_rc(BA_OK,
              read_text("# note\r\n[archive]\r\n  id =  NL-1 = 2 \r\ncreator_code=gm0218\n[pool]\n"
                        "workers = 3",
                        &c, &err),
              &err);
    assert_string_equal("NL-1 = 2", c.archive_id);
    assert_int_equal(3, c.pool_workers);
    assert_false(config_is_example(&c));
    config_free(&c);
}

static void an_unknown_key_is_refused_with_line_and_nearest_key(void **state)
{
    (void)state;
    refused("[ocr]\nlangauges = nld\n", ":2: unknown key \"langauges\" in [ocr]; did you mean "
                                        "\"languages\"");
    refused("[ocr]\nworkers = 2\n", "did you mean \"workers\" in [pool]");
    refused("[pol]\n", "did you mean [pool]");
    refused("[ocr]\nzzzzzz = 1\n", "unknown key");
    refused("languages = nld\n", "unknown key");
}

static void a_repeated_key_or_a_value_out_of_bounds_is_refused(void **state)
{
    (void)state;
    refused("[pool]\nworkers = 1\nworkers = 2\n", ":3: pool.workers is given twice");
    refused("[pool]\nworkers = 513\n", "want 0 to 512");
    refused("[pool]\nworkers = -1\n", "want 0 to 512");
    refused("[pool]\nworkers = two\n", "want 0 to 512");
    refused("[pool\n", "a section is written");
    refused("[pool]\nworkers\n", "want \"name = value\"");
    refused("[archive]\nname = \xFF\n", "not UTF-8");
}

static void a_level_is_off_warning_or_error(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct config c;
    char *text = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&text, &len);

    (void)state;
    assert_rc(BA_OK, read_text("[quality]\nunsharp = error\nborder = off\n", &c, &err), &err);
    assert_int_equal(QUALITY_ERROR, c.quality_level[QUALITY_UNSHARP]);
    assert_int_equal(QUALITY_OFF, c.quality_level[QUALITY_BORDER]);
    assert_int_equal(QUALITY_WARNING, c.quality_level[QUALITY_CUT_OFF]);
    config_write(&c, f);
    fclose(f);
    assert_non_null(strstr(text, "\nunsharp = error\nborder = off\ncut_off = warning\n"));
    free(text);
    config_free(&c);
    refused("[quality]\nunsharp = yes\n", "want off, warning or error");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_file_gives_the_defaults),
        cmocka_unit_test(settings_of_nul_characters_are_damaged_not_empty),
        cmocka_unit_test(a_value_is_trimmed_and_may_hold_an_equals_sign),
        cmocka_unit_test(an_unknown_key_is_refused_with_line_and_nearest_key),
        cmocka_unit_test(a_repeated_key_or_a_value_out_of_bounds_is_refused),
        cmocka_unit_test(a_level_is_off_warning_or_error),
    };

    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
