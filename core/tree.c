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

enum ba_rc ba_remove_tree(const char *path, struct ba_err *err)
{
    enum { OPEN_FILES = 16 };

    if (nftw(path, remove_one, OPEN_FILES, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
        return ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s: cannot be removed", path);
    return BA_OK;
}

enum ba_rc ba_sweep_tmp(const char *dir, struct ba_err *err)
{
    DIR *d = opendir(dir);
    struct dirent *e;
    enum ba_rc rc = BA_OK;

    if (d == NULL)
        return errno == ENOENT ? BA_OK : ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", dir);
    while (rc == BA_OK && (e = readdir(d)) != NULL) {
        if (strncmp(e->d_name, BA_TMP_PREFIX, strlen(BA_TMP_PREFIX)) != 0)
            continue;
        char *path = ba_path_join(dir, e->d_name);
        rc = path == NULL ? ba_fail_mem(err, dir) : ba_remove_tree(path, err);
        free(path);
    }
    closedir(d);
    return rc;
}
