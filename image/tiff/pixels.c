/* From a decoded block to pixels: each sample of a row to 8 bits, and the samples to grey or RGB.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "image/tiff/tiff_private.h"

struct tiff_lines {
    uint8_t *sample[TIFF_USED_SAMPLES]; /* a row of 0..255 each, of the widest block */
    uint8_t *all;
};

struct tiff_lines *tiff_lines_new(const struct tiff_layout *l)
{
    struct tiff_lines *lines = calloc(1, sizeof(*lines));
    size_t width = l->block_w < l->width_px ? l->block_w : l->width_px;

    if (lines == NULL)
        return NULL;
    lines->all = malloc(width * TIFF_USED_SAMPLES);
    if (lines->all == NULL) {
        free(lines);
        return NULL;
    }
    for (int s = 0; s < TIFF_USED_SAMPLES; s++)
        lines->sample[s] = lines->all + width * (size_t)s;
    return lines;
}

void tiff_lines_free(struct tiff_lines *lines)
{
    if (lines != NULL)
        free(lines->all);
    free(lines);
}

static const uint8_t *row_of(const struct tiff_block *b, uint32_t s, uint32_t y)
{
    return b->at[s] + (size_t)y * b->row_bytes;
}

static uint64_t index_of(const struct tiff_block *b, uint32_t s, uint32_t x)
{
    return b->offset[s] + (uint64_t)x * b->step;
}

void tiff_block_range(struct tiff_layout *l, const struct tiff_block *b)
{
    for (uint32_t s = 0; s < l->colours; s++)
        for (uint32_t y = 0; y < b->h_px; y++)
            for (uint32_t x = 0; x < b->w_px; x++) {
                double v = tiff_sample_value(l, row_of(b, s, y), index_of(b, s, x));
                bool first = l->low > l->high;

                if (!isfinite(v))
                    continue;
                if (first || v < l->low)
                    l->low = v;
                if (first || v > l->high)
                    l->high = v;
            }
}

static uint8_t ranged(const struct tiff_layout *l, double v)
{
    double low = l->low, high = l->high, scaled;

    /* Fractions are brightness as it stands; anything else is spread over what occurs. */
    if (l->number == TIFF_NUM_FLOAT && low >= 0 && high <= 1) {
        low = 0;
        high = 1;
    }
    if (!isfinite(v) || !(high > low))
        return 0;
    scaled = 255 * (v / (high - low) - low / (high - low)) + 0.5;
    return scaled <= 0 ? 0 : scaled >= 255 ? 255 : (uint8_t)scaled;
}

/* Row y of sample s, as 0..255. */
static void expand(const struct tiff_layout *l, const struct tiff_block *b, uint32_t s, uint32_t y,
                   uint8_t *to)
{
    const uint8_t *row = row_of(b, s, y);
    uint32_t max = l->bits < 8 ? (1u << l->bits) - 1 : 255;

    if (l->ranged) {
        for (uint32_t x = 0; x < b->w_px; x++)
            to[x] = ranged(l, tiff_sample_value(l, row, index_of(b, s, x)));
    } else if (l->bits == 8) {
        for (uint32_t x = 0; x < b->w_px; x++)
            to[x] = row[index_of(b, s, x)];
    } else {
        for (uint32_t x = 0; x < b->w_px; x++) {
            uint32_t v = tiff_sample_bits(row, index_of(b, s, x), l->sample_bits, l->bits);

            to[x] = (uint8_t)(l->bits < 8 ? v * 255 / max : v >> (l->bits - 8));
        }
    }
}

static void bilevel(const struct tiff_layout *l, const struct tiff_block *b, struct raster *out)
{
    uint8_t flip = l->white_is_zero ? 0x00 : 0xFF;
    size_t bytes = b->w_px / 8, rest = b->w_px % 8;

    for (uint32_t y = 0; y < b->h_px; y++) {
        const uint8_t *from = row_of(b, 0, y);
        uint8_t *row = out->data + (size_t)(b->y_px + y) * out->stride, *to = row + b->x_px / 8;

        if (b->x_px % 8 == 0) {
            for (size_t i = 0; i < bytes; i++)
                to[i] = from[i] ^ flip;
            if (rest > 0)
                to[bytes] = (uint8_t)((from[bytes] ^ flip) & 0xFF00u >> rest);
            continue;
        }
        /* Tiles of a width that is no multiple of 16 are against the rules, and libtiff reads them.
         */
        for (uint32_t x = 0; x < b->w_px; x++)
            if ((from[x / 8] ^ flip) >> (7 - x % 8) & 1)
                row[(b->x_px + x) / 8] |= (uint8_t)(0x80u >> (b->x_px + x) % 8);
    }
}

