#include "export/sip/container.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/hash_thread.h"
#include "export/sip/container_folder.h"

/* Large writes to the disk; the file itself ends on a tar record, as tar(1) does it. */
#define BLOCK_BYTES (256 * 1024)
#define RECORD_BYTES (20 * 512)
/* How much may wait for the disk until it is asked to begin, so that the fsync at the end is short.
 */
#define WRITEBACK_BYTES ((uint64_t)16 << 20)

/* Digests that a receiver may want besides SHA-256. */
#define MAX_SUMS 2

struct container {
    enum list_container container;
    struct archive *archive; /* NULL for a folder */
    struct archive_entry *entry;
    struct container_folder *folder; /* NULL for a file */
    const struct ba_buf *list;
    struct ba_out out;
    struct ba_hash *hash;
    struct ba_side_hash *file_hash; /* of the file that is copied: beside the tar's own */
    struct {
        enum ba_hash_kind kind;
        struct ba_hash *hash;
    } also[MAX_SUMS];
    size_t also_count;
    bool dry;
    uint64_t bytes, started; /* started: on their way to the disk */
    bool abandoned;          /* what libarchive still writes while it is freed goes nowhere */
    struct ba_err err;       /* of the write callback */
};

static void sum(struct container *t, const void *data, size_t len)
{
    ba_hash_update(t->hash, data, len);
    for (size_t i = 0; i < t->also_count; i++)
        ba_hash_update(t->also[i].hash, data, len);
}

static la_ssize_t write_block(struct archive *a, void *user, const void *data, size_t len)
{
    struct container *t = user;
    if (t->abandoned)
        return (la_ssize_t)len;
    if (ba_out_write(&t->out, data, len, &t->err) != BA_OK) {
        archive_set_error(a, t->err.sys != 0 ? t->err.sys : EIO, "%s", t->err.msg);
        return -1;
    }
    sum(t, data, len);
    t->bytes += len;
    if (t->bytes - t->started >= WRITEBACK_BYTES) {
        /* A hint: when it fails, the fsync does all the work. */
        (void)sync_file_range(t->out.fd, (off_t)t->started, (off_t)(t->bytes - t->started),
                              SYNC_FILE_RANGE_WRITE);
        t->started = t->bytes;
    }
    return (la_ssize_t)len;
}

/* What libarchive says, or the error of the disk behind it. */
static BA_RC failed(struct container *t, const char *what, struct ba_err *err)
{
    if (t->err.rc != BA_OK) {
        *err = t->err;
        return err->rc;
    }
    const char *said = t->archive == NULL ? NULL : archive_error_string(t->archive);
    return ba_fail(err, BA_FATAL, "ARCHIVE_FAILED", "%s: the package cannot be written: %s", what,
                   said == NULL ? "no reason given" : said);
}

static bool set_format(struct container *t)
{
    struct archive *a = t->archive;
    if (t->container == LIST_ZIP)
        return archive_write_set_format_zip(a) == ARCHIVE_OK &&
               archive_write_set_options(a, "zip:compression=store,zip:hdrcharset=UTF-8") ==
                   ARCHIVE_OK &&
               archive_write_set_bytes_in_last_block(a, 1) == ARCHIVE_OK;
    return archive_write_set_format_pax_restricted(a) == ARCHIVE_OK &&
           archive_write_set_bytes_in_last_block(a, RECORD_BYTES) == ARCHIVE_OK;
}

static BA_RC open_file(struct container *t, const char *path, struct ba_err *err)
{
    t->archive = archive_write_new();
    t->entry = archive_entry_new();
    if (t->archive == NULL || t->entry == NULL)
        return ba_fail_mem(err, "a package");
    enum ba_rc rc = ba_out_open(&t->out, path, 0644, err);
    if (rc == BA_OK &&
        (!set_format(t) || archive_write_add_filter_none(t->archive) != ARCHIVE_OK ||
         archive_write_set_bytes_per_block(t->archive, BLOCK_BYTES) != ARCHIVE_OK ||
         archive_write_open2(t->archive, t, NULL, write_block, NULL, NULL) != ARCHIVE_OK))
        rc = failed(t, path, err);
    return rc;
}

