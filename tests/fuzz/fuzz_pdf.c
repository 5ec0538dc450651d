/* A PDF of any bytes gives the pixels of its pages within the limits or is refused with a reason.
 */
#include <string.h>

#include "image/image_file.h"
#include "image/memory_estimate.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/unit/pdf_fixture.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const struct pdf_scan seeds[] = {
        { .image = "/Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8",
          .data = "\x01\x40\x80\xFF",
          .len = 4 },
        { .image = "/Width 8 /Height 2 /ImageMask true /BitsPerComponent 1 /Decode [1 0]",
          .data = "\x55\xAA",
          .len = 2,
          .page = "/Rotate 90 /CropBox [0 0 70 36] /UserUnit 2",
          .content = "q 72 0 0 -36 0 36 cm /Im Do Q BT 3 Tr /F 9 Tf (x) Tj ET" },
        { .image = "/Width 2 /Height 1 /ColorSpace [/Indexed /DeviceRGB 1 <0A0B0CF0F1F2>] "
                   "/BitsPerComponent 4",
          .data = "\x01",
          .len = 1,
          .catalog = "/OpenAction [4 0 R /Fit]" },
        { .image = "/Width 32 /Height 4 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter "
                   "/CCITTFaxDecode /DecodeParms <</K -1 /Columns 32>>",
          .data = "\x26\xA1\x26\xA0\x10\x01",
          .len = 6 },
    };
    const char *corpus = fuzz_corpus(*argc, *argv);

    for (int i = 0; corpus != NULL && i < 4; i++) {
        char path[4096];

        snprintf(path, sizeof(path), "%s/seed-%d", corpus, i);
        pdf_draw(path, &seeds[i]);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
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
    if (strcmp(name.extension, "pdf") != 0)
        return 0;
    rc = master_read_frame(path, 0, &limits, &frame, &r, &err);
    if (rc < BA_ITEM || (rc == BA_ITEM) != (r.data == NULL))
        abort();
    ba_raster_free(&r);
    return 0;
}
