/*
 * JPEG 2000 by OpenJPEG, strictly: a code stream that is not all there is an error, where the
 * library left to itself hands out what it has. The image is decoded as a whole, although that
 * takes four bytes a sample: asked for one tile after the other, OpenJPEG 2.5.0 refuses files whose
 * tile-parts are interleaved (its issue 1558).
 */
#include <stdlib.h>
#include <string.h>

#include <openjpeg.h>

#include "image/image_file_private.h"

enum { STREAM_BYTES = 1 << 16, MAX_COMPONENTS = 5, MAX_TILES = 65535, TEXT_MAX = 200 };

struct reader {
    FILE *f;
    opj_codec_t *codec;
    opj_stream_t *stream;
    opj_image_t *image;
    uint32_t x0, y0; /* of the whole image on the reference grid */
    bool no_memory;
    char error[TEXT_MAX];
    struct tiff_frame *frame;
};

static void copy_line(char *out, const char *text)
{
    size_t len = strcspn(text, "\r\n");

    snprintf(out, TEXT_MAX, "%.*s", len > TEXT_MAX ? TEXT_MAX : (int)len, text);
}

static void on_error(const char *text, void *ctx)
{
    struct reader *r = ctx;

    if (*r->error == '\0')
        copy_line(r->error, text);
}

static void on_warning(const char *text, void *ctx)
{
    struct reader *r = ctx;

    if (r->frame->warnings++ == 0)
        copy_line(r->frame->warning, text);
}

static OPJ_SIZE_T on_read(void *to, OPJ_SIZE_T len, void *ctx)
{
    size_t n = fread(to, 1, len, ctx);

    return n == 0 && len != 0 ? (OPJ_SIZE_T)-1 : n;
}

static OPJ_OFF_T on_skip(OPJ_OFF_T len, void *ctx)
{
    return fseeko(ctx, (off_t)len, SEEK_CUR) == 0 ? len : -1;
}

static OPJ_BOOL on_seek(OPJ_OFF_T at, void *ctx)
{
    return fseeko(ctx, (off_t)at, SEEK_SET) == 0;
}

static bool set_up(struct reader *r, enum jp2_kind kind, uint64_t size)
{
    opj_dparameters_t p;

    r->codec = opj_create_decompress(kind == JP2_CODESTREAM ? OPJ_CODEC_J2K : OPJ_CODEC_JP2);
    r->stream = opj_stream_create(STREAM_BYTES, OPJ_TRUE);
    if (r->codec == NULL || r->stream == NULL)
        return false;
    opj_set_error_handler(r->codec, on_error, r);
    opj_set_warning_handler(r->codec, on_warning, r);
    opj_stream_set_read_function(r->stream, on_read);
    opj_stream_set_skip_function(r->stream, on_skip);
    opj_stream_set_seek_function(r->stream, on_seek);
    opj_stream_set_user_data(r->stream, r->f, NULL);
    opj_stream_set_user_data_length(r->stream, size);
    opj_set_default_decoder_parameters(&p);
    return opj_setup_decoder(r->codec, &p) && opj_codec_set_threads(r->codec, 1) &&
           opj_decoder_set_strict_mode(r->codec, OPJ_TRUE);
}

/* How the components of the decoded image become grey or RGB. */
struct colours {
    unsigned count; /* that carry colour: 1, 3, or 4 inks */
    int alpha;      /* component, -1: none */
    bool ycc;
};

static bool understand(const opj_image_t *image, struct colours *c)
{
    unsigned n = image->numcomps;

    *c = (struct colours){ .alpha = -1 };
    for (unsigned i = 0; i < n; i++)
        if (image->comps[i].alpha != 0 && c->alpha < 0)
            c->alpha = (int)i;
    if (c->alpha < 0 && (n == 2 || (n == 4 && image->color_space != OPJ_CLRSPC_CMYK)))
        c->alpha = (int)n - 1;
    c->count = c->alpha < 0 ? n : n - 1;
    if ((c->alpha >= 0 && c->alpha != (int)n - 1) || c->count == 2 || c->count > 4)
        return false;
    c->ycc = c->count == 3 && image->color_space == OPJ_CLRSPC_SYCC;
    for (unsigned i = 0; i < n; i++)
        if (image->comps[i].data == NULL || image->comps[i].dx == 0 || image->comps[i].dy == 0 ||
            image->comps[i].prec == 0 || image->comps[i].prec > 31)
            return false;
    return true;
}

