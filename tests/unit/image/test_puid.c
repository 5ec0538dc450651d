/* The first bytes of formats, against PRONOM's numbers (signature file V118). */
#include "tests/unit/test.h"

#include <string.h>

#include "image/puid.h"

#define BYTES(s) s, sizeof(s) - 1
#define IEND "\0\0\0\0IEND\xAE\x42\x60\x82"
#define LITTLE "\0\x90\x07\0\x04\0\0\0"
#define BIG "\x90\0\0\x07\0\0\0\x04"
#define XMP(uri, rest) "x xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/" uri "\"" rest
#define ELEMENTS(part, level)                                                                      \
    "<pdfaid:part>" part "</pdfaid:part> <pdfaid:conformance>" level "</pdfaid:conformance>"

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
        { BYTES("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDRx sRGB" IEND), "fmt/12" },
        { BYTES("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDRx iCCP iTXt" IEND), "fmt/13" },
        { BYTES("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDRx iTXt" IEND "x"), "fmt/11" },
        { BYTES("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDRx acTL" IEND), "fmt/935" },
        { BYTES("\x89PNG\r\n\x1A\nIDAT"), "" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\0\1rest"), "fmt/42" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\1rest"), "fmt/43" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\2\1rest"), "fmt/44" },
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
        { BYTES("\xFF\xD8\xFF\xE1..Exif\0\0II*\0\0\0\0" LITTLE "0200"), "x-fmt/398" },
        { BYTES("\xFF\xD8\xFF\xE1..Exif\0\0II*\0\0\0\0" LITTLE "0300"), "fmt/41" },
        { BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\5"), "fmt/41" },
        { BYTES("II*\0..........." LITTLE "0220"), "x-fmt/387" },
        { BYTES("MM\0*..........." BIG "0210"), "x-fmt/388" },
        { BYTES("II*\0..........." LITTLE "0200"), "x-fmt/399" },
        { BYTES("II*\0..........." BIG "0220"), "fmt/353" },
        { BYTES("II*\0....\xAF\x87\3\0\x10\0\0\0....." LITTLE "0220"), "fmt/155" },
        { BYTES("MM\0*....\x87\xAF\0\3\0\0\0\x10....."), "fmt/155" },
        { BYTES("%PDF-1.3 x"), "fmt/17" },
        { BYTES("%PDF-1.3 /GTS_PDFXVersion (PDF/X-3:2002) x"), "fmt/158" },
        { BYTES("%PDF-1.4 /GTS_PDFXVersion (PDF/X-3:2002) x"), "fmt/18" },
        { BYTES("%PDF-1.3 /GTS_PDFXConformance(PDF/X-1a:2001)"), "fmt/157" },
        { BYTES("%PDF-1.4" XMP("id/", ELEMENTS("1", "B"))), "fmt/354" },
        { BYTES("%PDF-1.7" XMP("id/", ELEMENTS("2", "A"))), "fmt/476" },
        { BYTES("%PDF-1.7" XMP("id/", " pdfaid:conformance='U' pdfaid:part='2'")), "fmt/478" },
        { BYTES("%PDF-1.7" XMP("ID/", ELEMENTS("2", "A"))), "fmt/276" },
        { BYTES("%PDF-1.7" ELEMENTS("2", "A")), "fmt/276" },
        { BYTES("%PDF-2.0 x"), "fmt/1129" },
        { BYTES("<?xml version=\"1.0\"?>"), "fmt/101" },
        { BYTES("PK\3\4"), "" },
        { BYTES("II"), "" },
        { BYTES(""), "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct puid_window w = { .head = cases[i].bytes,
                                       .tail = cases[i].bytes,
                                       .head_len = cases[i].len,
                                       .tail_len = cases[i].len };

        if (strcmp(puid_identify(&w), cases[i].puid) != 0)
            fail_msg("case %zu: %s, not %s", i, puid_identify(&w), cases[i].puid);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(formats_are_told_by_their_content) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
