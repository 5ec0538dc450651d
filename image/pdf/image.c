/*
 * The pixels of an image in a PDF, by the same strict decoders that read masters of their own.
 * Kinds that are not certain to come out the same as poppler draws them are left to poppler.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/image_file_private.h"
#include "image/pdf/pdf_file_private.h"
#include "image/tiff/g4.h"

/* ISO 32000-1, 8.9.5: what the dictionary of an image says. */
struct pdf_image {
    struct pdf_file *f;
    const struct tiff_limits *limits;
    qpdf_oh stream, dict, params;
    uint32_t width_px, height_px;
    unsigned bits, components;
    const char *filter;  /* "" none or one that qpdf undoes, else the name */
    bool mask;           /* paints black where it says so */
    bool inverted;       /* Decode [1 0] */
    uint8_t *palette;    /* of an indexed colour space: 3 bytes an entry, owned; NULL */
    unsigned entries;    /* of the palette */
    unsigned char *data; /* of the stream, owned */
    size_t len;
};

static bool name_is(const struct pdf_image *m, qpdf_oh o, const char *a, const char *b)
{
    qpdf_data q = m->f->q;

    return qpdf_oh_is_name_and_equals(q, o, a) || qpdf_oh_is_name_and_equals(q, o, b);
}

/* Components of a colour space that our decoders show as poppler does; 0: another. */
static unsigned components_of(const struct pdf_image *m, qpdf_oh space)
{
    qpdf_data q = m->f->q;
    qpdf_oh first;

    /* A name alone in a list is that name; once, for a list may hold itself. */
    if (qpdf_oh_is_array(q, space) && qpdf_oh_get_array_n_items(q, space) == 1)
        space = qpdf_oh_get_array_item(q, space, 0);
    if (name_is(m, space, "/DeviceGray", "/CalGray"))
        return 1;
    if (name_is(m, space, "/DeviceRGB", "/CalRGB"))
        return 3;
    if (!qpdf_oh_is_array(q, space) || qpdf_oh_get_array_n_items(q, space) < 2)
        return 0;
    first = qpdf_oh_get_array_item(q, space, 0);
    if (name_is(m, first, "/CalGray", "/CalGray"))
        return 1;
    if (name_is(m, first, "/CalRGB", "/CalRGB"))
        return 3;
    if (name_is(m, first, "/ICCBased", "/ICCBased")) {
        qpdf_oh profile = qpdf_oh_get_array_item(q, space, 1);
        double n = qpdf_oh_is_stream(q, profile)
                       ? pdf_number(m->f, qpdf_oh_get_dict(q, profile), "/N", 0)
                       : 0;

        return n == 1 ? 1 : n == 3 ? 3 : 0;
    }
    return 0;
}

/* [/Indexed base hival lookup] with the lookup as RGB. */
static bool take_palette(struct pdf_image *m, qpdf_oh space)
{
    qpdf_data q = m->f->q;
    unsigned base, samples;
    qpdf_oh table;
    const char *bytes = NULL;
    unsigned char *data = NULL;
    size_t len = 0;
    int high;

    if (!qpdf_oh_is_array(q, space) || qpdf_oh_get_array_n_items(q, space) != 4 ||
        !name_is(m, qpdf_oh_get_array_item(q, space, 0), "/Indexed", "/I"))
        return false;
    base = components_of(m, qpdf_oh_get_array_item(q, space, 1));
    high = (int)pdf_item_number(m->f, space, 2, -1);
    table = qpdf_oh_get_array_item(q, space, 3);
    if (base == 0 || high < 0 || high > 255)
        return false;
    if (qpdf_oh_is_string(q, table))
        bytes = qpdf_oh_get_binary_string_value(q, table, &len);
    else if (qpdf_oh_is_stream(q, table) &&
             (qpdf_oh_get_stream_data(q, table, qpdf_dl_specialized, NULL, &data, &len) &
              QPDF_ERRORS) == 0)
        bytes = (const char *)data;
    samples = (unsigned)(high + 1) * base;
    m->palette = bytes == NULL || len < samples ? NULL : malloc(256 * 3);
    m->entries = (unsigned)high + 1;
    for (unsigned i = 0; m->palette != NULL && i < m->entries; i++)
        for (unsigned c = 0; c < 3; c++)
            m->palette[3 * i + c] = (uint8_t)bytes[i * base + (base == 3 ? c : 0)];
    free(data);
    return m->palette != NULL;
}

