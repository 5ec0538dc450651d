#include "pipeline/inbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "ingest/file_order.h"
#include "ingest/system_names.h"

enum { NAMES_TRIED = 1000 };

static void arrival_free(struct arrival *a)
{
    free(a->name);
    free(a->path);
}

void inbox_close(struct inbox *in)
{
    for (size_t i = 0; i < in->count; i++)
        arrival_free(&in->at[i]);
    free(in->at);
    free(in->dir);
    free(in->done);
    *in = (struct inbox){ 0 };
}

static BA_RC missing(const char *dir, struct ba_err *err)
{
    return ba_fail_sys(err, BA_FATAL, "INBOX_MISSING",
                       "%s: this inbox cannot be read; check that the share is mounted", dir);
}

/* Where folders go must be on the same file system: moving there is one step, or none. */
static BA_RC open_done(struct inbox *in, const char *move_to, struct ba_err *err)
{
    char *given = move_to != NULL ? strdup(move_to) : ba_path_join(in->dir, ".verwerkt");
    struct stat here, there;
    enum ba_rc rc = given == NULL ? ba_fail_mem(err, "inbox") : ba_mkdirs(given, err);

    if (rc == BA_OK && (in->done = realpath(given, NULL)) == NULL)
        rc = missing(given, err);
    if (rc == BA_OK && (stat(in->dir, &here) != 0 || stat(in->done, &there) != 0))
        rc = missing(in->dir, err);
    if (rc == BA_OK && here.st_dev != there.st_dev)
        rc = ba_fail(err, BA_FATAL, "INBOX_BAD_PLACE",
                     "%s lies on another disk or share than the inbox; choose a folder beside the "
                     "inbox, or leave --move-to out",
                     given);
    if (rc == BA_OK && ba_is_within(in->dir, in->done))
        rc = ba_fail(err, BA_FATAL, "INBOX_BAD_PLACE",
                     "%s is the inbox or holds it; choose another folder for what was taken in",
                     given);
    if (rc == BA_OK) {
        in->done_dev = there.st_dev;
        in->done_ino = there.st_ino;
    }
    free(given);
    return rc;
}

BA_RC inbox_open(struct inbox *in, const char *dir, const char *move_to, bool keep,
                 const char *depot, struct ba_err *err)
{
    char *real_depot = realpath(depot, NULL);
    enum ba_rc rc = BA_OK;

    *in = (struct inbox){ .dir = realpath(dir, NULL) };
    if (in->dir == NULL || !ba_is_dir(in->dir)) {
        errno = in->dir == NULL ? errno : ENOTDIR;
        rc = missing(dir, err);
    } else if (real_depot != NULL && ba_is_within(real_depot, in->dir)) {
        rc = ba_fail(err, BA_FATAL, "INBOX_BAD_PLACE",
                     "the depot lies in the inbox %s and would be taken for a batch; choose "
                     "another folder",
                     dir);
    } else if (!keep) {
        rc = open_done(in, move_to, err);
    }
    free(real_depot);
    if (rc != BA_OK)
        inbox_close(in);
    return rc;
}

static struct arrival *find(struct inbox *in, const char *name)
{
    for (size_t i = 0; i < in->count; i++)
        if (strcmp(in->at[i].name, name) == 0)
            return &in->at[i];
    return NULL;
}

static BA_RC see(struct inbox *in, const char *name, const struct stat *st, struct ba_err *err)
{
    struct arrival *a = find(in, name);

    if (in->done != NULL && st->st_dev == in->done_dev && st->st_ino == in->done_ino)
        return BA_OK;
    if (a == NULL) {
        struct arrival fresh = { .name = strdup(name), .path = ba_path_join(in->dir, name) };

        if (fresh.name == NULL || fresh.path == NULL ||
            ba_grow(&in->at, &in->cap, in->count + 1, sizeof(*in->at)) != 0) {
            arrival_free(&fresh);
            return ba_fail_mem(err, "inbox");
        }
        a = &in->at[in->count++];
        *a = fresh;
    }
    a->present = true;
    a->is_folder = S_ISDIR(st->st_mode);
    return BA_OK;
}

static int by_name(const void *a, const void *b)
{
    return file_order_compare(((const struct arrival *)a)->name, ((const struct arrival *)b)->name);
}

static void forget_absent(struct inbox *in)
{
    size_t kept = 0;

    for (size_t i = 0; i < in->count; i++) {
        if (in->at[i].present)
            in->at[kept++] = in->at[i];
        else
            arrival_free(&in->at[i]);
    }
    in->count = kept;
    if (kept > 1)
        qsort(in->at, kept, sizeof(*in->at), by_name);
}

BA_RC inbox_look(struct inbox *in, struct ba_err *err)
{
    DIR *d = opendir(in->dir);
    enum ba_rc rc = BA_OK;

    if (d == NULL)
        return missing(in->dir, err);
    for (size_t i = 0; i < in->count; i++)
        in->at[i].present = false;
    while (rc == BA_OK) {
        const struct dirent *e;
        struct stat st;

        errno = 0;
        e = readdir(d);
        if (e == NULL) {
            if (errno != 0)
                rc = missing(in->dir, err);
            break;
        }
        if (e->d_name[0] != '.' && !system_name_is(e->d_name, strlen(e->d_name)) &&
            fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
            rc = see(in, e->d_name, &st, err);
    }
    closedir(d);
    if (rc == BA_OK)
        forget_absent(in);
    return rc;
}

/* Renames, never over something. -1 with errno; EEXIST when the name is taken. */
static int rename_new(const char *from, const char *to)
{
    struct stat st;

    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    /* Shares that do not know that flag. What rename could replace is an empty folder at most. */
    if (lstat(to, &st) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(from, to);
}

static BA_RC cannot_move(const char *from, const char *to, struct ba_err *err)
{
    return ba_fail_sys(err, BA_ITEM, "INBOX_MOVE",
                       "%s was taken in but cannot be moved to %s; move it by hand", from, to);
}

BA_RC inbox_move(struct inbox *in, const struct arrival *a, char **to, struct ba_err *err)
{
    enum ba_rc rc;

    *to = NULL;
    for (int i = 1; i <= NAMES_TRIED; i++) {
        *to = i == 1 ? ba_path_join(in->done, a->name) : ba_strf("%s/%s-%d", in->done, a->name, i);
        if (*to == NULL)
            return ba_fail_mem(err, "inbox");
        /* Not fsynced, which some shares refuse: a move that a power cut undoes is done again. */
        if (rename_new(a->path, *to) == 0)
            return BA_OK;
        if (errno != EEXIST && errno != ENOTEMPTY)
            break;
        free(*to);
        *to = NULL;
    }
    rc = cannot_move(a->path, in->done, err);
    free(*to);
    *to = NULL;
    return rc;
}

BA_RC inbox_move_back(const struct arrival *a, const char *from, struct ba_err *err)
{
    return rename_new(from, a->path) == 0 ? BA_OK : cannot_move(from, a->path, err);
}
