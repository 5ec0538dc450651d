/*
 * scan_g4.c - Group 4 from pixels, by libtiff writing one strip into memory.
 */
#include <stdlib.h>
#include <string.h>

#include "export/pdf/image_stream.h"
#include "image/tiff/client.h"

/* A file in memory, as libtiff sees it. */
struct memory {
    struct ba_buf buf;
    size_t at;
};

static tmsize_t memory_read(thandle_t file, void *to, tmsize_t len)
{
    struct memory *m = (struct memory *)file;
    size_t n = m->at >= m->buf.len ? 0 : m->buf.len - m->at;
    if (n > (size_t)len)
        n = (size_t)len;
    if (n > 0)
        memcpy(to, m->buf.data + m->at, n);
    m->at += n;
    return (tmsize_t)n;
}

static tmsize_t memory_write(thandle_t file, void *from, tmsize_t len)
{
    static const char zeros[512];
    struct memory *m = (struct memory *)file;
    while (m->buf.len < m->at && !m->buf.failed) {
        size_t gap = m->at - m->buf.len;
        ba_buf_add(&m->buf, zeros, gap < sizeof zeros ? gap : sizeof zeros);
    }
    size_t over = m->buf.len - m->at;
    if (over > (size_t)len)
        over = (size_t)len;
    if (over > 0)
        memcpy(m->buf.data + m->at, from, over);
    ba_buf_add(&m->buf, (const char *)from + over, (size_t)len - over);
    m->at += (size_t)len;
    return m->buf.failed ? -1 : len;
}

static toff_t memory_seek(thandle_t file, toff_t offset, int whence)
{
    struct memory *m = (struct memory *)file;
    toff_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? m->at : m->buf.len;
    if (base + offset > m->buf.max)
        return (toff_t)-1;
    m->at = (size_t)(base + offset);
    return m->at;
}

static toff_t memory_size(thandle_t file)
{
    return ((struct memory *)file)->buf.len;
}

static bool write_rows(TIFF *t, const struct raster *r)
{
    TIFFSetField(t, TIFFTAG_IMAGEWIDTH, r->width_px);
    TIFFSetField(t, TIFFTAG_IMAGELENGTH, r->height_px);
    TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, 1);
    TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(t, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    TIFFSetField(t, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
    TIFFSetField(t, TIFFTAG_FILLORDER, FILLORDER_MSB2LSB);
    TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, r->height_px);
    for (uint32_t y = 0; y < r->height_px; y++) {
        if (TIFFWriteScanline(t, r->data + (size_t)y * r->stride, y, 0) != 1)
            return false;
    }
    return TIFFFlushData(t) == 1;
}

BA_RC image_stream_encode_g4(const struct raster *r, struct image_stream *s, struct ba_err *err)
{
    struct tiff_words words = { 0 };
    struct memory m = { .buf = BA_BUF_INIT(SCAN_MAX_BYTES) };
    TIFF *t = tiff_open_client("g4", "w", &m, memory_read, memory_write, memory_seek, memory_size,
                               &words);
    enum ba_rc rc = BA_OK;
    if (t == NULL)
        return ba_fail_mem(err, "a Group 4 encoder");
    if (write_rows(t, r)) {
        uint64_t at = TIFFGetStrileOffset(t, 0);
        uint64_t len = TIFFGetStrileByteCount(t, 0);
        if (at <= m.buf.len && len <= m.buf.len - at)
            ba_buf_add(&s->data, m.buf.data + at, (size_t)len);
    }
    if (s->data.len == 0 || s->data.failed)
        rc = ba_fail(err, BA_ITEM, "PDF_IMAGE", "the image cannot be encoded as Group 4: %s",
                     words.text);
    TIFFClose(t);
    ba_buf_free(&m.buf);
    s->kind = SCAN_G4;
    s->components = 1;
    s->black_is_1 = false;
    s->width_px = r->width_px;
    s->height_px = r->height_px;
    return rc;
}