/* Decode maps samples; only leaving them and turning them round are taken. */
static bool take_decode(struct pdf_image *m)
{
    qpdf_data q = m->f->q;
    qpdf_oh array = qpdf_oh_get_key(q, m->dict, "/Decode");
    int n = qpdf_oh_is_array(q, array) ? qpdf_oh_get_array_n_items(q, array) : 0;
    double low = 0, high = 1, top = m->palette != NULL ? (1u << m->bits) - 1 : 1;

    if (n == 0)
        return true;
    for (int i = 0; i + 1 < n; i += 2) {
        double a = pdf_item_number(m->f, array, i, -1), b = pdf_item_number(m->f, array, i + 1, -1);

        if (i > 0 && (a != low || b != high))
            return false;
        low = a;
        high = b;
    }
    m->inverted = low == top && high == 0;
    return (low == 0 && high == top) || (m->inverted && m->palette == NULL && *m->filter == '\0') ||
           (m->inverted && strcmp(m->filter, "/CCITTFaxDecode") == 0);
}

const char *pdf_image_filter(const struct pdf_file *f, qpdf_oh dict, qpdf_oh *params)
{
    static const char *const image_filters[] = { "/DCTDecode", "/JPXDecode", "/CCITTFaxDecode",
                                                 "/JBIG2Decode" };
    qpdf_data q = f->q;
    qpdf_oh filter = qpdf_oh_get_key(q, dict, "/Filter");
    int n = 1;

    *params = qpdf_oh_get_key(q, dict, "/DecodeParms");
    if (qpdf_oh_is_array(q, filter)) {
        n = qpdf_oh_get_array_n_items(q, filter);
        filter = n > 0 ? qpdf_oh_get_array_item(q, filter, n - 1) : qpdf_oh_new_null(q);
    }
    if (qpdf_oh_is_array(q, *params))
        *params = n > 0 && qpdf_oh_get_array_n_items(q, *params) >= n
                      ? qpdf_oh_get_array_item(q, *params, n - 1)
                      : qpdf_oh_new_null(q);
    for (size_t i = 0; i < sizeof(image_filters) / sizeof(image_filters[0]); i++)
        if (qpdf_oh_is_name_and_equals(q, filter, image_filters[i]))
            return image_filters[i];
    return "";
}

/* Fills m from the dictionary. False for a kind that is left to poppler. */
static bool understand(struct pdf_image *m, const struct pdf_page *page)
{
    qpdf_data q = m->f->q;
    qpdf_oh space = qpdf_oh_get_key(q, m->dict, "/ColorSpace");

    if (qpdf_oh_has_key(q, m->dict, "/SMask") || qpdf_oh_has_key(q, m->dict, "/Mask") ||
        pdf_number(m->f, m->dict, "/SMaskInData", 0) != 0)
        return false;
    m->filter = pdf_image_filter(m->f, m->dict, &m->params);
    m->mask = pdf_flag(m->f, m->dict, "/ImageMask", false);
    if (m->mask && page->coloured)
        return false;
    m->bits = m->mask ? 1 : (unsigned)pdf_number(m->f, m->dict, "/BitsPerComponent", 0);
    if (strcmp(m->filter, "/CCITTFaxDecode") == 0)
        m->bits = 1;
    m->components = m->mask ? 1 : components_of(m, space);
    if (strcmp(m->filter, "/JPXDecode") == 0) /* its own colours, when none are named (7.4.9) */
        return qpdf_oh_is_null(q, space) || m->components != 0;
    if (m->components == 0 && *m->filter == '\0' && m->bits <= 8 && take_palette(m, space))
        m->components = 1;
    return m->components != 0 &&
           (m->bits == 1 || m->bits == 2 || m->bits == 4 || m->bits == 8 || m->bits == 16) &&
           take_decode(m);
}

