/* JPEG files by libjpeg, whose errors come by longjmp and whose warnings are judged one by one. */
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "image/exif.h"
#include "image/image_file_private.h"

#include <jpeglib.h>

#include <jerror.h>

#define CM_PER_INCH 2.54
/* Of a segment; the first directory stands at its beginning. */
#define EXIF_MAX_BYTES 4096

enum { MAX_SCANS = 200 /* of a progressive file; encoders write about ten */ };

struct reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf back;
    char said[JMSG_LENGTH_MAX];
    bool truncated;
    uint8_t *row; /* of four inks */
    struct tiff_frame *frame;
};

static void on_error(j_common_ptr common)
{
    struct reader *r = common->client_data;

    common->err->format_message(common, r->said);
    r->truncated =
        common->err->msg_code == JERR_INPUT_EOF || common->err->msg_code == JERR_INPUT_EMPTY;
    longjmp(r->back, 1);
}

/* Rubbish between segments harms nothing; everything else means pixels that nobody scanned. */
static bool is_harmless(int code)
{
    return code == JWRN_EXTRANEOUS_DATA || code == JWRN_JFIF_MAJOR || code == JWRN_ADOBE_XFORM;
}

static void on_message(j_common_ptr common, int level)
{
    struct reader *r = common->client_data;

    if (level >= 0) /* a trace */
        return;
    common->err->format_message(common, r->said);
    if (!is_harmless(common->err->msg_code)) {
        r->truncated = common->err->msg_code == JWRN_JPEG_EOF;
        longjmp(r->back, 1);
    }
    if (r->frame->warnings++ == 0)
        snprintf(r->frame->warning, sizeof(r->frame->warning), "%.199s", r->said);
}

static void on_progress(j_common_ptr common)
{
    struct reader *r = common->client_data;

    if (r->jpeg.input_scan_number <= MAX_SCANS)
        return;
    snprintf(r->said, sizeof(r->said), "more than %d scans", MAX_SCANS);
    longjmp(r->back, 1);
}

static void set_up(struct reader *r, FILE *f)
{
    r->jpeg.err = jpeg_std_error(&r->errors);
    r->errors.error_exit = on_error;
    r->errors.emit_message = on_message;
    r->jpeg.client_data = r;
    jpeg_create_decompress(&r->jpeg);
    jpeg_stdio_src(&r->jpeg, f);
    r->progress.progress_monitor = on_progress;
    r->jpeg.progress = &r->progress;
}

/* The densities of the JFIF header; units 0 means only their ratio. */
static void set_resolution(const struct reader *r)
{
    double per_inch = r->jpeg.density_unit == 1 ? 1 : r->jpeg.density_unit == 2 ? CM_PER_INCH : 0;

    if (!r->jpeg.saw_JFIF_marker)
        return;
    r->frame->xdpi = r->jpeg.X_density * per_inch;
    r->frame->ydpi = r->jpeg.Y_density * per_inch;
}

/* The source is a file, and has always a next byte: beyond its end libjpeg makes some. */
static uint8_t next_byte(j_decompress_ptr j)
{
    if (j->src->bytes_in_buffer == 0)
        j->src->fill_input_buffer(j);
    j->src->bytes_in_buffer--;
    return *j->src->next_input_byte++;
}

/*
 * A segment APP1. Not by jpeg_save_markers: it keeps them all, and looks for the end of the list
 * for each, so that a file of nothing else takes hours. Rows stay as they are stored; who shows the
 * page may turn it.
 */
static boolean take_app1(j_decompress_ptr j)
{
    struct reader *r = j->client_data;
    uint8_t segment[EXIF_MAX_BYTES];
    size_t len = (size_t)next_byte(j) << 8, kept;

    len |= next_byte(j);
    len = len > 2 ? len - 2 : 0;
    kept = len < sizeof(segment) ? len : sizeof(segment);
    for (size_t i = 0; i < kept; i++)
        segment[i] = next_byte(j);
    if (len > kept)
        j->src->skip_input_data(j, (long)(len - kept));
    if (r->frame->orientation_tag == 1)
        r->frame->orientation_tag = exif_orientation(segment, kept);
    return TRUE;
}

/* Adobe writes inks upside down: 255 is none. */
static void inks_to_rgb(const struct reader *r, uint8_t *to)
{
    const uint8_t *from = r->row;
    uint8_t flip = r->jpeg.saw_Adobe_marker ? 0 : 255;

    for (JDIMENSION x = 0; x < r->jpeg.output_width; x++, from += 4)
        for (int c = 0; c < 3; c++)
            *to++ = (uint8_t)((from[c] ^ flip) * (from[3] ^ flip) / 255);
}

static BA_RC decode(struct reader *r, const struct tiff_limits *limits, struct raster *out,
                    struct ba_err *err)
{
    struct jpeg_decompress_struct *j = &r->jpeg;
    bool inks;
    uint64_t bytes;
    enum ba_rc rc;

    jpeg_set_marker_processor(j, JPEG_APP0 + 1, take_app1);
    jpeg_read_header(j, TRUE);
    inks = j->num_components == 4;
    j->out_color_space = inks ? JCS_CMYK : j->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    bytes = j->num_components == 1 ? 1 : 3;
    if (jpeg_has_multiple_scans(j)) /* all coefficients are held, two bytes each */
        bytes += 2 * (uint64_t)j->num_components;
    rc = master_check_size(limits, j->image_width, j->image_height, bytes, err);
    if (rc != BA_OK)
        return rc;
    *out = (struct raster){ .width_px = j->image_width,
                            .height_px = j->image_height,
                            .bits = j->num_components == 1 ? 8 : 24 };
    r->frame->bits_per_sample = (uint16_t)j->data_precision;
    r->frame->samples = (uint16_t)j->num_components;
    r->frame->photometric = j->num_components == 1 ? 1 : inks ? 5 : 6;
    r->frame->compression = 7;
    set_resolution(r);
    r->row = malloc((size_t)j->image_width * 4);
    if (r->row == NULL || ba_raster_alloc(out) != 0)
        return ba_fail_mem(err, "pixels of an image");
    jpeg_start_decompress(j);
    while (j->output_scanline < j->output_height) {
        uint8_t *to = out->data + (size_t)j->output_scanline * out->stride;

        jpeg_read_scanlines(j, inks ? &r->row : &to, 1);
        if (inks)
            inks_to_rgb(r, to);
    }
    jpeg_finish_decompress(j);
    return BA_OK;
}

BA_RC master_jpeg_read(FILE *f, const struct tiff_limits *limits, struct tiff_frame *frame,
                       struct raster *out, struct ba_err *err)
{
    struct reader *r = calloc(1, sizeof(*r));
    enum ba_rc rc;

    if (r == NULL)
        return ba_fail_mem(err, "reader of JPEG");
    r->frame = frame;
    /* What longjmp comes back to lives in *r and in what the caller owns, not in this function. */
    if (setjmp(r->back) == 0) {
        set_up(r, f);
        rc = decode(r, limits, out, err);
    } else {
        rc = ba_fail(err, BA_ITEM, r->truncated ? "IMAGE_TRUNCATED" : "IMAGE_DAMAGED",
                     r->truncated ? "the JPEG ends too early (libjpeg: %s); copy it again from the "
                                    "scanner or scan again"
                                  : "the JPEG cannot be decoded (libjpeg: %s); scan the page again",
                     r->said);
    }
    jpeg_destroy_decompress(&r->jpeg);
    free(r->row);
    free(r);
    return rc;
}
