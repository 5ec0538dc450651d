/* XML that would keep a reader for minutes is told before it is read. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/xml_guard.h"

static char *with_attributes(const char *before, int count, const char *behind)
{
    char *text = malloc((size_t)count * 16 + 200);
    int n;

    assert_non_null(text);
    n = sprintf(text, "%s<a", before);
    for (int i = 0; i < count; i++)
        n += sprintf(text + n, " b%d='1'", i);
    sprintf(text + n, "%s", behind);
    return text;
}

static void a_tag_of_too_many_attributes_is_told_wherever_it_stands(void **state)
{
    static const char *const before[] = { "", "<?xml version=\"1.0\"?><r>", "<r><!-- <a> --><b/>",
                                          "<r><![CDATA[ x = < ]]><b c=\">\"/>" };
    static const char *const behind[] = { "/>", "></a></r>", "" };

    (void)state;
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < 3; k++) {
            char *few = with_attributes(before[i], XML_ATTRIBUTES_MAX, behind[k]);
            char *many = with_attributes(before[i], XML_ATTRIBUTES_MAX + 1, behind[k]);

            assert_true(xml_guard_ok(few, strlen(few)));
            assert_false(xml_guard_ok(many, strlen(many)));
            free(few);
            free(many);
        }
}

static void signs_in_text_values_and_comments_are_no_attributes(void **state)
{
    char text[4000], equal[600] = "";

    (void)state;
    memset(equal, '=', 500);
    snprintf(text, sizeof text, "<a b=\"%s\">%s<!--%s--><![CDATA[%s]]><?p %s?></a>", equal, equal,
             equal, equal, equal);
    assert_true(xml_guard_ok(text, strlen(text)));
}

static void any_bytes_come_to_an_end(void **state)
{
    static const char *const odd[] = { "",     "<",         "<<", "<a", "<a b='",
                                       "<!--", "<![CDATA[", "<?", ">",  "no XML" };

    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        assert_true(xml_guard_ok(odd[i], strlen(odd[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tag_of_too_many_attributes_is_told_wherever_it_stands),
        cmocka_unit_test(signs_in_text_values_and_comments_are_no_attributes),
        cmocka_unit_test(any_bytes_come_to_an_end),
    };

    return cmocka_run_group_tests_name("core xml_guard", tests, NULL, NULL);
}
