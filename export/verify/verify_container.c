/*
 * tar_verify.c - a package in a tar or zip, or in a bag in one.
 */
#include <string.h>

#include "export/verify/container_read.h"
#include "export/verify/verify_private.h"

struct tar_read {
    struct verify_package_read *package;
    struct verify_stream stream;
    const char *prefix; /* of every path of the package; "" or with a slash at its end */
};

static BA_RC take_entry(void *ctx, const char *path, enum container_kind kind, bool *want,
                        struct ba_err *err)
{
    struct tar_read *r = ctx;
    size_t n = strlen(r->prefix);
    if (strncmp(path, r->prefix, n) != 0)
        return BA_OK;
    path += n;
    if (kind == TAR_OTHER) {
        verify_differs(r->package, "VERIFY_TYPE", path, "is neither a file nor a folder");
        return BA_OK;
    }
    if (kind == TAR_FOLDER)
        return verify_add_folder(r->package, path, err);
    *want = true;
    return verify_stream_begin(&r->stream, r->package, path, err);
}

static BA_RC take_data(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    struct tar_read *r = ctx;
    return verify_stream_data(&r->stream, data, len, err);
}

static BA_RC take_end(void *ctx, uint64_t at_bytes, struct ba_err *err)
{
    struct tar_read *r = ctx;
    r->stream.entry->at_bytes = at_bytes;
    return verify_stream_end(&r->stream, err);
}

static void take_fault(void *ctx, const char *code, const char *path, const char *what)
{
    struct tar_read *r = ctx;
    verify_differs(r->package, code, path, "%s", what);
}

BA_RC verify_read_tar(struct verify_package_read *p, const char *path, const char *prefix,
                      struct ba_err *err)
{
    struct tar_read r = { .package = p, .stream = { .package = p }, .prefix = prefix };
    const struct container_calls calls = { &r, take_entry, take_data, take_end, take_fault };
    enum ba_rc rc = container_read_each(path, &calls, p->tar_sha256, &p->tar_bytes, err);
    verify_stream_free(&r.stream);
    return rc;
}
