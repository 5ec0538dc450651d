#include "ocr/sheet/morphology.h"

#include <leptonica/allheaders.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ocr/sheet/pixel_rows.h"

#define WORD 32

/* The loop below reads no word that it wrote before: several words may go at once. Clang finds that
 * out by itself. */
#ifdef __clang__
#define NO_OVERLAP
#else
#define NO_OVERLAP _Pragma("GCC ivdep")
#endif

/*
 * An image with margins of nothing around it. Dilating and eroding only move pixels to the left and
 * up; where the first pixel has got to is in left and top.
 */
struct bits {
    uint32_t *at; /* owned; first pixel of a word in its highest bit */
    size_t words, rows;
    int w, h, left, top;
};

static size_t words_of(int pixels)
{
    return ((size_t)pixels + WORD - 1) / WORD;
}

/* What a row of the image has in its last word. */
static uint32_t last_mask(int w)
{
    return w % WORD == 0 ? UINT32_MAX : UINT32_MAX << (WORD - w % WORD);
}

static int bits_load(struct bits *b, PIX *pix, int margin_x, int margin_y)
{
    size_t before = words_of(margin_x), n;

    pixGetDimensions(pix, &b->w, &b->h, NULL);
    n = words_of(b->w);
    b->words = n + 2 * before + 1;
    b->rows = (size_t)b->h + 2 * (size_t)margin_y;
    b->left = (int)before * WORD;
    b->top = margin_y;
    b->at = calloc(b->words * b->rows, sizeof(*b->at));
    if (b->at == NULL)
        return -1;
    for (size_t y = 0; y < (size_t)b->h; y++) {
        uint32_t *row = b->at + (y + (size_t)margin_y) * b->words + before;

        memcpy(row, pixGetData(pix) + y * (size_t)pixGetWpl(pix), n * sizeof(*row));
        row[n - 1] &= last_mask(b->w);
    }
    return 0;
}

/* The image without its margins; frees b. */
static PIX *bits_store(struct bits *b)
{
    PIX *pix = pixCreateNoInit(b->w, b->h, 1);
    size_t n = words_of(b->w), first = (size_t)b->left / WORD;
    unsigned shift = (unsigned)b->left % WORD;

    for (size_t y = 0; pix != NULL && y < (size_t)b->h; y++) {
        const uint32_t *from = b->at + (y + (size_t)b->top) * b->words + first;
        uint32_t *to = pixGetData(pix) + y * (size_t)pixGetWpl(pix);

        if (shift == 0)
            memcpy(to, from, n * sizeof(*to));
        else
            for (size_t i = 0; i < n; i++)
                to[i] = from[i] << shift | from[i + 1] >> (WORD - shift);
        to[n - 1] &= last_mask(b->w);
    }
    free(b->at);
    b->at = NULL;
    return pix;
}

/* Each word with the one that lies so many pixels to its right; beyond the row lies nothing. */
static void merge_along(uint32_t *row, size_t n, size_t pixels, bool all)
{
    size_t skip = pixels / WORD, inner = n > skip + 1 ? n - skip - 1 : 0;
    unsigned shift = (unsigned)(pixels % WORD);

    /* Twice >> so that a shift of 0 takes nothing from the next word. */
    if (all) {
        NO_OVERLAP
        for (size_t i = 0; i < inner; i++)
            row[i] &= row[i + skip] << shift | row[i + skip + 1] >> (WORD - 1 - shift) >> 1;
        for (size_t i = inner; i < n; i++)
            row[i] &= i + skip < n ? row[i + skip] << shift : 0;
    } else {
        NO_OVERLAP
        for (size_t i = 0; i < inner; i++)
            row[i] |= row[i + skip] << shift | row[i + skip + 1] >> (WORD - 1 - shift) >> 1;
        for (size_t i = inner; i < n; i++)
            row[i] |= i + skip < n ? row[i + skip] << shift : 0;
    }
}

static void merge_down(struct bits *b, size_t pixels, bool all)
{
    for (size_t y = 0; y < b->rows; y++) {
        uint32_t *row = b->at + y * b->words;
        const uint32_t *other = row + pixels * b->words;

        if (y + pixels >= b->rows) {
            if (all)
                memset(row, 0, b->words * sizeof(*row));
            continue;
        }
        if (all) {
            NO_OVERLAP
            for (size_t i = 0; i < b->words; i++)
                row[i] &= other[i];
        } else {
            NO_OVERLAP
            for (size_t i = 0; i < b->words; i++)
                row[i] |= other[i];
        }
    }
}

