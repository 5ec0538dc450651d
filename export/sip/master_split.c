/*
 * split.c - reads one directory of a TIFF 6.0 file as bytes, and writes it again around its strips.
 *
 * libtiff is not used here: it would drop the tags it does not know.
 */
#include "export/sip/master_split.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/disk_read.h"
#include "core/file.h"

#define ENTRY_BYTES 12
#define MAX_DIRECTORIES 65536
#define MAX_VALUE_BYTES ((uint64_t)256 << 20)
#define COPY_BYTES 65536

enum {
    TAG_COMPRESSION = 259,
    TAG_STRIP_OFFSETS = 273,
    TAG_STRIP_COUNTS = 279,
    TAG_TILE_OFFSETS = 324,
    TAG_TILE_COUNTS = 325,
    COMPRESSION_OLD_JPEG = 6,
};

struct entry {
    uint16_t tag, type;
    uint32_t count;
    uint8_t *value; /* owned, in the file's byte order */
    size_t len;
};

struct split {
    int fd;
    const char *path;
    uint64_t size;
    bool big_endian;
    struct entry *entries;
    size_t count;
    struct entry *offsets, *counts; /* of strips or tiles, in entries */
    struct ba_out out;
    struct ba_hash *hash;
    uint64_t at; /* bytes written */
    struct ba_err *err;
};

static BA_RC refuse(struct split *s, const char *why)
{
    return ba_fail(
        s->err, BA_ITEM, "SPLIT_FAILED",
        "%s: a page cannot be taken out of this multi-page TIFF: %s; scan its sheets again "
        "as single files",
        s->path, why);
}

static uint32_t get(const struct split *s, const uint8_t *p, unsigned bytes)
{
    uint32_t v = 0;
    for (unsigned i = 0; i < bytes; i++)
        v |= (uint32_t)p[i] << (8 * (s->big_endian ? bytes - 1 - i : i));
    return v;
}

static void set(const struct split *s, uint8_t *p, uint32_t v, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        p[i] = (uint8_t)(v >> (8 * (s->big_endian ? bytes - 1 - i : i)));
}

static bool read_at(const struct split *s, uint64_t at, void *to, size_t len)
{
    size_t done = 0;
    if (at > s->size || len > s->size - at)
        return false;
    while (done < len) {
        ssize_t n = pread(s->fd, (char *)to + done, len - done, (off_t)(at + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

/* Bytes of one value of a type (TIFF 6.0, section 2); 0: unknown. */
static unsigned type_bytes(uint16_t type)
{
    static const uint8_t bytes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4 };
    return type < sizeof bytes ? bytes[type] : 0;
}

/* Tags whose value is a place in the file outside this directory. */
static bool points_elsewhere(uint16_t tag)
{
    static const uint16_t tags[] = { 288, 289, 330, 400, 34665, 34853, 40965 };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        if (tags[i] == tag)
            return true;
    }
    return false;
}

static BA_RC read_entry(struct split *s, const uint8_t *raw)
{
    struct entry e = { .tag = (uint16_t)get(s, raw, 2),
                       .type = (uint16_t)get(s, raw + 2, 2),
                       .count = get(s, raw + 4, 4) };
    uint64_t len = (uint64_t)e.count * type_bytes(e.type);
    if (points_elsewhere(e.tag) || len == 0) /* an unknown type cannot be copied */
        return BA_OK;
    if (len > MAX_VALUE_BYTES)
        return refuse(s, "a tag is too long");
    e.len = (size_t)len;
    e.value = malloc(e.len);
    if (e.value == NULL)
        return ba_fail_mem(s->err, "a TIFF tag");
    if (len <= 4) {
        memcpy(e.value, raw + 8, e.len);
    } else if (!read_at(s, get(s, raw + 8, 4), e.value, e.len)) {
        free(e.value);
        return refuse(s, "a tag lies beyond the end of the file");
    }
    s->entries[s->count++] = e;
    return BA_OK;
}

static BA_RC find_directory(struct split *s, uint32_t frame, uint64_t *at)
{
    uint8_t head[8], raw[4];
    if (!read_at(s, 0, head, sizeof head) ||
        (memcmp(head, "II*\0", 4) != 0 && memcmp(head, "MM\0*", 4) != 0))
        return refuse(s, "it is no TIFF 6.0 file");
    s->big_endian = head[0] == 'M';
    *at = get(s, head + 4, 4);
    if (frame >= MAX_DIRECTORIES)
        return refuse(s, "it has too many directories");
    for (uint32_t i = 0; i < frame; i++) {
        if (*at == 0 || !read_at(s, *at, raw, 2) ||
            !read_at(s, *at + 2 + (uint64_t)ENTRY_BYTES * get(s, raw, 2), raw, 4))
            return refuse(s, "the directory is not there");
        *at = get(s, raw, 4);
    }
    return *at == 0 ? refuse(s, "the directory is not there") : BA_OK;
}

static struct entry *find_entry(struct split *s, uint16_t tag)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->entries[i].tag == tag)
            return &s->entries[i];
    }
    return NULL;
}

