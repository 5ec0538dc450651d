/* Letters and their marks, written apart and together. */
#include "core/text/compose.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/hash.h"
#include "core/utf8.h"
#include "tests/unit/test.h"

/* SHA-256 of "base mark whole" in hexadecimal, a line each, in their order: of the canonical
 * decompositions of two characters of the Latin letters in Unicode 14 (UnicodeData.txt, field 5),
 * but for U+0180-01B0 and U+01DE-0233, which no Dutch text has. */
#define LATIN "c0e648cca53491dbb9a6fbb4c9628f4e1f787313d0e65dee8f70e82d8a0a9758"

static void every_latin_letter_is_composed_as_unicode_says(void **state)
{
    struct ba_buf all = BA_BUF_INIT(1 << 20);
    struct ba_err err = BA_ERR_INIT;
    char hex[BA_SHA256_HEX + 1];

    (void)state;
    for (uint32_t base = 0x41; base < 0x1F00; base++)
        for (uint32_t mark = 0x2FF; mark <= 0x370; mark++) {
            char text[8] = "";
            uint32_t cp;
            size_t n = ba_utf8_encode(base, text);

            ba_utf8_encode(mark, text + n);
            char *one = compose_text(text);
            assert_non_null(one);
            if (ba_utf8_decode(one, strlen(one), &cp) == strlen(one))
                ba_buf_printf(&all, "%X %X %X\n", base, mark, cp);
            free(one);
        }
    assert_rc(BA_OK, ba_sha256_mem(all.data, all.len, hex, &err), &err);
    assert_string_equal(LATIN, hex);
    ba_buf_free(&all);
}

static void composed(const char *want, const char *text)
{
    char *got = compose_text(text);

    assert_string_equal(want, got);
    free(got);
}

static void what_is_no_letter_with_a_mark_stays(void **state)
{
    (void)state;
    composed("", "");
    composed("café ÿ", "cafe\u0301 y\u0308");
    composed("\u1EAD", "a\u0323\u0302"); /* two marks, one after the other */
    composed("1\u0301", "1\u0301");
    composed("\u0301a", "\u0301a");
    composed("\xFF\u0301", "\xFF\u0301"); /* not UTF-8: kept as it is */
    composed("x\u0327é", "x\u0327e\u0301");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_latin_letter_is_composed_as_unicode_says),
        cmocka_unit_test(what_is_no_letter_with_a_mark_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