static unsigned sample_at(const struct pdf_image *m, const unsigned char *row, uint64_t i)
{
    uint64_t bit = i * m->bits;
    unsigned v;

    if (m->bits == 16)
        return row[i * 2];
    v = row[bit / 8] >> (8 - m->bits - bit % 8) & ((1u << m->bits) - 1);
    return m->palette != NULL ? v : v * 255 / ((1u << m->bits) - 1);
}

static void put_row(const struct pdf_image *m, const unsigned char *row, uint8_t *to)
{
    unsigned flip = m->inverted ? 255 : 0;

    for (uint64_t x = 0; x < m->width_px; x++) {
        if (m->palette != NULL) {
            unsigned v = sample_at(m, row, x);

            memcpy(to + 3 * x, m->palette + 3 * (v < m->entries ? v : m->entries - 1), 3);
        } else {
            for (unsigned c = 0; c < m->components; c++)
                to[x * m->components + c] =
                    (uint8_t)(sample_at(m, row, x * m->components + c) ^ flip);
        }
    }
}

/* Ink becomes paper; the bits behind the last pixel of a row stay 0. */
static void flip_ink(struct raster *r)
{
    unsigned used = r->width_px % 8;

    for (uint32_t y = 0; y < r->height_px; y++) {
        uint8_t *row = r->data + (size_t)y * r->stride;
        size_t bytes = (r->width_px + 7) / 8;

        for (size_t i = 0; i < bytes; i++)
            row[i] ^= 0xFF;
        if (used != 0)
            row[bytes - 1] &= (uint8_t)(0xFF00 >> used);
    }
}

/* Samples as they are, or as qpdf decompressed them. */
static BA_RC read_plain(struct pdf_image *m, struct raster *out, struct ba_err *err)
{
    uint64_t row_bytes = ((uint64_t)m->width_px * m->bits * m->components + 7) / 8;
    bool bilevel = m->bits == 1 && m->palette == NULL && m->components == 1;
    enum ba_rc rc = master_check_size(m->limits, m->width_px, m->height_px,
                                      m->palette != NULL ? 4 : 2 * m->components, err);

    if (rc == BA_OK)
        rc = pdf_stream_data(m->f, m->stream, false, &m->data, &m->len, err);
    if (rc != BA_OK)
        return rc;
    if (m->len < row_bytes * m->height_px)
        return ba_fail(err, BA_ITEM, "IMAGE_TRUNCATED",
                       "an image in the PDF has %zu bytes of %llu; make the file again from the "
                       "scanner",
                       m->len, (unsigned long long)(row_bytes * m->height_px));
    *out = (struct raster){ .width_px = m->width_px,
                            .height_px = m->height_px,
                            .bits = bilevel                            ? 1
                                    : m->components == 3 || m->palette ? 24
                                                                       : 8 };
    if (ba_raster_alloc(out) != 0)
        return ba_fail_mem(err, "pixels of an image");
    for (uint64_t y = 0; y < m->height_px; y++) {
        const unsigned char *row = m->data + y * row_bytes;
        uint8_t *to = out->data + y * out->stride;

        if (!bilevel)
            put_row(m, row, to);
        else
            memcpy(to, row, row_bytes);
    }
    if (bilevel && !m->inverted) /* 0 is black, ink is 1 */
        flip_ink(out);
    return BA_OK;
}

static BA_RC read_file_of(struct pdf_image *m, struct tiff_frame *frame, struct raster *out,
                          struct ba_err *err)
{
    enum ba_rc rc = pdf_stream_data(m->f, m->stream, true, &m->data, &m->len, err);
    FILE *f = rc != BA_OK || m->len == 0 ? NULL : fmemopen(m->data, m->len, "rb");

    if (rc != BA_OK)
        return rc;
    if (f == NULL)
        return ba_fail(err, BA_ITEM, "IMAGE_TRUNCATED",
                       "an image in the PDF is empty; make the file again from the scanner");
    rc = strcmp(m->filter, "/DCTDecode") == 0 ? master_jpeg_read(f, m->limits, frame, out, err)
                                              : master_jp2_read(f, m->limits, frame, out, err);
    fclose(f);
    return rc;
}

/* ISO 32000-1, 7.4.6. *done false for the kinds that libtiff reads in another way than PDF means.
 */
