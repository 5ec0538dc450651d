#include "export/verify/container_read.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/disk_read.h"
#include "core/file.h"

#define BLOCK_BYTES 131072
#define MAX_PATH_BYTES 4096

/* The tar as libarchive reads it, hashed on the way unless hash is NULL. */
struct tar_in {
    const struct container_calls *calls;
    const char *name;
    int fd;
    struct ba_hash *hash;
    uint64_t bytes;
    bool zip;
    bool unreadable;                 /* the disk cannot read it: nothing is said of the file */
    uint64_t unpacked, unpacked_max; /* of a zip */
    size_t entries;
    off_t block_at; /* where the block begins in the file */
    ssize_t block_len;
    char block[BLOCK_BYTES];
};

static void pass(struct tar_in *in, size_t len)
{
    if (in->hash != NULL)
        ba_hash_update(in->hash, in->block, len);
    in->bytes += len;
}

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
    pass(in, (size_t)n);
    if (n > 0) {
        in->block_len = n;
        in->block_at = lseek(in->fd, 0, SEEK_CUR) - n;
    }
    *data = in->block;
    return n;
}

/* 0: nothing was skipped, and libarchive reads on; that is how it is when bytes are hashed. */
static la_int64_t skip_bytes(struct archive *a, void *user, la_int64_t request)
{
    struct tar_in *in = user;
    off_t at = in->hash != NULL ? -1 : lseek(in->fd, 0, SEEK_CUR);
    off_t end = at < 0 ? -1 : lseek(in->fd, 0, SEEK_END);
    la_int64_t n = end < at || end < 0 ? 0 : end - at < request ? end - at : request;
    (void)a;
    if (at < 0)
        return 0;
    return lseek(in->fd, at + n, SEEK_SET) < 0 ? ARCHIVE_FATAL : n;
}

/* Only a zip is read by its directory, at its end. */
static la_int64_t seek_bytes(struct archive *a, void *user, la_int64_t offset, int whence)
{
    struct tar_in *in = user;
    off_t at = lseek(in->fd, offset, whence);
    if (at < 0)
        archive_set_error(a, errno, "%s", strerror(errno));
    return at < 0 ? ARCHIVE_FATAL : at;
}

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

static void damaged(struct tar_in *in, const char *path, struct archive *a)
{
    const char *said = archive_error_string(a);
    in->unreadable = in->unreadable || disk_read_failed(archive_errno(a));
    if (in->unreadable)
        return;
    char *text = ba_strf("the %s is damaged: %s", in->zip ? "zip" : "tar",
                         said == NULL ? "no reason given" : said);
    in->calls->fault(in->calls->ctx, "VERIFY_TAR", path, text == NULL ? "it is damaged" : text);
    free(text);
}

static BA_RC read_data(struct tar_in *in, struct archive *a, const char *path, bool *broken,
                       struct ba_err *err)
{
    const void *data;
    size_t len;
    la_int64_t offset, at = 0, begin = 0;
    int got;
    enum ba_rc rc = BA_OK;
    while (rc == BA_OK && (got = archive_read_data_block(a, &data, &len, &offset)) != ARCHIVE_EOF) {
        if (got != ARCHIVE_OK || offset != at) {
            *broken = true;
            damaged(in, path, a);
            return BA_OK;
        }
        if (len == 0) /* of a zip, at the end of a file: without a place in memory */
            continue;
        /* The first block is lent out, and counted as read with the next one. */
        if (at == 0)
            begin = archive_filter_bytes(a, 0);
        at += (la_int64_t)len;
        in->unpacked += len;
        if (in->zip && in->unpacked > in->unpacked_max)
            return ba_fail(err, BA_ITEM, "VERIFY_TOO_LARGE",
                           "%s unpacks to more than %llu bytes, which is no package of scans",
                           in->name, (unsigned long long)in->unpacked_max);
        rc = in->calls->data(in->calls->ctx, data, len, err);
    }
    if (rc != BA_OK)
        return rc;
    const char *format = in->zip ? archive_format_name(a) : NULL;
    bool packed = format != NULL && strstr(format, "uncompressed") == NULL;
    return in->calls->end(in->calls->ctx, packed ? TAR_NOWHERE : (uint64_t)begin, err);
}

static BA_RC read_entry(struct tar_in *in, struct archive *a, struct archive_entry *entry,
                        bool *broken, struct ba_err *err)
{
    char path[MAX_PATH_BYTES];
    const char *raw = archive_entry_pathname(entry);
    enum container_kind kind = TAR_OTHER;
    bool want = false;
    if (raw == NULL || !clean_path(raw, path)) {
        in->calls->fault(in->calls->ctx, "VERIFY_PATH", raw == NULL ? "" : raw,
                         "no path that may stand in a package");
        return BA_OK;
    }
    if (archive_entry_hardlink(entry) == NULL && archive_entry_filetype(entry) == AE_IFREG)
        kind = TAR_FILE;
    else if (archive_entry_hardlink(entry) == NULL && archive_entry_filetype(entry) == AE_IFDIR)
        kind = TAR_FOLDER;
    enum ba_rc rc = in->calls->entry(in->calls->ctx, path, kind, &want, err);
    return rc == BA_OK && want && kind == TAR_FILE ? read_data(in, a, path, broken, err) : rc;
}

/* What stands behind the end of a tar is part of the file's hash, and should be nothing. Of a zip
 * it is its directory. */
