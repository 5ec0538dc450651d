/*
 * The links between a file's directories, followed without libtiff: cheap, with no allocation, and
 * so before anything in the file is believed. Layout: TIFF 6.0 section 2; BigTIFF as libtiff writes
 * it.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "core/utf8.h"
#include "image/tiff/tiff_private.h"

enum { HEAD_BYTES = 512 };

struct chain {
    int fd;
    uint64_t size_bytes;
    bool big_endian, big_tiff;
};

static uint64_t number(const struct chain *c, const unsigned char *p, size_t len)
{
    uint64_t v = 0;

    for (size_t i = 0; i < len; i++)
        v = v << 8 | p[c->big_endian ? i : len - 1 - i];
    return v;
}

/* True when all len bytes at offset are there. */
static bool read_at(const struct chain *c, uint64_t offset, unsigned char *to, size_t len)
{
    if (offset > c->size_bytes || len > c->size_bytes - offset)
        return false;
    while (len > 0) {
        ssize_t n = pread(c->fd, to, len, (off_t)offset);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        to += n;
        offset += (uint64_t)n;
        len -= (size_t)n;
    }
    return true;
}

/* *next = offset of the directory after the one at `at`, 0 after the last. */
static bool next_directory(const struct chain *c, uint64_t at, uint64_t *next)
{
    size_t count_len = c->big_tiff ? 8 : 2, entry_len = c->big_tiff ? 20 : 12;
    size_t link_len = c->big_tiff ? 8 : 4;
    unsigned char b[8];
    uint64_t entries;

    if (!read_at(c, at, b, count_len))
        return false;
    entries = number(c, b, count_len);
    if (entries > c->size_bytes / entry_len ||
        !read_at(c, at + count_len + entries * entry_len, b, link_len))
        return false;
    *next = number(c, b, link_len);
    return true;
}

/* The images of a chain whose end leads back into it: the tail before the circle, and the circle.
 */
static uint32_t count_circle(const struct chain *c, uint64_t first, uint32_t length)
{
    uint64_t behind = first, ahead = first;
    uint32_t tail = 0;

    for (uint32_t i = 0; i < length; i++)
        next_directory(c, ahead, &ahead);
    for (; behind != ahead; tail++) {
        next_directory(c, behind, &behind);
        next_directory(c, ahead, &ahead);
    }
    return tail + length;
}

static BA_RC follow(const struct chain *c, uint64_t first, struct tiff_file *f, struct ba_err *err)
{
    uint32_t max = f->limits->max_frames, steps = 0, lap = 1;
    /* Brent: a mark that is moved on at every power of two is met again if the chain is a circle.
     */
    uint64_t at = first, mark = 0;

    while (at != 0 && at != mark && (max == 0 || steps / 4 <= max)) {
        uint64_t next;

        if (steps == lap) {
            mark = at;
            lap *= 2;
        }
        if (!next_directory(c, at, &next))
            return ba_fail(err, BA_ITEM, "TIFF_TRUNCATED",
                           "the directory of image %" PRIu32 " should be at byte %" PRIu64
                           ", the file ends at %" PRIu64
                           ": it was cut off; copy it again from the scanner or scan again",
                           steps + 1, at, c->size_bytes);
        steps++;
        at = next;
    }
    f->circle = at != 0 && at == mark;
    f->frame_count = f->circle ? count_circle(c, first, steps - lap / 2) : steps;
    if (max != 0 && f->frame_count > max)
        return ba_fail(err, BA_ITEM, "TIFF_TOO_LARGE",
                       "more than %" PRIu32 " images in one file; split it into smaller files",
                       max);
    return BA_OK;
}

enum {
    WIDTH = 256,
    HEIGHT = 257,
    BITS = 258,
    PHOTOMETRIC = 262,
    SAMPLES = 277,
    ROWS = 278,
    TILE_WIDTH = 322,
    TILE_HEIGHT = 323,
    MAX_TAG = 324,
    MAX_ENTRIES = 200
};