static void palette_row(const struct tiff_layout *l, const struct tiff_block *b, uint32_t y,
                        uint8_t *to)
{
    const uint8_t *row = row_of(b, 0, y);
    int channels = l->out_bits / 8;

    for (uint32_t x = 0; x < b->w_px; x++) {
        uint32_t v = tiff_sample_bits(row, index_of(b, 0, x), l->sample_bits, l->bits);

        for (int c = 0; c < channels; c++)
            *to++ = (uint8_t)(l->map[c][v] >> l->map_shift);
    }
}

static void grey_row(const struct tiff_layout *l, const uint8_t *v, uint8_t *to, uint32_t width)
{
    uint8_t flip = l->white_is_zero ? 0xFF : 0x00;

    for (uint32_t x = 0; x < width; x++)
        to[x] = v[x] ^ flip;
}

static void rgb_row(const struct tiff_lines *lines, uint8_t *to, uint32_t width)
{
    for (uint32_t x = 0; x < width; x++)
        for (int c = 0; c < 3; c++)
            *to++ = lines->sample[c][x];
}

/* Inks without a profile: each takes away its colour, black takes from all. */
static void cmyk_row(const struct tiff_layout *l, const struct tiff_lines *lines, uint8_t *to,
                     uint32_t width)
{
    for (uint32_t x = 0; x < width; x++) {
        unsigned light = l->colours < 4 ? 255 : 255u - lines->sample[3][x];

        for (int c = 0; c < 3; c++)
            *to++ = (uint8_t)((255u - lines->sample[c][x]) * light / 255);
    }
}

/* Puts pixels that are partly transparent on white paper. */
static void over_white(const struct tiff_layout *l, const uint8_t *alpha, uint8_t *to,
                       uint32_t width)
{
    int channels = l->out_bits / 8;

    for (uint32_t x = 0; x < width; x++)
        for (int c = 0; c < channels; c++, to++) {
            unsigned a = alpha[x], v = l->alpha_multiplied ? *to : *to * a / 255;

            v += 255 - a;
            *to = (uint8_t)(v > 255 ? 255 : v);
        }
}

/* True when the decoded bytes of a row are the pixels of the raster. */
static bool is_plain(const struct tiff_layout *l, const struct tiff_block *b)
{
    if (l->bits != 8 || l->ranged || l->alpha >= 0)
        return false;
    return (l->kind == TIFF_KIND_RGB && b->step == 3) ||
           (l->kind == TIFF_KIND_GREY && b->step == 1 && !l->white_is_zero);
}

void tiff_block_convert(const struct tiff_layout *l, const struct tiff_block *b,
                        struct tiff_lines *lines, struct raster *out)
{
    size_t pixel_bytes = l->out_bits / 8;
    bool plain = is_plain(l, b);

    if (l->kind == TIFF_KIND_BILEVEL) {
        bilevel(l, b, out);
        return;
    }
    for (uint32_t y = 0; y < b->h_px; y++) {
        uint8_t *to = out->data + (size_t)(b->y_px + y) * out->stride + b->x_px * pixel_bytes;

        if (plain) {
            memcpy(to, row_of(b, 0, y), b->w_px * pixel_bytes);
            continue;
        }
        for (uint32_t s = 0; s < l->colours && l->kind != TIFF_KIND_PALETTE; s++)
            expand(l, b, s, y, lines->sample[s]);
        if (l->kind == TIFF_KIND_PALETTE)
            palette_row(l, b, y, to);
        else if (l->kind == TIFF_KIND_GREY)
            grey_row(l, lines->sample[0], to, b->w_px);
        else if (l->kind == TIFF_KIND_RGB)
            rgb_row(lines, to, b->w_px);
        else
            cmyk_row(l, lines, to, b->w_px);
        if (l->alpha >= 0) {
            expand(l, b, (uint32_t)l->alpha, y, lines->sample[l->alpha]);
            over_white(l, lines->sample[l->alpha], to, b->w_px);
        }
    }
}
