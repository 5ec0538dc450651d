/*
 * scan_jpeg.c - JPEG from pixels, by libjpeg: from bands of rows, so that a drawing of A0 is never
 * held whole, or from all of them at once.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
/* jpeglib.h wants the two above before it. */
#include <jpeglib.h>

#include "export/pdf/image_stream.h"

#define DEFAULT_QUALITY 80

#define BLOCK_BYTES 65536

struct image_stream_jpeg {
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr mgr;
    struct jpeg_destination_mgr to;
    jmp_buf back;
    char text[JMSG_LENGTH_MAX];
    uint32_t height_px;
    int quality;
    bool begun;
    struct ba_buf data;
    JOCTET block[BLOCK_BYTES];
};

__attribute__((noreturn)) static void leave(j_common_ptr info)
{
    struct image_stream_jpeg *j = info->client_data;
    info->err->format_message(info, j->text);
    longjmp(j->back, 1);
}

static void say_nothing(j_common_ptr info)
{
    (void)info;
}

static void empty(j_compress_ptr c)
{
    struct image_stream_jpeg *j = c->client_data;
    j->to.next_output_byte = j->block;
    j->to.free_in_buffer = sizeof j->block;
}

/* libjpeg's own writer into memory loses its place when it is left in the middle. */
static boolean drain(j_compress_ptr c)
{
    struct image_stream_jpeg *j = c->client_data;
    ba_buf_add(&j->data, j->block, sizeof j->block);
    empty(c);
    return TRUE;
}

static void drain_rest(j_compress_ptr c)
{
    struct image_stream_jpeg *j = c->client_data;
    ba_buf_add(&j->data, j->block, sizeof j->block - j->to.free_in_buffer);
}

static void begin(struct image_stream_jpeg *j, const struct raster *band)
{
    struct jpeg_compress_struct *c = &j->c;
    jpeg_create_compress(c);
    j->to = (struct jpeg_destination_mgr){ .init_destination = empty,
                                           .empty_output_buffer = drain,
                                           .term_destination = drain_rest };
    c->dest = &j->to;
    c->image_width = band->width_px;
    c->image_height = j->height_px;
    c->input_components = band->bits == 24 ? 3 : 1;
    c->in_color_space = band->bits == 24 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(c);
    jpeg_set_quality(c, j->quality > 0 ? j->quality : DEFAULT_QUALITY, TRUE);
    /* Huffman tables of the image's own need all its coefficients in memory. */
    c->optimize_coding = (uint64_t)c->image_width * c->image_height < SCAN_BANDS_FROM_PX;
    c->dct_method = JDCT_ISLOW;
    jpeg_start_compress(c, TRUE);
    j->begun = true;
}

static void write_band(struct image_stream_jpeg *j, const struct raster *band)
{
    if (!j->begun)
        begin(j, band);
    for (uint32_t y = 0; y < band->height_px; y++) {
        JSAMPROW row = band->data + (size_t)y * band->stride;
        jpeg_write_scanlines(&j->c, &row, 1);
    }
}

static BA_RC guard(struct image_stream_jpeg *j, const struct raster *band, struct ba_err *err)
{
    if (setjmp(j->back) != 0)
        return ba_fail(err, BA_ITEM, "PDF_IMAGE", "the image cannot be encoded as JPEG: %s",
                       j->text);
    if (band != NULL)
        write_band(j, band);
    else
        jpeg_finish_compress(&j->c);
    return BA_OK;
}

BA_RC image_stream_jpeg_rows(struct image_stream_jpeg **out, const struct raster *band,
                             uint32_t height_px, int quality, struct ba_err *err)
{
    if (band->bits != 8 && band->bits != 24)
        return ba_fail(err, BA_ITEM, "PDF_IMAGE",
                       "the image cannot be encoded as JPEG: it has %u bits a pixel", band->bits);
    if (*out == NULL) {
        struct image_stream_jpeg *j = calloc(1, sizeof *j);
        if (j == NULL)
            return ba_fail_mem(err, "a JPEG encoder");
        j->data = (struct ba_buf)BA_BUF_INIT(SCAN_MAX_BYTES);
        j->height_px = height_px;
        j->quality = quality;
        j->c.err = jpeg_std_error(&j->mgr);
        j->mgr.error_exit = leave;
        j->mgr.output_message = say_nothing;
        j->c.client_data = j;
        *out = j;
    }
    return guard(*out, band, err);
}

BA_RC image_stream_jpeg_finish(struct image_stream_jpeg *j, struct image_stream *s,
                               struct ba_err *err)
{
    if (j == NULL)
        return ba_fail(err, BA_ITEM, "PDF_IMAGE", "the image has no rows");
    enum ba_rc rc = guard(j, NULL, err);
    if (rc == BA_OK)
        rc = ba_buf_check(&j->data, "a JPEG image", err);
    if (rc != BA_OK)
        return rc;
    s->kind = SCAN_JPEG;
    s->components = (unsigned)j->c.input_components;
    s->ycc = s->components == 3;
    s->width_px = j->c.image_width;
    s->height_px = j->c.image_height;
    ba_buf_free(&s->data);
    s->data = j->data;
    j->data = (struct ba_buf)BA_BUF_INIT(SCAN_MAX_BYTES);
    return BA_OK;
}

void image_stream_jpeg_free(struct image_stream_jpeg *j)
{
    if (j == NULL)
        return;
    jpeg_destroy_compress(&j->c);
    ba_buf_free(&j->data);
    free(j);
}

BA_RC image_stream_encode_jpeg(const struct raster *r, int quality, struct image_stream *s,
                               struct ba_err *err)
{
    struct image_stream_jpeg *j = NULL;
    enum ba_rc rc = image_stream_jpeg_rows(&j, r, r->height_px, quality, err);
    if (rc == BA_OK)
        rc = image_stream_jpeg_finish(j, s, err);
    image_stream_jpeg_free(j);
    return rc;
}