/* The first value of a numeric entry; 0 for what is none. */
static uint64_t entry_value(const struct chain *c, const unsigned char *entry)
{
    size_t value_at = c->big_tiff ? 12 : 8, room = c->big_tiff ? 8 : 4;
    uint64_t type = number(c, entry + 2, 2), count = number(c, entry + 4, room);
    size_t len = type == 1 ? 1 : type == 3 ? 2 : type == 4 ? 4 : type == 16 ? 8 : 0;
    unsigned char v[8];

    if (len == 0 || count == 0)
        return 0;
    if (count <= room / len)
        return number(c, entry + value_at, len);
    return read_at(c, number(c, entry + value_at, room), v, len) ? number(c, v, len) : 0;
}

/* The numeric tags up to TILE_HEIGHT of one directory; 0 for what is not there. */
static bool read_tags(const struct chain *c, uint64_t at, uint64_t tags[MAX_TAG])
{
    size_t count_len = c->big_tiff ? 8 : 2, entry_len = c->big_tiff ? 20 : 12;
    unsigned char b[MAX_ENTRIES * 20];
    uint64_t entries;

    memset(tags, 0, MAX_TAG * sizeof(tags[0]));
    if (!read_at(c, at, b, count_len))
        return false;
    entries = number(c, b, count_len);
    if (entries > MAX_ENTRIES)
        entries = MAX_ENTRIES; /* they are sorted: what we look for comes first */
    if (!read_at(c, at + count_len, b, (size_t)entries * entry_len))
        return false;
    for (uint64_t i = 0; i < entries; i++) {
        uint64_t tag = number(c, b + i * entry_len, 2);

        if (tag < MAX_TAG)
            tags[tag] = entry_value(c, b + i * entry_len);
    }
    return true;
}

static uint64_t capped_product(uint64_t a, uint64_t b)
{
    uint64_t most = UINT64_MAX / 4, v;

    return __builtin_mul_overflow(a, b, &v) || v > most ? most : v;
}

static void measure(const uint64_t tags[MAX_TAG], struct tiff_size *out)
{
    uint64_t w = tags[WIDTH] & UINT32_MAX, h = tags[HEIGHT] & UINT32_MAX;
    uint64_t bits = tags[BITS] == 0 ? 1 : tags[BITS] & 255, samples = tags[SAMPLES] & 255;
    uint64_t rows = tags[ROWS] == 0 || tags[ROWS] > h ? h : tags[ROWS];
    uint64_t shown = samples >= 3 || tags[PHOTOMETRIC] == 3 ? 24 : bits == 1 ? 1 : 8;

    samples = samples == 0 ? 1 : samples;
    out->width_px = w;
    out->height_px = h;
    out->raster_bytes = capped_product((w * shown + 7) / 8, h);
    if (tags[TILE_WIDTH] != 0) {
        w = tags[TILE_WIDTH] & UINT32_MAX;
        rows = tags[TILE_HEIGHT] & UINT32_MAX;
    }
    out->block_bytes = capped_product((w * bits + 7) / 8 * samples, rows);
}

bool tiff_chain_largest(int fd, uint64_t size_bytes, struct tiff_size *out)
{
    enum { MAX_DIRECTORIES = 65536 };
    struct chain c = { .fd = fd, .size_bytes = size_bytes };
    unsigned char head[16];
    uint64_t tags[MAX_TAG], at;

    *out = (struct tiff_size){ 0 };
    if (!read_at(&c, 0, head, 8))
        return false;
    c.big_endian = head[0] == 'M';
    c.big_tiff = number(&c, head + 2, 2) == 43;
    if (c.big_tiff && !read_at(&c, 0, head, 16))
        return false;
    at = number(&c, head + (c.big_tiff ? 8 : 4), c.big_tiff ? 8 : 4);
    for (int i = 0; i < MAX_DIRECTORIES && at != 0 && read_tags(&c, at, tags); i++) {
        struct tiff_size s;

        measure(tags, &s);
        if (s.raster_bytes + s.block_bytes > out->raster_bytes + out->block_bytes)
            *out = s;
        if (!next_directory(&c, at, &at))
            break;
    }
    return out->raster_bytes != 0;
}

