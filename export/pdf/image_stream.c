/*
 * scan.c - takes the compressed strips of a frame out of a TIFF, or has them encoded anew.
 */
#include "export/pdf/image_stream.h"

#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include "core/disk_read.h"
#include "image/tiff/client.h"

/* More strips than a scanner writes: A0 at 1200 dpi has 40,000 rows. */
#define MAX_STRIPS 65536

/* What decides whether the strips can be taken as they are. */
struct layout {
    uint32_t width, height, rows_per_strip, strips;
    uint16_t bits, samples, photometric, compression, planar, fill_order;
    bool tiled;
};

static void read_layout(TIFF *t, struct layout *l)
{
    *l = (struct layout){ 0 };
    TIFFGetField(t, TIFFTAG_IMAGEWIDTH, &l->width);
    TIFFGetField(t, TIFFTAG_IMAGELENGTH, &l->height);
    TIFFGetFieldDefaulted(t, TIFFTAG_BITSPERSAMPLE, &l->bits);
    TIFFGetFieldDefaulted(t, TIFFTAG_SAMPLESPERPIXEL, &l->samples);
    TIFFGetFieldDefaulted(t, TIFFTAG_PLANARCONFIG, &l->planar);
    TIFFGetFieldDefaulted(t, TIFFTAG_FILLORDER, &l->fill_order);
    TIFFGetFieldDefaulted(t, TIFFTAG_COMPRESSION, &l->compression);
    TIFFGetFieldDefaulted(t, TIFFTAG_ROWSPERSTRIP, &l->rows_per_strip);
    /* Left out by some fax programs: libtiff, and so every viewer, takes white for 0 then. */
    if (TIFFGetField(t, TIFFTAG_PHOTOMETRIC, &l->photometric) != 1)
        l->photometric = l->compression == COMPRESSION_CCITTFAX4 ? PHOTOMETRIC_MINISWHITE
                         : l->samples >= 3                       ? PHOTOMETRIC_RGB
                                                                 : PHOTOMETRIC_MINISBLACK;
    l->tiled = TIFFIsTiled(t) != 0;
    l->strips = l->tiled ? 0 : TIFFNumberOfStrips(t);
    if (l->rows_per_strip > l->height)
        l->rows_per_strip = l->height;
}

/* Appends the raw bytes of a strip; false when they are not all there or too many. */
static bool add_strip(TIFF *t, uint32_t index, struct ba_buf *to)
{
    uint64_t len = TIFFRawStripSize64(t, index);
    if (len == 0 || len > to->max - to->len)
        return false;
    uint8_t *raw = malloc((size_t)len);
    if (raw == NULL)
        return false;
    bool ok = TIFFReadRawStrip(t, index, raw, (tmsize_t)len) == (tmsize_t)len;
    if (ok)
        ba_buf_add(to, raw, (size_t)len);
    free(raw);
    return ok && !to->failed;
}

/* PDF wants the most significant bit first (ISO 32000-1, 7.4.6). */
static void reverse_bits(struct ba_buf *b)
{
    TIFFReverseBits((uint8_t *)b->data, (tmsize_t)b->len);
}

static bool take_g4(TIFF *t, const struct layout *l, struct image_stream *s)
{
    bool plain =
        !l->tiled && l->compression == COMPRESSION_CCITTFAX4 && l->bits == 1 && l->samples == 1 &&
        l->strips == 1 &&
        (l->photometric == PHOTOMETRIC_MINISWHITE || l->photometric == PHOTOMETRIC_MINISBLACK);
    if (!plain || !add_strip(t, 0, &s->data))
        return false;
    if (l->fill_order == FILLORDER_LSB2MSB)
        reverse_bits(&s->data);
    s->kind = SCAN_G4;
    s->components = 1;
    /* libtiff codes bit 1 as a black run, a PDF reader turns a black run into 0 unless /BlackIs1.
     */
    s->black_is_1 = l->photometric == PHOTOMETRIC_MINISBLACK;
    return true;
}

/* Where each strip lies in one buffer of all strips. */
static bool read_strips(TIFF *t, uint32_t count, struct ba_buf *all,
                        struct image_stream_strip *strips)
{
    size_t *end = calloc(count, sizeof *end);
    bool ok = end != NULL;
    for (uint32_t i = 0; ok && i < count; i++) {
        ok = add_strip(t, i, all);
        end[i] = all->len;
    }
    for (uint32_t i = 0; ok && i < count; i++) {
        size_t start = i == 0 ? 0 : end[i - 1];
        strips[i] =
            (struct image_stream_strip){ (const uint8_t *)all->data + start, end[i] - start };
    }
    free(end);
    return ok;
}

static bool is_plain_jpeg(const struct layout *l)
{
    if (l->tiled || l->compression != COMPRESSION_JPEG || l->bits != 8 || l->strips == 0 ||
        l->strips > MAX_STRIPS || l->fill_order != FILLORDER_MSB2LSB)
        return false;
    if (l->samples == 1)
        return l->photometric == PHOTOMETRIC_MINISBLACK || l->photometric == PHOTOMETRIC_MINISWHITE;
    return l->samples == 3 && l->planar == PLANARCONFIG_CONTIG &&
           (l->photometric == PHOTOMETRIC_YCBCR || l->photometric == PHOTOMETRIC_RGB);
}

