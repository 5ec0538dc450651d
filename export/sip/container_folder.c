#include "export/sip/container_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/crash_point.h"
#include "core/file.h"

#define LIST_MAX_BYTES ((size_t)1 << 30)
#define MAX_DEPTH 64

struct listed {
    char *path; /* owned; inside the folder */
    char sha256[BA_SHA256_HEX + 1];
};
struct listing {
    struct listed *files;
    size_t count, cap;
    uint64_t bytes;
};

struct container_folder {
    char *tmp, *name; /* owned; name: of the file at hand */
    int fd;
    struct ba_sync sync; /* open before the first file is written */
    struct listing all;
    struct ba_buf list;
};

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct listed *)a)->path, ((const struct listed *)b)->path);
}

/* Takes over path. */
static BA_RC add(struct listing *l, char *path, const char *sha256, struct ba_err *err)
{
    if (path == NULL || ba_grow(&l->files, &l->cap, l->count + 1, sizeof *l->files) != 0) {
        free(path);
        return ba_fail_mem(err, "the list of files");
    }
    struct listed *f = &l->files[l->count++];
    f->path = path;
    snprintf(f->sha256, sizeof f->sha256, "%s", sha256);
    return BA_OK;
}

static BA_RC write_list(struct listing *l, struct ba_buf *to, struct ba_err *err)
{
    if (l->count > 1)
        qsort(l->files, l->count, sizeof *l->files, by_path);
    for (size_t i = 0; i < l->count; i++)
        ba_buf_printf(to, "%s  %s\n", l->files[i].sha256, l->files[i].path);
    return ba_buf_check(to, "the list of files", err);
}

static void forget(struct listing *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->files[i].path);
    free(l->files);
    *l = (struct listing){ .files = NULL };
}

static BA_RC failed(const char *path, struct ba_err *err)
{
    return ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", path);
}

BA_RC container_folder_out_open(const char *path, struct container_folder **out, struct ba_err *err)
{
    const char *slash = strrchr(path, '/');
    struct container_folder *f = calloc(1, sizeof *f);
    *out = NULL;
    if (f == NULL)
        return ba_fail_mem(err, "a package");
    f->fd = -1;
    f->sync = (struct ba_sync)BA_SYNC_INIT;
    f->list = (struct ba_buf)BA_BUF_INIT(LIST_MAX_BYTES);
    f->tmp = slash == NULL
                 ? strdup(BA_TMP_FOLDER_PREFIX "XXXXXX")
                 : ba_strf("%.*s/" BA_TMP_FOLDER_PREFIX "XXXXXX", (int)(slash - path), path);
    enum ba_rc rc = f->tmp == NULL ? ba_fail_mem(err, "a package") : BA_OK;
    if (rc == BA_OK && (mkdtemp(f->tmp) == NULL || chmod(f->tmp, ba_mode(0755)) != 0)) {
        rc = failed(f->tmp, err);
        free(f->tmp);
        f->tmp = NULL;
    }
    if (rc == BA_OK)
        rc = ba_sync_open(&f->sync, f->tmp, err);
    if (rc == BA_OK)
        *out = f;
    else
        container_folder_out_free(f);
    return rc;
}

/* A tar names folders in the order in which they are made, but for those of a bag. */
BA_RC container_folder_out_folder(struct container_folder *f, const char *name, struct ba_err *err)
{
    char *path = ba_path_join(f->tmp, name);
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, "a name") : ba_mkdirs(path, err);
    /* Of each folder on the way: mkdtemp gave the first 0700. */
    for (char *slash = path == NULL ? NULL : path + strlen(path);
         rc == BA_OK && slash != NULL && slash > path + strlen(f->tmp);
         slash = strrchr(path, '/')) {
        *slash = '\0';
        if (chmod(path, ba_mode(0755)) != 0)
            rc = failed(path, err);
    }
    free(path);
    return rc;
}

BA_RC container_folder_out_begin(struct container_folder *f, const char *name, struct ba_err *err)
{
    char *path = ba_path_join(f->tmp, name);
    enum ba_rc rc = BA_OK;
    f->name = strdup(name);
    if (path == NULL || f->name == NULL)
        rc = ba_fail_mem(err, "a name");
    else if ((f->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)) < 0 ||
             fchmod(f->fd, ba_mode(0644)) != 0)
        rc = failed(path, err);
    free(path);
    return rc;
}

