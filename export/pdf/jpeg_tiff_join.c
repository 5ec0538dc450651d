/*
 * scan_join.c - the strips of a JPEG-in-TIFF -> one JPEG file, without decoding.
 *
 * Each strip is a JPEG of its own whose DC predictions start at zero, as they do after a restart
 * marker. So strips of whole rows of MCUs that use the same tables may follow each other with RSTn
 * between them (ITU-T T.81, F.1.1.5.1 and E.1.4). Whatever is not exactly that is refused.
 */
#include <string.h>

#include "export/pdf/image_stream.h"

enum {
    M_SOF0 = 0xC0,
    M_SOF1 = 0xC1,
    M_DHT = 0xC4,
    M_RST0 = 0xD0,
    M_RST7 = 0xD7,
    M_SOI = 0xD8,
    M_EOI = 0xD9,
    M_SOS = 0xDA,
    M_DQT = 0xDB,
    M_DRI = 0xDD,
    M_APP0 = 0xE0,
    M_APP14 = 0xEE,
    M_APP15 = 0xEF,
    M_COM = 0xFE,
};

struct piece {
    const uint8_t *p;
    size_t len;
};

/* One JPEG, taken apart; everything points into its bytes. */
struct jpeg {
    struct piece quant[4];   /* Pq/Tq byte and elements */
    struct piece huffman[8]; /* Tc/Th byte, counts, values; AC tables in the second half */
    uint8_t sof_marker;
    struct piece sof, sos, data;
    unsigned restart_interval;
};

