/*
 * verify.c - finds what there is to verify at a path, reads it, and has it judged.
 */
#include "export/verify/verify.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "export/sip/package.h"
#include "export/sip/sidecar.h"
#include "export/verify/bag.h"
#include "export/verify/container_read.h"
#include "export/verify/verify_private.h"

#define ARCHIVE_LEVEL "<begripLabel>Archief</begripLabel>"
#define PEEK_BYTES ((size_t)64 << 20)

static void report(struct verify_package_read *p, const char *code, const char *path,
                   const char *fmt, va_list args) BA_PRINTF(4, 0);

static void report(struct verify_package_read *p, const char *code, const char *path,
                   const char *fmt, va_list args)
{
    char text[600];
    vsnprintf(text, sizeof text, fmt, args);
    if (p->fn != NULL)
        p->fn(p->ctx, code, path, text);
}

void verify_differs(struct verify_package_read *p, const char *code, const char *path,
                    const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    report(p, code, path, fmt, args);
    va_end(args);
    p->counts->differences++;
}

void verify_note(struct verify_package_read *p, const char *path, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    report(p, "VERIFY_NOTE", path, fmt, args);
    va_end(args);
}

void verify_package_free(struct verify_package_read *p)
{
    for (size_t i = 0; i < p->count; i++) {
        verify_sidecar_free(p->entries[i].sidecar);
        free(p->entries[i].path);
    }
    free(p->entries);
    p->entries = NULL;
    p->count = p->cap = 0;
}

static bool ends_with(const char *s, const char *suffix)
{
    size_t n = strlen(s), k = strlen(suffix);
    return n >= k && strcmp(s + n - k, suffix) == 0;
}

/* The counts of a package in a bag, not the bag's own besides. */
static void forget_payload(struct verify_counts *c)
{
    c->files = 0;
    c->content_bytes = 0;
}

/* A path without ".tar" or ".zip", in new memory. */
static char *delivery_of(const char *path)
{
    bool known =
        ends_with(path, package_ending(LIST_TAR)) || ends_with(path, package_ending(LIST_ZIP));
    return strndup(path, strlen(path) - (known ? strlen(package_ending(LIST_TAR)) : 0));
}

/* One package: a tar (prefix: see verify_read_tar) with its companions, or a root folder. */
static BA_RC verify_one(const struct verify_package_read *template, const char *path, bool tar,
                        const char *prefix, struct ba_err *err)
{
    struct verify_package_read p = *template;
    snprintf(p.counts->profile, sizeof p.counts->profile, "%s", p.lists.receiver->name);
    enum ba_rc rc =
        tar ? verify_read_tar(&p, path, prefix, err) : verify_read_folder(&p, path, err);
    if (rc == BA_OK && p.count > (tar ? 0 : 1)) {
        p.counts->checked = true;
        verify_package_sort(&p);
        rc = verify_judge(&p, err);
        if (rc == BA_OK)
            rc = verify_judge_pdfs(&p, path, tar, err);
    }
    if (rc == BA_OK && tar) {
        char *base = delivery_of(path);
        rc = base == NULL ? ba_fail_mem(err, "a name") : verify_judge_companions(&p, base, err);
        free(base);
    } else if (rc == BA_OK && p.delivery != NULL) {
        rc = verify_judge_companions(&p, p.delivery, err);
    }
    verify_package_free(&p);
    return rc;
}

static const char *const containers[] = {
    [LIST_TAR] = "tar", [LIST_ZIP] = "zip", [LIST_FOLDER] = "folder"
};

/* By whose rules, and is it in what that receiver takes? */
static BA_RC begin_delivery(struct verify_package_read *p, const char *base, struct ba_err *err)
{
    enum ba_rc rc = verify_take_profile(p, base, err);
    enum list_container wanted = p->lists.receiver->container;
    if (rc == BA_OK && p->container != wanted)
        verify_differs(p, "VERIFY_CONTAINER", ba_basename(base),
                       "is a %s; the receiver %s takes a %s", containers[p->container],
                       p->lists.receiver->name, containers[wanted]);
    return rc;
}