static bool is_text(const unsigned char *head, size_t len)
{
    /* The last character may be cut; look for the last byte that begins one. */
    while (len > 0 && (head[len - 1] & 0xC0) == 0x80)
        len--;
    if (len > 0 && head[len - 1] >= 0xC0)
        len--;
    for (size_t i = 0; i < len; i++)
        if (head[i] < 0x20 && strchr("\t\n\r\f", head[i]) == NULL)
            return false;
    return len > 0 && memchr(head, '\0', len) == NULL && ba_utf8_valid((const char *)head, len);
}

const char *tiff_other_format(const unsigned char *head, size_t len)
{
    static const struct {
        size_t at, len;
        const char *bytes, *name;
    } known[] = {
        { 0, 4, "%PDF", "a PDF document" },
        { 0, 3, "\xFF\xD8\xFF", "a JPEG image" },
        { 0, 4, "\x89PNG", "a PNG image" },
        { 4, 4, "jP  ", "a JPEG 2000 image" },
        { 0, 4, "\xFF\x4F\xFF\x51", "a JPEG 2000 image" },
        { 0, 4, "GIF8", "a GIF image" },
        { 0, 2, "BM", "a Windows bitmap" },
        { 8, 4, "WEBP", "a WebP image" },
        { 4, 4, "ftyp", "a HEIF image or a film" },
        { 0, 4, "PK\3\4", "a ZIP archive or an Office document" },
        { 0, 4, "\xD0\xCF\x11\xE0", "an old Office document" },
        { 0, 5, "{\\rtf", "an RTF document" },
        { 0, 2, "\x1F\x8B", "a gzip file" },
        { 0, 4, "EP\x2A\0", "a Microsoft Document Imaging file" },
        { 0, 8, "\0\0\0\0\0\0\0\0", "a file of zero bytes (an interrupted copy?)" },
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (len >= known[i].at + known[i].len &&
            memcmp(head + known[i].at, known[i].bytes, known[i].len) == 0)
            return known[i].name;
    return is_text(head, len) ? "a text file" : "none of the formats we know";
}

BA_RC tiff_chain_count(int fd, struct tiff_file *f, struct ba_err *err)
{
    struct chain c = { .fd = fd, .size_bytes = f->size_bytes };
    size_t len = f->size_bytes < HEAD_BYTES ? (size_t)f->size_bytes : HEAD_BYTES, header_len;
    unsigned char head[HEAD_BYTES];
    uint64_t version;

    if (len == 0)
        return ba_fail(err, BA_ITEM, "FILE_EMPTY",
                       "the file has no bytes; copy it again from the scanner or scan again");
    if (!read_at(&c, 0, head, len))
        return ba_fail(err, BA_ITEM, "FILE_READ",
                       "the first bytes cannot be read; check the disk and try again");
    c.big_endian = head[0] == 'M';
    version = len < 4 ? 0 : number(&c, head + 2, 2);
    if (len < 4 || memcmp(head, c.big_endian ? "MM" : "II", 2) != 0 ||
        (version != 42 && version != 43))
        return ba_fail(
            err, BA_ITEM, "TIFF_NOT_TIFF",
            "this is no TIFF, it looks like %s; scan the page again as TIFF, or take the "
            "file out of the batch if it does not belong there",
            tiff_other_format(head, len));
    c.big_tiff = version == 43;
    header_len = c.big_tiff ? 16 : 8;
    if (len < header_len)
        return ba_fail(err, BA_ITEM, "TIFF_TRUNCATED",
                       "the file ends after %zu bytes, inside its header; copy it again from the "
                       "scanner or scan again",
                       len);
    return follow(&c, number(&c, head + (c.big_tiff ? 8 : 4), c.big_tiff ? 8 : 4), f, err);
}
