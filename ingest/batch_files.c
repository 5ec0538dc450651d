#include "ingest/batch_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "ingest/file_order.h"
#include "ingest/system_names.h"

struct walker {
    struct batch_files *w;
    size_t cap;
    const char *dir; /* as given, for messages */
};

/* One name, of len bytes. */
static bool left_out(const char *name, size_t len)
{
    return (len > 0 && name[0] == '.') || system_name_is(name, len);
}

bool walk_leaves_out(const char *path)
{
    for (;;) {
        size_t len = strcspn(path, "/");

        /* "." and ".." are no names of files, hidden or not */
        if (left_out(path, len) && !(len == 1 || (len == 2 && path[1] == '.')))
            return true;
        if (path[len] == '\0')
            return false;
        path += len + 1;
    }
}

static BA_RC unreadable(const struct walker *k, const char *path, struct ba_err *err)
{
    return ba_fail_sys(err, BA_FATAL, "BATCH_UNREADABLE",
                       "%s%s%s: this folder cannot be read; correct "
                       "its permissions and start again",
                       k->dir, *path == '\0' ? "" : "/", path);
}

static BA_RC add(struct walker *k, char *path, const struct stat *st, struct ba_err *err)
{
    struct batch_files *w = k->w;

    if (w->count == WALK_MAX_FILES)
        return ba_fail(err, BA_FATAL, "BATCH_TOO_LARGE",
                       "%s: more than %d files; divide the batch into several folders", k->dir,
                       WALK_MAX_FILES);
    if (ba_grow(&w->files, &k->cap, w->count + 1, sizeof(w->files[0])) != 0)
        return ba_fail_mem(err, "list of files");
    w->files[w->count++] = (struct batch_file){ .path = path,
                                                .size = (uint64_t)st->st_size,
                                                .mtime = (int64_t)st->st_mtime,
                                                .regular = S_ISREG(st->st_mode) };
    return BA_OK;
}

static BA_RC walk_at(struct walker *k, int fd, const char *path, int depth, struct ba_err *err);

/* A hidden name under which a scan is still being sent: it counts as that. */
static bool is_on_its_way(const char *name)
{
    bool no_memory = false; /* then the walk fails soon enough */
    char *sent = name[0] == '.' ? system_name_when_sent(name, &no_memory) : NULL;

    free(sent);
    return sent != NULL;
}

/* Counts a name that is left out, unless every folder of some system has it. */
static BA_RC note_hidden(struct walker *k, const char *path, const char *name, struct ba_err *err)
{
    char *full;

    if (name[0] != '.' || name[1] == '\0' || strcmp(name, "..") == 0 ||
        system_name_is(name, strlen(name)))
        return BA_OK;
    full = *path == '\0' ? strdup(name) : ba_path_join(path, name);
    if (full == NULL)
        return ba_fail_mem(err, "list of files");
    k->w->hidden++;
    if (k->w->first_hidden == NULL || file_order_compare(full, k->w->first_hidden) < 0) {
        free(k->w->first_hidden);
        k->w->first_hidden = full;
    } else {
        free(full);
    }
    return BA_OK;
}

/* One name in the folder that fd is open on. */
static BA_RC take_entry(struct walker *k, int fd, const char *path, const char *name, int depth,
                        struct ba_err *err)
{
    char *full = *path == '\0' ? strdup(name) : ba_path_join(path, name);
    enum ba_rc rc = BA_OK;
    struct stat st;
    int sub;

    if (full == NULL)
        return ba_fail_mem(err, "list of files");
    if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno != ENOENT) /* taken away since the folder was read: it is not there */
            rc = unreadable(k, full, err);
        goto out;
    }
    if (!S_ISDIR(st.st_mode)) {
        rc = add(k, full, &st, err);
        if (rc == BA_OK)
            full = NULL;
        goto out;
    }
    if (depth == WALK_MAX_DEPTH) {
        rc = ba_fail(err, BA_FATAL, "BATCH_TOO_DEEP",
                     "%s/%s: folders are nested deeper than %d; move the scans higher up", k->dir,
                     full, WALK_MAX_DEPTH);
        goto out;
    }
    sub = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    rc = sub < 0 ? unreadable(k, full, err) : walk_at(k, sub, full, depth + 1, err);

