/* Numbers out of decoded rows: any width of bits, unsigned, signed or floating point. */
#include <math.h>
#include <string.h>

#include "image/tiff/tiff_private.h"

/* libtiff gives samples of whole bytes in the order of this machine. */
static uint64_t whole_bytes(const uint8_t *p, unsigned len)
{
    uint64_t v = 0;

    for (unsigned i = 0; i < len; i++)
        v = v << 8 | p[__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? i : len - 1 - i];
    return v;
}

uint32_t tiff_sample_bits(const uint8_t *row, uint64_t i, unsigned sample_bits, unsigned bits)
{
    uint64_t pos = i * sample_bits;
    uint32_t v = 0;

    if (sample_bits == 8 && bits == 8)
        return row[i];
    if (sample_bits % 8 == 0 && bits % 8 == 0)
        return (uint32_t)whole_bytes(row + pos / 8, bits / 8);
    for (unsigned k = 0; k < bits; k++, pos++)
        v = v << 1 | (row[pos / 8] >> (7 - pos % 8) & 1);
    return v;
}

/* Floating point of 16 bits (IEEE 754 binary16) or 24 (TIFF technical note 3: 1, 7 and 16 bits). */
static double small_float(uint32_t v, unsigned exponent_bits, unsigned fraction_bits)
{
    uint32_t fraction = v & ((1u << fraction_bits) - 1);
    uint32_t exponent = v >> fraction_bits & ((1u << exponent_bits) - 1);
    int bias = (1 << (exponent_bits - 1)) - 1;
    double value;

    if (exponent == (1u << exponent_bits) - 1)
        return NAN;
    if (exponent == 0)
        value = ldexp(fraction, 1 - bias - (int)fraction_bits);
    else
        value = ldexp(fraction + (1u << fraction_bits), (int)exponent - bias - (int)fraction_bits);
    return v >> (fraction_bits + exponent_bits) & 1 ? -value : value;
}

static double float_value(const uint8_t *p, unsigned bits)
{
    float single;
    double full;

    switch (bits) {
    case 16:
        return small_float((uint32_t)whole_bytes(p, 2), 5, 10);
    case 24:
        return small_float((uint32_t)whole_bytes(p, 3), 7, 16);
    case 32:
        memcpy(&single, p, sizeof(single));
        return (double)single;
    default:
        memcpy(&full, p, sizeof(full));
        return full;
    }
}

double tiff_sample_value(const struct tiff_layout *l, const uint8_t *row, uint64_t i)
{
    unsigned bits = l->bits;
    uint64_t v;

    if (l->number == TIFF_NUM_FLOAT)
        return float_value(row + i * l->sample_bits / 8, bits);
    v = bits == 64 ? whole_bytes(row + i * l->sample_bits / 8, 8)
                   : tiff_sample_bits(row, i, l->sample_bits, bits);
    if (l->number == TIFF_NUM_UINT)
        return (double)v;
    if (bits < 64 && v >> (bits - 1) != 0)
        v |= ~UINT64_C(0) << bits;
    return (double)(int64_t)v;
}
