/*
 * tar_verify.c - a package in a tar, streamed and never unpacked.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "export/verify_parts.h"

#define BLOCK_BYTES 131072
#define MAX_PATH_BYTES 4096

/* The tar as libarchive reads it, hashed on the way. */
struct tar_in {
    int fd;
    struct ba_hash *hash;
    uint64_t bytes;
    char block[BLOCK_BYTES];
};

static la_ssize_t read_block(struct archive *a, void *user, const void **data)
{
    struct tar_in *in = user;
    ssize_t n;
    do {
        n = read(in->fd, in->block, sizeof in->block);
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        archive_set_error(a, errno, "%s", strerror(errno));
        return -1;
    }
    ba_hash_update(in->hash, in->block, (size_t)n);
    in->bytes += (uint64_t)n;
    *data = in->block;
    return n;
}

/* No absolute path, no "." or "..", no empty part, no backslash; the slash at a folder's end is
 * taken off. */
static bool clean_path(const char *raw, char out[MAX_PATH_BYTES])
{
    size_t n = strlen(raw);
    if (n > 0 && raw[n - 1] == '/')
        n--;
    if (n == 0 || n >= MAX_PATH_BYTES || raw[0] == '/' || memchr(raw, '\\', n) != NULL)
        return false;
    memcpy(out, raw, n);
    out[n] = '\0';
    for (const char *part = out; part != NULL;) {
        size_t len = strcspn(part, "/");
        if (len == 0 || (len == 1 && part[0] == '.') ||
            (len == 2 && part[0] == '.' && part[1] == '.'))
            return false;
        part = part[len] == '\0' ? NULL : part + len + 1;
    }
    return true;
}

static enum ba_rc damaged(struct v_package *p, const char *path, struct archive *a)
{
    const char *said = archive_error_string(a);
    v_differs(p, "VERIFY_TAR", path, "the tar is damaged: %s",
              said == NULL ? "no reason given" : said);
    return BA_OK;
}

static enum ba_rc read_entry(struct v_package *p, struct v_stream *s, struct archive *a,
                             struct archive_entry *entry, bool *broken, struct ba_err *err)
{
    char path[MAX_PATH_BYTES];
    const char *raw = archive_entry_pathname(entry);
    const void *data;
    size_t len;
    la_int64_t offset, at = 0;
    int got;
    if (raw == NULL || !clean_path(raw, path)) {
        v_differs(p, "VERIFY_PATH", raw == NULL ? "" : raw, "no path that may stand in a package");
        return BA_OK;
    }
    if (archive_entry_hardlink(entry) != NULL ||
        (archive_entry_filetype(entry) != AE_IFREG && archive_entry_filetype(entry) != AE_IFDIR)) {
        v_differs(p, "VERIFY_TYPE", path, "is neither a file nor a folder");
        return BA_OK;
    }
    if (archive_entry_filetype(entry) == AE_IFDIR)
        return v_add_folder(p, path, err);
    enum ba_rc rc = v_stream_begin(s, p, path, err);
    while (rc == BA_OK && (got = archive_read_data_block(a, &data, &len, &offset)) != ARCHIVE_EOF) {
        if (got != ARCHIVE_OK || offset != at) {
            *broken = true;
            return damaged(p, path, a);
        }
        at += (la_int64_t)len;
        rc = v_stream_data(s, data, len, err);
    }
    return rc == BA_OK ? v_stream_end(s, err) : rc;
}

/* What stands behind the end of the archive is part of the file's hash, and should be nothing. */
static void drain(struct v_package *p, struct tar_in *in, const char *path)
{
    ssize_t n;
    bool other = false;
    while ((n = read(in->fd, in->block, sizeof in->block)) > 0) {
        ba_hash_update(in->hash, in->block, (size_t)n);
        in->bytes += (uint64_t)n;
        for (ssize_t i = 0; i < n; i++)
            other |= in->block[i] != 0;
    }
    if (other)
        v_differs(p, "VERIFY_TAR", path, "bytes stand behind the end of the tar");
}

static enum ba_rc read_entries(struct v_package *p, struct archive *a, const char *path,
                               struct ba_err *err)
{
    struct v_stream s = { .package = p };
    struct archive_entry *entry;
    bool broken = false;
    enum ba_rc rc = BA_OK;
    int got = ARCHIVE_OK;
    while (rc == BA_OK && !broken && (got = archive_read_next_header(a, &entry)) != ARCHIVE_EOF) {
        if (got != ARCHIVE_OK)
            damaged(p, path, a);
        if (got < ARCHIVE_WARN)
            break;
        rc = read_entry(p, &s, a, entry, &broken, err);
    }
    v_stream_free(&s);
    return rc;
}

enum ba_rc v_read_tar(struct v_package *p, const char *path, struct ba_err *err)
{
    struct tar_in *in = calloc(1, sizeof *in);
    struct archive *a = archive_read_new();
    char hex[BA_HASH_HEX_MAX + 1];
    enum ba_rc rc = BA_OK;
    if (in == NULL || a == NULL || (in->hash = ba_hash_new(BA_SHA256)) == NULL) {
        rc = ba_fail_mem(err, "a tar");
        goto out;
    }
    in->fd = ba_open_regular(path);
    if (in->fd < 0) {
        rc = ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", path, strerror(errno));
        goto out;
    }
    archive_read_support_format_tar(a);
    if (archive_read_open(a, in, NULL, read_block, NULL) != ARCHIVE_OK)
        rc = damaged(p, ba_basename(path), a);
    else
        rc = read_entries(p, a, ba_basename(path), err);
    drain(p, in, ba_basename(path));
    close(in->fd);
    if (rc == BA_OK && ba_hash_hex(in->hash, hex) == 0)
        memcpy(p->tar_sha256, hex, sizeof p->tar_sha256);
    p->tar_bytes = in->bytes;
out:
    archive_read_free(a);
    if (in != NULL)
        ba_hash_free(in->hash);
    free(in);
    return rc;
}
