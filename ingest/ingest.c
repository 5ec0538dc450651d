#include "ingest/ingest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "image/image_file.h"
#include "ingest/checksums.h"

struct taking {
    const struct ingest_opts *opts;
    struct ingest_out *out;
    size_t cap;
};

/* What is asked of a decoded page besides its being whole. */
static BA_RC look_at(const struct ingest_opts *opts, const struct raster *raster,
                     struct ingest_frame *f, struct ba_err *err)
{
    struct duplicate_grid like = { 0 };
    enum ba_rc rc = BA_OK;

    if (opts->barcodes)
        rc = barcode_find(raster, &f->codes, err);
    if (rc == BA_OK && opts->patches)
        rc = patch_find(raster, &f->patch, err);
    if (rc == BA_OK && opts->barcodes && opts->patches)
        rc = sheet_content_judge(raster, &f->codes, &f->patch, &f->content, err);
    if (rc == BA_OK && opts->quality) {
        rc = quality_measure(&f->tiff, raster, &f->quality, opts->likeness ? &like : NULL, err);
        f->measured = rc == BA_OK;
    }
    if (rc == BA_OK && like.width != 0 && f->tiff.index < LIKENESS_FRAMES)
        rc = duplicate_pack(&like, &f->likeness, err);
    duplicate_free(&like);
    return rc;
}

static BA_RC take_frame(void *ctx, const struct tiff_frame *frame, const struct raster *raster,
                        struct ba_err *err)
{
    struct taking *t = ctx;
    struct ingest_out *out = t->out;
    struct ingest_frame *f;

    if (ba_grow(&out->frames, &t->cap, out->frame_count + 1, sizeof(out->frames[0])) != 0)
        return ba_fail_mem(err, "images of a file");
    f = &out->frames[out->frame_count++];
    *f = (struct ingest_frame){ .tiff = *frame };
    if (t->opts->got_on != NULL)
        t->opts->got_on();
    return raster == NULL ? BA_OK : look_at(t->opts, raster, f, err);
}

static BA_RC open_source(const struct ingest_in *in, int *fd, struct stat *st, struct ba_err *err)
{
    *fd = in->folder == NULL ? ba_open_regular(in->source)
                             : ba_open_regular_in(in->folder, in->source + strlen(in->folder));
    if (*fd < 0 && (errno == ELOOP || errno == EINVAL || errno == ENXIO))
        return ba_fail(
            err, BA_ITEM, "FILE_NOT_REGULAR",
            "this is a link, a pipe or a device, no file; put the scan itself in the batch");
    if (*fd < 0)
        return ba_fail_sys(err, BA_ITEM, "FILE_READ",
                           "the file cannot be opened; correct its permissions and run again");
    if (fstat(*fd, st) != 0)
        return ba_fail_sys(err, BA_ITEM, "FILE_READ", "the file cannot be read");
    return BA_OK;
}

/* A scanner or a network copy may still be writing: half a file must be neither taken nor refused.
 */
static BA_RC check_unchanged(int fd, const struct stat *before, uint64_t copied, struct ba_err *err)
{
    struct stat now;

    if (fstat(fd, &now) != 0)
        return ba_fail_sys(err, BA_ITEM, "FILE_READ", "the file cannot be read");
    if ((uint64_t)now.st_size == copied && now.st_size == before->st_size &&
        now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
        now.st_mtim.tv_nsec == before->st_mtim.tv_nsec)
        return BA_OK;
    return ba_fail(
        err, BA_RETRY, "FILE_CHANGING",
        "the file changed while it was read; wait until the scanner or the copy is ready "
        "and run again");
}

/* Is the copy what the sender had? */
static BA_RC check_wanted(const struct ingest_in *in, const char *copy, const char *sha256,
                          struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < in->want_count && rc == BA_OK; i++)
        rc = checksum_verify(in->wants[i].kind, in->wants[i].hex, in->wants[i].list, copy, sha256,
                             err);
    return rc;
}

/* True when a master with this name is there, with the bytes that its name speaks of: a power cut
 * before they were safe may have left others. */
