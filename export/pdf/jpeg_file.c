/*
 * scan_jpeg_file.c - a master that is a JPEG file of its own: its bytes are the stream of the PDF.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* jpeglib.h wants the two above before it. */
#include <jpeglib.h>

#include "core/file.h"
#include "export/pdf/image_stream.h"

struct header_failure {
    struct jpeg_error_mgr mgr; /* first: libjpeg hands back a pointer to it */
    jmp_buf back;
};

__attribute__((noreturn)) static void leave(j_common_ptr info)
{
    longjmp(((struct header_failure *)info->err)->back, 1);
}

static void say_nothing(j_common_ptr info)
{
    (void)info;
}

/* JFIF says YCbCr, and Adobe's mark RGB: libjpeg believes the one, readers of PDF the other. */
static bool marks_disagree(const struct jpeg_decompress_struct *c)
{
    return c->num_components == 3 && c->saw_JFIF_marker && c->saw_Adobe_marker &&
           c->Adobe_transform == 0;
}

/* What DCTDecode takes (ISO 32000-1, 7.4.8): Huffman coded, eight bits, grey, YCbCr or RGB. */
static bool read_header(struct image_stream *s)
{
    struct jpeg_decompress_struct c = { 0 };
    struct header_failure failure;
    volatile bool ok = false;

    c.err = jpeg_std_error(&failure.mgr);
    failure.mgr.error_exit = leave;
    failure.mgr.output_message = say_nothing;
    if (setjmp(failure.back) == 0) {
        jpeg_create_decompress(&c);
        jpeg_mem_src(&c, (const unsigned char *)s->data.data, s->data.len);
        jpeg_read_header(&c, TRUE);
        ok = !c.arith_code && c.data_precision == 8 && !marks_disagree(&c) &&
             (c.jpeg_color_space == JCS_GRAYSCALE || c.jpeg_color_space == JCS_YCbCr ||
              c.jpeg_color_space == JCS_RGB);
        s->width_px = c.image_width;
        s->height_px = c.image_height;
        s->components = c.jpeg_color_space == JCS_GRAYSCALE ? 1 : 3;
        s->ycc = c.jpeg_color_space == JCS_YCbCr;
    }
    jpeg_destroy_decompress(&c);
    return ok;
}

bool image_stream_is_tiff(const char *path)
{
    unsigned char head[2] = { 0 };
    int fd = ba_open_regular(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "rb");
    bool tiff = f == NULL || fread(head, 1, sizeof(head), f) != sizeof(head) ||
                memcmp(head, "II", 2) == 0 || memcmp(head, "MM", 2) == 0;

    if (f != NULL)
        fclose(f);
    return tiff;
}

bool image_stream_take_jpeg_file(const char *path, struct image_stream *s)
{
    struct ba_err ignored = BA_ERR_INIT;

    if (ba_file_read(path, &s->data, &ignored) != BA_OK || s->data.len < 3 ||
        memcmp(s->data.data, "\xFF\xD8\xFF", 3) != 0 || !read_header(s))
        return false;
    s->kind = SCAN_JPEG;
    s->inverted = false;
    return true;
}
