/*
 * bag_tar.c - a bag in a tar: its names are read first, so that the digests that its manifests ask
 * for can be made in one more pass.
 */
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "export/sip/sidecar.h"
#include "export/verify/bag_private.h"
#include "export/verify/container_read.h"

#define TAG_FILE_MAX_BYTES ((size_t)256 << 20)
#define MAX_ENTRIES 4000000u

/* One entry; of a file, what the second pass found. */
struct tar_file {
    char *path; /* inside the bag, owned */
    enum container_kind kind;
    uint64_t bytes;
    char *hex[BAG_ALGORITHMS]; /* owned; NULL: no manifest wants it */
    struct ba_buf text;        /* of a tag file */
};

struct bag_tar {
    struct bag_where *where;
    struct tar_file *files; /* sorted by path once all are read */
    size_t count, cap;
    struct tar_file *now;
    struct ba_hash *hash[BAG_ALGORITHMS];
    verify_fn fn;
    void *ctx;
    struct verify_counts *counts;
};

static BA_RC look_at(void *ctx, const char *path, enum container_kind kind, bool *want,
                     struct ba_err *err)
{
    struct bag_where *w = ctx;
    size_t n = strcspn(path, "/");
    const char *inner = path[n] == '/' ? path + n + 1 : "";
    char algorithm[24];
    bool tags;
    (void)want;
    if (w->top == NULL && (w->top = strndup(path, n)) == NULL)
        return ba_fail_mem(err, "a name");
    if (strlen(w->top) != n || strncmp(w->top, path, n) != 0 || kind != TAR_FILE)
        return BA_OK;
    w->declared |= strcmp(inner, BAG_DECLARATION) == 0;
    w->payload |= strncmp(inner, "data/", 5) == 0;
    if (strchr(inner, '/') == NULL && bag_is_manifest(inner, &tags, algorithm)) {
        enum ba_hash_kind kind_of;
        w->manifest |= !tags;
        if (bag_find_algorithm(algorithm, &kind_of))
            w->algorithms |= 1u << kind_of;
    }
    /* data/X/X.mdto.xml */
    n = strncmp(inner, "data/", 5) == 0 ? strcspn(inner + 5, "/") : 0;
    if (n > 0 && inner[5 + n] == '/' && sidecar_of_some(w->lists, inner + 5, n, inner + 6 + n))
        w->package = true;
    return BA_OK;
}

static void overlook(void *ctx, const char *code, const char *path, const char *what)
{
    (void)ctx;
    (void)code;
    (void)path;
    (void)what;
}

BA_RC bag_find_in_tar(const char *path, const struct value_lists *lists, struct bag_where *w,
                      struct ba_err *err)
{
    const struct container_calls calls = { .ctx = w, .entry = look_at, .fault = overlook };
    *w = (struct bag_where){ .lists = lists };
    enum ba_rc rc = container_read_each(path, &calls, NULL, NULL, err);
    w->is_bag = w->declared || (w->payload && w->manifest);
    return rc;
}

void bag_where_free(struct bag_where *w)
{
    free(w->top);
    w->top = NULL;
}

static void differs(struct bag_tar *t, const char *code, const char *path, const char *what)
{
    t->counts->differences++;
    if (t->fn != NULL)
        t->fn(t->ctx, code, path, what);
}

static BA_RC take_entry(void *ctx, const char *path, enum container_kind kind, bool *want,
                        struct ba_err *err)
{
    struct bag_tar *t = ctx;
    size_t n = strlen(t->where->top);
    if (strncmp(path, t->where->top, n) != 0 || (path[n] != '/' && path[n] != '\0')) {
        differs(t, "BAG_PAYLOAD", path, "stands beside the bag");
        return BA_OK;
    }
    if (path[n] == '\0')
        return BA_OK;
    if (t->count >= MAX_ENTRIES || ba_grow(&t->files, &t->cap, t->count + 1, sizeof *t->files) != 0)
        return ba_fail_mem(err, "the list of files");
    struct tar_file *f = &t->files[t->count];
    *f = (struct tar_file){ .path = strdup(path + n + 1),
                            .kind = kind,
                            .text = BA_BUF_INIT(TAG_FILE_MAX_BYTES) };
    if (f->path == NULL)
        return ba_fail_mem(err, "the list of files");
    t->count++;
    t->now = f;
    *want = kind == TAR_FILE;
    for (int k = 0; *want && k < BAG_ALGORITHMS; k++) {
        if ((t->where->algorithms & 1u << k) != 0 &&
            (t->hash[k] = ba_hash_new((enum ba_hash_kind)k)) == NULL)
            return ba_fail_mem(err, "a digest");
    }
    return BA_OK;
}

static BA_RC take_data(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    struct bag_tar *t = ctx;
    t->now->bytes += len;
    for (int k = 0; k < BAG_ALGORITHMS; k++) {
        if (t->hash[k] != NULL)
            ba_hash_update(t->hash[k], data, len);
    }
    if (strchr(t->now->path, '/') != NULL)
        return BA_OK;
    ba_buf_add(&t->now->text, data, len);
    return t->now->text.failed
               ? ba_fail(err, BA_ITEM, "FILE_TOO_LARGE", "%s: a tag file of more than %zu bytes",
                         t->now->path, t->now->text.max)
               : BA_OK;
}

