/* PNG files by libpng; what its simple interface does not tell is read from the chunks. */
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "image/image_file_private.h"

#define INCH_PER_METRE (1000 / 25.4)

enum { COLOUR_BIT = 2, PALETTE_BIT = 1, ALPHA_BIT = 4, MAX_CHUNKS = 1000000 };

static uint32_t number(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void take_chunk(const unsigned char *type, const unsigned char *data, size_t len,
                       struct png_chunks *out)
{
    if (memcmp(type, "pHYs", 4) == 0 && len >= 9 && data[8] == 1) {
        out->xdpi = number(data) / INCH_PER_METRE;
        out->ydpi = number(data + 4) / INCH_PER_METRE;
        if (out->xdpi > MASTER_MAX_DPI || out->ydpi > MASTER_MAX_DPI)
            out->xdpi = out->ydpi = 0;
    }
    if (memcmp(type, "iCCP", 4) == 0 || memcmp(type, "sRGB", 4) == 0 ||
        memcmp(type, "sPLT", 4) == 0)
        out->profile = true;
    if (memcmp(type, "iTXt", 4) == 0)
        out->text = true;
}

bool master_png_chunks(FILE *f, struct png_chunks *out)
{
    unsigned char head[33], chunk[8], data[9];

    *out = (struct png_chunks){ 0 };
    if (fread(head, 1, sizeof(head), f) != sizeof(head) || memcmp(head + 12, "IHDR", 4) != 0)
        return false;
    out->width_px = number(head + 16);
    out->height_px = number(head + 20);
    out->depth = head[24];
    out->colour = head[25];
    for (int i = 0; i < MAX_CHUNKS && fread(chunk, 1, sizeof(chunk), f) == sizeof(chunk); i++) {
        uint32_t len = number(chunk);
        size_t take = len < sizeof(data) ? len : sizeof(data);
        unsigned char crc[4];

        if (fread(data, 1, take, f) != take || fseeko(f, (off_t)(len - take), SEEK_CUR) != 0 ||
            fread(crc, 1, sizeof(crc), f) != sizeof(crc))
            break;
        take_chunk(chunk + 4, data, take, out);
        if (memcmp(chunk + 4, "IEND", 4) == 0) {
            out->complete = true;
            break;
        }
    }
    return true;
}

static BA_RC damaged(const char *said, struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, "IMAGE_DAMAGED",
                   "the PNG cannot be decoded (libpng: %s); scan the page again", said);
}

static void set_frame(const struct png_chunks *c, struct tiff_frame *frame)
{
    frame->bits_per_sample = c->depth;
    frame->samples = (uint16_t)((c->colour & PALETTE_BIT  ? 1
                                 : c->colour & COLOUR_BIT ? 3
                                                          : 1) +
                                (c->colour & ALPHA_BIT ? 1 : 0));
    frame->photometric = c->colour & PALETTE_BIT ? 3 : c->colour & COLOUR_BIT ? 2 : 1;
    frame->compression = 8;
    frame->xdpi = c->xdpi;
    frame->ydpi = c->ydpi;
}

BA_RC master_png_read(FILE *f, const struct tiff_limits *limits, struct tiff_frame *frame,
                      struct raster *out, struct ba_err *err)
{
    static const png_color white = { 255, 255, 255 };
    png_image image = { .version = PNG_IMAGE_VERSION };
    struct png_chunks chunks;
    bool colour;
    enum ba_rc rc;

    if (!master_png_chunks(f, &chunks) || !chunks.complete)
        return ba_fail(err, BA_ITEM, "IMAGE_TRUNCATED",
                       "the PNG ends too early; copy it again from the scanner or scan again");
    colour = (chunks.colour & COLOUR_BIT) != 0;
    /* libpng works in rows of up to eight bytes a pixel, and holds an interlaced image once more.
     */
    rc = master_check_size(limits, chunks.width_px, chunks.height_px, colour ? 6 : 2, err);
    if (rc != BA_OK)
        return rc;
    rewind(f);
    if (png_image_begin_read_from_stdio(&image, f) == 0)
        return damaged(image.message, err);
    image.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    *out = (struct raster){ .width_px = image.width,
                            .height_px = image.height,
                            .bits = colour ? 24 : 8 };
    if (ba_raster_alloc(out) != 0) {
        png_image_free(&image);
        return ba_fail_mem(err, "pixels of an image");
    }
    if (png_image_finish_read(&image, &white, out->data, (png_int_32)out->stride, NULL) == 0)
        return damaged(image.message, err);
    set_frame(&chunks, frame);
    if ((image.warning_or_error & PNG_IMAGE_WARNING) != 0) {
        frame->warnings = 1;
        snprintf(frame->warning, sizeof(frame->warning), "%s", image.message);
    }
    return BA_OK;
}