static bool is_there(const char *path, const struct ingest_out *out)
{
    char hex[BA_HASH_HEX_MAX + 1];
    struct ba_err ignored = BA_ERR_INIT;
    struct stat st;

    return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size == out->size &&
           ba_hash_file(path, BA_SHA256, hex, NULL, &ignored) == BA_OK &&
           strcmp(hex, out->sha256) == 0;
}

/* Gives the copy its final name. Two workers with equal files end with the same bytes either way.
 */
static BA_RC settle(struct ba_out *copy, char **path, struct ba_err *err)
{
    enum ba_rc rc;

    if (*path == NULL)
        return ba_fail_mem(err, "name of a file");
    rc = ba_mkdirs_for(*path, err);
    if (rc != BA_OK)
        return rc;
    free(copy->path);
    copy->path = *path;
    *path = NULL;
    return ba_out_settle(copy, err);
}

static BA_RC keep_master(const struct ingest_in *in, const struct ingest_out *out,
                         struct ba_out *copy, struct ba_err *err)
{
    char *path = ba_path_of_master(in->masters, out->sha256, out->extension);
    enum ba_rc rc = BA_OK;

    if (path == NULL || !is_there(path, out))
        rc = settle(copy, &path, err);
    free(path);
    return rc;
}

/* Keeps a refused file. The reason stays in err, unless even keeping failed. */
static BA_RC rejected_copy_keep(const struct ingest_in *in, struct ba_out *copy, struct ba_err *err)
{
    char *path = strdup(in->rejected);
    struct ba_err failure = BA_ERR_INIT;
    enum ba_rc rc = settle(copy, &path, &failure);

    free(path);
    if (rc == BA_OK)
        return BA_ITEM;
    *err = failure;
    return rc;
}

static BA_RC describe(const char *copy, struct ingest_out *out, struct ba_err *err)
{
    struct image_file_name name;
    enum ba_rc rc = master_describe(copy, &name, err);

    snprintf(out->extension, sizeof(out->extension), "%s", name.extension);
    snprintf(out->format, sizeof(out->format), "%s", name.puid);
    return rc;
}

static void forget_frames(struct ingest_out *out)
{
    for (uint32_t i = 0; i < out->frame_count; i++)
        free(out->frames[i].likeness.data);
    free(out->frames);
    out->frames = NULL;
    out->frame_count = 0;
}

BA_RC ingest_file(const struct ingest_in *in, const struct ingest_opts *opts,
                  struct ingest_out *out, struct ba_err *err)
{
    struct taking t = { .opts = opts, .out = out };
    struct ba_out copy = BA_OUT_INIT;
    char *name = NULL;
    struct stat before;
    enum ba_rc rc;
    int fd = -1;

    *out = (struct ingest_out){ 0 };
    rc = open_source(in, &fd, &before, err);
    if (rc != BA_OK)
        goto out;
    name = ba_path_join(in->masters, "copy");
    rc = name == NULL ? ba_fail_mem(err, "name of a file") : ba_mkdirs(in->masters, err);
    if (rc == BA_OK)
        rc = ba_out_open(&copy, name, 0444, err);
    if (rc == BA_OK)
        rc = ba_copy_hashed(fd, &copy, out->sha256, &out->size, err);
    if (rc == BA_OK)
        rc = check_unchanged(fd, &before, out->size, err);
    if (rc != BA_OK)
        goto out;
    rc = check_wanted(in, copy.tmp, out->sha256, err);
    if (rc == BA_OK)
        rc = opts->images ? master_read(copy.tmp, &opts->limits, take_frame, &t, err)
                          : tiff_read(copy.tmp, &opts->limits, take_frame, &t, err);
    if (rc == BA_OK)
        rc = describe(copy.tmp, out, err);
    if (rc == BA_OK) {
        rc = keep_master(in, out, &copy, err);
    } else if (rc == BA_ITEM) {
        forget_frames(out);
        rc = rejected_copy_keep(in, &copy, err);
    }

out:
    if (rc != BA_OK)
        forget_frames(out);
    ba_out_abort(&copy);
    free(name);
    if (fd >= 0)
        close(fd);
    return rc;
}

void ingest_out_free(struct ingest_out *out)
{
    forget_frames(out);
    *out = (struct ingest_out){ 0 };
}