static BA_RC take_end(void *ctx, uint64_t at_bytes, struct ba_err *err)
{
    struct bag_tar *t = ctx;
    char hex[BA_HASH_HEX_MAX + 1];
    (void)at_bytes;
    for (int k = 0; k < BAG_ALGORITHMS; k++) {
        if (t->hash[k] == NULL)
            continue;
        if (ba_hash_hex(t->hash[k], hex) != 0 || (t->now->hex[k] = strdup(hex)) == NULL)
            return ba_fail(err, BA_FATAL, "HASH_FAILED", "%s: no digest can be made", t->now->path);
        ba_hash_free(t->hash[k]);
        t->hash[k] = NULL;
    }
    return BA_OK;
}

static void take_fault(void *ctx, const char *code, const char *path, const char *what)
{
    differs(ctx, code, path, what);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct tar_file *)a)->path, ((const struct tar_file *)b)->path);
}

static struct tar_file *find(const struct bag_tar *t, const char *path)
{
    struct tar_file key = { .path = (char *)path };
    return t->count == 0 ? NULL : bsearch(&key, t->files, t->count, sizeof key, by_path);
}

static bool there(void *at, const char *path)
{
    const struct bag_tar *t = at;
    return find(t, path) != NULL || (strcmp(path, "data") == 0 && t->where->payload);
}

static BA_RC missing(const char *path, struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, "FILE_READ", "%s is not in the tar", path);
}

static BA_RC read_file(void *at, const char *path, struct ba_buf *out, struct ba_err *err)
{
    const struct tar_file *f = find(at, path);
    if (f == NULL || f->kind != TAR_FILE)
        return missing(path, err);
    ba_buf_add(out, ba_buf_str(&f->text), f->text.len);
    return ba_buf_check(out, path, err);
}

static BA_RC hash_file(void *at, const char *path, enum ba_hash_kind kind,
                       char hex[BA_HASH_HEX_MAX + 1], struct ba_err *err)
{
    const struct tar_file *f = find(at, path);
    if (f == NULL || f->hex[kind] == NULL)
        return missing(path, err);
    memcpy(hex, f->hex[kind], strlen(f->hex[kind]) + 1);
    return BA_OK;
}

static BA_RC payload(void *at, struct bag *b, struct ba_err *err)
{
    const struct bag_tar *t = at;
    enum ba_rc rc = BA_OK;
    for (size_t i = 0; rc == BA_OK && i < t->count; i++) {
        const struct tar_file *f = &t->files[i];
        if (i > 0 && f->kind != TAR_FOLDER && strcmp(f->path, t->files[i - 1].path) == 0)
            bag_differs(b, "BAG_PAYLOAD", f->path, "is in the tar twice");
        if (strncmp(f->path, "data/", 5) != 0)
            continue;
        if (f->kind == TAR_OTHER)
            bag_differs(b, "BAG_PAYLOAD", f->path, "is neither a file nor a folder");
        else if (f->kind == TAR_FILE)
            rc = bag_add_file(b, f->path, f->bytes, err);
    }
    return rc;
}

static BA_RC tag_files(void *at, struct bag *b, struct ba_err *err)
{
    const struct bag_tar *t = at;
    enum ba_rc rc = BA_OK;
    for (size_t i = 0; rc == BA_OK && i < t->count; i++) {
        if (t->files[i].kind == TAR_FILE && strchr(t->files[i].path, '/') == NULL)
            rc = bag_add_manifest(b, t->files[i].path, err);
    }
    return rc;
}

static void free_all(struct bag_tar *t)
{
    for (size_t i = 0; i < t->count; i++) {
        for (int k = 0; k < BAG_ALGORITHMS; k++)
            free(t->files[i].hex[k]);
        ba_buf_free(&t->files[i].text);
        free(t->files[i].path);
    }
    for (int k = 0; k < BAG_ALGORITHMS; k++)
        ba_hash_free(t->hash[k]);
    free(t->files);
}

BA_RC bag_verify_tar(const char *path, struct bag_where *w, verify_fn fn, void *ctx,
                     struct verify_counts *counts, struct ba_err *err)
{
    struct bag_tar t = { .where = w, .fn = fn, .ctx = ctx, .counts = counts };
    const struct bag_source source = { &t, there, read_file, hash_file, payload, tag_files };
    const struct container_calls calls = { &t, take_entry, take_data, take_end, take_fault };
    char sha256[BA_SHA256_HEX + 1];
    enum ba_rc rc = container_read_each(path, &calls, sha256, NULL, err);
    if (rc == BA_OK) {
        if (t.count > 1)
            qsort(t.files, t.count, sizeof *t.files, by_path);
        rc = bag_judge(&source, fn, ctx, counts, err);
    }
    free_all(&t);
    return rc;
}
