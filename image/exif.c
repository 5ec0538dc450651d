#include "image/exif.h"

#include <stdbool.h>
#include <string.h>

/* "Exif" and two zeros, then a TIFF of which the first directory is all that is looked at. */
#define HEAD_BYTES 6
#define ENTRY_BYTES 12
#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3

struct tiff {
    const uint8_t *p;
    size_t len;
    bool big_endian;
};

static uint32_t number(const struct tiff *t, size_t at, unsigned bytes)
{
    uint32_t v = 0;

    for (unsigned i = 0; i < bytes; i++)
        v |= (uint32_t)t->p[at + i] << (8 * (t->big_endian ? bytes - 1 - i : i));
    return v;
}

uint16_t exif_orientation(const uint8_t *segment, size_t len)
{
    struct tiff t = { .p = segment + HEAD_BYTES, .len = len - HEAD_BYTES };
    uint32_t at, count;

    if (len < HEAD_BYTES + 8 || memcmp(segment, "Exif\0\0", HEAD_BYTES) != 0 ||
        (memcmp(t.p, "II*\0", 4) != 0 && memcmp(t.p, "MM\0*", 4) != 0))
        return 1;
    t.big_endian = t.p[0] == 'M';
    at = number(&t, 4, 4);
    if (at > t.len - 2)
        return 1;
    count = number(&t, at, 2);
    for (size_t entry = (size_t)at + 2; count > 0 && entry + ENTRY_BYTES <= t.len;
         count--, entry += ENTRY_BYTES) {
        uint32_t value;

        if (number(&t, entry, 2) != TAG_ORIENTATION)
            continue;
        value = number(&t, entry + 8, 2);
        return number(&t, entry + 2, 2) == TYPE_SHORT && number(&t, entry + 4, 4) == 1 &&
                       value >= 1 && value <= 8
                   ? (uint16_t)value
                   : 1;
    }
    return 1;
}