/* A tar or zip: a package, or a bag with one or with anything else in it. */
static BA_RC verify_tar(const struct verify_package_read *from, const char *path,
                        struct ba_err *err)
{
    struct verify_package_read own = *from, *template = &own;
    struct bag_where w = { .top = NULL };
    char *prefix = NULL, *base = delivery_of(path);
    own.container = container_read_is_zip(path) ? LIST_ZIP : LIST_TAR;
    enum ba_rc rc = base == NULL ? ba_fail_mem(err, "a name") : BA_OK;
    if (rc == BA_OK)
        rc = bag_find_in_tar(path, &own.lists, &w, err);
    if (rc == BA_OK && (!w.is_bag || w.package))
        rc = begin_delivery(&own, base, err);
    if (rc != BA_OK || !w.is_bag) {
        rc = rc == BA_OK ? verify_one(template, path, true, "", err) : rc;
        goto out;
    }
    rc = bag_verify_tar(path, &w, template->fn, template->ctx, template->counts, err);
    prefix = ba_strf("%s/data/", w.top);
    if (rc == BA_OK && prefix == NULL)
        rc = ba_fail_mem(err, "a name");
    if (rc == BA_OK && w.package) {
        forget_payload(template->counts);
        rc = verify_one(template, path, true, prefix, err);
    }
out:
    free(base);
    free(prefix);
    bag_where_free(&w);
    return rc;
}

/* Is folder/name the root of a package? Its own sidecar, by whatever name, says Archief. */
static bool is_root(const struct verify_package_read *p, const char *folder, const char *name)
{
    bool root = false;
    for (size_t i = 0; !root && i < p->lists.receiver_count; i++) {
        struct ba_buf b = BA_BUF_INIT(PEEK_BYTES);
        struct ba_err ignored = BA_ERR_INIT;
        char *inner = ba_path_join(folder, name);
        char *path = inner == NULL ? NULL : sidecar_of(&p->lists.receivers[i], inner, true);
        root = path != NULL && access(path, F_OK) == 0 &&
               ba_file_read(path, &b, &ignored) == BA_OK &&
               strstr(ba_buf_str(&b), ARCHIVE_LEVEL) != NULL;
        ba_buf_free(&b);
        free(path);
        free(inner);
    }
    return root;
}

static int skip_dots(const struct dirent *d)
{
    return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Does folder/base with one of these endings exist? */
static bool is_there(const char *folder, const char *base, size_t len, const char *ending)
{
    char *path = ba_strf("%s/%.*s%s", folder, (int)len, base, ending);
    bool there = path != NULL && access(path, F_OK) == 0;
    free(path);
    return there;
}

/* A file beside packages that is none of theirs: a pakbon or checksum whose package is gone, or
 * any. */
static void judge_beside(struct verify_package_read *p, const char *folder, const char *name)
{
    static const char *const suffixes[] = { ".pakbon.xml", ".sha256", ".sha512", ".md5" };
    char *path = ba_path_join(folder, name);
    struct stat st;
    bool known = path == NULL || lstat(path, &st) != 0 || S_ISDIR(st.st_mode) ||
                 ends_with(name, package_ending(LIST_TAR)) ||
                 ends_with(name, package_ending(LIST_ZIP));
    free(path);
    if (known)
        return;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t n = strlen(name) - strlen(suffixes[i]);
        if (!ends_with(name, suffixes[i]))
            continue;
        if (!is_there(folder, name, n, "") &&
            (i > 0 || (!is_there(folder, name, n, package_ending(LIST_TAR)) &&
                       !is_there(folder, name, n, package_ending(LIST_ZIP)))))
            verify_differs(p, "VERIFY_UNLISTED", name,
                           "the package that it belongs to is not there");
        return;
    }
    verify_note(p, name, "is no part of any package here");
}

static BA_RC verify_bag(struct verify_package_read *p, const char *folder, struct ba_err *err);
static BA_RC verify_folder(struct verify_package_read *p, const char *folder, struct ba_err *err);

/* A folder with a pakbon beside it is a delivery. */
static bool is_delivery(const char *path)
{
    bool there = ba_is_dir(path);
    char *note = there ? ba_strf("%s.pakbon.xml", path) : NULL;
    there = note != NULL && access(note, F_OK) == 0;
    free(note);
    return there;
}

static BA_RC verify_delivery(const struct verify_package_read *from, const char *path,
                             struct ba_err *err)
{
    struct verify_package_read own = *from;
    own.container = LIST_FOLDER;
    own.delivery = path;
    enum ba_rc rc = begin_delivery(&own, path, err);
    return rc == BA_OK ? verify_folder(&own, path, err) : rc;
}

