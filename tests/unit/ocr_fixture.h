/*
 * Pages for the tests of ocr/, drawn by code: lines of text in leptonica's bitmap font, turned,
 * tilted, dirtied. What was drawn where is known, so that boxes and angles can be checked.
 */
#ifndef BA_TESTS_UNIT_OCR_FIXTURE_H
#define BA_TESTS_UNIT_OCR_FIXTURE_H

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "image/raster.h"
#include "tests/unit/test.h"

#define FIXTURE_DPI 300

static const char *const fixture_lines[] = {
    "Burgemeester en Wethouders der gemeente",   "gezien de aanvraag om vergunning tot het",
    "bouwen van een woonhuis met garage op het", "perceel kadastraal bekend sectie, nummer",
    "gehoord het advies van de commissie voor",  "welstandstoezicht en gelet op de bepalingen",
    "van de bouwverordening besluiten aan de",   "heer voornoemd vergunning te verlenen tot",
    "het bouwen volgens de gewaarmerkte",        "tekeningen en onder de voorwaarden dat",
    "de fundering op staal wordt aangelegd",     "en de buitenmuren als spouwmuur worden",
};

/* Grey page of w x h pixels with `lines` lines of text. paper and ink are grey values. */
static inline PIX *fixture_page(int w, int h, size_t lines, int paper, int ink)
{
    L_BMF *font = bmfCreate(NULL, 10); /* 10 pt at 300 dpi */
    PIX *page = pixCreate(w, h, 8);

    assert_non_null(page);
    assert_non_null(font);
    pixSetAllArbitrary(page, (l_uint32)paper);
    for (size_t i = 0; i < lines; i++)
        pixSetTextline(page, font, fixture_lines[i % 12], (l_uint32)ink, w / 8, h / 8 + (int)i * 62,
                       NULL, NULL);
    bmfDestroy(&font);
    return page;
}

/* Turns the page clockwise by quarters and then counter-clockwise by deg, as a scanner might. */
static inline PIX *fixture_turned(PIX *page, int quarters, double deg, int paper)
{
    PIX *turned = pixRotateOrth(page, quarters), *tilted;

    tilted = pixRotateAMGray(turned, (l_float32)(-deg * M_PI / 180), (l_uint8)paper);
    pixDestroy(&turned);
    return tilted;
}

/* The pixels of an 8 or 1 bpp image as the stage gets them. */
static inline struct raster fixture_raster(PIX *pix)
{
    int depth = pixGetDepth(pix);
    struct raster r = { .width_px = (uint32_t)pixGetWidth(pix),
                        .height_px = (uint32_t)pixGetHeight(pix),
                        .bits = (uint8_t)depth,
                        .xdpi = FIXTURE_DPI,
                        .ydpi = FIXTURE_DPI };

    assert_true(depth == 8 || depth == 1);
    assert_int_equal(ba_raster_alloc(&r), 0);
    for (uint32_t y = 0; y < r.height_px; y++) {
        l_uint32 *line = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);

        for (uint32_t x = 0; x < (depth == 1 ? (r.width_px + 7) / 8 : r.width_px); x++)
            r.data[y * r.stride + x] = (uint8_t)GET_DATA_BYTE(line, x);
    }
    return r;
}

static inline void fixture_rect(PIX *pix, int x, int y, int w, int h, int grey)
{
    BOX *box = boxCreate(x, y, w, h);

    pixSetInRectArbitrary(pix, box, (l_uint32)grey);
    boxDestroy(&box);
}

#endif
