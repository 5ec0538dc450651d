/* A JPEG or PNG of any bytes is decoded within the limits or refused with a reason. */
#include <string.h>

#include "image/image_file.h"
#include "tests/fuzz/fuzz_file.h"
/* after stdio.h */
#include <jpeglib.h>
#include <png.h>

enum { SIDE = 24 };

static void seed_jpeg(const char *corpus, int number, int samples, bool progressive)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    unsigned char *to = NULL;
    unsigned long size = 0;
    uint8_t row[SIDE * 4], *rows = row;

    memset(row, 0x5A, sizeof(row));
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &to, &size);
    j.image_width = j.image_height = SIDE;
    j.input_components = samples;
    j.in_color_space = samples == 1 ? JCS_GRAYSCALE : samples == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&j);
    if (progressive)
        jpeg_simple_progression(&j);
    jpeg_start_compress(&j, TRUE);
    while (j.next_scanline < SIDE)
        jpeg_write_scanlines(&j, &rows, 1);
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    fuzz_seed(corpus, number, to, size);
    free(to);
}

static void seed_png(const char *corpus, int number, uint32_t format)
{
    png_image image = { .version = PNG_IMAGE_VERSION, .width = SIDE, .height = SIDE };
    uint8_t pixels[SIDE * SIDE * 8], to[1 << 16];
    png_alloc_size_t size = sizeof(to);

    memset(pixels, 0x5A, sizeof(pixels));
    image.format = format;
    if (png_image_write_to_memory(&image, to, &size, 0, pixels, 0, NULL) == 0)
        abort();
    fuzz_seed(corpus, number, to, size);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *corpus = fuzz_corpus(*argc, *argv);

    if (corpus == NULL)
        return 0;
    seed_jpeg(corpus, 0, 1, false);
    seed_jpeg(corpus, 1, 3, true);
    seed_jpeg(corpus, 2, 4, false);
    seed_png(corpus, 3, PNG_FORMAT_GRAY);
    seed_png(corpus, 4, PNG_FORMAT_RGBA);
    seed_png(corpus, 5, PNG_FORMAT_LINEAR_Y);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tiff_limits limits = { 1 << 20, 64u << 20, 20 };
    struct ba_err err = BA_ERR_INIT;
    struct image_file_name name;
    struct tiff_frame frame;
    struct raster r;
    char path[64];
    enum ba_rc rc;

    fuzz_file(data, size, path);
    if (master_describe(path, &name, &err) != BA_OK)
        return 0;
    if (master_sniff(path) == MASTER_TIFF)
        return 0; /* has a target of its own */
    rc = master_read_frame(path, 0, &limits, &frame, &r, &err);
    if (rc < BA_ITEM || (rc == BA_ITEM) != (r.data == NULL))
        abort();
    ba_raster_free(&r);
    return 0;
}
