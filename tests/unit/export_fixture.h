/* TIFFs drawn by code, and tools run on what we made, for the tests of export/. */
#ifndef BA_TESTS_UNIT_EXPORT_FIXTURE_H
#define BA_TESTS_UNIT_EXPORT_FIXTURE_H

#include <fcntl.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <tiffio.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/hash.h"
#include "image/raster.h"
#include "tests/unit/test.h"

extern char **environ;

#define MAY_BE_UNUSED __attribute__((unused))

/* A scratch folder of this process; removed by fixture_end. */
static char fixture_dir[64];

MAY_BE_UNUSED static int fixture_begin(void **state)
{
    (void)state;
    snprintf(fixture_dir, sizeof fixture_dir, "/tmp/ba-export-XXXXXX");
    return mkdtemp(fixture_dir) == NULL ? -1 : 0;
}

MAY_BE_UNUSED static int fixture_end(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    return ba_remove_tree(fixture_dir, &err) == BA_OK ? 0 : -1;
}

/* fixture_dir/name; valid until sixteen calls later. */
MAY_BE_UNUSED static const char *in_dir(const char *name)
{
    static char ring[16][256];
    static unsigned at;
    char *p = ring[at++ % 16];
    snprintf(p, sizeof ring[0], "%s/%s", fixture_dir, name);
    return p;
}

