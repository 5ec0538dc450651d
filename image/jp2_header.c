/*
 * What a JPEG 2000 file says of itself, read without decoding and before anything is allocated:
 * boxes of ISO/IEC 15444-1 Annex I, main header of the codestream by Annex A.
 */
#include <string.h>

#include "image/image_file_private.h"

#define METRE_PER_INCH 0.0254

enum {
    MAX_BOXES = 10000,
    MAX_MARKERS = 1000,
    SIZ_BYTES = 38, /* up to Csiz */
    M_SIZ = 0xFF51,
    M_COD = 0xFF52,
    M_SOT = 0xFF90,
    COD_TRANSFORM = 9 /* place of the wavelet behind the marker's length */
};

static uint32_t number(const unsigned char *p, int len)
{
    uint32_t v = 0;

    for (int i = 0; i < len; i++)
        v = v << 8 | p[i];
    return v;
}

/* The deepest of the components. */
static bool take_components(FILE *f, struct jp2_head *out)
{
    for (unsigned i = 0; i < out->components; i++) {
        unsigned char b[3];

        if (fread(b, 1, sizeof(b), f) != sizeof(b))
            return false;
        if ((b[0] & 0x7Fu) + 1 > out->depth)
            out->depth = (uint8_t)((b[0] & 0x7Fu) + 1);
    }
    return true;
}

static bool take_size(FILE *f, struct jp2_head *out)
{
    unsigned char b[SIZ_BYTES - 2];
    uint32_t x0, y0, x1, y1, tile_w, tile_h, tile_x, tile_y;

    if (fread(b, 1, sizeof(b), f) != sizeof(b))
        return false;
    x1 = number(b + 2, 4);
    y1 = number(b + 6, 4);
    x0 = number(b + 10, 4);
    y0 = number(b + 14, 4);
    tile_w = number(b + 18, 4);
    tile_h = number(b + 22, 4);
    tile_x = number(b + 26, 4);
    tile_y = number(b + 30, 4);
    out->components = number(b + 34, 2);
    if (x1 <= x0 || y1 <= y0 || tile_w == 0 || tile_h == 0 || tile_x > x0 || tile_y > y0)
        return false;
    out->tiles = ((uint64_t)x1 - tile_x + tile_w - 1) / tile_w *
                 (((uint64_t)y1 - tile_y + tile_h - 1) / tile_h);
    out->width_px = x1 - x0;
    out->height_px = y1 - y0;
    return take_components(f, out);
}

/* The main header, from behind SOC up to the first tile. */
static bool take_codestream(FILE *f, struct jp2_head *out)
{
    unsigned char b[4];
    bool sized = false;

    if (fread(b, 1, 2, f) != 2 || number(b, 2) != 0xFF4F)
        return false;
    for (int i = 0; i < MAX_MARKERS && fread(b, 1, 4, f) == 4; i++) {
        uint32_t marker = number(b, 2), len = number(b + 2, 2);
        off_t at = ftello(f);

        if (marker == M_SOT)
            return sized;
        if (len < 2 || (i == 0) != (marker == M_SIZ) || (marker == M_SIZ && !take_size(f, out)))
            return false;
        sized = true;
        if (marker == M_COD) {
            unsigned char cod[COD_TRANSFORM + 1];

            if (fread(cod, 1, sizeof(cod), f) != sizeof(cod))
                return false;
            out->lossy = cod[COD_TRANSFORM] == 0;
        }
        if (fseeko(f, at + (off_t)len - 2, SEEK_SET) != 0)
            return false;
    }
    return sized; /* cut off in the header: the decoder says so */
}

/* Pixels a metre as a fraction with a power of ten (I.5.3.7.1). */
static double resolution(const unsigned char *p, int exponent)
{
    double n = number(p, 2), d = number(p + 2, 2), per_metre = d == 0 ? 0 : n / d;

    for (int e = (int8_t)exponent; e > 0; e--)
        per_metre *= 10;
    for (int e = (int8_t)exponent; e < 0; e++)
        per_metre /= 10;
    per_metre *= METRE_PER_INCH;
    return per_metre > MASTER_MAX_DPI ? 0 : per_metre;
}

struct box {
    char type[4];
    off_t content, end; /* end 0: up to the end of the file */
};

static bool next_box(FILE *f, off_t limit, struct box *b)
{
    unsigned char head[16];
    off_t at = ftello(f);
    uint64_t len;
    size_t used = 8;

    if ((limit != 0 && at + 8 > limit) || fread(head, 1, 8, f) != 8)
        return false;
    len = number(head, 4);
    if (len == 1) {
        if (fread(head + 8, 1, 8, f) != 8)
            return false;
        len = (uint64_t)number(head + 8, 4) << 32 | number(head + 12, 4);
        used = 16;
    }
    if (len != 0 && (len < used || len > INT64_MAX / 2))
        return false;
    memcpy(b->type, head + 4, 4);
    b->content = at + (off_t)used;
    b->end = len == 0 ? 0 : at + (off_t)len;
    return limit == 0 || b->end <= limit;
}

static void take_resolution(FILE *f, off_t end, struct jp2_head *out)
{
    struct box b;
    bool captured = false;

    while (next_box(f, end, &b)) {
        unsigned char r[10];
        bool capture = memcmp(b.type, "resc", 4) == 0;

        /* the scanner's own resolution goes before one for display */
        if ((capture || (memcmp(b.type, "resd", 4) == 0 && !captured)) &&
            fread(r, 1, sizeof(r), f) == sizeof(r)) {
            out->ydpi = resolution(r, r[8]);
            out->xdpi = resolution(r + 4, r[9]);
            captured = capture;
        }
        if (b.end == 0 || fseeko(f, b.end, SEEK_SET) != 0)
            break;
    }
}

static void take_header(FILE *f, off_t end, struct jp2_head *out)
{
    struct box b;

    for (int i = 0; i < MAX_BOXES && next_box(f, end, &b); i++) {
        if (memcmp(b.type, "res ", 4) == 0)
            take_resolution(f, b.end, out);
        if (b.end == 0 || fseeko(f, b.end, SEEK_SET) != 0)
            break;
    }
}

static enum jp2_kind brand(const unsigned char *four)
{
    static const struct {
        const char *name;
        enum jp2_kind kind;
    } brands[] = { { "jpx ", JP2_JPX }, { "jpm ", JP2_JPM }, { "mjp2", JP2_MOTION } };

    for (size_t i = 0; i < sizeof(brands) / sizeof(brands[0]); i++)
        if (memcmp(four, brands[i].name, 4) == 0)
            return brands[i].kind;
    return JP2_PLAIN;
}

bool master_jp2_head(FILE *f, struct jp2_head *out)
{
    unsigned char start[4];
    struct box b;

    *out = (struct jp2_head){ .kind = JP2_PLAIN };
    if (fread(start, 1, sizeof(start), f) != sizeof(start))
        return false;
    rewind(f);
    if (number(start, 4) == 0xFF4FFF51) {
        out->kind = JP2_CODESTREAM;
        return take_codestream(f, out);
    }
    for (int i = 0; i < MAX_BOXES && next_box(f, 0, &b); i++) {
        unsigned char four[4];

        if (memcmp(b.type, "ftyp", 4) == 0 && fread(four, 1, 4, f) == 4)
            out->kind = brand(four);
        if (memcmp(b.type, "jp2h", 4) == 0)
            take_header(f, b.end, out);
        if (memcmp(b.type, "jp2c", 4) == 0)
            return take_codestream(f, out);
        if (b.end == 0 || fseeko(f, b.end, SEEK_SET) != 0)
            break;
    }
    return false;
}
