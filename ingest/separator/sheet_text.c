/* Text of a sheet: Windows-1252 and the widths of Helvetica-Bold. */
#include <stdint.h>
#include <string.h>

#include "core/utf8.h"
#include "ingest/separator/sheet_private.h"

enum { WIDEST = 1000 };

/* 0x80 to 0x9F of Windows-1252; 0: no character. */
static const uint16_t upper[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* Adobe's metrics of Helvetica-Bold, from the space to the tilde. */
static const uint16_t widths[95] = {
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
};

static char to_winansi(uint32_t cp)
{
    if ((cp >= ' ' && cp <= '~') || (cp >= 0xA0 && cp <= 0xFF))
        return (char)cp;
    for (size_t i = 0; i < sizeof(upper) / sizeof(upper[0]); i++)
        if (cp != 0 && upper[i] == cp)
            return (char)(0x80 + i);
    return '?';
}

void sheet_winansi(const char *utf8, char *out, size_t size)
{
    size_t left = strlen(utf8), n = 0;

    while (left > 0 && n + 1 < size) {
        uint32_t cp;
        size_t used = ba_utf8_decode(utf8, left, &cp);

        out[n++] = to_winansi(cp);
        utf8 += used;
        left -= used;
    }
    out[n] = '\0';
}

int sheet_text_width(const char *text, size_t len)
{
    int width = 0;

    for (size_t i = 0; i < len; i++)
        width += text[i] >= ' ' && text[i] <= '~' ? widths[text[i] - ' '] : WIDEST;
    return width;
}
