/* Names in commands that can be pasted are one word for a shell. */
#include "tests/unit/test.h"

#include "core/shell_quote.h"

static void names_are_one_word_for_a_shell(void **state)
{
    static const char *const names[][2] = {
        { "batch-7:12", "batch-7:12" },
        { "doos 12", "'doos 12'" },
        { "", "''" },
        { "d'Aumerie", "'d'\\''Aumerie'" },
        { "$(reboot)", "'$(reboot)'" },
        { "Sint-Jansteen/\xc3\xa9\xc3\xa9n", "'Sint-Jansteen/\xc3\xa9\xc3\xa9n'" },
        { "-C", "-C" },
        { "~x", "'~x'" },
    };
    char out[64];

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(names[i][1], ba_shell_quote(names[i][0], out, sizeof out));
    /* What is cut off still ends its quotes. */
    assert_string_equal("'aaaa'", ba_shell_quote("aaaa bbbb cccc dddd", out, 11));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_one_word_for_a_shell),
    };

    return cmocka_run_group_tests_name("core shell quote", tests, NULL, NULL);
}