static bool is_numbers(const struct entry *e)
{
    return e != NULL && (e->type == 3 || e->type == 4);
}

static uint32_t number(const struct split *s, const struct entry *e, size_t i)
{
    return e->type == 3 ? get(s, e->value + 2 * i, 2) : get(s, e->value + 4 * i, 4);
}

static BA_RC read_directory(struct split *s, uint64_t at)
{
    uint8_t raw[ENTRY_BYTES];
    enum ba_rc rc = BA_OK;
    if (!read_at(s, at, raw, 2))
        return refuse(s, "the directory is not there");
    unsigned n = get(s, raw, 2);
    s->entries = calloc(n + 1, sizeof *s->entries);
    if (s->entries == NULL)
        return ba_fail_mem(s->err, "a TIFF directory");
    for (unsigned i = 0; rc == BA_OK && i < n; i++) {
        if (!read_at(s, at + 2 + (uint64_t)ENTRY_BYTES * i, raw, sizeof raw))
            return refuse(s, "the directory is cut off");
        rc = read_entry(s, raw);
    }
    if (rc != BA_OK)
        return rc;
    const struct entry *compression = find_entry(s, TAG_COMPRESSION);
    bool tiled = find_entry(s, TAG_TILE_OFFSETS) != NULL;
    s->offsets = find_entry(s, tiled ? TAG_TILE_OFFSETS : TAG_STRIP_OFFSETS);
    s->counts = find_entry(s, tiled ? TAG_TILE_COUNTS : TAG_STRIP_COUNTS);
    if (!is_numbers(s->offsets) || !is_numbers(s->counts) || s->offsets->count != s->counts->count)
        return refuse(s, "it does not say where its strips are");
    if (is_numbers(compression) && number(s, compression, 0) == COMPRESSION_OLD_JPEG)
        return refuse(s, "its JPEG is of the kind that TIFF 6.0 gave up");
    return BA_OK;
}

static BA_RC put(struct split *s, const void *data, size_t len)
{
    ba_hash_update(s->hash, data, len);
    s->at += len;
    return ba_out_write(&s->out, data, len, s->err);
}

/* Values start at even offsets (TIFF 6.0, section 2). */
static BA_RC pad(struct split *s)
{
    return s->at % 2 ? put(s, "", 1) : BA_OK;
}

static BA_RC copy_strip(struct split *s, uint64_t from, uint64_t len)
{
    uint8_t block[COPY_BYTES];
    enum ba_rc rc = BA_OK;
    while (rc == BA_OK && len > 0) {
        size_t n = len < sizeof block ? (size_t)len : sizeof block;
        if (!read_at(s, from, block, n))
            return refuse(s, "a strip lies beyond the end of the file");
        rc = put(s, block, n);
        from += n;
        len -= n;
    }
    return rc;
}

/* The strips right after the header; offsets becomes an array of LONGs. */
static BA_RC copy_strips(struct split *s)
{
    uint32_t n = s->offsets->count;
    uint8_t *places = calloc(n, 4);
    enum ba_rc rc = places == NULL ? ba_fail_mem(s->err, "a TIFF's strips") : BA_OK;
    for (uint32_t i = 0; rc == BA_OK && i < n; i++) {
        uint32_t len = number(s, s->counts, i);
        rc = pad(s);
        if (rc == BA_OK && s->at + len > UINT32_MAX - MAX_VALUE_BYTES)
            rc = refuse(s, "its page is larger than 4 GiB");
        set(s, places + (size_t)4 * i, len == 0 ? 0 : (uint32_t)s->at, 4);
        if (rc == BA_OK)
            rc = copy_strip(s, number(s, s->offsets, i), len);
    }
    if (rc == BA_OK) {
        free(s->offsets->value);
        s->offsets->value = places;
        s->offsets->len = (size_t)n * 4;
        s->offsets->type = 4;
        places = NULL;
    }
    free(places);
    return rc;
}

