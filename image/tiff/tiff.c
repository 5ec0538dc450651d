#include "image/tiff/tiff.h"

#include <inttypes.h>
#include <string.h>

#include <tiffio.h>

#include "core/disk_read.h"
#include "image/tiff/tiff_private.h"

/* The next directory. Its notes begin anew. */
static BA_RC advance(struct tiff_file *f, uint32_t index, struct ba_err *err)
{
    tiff_notes_reset(&f->notes);
    if (TIFFReadDirectory(f->tif) == 1 && f->notes.errors == 0)
        return BA_OK;
    return ba_fail(err, BA_ITEM, "TIFF_DAMAGED",
                   "the directory of image %" PRIu32 " of %" PRIu32
                   " is damaged (libtiff: %s); make the file again from the scanner",
                   index + 1, f->frame_count,
                   f->notes.errors > 0 ? f->notes.error : f->notes.warning);
}

static void take_notes(const struct tiff_file *f, struct tiff_frame *frame)
{
    frame->warnings = f->notes.warnings;
    memcpy(frame->warning, f->notes.warning, sizeof(frame->warning));
    if (!f->circle || frame->index + 1 != f->frame_count)
        return;
    if (frame->warnings++ == 0)
        tiff_text_copy(frame->warning, sizeof(frame->warning),
                       "after this image the list of images begins again; all were read once");
}

/* Decodes the current directory; a reduced image only to see that it can be. */
static BA_RC read_current(struct tiff_file *f, struct tiff_frame *frame, struct raster *out,
                          struct ba_err *err)
{
    struct tiff_layout layout;
    enum ba_rc rc;

    tiff_tags_read(f, frame);
    rc = tiff_layout_read(f, frame, &layout, err);
    if (rc == BA_OK)
        rc = tiff_decode(f, frame, &layout, frame->reduced ? NULL : out, err);
    take_notes(f, frame);
    frame->rows_missing = rc == BA_OK ? layout.rows_missing : 0;
    return rc;
}

BA_RC tiff_read(const char *path, const struct tiff_limits *limits, tiff_frame_fn fn, void *ctx,
                struct ba_err *err)
{
    struct tiff_file f = TIFF_FILE_INIT;
    struct raster raster = { 0 };
    enum ba_rc rc = tiff_file_open(&f, path, limits, err);
    uint32_t pages = 0;

    for (uint32_t i = 0; rc == BA_OK && i < f.frame_count; i++) {
        struct tiff_frame frame = { .index = i };

        if (i > 0)
            rc = advance(&f, i, err);
        if (rc == BA_OK)
            rc = read_current(&f, &frame, &raster, err);
        if (rc == BA_OK)
            rc = fn(ctx, &frame, frame.reduced ? NULL : &raster, err);
        if (!frame.reduced)
            pages++;
        ba_raster_free(&raster);
    }
    if (rc == BA_OK && pages == 0)
        rc = ba_fail(
            err, BA_ITEM, "TIFF_NO_IMAGE",
            "the file holds only reduced images (thumbnails), no page; scan the page again");
    tiff_file_close(&f);
    return rc;
}

/* Opens the file at image `index`; to be closed, also after an error. */
static BA_RC open_at(struct tiff_file *f, const char *path, uint32_t index,
                     const struct tiff_limits *limits, struct ba_err *err)
{
    enum ba_rc rc = tiff_file_open(f, path, limits, err);

    if (rc == BA_OK && index >= f->frame_count)
        rc = ba_fail(err, BA_ITEM, "TIFF_NO_IMAGE",
                     "image %" PRIu32 " was asked for, the file has %" PRIu32
                     "; is it the file that was taken in?",
                     index + 1, f->frame_count);
    for (uint32_t i = 1; rc == BA_OK && i <= index; i++)
        rc = advance(f, i, err);
    return rc;
}

BA_RC tiff_read_frame(const char *path, uint32_t index, const struct tiff_limits *limits,
                      struct tiff_frame *frame, struct raster *out, struct ba_err *err)
{
    struct tiff_file f = TIFF_FILE_INIT;
    enum ba_rc rc = open_at(&f, path, index, limits, err);

    *frame = (struct tiff_frame){ .index = index };
    *out = (struct raster){ 0 };
    if (rc == BA_OK)
        rc = read_current(&f, frame, out, err);
    tiff_file_close(&f);
    return rc;
}

BA_RC tiff_read_bands(const char *path, uint32_t index, const struct tiff_limits *limits,
                      ba_band_fn fn, void *ctx, struct ba_err *err)
{
    struct tiff_file f = TIFF_FILE_INIT;
    struct tiff_frame frame = { .index = index };
    struct tiff_layout layout;
    enum ba_rc rc = open_at(&f, path, index, limits, err);

    if (rc == BA_OK)
        tiff_tags_read(&f, &frame);
    if (rc == BA_OK)
        rc = tiff_layout_read(&f, &frame, &layout, err);
    if (rc == BA_OK)
        rc = tiff_decode_bands(&f, &frame, &layout, fn, ctx, err);
    tiff_file_close(&f);
    return disk_read_verdict(path, rc, err);
}

BA_RC tiff_read_frame_of(int fd, const char *name, const struct tiff_limits *limits,
                         struct tiff_frame *frame, struct raster *out, struct ba_err *err)
{
    struct tiff_file f = TIFF_FILE_INIT;
    enum ba_rc rc = tiff_file_open_fd(&f, fd, name, limits, err);

    *out = (struct raster){ 0 };
    if (rc == BA_OK)
        rc = read_current(&f, frame, out, err);
    tiff_file_close(&f);
    return rc;
}