BA_RC container_folder_out_write(struct container_folder *f, const void *data, size_t len,
                                 struct ba_err *err)
{
    const char *p = data;
    f->all.bytes += len;
    while (len > 0) {
        ssize_t n = write(f->fd, p, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return failed(f->name, err);
        p += n;
        len -= (size_t)n;
    }
    return BA_OK;
}

BA_RC container_folder_out_end(struct container_folder *f, int64_t mtime, const char *sha256,
                               struct ba_err *err)
{
    const struct timespec times[2] = { { .tv_sec = (time_t)mtime }, { .tv_sec = (time_t)mtime } };
    char *name = f->name;
    int fd = f->fd;
    bool timed = futimens(fd, times) == 0;
    f->name = NULL;
    f->fd = -1;
    if (close(fd) != 0 || !timed) {
        enum ba_rc rc = failed(name, err);
        free(name);
        return rc;
    }
    return add(&f->all, name, sha256, err);
}

BA_RC container_folder_out_list(struct container_folder *f, const struct ba_buf **list,
                                uint64_t *bytes, struct ba_err *err)
{
    ba_buf_reset(&f->list);
    *list = &f->list;
    *bytes = f->all.bytes;
    return write_list(&f->all, &f->list, err);
}

/* A folder cannot be renamed over one with something in it: the two change places. */
static BA_RC give_name(struct container_folder *f, const char *path, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    ba_abort_point();
    if (rename(f->tmp, path) != 0) {
        bool there = errno == ENOTEMPTY || errno == EEXIST;
        if (!there || renameat2(AT_FDCWD, f->tmp, AT_FDCWD, path, RENAME_EXCHANGE) != 0)
            return failed(path, err);
        rc = ba_remove_tree(f->tmp, err);
    }
    ba_abort_point();
    free(f->tmp);
    f->tmp = NULL;
    return rc;
}

BA_RC container_folder_out_commit(struct container_folder *f, const char *path, struct ba_err *err)
{
    const char *slash = strrchr(path, '/');
    char *parent = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path));
    enum ba_rc rc = parent == NULL ? ba_fail_mem(err, "a name") : ba_sync_files(&f->sync, err);
    if (rc == BA_OK)
        rc = give_name(f, path, err);
    if (rc == BA_OK)
        rc = ba_sync_dir(parent, err);
    free(parent);
    return rc;
}

void container_folder_out_free(struct container_folder *f)
{
    struct ba_err ignored = BA_ERR_INIT;
    if (f == NULL)
        return;
    if (f->fd >= 0)
        close(f->fd);
    ba_sync_close(&f->sync);
    if (f->tmp != NULL)
        ba_ignore(ba_remove_tree(f->tmp, &ignored),
                  "its name says that it is unfinished, and nobody takes it for a package");
    forget(&f->all);
    ba_buf_free(&f->list);
    free(f->name);
    free(f->tmp);
    free(f);
}

static BA_RC list_below(const char *folder, const char *inner, int depth, struct listing *l,
                        struct ba_err *err)
{
    char *here = *inner == '\0' ? strdup(folder) : ba_path_join(folder, inner);
    DIR *d = here == NULL || depth > MAX_DEPTH ? NULL : opendir(here);
    struct dirent *e;
    enum ba_rc rc = BA_OK;
    if (d == NULL)
        rc = ba_fail_sys(err, BA_ITEM, "FILE_READ", "%s", folder);
    while (rc == BA_OK && (e = readdir(d)) != NULL) {
        char hex[BA_HASH_HEX_MAX + 1];
        struct stat st = { .st_mode = 0 };
        uint64_t size = 0;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        char *name = *inner == '\0' ? strdup(e->d_name) : ba_path_join(inner, e->d_name);
        char *path = name == NULL ? NULL : ba_path_join(folder, name);
        if (path == NULL)
            rc = ba_fail_mem(err, "a name");
        else if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
            rc = list_below(folder, name, depth + 1, l, err);
        else if (!S_ISREG(st.st_mode)) { /* a link, say: listed as what no file can be */
            rc = add(l, name, "no regular file", err);
            name = NULL;
        } else if ((rc = ba_hash_file(path, BA_SHA256, hex, &size, err)) == BA_OK) {
            rc = add(l, name, hex, err);
            name = NULL;
        }
        l->bytes += size;
        free(path);
        free(name);
    }
    if (d != NULL)
        closedir(d);
    free(here);
    return rc;
}

BA_RC container_folder_list(const char *folder, struct ba_buf *list, uint64_t *bytes,
                            struct ba_err *err)
{
    struct listing l = { .files = NULL };
    enum ba_rc rc = list_below(folder, "", 0, &l, err);
    if (rc == BA_OK)
        rc = write_list(&l, list, err);
    *bytes = l.bytes;
    forget(&l);
    return rc;
}
