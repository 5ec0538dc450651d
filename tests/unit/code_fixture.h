/*
 * code_fixture.h - pages with codes, turned by any angle, drawn for the tests of barcode and patch.
 */
#ifndef BA_TESTS_UNIT_CODE_FIXTURE_H
#define BA_TESTS_UNIT_CODE_FIXTURE_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "image/raster.h"
#include "tests/unit/test.h"

#define CODE_MODULES_MAX 441

/* Dark and light modules; rows 1 for bars. */
struct code {
    uint8_t dark[CODE_MODULES_MAX];
    uint32_t columns, rows;
};

/* Code 128, code set B (ISO/IEC 15417): widths of bar, space, bar, ... of each value. */
static inline void encode_code128(const char *text, struct code *c)
{
    static const char widths[106][7] = {
        "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
        "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
        "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
        "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
        "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
        "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
        "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
        "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
        "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
        "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
        "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
        "113141", "114131", "311141", "411131", "211412", "211214", "211232"
    };
    size_t n = strlen(text), sum = 104;

    *c = (struct code){ .rows = 1 };
    for (size_t i = 0; i <= n + 2; i++) {
        const char *w = "2331112";

        if (i == 0)
            w = widths[104];
        else if (i <= n) {
            w = widths[text[i - 1] - 32];
            sum += i * (size_t)(text[i - 1] - 32);
        } else if (i == n + 1)
            w = widths[sum % 103];
        for (size_t k = 0; w[k] != '\0'; k++)
            for (int m = 0; m < w[k] - '0'; m++)
                c->dark[c->columns++] = k % 2 == 0;
    }
}

/* A page of white paper, A4 at dpi, of 1 or 8 bits. */
static inline struct raster blank_page(double dpi, uint8_t bits)
{
    struct raster r = { .width_px = (uint32_t)lround(8.27 * dpi),
                        .height_px = (uint32_t)lround(11.69 * dpi),
                        .bits = bits,
                        .xdpi = dpi,
                        .ydpi = dpi };

    assert_int_equal(0, ba_raster_alloc(&r));
    if (bits != 1)
        memset(r.data, 235, r.stride * r.height_px);
    return r;
}

static inline void set_dark(struct raster *r, uint32_t x, uint32_t y)
{
    uint8_t *row = r->data + (size_t)y * r->stride;

    if (r->bits == 1)
        row[x / 8] |= (uint8_t)(0x80 >> x % 8);
    else
        memset(row + (size_t)x * r->bits / 8, 40, r->bits / 8);
}

/* Draws the code w x h pixels large about the middle cx, cy of the page, turned clockwise. */
static inline void draw_code(struct raster *r, const struct code *c, double cx, double cy, double w,
                             double h, double deg)
{
    double co = cos(deg * 3.14159265358979 / 180), si = sin(deg * 3.14159265358979 / 180);
    double reach = hypot(w, h) / 2 + 2;

    for (uint32_t y = (uint32_t)fmax(0, cy - reach); y < r->height_px && y < cy + reach; y++)
        for (uint32_t x = (uint32_t)fmax(0, cx - reach); x < r->width_px && x < cx + reach; x++) {
            double dx = x + .5 - cx, dy = y + .5 - cy;
            double u = (dx * co + dy * si) / w + .5, v = (-dx * si + dy * co) / h + .5;

            if (u >= 0 && u < 1 && v >= 0 && v < 1 &&
                c->dark[(uint32_t)(v * c->rows) * c->columns + (uint32_t)(u * c->columns)])
                set_dark(r, x, y);
        }
}

static inline uint32_t next_random(uint32_t *v)
{
    return (*v = *v * 1664525 + 1013904223) >> 8;
}

/* Grain of the paper and sensor on a page of 8 bits; specks on one of 1 bit. */
static inline void add_noise(struct raster *r, int amount, uint32_t seed)
{
    uint32_t v = seed;

    for (size_t i = 0; r->bits == 8 && i < r->stride * r->height_px; i++) {
        int n = r->data[i];

        for (int k = 0; k < 3; k++)
            n += (int)(next_random(&v) % (unsigned)(2 * amount + 1)) - amount;
        r->data[i] = (uint8_t)(n < 0 ? 0 : n > 255 ? 255 : n);
    }
    for (int i = 0; r->bits == 1 && i < 100 * amount; i++)
        set_dark(r, next_random(&v) % r->width_px, next_random(&v) % r->height_px);
}

/* Lines of strokes that look like typing to whoever does not read. */
static inline void draw_text(struct raster *r, double dpi, uint32_t seed)
{
    uint32_t v = seed, step = (uint32_t)(dpi / 10), line = (uint32_t)(dpi / 6);

    for (uint32_t y = line; y + line < r->height_px; y += line)
        for (uint32_t x = line; x + line < r->width_px; x += step) {
            uint32_t shape = next_random(&v);

            if (shape % 6 == 0)
                continue; /* between words */
            for (uint32_t k = 0; k < step * 4 / 5; k++) {
                if (shape & 8)
                    set_dark(r, x, y + k);
                if (shape & 16)
                    set_dark(r, x + step / 2, y + k);
                if (shape & 32)
                    set_dark(r, x + k * 3 / 4, y);
                if (shape & 64)
                    set_dark(r, x + k * 3 / 4, y + k);
                if (shape & 128)
                    set_dark(r, x + k * 3 / 4, y + step / 2);
            }
        }
}

#endif