BA_RC container_open(const char *path, enum list_container container, struct container **out,
                     struct ba_err *err)
{
    struct container *t = calloc(1, sizeof *t);
    *out = NULL;
    if (t == NULL)
        return ba_fail_mem(err, "a package");
    t->out = (struct ba_out)BA_OUT_INIT;
    t->err = (struct ba_err)BA_ERR_INIT;
    t->container = container;
    t->hash = ba_hash_new(BA_SHA256);
    t->file_hash = ba_side_hash_new(BA_SHA256);
    enum ba_rc rc = t->hash == NULL || t->file_hash == NULL ? ba_fail_mem(err, "a package") : BA_OK;
    if (rc == BA_OK)
        rc = container == LIST_FOLDER ? container_folder_out_open(path, &t->folder, err)
                                      : open_file(t, path, err);
    if (rc != BA_OK) {
        container_free(t);
        return rc;
    }
    *out = t;
    return BA_OK;
}

BA_RC container_open_dry(struct container **out, struct ba_err *err)
{
    struct container *t = calloc(1, sizeof *t);
    *out = t;
    if (t == NULL)
        return ba_fail_mem(err, "a package");
    t->out = (struct ba_out)BA_OUT_INIT;
    t->dry = true;
    return BA_OK;
}

static BA_RC put_header(struct container *t, const char *name, mode_t mode, int64_t mtime,
                        uint64_t size, struct ba_err *err)
{
    if (t->dry)
        return BA_OK;
    if (t->folder != NULL)
        return S_ISDIR(mode) ? container_folder_out_folder(t->folder, name, err)
                             : container_folder_out_begin(t->folder, name, err);
    archive_entry_clear(t->entry);
    archive_entry_set_pathname(t->entry, name);
    archive_entry_set_mode(t->entry, mode);
    archive_entry_set_size(t->entry, (int64_t)size);
    if (t->container != LIST_ZIP)
        archive_entry_set_mtime(t->entry, (time_t)mtime, 0);
    archive_entry_set_uid(t->entry, 0);
    archive_entry_set_gid(t->entry, 0);
    /* A warning here means a name or size that was changed to fit: as bad as a failure. */
    return archive_write_header(t->archive, t->entry) == ARCHIVE_OK ? BA_OK : failed(t, name, err);
}

static BA_RC put_data(struct container *t, const char *name, const void *data, size_t len,
                      struct ba_err *err)
{
    if (t->folder != NULL)
        return container_folder_out_write(t->folder, data, len, err);
    return archive_write_data(t->archive, data, len) == (la_ssize_t)len ? BA_OK
                                                                        : failed(t, name, err);
}

BA_RC container_folder(struct container *t, const char *name, int64_t mtime, struct ba_err *err)
{
    return put_header(t, name, S_IFDIR | 0755, mtime, 0, err);
}

BA_RC container_data(struct container *t, const char *name, int64_t mtime, const void *data,
                     size_t len, struct ba_err *err)
{
    char hex[BA_SHA256_HEX + 1];
    enum ba_rc rc = put_header(t, name, S_IFREG | 0644, mtime, len, err);
    if (rc == BA_OK && !t->dry)
        rc = put_data(t, name, data, len, err);
    if (rc != BA_OK || t->folder == NULL)
        return rc;
    rc = ba_sha256_mem(data, len, hex, err);
    return rc == BA_OK ? container_folder_out_end(t->folder, mtime, hex, err) : rc;
}

static BA_RC changed(const char *path, const char *how, struct ba_err *err)
{
    return ba_fail(
        err, BA_ITEM, "MASTER_CHANGED",
        "%s %s since its SHA-256 was taken at arrival; restore it from a backup, or scan the "
        "sheet again, and export the dossier then",
        path, how);
}

