/*
 * ingest_fixture.h - scratch folders and TIFFs drawn for the tests of ingest/.
 *
 * Every image is a checkerboard of dark and light cells of 8 pixels, dark in the top left corner; a
 * test says what sample values dark and light have.
 */
#ifndef BA_TESTS_UNIT_INGEST_FIXTURE_H
#define BA_TESTS_UNIT_INGEST_FIXTURE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tiffio.h>

#include "core/file.h"
#include "tests/unit/test.h"

#define CELL 8
/* An ExtraSamples value in a struct drawing, in which 0 is "no such tag". */
#define EXTRA(kind) ((kind) + 1)

struct drawing {
    const char *name;
    uint16_t bits, samples, photometric, compression;
    uint32_t dark[5], light[5]; /* of floating point: in thousandths */
    uint16_t planar, format, fill_order, extra;
    uint32_t tile; /* side in pixels; 0: strips */
    uint32_t width, height, subfile;
    float dpi;
    uint16_t unit;
    uint32_t rows_per_strip;
};

static inline int scratch_setup(void **state)
{
    char *dir = strdup("/tmp/ba-ingest-XXXXXX");

    *state = mkdtemp(dir);
    return *state == NULL ? -1 : 0;
}

static inline int scratch_teardown(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    enum ba_rc rc = ba_remove_tree(*state, &err);

    free(*state);
    return rc == BA_OK ? 0 : -1;
}

static inline bool is_dark(uint32_t x, uint32_t y)
{
    return (x / CELL + y / CELL) % 2 == 0;
}

static inline void put_sample(const struct drawing *d, uint8_t *row, size_t i, uint32_t v)
{
    float f = (float)v / 1000;
    uint16_t half = (uint16_t)v;

    if (d->bits == 32 && d->format == SAMPLEFORMAT_IEEEFP)
        memcpy(row + 4 * i, &f, 4);
    else if (d->bits == 32)
        memcpy(row + 4 * i, &v, 4);
    else if (d->bits == 16)
        memcpy(row + 2 * i, &half, 2);
    else
        for (unsigned k = 0; k < d->bits; k++)
            if (v >> (d->bits - 1 - k) & 1)
                row[(i * d->bits + k) / 8] |= (uint8_t)(0x80 >> (i * d->bits + k) % 8);
}

/* Samples of one row from x0 on: all of them, or only sample s of separate planes. */
static inline void fill_row(const struct drawing *d, uint8_t *row, size_t bytes, uint32_t x0,
                            uint32_t width, uint32_t y, int s)
{
    size_t i = 0;

    memset(row, 0, bytes);
    for (uint32_t x = x0; x < x0 + width; x++)
        for (int k = s < 0 ? 0 : s; k < (s < 0 ? d->samples : s + 1); k++)
            put_sample(d, row, i++, is_dark(x, y) ? d->dark[k] : d->light[k]);
}

