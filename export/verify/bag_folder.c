/*
 * bag_folder.c - a bag that is a folder.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "export/verify/bag_private.h"

#define MAX_DEPTH 64

static bool there(void *at, const char *name)
{
    char *path = ba_path_join(at, name);
    bool yes = path != NULL && access(path, F_OK) == 0;
    free(path);
    return yes;
}

bool bag_is_one(const char *folder)
{
    struct dirent **names = NULL;
    char *at = (char *)folder;
    bool manifest = false;
    if (there(at, BAG_DECLARATION))
        return true;
    int n = there(at, "data") ? scandir(folder, &names, NULL, NULL) : 0;
    for (int i = 0; i < n; i++) {
        manifest |= strncmp(names[i]->d_name, "manifest-", 9) == 0;
        free(names[i]);
    }
    free(names);
    return manifest;
}

static BA_RC read_file(void *at, const char *name, struct ba_buf *out, struct ba_err *err)
{
    char *path = ba_path_join(at, name);
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, name) : ba_file_read(path, out, err);
    free(path);
    return rc;
}

static BA_RC hash_file(void *at, const char *name, enum ba_hash_kind kind,
                       char hex[BA_HASH_HEX_MAX + 1], struct ba_err *err)
{
    char *path = ba_path_join(at, name);
    enum ba_rc rc =
        path == NULL ? ba_fail_mem(err, name) : ba_hash_file(path, kind, hex, NULL, err);
    free(path);
    return rc;
}

static int skip_dots(const struct dirent *d)
{
    return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

static BA_RC walk(const char *root, struct bag *b, const char *path, int depth, struct ba_err *err)
{
    struct dirent **names = NULL;
    char *folder = ba_path_join(root, path);
    int n =
        folder == NULL || depth > MAX_DEPTH ? -1 : scandir(folder, &names, skip_dots, alphasort);
    enum ba_rc rc =
        n < 0 ? ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", path, strerror(errno)) : BA_OK;
    for (int i = 0; i < n; i++) {
        char *inner = ba_path_join(path, names[i]->d_name);
        char *full = inner == NULL ? NULL : ba_path_join(root, inner);
        struct stat st;
        if (full == NULL)
            rc = ba_fail_mem(err, "a name");
        else if (rc == BA_OK && lstat(full, &st) != 0)
            rc = ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", inner, strerror(errno));
        else if (rc == BA_OK && S_ISDIR(st.st_mode))
            rc = walk(root, b, inner, depth + 1, err);
        else if (rc == BA_OK && !S_ISREG(st.st_mode))
            bag_differs(b, "BAG_PAYLOAD", inner, "is neither a file nor a folder");
        else if (rc == BA_OK)
            rc = bag_add_file(b, inner, (uint64_t)st.st_size, err);
        free(inner);
        free(full);
        free(names[i]);
    }
    free(names);
    free(folder);
    return rc;
}

static BA_RC payload(void *at, struct bag *b, struct ba_err *err)
{
    return walk(at, b, "data", 0, err);
}

static BA_RC tag_files(void *at, struct bag *b, struct ba_err *err)
{
    struct dirent **names = NULL;
    int n = scandir(at, &names, skip_dots, alphasort);
    enum ba_rc rc = BA_OK;
    if (n < 0)
        return ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", (const char *)at, strerror(errno));
    for (int i = 0; i < n; i++) {
        if (rc == BA_OK)
            rc = bag_add_manifest(b, names[i]->d_name, err);
        free(names[i]);
    }
    free(names);
    return rc;
}

BA_RC bag_verify(const char *folder, verify_fn fn, void *ctx, struct verify_counts *counts,
                 struct ba_err *err)
{
    const struct bag_source source = { (char *)folder, there,   read_file,
                                       hash_file,      payload, tag_files };
    return bag_judge(&source, fn, ctx, counts, err);
}
