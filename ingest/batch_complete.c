#include "ingest/batch_complete.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "ingest/batch_files.h"
#include "ingest/system_names.h"

struct lister {
    const char *dir, *marker;
    struct batch_listing *out;
};

/* FNV-1a, 64 bits. */
static uint64_t mix(uint64_t h, const void *data, size_t len)
{
    const unsigned char *p = data;

    for (size_t i = 0; i < len; i++)
        h = (h ^ p[i]) * UINT64_C(0x100000001b3);
    return h;
}

/* Sums, so that the order in which a file system lists its names does not matter. */
static void note(struct batch_listing *l, const char *path, const struct stat *st)
{
    /* No inode: some shares give a file another one with every look. */
    const uint64_t facts[] = { (uint64_t)st->st_mode,
                               S_ISDIR(st->st_mode) ? 0 : (uint64_t)st->st_size,
                               (uint64_t)st->st_mtim.tv_sec, (uint64_t)st->st_mtim.tv_nsec };

    for (size_t i = 0; i < 2; i++) {
        uint64_t h = mix(UINT64_C(0xcbf29ce484222325) + i, path, strlen(path) + 1);

        h = mix(h, facts, sizeof(facts));
        l->print[i] += h ^ h >> 31;
    }
    l->entries++;
}

static BA_RC failed(const struct lister *k, const char *path, struct ba_err *err)
{
    if (errno == ENOENT || errno == ENOTDIR || errno == ESTALE)
        return ba_fail(err, BA_RETRY, "FOLDER_CHANGING", "%s: changed while it was listed", k->dir);
    return ba_fail_sys(err, BA_ITEM, "BATCH_UNREADABLE",
                       "%s%s%s: this folder cannot be read; correct its permissions", k->dir,
                       *path == '\0' ? "" : "/", path);
}

static BA_RC list_at(const struct lister *k, int fd, const char *path, int depth,
                     struct ba_err *err);

static void count_file(const struct lister *k, const char *path, const char *name,
                       const struct stat *st)
{
    if (batch_complete_is_marker(path, k->marker) && S_ISREG(st->st_mode))
        k->out->marker = true;
    else if (*name != '.') {
        k->out->files++;
        k->out->bytes += (uint64_t)st->st_size;
    }
}

static BA_RC take_entry(const struct lister *k, int fd, const char *path, const char *name,
                        int depth, struct ba_err *err)
{
    char *full = *path == '\0' ? strdup(name) : ba_path_join(path, name);
    enum ba_rc rc = BA_OK;
    struct stat st;
    int sub;

    if (full == NULL)
        return ba_fail_mem(err, "list of files");
    if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        rc = failed(k, full, err);
        goto out;
    }
    note(k->out, full, &st);
    if (k->out->entries > WALK_MAX_FILES) {
        rc = ba_fail(err, BA_ITEM, "BATCH_TOO_LARGE",
                     "%s: more than %d files; divide the batch into several folders", k->dir,
                     WALK_MAX_FILES);
    } else if (!S_ISDIR(st.st_mode)) {
        count_file(k, full, name, &st);
    } else if (depth == WALK_MAX_DEPTH) {
        rc = ba_fail(err, BA_ITEM, "BATCH_TOO_DEEP",
                     "%s/%s: folders are nested deeper than %d; move the scans higher up", k->dir,
                     full, WALK_MAX_DEPTH);
    } else {
        sub = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        rc = sub < 0 ? failed(k, full, err) : list_at(k, sub, full, depth + 1, err);
    }

out:
    free(full);
    return rc;
}

/* Takes over fd. */
static BA_RC list_at(const struct lister *k, int fd, const char *path, int depth,
                     struct ba_err *err)
{
    DIR *d = fdopendir(fd);
    enum ba_rc rc = BA_OK;

    if (d == NULL) {
        rc = failed(k, path, err);
        close(fd);
        return rc;
    }
    while (rc == BA_OK) {
        const struct dirent *e;

        errno = 0;
        e = readdir(d);
        if (e == NULL) {
            if (errno != 0)
                rc = failed(k, path, err);
            break;
        }
        /* A NAS makes its thumbnails long after the last scan came. */
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 &&
            !system_name_is(e->d_name, strlen(e->d_name)))
            rc = take_entry(k, fd, path, e->d_name, depth, err);
    }
    closedir(d);
    return rc;
}

BA_RC batch_complete_list(const char *dir, const char *marker, struct batch_listing *out,
                          struct ba_err *err)
{
    const struct lister k = { .dir = dir, .marker = marker, .out = out };
    int fd;

    *out = (struct batch_listing){ 0 };
    fd = open(dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? failed(&k, "", err) : list_at(&k, fd, "", 1, err);
}

bool batch_complete_equal(const struct batch_listing *a, const struct batch_listing *b)
{
    return a->entries == b->entries && a->files == b->files && a->bytes == b->bytes &&
           a->print[0] == b->print[0] && a->print[1] == b->print[1] && a->marker == b->marker;
}

bool batch_complete_is_marker(const char *path, const char *marker)
{
    return *marker != '\0' && strcasecmp(path, marker) == 0;
}

bool batch_complete_step(struct batch_complete *s, const struct batch_listing *listing,
                         double now_s, double quiet_s)
{
    if (listing->marker && quiet_s > SETTLE_MARKER_S)
        quiet_s = SETTLE_MARKER_S;
    if (!s->seen || !batch_complete_equal(&s->last, listing)) {
        s->last = *listing;
        s->seen = true;
        s->since_s = now_s;
        return false; /* one look shows no quiet, however short it need be */
    }
    return (listing->files > 0 || listing->marker) && now_s - s->since_s >= quiet_s;
}

void batch_complete_disturb(struct batch_complete *s)
{
    s->seen = false;
}
