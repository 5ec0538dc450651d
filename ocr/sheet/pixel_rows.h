/*
 * pixel_rows.h - rows of 8 bpp images as plain bytes, left to right: leptonica keeps four pixels in
 * a word, and compilers make vector instructions of loops over bytes only.
 */
#ifndef BA_OCR_PIXEL_ROWS_H
#define BA_OCR_PIXEL_ROWS_H

#include <stddef.h>
#include <stdint.h>

/* Bytes a row of plain bytes must have room for: whole words. */
static inline size_t rows_room(size_t width)
{
    return (width + 3) / 4 * 4;
}

/* to and from: room for the width rounded up to whole words, aligned to words. */
void rows_swap(uint32_t *to, const uint32_t *from, size_t width);
/* Each byte times the factor, in 1/256, and 255 at most. */
void rows_scale(uint8_t *row, size_t width, uint16_t factor);
/* Grey of pixels of red, green and blue: weights of ITU-R BT.601, in 1/256. */
void rows_grey(uint8_t *to, const uint8_t *rgb, size_t width);

#endif