/* Every pixel becomes the union (or, all, the intersection) of n from it to the right or down. */
static void gather(struct bits *b, int n, bool down, bool all)
{
    size_t done = 1, want = (size_t)n;

    while (done < want) {
        size_t step = done * 2 <= want ? done : want - done;

        if (down)
            merge_down(b, step, all);
        else
            for (size_t y = 0; y < b->rows; y++)
                merge_along(b->at + y * b->words, b->words, step, all);
        done += step;
    }
}

static void dilate(struct bits *b, int w, int h)
{
    gather(b, w, false, false);
    gather(b, h, true, false);
    b->left -= w - 1 - w / 2;
    b->top -= h - 1 - h / 2;
}

static void erode(struct bits *b, int w, int h)
{
    gather(b, w, false, true);
    gather(b, h, true, true);
    b->left -= w / 2;
    b->top -= h / 2;
}

/* Forgets what lies outside the image. */
static int crop(struct bits *b, int margin_x, int margin_y)
{
    PIX *pix = bits_store(b);
    int rc = pix != NULL ? bits_load(b, pix, margin_x, margin_y) : -1;

    pixDestroy(&pix);
    return rc;
}

PIX *bits_dilate(PIX *pix, int w, int h)
{
    struct bits b;

    if (bits_load(&b, pix, w, h) != 0)
        return NULL;
    dilate(&b, w, h);
    return bits_store(&b);
}

PIX *bits_open(PIX *pix, int w, int h)
{
    struct bits b;

    if (bits_load(&b, pix, 2 * w, 2 * h) != 0)
        return NULL;
    erode(&b, w, h);
    dilate(&b, w, h);
    return bits_store(&b);
}

PIX *bits_close_safe(PIX *pix, int w, int h)
{
    struct bits b;

    if (bits_load(&b, pix, 2 * w, 2 * h) != 0)
        return NULL;
    dilate(&b, w, h);
    erode(&b, w, h);
    return bits_store(&b);
}

PIX *bits_close(PIX *pix, int w, int h)
{
    struct bits b;

    if (bits_load(&b, pix, w, h) != 0)
        return NULL;
    dilate(&b, w, h);
    if (crop(&b, w, h) != 0)
        return NULL;
    erode(&b, w, h);
    return bits_store(&b);
}

void bits_paint(PIX *grey, PIX *mask, int value)
{
    int h = pixGetHeight(mask);
    size_t n = words_of(pixGetWidth(mask));
    uint32_t last = last_mask(pixGetWidth(mask));

    for (int y = 0; y < h; y++) {
        const uint32_t *bits = pixGetData(mask) + (size_t)y * (size_t)pixGetWpl(mask);
        l_uint32 *line = pixGetData(grey) + (size_t)y * (size_t)pixGetWpl(grey);

        for (size_t i = 0; i < n; i++) {
            uint32_t left = i + 1 == n ? bits[i] & last : bits[i];

            while (left != 0) {
                int x = __builtin_clz(left);

                SET_DATA_BYTE(line, i * WORD + (size_t)x, value);
                left &= ~(UINT32_C(1) << (WORD - 1 - x));
            }
        }
    }
}

/* One byte a pixel, 1 where it is dark. */
static void mark_dark(const uint8_t *restrict row, uint8_t *restrict dark, size_t n, uint8_t than)
{
    for (size_t x = 0; x < n; x++)
        dark[x] = row[x] < than;
}

/* Eight such bytes as the bits of one, the first on top: each lands in its place, and no two in
 * one. */
static uint32_t eight(const uint8_t *dark)
{
    uint64_t v;

    memcpy(&v, dark, sizeof(v));
    return (uint32_t)(le64toh(v) * UINT64_C(0x8040201008040201) >> 56);
}

PIX *bits_darker(PIX *grey, int than)
{
    int w = pixGetWidth(grey), h = pixGetHeight(grey);
    size_t n = words_of(w), room = n * WORD;
    PIX *pix = pixCreateNoInit(w, h, 1);
    uint32_t *row = malloc(room);
    uint8_t *dark = calloc(room, 1);

    if (pix == NULL || row == NULL || dark == NULL)
        pixDestroy(&pix);
    for (int y = 0; pix != NULL && y < h; y++) {
        uint32_t *to = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);

        rows_swap(row, pixGetData(grey) + (size_t)y * (size_t)pixGetWpl(grey), (size_t)w);
        mark_dark((const uint8_t *)row, dark, (size_t)w, (uint8_t)than);
        for (size_t i = 0; i < n; i++) {
            const uint8_t *p = dark + i * WORD;

            to[i] = eight(p) << 24 | eight(p + 8) << 16 | eight(p + 16) << 8 | eight(p + 24);
        }
    }
    free(row);
    free(dark);
    return pix;
}