/* The sample of a component under a point of the reference grid, to 0..255. */
static uint8_t sample(const opj_image_comp_t *c, uint32_t x, uint32_t y)
{
    uint32_t cx = c->dx == 1 ? x : x / c->dx, cy = c->dy == 1 ? y : y / c->dy;
    int64_t v, max = ((int64_t)1 << c->prec) - 1;

    cx = cx < c->x0 ? 0 : cx - c->x0;
    cy = cy < c->y0 ? 0 : cy - c->y0;
    if (cx >= c->w)
        cx = c->w - 1;
    if (cy >= c->h)
        cy = c->h - 1;
    v = c->data[(size_t)cy * c->w + cx];
    if (c->sgnd)
        v += (int64_t)1 << (c->prec - 1);
    v = v < 0 ? 0 : v > max ? max : v;
    return (uint8_t)(c->prec == 8 ? v : (v * 255 + max / 2) / max);
}

static uint8_t clamp(double v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v + 0.5);
}

static void ycc_to_rgb(uint8_t *p)
{
    double y = p[0], cb = p[1] - 128.0, cr = p[2] - 128.0;

    p[0] = clamp(y + 1.402 * cr);
    p[1] = clamp(y - 0.344136 * cb - 0.714136 * cr);
    p[2] = clamp(y + 1.772 * cb);
}

static void put_pixel(const opj_image_t *image, const struct colours *c, uint32_t x, uint32_t y,
                      uint8_t *to)
{
    uint8_t p[MAX_COMPONENTS] = { 0 };
    unsigned shown = c->count == 1 ? 1 : 3;

    for (unsigned i = 0; i < image->numcomps; i++)
        p[i] = sample(&image->comps[i], x, y);
    if (c->ycc)
        ycc_to_rgb(p);
    for (unsigned i = 0; i < shown; i++) {
        unsigned v = c->count == 4 ? (255u - p[i]) * (255u - p[3]) / 255 : p[i];

        /* what is clear lies on white paper */
        if (c->alpha >= 0)
            v = (v * p[c->alpha] + 255 * (255u - p[c->alpha]) + 127) / 255;
        to[i] = (uint8_t)v;
    }
}

/* Makes the raster of what is decoded. Only now has a palette become colours. */
static bool place(struct reader *r, struct raster *out)
{
    const opj_image_t *image = r->image;
    struct colours c;
    unsigned bytes;

    if (!understand(image, &c) || image->x0 < r->x0 || image->y0 < r->y0 ||
        image->x1 > r->x0 + out->width_px || image->y1 > r->y0 + out->height_px)
        return false;
    out->bits = c.count == 1 ? 8 : 24;
    bytes = out->bits / 8u;
    for (unsigned i = 0; i < image->numcomps; i++)
        if (image->comps[i].w == 0 || image->comps[i].h == 0)
            return false;
    r->no_memory = ba_raster_alloc(out) != 0;
    for (uint32_t y = image->y0; !r->no_memory && y < image->y1; y++) {
        uint8_t *row = out->data + (size_t)(y - r->y0) * out->stride;

        for (uint32_t x = image->x0; x < image->x1; x++)
            put_pixel(image, &c, x, y, row + (size_t)(x - r->x0) * bytes);
    }
    return !r->no_memory;
}

static void set_frame(const struct jp2_head *h, struct tiff_frame *frame)
{
    frame->bits_per_sample = h->depth;
    frame->samples = (uint16_t)h->components;
    frame->photometric = h->components < 3 ? 1 : 2;
    frame->compression = 34712; /* JPEG 2000, as registered for TIFF */
    frame->lossy = h->lossy;
    frame->xdpi = h->xdpi;
    frame->ydpi = h->ydpi;
}

