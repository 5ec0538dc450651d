/*
 * sheet_picture.h - separator sheets as a scanner would see them, without printing: for the tests
 * and the bench of ingest/sheet.
 */
#ifndef BA_TESTS_UNIT_SHEET_PICTURE_H
#define BA_TESTS_UNIT_SHEET_PICTURE_H

#include <string.h>

#include <leptonica/allheaders.h>

#include "image/raster.h"
#include "ingest/separator/sheet.h"

/* The sheet at dpi (600 divided by a whole number), upright, 8 bits. */
static inline PIX *sheet_pix(const struct sheet_layout *l, int dpi)
{
    PIX *large = pixCreate(SHEET_WIDTH_DOTS, SHEET_HEIGHT_DOTS, 1), *small = NULL;

    for (size_t i = 0; i < l->rect_count; i++)
        pixRasterop(large, l->rects[i].x, l->rects[i].y, l->rects[i].w, l->rects[i].h, PIX_SET,
                    NULL, 0, 0);
    if (dpi == 400) { /* not a divisor: through grey */
        PIX *half = pixScaleToGray2(large);

        small = pixScale(half, 4.0f / 3, 4.0f / 3);
        pixDestroy(&half);
    } else {
        small = dpi == 300 ? pixScaleToGray2(large) : pixScaleToGray3(large);
    }
    pixDestroy(&large);
    return small;
}

/* Turned clockwise by quarters and then by deg. Replaces *pix. */
static inline void sheet_turn(PIX **pix, int quarters, double deg)
{
    PIX *turned = pixRotateOrth(*pix, quarters);

    pixDestroy(pix);
    *pix = deg == 0 ? pixClone(turned)
                    : pixRotate(turned, (l_float32)(deg * 3.14159265358979 / 180),
                                L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0);
    pixDestroy(&turned);
}

/* As the reader of TIFFs would give it: grey, or (threshold not 0) black and white. */
static inline struct raster sheet_raster(PIX *pix, int dpi, int threshold)
{
    struct raster r = { .width_px = (uint32_t)pixGetWidth(pix),
                        .height_px = (uint32_t)pixGetHeight(pix),
                        .bits = threshold == 0 ? 8 : 1,
                        .xdpi = dpi,
                        .ydpi = dpi };

    if (ba_raster_alloc(&r) != 0)
        return r;
    for (uint32_t y = 0; y < r.height_px; y++) {
        const l_uint32 *line = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);
        uint8_t *row = r.data + y * r.stride;

        for (uint32_t x = 0; x < r.width_px; x++) {
            uint8_t v = (uint8_t)GET_DATA_BYTE(line, x);

            if (threshold == 0)
                row[x] = v;
            else if (v < threshold)
                row[x / 8] |= (uint8_t)(0x80 >> x % 8);
        }
    }
    return r;
}

#endif