/* Runs a program found in PATH, its output into a file; returns its exit status. */
MAY_BE_UNUSED static int run_tool(const char *out, const char *const *argv)
{
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int status = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    int rc = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (rc != 0)
        fail_msg("%s is not installed", argv[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define RUN(out, ...) run_tool(out, (const char *const[]){ __VA_ARGS__, NULL })

MAY_BE_UNUSED static char *slurp(const char *path, size_t *len)
{
    struct ba_buf b = BA_BUF_INIT((size_t)64 << 20);
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, ba_file_read(path, &b, &err), &err);
    if (len != NULL)
        *len = b.len;
    if (b.data == NULL)
        b.data = calloc(1, 1);
    return b.data;
}

MAY_BE_UNUSED static void spew(const char *path, const void *data, size_t len)
{
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, ba_file_replace(path, data, len, 0644, &err), &err);
}

/* How a drawn TIFF is stored. */
struct tiff_kind {
    uint16_t compression, photometric, samples, bits;
    uint16_t fill_order;  /* 0: most significant bit first */
    uint32_t rows;        /* a strip; 0: one strip */
    uint16_t subsampling; /* of YCbCr; 0: 1 */
    double dpi;           /* 0: 150 */
    double ydpi;          /* 0: dpi */
    bool tiled;
};

/* Ink (0..255, 255 = black) at a pixel of a drawn page. */
typedef double (*ink_fn)(void *ctx, double x, double y);

static void set_tags(TIFF *t, const struct tiff_kind *k, uint32_t w, uint32_t h)
{
    TIFFSetField(t, TIFFTAG_IMAGEWIDTH, w);
    TIFFSetField(t, TIFFTAG_IMAGELENGTH, h);
    TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, k->bits);
    TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, k->samples);
    TIFFSetField(t, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(t, TIFFTAG_COMPRESSION, k->compression);
    TIFFSetField(t, TIFFTAG_PHOTOMETRIC, k->photometric);
    if (k->fill_order)
        TIFFSetField(t, TIFFTAG_FILLORDER, k->fill_order);
    if (k->photometric == PHOTOMETRIC_YCBCR)
        TIFFSetField(t, TIFFTAG_YCBCRSUBSAMPLING, k->subsampling, k->subsampling);
    if (k->tiled) {
        TIFFSetField(t, TIFFTAG_TILEWIDTH, 64);
        TIFFSetField(t, TIFFTAG_TILELENGTH, 64);
    } else {
        TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, k->rows ? k->rows : h);
    }
    TIFFSetField(t, TIFFTAG_XRESOLUTION, k->dpi > 0 ? k->dpi : 150.0);
    TIFFSetField(t, TIFFTAG_YRESOLUTION, k->ydpi > 0 ? k->ydpi : k->dpi > 0 ? k->dpi : 150.0);
    TIFFSetField(t, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    if (k->compression == COMPRESSION_JPEG) {
        TIFFSetField(t, TIFFTAG_JPEGQUALITY, 90);
        if (k->photometric == PHOTOMETRIC_YCBCR)
            TIFFSetField(t, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    }
}

static void fill_row(const struct tiff_kind *k, uint32_t w, uint32_t y, ink_fn ink, void *ctx,
                     uint8_t *row)
{
    bool white_is_0 = k->photometric == PHOTOMETRIC_MINISWHITE;
    memset(row, 0, (size_t)w * k->samples + 8);
    for (uint32_t x = 0; x < w; x++) {
        double v = ink(ctx, x + 0.5, y + 0.5);
        if (k->bits == 1) {
            if ((v > 127) == white_is_0)
                row[x / 8] |= (uint8_t)(0x80 >> (x % 8));
        } else {
            uint8_t grey = (uint8_t)(white_is_0 ? v : 255 - v);
            for (int s = 0; s < k->samples; s++) /* colours differ, so that a swap shows */
                row[(size_t)x * k->samples + (size_t)s] =
                    (uint8_t)(s == 0 ? grey : grey * 3 / 4 + s * 7);
        }
    }
}

MAY_BE_UNUSED static void draw_frame(TIFF *t, const struct tiff_kind *k, uint32_t w, uint32_t h,
                                     ink_fn ink, void *ctx)
{
    set_tags(t, k, w, h);
    uint8_t *row = malloc((size_t)w * k->samples + 8);
    assert_non_null(row);
    if (k->tiled) { /* drawn for one-sample 8-bit pages only */
        uint8_t tile[64 * 64];
        for (uint32_t ty = 0; ty < h; ty += 64)
            for (uint32_t tx = 0; tx < w; tx += 64) {
                for (uint32_t i = 0; i < 64 * 64; i++)
                    tile[i] = (uint8_t)(255 - ink(ctx, tx + i % 64 + 0.5, ty + i / 64 + 0.5));
                assert_true(TIFFWriteTile(t, tile, tx, ty, 0, 0) > 0);
            }
    } else {
        for (uint32_t y = 0; y < h; y++) {
            fill_row(k, w, y, ink, ctx, row);
            if (k->fill_order == FILLORDER_LSB2MSB && k->compression == COMPRESSION_NONE)
                TIFFReverseBits(row, (tmsize_t)((w + 7) / 8));
            assert_int_equal(TIFFWriteScanline(t, row, y, 0), 1);
        }
    }
    free(row);
    assert_int_equal(TIFFWriteDirectory(t), 1);
}

MAY_BE_UNUSED static void draw_tiff(const char *path, const struct tiff_kind *k, uint32_t w,
                                    uint32_t h, ink_fn ink, void *ctx)
{
    TIFF *t = TIFFOpen(path, "w");
    assert_non_null(t);
    draw_frame(t, k, w, h, ink, ctx);
    TIFFClose(t);
}

/* What ingest's reader gives: pixels as stored, decoded by libtiff's own RGBA reader where not
 * bilevel. */
MAY_BE_UNUSED static BA_RC fixture_raster(void *ctx, const char *path, uint32_t frame,
                                          struct raster *out, struct ba_err *err)
{
    uint16_t bits = 0, samples = 0, photometric = 0;
    (void)ctx;
    TIFF *t = TIFFOpen(path, "r");
    if (t == NULL || TIFFSetDirectory(t, (tdir_t)frame) != 1)
        return ba_fail(err, BA_ITEM, "TIFF_DAMAGED", "the test's reader");
    TIFFGetFieldDefaulted(t, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(t, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetField(t, TIFFTAG_PHOTOMETRIC, &photometric);
    TIFFGetField(t, TIFFTAG_IMAGEWIDTH, &out->width_px);
    TIFFGetField(t, TIFFTAG_IMAGELENGTH, &out->height_px);
    out->bits = bits == 1 ? 1 : samples == 1 ? 8 : 24;
    assert_int_equal(ba_raster_alloc(out), 0);
    uint32_t *rgba = malloc((size_t)out->width_px * out->height_px * 4);
    assert_non_null(rgba);
    assert_int_equal(
        TIFFReadRGBAImageOriented(t, out->width_px, out->height_px, rgba, ORIENTATION_TOPLEFT, 0),
        1);
    for (uint32_t y = 0; y < out->height_px; y++) {
        uint8_t *row = out->data + y * out->stride;
        for (uint32_t x = 0; x < out->width_px; x++) {
            uint32_t p = rgba[(size_t)y * out->width_px + x];
            if (out->bits == 1)
                row[x / 8] |= (uint8_t)(TIFFGetR(p) < 128 ? 0x80 >> (x % 8) : 0);
            else if (out->bits == 8)
                row[x] = (uint8_t)TIFFGetR(p);
            else {
                row[3 * x] = (uint8_t)TIFFGetR(p);
                row[3 * x + 1] = (uint8_t)TIFFGetG(p);
                row[3 * x + 2] = (uint8_t)TIFFGetB(p);
            }
        }
    }
    free(rgba);
    TIFFClose(t);
    return BA_OK;
}

#endif
