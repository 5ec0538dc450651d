/* Commands in messages can be pasted: the depot is named where it was named. */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "cli/message.h"

static const char *said(const char *folder, const char *text)
{
    static char *out;
    struct depot depot = { .folder_option = folder };
    size_t size = 0;
    FILE *f;

    free(out);
    f = open_memstream(&out, &size);
    assert_non_null(f);
    say(&depot, f, "%s", text);
    assert_int_equal(0, fclose(f));
    return out;
}

static void the_depot_is_named_in_commands_when_it_was_named(void **state)
{
    (void)state;
    assert_string_equal("see: bouwarchief status", said(NULL, "see: bouwarchief status"));
    assert_string_equal("see: bouwarchief -C /d status", said("/d", "see: bouwarchief status"));
    assert_string_equal("run `bouwarchief -C '/a b' index`",
                        said("/a b", "run `bouwarchief index`"));
    assert_string_equal("bouwarchief -C d ocr, then bouwarchief -C d index",
                        said("d", "bouwarchief ocr, then bouwarchief index"));
    /* Other words behind the name of the program, and commands without a depot, stay. */
    assert_string_equal("bouwarchief status: another bouwarchief is writing",
                        said("d", "bouwarchief status: another bouwarchief is writing"));
    assert_string_equal("bouwarchief init DIR, bouwarchief help",
                        said("d", "bouwarchief init DIR, bouwarchief help"));
    assert_string_equal("/x/bouwarchief status", said("d", "/x/bouwarchief status"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_depot_is_named_in_commands_when_it_was_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