static inline void set_tags(TIFF *tif, const struct drawing *d)
{
    uint16_t map[3][256] = { { 0 } }, extra = (uint16_t)(d->extra - 1);

    TIFFSetField(tif, TIFFTAG_IMAGEWIDTH, d->width);
    TIFFSetField(tif, TIFFTAG_IMAGELENGTH, d->height);
    TIFFSetField(tif, TIFFTAG_BITSPERSAMPLE, d->bits);
    TIFFSetField(tif, TIFFTAG_SAMPLESPERPIXEL, d->samples);
    TIFFSetField(tif, TIFFTAG_PHOTOMETRIC, d->photometric);
    TIFFSetField(tif, TIFFTAG_COMPRESSION, d->compression);
    TIFFSetField(tif, TIFFTAG_PLANARCONFIG, d->planar == 0 ? PLANARCONFIG_CONTIG : d->planar);
    if (d->subfile != 0)
        TIFFSetField(tif, TIFFTAG_SUBFILETYPE, d->subfile);
    if (d->format != 0)
        TIFFSetField(tif, TIFFTAG_SAMPLEFORMAT, d->format);
    if (d->fill_order != 0)
        TIFFSetField(tif, TIFFTAG_FILLORDER, d->fill_order);
    if (d->extra != 0)
        TIFFSetField(tif, TIFFTAG_EXTRASAMPLES, 1, &extra);
    if (d->compression == COMPRESSION_JPEG && d->photometric == PHOTOMETRIC_YCBCR)
        TIFFSetField(tif, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    if (d->photometric == PHOTOMETRIC_PALETTE) {
        /* 1: dark red, 2: light blue */
        map[0][1] = 0x5000;
        map[0][2] = map[1][2] = 0xC000;
        map[2][2] = 0xFF00;
        TIFFSetField(tif, TIFFTAG_COLORMAP, map[0], map[1], map[2]);
    }
    if (d->dpi > 0) {
        TIFFSetField(tif, TIFFTAG_XRESOLUTION, (double)d->dpi);
        TIFFSetField(tif, TIFFTAG_YRESOLUTION, (double)d->dpi);
        TIFFSetField(tif, TIFFTAG_RESOLUTIONUNIT, d->unit == 0 ? RESUNIT_INCH : d->unit);
    }
    if (d->tile != 0) {
        TIFFSetField(tif, TIFFTAG_TILEWIDTH, d->tile);
        TIFFSetField(tif, TIFFTAG_TILELENGTH, d->tile);
    } else {
        TIFFSetField(tif, TIFFTAG_ROWSPERSTRIP, d->rows_per_strip == 0 ? 16 : d->rows_per_strip);
    }
}

static inline void write_tiles(TIFF *tif, const struct drawing *d, int s)
{
    size_t row = (size_t)TIFFTileRowSize(tif);
    uint8_t *tile = calloc(1, (size_t)TIFFTileSize(tif));

    for (uint32_t y = 0; y < d->height; y += d->tile)
        for (uint32_t x = 0; x < d->width; x += d->tile) {
            for (uint32_t r = 0; r < d->tile; r++)
                fill_row(d, tile + r * row, row, x, d->tile, y + r, s);
            assert_true(TIFFWriteTile(tif, tile, x, y, 0, (uint16_t)(s < 0 ? 0 : s)) >= 0);
        }
    free(tile);
}

/* Writes the drawing as the next image of tif. */
static inline void draw_image(TIFF *tif, const struct drawing *given)
{
    struct drawing d = *given;
    bool separate = d.planar == PLANARCONFIG_SEPARATE;
    uint8_t *row;

    d.width = d.width == 0 ? 53 : d.width;
    d.height = d.height == 0 ? 41 : d.height;
    set_tags(tif, &d);
    row = calloc(1, (size_t)TIFFScanlineSize(tif) + 8);
    for (int s = separate ? 0 : -1; s < (separate ? d.samples : 0); s++) {
        if (d.tile != 0) {
            write_tiles(tif, &d, s);
            continue;
        }
        for (uint32_t y = 0; y < d.height; y++) {
            fill_row(&d, row, (size_t)TIFFScanlineSize(tif), 0, d.width, y, s);
            assert_int_equal(1, TIFFWriteScanline(tif, row, y, (uint16_t)(s < 0 ? 0 : s)));
        }
    }
    free(row);
    assert_int_equal(1, TIFFWriteDirectory(tif));
}

/* dir/name with the drawings as its images; mode as for TIFFOpen. New memory. */
static inline char *draw_tiff(const char *dir, const char *name, const char *mode,
                              const struct drawing *images, size_t count)
{
    char *path = ba_path_join(dir, name);
    TIFF *tif = TIFFOpen(path, mode);

    assert_non_null(tif);
    for (size_t i = 0; i < count; i++)
        draw_image(tif, &images[i]);
    TIFFClose(tif);
    return path;
}

static inline char *write_file(const char *dir, const char *name, const void *data, size_t len)
{
    char *path = ba_path_join(dir, name);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(len, fwrite(data, 1, len, f));
    assert_int_equal(0, fclose(f));
    return path;
}

/* One bit, white paper, as most scans are. */
#define BILEVEL                                                                                    \
    {                                                                                              \
        .name = "bilevel", .bits = 1, .samples = 1, .photometric = PHOTOMETRIC_MINISWHITE,         \
        .compression = COMPRESSION_CCITTFAX4, .dark = { 1 }, .dpi = 300                            \
    }

#endif
