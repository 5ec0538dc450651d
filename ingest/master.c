#include "ingest/master.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "ingest/master_file.h"

enum { HEAD_BYTES = 65536 };

/* Opens for reading without following a link; NULL with errno. */
static FILE *open_file(const char *path)
{
    int fd = ba_open_regular(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "rb");

    if (f == NULL && fd >= 0)
        close(fd);
    return f;
}

static enum master_format sniff(const unsigned char *head, size_t len)
{
    if (len >= 3 && memcmp(head, "\xFF\xD8\xFF", 3) == 0)
        return MASTER_JPEG;
    if (len >= 8 && memcmp(head, "\x89PNG\r\n\x1A\n", 8) == 0)
        return MASTER_PNG;
    return MASTER_TIFF;
}

enum master_format master_sniff(const char *path)
{
    unsigned char head[8];
    FILE *f = open_file(path);
    size_t len = f == NULL ? 0 : fread(head, 1, sizeof(head), f);

    if (f != NULL)
        fclose(f);
    return sniff(head, len);
}

/* PRONOM tells JPEGs apart by their first segment and its version. */
static const char *jpeg_puid(const unsigned char *head, size_t len)
{
    const unsigned char *version;

    if (len >= 13 && head[3] == 0xE0 && memcmp(head + 6, "JFIF", 5) == 0 && head[11] == 1)
        return head[12] == 0 ? "fmt/42" : head[12] == 1 ? "fmt/43" : "fmt/44";
    if (len < 12 || head[3] != 0xE1 || memcmp(head + 6, "Exif", 5) != 0)
        return "fmt/41";
    /* ExifVersion (tag 0x9000, four bytes of text), in either byte order */
    version = memmem(head, len, "\x00\x90\x07\x00\x04\x00\x00\x00", 8);
    if (version == NULL)
        version = memmem(head, len, "\x90\x00\x00\x07\x00\x00\x00\x04", 8);
    if (version == NULL || version + 12 > head + len)
        return "fmt/41";
    if (memcmp(version + 8, "0210", 4) <= 0)
        return "x-fmt/390";
    return memcmp(version + 8, "0220", 4) == 0 ? "x-fmt/391" : "fmt/645";
}

static const char *png_puid(FILE *f)
{
    struct png_chunks chunks;

    if (!master_png_chunks(f, &chunks))
        return "fmt/11";
    return chunks.text ? "fmt/13" : chunks.profile ? "fmt/12" : "fmt/11";
}

void master_describe(const char *path, struct master_name *out)
{
    unsigned char *head = calloc(1, HEAD_BYTES);
    FILE *f = head == NULL ? NULL : open_file(path);
    size_t len = f == NULL ? 0 : fread(head, 1, HEAD_BYTES, f);
    const char *extension = "tif", *puid = "fmt/353";

    switch (sniff(head, len)) {
    case MASTER_JPEG:
        extension = "jpg";
        puid = jpeg_puid(head, len);
        break;
    case MASTER_PNG:
        extension = "png";
        rewind(f);
        puid = png_puid(f);
        break;
    case MASTER_TIFF:
        if (len >= 4 && (head[2] == 43 || head[3] == 43))
            puid = "fmt/1917"; /* BigTIFF */
        break;
    }
    snprintf(out->extension, sizeof(out->extension), "%s", extension);
    snprintf(out->puid, sizeof(out->puid), "%s", puid);
    if (f != NULL)
        fclose(f);
    free(head);
}

enum ba_rc master_check_size(const struct tiff_limits *limits, uint64_t width_px,
                             uint64_t height_px, uint64_t bytes_a_pixel, struct ba_err *err)
{
    uint64_t pixels = width_px * height_px, max = limits->max_pixels;

    if (max != 0 && pixels > max)
        return ba_fail(
            err, BA_ITEM, "IMAGE_TOO_LARGE",
            "the image is %" PRIu64 " x %" PRIu64 " = %" PRIu64
            " million pixels, the limit is %" PRIu64
            " million; scan in parts, or raise the limit if the sheet is really that large",
            width_px, height_px, pixels / 1000000, max / 1000000);
    max = limits->max_memory_bytes;
    if (max != 0 && pixels > max / bytes_a_pixel)
        return ba_fail(err, BA_ITEM, "IMAGE_TOO_LARGE",
                       "the image of %" PRIu64 " x %" PRIu64 " pixels needs %" PRIu64
                       " MB in memory, the limit is %" PRIu64
                       " MB; scan in parts, or raise the limit",
                       width_px, height_px, (pixels * bytes_a_pixel >> 20) + 1, max >> 20);
    return BA_OK;
}

static enum ba_rc read_single(const char *path, enum master_format format,
                              const struct tiff_limits *limits, struct tiff_frame *frame,
                              struct ba_raster *out, struct ba_err *err)
{
    FILE *f = open_file(path);
    enum ba_rc rc;

    *frame = (struct tiff_frame){ .orientation_tag = 1 };
    *out = (struct ba_raster){ 0 };
    if (f == NULL)
        return ba_fail_sys(err, BA_ITEM, "FILE_READ", "the file cannot be opened");
    rc = format == MASTER_JPEG ? master_jpeg_read(f, limits, frame, out, err)
                               : master_png_read(f, limits, frame, out, err);
    fclose(f);
    if (rc != BA_OK) {
        ba_raster_free(out);
        return rc;
    }
    frame->width_px = out->width_px;
    frame->height_px = out->height_px;
    out->xdpi = frame->xdpi;
    out->ydpi = frame->ydpi;
    return BA_OK;
}

enum ba_rc master_read(const char *path, const struct tiff_limits *limits, tiff_frame_fn fn,
                       void *ctx, struct ba_err *err)
{
    enum master_format format = master_sniff(path);
    struct tiff_frame frame;
    struct ba_raster raster;
    enum ba_rc rc;

    if (format == MASTER_TIFF)
        return tiff_read(path, limits, fn, ctx, err);
    rc = read_single(path, format, limits, &frame, &raster, err);
    if (rc == BA_OK)
        rc = fn(ctx, &frame, &raster, err);
    ba_raster_free(&raster);
    return rc;
}

enum ba_rc master_read_frame(const char *path, uint32_t index, const struct tiff_limits *limits,
                             struct tiff_frame *frame, struct ba_raster *out, struct ba_err *err)
{
    enum master_format format = master_sniff(path);

    if (format == MASTER_TIFF)
        return tiff_read_frame(path, index, limits, frame, out, err);
    if (index == 0)
        return read_single(path, format, limits, frame, out, err);
    *frame = (struct tiff_frame){ .index = index };
    *out = (struct ba_raster){ 0 };
    return ba_fail(err, BA_ITEM, "TIFF_NO_IMAGE",
                   "image %" PRIu32
                   " was asked for, the file has 1; is it the file that was taken in?",
                   index + 1);
}
