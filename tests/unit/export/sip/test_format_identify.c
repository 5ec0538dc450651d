/* The first bytes of formats, against PRONOM's numbers (signature file V118). */
#include "tests/unit/test.h"

#include <string.h>

#include "export/sip/format_identify.h"

#define BYTES(s) s, sizeof(s) - 1

static void formats_are_told_by_their_content(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        const char *puid;
    } cases[] = {
        { BYTES("II*\0rest"), "fmt/353" },
        { BYTES("MM\0*rest"), "fmt/353" },
        { BYTES("II+\0rest"), "fmt/1917" },
        { BYTES("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDRx"), "fmt/11" },
        { BYTES("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDRx sRGB"), "fmt/12" },
        { BYTES("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDRx iCCP iTXt"), "fmt/13" },
        { BYTES("\x89PNG\r\n\x1A\nIDAT"), "" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\0rest"), "fmt/42" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1rest"), "fmt/43" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\2rest"), "fmt/44" },
        { BYTES("\xFF\xD8\xFF\xDB rest"), "fmt/41" },
        { BYTES("\xFF\xD8\xFF\xE1..Exif\0\0II*\0\0\x90\x07\0\4\0\0\0"
                "0220"),
          "x-fmt/391" },
        { BYTES("\xFF\xD8\xFF\xE1..Exif\0\0MM\0*\x90\0\0\x07\0\0\0\4"
                "0210"),
          "x-fmt/390" },
        { BYTES("\xFF\xD8\xFF\xE1..Exif\0\0II*\0\0\x90\x07\0\4\0\0\0"
                "0231"),
          "fmt/1507" },
        { BYTES("\0\0\0\x0CjP  \r\n\x87\n\0\0\0\x14"
                "ftypjp2 "),
          "x-fmt/392" },
        { BYTES("\0\0\0\x0CjP  \r\n\x87\n\0\0\0\x14"
                "ftypjpx "),
          "fmt/151" },
        { BYTES("<?xml version=\"1.0\"?>"), "fmt/101" },
        { BYTES("PK\3\4"), "" },
        { BYTES("II"), "" },
        { BYTES(""), "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(format_identify(cases[i].bytes, cases[i].len), cases[i].puid);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(formats_are_told_by_their_content) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