static BA_RC read_fax(struct pdf_image *m, struct tiff_frame *frame, struct raster *out, bool *done,
                      struct ba_err *err)
{
    struct tiff_g4 fax = { .width_px = (uint32_t)pdf_number(m->f, m->params, "/Columns", 1728),
                           .height_px = m->height_px };
    double k = pdf_number(m->f, m->params, "/K", 0), rows = pdf_number(m->f, m->params, "/Rows", 0);
    bool white_is_1 = !pdf_flag(m->f, m->params, "/BlackIs1", false); /* then black runs become 0 */
    enum ba_rc rc;

    if (k >= 0 || pdf_flag(m->f, m->params, "/EncodedByteAlign", false) ||
        fax.width_px != m->width_px || (rows != 0 && rows != m->height_px)) {
        *done = false;
        return BA_OK;
    }
    rc = pdf_image_check(m->f, m->stream, err); /* libtiff goes on after a code that is none */
    if (rc == BA_OK)
        rc = pdf_stream_data(m->f, m->stream, true, &m->data, &m->len, err);
    if (rc != BA_OK)
        return rc;
    fax.data = m->data;
    fax.len = m->len;
    rc = tiff_fax_read(&fax, m->limits, frame, out, err);
    /* libtiff made black runs ink; they are paper when 1 bits are black, or when samples are turned
     */
    if (rc == BA_OK && white_is_1 == m->inverted)
        flip_ink(out);
    frame->compression = 4;
    if (rc == BA_ITEM && strcmp(err->code, "TIFF_TRUNCATED") == 0) {
        char said[sizeof(err->msg)];

        memcpy(said, err->msg, sizeof(said));
        rc = ba_fail(err, BA_ITEM, "IMAGE_TRUNCATED", "in the PDF %s", said);
    }
    return rc;
}

/* The dpi at which the page shows the pixels, which is what the scanner meant. */
static void set_resolution(const struct pdf_page *page, const struct pdf_placed *p,
                           const struct raster *r, struct tiff_frame *frame)
{
    double w = hypot(p->to.a, p->to.b) * page->unit, h = hypot(p->to.c, p->to.d) * page->unit;
    bool lying = fabs(p->to.b) > fabs(p->to.a);

    if ((page->rotate % 180 != 0) != lying) {
        double swap = w;

        w = h;
        h = swap;
    }
    frame->xdpi = w > 0 ? r->width_px * 72.0 / w : 0;
    frame->ydpi = h > 0 ? r->height_px * 72.0 / h : 0;
}

BA_RC pdf_image_read(struct pdf_file *f, struct pdf_page *page, struct tiff_frame *frame,
                     struct raster *out, bool *done, struct ba_err *err)
{
    const struct pdf_placed *p = &page->images[0];
    struct pdf_image m = { .f = f,
                           .limits = f->limits,
                           .filter = "",
                           .width_px = p->width_px,
                           .height_px = p->height_px,
                           .stream =
                               qpdf_get_object_by_id(f->q, p->image.id, p->image.generation) };
    enum ba_rc rc = BA_OK;

    m.dict = qpdf_oh_get_dict(f->q, m.stream);
    *done = true;
    if (strcmp(pdf_image_filter(f, m.dict, &m.params), "/JBIG2Decode") == 0)
        rc = pdf_image_check(f, m.stream, err); /* which may take it as a fax image */
    *done = rc != BA_OK || understand(&m, page);
    if (rc != BA_OK)
        *done = true;
    else if (*done && *m.filter == '\0')
        rc = read_plain(&m, out, err);
    else if (*done && strcmp(m.filter, "/CCITTFaxDecode") == 0)
        rc = read_fax(&m, frame, out, done, err);
    else if (*done && strcmp(m.filter, "/JBIG2Decode") != 0)
        rc = read_file_of(&m, frame, out, err);
    else
        *done = false;
    if (rc == BA_OK && !*done)
        rc = pdf_image_check(f, m.stream, err);
    if (rc == BA_OK && !*done)
        rc = pdf_render_image(f, page, out, err);
    if (rc == BA_OK && !pdf_turn(page, out))
        rc = ba_fail_mem(err, "pixels of an image");
    if (rc == BA_OK)
        set_resolution(page, p, out, frame);
    free(m.palette);
    free(m.data);
    qpdf_oh_release_all(f->q);
    return rc;
}
