/* Pixels of any kind hold codes and patches or none. */
#include <string.h>

#include "ingest/separator/barcode.h"
#include "ingest/separator/patch.h"
#include "tests/fuzz/fuzz_file.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *corpus = fuzz_corpus(*argc, *argv);
    uint8_t seed[5 + 64 * 8];

    /* bars of one column each, 64 x 64 pixels of one bit */
    memset(seed, 0x66, sizeof(seed));
    seed[0] = 0;
    seed[1] = seed[2] = 63;
    seed[3] = 150;
    seed[4] = 1;
    if (corpus != NULL)
        fuzz_seed(corpus, 0, seed, sizeof(seed));
    return 0;
}

/* Depth, sides and resolution, then pixels, which are repeated to the end of the image. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t depths[] = { 1, 8, 24 };
    struct raster r = { 0 };
    struct barcodes codes;
    struct patches patches;
    struct ba_err err = BA_ERR_INIT;

    if (size < 6)
        return 0;
    r.bits = depths[data[0] % 3];
    r.width_px = (data[1] + 1u) * (data[4] % 4 + 1u);
    r.height_px = (data[2] + 1u) * (data[4] / 4 % 4 + 1u);
    r.xdpi = r.ydpi = data[3] * 2;
    if (ba_raster_alloc(&r) != 0)
        abort();
    for (size_t i = 0; i < r.stride * r.height_px; i++)
        r.data[i] = data[5 + i % (size - 5)];
    if (barcode_find(&r, &codes, &err) != BA_OK || patch_find(&r, &patches, &err) != BA_OK ||
        codes.count > BARCODE_MAX || (patches.conflict && patches.kind != PATCH_NONE))
        abort();
    ba_raster_free(&r);
    return 0;
}
