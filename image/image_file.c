#include "image/image_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/disk_read.h"
#include "core/file.h"
#include "image/image_file_private.h"
#include "image/puid.h"

/* Opens for reading without following a link; NULL with errno. */
static FILE *open_file(const char *path)
{
    int fd = ba_open_regular(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "rb");

    if (f == NULL && fd >= 0)
        close(fd);
    return f;
}

typedef BA_CHECKED enum ba_rc (*read_fn)(FILE *f, const struct tiff_limits *limits,
                                         struct tiff_frame *frame, struct raster *out,
                                         struct ba_err *err);

/* One row a format, in the order of enum image_format. */
static const struct {
    const char *extension;
    read_fn read; /* of a format with one image a file */
} formats[] = {
    [MASTER_TIFF] = { "tif", NULL },           [MASTER_JPEG] = { "jpg", master_jpeg_read },
    [MASTER_PNG] = { "png", master_png_read }, [MASTER_JP2] = { "jp2", master_jp2_read },
    [MASTER_J2K] = { "j2k", master_jp2_read }, [MASTER_PDF] = { "pdf", NULL },
};

const char *master_extension(size_t index)
{
    return index < sizeof(formats) / sizeof(formats[0]) ? formats[index].extension : NULL;
}

static enum image_format sniff(const unsigned char *head, size_t len)
{
    if (len >= 3 && memcmp(head, "\xFF\xD8\xFF", 3) == 0)
        return MASTER_JPEG;
    if (len >= 8 && memcmp(head, "\x89PNG\r\n\x1A\n", 8) == 0)
        return MASTER_PNG;
    if (len >= 5 && memcmp(head, "%PDF-", 5) == 0)
        return MASTER_PDF;
    if (len >= 12 && memcmp(head, "\0\0\0\x0CjP  \r\n\x87\n", 12) == 0)
        return MASTER_JP2;
    if (len >= 4 && memcmp(head, "\xFF\x4F\xFF\x51", 4) == 0) /* a codestream without boxes */
        return MASTER_J2K;
    /* Behind commands of a printer, or what a mail put before it: its reader says so. */
    if (len >= 2 && memcmp(head, "II", 2) != 0 && memcmp(head, "MM", 2) != 0 &&
        memmem(head, len, "%PDF-", 5) != NULL)
        return MASTER_PDF;
    return MASTER_TIFF;
}

enum image_format master_sniff_file(FILE *f)
{
    /* Readers of PDF look for its head so far (ISO 32000-1, annex H, 13). */
    unsigned char head[1024];
    size_t len = fread(head, 1, sizeof(head), f);

    rewind(f);
    return sniff(head, len);
}

enum image_format master_sniff(const char *path)
{
    FILE *f = open_file(path);
    enum image_format format = f == NULL ? MASTER_TIFF : master_sniff_file(f);

    if (f != NULL)
        fclose(f);
    return format;
}

/* At most `most` bytes from an offset; fewer at the end, none when it cannot be read. */
static size_t read_at(FILE *f, long long offset, char *to, size_t most)
{
    return fseeko(f, offset, SEEK_SET) == 0 ? fread(to, 1, most, f) : 0;
}

static BA_RC cannot_read(const char *path, struct ba_err *err)
{
    if (disk_read_failed(errno))
        return disk_read_fail(path, err);
    return ba_fail_sys(err, BA_RETRY, "FILE_READ", "%s", path);
}

static BA_RC identify(const char *path, FILE *f, const char **puid, struct ba_err *err)
{
    char *head = malloc(PUID_WINDOW_BYTES), *tail = malloc(PUID_WINDOW_BYTES);
    struct puid_window w = { .head = head, .tail = tail };
    enum ba_rc rc = BA_OK;
    long long size;

    if (head == NULL || tail == NULL) {
        rc = ba_fail_mem(err, "format of a master");
        goto out;
    }
    if (fseeko(f, 0, SEEK_END) != 0 || (size = ftello(f)) < 0) {
        rc = cannot_read(path, err);
        goto out;
    }
    w.head_len = read_at(f, 0, head, PUID_WINDOW_BYTES);
    w.tail_len = read_at(f, size > PUID_WINDOW_BYTES ? size - PUID_WINDOW_BYTES : 0, tail,
                         PUID_WINDOW_BYTES);
    if (ferror(f))
        rc = cannot_read(path, err);
    else
        *puid = puid_identify(&w);

out:
    free(head);
    free(tail);
    return rc;
}