/* What is in a folder that is no root itself. *found: packages. */
static BA_RC verify_contents(struct verify_package_read *p, const char *folder,
                             struct dirent **names, int n, size_t *found, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    for (int i = 0; i < n && rc == BA_OK; i++) {
        const char *name = names[i]->d_name;
        bool tar =
            ends_with(name, package_ending(LIST_TAR)) || ends_with(name, package_ending(LIST_ZIP));
        char *path = ba_path_join(folder, name);
        if (path == NULL)
            return ba_fail_mem(err, "a name");
        size_t before = *found;
        (*found)++;
        if (tar)
            rc = verify_tar(p, path, err);
        else if (p->delivery == NULL && is_delivery(path))
            rc = verify_delivery(p, path, err);
        else if (p->delivery != NULL && bag_is_one(path))
            rc = verify_bag(p, path, err);
        else if (is_root(p, folder, name))
            rc = verify_one(p, path, false, "", err);
        else {
            *found = before;
            if (p->delivery != NULL && ba_is_dir(path)) /* empty, it is not in the list of files */
                verify_differs(p, "VERIFY_ROOT", name, "is no part of the package in this folder");
        }
        free(path);
    }
    return rc;
}

/* Does the folder hold its own sidecar, by the name that the receiver wants? */
static bool has_own_sidecar(const struct verify_package_read *p, const char *real)
{
    char *own = sidecar_of(p->lists.receiver, real, true);
    bool root = own != NULL && access(own, F_OK) == 0;
    free(own);
    return root;
}

static BA_RC verify_folder(struct verify_package_read *p, const char *folder, struct ba_err *err)
{
    struct dirent **names = NULL;
    char *real = realpath(folder, NULL);
    int n = real == NULL ? -1 : scandir(real, &names, skip_dots, by_bytes);
    size_t found = 0;
    enum ba_rc rc = BA_OK;
    if (n < 0) {
        rc = ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", folder, strerror(errno));
        goto out;
    }
    bool root = has_own_sidecar(p, real);
    p->whole = !root;
    if (!root)
        rc = verify_contents(p, real, names, n, &found, err);
    for (int i = 0; rc == BA_OK && found > 0 && i < n; i++)
        judge_beside(p, real, names[i]->d_name);
    /* A root that lost its sidecar is a difference, not nothing. */
    if (rc == BA_OK && found == 0)
        rc = verify_one(p, real, false, "", err);
out:
    for (int i = 0; i < n; i++)
        free(names[i]);
    free(names);
    free(real);
    return rc;
}

/* A bag that is a folder; what is in it is judged too when it is a package. */
static BA_RC verify_bag(struct verify_package_read *p, const char *folder, struct ba_err *err)
{
    struct dirent **names = NULL;
    char *data = ba_path_join(folder, "data");
    size_t found = 0;
    enum ba_rc rc = data == NULL ? ba_fail_mem(err, "a name")
                                 : bag_verify(folder, p->fn, p->ctx, p->counts, err);
    int n = rc == BA_OK ? scandir(data, &names, skip_dots, by_bytes) : 0;
    for (int i = 0; i < n; i++) {
        if (rc == BA_OK && is_root(p, data, names[i]->d_name)) {
            char *root = ba_path_join(data, names[i]->d_name);
            if (found++ == 0)
                forget_payload(p->counts);
            rc = root == NULL ? ba_fail_mem(err, "a name") : verify_one(p, root, false, "", err);
            free(root);
        }
        free(names[i]);
    }
    free(names);
    free(data);
    return rc;
}

BA_RC verify_package(const char *path, const struct verify_opts *opts, verify_fn fn, void *ctx,
                     struct verify_counts *counts, struct ba_err *err)
{
    struct verify_package_read p = { .opts = opts, .fn = fn, .ctx = ctx, .counts = counts };
    struct stat st;
    char *real = NULL;
    p.lists = *opts->lists;
    p.container = LIST_FOLDER;
    *counts = (struct verify_counts){ .checked = false };
    if (stat(path, &st) != 0)
        return ba_fail(err, BA_ITEM, "INPUT_MISSING", "%s: %s", path, strerror(errno));
    enum ba_rc rc = opts->xsd == NULL ? BA_OK : verify_xsd_load(opts->xsd, &p.xsd, err);
    if (rc == BA_OK && !S_ISDIR(st.st_mode))
        rc = verify_tar(&p, path, err);
    else if (rc == BA_OK && (real = realpath(path, NULL)) != NULL && is_delivery(real))
        rc = verify_delivery(&p, real, err);
    else if (rc == BA_OK)
        rc = bag_is_one(path) ? verify_bag(&p, path, err) : verify_folder(&p, path, err);
    verify_xsd_free(p.xsd);
    free(real);
    if (rc != BA_OK)
        return rc;
    if (counts->differences > 0)
        return ba_fail(err, BA_ITEM, "VERIFY_DIFFERS",
                       "%s: %llu differences; a receiver returns the whole delivery", path,
                       (unsigned long long)counts->differences);
    if (!counts->checked || counts->files == 0)
        return ba_fail(err, BA_ITEM, "VERIFY_NOTHING", "%s: nothing was there to be checked", path);
    return BA_OK;
}
