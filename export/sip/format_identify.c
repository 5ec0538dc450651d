#include "export/sip/format_identify.h"

#include <stdbool.h>
#include <string.h>

struct magic {
    const char *bytes;
    size_t len;
    const char *puid;
};

static const struct magic magics[] = {
    { "II*\0", 4, "fmt/353" },
    { "MM\0*", 4, "fmt/353" },
    { "II+\0", 4, "fmt/1917" }, /* BigTIFF */
    { "MM\0+", 4, "fmt/1917" },
    { "<?xml version=", 14, "fmt/101" },
    { "\xFF\x4F\xFF\x51", 4, "fmt/1794" }, /* a JPEG 2000 codestream alone */
};
/* The brand in the box "ftyp", which comes second (ISO/IEC 15444-1, I.5.2). */
static const struct magic brands[] = {
    { "jp2", 3, "x-fmt/392" },
    { "jpx", 3, "fmt/151" },
    { "jpm", 3, "fmt/463" },
    { "mjp2", 4, "fmt/337" },
};

static bool holds(const char *head, size_t len, const char *what, size_t n)
{
    return memmem(head, len, what, n) != NULL;
}

/* The version shows in the chunks that are there. */
static const char *png(const char *head, size_t len)
{
    if (holds(head, len, "iTXt", 4))
        return "fmt/13";
    return holds(head, len, "iCCP", 4) || holds(head, len, "sPLT", 4) || holds(head, len, "sRGB", 4)
               ? "fmt/12"
               : "fmt/11";
}

const char *format_identify(const char *head, size_t len)
{
    static const char jp2[] = "\0\0\0\x0CjP  \r\n\x87\n";
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (len >= magics[i].len && memcmp(head, magics[i].bytes, magics[i].len) == 0)
            return magics[i].puid;
    if (len >= 16 && memcmp(head, "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", 16) == 0)
        return png(head, len);
    if (len >= 3 && memcmp(head, "\xFF\xD8\xFF", 3) == 0)
        return ba_jpeg_puid(head, len);
    for (size_t i = 0; len >= 24 && i < sizeof brands / sizeof *brands; i++)
        if (memcmp(head, jp2, 12) == 0 && memcmp(head + 16, "ftyp", 4) == 0 &&
            memcmp(head + 20, brands[i].bytes, brands[i].len) == 0)
            return brands[i].puid;
    return "";
}
