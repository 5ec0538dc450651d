/*
 * scan_jpeg.c - JPEG from pixels, by libjpeg in memory.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
/* jpeglib.h wants the two above before it. */
#include <jpeglib.h>

#include "export/scan.h"

#define DEFAULT_QUALITY 80

struct jpeg_failure {
    struct jpeg_error_mgr mgr; /* first: libjpeg hands back a pointer to it */
    jmp_buf back;
    char text[JMSG_LENGTH_MAX];
};

__attribute__((noreturn)) static void leave(j_common_ptr info)
{
    struct jpeg_failure *f = (struct jpeg_failure *)info->err;
    f->mgr.format_message(info, f->text);
    longjmp(f->back, 1);
}

static void say_nothing(j_common_ptr info)
{
    (void)info;
}

static void compress(struct jpeg_compress_struct *c, const struct ba_raster *r, int quality)
{
    c->image_width = r->width_px;
    c->image_height = r->height_px;
    c->input_components = r->bits == 24 ? 3 : 1;
    c->in_color_space = r->bits == 24 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(c);
    jpeg_set_quality(c, quality > 0 ? quality : DEFAULT_QUALITY, TRUE);
    c->optimize_coding = TRUE;
    c->dct_method = JDCT_ISLOW;
    jpeg_start_compress(c, TRUE);
    while (c->next_scanline < c->image_height) {
        JSAMPROW row = r->data + (size_t)c->next_scanline * r->stride;
        jpeg_write_scanlines(c, &row, 1);
    }
    jpeg_finish_compress(c);
}

enum ba_rc scan_encode_jpeg(const struct ba_raster *r, int quality, struct scan *s,
                            struct ba_err *err)
{
    struct jpeg_compress_struct c = { 0 };
    struct jpeg_failure failure = { 0 };
    /* Written by libjpeg after setjmp, read after longjmp. */
    unsigned char *volatile bytes = NULL;
    unsigned long len = 0;
    enum ba_rc rc = BA_OK;

    c.err = jpeg_std_error(&failure.mgr);
    failure.mgr.error_exit = leave;
    failure.mgr.output_message = say_nothing;
    if (setjmp(failure.back) == 0) {
        jpeg_create_compress(&c);
        jpeg_mem_dest(&c, (unsigned char **)&bytes, &len);
        compress(&c, r, quality);
        ba_buf_add(&s->data, bytes, len);
        rc = ba_buf_check(&s->data, "a JPEG image", err);
    } else {
        rc = ba_fail(err, BA_ITEM, "PDF_IMAGE", "the image cannot be encoded as JPEG: %s",
                     failure.text);
    }
    jpeg_destroy_compress(&c);
    free(bytes);
    s->kind = SCAN_JPEG;
    s->components = r->bits == 24 ? 3 : 1;
    s->ycc = r->bits == 24;
    s->width_px = r->width_px;
    s->height_px = r->height_px;
    return rc;
}