/* Is it an image that we can show, and one that the limits allow? */
static BA_RC check(const struct jp2_head *h, const struct tiff_limits *limits, struct ba_err *err)
{
    uint64_t bytes = h->components == 1 || h->components == 2 ? 1 : 3;

    if (h->kind == JP2_JPM || h->kind == JP2_MOTION)
        return ba_fail(err, BA_ITEM, "IMAGE_UNSUPPORTED",
                       "a JPEG 2000 of several layers or pictures (JPM, Motion JPEG 2000) cannot "
                       "be read; deliver JP2 or TIFF");
    if (h->components < 1 || h->components > MAX_COMPONENTS || h->depth > 31)
        return ba_fail(err, BA_ITEM, "IMAGE_UNSUPPORTED",
                       "a JPEG 2000 of %u components of %u bits cannot be read; deliver grey or "
                       "RGB",
                       h->components, h->depth);
    if (h->tiles > MAX_TILES)
        return ba_fail(err, BA_ITEM, "IMAGE_TOO_LARGE",
                       "the JPEG 2000 is %u x %u pixels in %llu tiles, %d are allowed", h->width_px,
                       h->height_px, (unsigned long long)h->tiles, MAX_TILES);
    /* four bytes a sample of the image, and of the tile that is being decoded */
    bytes += (h->tiles == 1 ? 8 : 5) * (uint64_t)h->components;
    return master_check_size(limits, h->width_px, h->height_px, bytes, err);
}

static BA_RC failed(const struct reader *r, bool complete, struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, complete ? "IMAGE_DAMAGED" : "IMAGE_TRUNCATED",
                   complete ? "the JPEG 2000 cannot be decoded (OpenJPEG: %s); scan the page again"
                            : "the JPEG 2000 ends too early (OpenJPEG: %s); copy it again from the "
                              "scanner or scan again",
                   *r->error != '\0'            ? r->error
                   : *r->frame->warning != '\0' ? r->frame->warning
                                                : "components that do not make an image");
}

/* A codestream ends with EOC (A.4.4), which nothing that was cut off has. */
static bool is_complete(FILE *f, uint64_t *size)
{
    unsigned char tail[256];
    size_t n;
    off_t end = fseeko(f, 0, SEEK_END) == 0 ? ftello(f) : 0;

    *size = end > 0 ? (uint64_t)end : 0;
    n = *size < sizeof(tail) ? (size_t)*size : sizeof(tail);
    return fseeko(f, end - (off_t)n, SEEK_SET) == 0 && fread(tail, 1, n, f) == n &&
           memmem(tail, n, "\xFF\xD9", 2) != NULL;
}

BA_RC master_jp2_read(FILE *f, const struct tiff_limits *limits, struct tiff_frame *frame,
                      struct raster *out, struct ba_err *err)
{
    struct reader r = { .f = f, .frame = frame };
    struct jp2_head head;
    uint64_t size = 0;
    bool known = master_jp2_head(f, &head), complete = is_complete(f, &size);
    enum ba_rc rc = BA_OK;

    if (!known)
        return ba_fail(err, BA_ITEM, complete ? "IMAGE_DAMAGED" : "IMAGE_TRUNCATED",
                       "the header of the JPEG 2000 is damaged or cut off; copy it again from the "
                       "scanner or scan again");
    rc = check(&head, limits, err);
    if (rc != BA_OK)
        return rc;
    set_frame(&head, frame);
    rewind(f);
    *out = (struct raster){ .width_px = head.width_px, .height_px = head.height_px };
    if (!set_up(&r, head.kind, size) || !opj_read_header(r.stream, r.codec, &r.image)) {
        rc = failed(&r, complete, err);
        goto out;
    }
    r.x0 = r.image->x0;
    r.y0 = r.image->y0;
    if (r.image->x1 - r.x0 != head.width_px || r.image->y1 - r.y0 != head.height_px)
        rc = failed(&r, complete, err);
    else if (!opj_decode(r.codec, r.stream, r.image) || !opj_end_decompress(r.codec, r.stream) ||
             !place(&r, out) || !complete)
        rc = r.no_memory ? ba_fail_mem(err, "pixels of an image") : failed(&r, complete, err);

out:
    opj_image_destroy(r.image);
    if (r.stream != NULL)
        opj_stream_destroy(r.stream);
    if (r.codec != NULL)
        opj_destroy_codec(r.codec);
    return rc;
}
