/* Small pictures by libjpeg, whose errors come by longjmp. */
#include "image/thumbnail.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

enum { QUALITY = 60, HIGH_MAX = 3 };

struct writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf back;
    unsigned char *bytes; /* of libjpeg, by malloc */
    unsigned long size;
};

static void on_error(j_common_ptr common)
{
    struct writer *w = common->client_data;

    longjmp(w->back, 1);
}

static void on_message(j_common_ptr common, int level)
{
    (void)common;
    (void)level;
}

/* The rectangle of the page under one pixel of the picture. */
struct under {
    uint32_t x0, x1, y0, y1;
};

/* Mean of the page there, per channel. */
static void mean(const struct raster *page, const struct under *u, uint8_t *out)
{
    uint64_t sum[3] = { 0 }, n = (uint64_t)(u->x1 - u->x0) * (u->y1 - u->y0);
    int channels = page->bits == 24 ? 3 : 1;

    for (uint32_t y = u->y0; y < u->y1; y++) {
        const uint8_t *row = page->data + (size_t)y * page->stride;

        for (uint32_t x = u->x0; x < u->x1; x++) {
            if (page->bits == 1)
                sum[0] += row[x / 8] >> (7 - x % 8) & 1 ? 0 : 255;
            for (int c = 0; c < channels && page->bits != 1; c++)
                sum[c] += row[(size_t)x * (size_t)channels + (size_t)c];
        }
    }
    for (int c = 0; c < channels; c++)
        out[c] = (uint8_t)(sum[c] / n);
}

/* A span of the page of so many pixels, under pixel i of n. */
static void span(uint32_t i, uint32_t n, uint32_t pixels, uint32_t *from, uint32_t *to)
{
    *from = (uint32_t)((uint64_t)i * pixels / n);
    *to = (uint32_t)((uint64_t)(i + 1) * pixels / n);
}

/* Row y of the turned picture. */
static void fill_row(const struct raster *page, unsigned turn, const struct small_picture *out,
                     uint32_t y, uint8_t *row)
{
    uint32_t w = out->width_px, h = out->height_px;
    size_t channels = page->bits == 24 ? 3 : 1;

    for (uint32_t x = 0; x < w; x++) {
        struct under u;
        bool across = turn == 90 || turn == 270;
        uint32_t px = turn == 90 ? y : turn == 180 ? w - 1 - x : turn == 270 ? h - 1 - y : x;
        uint32_t py = turn == 90 ? w - 1 - x : turn == 180 ? h - 1 - y : turn == 270 ? x : y;

        span(px, across ? h : w, page->width_px, &u.x0, &u.x1);
        span(py, across ? w : h, page->height_px, &u.y0, &u.y1);
        mean(page, &u, row + x * channels);
    }
}

static bool encode(struct writer *w, const struct raster *page, unsigned turn,
                   const struct small_picture *out, uint8_t *row)
{
    if (setjmp(w->back) != 0)
        return false;
    jpeg_create_compress(&w->jpeg);
    jpeg_mem_dest(&w->jpeg, &w->bytes, &w->size);
    w->jpeg.image_width = out->width_px;
    w->jpeg.image_height = out->height_px;
    w->jpeg.input_components = page->bits == 24 ? 3 : 1;
    w->jpeg.in_color_space = page->bits == 24 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&w->jpeg);
    jpeg_set_quality(&w->jpeg, QUALITY, TRUE);
    w->jpeg.optimize_coding = TRUE;
    jpeg_start_compress(&w->jpeg, TRUE);
    for (uint32_t y = 0; y < out->height_px; y++) {
        fill_row(page, turn, out, y, row);
        jpeg_write_scanlines(&w->jpeg, &row, 1);
    }
    jpeg_finish_compress(&w->jpeg);
    return true;
}

BA_RC jpeg_small(const struct raster *page, unsigned turn_deg, uint32_t width_px,
                 struct small_picture *out, struct ba_err *err)
{
    struct writer *w = calloc(1, sizeof(*w));
    bool across = turn_deg == 90 || turn_deg == 270;
    uint32_t from_w = across ? page->height_px : page->width_px;
    uint32_t from_h = across ? page->width_px : page->height_px;
    uint8_t *row;
    enum ba_rc rc;

    ba_buf_reset(&out->jpeg);
    out->width_px = width_px < from_w ? width_px : from_w;
    out->height_px = (uint32_t)((uint64_t)from_h * out->width_px / from_w);
    if (out->height_px > HIGH_MAX * width_px)
        out->height_px = HIGH_MAX * width_px;
    out->height_px = out->height_px == 0 ? 1 : out->height_px;
    row = malloc((size_t)out->width_px * 3);
    if (w == NULL || row == NULL) {
        free(w);
        free(row);
        return ba_fail_mem(err, "picture of a page");
    }
    w->jpeg.err = jpeg_std_error(&w->errors);
    w->jpeg.client_data = w;
    w->errors.error_exit = on_error;
    w->errors.emit_message = on_message;
    if (encode(w, page, turn_deg, out, row))
        ba_buf_add(&out->jpeg, w->bytes, w->size);
    else
        out->jpeg.failed = true; /* of what it says only a lack of memory can happen here */
    rc = ba_buf_check(&out->jpeg, "picture of a page", err);
    jpeg_destroy_compress(&w->jpeg);
    free(w->bytes);
    free(w);
    free(row);
    return rc;
}
