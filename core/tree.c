#include <errno.h>
#include <ftw.h>
#include <stdio.h>

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
