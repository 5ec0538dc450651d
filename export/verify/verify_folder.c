/*
 * verify_read.c - a package in a folder.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/disk_read.h"
#include "core/file.h"
#include "export/verify/verify_private.h"

#define BLOCK_BYTES 131072
#define MAX_DEPTH 64

static BA_RC read_one(struct verify_package_read *p, struct verify_stream *s, const char *file,
                      const char *path, char *block, struct ba_err *err)
{
    int fd = ba_open_regular(file);
    if (fd < 0) {
        verify_differs(p, "VERIFY_TYPE", path, "is no regular file that can be read: %s",
                       strerror(errno));
        return BA_OK;
    }
    enum ba_rc rc = verify_stream_begin(s, p, path, err);
    ssize_t n = 0;
    while (rc == BA_OK && (n = read(fd, block, BLOCK_BYTES)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            rc = disk_read_failed(errno)
                     ? disk_read_fail(file, err)
                     : ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", file, strerror(errno));
        else
            rc = verify_stream_data(s, block, (size_t)n, err);
    }
    close(fd);
    return rc == BA_OK ? verify_stream_end(s, err) : rc;
}

static int skip_dots(const struct dirent *d)
{
    return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static BA_RC read_folder(struct verify_package_read *p, struct verify_stream *s, const char *folder,
                         const char *path, int depth, char *block, struct ba_err *err)
{
    struct dirent **names = NULL;
    int n = depth > MAX_DEPTH ? -1 : scandir(folder, &names, skip_dots, by_bytes);
    if (n < 0)
        return ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", folder,
                       depth > MAX_DEPTH ? "folders too deep" : strerror(errno));
    enum ba_rc rc = verify_add_folder(p, path, err);
    for (int i = 0; i < n; i++) {
        char *file = ba_path_join(folder, names[i]->d_name);
        char *inner = ba_path_join(path, names[i]->d_name);
        struct stat st;
        free(names[i]);
        if (rc == BA_OK && (file == NULL || inner == NULL))
            rc = ba_fail_mem(err, "a name");
        if (rc == BA_OK && lstat(file, &st) != 0)
            rc = ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", file, strerror(errno));
        if (rc == BA_OK)
            rc = S_ISDIR(st.st_mode) ? read_folder(p, s, file, inner, depth + 1, block, err)
                                     : read_one(p, s, file, inner, block, err);
        free(file);
        free(inner);
    }
    free(names);
    return rc;
}

BA_RC verify_read_folder(struct verify_package_read *p, const char *root, struct ba_err *err)
{
    struct verify_stream s = { .package = p };
    char *real = realpath(root, NULL), *block = malloc(BLOCK_BYTES);
    enum ba_rc rc;
    if (real == NULL || block == NULL)
        rc = ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", root, strerror(errno));
    else
        rc = read_folder(p, &s, real, ba_basename(real), 0, block, err);
    verify_stream_free(&s);
    free(real);
    free(block);
    return rc;
}
