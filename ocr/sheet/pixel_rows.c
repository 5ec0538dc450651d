#include "ocr/sheet/pixel_rows.h"

#include <endian.h>
#include <string.h>

void rows_swap(uint32_t *to, const uint32_t *from, size_t width)
{
    size_t words = (width + 3) / 4, pairs = words / 2;

    for (size_t i = 0; i < pairs; i++) {
        uint64_t two;

        memcpy(&two, from + 2 * i, sizeof(two));
#if __BYTE_ORDER == __LITTLE_ENDIAN
        two = __builtin_bswap64(two);
        two = two << 32 | two >> 32;
#endif
        memcpy(to + 2 * i, &two, sizeof(two));
    }
    if (words % 2 != 0)
        to[words - 1] = be32toh(from[words - 1]);
}

void rows_scale(uint8_t *row, size_t width, uint16_t factor)
{
    for (size_t i = 0; i < width; i++) {
        uint16_t v = (uint16_t)(row[i] << 8);
        uint16_t scaled = (uint16_t)((uint32_t)v * factor >> 16);

        row[i] = (uint8_t)(scaled < 255 ? scaled : 255);
    }
}

void rows_grey(uint8_t *to, const uint8_t *rgb, size_t width)
{
    for (size_t i = 0; i < width; i++, rgb += 3)
        to[i] = (uint8_t)((77u * rgb[0] + 150u * rgb[1] + 29u * rgb[2]) >> 8);
}
