/*
 * verify_images.c - how many pages a master has, without decoding any.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "export/verify/verify_private.h"

#define MAX_IMAGES 65535
#define MAX_ENTRIES 500 /* of a directory: baseline and all known extensions are fewer */
#define ENTRY_BYTES 12
#define TAG_SUBFILE 254 /* NewSubfileType; bit 0: a smaller version of another image */

struct tiff_part {
    int fd;
    uint64_t at, size;
    bool big_endian;
};

static bool read_part(const struct tiff_part *t, uint64_t from, unsigned char *to, size_t len)
{
    size_t done = 0;
    if (from > t->size || len > t->size - from)
        return false;
    while (done < len) {
        ssize_t n = pread(t->fd, to + done, len - done, (off_t)(t->at + from + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static uint32_t number(const struct tiff_part *t, const unsigned char *b, size_t bytes)
{
    uint32_t v = 0;
    for (size_t i = 0; i < bytes; i++)
        v |= (uint32_t)b[t->big_endian ? bytes - 1 - i : i] << (8 * i);
    return v;
}

/* One directory (TIFF 6.0, 2): is it a page, and where is the next one? False when it cannot be
 * read. */
static bool read_directory(const struct tiff_part *t, uint32_t at, bool *page, uint32_t *next)
{
    unsigned char b[2 + MAX_ENTRIES * ENTRY_BYTES + 4];
    if (!read_part(t, at, b, 2))
        return false;
    size_t entries = number(t, b, 2);
    if (entries > MAX_ENTRIES || !read_part(t, at, b, 2 + entries * ENTRY_BYTES + 4))
        return false;
    *page = true;
    for (size_t i = 0; i < entries; i++) {
        const unsigned char *entry = b + 2 + i * ENTRY_BYTES;
        if (number(t, entry, 2) == TAG_SUBFILE)
            *page = (number(t, entry + 8, 4) & 1) == 0;
    }
    *next = number(t, b + 2 + entries * ENTRY_BYTES, 4);
    return true;
}

static size_t count_tiff(struct tiff_part *t)
{
    unsigned char head[8];
    size_t pages = 0;
    if (!read_part(t, 0, head, sizeof head))
        return 0;
    t->big_endian = head[0] == 'M';
    uint32_t at = number(t, head + 4, 4);
    for (size_t n = 0; at != 0; n++) {
        bool page;
        if (n == MAX_IMAGES || !read_directory(t, at, &page, &at))
            return 0;
        pages += page;
    }
    return pages;
}

size_t verify_count_images(int fd, uint64_t at, uint64_t size, const char *puid)
{
    struct tiff_part t = { .fd = fd, .at = at, .size = size };
    if (puid_is_tiff(puid))
        return count_tiff(&t);
    return puid_is_single_image(puid) ? 1 : 0;
}