static bool take_jpeg(TIFF *t, const struct layout *l, struct image_stream *s)
{
    if (!is_plain_jpeg(l))
        return false;
    uint32_t tables_len = 0;
    const void *tables_data = NULL;
    struct image_stream_strip tables = { NULL, 0 };
    if (TIFFGetField(t, TIFFTAG_JPEGTABLES, &tables_len, &tables_data) == 1)
        tables = (struct image_stream_strip){ tables_data, tables_len };
    struct ba_buf all = BA_BUF_INIT(SCAN_MAX_BYTES);
    struct image_stream_strip *strips = calloc(l->strips, sizeof *strips);
    s->kind = SCAN_JPEG;
    s->components = l->samples;
    s->inverted = l->photometric == PHOTOMETRIC_MINISWHITE;
    s->ycc = l->photometric == PHOTOMETRIC_YCBCR;
    bool ok = strips != NULL && read_strips(t, l->strips, &all, strips) &&
              image_stream_join_jpeg(&tables, strips, l->strips, l->rows_per_strip, s);
    free(strips);
    ba_buf_free(&all);
    return ok;
}

static BA_RC encode(const char *path, uint32_t frame, const struct image_stream_how *how,
                    scan_raster_fn raster, void *ctx, struct image_stream *s, struct ba_err *err)
{
    struct raster r = { 0 };
    ba_buf_reset(&s->data);
    s->inverted = false;
    s->copied = false;
    enum ba_rc rc = raster(ctx, path, frame, &r, err);
    if (rc == BA_OK) {
        image_stream_blacken(&r, how->black, how->black_count);
        rc = image_stream_shrink(&r, how->shrink, err);
    }
    if (rc == BA_OK)
        rc = image_stream_reduce(&r, err);
    s->width_px = r.width_px;
    s->height_px = r.height_px;
    if (rc == BA_OK && r.bits == 1)
        rc = image_stream_encode_g4(&r, s, err);
    else if (rc == BA_OK && (r.width_px > SCAN_JPEG_MAX_PX || r.height_px > SCAN_JPEG_MAX_PX))
        rc = image_stream_encode_flate(&r, s, err);
    else if (rc == BA_OK)
        rc = image_stream_encode_jpeg(&r, how->quality, s, err);
    ba_raster_free(&r);
    return rc;
}

static bool in_bands(const struct layout *l, const struct image_stream_how *how)
{
    return how->bands != NULL && how->black_count == 0 && how->shrink < 2 && l->bits >= 8 &&
           (uint64_t)l->width * l->height >= SCAN_BANDS_FROM_PX && l->width <= SCAN_JPEG_MAX_PX &&
           l->height <= SCAN_JPEG_MAX_PX;
}

struct sink {
    struct image_stream_jpeg *jpeg;
    uint32_t height_px;
    int quality;
};

static BA_RC take_band(void *ctx, const struct raster *band, uint32_t y_px, struct ba_err *err)
{
    struct sink *k = ctx;
    (void)y_px;
    return image_stream_jpeg_rows(&k->jpeg, band, k->height_px, k->quality, err);
}

static BA_RC encode_bands(const char *path, uint32_t frame, const struct image_stream_how *how,
                          void *ctx, struct image_stream *s, struct ba_err *err)
{
    struct sink k = { .height_px = s->height_px, .quality = how->quality };
    ba_buf_reset(&s->data);
    s->inverted = false;
    s->copied = false;
    enum ba_rc rc = how->bands(ctx, path, frame, take_band, &k, err);
    if (rc == BA_OK)
        rc = image_stream_jpeg_finish(k.jpeg, s, err);
    image_stream_jpeg_free(k.jpeg);
    return rc;
}

BA_RC image_stream_read(const char *path, uint32_t frame, const struct image_stream_how *how,
                        scan_raster_fn raster, void *ctx, struct image_stream *out,
                        struct ba_err *err)
{
    bool as_it_is = how->black_count == 0, may_shrink = how->shrink > 1;
    if (!image_stream_is_tiff(path)) {
        out->copied = as_it_is && !may_shrink && frame == 0 &&
                      image_stream_take_jpeg_file(path, out) &&
                      (!how->bare || image_stream_bare_jpeg(&out->data));
        return out->copied ? BA_OK : encode(path, frame, how, raster, ctx, out, err);
    }
    struct tiff_words words = { 0 };
    TIFF *t = tiff_open_read(path, &words);
    if (t == NULL)
        return disk_read_verdict(path,
                                 ba_fail(err, BA_ITEM, "PDF_IMAGE",
                                         "%s: cannot be opened as TIFF: %s", path, words.text),
                                 err);
    struct layout l;
    bool found = TIFFSetDirectory(t, (tdir_t)frame) == 1;
    bool taken = false;
    if (found) {
        read_layout(t, &l);
        out->width_px = l.width;
        out->height_px = l.height;
        taken = as_it_is && (take_g4(t, &l, out) || (!may_shrink && take_jpeg(t, &l, out)));
        out->copied = taken;
    }
    TIFFClose(t);
    if (!found)
        return disk_read_verdict(path,
                                 ba_fail(err, BA_ITEM, "PDF_IMAGE", "%s: has no image %u: %s", path,
                                         frame + 1, words.text),
                                 err);
    if (taken)
        return BA_OK;
    return in_bands(&l, how) ? encode_bands(path, frame, how, ctx, out, err)
                             : encode(path, frame, how, raster, ctx, out, err);
}

void image_stream_free(struct image_stream *s)
{
    ba_buf_free(&s->data);
}
