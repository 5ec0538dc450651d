/*
 * pdf_check_stream.c - what is in the streams: the font and its maps, the colour profile, images.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "export/pdf/pdf_check_private.h"
#include "export/pdf/pdf_template.h"

#define MAX_BYTES ((size_t)256 << 20)
#define CODES 65536u
#define ICC_HEADER_BYTES 128
/* Segments before a JPEG's frame header: EXIF, profiles in many parts, comments. */
#define MAX_SEGMENTS 1000

static uint32_t be(const char *p, unsigned bytes)
{
    uint32_t v = 0;
    for (unsigned i = 0; i < bytes; i++)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

/* All of it: what stands behind the end of deflated data could be anything. */
static bool inflate_all(const char *data, size_t len, struct ba_buf *out)
{
    char block[16384];
    z_stream z = { .next_in = (Bytef *)data, .avail_in = (uInt)len };
    int rc = len > UINT32_MAX ? Z_DATA_ERROR : inflateInit(&z);
    while (rc == Z_OK && !out->failed) { /* no more than may be held is made of it */
        z.next_out = (Bytef *)block;
        z.avail_out = sizeof block;
        rc = inflate(&z, Z_NO_FLUSH);
        ba_buf_add(out, block, sizeof block - z.avail_out);
    }
    bool whole = rc == Z_STREAM_END && z.avail_in == 0 && !out->failed;
    inflateEnd(&z);
    return whole;
}

/* 6.2.3: a profile of a monitor or printer, of RGB, below version 5, as long as it says. */
static void check_profile(struct pdf_check *c, unsigned number, const struct ba_buf *b)
{
    const char *p = b->data;
    if (b->len < ICC_HEADER_BYTES || be(p, 4) != b->len || (unsigned char)p[8] >= 5 ||
        (memcmp(p + 12, "mntr", 4) != 0 && memcmp(p + 12, "prtr", 4) != 0) ||
        memcmp(p + 16, "RGB ", 4) != 0 || memcmp(p + 36, "acsp", 4) != 0)
        pdf_broken(c, "6.2.3", "object %u is no RGB profile of a monitor or printer", number);
}

/* A TrueType font whose tables lie in it, with the two glyphs that all codes are mapped to. */
static void check_font_file(struct pdf_check *c, unsigned number, const struct ba_buf *b)
{
    static const char *const needed[] = { "head", "hhea", "hmtx", "maxp", "loca", "glyf" };
    unsigned found = 0, glyphs = 0;
    size_t tables = b->len < 12 ? 0 : be(b->data + 4, 2);
    bool whole = b->len >= 12 + 16 * tables && memcmp(b->data, "\0\1\0\0", 4) == 0;
    for (size_t i = 0; whole && i < tables; i++) {
        const char *row = b->data + 12 + 16 * i;
        uint32_t at = be(row + 8, 4), len = be(row + 12, 4);
        whole = at <= b->len && len <= b->len - at;
        for (size_t k = 0; k < sizeof needed / sizeof *needed; k++)
            found |= (unsigned)(memcmp(row, needed[k], 4) == 0) << k;
        if (whole && memcmp(row, "maxp", 4) == 0 && len >= 6)
            glyphs = be(b->data + at + 4, 2);
    }
    if (!whole || found != (1u << sizeof needed / sizeof *needed) - 1 || glyphs < 2)
        pdf_broken(c, "6.2.11.4", "the font program %u is no whole TrueType font", number);
    if (c->facts[number].is[0] != b->len)
        pdf_broken(c, "6.2.11.4", "the font program %u is not as long as Length1", number);
}

/* Every code shows glyph 1: none is .notdef (6.2.11.8). */
static bool is_cid_map(const struct ba_buf *b)
{
    for (size_t i = 0; i < b->len; i += 2)
        if (b->data[i] != 0 || b->data[i + 1] != 1)
            return false;
    return true;
}

/* Each code is its own character: a range for each first byte, at most a hundred a block. */
static bool is_to_unicode(const char *text)
{
    static const char head[] =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    const char *at = text;
    unsigned next = 0, rows;
    if (!pdf_template_take(&at, head))
        return false;
    while (pdf_template_take_number(&at, &rows)) {
        if (rows < 1 || rows > 100 || !pdf_template_take(&at, " beginbfrange\n"))
            return false;
        for (unsigned i = 0; i < rows; i++, next++) {
            char row[32];
            unsigned high = next & 255;
            snprintf(row, sizeof row, "<%02X00> <%02XFF> <%02X00>\n", high, high, high);
            if (next > 255 || !pdf_template_take(&at, row))
                return false;
        }
        if (!pdf_template_take(&at, "endbfrange\n"))
            return false;
    }
    return next == 256 && strcmp(at, "endcmap\nCMapName currentdict /CMap defineresource pop\n"
                                     "end\nend\n") == 0;
}

static void check_page_content(struct pdf_check *c, unsigned number, struct ba_buf *b)
{
    struct pdf_fact *f = &c->facts[number];
    struct ba_buf types = BA_BUF_INIT(MAX_BYTES);
    char why[120] = "a zero byte";
    if (memchr(b->data, '\0', b->len) != NULL ||
        !pdf_check_content(ba_buf_str(b), &types, why, sizeof why)) {
        pdf_broken(c, "UA 7.1", "content stream %u: %s", number, why);
        ba_buf_free(&types);
        return;
    }
    free(f->marks);
    f->marks = types.data;
    f->mark_count = types.len;
}

static bool begins(const struct ba_buf *b, const char *text)
{
    size_t n = strlen(text);
    return b->len >= n && memcmp(b->data, text, n) == 0;
}

static void check_plain(struct pdf_check *c, unsigned number, struct ba_buf *b)
{
    enum pdf_kind *kind = &c->facts[number].kind;
    if (b->len == 2 * (size_t)CODES && b->data[0] == 0) {
        *kind = KIND_CID_MAP;
        if (!is_cid_map(b))
            pdf_broken(c, "6.2.11.8", "stream %u maps a code to another glyph than the empty one",
                       number);
    } else if (begins(b, "/CIDInit")) {
        *kind = KIND_TO_UNICODE;
        if (memchr(b->data, '\0', b->len) != NULL || !is_to_unicode(ba_buf_str(b)))
            pdf_broken(c, "6.2.11.7", "stream %u does not map every code to its character", number);
    } else {
        check_page_content(c, number, b);
    }
}

void pdf_check_stream(struct pdf_check *c, unsigned number, const char *data, size_t len)
{
    enum pdf_kind kind = c->facts[number].kind;
    struct ba_buf b = BA_BUF_INIT(MAX_BYTES);
    if (kind == KIND_METADATA) {
        pdf_check_xmp(c, data, len);
        return;
    }
    if (kind != KIND_PROFILE && kind != KIND_FONT_FILE && kind != KIND_CONTENT) {
        if (kind != KIND_NONE)
            pdf_broken(c, "6.1.7.1", "object %u has a stream", number);
        return;
    }
    if (!inflate_all(data, len, &b))
        pdf_broken(c, "6.1.7.1", "the deflated stream %u is damaged", number);
    else if (kind == KIND_PROFILE)
        check_profile(c, number, &b);
    else if (kind == KIND_FONT_FILE)
        check_font_file(c, number, &b);
    else
        check_plain(c, number, &b);
    ba_buf_free(&b);
}

/* The frame header of a JPEG, and Adobe's word on its colours; -1: none. */
struct jpeg_head {
    unsigned marker, bits, height, width, components;
    int adobe;
};

static bool find_frame(const struct pdf_check *c, uint64_t at, uint64_t end, struct jpeg_head *h)
{
    unsigned char b[18] = "";
    h->adobe = -1;
    if (end - at < 20 || !pdf_check_bytes(c, at, b, 2) || b[0] != 0xFF || b[1] != 0xD8)
        return false;
    at += 2;
    for (int i = 0; i < MAX_SEGMENTS && end - at >= sizeof b; i++) {
        if (!pdf_check_bytes(c, at, b, sizeof b) || b[0] != 0xFF)
            return false;
        unsigned len = (unsigned)b[2] << 8 | b[3];
        if (b[1] == 0xFF) { /* fill */
            at++;
            continue;
        }
        if (b[1] == 0xEE && len >= 14 && memcmp(b + 4, "Adobe", 5) == 0)
            h->adobe = b[15];
        if (b[1] >= 0xC0 && b[1] <= 0xCF && b[1] != 0xC4 && b[1] != 0xC8 && b[1] != 0xCC) {
            h->marker = b[1];
            h->bits = b[4];
            h->height = (unsigned)b[5] << 8 | b[6];
            h->width = (unsigned)b[7] << 8 | b[8];
            h->components = b[9];
            return true;
        }
        if (len < 2 || len > end - at - 2)
            return false;
        at += 2 + len;
    }
    return false;
}

void pdf_check_jpeg(struct pdf_check *c, unsigned number, uint64_t at, uint64_t len)
{
    const struct pdf_fact *f = &c->facts[number];
    struct jpeg_head h = { 0 };
    if (f->is[5] == 0)
        return;
    if (!find_frame(c, at, at + len, &h) || h.marker > 0xC2 || h.bits != 8)
        pdf_broken(c, "6.2.8", "image %u is no JPEG of the kinds that a PDF takes", number);
    else if (h.width != f->is[0] || h.height != f->is[1] || h.components != f->is[5])
        pdf_broken(c, "6.2.8", "image %u is %u x %u of %u, and says otherwise", number, h.width,
                   h.height, h.components);
    else if (f->is[4] == 1 && h.adobe > 0)
        pdf_broken(c, "6.2.8", "image %u: the two words on its colours differ", number);
}
