#include "image/jpeg_version.h"

#include <string.h>

struct version {
    const char *text, *puid;
};

/* The bytes of a version behind what announces it; NULL: it is not there. */
static const char *find_version(const char *head, size_t len, const char *tag, size_t version_len)
{
    const char *at = memmem(head, len, tag, 8);

    return at != NULL && (size_t)(head + len - at) >= 8 + version_len ? at + 8 : NULL;
}

/* ExifVersion: tag 0x9000, four bytes of text, in the byte order that the TIFF header names. */
static const char *exif_puid(const char *head, size_t len)
{
    static const struct version versions[] = { { "0210", "x-fmt/390" },
                                               { "0220", "x-fmt/391" },
                                               { "0221", "fmt/645" } };
    const char *at = NULL;

    if (len > 16 && memcmp(head + 12, "II*\0", 4) == 0)
        at = find_version(head, len, "\0\x90\x07\0\x04\0\0\0", 4);
    else if (len > 16 && memcmp(head + 12, "MM\0*", 4) == 0)
        at = find_version(head, len, "\x90\0\0\x07\0\0\0\x04", 4);
    for (size_t i = 0; at != NULL && i < sizeof versions / sizeof *versions; i++)
        if (memcmp(at, versions[i].text, 4) == 0)
            return versions[i].puid;
    /* 2.3, 2.31, 2.32 are one to PRONOM */
    return at != NULL && memcmp(at, "023", 3) == 0 && at[3] >= '0' && at[3] <= '9' ? "fmt/1507"
                                                                                   : "fmt/41";
}

const char *ba_jpeg_puid(const char *head, size_t len)
{
    static const char *const jfif[] = { "fmt/42", "fmt/43", "fmt/44" };

    if (len > 12 && memcmp(head, "\xFF\xD8\xFF\xE0", 4) == 0 &&
        memcmp(head + 6, "JFIF\0\1", 6) == 0 && head[12] >= 0 && head[12] <= 2)
        return jfif[(int)head[12]];
    return len > 12 && memcmp(head, "\xFF\xD8\xFF\xE1", 4) == 0 &&
                   memcmp(head + 6, "Exif\0\0", 6) == 0
               ? exif_puid(head, len)
               : "fmt/41";
}
