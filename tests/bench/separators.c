/*
 * separators.c - prints separator sheets in memory, spoils them as scanners do, and reads them
 * back.
 *
 *   separators [TRIALS [SEED]]     2000 trials, seed 1; one line of figures; status 1 below 99.5 %
 * or when one wrong number was read
 *
 * A trial: a number of one of several lengths, a resolution of 200, 300 or 400 dpi, any of four
 * ways in the feeder, up to 8 degrees askew, darkened or lightened, noise, specks, in half of the
 * trials black and white, and in a third one edge cut away by up to 25 mm.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ingest/separator/barcode.h"
#include "tests/unit/sheet_picture.h"

static uint64_t state;

/* xorshift64*: equal on every machine. */
static uint64_t roll(void)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(2685821657736338717);
}

static double dice(double from, double to)
{
    return from + (to - from) * (double)(roll() >> 11) / (double)(UINT64_C(1) << 53);
}

static int pick(int n)
{
    return (int)dice(0, n) % n;
}

static void number(char *out, size_t size)
{
    int year = 1900 + pick(100), n = 1 + pick(2000);

    switch (pick(4)) {
    case 0:
        snprintf(out, size, "DOSSIER:%d/%03d", year, n);
        break;
    case 1:
        snprintf(out, size, "DOSSIER:%d/%d", year, n);
        break;
    case 2:
        snprintf(out, size, "DOSSIER:BWT-%d-%04d", year, n);
        break;
    default:
        snprintf(out, size, "DOSSIER:Voorbeelddam %d nr %d", year, n);
        break;
    }
}

static void spoil(PIX *pix)
{
    double gain = dice(0.75, 1.0), lift = dice(0, 45), noise = dice(0, 25);
    int w = pixGetWidth(pix), h = pixGetHeight(pix), shade[256], grain[256];
    uint64_t eight = 0; /* one roll is noise for so many pixels: most of the time goes here */

    for (int i = 0; i < 256; i++) {
        shade[i] = (int)(i * gain + lift);
        grain[i] = (int)((i / 127.5 - 1) * noise);
    }
    for (int y = 0; y < h; y++) {
        l_uint32 *line = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);

        for (int x = 0; x < w; x++, eight >>= 8) {
            if (x % 8 == 0)
                eight = roll();
            int v = shade[GET_DATA_BYTE(line, x)] + grain[eight & 0xFF];
            SET_DATA_BYTE(line, x, v < 0 ? 0 : v > 255 ? 255 : v);
        }
    }
    for (int i = pick(400); i > 0; i--) {
        int x = pick(w - 4), y = pick(h - 4), d = 1 + pick(3);

        pixRasterop(pix, x, y, d, d, pick(2) ? PIX_SET : PIX_CLR, NULL, 0, 0);
    }
}

static void cut(PIX **pix, int dpi)
{
    int w = pixGetWidth(*pix), h = pixGetHeight(*pix), off = (int)dice(0, 25 / 25.4 * dpi);
    int side = pick(4);
    BOX *box = boxCreate(side == 0 ? off : 0, side == 1 ? off : 0, side % 2 == 0 ? w - off : w,
                         side % 2 == 1 ? h - off : h);
    PIX *rest = pixClipRectangle(*pix, box, NULL);

    boxDestroy(&box);
    pixDestroy(pix);
    *pix = rest;
}

/* 1: read; 0: not read; -1: another number was read. */
static int trial(double *cpu_s)
{
    static const int resolutions[] = { 200, 300, 400 };
    struct sheet_words w = {
        .heading = "", .name = "", .title = "", .address = "", .box = "", .advice = ""
    };
    int dpi = resolutions[pick(3)], quarters = pick(4), result = 0;
    double deg = dice(-8, 8);
    clock_t began;
    char code[72];
    struct ba_err err = BA_ERR_INIT;
    struct sheet_layout layout;
    struct barcodes found;
    struct raster r;
    PIX *pix;

    number(code, sizeof(code));
    w.code = code;
    if (sheet_lay_out(&w, &layout, &err) != BA_OK)
        return 0;
    pix = sheet_pix(&layout, dpi);
    sheet_turn(&pix, quarters, deg);
    if (pick(3) == 0)
        cut(&pix, dpi);
    spoil(pix);
    r = sheet_raster(pix, dpi, pick(2) ? 100 + pick(60) : 0);
    began = clock();
    if (barcode_find(&r, &found, &err) != BA_OK)
        found.count = 0;
    *cpu_s += (double)(clock() - began) / CLOCKS_PER_SEC;
    for (size_t i = 0; i < found.count; i++)
        result = strcmp(found.at[i].text, code) == 0 && result >= 0 ? 1 : -1;
    if (result != 1)
        fprintf(stderr, "%s: %s at %d dpi, %d quarters, %.2f degrees, %d bits\n",
                result == 0 ? "not read" : found.at[0].text, code, dpi, quarters, deg, r.bits);
    ba_raster_free(&r);
    pixDestroy(&pix);
    sheet_layout_free(&layout);
    return result;
}

int main(int argc, char **argv)
{
    long trials = argc > 1 ? strtol(argv[1], NULL, 10) : 2000, read = 0, wrong = 0;
    double cpu_s = 0;

    state = argc > 2 ? strtoull(argv[2], NULL, 10) * UINT64_C(0x9E3779B97F4A7C15) : 1;
    for (long i = 0; i < trials; i++) {
        int result = trial(&cpu_s);

        read += result == 1;
        wrong += result < 0;
    }
    printf("%ld sheets: %ld read (%.2f %%), %ld wrong, %.0f CPU ms to read one\n", trials, read,
           100.0 * (double)read / (double)trials, wrong, 1000 * cpu_s / (double)trials);
    return trials > 0 && wrong == 0 && (double)read >= 0.995 * (double)trials ? 0 : 1;
}