BA_RC master_describe(const char *path, struct image_file_name *out, struct ba_err *err)
{
    FILE *f = open_file(path);
    const char *puid = "";
    enum image_format format;
    enum ba_rc rc;

    *out = (struct image_file_name){ 0 };
    if (f == NULL)
        return cannot_read(path, err);
    format = master_sniff_file(f);
    rc = identify(path, f, &puid, err);
    fclose(f);
    if (rc != BA_OK)
        return rc;
    snprintf(out->extension, sizeof(out->extension), "%s", formats[format].extension);
    snprintf(out->puid, sizeof(out->puid), "%s", *puid == '\0' ? "fmt/353" : puid);
    return BA_OK;
}

BA_RC master_check_size(const struct tiff_limits *limits, uint64_t width_px, uint64_t height_px,
                        uint64_t bytes_a_pixel, struct ba_err *err)
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

static BA_RC read_single(const char *path, enum image_format format,
                         const struct tiff_limits *limits, struct tiff_frame *frame,
                         struct raster *out, struct ba_err *err)
{
    FILE *f = open_file(path);
    enum ba_rc rc;

    *frame = (struct tiff_frame){ .orientation_tag = 1 };
    *out = (struct raster){ 0 };
    if (f == NULL)
        return ba_fail_sys(err, BA_ITEM, "FILE_READ", "the file cannot be opened");
    rc = formats[format].read(f, limits, frame, out, err);
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

static BA_RC read_all(const char *path, const struct tiff_limits *limits, tiff_frame_fn fn,
                      void *ctx, struct ba_err *err)
{
    enum image_format format = master_sniff(path);
    struct tiff_frame frame;
    struct raster raster;
    enum ba_rc rc;

    if (format == MASTER_TIFF)
        return tiff_read(path, limits, fn, ctx, err);
    if (format == MASTER_PDF)
        return master_pdf_read(path, limits, fn, ctx, err);
    rc = read_single(path, format, limits, &frame, &raster, err);
    if (rc == BA_OK)
        rc = fn(ctx, &frame, &raster, err);
    ba_raster_free(&raster);
    return rc;
}

/* A file that the disk cannot read is not a bad scan. */
BA_RC master_read(const char *path, const struct tiff_limits *limits, tiff_frame_fn fn, void *ctx,
                  struct ba_err *err)
{
    return disk_read_verdict(path, read_all(path, limits, fn, ctx, err), err);
}

static BA_RC read_one(const char *path, uint32_t index, const struct tiff_limits *limits,
                      struct tiff_frame *frame, struct raster *out, struct ba_err *err)
{
    enum image_format format = master_sniff(path);

    if (format == MASTER_TIFF)
        return tiff_read_frame(path, index, limits, frame, out, err);
    if (format == MASTER_PDF)
        return master_pdf_read_frame(path, index, limits, frame, out, err);
    if (index == 0)
        return read_single(path, format, limits, frame, out, err);
    *frame = (struct tiff_frame){ .index = index };
    *out = (struct raster){ 0 };
    return ba_fail(err, BA_ITEM, "TIFF_NO_IMAGE",
                   "image %" PRIu32
                   " was asked for, the file has 1; is it the file that was taken in?",
                   index + 1);
}

BA_RC master_read_frame(const char *path, uint32_t index, const struct tiff_limits *limits,
                        struct tiff_frame *frame, struct raster *out, struct ba_err *err)
{
    return disk_read_verdict(path, read_one(path, index, limits, frame, out, err), err);
}
