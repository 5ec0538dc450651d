#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/crash_point.h"
#include "core/disk_read.h"

enum { BLOCK = 1 << 17 };

char *ba_strf(const char *fmt, ...)
{
    char *s = NULL;
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vasprintf(&s, fmt, ap);
    va_end(ap);
    return n < 0 ? NULL : s;
}

char *ba_path_join(const char *a, const char *b)
{
    size_t n = strlen(a);

    return ba_strf("%s%s%s", a, n > 0 && a[n - 1] == '/' ? "" : "/", b);
}

char *ba_path_of_content(const char *folder, const char *sha256, const char *tail)
{
    return ba_strf("%s/%.2s/%.2s/%s%s", folder, sha256, sha256 + 2, sha256, tail);
}

char *ba_path_of_master(const char *masters, const char *sha256, const char *extension)
{
    char *tail = ba_strf(".%s", extension);
    char *path = tail != NULL ? ba_path_of_content(masters, sha256, tail) : NULL;

    free(tail);
    return path;
}

const char *ba_basename(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

bool ba_is_dir(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folder that holds path, in new memory. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

/* Without O_NONBLOCK the open of a FIFO would wait for a writer for ever. */
static int open_regular_at(int dir, const char *path)
{
    struct stat st;
    int fd = openat(dir, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0)
        return -1;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

int ba_open_regular(const char *path)
{
    return open_regular_at(AT_FDCWD, path);
}

int ba_open_regular_in(const char *folder, const char *path)
{
    int dir = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC), fd = -1;
    char *copy = strdup(path + strspn(path, "/")), *part = copy;

    while (dir >= 0 && part != NULL) {
        char *slash = strchr(part, '/');
        int next;

        if (slash == NULL) {
            fd = open_regular_at(dir, part);
            break;
        }
        *slash = '\0';
        next = openat(dir, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (next < 0 && errno == ENOTDIR)
            errno = ELOOP; /* a link, or a file where a folder was */
        close(dir);
        dir = next;
        part = slash + 1 + strspn(slash + 1, "/");
    }
    int failed = errno;
    if (dir >= 0)
        close(dir);
    free(copy);
    errno = failed;
    return fd;
}

BA_RC ba_sync_dir(const char *path, struct ba_err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0 || fsync(fd) != 0) {
        enum ba_rc rc = ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", path);

        if (fd >= 0)
            close(fd);
        return rc;
    }
    close(fd);
    return BA_OK;
}

BA_RC ba_sync_open(struct ba_sync *s, const char *dir, struct ba_err *err)
{
    s->fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return s->fd >= 0 ? BA_OK : ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", dir);
}

BA_RC ba_sync_files(const struct ba_sync *s, struct ba_err *err)
{
    return syncfs(s->fd) == 0 ? BA_OK : ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "the new files");
}

void ba_sync_close(struct ba_sync *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}

bool ba_is_within(const char *path, const char *folder)
{
    size_t n = strlen(folder);

    if (n > 0 && folder[n - 1] == '/') /* the root */
        n--;
    return strncmp(path, folder, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

BA_RC ba_mkdirs(const char *path, struct ba_err *err)
{
    char *copy, *p;
    enum ba_rc rc = BA_OK;

    if (mkdir(path, 0755) == 0 || (errno == EEXIST && ba_is_dir(path)))
        return BA_OK; /* as a rule all but the last part are there */
    copy = strdup(path);
    if (copy == NULL)
        return ba_fail_mem(err, path);
    for (p = copy + 1; rc == BA_OK; p++) {
        char c = *p;

        if (c != '/' && c != '\0')
            continue;
        *p = '\0';
        if (mkdir(copy, 0755) != 0 && (errno != EEXIST || !ba_is_dir(copy)))
            rc = ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s: cannot make this folder", copy);
        *p = c;
        if (c == '\0')
            break;
    }
    free(copy);
    return rc;
}

BA_RC ba_mkdirs_for(const char *path, struct ba_err *err)
{
    char *dir = folder_of(path);
    enum ba_rc rc = dir == NULL ? ba_fail_mem(err, path) : ba_mkdirs(dir, err);

    free(dir);
    return rc;
}

mode_t ba_mode(mode_t mode)
{
    mode_t mask = umask(0);

    umask(mask);
    return mode & ~mask;
}

BA_RC ba_out_open(struct ba_out *o, const char *path, mode_t mode, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    char *dir = folder_of(path);

    *o = (struct ba_out)BA_OUT_INIT;
    o->path = strdup(path);
    o->tmp = dir == NULL ? NULL : ba_path_join(dir, BA_TMP_PREFIX "XXXXXX");
    if (o->path == NULL || o->tmp == NULL) {
        rc = ba_fail_mem(err, path);
        goto out;
    }
    o->fd = mkostemp(o->tmp, O_CLOEXEC);
    if (o->fd < 0) {
        rc = ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s: cannot write in this folder", dir);
        goto out;
    }
    if (fchmod(o->fd, ba_mode(mode)) != 0) /* mkostemp gave it 0600 */
        rc = ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", path);

out:
    free(dir);
    if (rc != BA_OK)
        ba_out_abort(o);
    return rc;
}

BA_RC ba_out_write(struct ba_out *o, const void *data, size_t len, struct ba_err *err)
{
    const char *p = data;

    while (len > 0) {
        ssize_t n = write(o->fd, p, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", o->path);
        p += n;
        len -= (size_t)n;
    }
    return BA_OK;
}

static BA_RC close_and_rename(struct ba_out *o, bool synced, struct ba_err *err)
{
    int fd = o->fd;

    if (synced && fsync(fd) != 0)
        return ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", o->path);
    o->fd = -1;
    if (close(fd) != 0)
        return ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", o->path);
    ba_abort_point();
    if (rename(o->tmp, o->path) != 0)
        return ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", o->path);
    free(o->tmp);
    o->tmp = NULL;
    ba_abort_point();
    return BA_OK;
}

BA_RC ba_out_commit(struct ba_out *o, struct ba_err *err)
{
    enum ba_rc rc = close_and_rename(o, true, err);
    char *dir = NULL;

    if (rc == BA_OK) {
        dir = folder_of(o->path);
        rc = dir == NULL ? ba_fail_mem(err, o->path) : ba_sync_dir(dir, err);
    }
    free(dir);
    ba_out_abort(o);
    return rc;
}

BA_RC ba_out_settle(struct ba_out *o, struct ba_err *err)
{
    enum ba_rc rc = close_and_rename(o, false, err);

    ba_out_abort(o);
    return rc;
}

BA_RC ba_file_move(const char *from, const char *to, struct ba_err *err)
{
    enum ba_rc rc = ba_mkdirs_for(to, err);
    char *dir = folder_of(to);

    ba_abort_point();
    if (dir == NULL)
        rc = ba_fail_mem(err, to);
    else if (rc == BA_OK && rename(from, to) != 0)
        rc = ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", to);
    ba_abort_point();
    if (rc == BA_OK)
        rc = ba_sync_dir(dir, err);
    free(dir);
    return rc;
}

void ba_out_abort(struct ba_out *o)
{
    if (o->fd >= 0)
        close(o->fd);
    if (o->tmp != NULL)
        unlink(o->tmp);
    free(o->tmp);
    free(o->path);
    *o = (struct ba_out)BA_OUT_INIT;
}

BA_RC ba_file_replace(const char *path, const void *data, size_t len, mode_t mode,
                      struct ba_err *err)
{
    struct ba_out o = BA_OUT_INIT;
    enum ba_rc rc = ba_out_open(&o, path, mode, err);

    if (rc == BA_OK)
        rc = ba_out_write(&o, data, len, err);
    if (rc == BA_OK)
        rc = ba_out_commit(&o, err);
    ba_out_abort(&o);
    return rc;
}

BA_RC ba_read_blocks(int fd, const char *what, ba_block_fn fn, void *ctx, struct ba_err *err)
{
    char *block = malloc(BLOCK);
    enum ba_rc rc = block != NULL ? BA_OK : ba_fail_mem(err, what);
    ssize_t n = 1;

    while (rc == BA_OK && n != 0) {
        n = read(fd, block, BLOCK);
        if (n < 0 && errno != EINTR)
            rc = disk_read_failed(errno) ? disk_read_fail(what, err)
                                         : ba_fail_sys(err, BA_ITEM, "FILE_READ", "%s", what);
        else if (n > 0)
            rc = fn(ctx, block, (size_t)n, err);
    }
    free(block);
    return rc;
}

struct appending {
    struct ba_buf *to;
    const char *path;
};

static BA_RC append(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    struct appending *a = ctx;

    if (len > a->to->max - a->to->len)
        return ba_fail(err, BA_ITEM, "FILE_TOO_LARGE", "%s: larger than %zu bytes", a->path,
                       a->to->max);
    ba_buf_add(a->to, data, len);
    return BA_OK;
}

BA_RC ba_file_read(const char *path, struct ba_buf *b, struct ba_err *err)
{
    struct appending a = { b, path };
    int fd = ba_open_regular(path);

    if (fd < 0 && errno == EINVAL && ba_is_dir(path))
        return ba_fail(err, BA_ITEM, "FILE_READ", "%s is a folder; name a file", path);
    if (fd < 0)
        return ba_fail_sys(err, BA_ITEM, "FILE_READ", "%s", path);
    enum ba_rc rc = ba_read_blocks(fd, path, append, &a, err);
    if (rc == BA_OK)
        rc = ba_buf_check(b, path, err);
    close(fd);
    return rc;
}

struct copying {
    struct ba_hash *hash;
    struct ba_out *out;
    uint64_t size;
};

static BA_RC copy_block(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    struct copying *c = ctx;

    ba_hash_update(c->hash, data, len);
    c->size += len;
    return ba_out_write(c->out, data, len, err);
}

BA_RC ba_copy_hashed(int fd, struct ba_out *o, char hex[BA_SHA256_HEX + 1], uint64_t *size,
                     struct ba_err *err)
{
    char full[BA_HASH_HEX_MAX + 1];
    struct copying c = { .hash = ba_hash_new(BA_SHA256), .out = o };
    enum ba_rc rc = c.hash != NULL ? BA_OK : ba_fail_mem(err, o->path);

    hex[0] = '\0';
    if (rc == BA_OK)
        rc = ba_read_blocks(fd, "the delivered file stopped reading", copy_block, &c, err);
    *size = c.size;
    if (rc == BA_OK && ba_hash_hex(c.hash, full) != 0)
        rc = ba_fail(err, BA_FATAL, "HASH_FAILED", "OpenSSL could not compute SHA-256");
    if (rc == BA_OK)
        memcpy(hex, full, BA_SHA256_HEX + 1);
    ba_hash_free(c.hash);
    return rc;
}
