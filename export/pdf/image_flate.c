/*
 * scan_flate.c - pixels without loss, row after row: what is longer than a JPEG can be.
 */
#include <stdlib.h>
#include <zlib.h>

#include "export/pdf/image_stream.h"

/* Each byte less the one above it (PNG 1.2, 6.4): paper becomes zeros. */
static void filter_up(const struct raster *r, uint32_t y, size_t row, uint8_t *out)
{
    const uint8_t *now = r->data + (size_t)y * r->stride;
    const uint8_t *above = y == 0 ? NULL : now - r->stride;
    out[0] = 2;
    for (size_t i = 0; i < row; i++)
        out[i + 1] = (uint8_t)(above == NULL ? now[i] : now[i] - above[i]);
}

/* Deflates what is in z; all of it, and the end of the stream, when `flush` is Z_FINISH. */
static int deflate_some(z_stream *z, int flush, struct ba_buf *to)
{
    uint8_t block[16384];
    int rc = Z_OK;
    do {
        z->next_out = block;
        z->avail_out = sizeof block;
        rc = deflate(z, flush);
        ba_buf_add(to, block, sizeof block - z->avail_out);
    } while (rc == Z_OK && z->avail_out == 0);
    return rc;
}

BA_RC image_stream_encode_flate(const struct raster *r, struct image_stream *s, struct ba_err *err)
{
    size_t row = (size_t)r->width_px * (r->bits / 8);
    uint8_t *line = malloc(row + 1);
    z_stream z = { 0 };
    int rc = line == NULL ? Z_MEM_ERROR : deflateInit(&z, Z_DEFAULT_COMPRESSION);
    s->kind = SCAN_FLATE;
    s->components = r->bits == 24 ? 3 : 1;
    s->width_px = r->width_px;
    s->height_px = r->height_px;
    for (uint32_t y = 0; rc == Z_OK && y < r->height_px; y++) {
        filter_up(r, y, row, line);
        z.next_in = line;
        z.avail_in = (uInt)(row + 1);
        rc = deflate_some(&z, Z_NO_FLUSH, &s->data);
        if (rc == Z_BUF_ERROR) /* nothing left to do, and no error */
            rc = Z_OK;
    }
    if (rc == Z_OK)
        rc = deflate_some(&z, Z_FINISH, &s->data);
    deflateEnd(&z);
    free(line);
    return rc == Z_STREAM_END ? ba_buf_check(&s->data, "a deflated image", err)
                              : ba_fail_mem(err, "a deflated image");
}