static void drain(struct tar_in *in, off_t end)
{
    ssize_t n, rest = end > in->block_at ? (ssize_t)(end - in->block_at) : 0;
    bool other = false;
    for (; rest < in->block_len; rest++) /* of the block that was read last */
        other |= in->block[rest] != 0;
    while ((n = read(in->fd, in->block, sizeof in->block)) > 0) {
        pass(in, (size_t)n);
        for (ssize_t i = 0; i < n; i++)
            other |= in->block[i] != 0;
    }
    if (other && !in->zip)
        in->calls->fault(in->calls->ctx, "VERIFY_TAR", in->name,
                         "bytes stand behind the end of the tar");
}

static BA_RC read_entries(struct tar_in *in, struct archive *a, struct ba_err *err)
{
    struct archive_entry *entry;
    bool broken = false;
    enum ba_rc rc = BA_OK;
    int got = ARCHIVE_OK;
    while (rc == BA_OK && !broken && (got = archive_read_next_header(a, &entry)) != ARCHIVE_EOF) {
        if (got != ARCHIVE_OK)
            damaged(in, in->name, a);
        if (got < ARCHIVE_WARN)
            break;
        in->entries++;
        rc = read_entry(in, a, entry, &broken, err);
    }
    return rc;
}

bool container_read_is_zip(const char *path)
{
    char head[4] = "";
    int fd = ba_open_regular(path);
    bool zip = fd >= 0 && read(fd, head, sizeof head) == (ssize_t)sizeof head &&
               (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "PK\5\6", 4) == 0);
    if (fd >= 0)
        close(fd);
    return zip;
}

static void set_callbacks(struct tar_in *in, struct archive *a)
{
    archive_read_set_read_callback(a, read_block);
    archive_read_set_callback_data(a, in);
}

/* From the front, all of it, for its digest: what is there that the directory does not name? */
static BA_RC zip_from_front(struct tar_in *in, size_t named, struct ba_err *err)
{
    struct archive *a = archive_read_new();
    struct archive_entry *entry;
    size_t n = 0;
    int got = ARCHIVE_FATAL;
    if (a == NULL)
        return ba_fail_mem(err, "a zip");
    in->bytes = 0;
    set_callbacks(in, a);
    if (lseek(in->fd, 0, SEEK_SET) == 0 &&
        archive_read_support_format_zip_streamable(a) == ARCHIVE_OK &&
        archive_read_open1(a) == ARCHIVE_OK)
        while ((got = archive_read_next_header(a, &entry)) == ARCHIVE_OK || got == ARCHIVE_WARN)
            n++;
    drain(in, (off_t)in->bytes);
    archive_read_free(a);
    if (got == ARCHIVE_EOF && n != named) {
        char *text = ba_strf("holds %zu entries, and its directory names %zu", n, named);
        in->calls->fault(in->calls->ctx, "VERIFY_TAR", in->name,
                         text == NULL ? "holds other entries than its directory names" : text);
        free(text);
    }
    return BA_OK;
}

static BA_RC read_zip(struct tar_in *in, struct archive *a, struct ba_err *err)
{
    struct ba_hash *hash = in->hash;
    char name[ZIP_NAME_LEN];
    const char *fault = zip_directory_fault(in->fd, name);
    off_t size = lseek(in->fd, 0, SEEK_END);
    in->unpacked_max = ((uint64_t)1 << 30) + (size > 0 ? 200 * (uint64_t)size : 0);
    in->hash = NULL; /* this reading jumps */
    if (fault != NULL)
        in->calls->fault(in->calls->ctx, "VERIFY_TAR", *name != '\0' ? name : in->name, fault);
    set_callbacks(in, a);
    archive_read_set_seek_callback(a, seek_bytes);
    enum ba_rc rc = BA_OK;
    if (lseek(in->fd, 0, SEEK_SET) != 0 ||
        archive_read_support_format_zip_seekable(a) != ARCHIVE_OK ||
        archive_read_open1(a) != ARCHIVE_OK)
        damaged(in, in->name, a);
    else
        rc = read_entries(in, a, err);
    in->hash = hash;
    return rc == BA_OK && hash != NULL ? zip_from_front(in, in->entries, err) : rc;
}

static BA_RC read_tar(struct tar_in *in, struct archive *a, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    set_callbacks(in, a);
    archive_read_set_skip_callback(a, skip_bytes);
    archive_read_support_format_tar(a);
    if (archive_read_open1(a) != ARCHIVE_OK)
        damaged(in, in->name, a);
    else
        rc = read_entries(in, a, err);
    if (in->hash != NULL)
        drain(in, (off_t)archive_filter_bytes(a, 0));
    return rc;
}

BA_RC container_read_each(const char *path, const struct container_calls *calls, char *sha256,
                          uint64_t *bytes, struct ba_err *err)
{
    struct tar_in *in = calloc(1, sizeof *in);
    struct archive *a = archive_read_new();
    char hex[BA_HASH_HEX_MAX + 1];
    enum ba_rc rc = BA_OK;
    if (in == NULL || a == NULL ||
        (sha256 != NULL && (in->hash = ba_hash_new(BA_SHA256)) == NULL)) {
        rc = ba_fail_mem(err, "a tar");
        goto out;
    }
    in->calls = calls;
    in->name = ba_basename(path);
    in->fd = ba_open_regular(path);
    if (in->fd < 0) {
        rc = ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", path, strerror(errno));
        goto out;
    }
    in->zip = container_read_is_zip(path);
    rc = in->zip ? read_zip(in, a, err) : read_tar(in, a, err);
    close(in->fd);
    if (rc == BA_OK && in->unreadable)
        rc = disk_read_fail(path, err);
    if (rc == BA_OK && sha256 != NULL && ba_hash_hex(in->hash, hex) == 0)
        memcpy(sha256, hex, BA_SHA256_HEX + 1);
    if (bytes != NULL)
        *bytes = in->bytes;
out:
    archive_read_free(a);
    if (in != NULL)
        ba_hash_free(in->hash);
    free(in);
    return rc;
}