static BA_RC copy(struct container *t, int fd, const char *name, const char *path, uint64_t size,
                  const char *sha256, struct ba_err *err)
{
    char hex[BA_HASH_HEX_MAX + 1];
    uint64_t done = 0;
    enum ba_rc rc = ba_side_hash_begin(t->file_hash) != 0 ? ba_fail_mem(err, "a digest") : BA_OK;
    while (rc == BA_OK) {
        char *block = ba_side_hash_buffer(t->file_hash);
        ssize_t n = read(fd, block, BA_SIDE_BUFFER_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            rc = ba_fail(err, BA_ITEM, "MASTER_MISSING", "%s cannot be read: %s", path,
                         strerror(errno));
        if (n <= 0)
            break;
        done += (uint64_t)n;
        if (done > size)
            break;
        ba_side_hash_add(t->file_hash, (size_t)n);
        rc = put_data(t, name, block, (size_t)n, err);
    }
    if (rc == BA_OK && done != size)
        rc = changed(path, "has changed in size", err);
    if (rc == BA_OK && ba_side_hash_hex(t->file_hash, hex) != 0)
        rc = ba_fail(err, BA_FATAL, "HASH_FAILED", "%s: no digest can be made", path);
    else if (rc == BA_OK && strncmp(hex, sha256, BA_SHA256_HEX) != 0)
        rc = changed(path, "has changed", err);
    return rc;
}

BA_RC container_file(struct container *t, const char *name, int64_t mtime, const char *path,
                     uint64_t size, const char *sha256, struct ba_err *err)
{
    int fd = t->dry ? -1 : ba_open_regular(path);
    if (t->dry)
        return BA_OK;
    if (fd < 0)
        return ba_fail(err, BA_ITEM, "MASTER_MISSING",
                       "%s cannot be opened: %s; restore it from a backup, or scan the sheet again",
                       path, strerror(errno));
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    enum ba_rc rc = put_header(t, name, S_IFREG | 0644, mtime, size, err);
    if (rc == BA_OK)
        rc = copy(t, fd, name, path, size, sha256, err);
    close(fd);
    if (rc == BA_OK && t->folder != NULL)
        rc = container_folder_out_end(t->folder, mtime, sha256, err);
    return rc;
}

BA_RC container_finish(struct container *t, char sha256[BA_SHA256_HEX + 1], uint64_t *bytes,
                       struct ba_err *err)
{
    char hex[BA_HASH_HEX_MAX + 1];
    if (t->folder != NULL) {
        enum ba_rc rc = container_folder_out_list(t->folder, &t->list, &t->bytes, err);
        if (rc != BA_OK)
            return rc;
        sum(t, t->list->data, t->list->len);
    } else if (archive_write_close(t->archive) != ARCHIVE_OK) {
        return failed(t, t->out.path, err);
    }
    if (ba_hash_hex(t->hash, hex) != 0)
        return ba_fail(err, BA_FATAL, "HASH_FAILED", "no digest of the package can be made");
    memcpy(sha256, hex, BA_SHA256_HEX + 1);
    *bytes = t->bytes;
    return BA_OK;
}

BA_RC container_also_sum(struct container *t, enum ba_hash_kind kind, struct ba_err *err)
{
    struct ba_hash *hash = t->also_count < MAX_SUMS ? ba_hash_new(kind) : NULL;
    if (hash == NULL)
        return ba_fail_mem(err, "a digest");
    t->also[t->also_count].kind = kind;
    t->also[t->also_count++].hash = hash;
    return BA_OK;
}

BA_RC container_sum(struct container *t, enum ba_hash_kind kind, char hex[BA_HASH_HEX_MAX + 1],
                    struct ba_err *err)
{
    for (size_t i = 0; i < t->also_count; i++)
        if (t->also[i].kind == kind && ba_hash_hex(t->also[i].hash, hex) == 0)
            return BA_OK;
    return ba_fail(err, BA_FATAL, "HASH_FAILED", "no digest of the package can be made");
}

const struct ba_buf *container_list(const struct container *t)
{
    return t->list;
}

BA_RC container_commit(struct container *t, const char *path, struct ba_err *err)
{
    if (t->folder != NULL)
        return container_folder_out_commit(t->folder, path, err);
    char *copy_of_path = strdup(path);
    if (copy_of_path == NULL)
        return ba_fail_mem(err, "a package");
    free(t->out.path);
    t->out.path = copy_of_path;
    return ba_out_commit(&t->out, err);
}

void container_free(struct container *t)
{
    if (t == NULL)
        return;
    t->abandoned = true;
    if (t->archive != NULL)
        archive_write_free(t->archive);
    archive_entry_free(t->entry);
    container_folder_out_free(t->folder);
    ba_hash_free(t->hash);
    ba_side_hash_free(t->file_hash);
    for (size_t i = 0; i < t->also_count; i++)
        ba_hash_free(t->also[i].hash);
    ba_out_abort(&t->out);
    free(t);
}
