#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

BA_RC ba_remove_tree(const char *path, struct ba_err *err)
{
    enum { OPEN_FILES = 16 };

    if (nftw(path, remove_one, OPEN_FILES, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
        return ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s: cannot be removed", path);
    return BA_OK;
}

/* A folder is removed with all that is in it only where its name says that it is ours. */
static BA_RC sweep_one(int folder, const char *dir, const char *name, struct ba_err *err)
{
    char *path;
    enum ba_rc rc;

    if (strncmp(name, BA_TMP_PREFIX, strlen(BA_TMP_PREFIX)) != 0 ||
        unlinkat(folder, name, 0) == 0 || errno == ENOENT)
        return BA_OK;
    if (errno != EISDIR)
        return ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s/%s: cannot be removed", dir, name);
    if (strncmp(name, BA_TMP_FOLDER_PREFIX, strlen(BA_TMP_FOLDER_PREFIX)) != 0)
        return BA_OK;
    path = ba_path_join(dir, name);
    rc = path == NULL ? ba_fail_mem(err, dir) : ba_remove_tree(path, err);
    free(path);
    return rc;
}

BA_RC ba_sweep_tmp(const char *dir, struct ba_err *err)
{
    DIR *d = opendir(dir);
    struct dirent *e;
    enum ba_rc rc = BA_OK;

    if (d == NULL)
        return errno == ENOENT ? BA_OK : ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", dir);
    while (rc == BA_OK && (e = readdir(d)) != NULL)
        rc = sweep_one(dirfd(d), dir, e->d_name, err);
    closedir(d);
    return rc;
}