out:
    free(full);
    return rc;
}

/* Takes over fd. */
static BA_RC walk_at(struct walker *k, int fd, const char *path, int depth, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    DIR *d = fdopendir(fd);

    if (d == NULL) {
        rc = unreadable(k, path, err);
        close(fd);
        return rc;
    }
    while (rc == BA_OK) {
        const struct dirent *e;

        errno = 0;
        e = readdir(d);
        if (e == NULL) {
            if (errno != 0)
                rc = unreadable(k, path, err);
            break;
        }
        rc = left_out(e->d_name, strlen(e->d_name)) && !is_on_its_way(e->d_name)
                 ? note_hidden(k, path, e->d_name, err)
                 : take_entry(k, fd, path, e->d_name, depth, err);
    }
    closedir(d);
    return rc;
}

static int by_path(const void *a, const void *b)
{
    return file_order_compare(((const struct batch_file *)a)->path,
                              ((const struct batch_file *)b)->path);
}

/* The file of this path, by its bytes; NULL when it is not there. */
static const struct batch_file *find_file(const struct batch_files *w, const char *path)
{
    const struct batch_file key = { .path = (char *)path };

    return bsearch(&key, w->files, w->count, sizeof(w->files[0]), by_path);
}

/* Takes out what is still being sent; of what is there as a whole too only the rest was left. -1
 * when out of memory. */
static int drop_unsent(struct batch_files *w)
{
    size_t kept = 0;
    bool no_memory = false, *drop = calloc(w->count + 1, sizeof(*drop));

    if (drop == NULL)
        return -1;
    for (size_t i = 0; i < w->count && !no_memory; i++) {
        char *sent = system_name_when_sent(w->files[i].path, &no_memory);

        drop[i] = sent != NULL;
        if (sent != NULL && find_file(w, sent) == NULL && w->unsent++ == 0) {
            w->first_unsent = strdup(w->files[i].path);
            no_memory = w->first_unsent == NULL;
        }
        free(sent);
    }
    for (size_t i = 0; i < w->count && !no_memory; i++) {
        if (drop[i])
            free(w->files[i].path);
        else
            w->files[kept++] = w->files[i];
    }
    w->count = no_memory ? w->count : kept;
    free(drop);
    return no_memory ? -1 : 0;
}

BA_RC walk_folder(const char *dir, struct batch_files *w, struct ba_err *err)
{
    struct walker k = { .w = w, .dir = dir };
    enum ba_rc rc;
    int fd;

    *w = (struct batch_files){ 0 };
    fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    rc = fd < 0 ? unreadable(&k, "", err) : walk_at(&k, fd, "", 1, err);
    if (rc != BA_OK)
        walk_free(w);
    else if (w->count > 1)
        qsort(w->files, w->count, sizeof(w->files[0]), by_path);
    if (rc == BA_OK && drop_unsent(w) != 0) {
        walk_free(w);
        rc = ba_fail_mem(err, "list of files");
    }
    return rc;
}

void walk_drop(struct batch_files *w, bool (*drop)(void *ctx, const struct batch_file *f),
               void *ctx)
{
    size_t kept = 0;

    for (size_t i = 0; i < w->count; i++) {
        if (drop(ctx, &w->files[i]))
            free(w->files[i].path);
        else
            w->files[kept++] = w->files[i];
    }
    w->count = kept;
}

void walk_free(struct batch_files *w)
{
    for (size_t i = 0; i < w->count; i++)
        free(w->files[i].path);
    free(w->files);
    free(w->first_hidden);
    free(w->first_unsent);
    *w = (struct batch_files){ 0 };
}
