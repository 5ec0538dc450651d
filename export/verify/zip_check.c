/*
 * tar_zip.c - does the directory of a zip say what the entries say themselves?
 *
 * Libarchive takes names from the entries' own headers, other programs from the directory at the
 * end: a zip in which the two differ is one thing when it is verified and another when it is
 * unpacked. APPNOTE.TXT 4.3: end of directory, zip64 end, headers of directory and of entries.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "export/verify/container_read.h"

#define END_BYTES 22
#define END64_BYTES 56
#define LOCATOR_BYTES 20
#define HEADER_BYTES 46
#define LOCAL_BYTES 30
#define NAME_MAX_LEN 4096
#define ALL_16 0xFFFFu
#define ALL_32 0xFFFFFFFFu

struct zip {
    int fd;
    uint64_t size;
    uint64_t directory, end, count; /* where it begins and ends; entries */
};

static uint64_t number(const unsigned char *b, size_t bytes)
{
    uint64_t v = 0;
    for (size_t i = bytes; i-- > 0;)
        v = v << 8 | b[i];
    return v;
}

static bool read_at(const struct zip *z, uint64_t at, unsigned char *to, size_t len)
{
    size_t done = 0;
    while (at <= z->size && len <= z->size - at && done < len) {
        ssize_t n = pread(z->fd, to + done, len - done, (off_t)(at + done));
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return done == len;
}

static bool is(const unsigned char *b, const char *sign)
{
    return memcmp(b, sign, 4) == 0;
}

/* The end of the directory ends the file: no comment, and nothing behind it. */
static const char *find_directory(struct zip *z)
{
    unsigned char end[END_BYTES], b[END64_BYTES];
    if (z->size < END_BYTES || !read_at(z, z->size - END_BYTES, end, sizeof end) ||
        !is(end, "PK\5\6"))
        return "does not end with its directory";
    z->count = number(end + 10, 2);
    z->directory = number(end + 16, 4);
    z->end = z->size - END_BYTES;
    if (z->count != ALL_16 && z->directory != ALL_32 && number(end + 12, 4) != ALL_32)
        return NULL;
    if (z->end < LOCATOR_BYTES || !read_at(z, z->end - LOCATOR_BYTES, b, LOCATOR_BYTES))
        return "does not end with its directory";
    if (!is(b, "PK\6\7"))
        return NULL; /* as many entries as can be counted so */
    z->end = number(b + 8, 8);
    if (!read_at(z, z->end, b, sizeof b) || !is(b, "PK\6\6"))
        return "has a damaged directory";
    z->count = number(b + 32, 8);
    z->directory = number(b + 48, 8);
    return NULL;
}

/* Where the entry begins, from the header at b and its extra fields; UINT64_MAX: it does not say.
 */
static uint64_t local_offset(const unsigned char *b, const unsigned char *extra, size_t len)
{
    uint64_t at = number(b + 42, 4);
    size_t skip = 0;
    if (at != ALL_32)
        return at;
    skip += number(b + 24, 4) == ALL_32 ? 8 : 0;
    skip += number(b + 20, 4) == ALL_32 ? 8 : 0;
    for (size_t i = 0; i + 4 <= len;) {
        size_t field = number(extra + i + 2, 2);
        if (field > len - i - 4)
            break;
        if (number(extra + i, 2) == 1 && field >= skip + 8)
            return number(extra + i + 4 + skip, 8);
        i += 4 + field;
    }
    return UINT64_MAX;
}

static bool same_name(const struct zip *z, uint64_t at, const unsigned char *name, size_t len)
{
    unsigned char local[LOCAL_BYTES], own[NAME_MAX_LEN];
    return read_at(z, at, local, sizeof local) && is(local, "PK\3\4") &&
           number(local + 26, 2) == len && read_at(z, at + LOCAL_BYTES, own, len) &&
           memcmp(own, name, len) == 0;
}

const char *zip_directory_fault(int fd, char name[ZIP_NAME_LEN])
{
    struct zip z = { .fd = fd };
    unsigned char b[HEADER_BYTES], text[NAME_MAX_LEN + UINT16_MAX];
    off_t size = lseek(fd, 0, SEEK_END);
    const char *fault;
    *name = '\0';
    z.size = size > 0 ? (uint64_t)size : 0;
    fault = find_directory(&z);
    uint64_t at = z.directory;
    for (uint64_t i = 0; fault == NULL && i < z.count; i++) {
        if (!read_at(&z, at, b, sizeof b) || !is(b, "PK\1\2"))
            return "has a damaged directory";
        size_t len = number(b + 28, 2), extra = number(b + 30, 2);
        if (len == 0 || len > NAME_MAX_LEN || !read_at(&z, at + HEADER_BYTES, text, len + extra))
            return "has a damaged directory";
        size_t shown = len < ZIP_NAME_LEN - 1 ? len : ZIP_NAME_LEN - 1;
        memcpy(name, text, shown);
        name[shown] = '\0';
        if (!same_name(&z, local_offset(b, text + len, extra), text, len))
            return "is named so in the directory of the zip, and otherwise by itself";
        at += HEADER_BYTES + len + extra + number(b + 32, 2);
    }
    if (fault == NULL && at != z.end)
        fault = "holds more in its directory than it says";
    if (fault != NULL || at == z.end)
        *name = '\0';
    return fault;
}