static unsigned be16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static bool same(struct piece a, struct piece b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

static bool take_quant(struct jpeg *j, struct piece s)
{
    while (s.len > 0) {
        size_t len = 1 + (s.p[0] >> 4 ? 128u : 64u);
        if (s.p[0] >> 4 > 1 || (s.p[0] & 15) > 3 || len > s.len)
            return false;
        j->quant[s.p[0] & 15] = (struct piece){ s.p, len };
        s = (struct piece){ s.p + len, s.len - len };
    }
    return true;
}

static bool take_huffman(struct jpeg *j, struct piece s)
{
    while (s.len > 0) {
        if (s.len < 17 || s.p[0] >> 4 > 1 || (s.p[0] & 15) > 3)
            return false;
        size_t len = 17;
        for (int i = 1; i <= 16; i++)
            len += s.p[i];
        if (len > s.len)
            return false;
        j->huffman[(s.p[0] >> 4) * 4 + (s.p[0] & 3)] = (struct piece){ s.p, len };
        s = (struct piece){ s.p + len, s.len - len };
    }
    return true;
}

/* A marker segment; s is what follows its length field. */
static bool take_segment(struct jpeg *j, uint8_t marker, struct piece s)
{
    switch (marker) {
    case M_DQT:
        return take_quant(j, s);
    case M_DHT:
        return take_huffman(j, s);
    case M_DRI:
        if (s.len != 2)
            return false;
        j->restart_interval = be16(s.p);
        return true;
    case M_SOF0:
    case M_SOF1:
        if (j->sof.p != NULL || s.len < 6 || s.len != 6 + 3u * s.p[5])
            return false;
        j->sof_marker = marker;
        j->sof = s;
        return true;
    default:
        return marker == M_COM || (marker >= M_APP0 && marker <= M_APP15);
    }
}

/* The entropy-coded data after SOS; after it nothing but EOI may come. */
static bool take_data(struct jpeg *j, struct piece rest)
{
    size_t i = 0;
    while (i + 1 < rest.len) {
        if (rest.p[i] != 0xFF) {
            i++;
        } else if (rest.p[i + 1] == 0 || (rest.p[i + 1] >= M_RST0 && rest.p[i + 1] <= M_RST7 &&
                                          j->restart_interval > 0)) {
            i += 2;
        } else {
            break;
        }
    }
    j->data = (struct piece){ rest.p, i };
    while (i + 1 < rest.len && rest.p[i] == 0xFF && rest.p[i + 1] == 0xFF)
        i++;
    return j->data.len > 0 && i + 1 < rest.len && rest.p[i] == 0xFF && rest.p[i + 1] == M_EOI;
}

/* Takes a whole JPEG apart, or tables alone (no frame). False for anything out of the ordinary. */
static bool parse(struct jpeg *j, const struct image_stream_strip *in)
{
    size_t i = 2;
    if (in->len < 4 || in->data[0] != 0xFF || in->data[1] != M_SOI)
        return false;
    while (i + 2 <= in->len) {
        uint8_t marker = in->data[i + 1];
        if (in->data[i] != 0xFF)
            return false;
        if (marker == 0xFF) {
            i++;
            continue;
        }
        if (marker == M_EOI)
            return true;
        if (i + 4 > in->len)
            return false;
        size_t len = be16(in->data + i + 2);
        if (len < 2 || len > in->len - i - 2)
            return false;
        struct piece segment = { in->data + i + 4, len - 2 };
        i += 2 + len;
        if (marker == M_SOS) {
            j->sos = segment;
            return j->sof.p != NULL && take_data(j, (struct piece){ in->data + i, in->len - i });
        }
        if (!take_segment(j, marker, segment))
            return false;
    }
    return false;
}

/* Height and width in pixels of a minimum coded unit. */
static void mcu_size(const struct jpeg *j, unsigned *w, unsigned *h)
{
    unsigned hmax = 1, vmax = 1;
    unsigned n = j->sof.p[5];
    for (unsigned i = 0; n > 1 && i < n; i++) {
        unsigned factors = j->sof.p[6 + 3 * i + 1];
        hmax = factors >> 4 > hmax ? factors >> 4 : hmax;
        vmax = (factors & 15) > vmax ? factors & 15 : vmax;
    }
    *w = 8 * hmax;
    *h = 8 * vmax;
}

/* The frame is 8 bits, one scan of all components, and every table it names is there. */
static bool frame_is_plain(const struct jpeg *j, const struct image_stream *s)
{
    unsigned n = j->sof.p[5];
    if (j->sof.p[0] != 8 || n != s->components || be16(j->sof.p + 3) != s->width_px ||
        j->sos.len != 4 + 2u * n || j->sos.p[0] != n)
        return false;
    for (unsigned i = 0; i < n; i++) {
        unsigned tq = j->sof.p[6 + 3 * i + 2];
        unsigned t = j->sos.p[2 + 2 * i];
        unsigned factors = j->sof.p[6 + 3 * i + 1];
        if (tq > 3 || j->quant[tq].p == NULL || t >> 4 > 3 || (t & 15) > 3 ||
            j->huffman[t >> 4].p == NULL || j->huffman[4 + (t & 15)].p == NULL)
            return false;
        if (factors >> 4 < 1 || factors >> 4 > 4 || (factors & 15) < 1 || (factors & 15) > 4)
            return false;
    }
    return true;
}

static bool equal_tables(const struct jpeg *a, const struct jpeg *b)
{
    for (int i = 0; i < 4; i++) {
        if (!same(a->quant[i], b->quant[i]))
            return false;
    }
    for (int i = 0; i < 8; i++) {
        if (!same(a->huffman[i], b->huffman[i]))
            return false;
    }
    /* All of the frame header but the height. */
    return a->sof_marker == b->sof_marker && a->sof.p[0] == b->sof.p[0] &&
           same((struct piece){ a->sof.p + 3, a->sof.len - 3 },
                (struct piece){ b->sof.p + 3, b->sof.len - 3 }) &&
           same(a->sos, b->sos) && a->restart_interval == b->restart_interval;
}

static bool strip_fits(const struct jpeg *j, size_t index, size_t count, uint32_t rows_per_strip,
                       const struct image_stream *s)
{
    unsigned mcu_w, mcu_h;
    mcu_size(j, &mcu_w, &mcu_h);
    unsigned rows = be16(j->sof.p + 1);
    if (index + 1 < count)
        return rows == rows_per_strip && rows % mcu_h == 0 && j->restart_interval == 0;
    uint64_t before = (uint64_t)index * rows_per_strip;
    if (before >= s->height_px)
        return false;
    uint64_t left = s->height_px - before;
    return (rows + mcu_h - 1) / mcu_h == (left + mcu_h - 1) / mcu_h &&
           (count == 1 || j->restart_interval == 0);
}

static void put_segment(struct ba_buf *b, uint8_t marker, struct piece body)
{
    uint8_t head[4] = { 0xFF, marker, (uint8_t)((body.len + 2) >> 8), (uint8_t)(body.len + 2) };
    ba_buf_add(b, head, sizeof head);
    ba_buf_add(b, body.p, body.len);
}

/* Everything up to the entropy-coded data. */
static void put_head(const struct jpeg *j, unsigned interval, struct image_stream *s)
{
    struct ba_buf *b = &s->data;
    uint8_t adobe[12] = { 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, s->ycc ? 1 : 0 };
    uint8_t sof[6 + 3 * 4];
    uint8_t dri[2] = { (uint8_t)(interval >> 8), (uint8_t)interval };
    ba_buf_add(b, "\xFF\xD8", 2);
    if (s->components == 3) /* says YCbCr or RGB to those who do not read /ColorTransform */
        put_segment(b, M_APP14, (struct piece){ adobe, sizeof adobe });
    for (int i = 0; i < 4; i++) {
        if (j->quant[i].p != NULL)
            put_segment(b, M_DQT, j->quant[i]);
    }
    memcpy(sof, j->sof.p, j->sof.len);
    sof[1] = (uint8_t)(s->height_px >> 8);
    sof[2] = (uint8_t)s->height_px;
    put_segment(b, j->sof_marker, (struct piece){ sof, j->sof.len });
    for (int i = 0; i < 8; i++) {
        if (j->huffman[i].p != NULL)
            put_segment(b, M_DHT, j->huffman[i]);
    }
    if (interval > 0)
        put_segment(b, M_DRI, (struct piece){ dri, sizeof dri });
    put_segment(b, M_SOS, j->sos);
}

static bool join(const struct jpeg *tables, const struct image_stream_strip *strips, size_t count,
                 uint32_t rows_per_strip, struct image_stream *s)
{
    struct jpeg first = *tables;
    unsigned mcu_w, mcu_h;
    if (!parse(&first, &strips[0]) || first.sof.p == NULL || first.data.p == NULL ||
        !frame_is_plain(&first, s))
        return false;
    mcu_size(&first, &mcu_w, &mcu_h);
    uint64_t interval = first.restart_interval;
    if (count > 1)
        interval = (uint64_t)((s->width_px + mcu_w - 1) / mcu_w) * (rows_per_strip / mcu_h);
    if (interval > 65535)
        return false;
    put_head(&first, (unsigned)interval, s);
    for (size_t i = 0; i < count; i++) {
        struct jpeg j = *tables;
        if (!parse(&j, &strips[i]) || j.sof.p == NULL || j.data.p == NULL ||
            !equal_tables(&first, &j) || !strip_fits(&j, i, count, rows_per_strip, s))
            return false;
        if (i > 0)
            ba_buf_add(&s->data, (uint8_t[2]){ 0xFF, (uint8_t)(M_RST0 + (i - 1) % 8) }, 2);
        ba_buf_add(&s->data, j.data.p, j.data.len);
    }
    ba_buf_add(&s->data, "\xFF\xD9", 2);
    return !s->data.failed;
}

bool image_stream_join_jpeg(const struct image_stream_strip *tables,
                            const struct image_stream_strip *strips, size_t count,
                            uint32_t rows_per_strip, struct image_stream *s)
{
    struct jpeg shared = { 0 };
    /* T.81 gives a frame 16 bits for each side. */
    if (count == 0 || s->width_px > 65535 || s->height_px > 65535 ||
        (tables->len > 0 && (!parse(&shared, tables) || shared.sof.p != NULL)))
        return false;
    if (join(&shared, strips, count, rows_per_strip, s))
        return true;
    ba_buf_reset(&s->data);
    return false;
}
