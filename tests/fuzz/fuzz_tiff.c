/* A TIFF of any bytes is decoded within the limits or refused with a reason. */
#include <string.h>
#include <tiffio.h>

#include "image/tiff/tiff.h"
#include "tests/fuzz/fuzz_file.h"

enum { SIDE = 24, MAX_PIXELS = 1 << 20 };

static void draw(const char *path, uint16_t compression, uint16_t photometric, uint16_t bits,
                 uint16_t samples, uint32_t tile)
{
    TIFF *tif = TIFFOpen(path, tile == 0 ? "wl" : "w8b");
    uint8_t row[SIDE * SIDE * 8];

    if (tif == NULL)
        abort();
    memset(row, 0x5A, sizeof(row));
    for (int page = 0; page < 2; page++) {
        TIFFSetField(tif, TIFFTAG_IMAGEWIDTH, SIDE);
        TIFFSetField(tif, TIFFTAG_IMAGELENGTH, SIDE);
        TIFFSetField(tif, TIFFTAG_BITSPERSAMPLE, bits);
        TIFFSetField(tif, TIFFTAG_SAMPLESPERPIXEL, samples);
        TIFFSetField(tif, TIFFTAG_PHOTOMETRIC, photometric);
        TIFFSetField(tif, TIFFTAG_COMPRESSION, compression);
        TIFFSetField(tif, TIFFTAG_XRESOLUTION, 300.0);
        TIFFSetField(tif, TIFFTAG_MAKE, "Scanner");
        if (tile != 0) {
            TIFFSetField(tif, TIFFTAG_TILEWIDTH, tile);
            TIFFSetField(tif, TIFFTAG_TILELENGTH, tile);
            for (uint32_t i = 0; i < TIFFNumberOfTiles(tif); i++)
                TIFFWriteEncodedTile(tif, i, row, TIFFTileSize(tif));
        } else {
            TIFFSetField(tif, TIFFTAG_ROWSPERSTRIP, 16);
            for (uint32_t y = 0; y < SIDE; y++)
                TIFFWriteScanline(tif, row, y, 0);
        }
        TIFFWriteDirectory(tif);
    }
    TIFFClose(tif);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const struct {
        uint16_t compression, photometric, bits, samples;
        uint32_t tile;
    } kinds[] = {
        { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, 0 },
        { COMPRESSION_CCITTFAX3, PHOTOMETRIC_MINISBLACK, 1, 1, 0 },
        { COMPRESSION_LZW, PHOTOMETRIC_MINISBLACK, 8, 1, 0 },
        { COMPRESSION_PACKBITS, PHOTOMETRIC_RGB, 8, 3, 0 },
        { COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 8, 3, 0 },
        { COMPRESSION_NONE, PHOTOMETRIC_SEPARATED, 16, 4, 0 },
        { COMPRESSION_NONE, PHOTOMETRIC_MINISBLACK, 12, 1, 0 },
        { COMPRESSION_ADOBE_DEFLATE, PHOTOMETRIC_RGB, 8, 4, 16 },
    };
    const char *corpus = fuzz_corpus(*argc, *argv);

    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
    for (int i = 0; corpus != NULL && i < 8; i++) {
        char path[4096];

        snprintf(path, sizeof(path), "%s/seed-%d", corpus, i);
        draw(path, kinds[i].compression, kinds[i].photometric, kinds[i].bits, kinds[i].samples,
             kinds[i].tile);
    }
    return 0;
}

static BA_RC look(void *ctx, const struct tiff_frame *frame, const struct raster *raster,
                  struct ba_err *err)
{
    uint64_t *sum = ctx;

    (void)err;
    if (raster == NULL)
        return BA_OK;
    if (raster->width_px != frame->width_px || raster->height_px != frame->height_px)
        abort();
    for (size_t i = 0; i < raster->stride * raster->height_px; i++)
        *sum += raster->data[i];
    return BA_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tiff_limits limits = { MAX_PIXELS, 64u << 20, 20 };
    struct ba_err err = BA_ERR_INIT;
    uint64_t sum = 0;
    char path[64];
    enum ba_rc rc = tiff_read(fuzz_file(data, size, path), &limits, look, &sum, &err);

    if (rc < BA_ITEM || (rc == BA_ITEM && (err.code[0] == '\0' || err.msg[0] == '\0')))
        abort();
    return 0;
}
