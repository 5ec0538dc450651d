/* A JPEG 2000 of any bytes is decoded within the limits or refused with a reason. */
#include <string.h>

#include "core/buf.h"
#include "core/file.h"
#include "image/image_file.h"
#include "image/memory_estimate.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/unit/jp2_fixture.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const struct jp2_drawing seeds[] = {
        { 24, 24, 1, 8, 0, false, false, { 40 }, { 230 } },
        { 24, 24, 3, 8, 16, false, false, { 1, 2, 3 }, { 250, 251, 252 } },
        { 24, 24, 1, 1, 0, true, false, { 0 }, { 1 } },
        { 24, 24, 1, 16, 16, true, true, { 40 }, { 65000 } },
        { 24, 24, 4, 8, 0, false, false, { 9, 9, 9, 255 }, { 250, 250, 250, 0 } },
    };
    const char *corpus = fuzz_corpus(*argc, *argv);

    for (int i = 0; corpus != NULL && i < 5; i++) {
        char path[4096];

        snprintf(path, sizeof(path), "%s/seed-%d", corpus, i);
        jp2_draw(path, &seeds[i]);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char codestream[] = "\xFF\x4F\xFF\x51";
    struct tiff_limits limits = { 1 << 18, 64u << 20, 20 };
    struct ba_err err = BA_ERR_INIT;
    struct image_file_name name;
    struct tiff_frame frame;
    struct raster r;
    char path[64];
    enum ba_rc rc;

    fuzz_file(data, size, path);
    master_memory(path);
    if (master_describe(path, &name, &err) != BA_OK)
        return 0;
    if (strcmp(name.extension, "jp2") != 0 && (size < 4 || memcmp(data, codestream, 4) != 0))
        return 0;
    rc = master_read_frame(path, 0, &limits, &frame, &r, &err);
    if (rc < BA_ITEM || (rc == BA_ITEM) != (r.data == NULL))
        abort();
    ba_raster_free(&r);
    return 0;
}