/* Entries, then the values that do not fit in them. */
static BA_RC put_directory(struct split *s)
{
    uint8_t raw[ENTRY_BYTES];
    uint64_t value_at = s->at + 2 + (uint64_t)ENTRY_BYTES * s->count + 4;
    set(s, raw, (uint32_t)s->count, 2);
    enum ba_rc rc = put(s, raw, 2);
    for (size_t i = 0; rc == BA_OK && i < s->count; i++) {
        const struct entry *e = &s->entries[i];
        memset(raw, 0, sizeof raw);
        set(s, raw, e->tag, 2);
        set(s, raw + 2, e->type, 2);
        set(s, raw + 4, e->count, 4);
        if (e->len <= 4) {
            memcpy(raw + 8, e->value, e->len);
        } else {
            set(s, raw + 8, (uint32_t)value_at, 4);
            value_at += e->len + e->len % 2;
        }
        if (value_at > UINT32_MAX)
            return refuse(s, "its page is larger than 4 GiB");
        rc = put(s, raw, sizeof raw);
    }
    if (rc == BA_OK)
        rc = put(s, "\0\0\0\0", 4); /* no next directory */
    for (size_t i = 0; rc == BA_OK && i < s->count; i++) {
        if (s->entries[i].len > 4 && (rc = put(s, s->entries[i].value, s->entries[i].len)) == BA_OK)
            rc = pad(s);
    }
    return rc;
}

/* The header is written when the place of the directory is known, which is after the strips'
 * lengths. */
static BA_RC put_header(struct split *s)
{
    uint8_t head[8];
    uint64_t at = sizeof head;
    for (uint32_t i = 0; i < s->counts->count; i++)
        at += at % 2 + number(s, s->counts, i);
    at += at % 2;
    if (at > UINT32_MAX)
        return refuse(s, "its page is larger than 4 GiB");
    memcpy(head, s->big_endian ? "MM\0*" : "II*\0", 4);
    set(s, head + 4, (uint32_t)at, 4);
    return put(s, head, sizeof head);
}

static BA_RC write_all(struct split *s, const char *out_path)
{
    enum ba_rc rc = ba_out_open(&s->out, out_path, 0644, s->err);
    if (rc == BA_OK)
        rc = put_header(s);
    if (rc == BA_OK)
        rc = copy_strips(s);
    if (rc == BA_OK)
        rc = pad(s);
    if (rc == BA_OK)
        rc = put_directory(s);
    if (rc == BA_OK)
        rc = ba_out_commit(&s->out, s->err);
    return rc;
}

BA_RC master_split_frame(const char *path, uint32_t frame, const char *out_path,
                         char sha256[BA_SHA256_HEX + 1], uint64_t *size_bytes, struct ba_err *err)
{
    struct split s = { .fd = ba_open_regular(path), .path = path, .out = BA_OUT_INIT, .err = err };
    char hex[BA_HASH_HEX_MAX + 1];
    uint64_t at = 0;
    enum ba_rc rc = BA_OK;

    s.hash = ba_hash_new(BA_SHA256);
    if (s.fd < 0) {
        rc = ba_fail(err, BA_ITEM, "MASTER_MISSING", "%s cannot be opened: %s", path,
                     strerror(errno));
    } else if (s.hash == NULL) {
        rc = ba_fail_mem(err, "a digest");
    } else {
        off_t end = lseek(s.fd, 0, SEEK_END);
        s.size = end < 0 ? 0 : (uint64_t)end;
        rc = find_directory(&s, frame, &at);
    }
    if (rc == BA_OK)
        rc = read_directory(&s, at);
    if (rc == BA_OK)
        rc = write_all(&s, out_path);
    if (rc == BA_OK && ba_hash_hex(s.hash, hex) != 0)
        rc = ba_fail(err, BA_FATAL, "HASH_FAILED", "%s: no digest can be made", out_path);
    if (rc == BA_OK) {
        memcpy(sha256, hex, BA_SHA256_HEX + 1);
        *size_bytes = s.at;
    }
    for (size_t i = 0; i < s.count; i++)
        free(s.entries[i].value);
    free(s.entries);
    ba_hash_free(s.hash);
    ba_out_abort(&s.out);
    if (s.fd >= 0)
        close(s.fd);
    return disk_read_verdict(path, rc, err);
}
