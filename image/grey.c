#include "image/grey.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define A4_LONG_INCH (297 / 25.4)
/* Lightness, of that of the paper, from which on all is paper (grain and shade stay above, worn ink
 * below), and up to which all is ink. */
#define WHITE_PCT 85
#define BLACK_PCT 35

double grey_page_dpi(const struct raster *image)
{
    uint32_t side = image->width_px > image->height_px ? image->width_px : image->height_px;

    if (image->xdpi >= 50 && image->xdpi <= 1200)
        return image->xdpi;
    return side / A4_LONG_INCH;
}

uint32_t grey_factor(const struct raster *image, double dpi, uint64_t max_pixels)
{
    double wanted = grey_page_dpi(image) / dpi;
    uint64_t pixels = (uint64_t)image->width_px * image->height_px;
    uint32_t factor = wanted < 1 ? 1 : (uint32_t)lround(wanted);

    while (pixels / ((uint64_t)factor * factor) > max_pixels)
        factor++;
    return factor;
}

/* The same for one bit a pixel, `factor` bits at a time: 1 is black. */
static void add_bits(const uint8_t *row, size_t row_bytes, size_t x, uint32_t factor,
                     uint32_t cells, uint32_t *sum)
{
    for (uint32_t c = 0; c < cells; c++)
        for (uint32_t left = factor; left > 0;) {
            size_t byte = x / 8;
            uint32_t n = left < 8 ? left : 8;
            uint32_t pair = (uint32_t)row[byte] << 8 | (byte + 1 < row_bytes ? row[byte + 1] : 0);
            uint32_t bits = pair >> (16 - x % 8 - n) & ((1u << n) - 1);

            sum[c] += 255u * (uint32_t)__builtin_popcount(bits);
            x += n;
            left -= n;
        }
}

/* Adds the blackness (0..255 a pixel) of one row of the page, from x on, to the sums of its cells.
 */
static void add_row(const struct raster *image, uint32_t x, uint32_t y, uint32_t factor,
                    uint32_t cells, uint32_t *sum)
{
    const uint8_t *row = image->data + (size_t)y * image->stride;

    if (image->bits == 1) {
        add_bits(row, image->stride, x, factor, cells, sum);
    } else if (image->bits == 8) {
        row += x;
        for (uint32_t c = 0; c < cells; c++)
            for (uint32_t k = 0; k < factor; k++)
                sum[c] += 255u - *row++;
    } else {
        row += 3 * (size_t)x;
        for (uint32_t c = 0; c < cells; c++)
            for (uint32_t k = 0; k < factor; k++, row += 3)
                sum[c] += 255u - (77u * row[0] + 150u * row[1] + 29u * row[2]) / 256;
    }
}

int grey_cut(const struct raster *image, struct grey_rect part, uint32_t factor, struct grey *out)
{
    uint32_t w = part.w_px / factor, h = part.h_px / factor, *sum = NULL;
    uint64_t area = (uint64_t)factor * factor;

    *out = (struct grey){ .width_px = w, .height_px = h, .factor = factor };
    if (w == 0 || h == 0)
        return -1;
    sum = malloc(w * sizeof(*sum));
    out->data = malloc((size_t)w * h);
    if (sum == NULL || out->data == NULL) {
        free(sum);
        grey_free(out);
        return -1;
    }
    for (uint32_t y = 0; y < h; y++) {
        uint8_t *to = out->data + (size_t)y * w;

        memset(sum, 0, w * sizeof(*sum));
        for (uint32_t k = 0; k < factor; k++)
            add_row(image, part.x_px, part.y_px + y * factor + k, factor, w, sum);
        for (uint32_t x = 0; x < w; x++)
            to[x] = (uint8_t)(255 - sum[x] / area);
    }
    free(sum);
    return 0;
}

int grey_reduce(const struct raster *image, uint32_t factor, struct grey *out)
{
    struct grey_rect all = { .w_px = image->width_px, .h_px = image->height_px };

    return grey_cut(image, all, factor, out);
}

void grey_stretch(struct grey *g)
{
    uint32_t count[256] = { 0 };
    size_t pixels = (size_t)g->width_px * g->height_px;
    uint8_t to[256];
    unsigned paper = 128, white, black;

    for (size_t i = 0; i < pixels; i++)
        count[g->data[i]]++;
    for (unsigned v = 129; v < 256; v++)
        if (count[v] > count[paper])
            paper = v;
    white = paper * WHITE_PCT / 100;
    black = paper * BLACK_PCT / 100;
    for (unsigned v = 0; v < 256; v++)
        to[v] = (uint8_t)(v >= white ? 255 : v <= black ? 0 : (v - black) * 255 / (white - black));
    for (size_t i = 0; i < pixels; i++)
        g->data[i] = to[g->data[i]];
}

void grey_free(struct grey *g)
{
    free(g->data);
    *g = (struct grey){ 0 };
}
