#include "pipeline/rejected_copy.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/utf8.h"
#include "index/records/batch.h"
#include "ingest/batch_files.h"

char *rejected_copy_folder(const char *batch, int64_t withdrawn)
{
    const char *dot = batch[0] == '.' ? "." : "";

    return withdrawn == 0 ? ba_strf("rejected/%s%s", dot, batch)
                          : ba_strf("rejected/.%" PRId64 "/%s%s", withdrawn + 1, dot, batch);
}

BA_RC rejected_copy_keep(const char *folder, const char *rejected, const char *path,
                         struct ingest_out *out, struct ba_err *err)
{
    char *kept = ba_path_join(rejected, path);
    struct ba_out copy = BA_OUT_INIT;
    enum ba_rc rc = BA_OK;
    int fd = -1;

    if (kept == NULL) {
        rc = ba_fail_mem(err, "batch");
        goto out;
    }
    fd = ba_open_regular_in(folder, path);
    if (fd < 0)
        goto out;
    rc = ba_mkdirs_for(kept, err);
    if (rc == BA_OK)
        rc = ba_out_open(&copy, kept, 0444, err);
    if (rc == BA_OK)
        rc = ba_copy_hashed(fd, &copy, out->sha256, &out->size, err);
    if (rc != BA_OK && strcmp(err->code, "FILE_READ") == 0)
        rc = BA_OK; /* it cannot be read for keeping either; the others go on */
    else if (rc == BA_OK)
        rc = ba_out_commit(&copy, err);

out:
    ba_out_abort(&copy);
    if (fd >= 0)
        close(fd);
    free(kept);
    return rc;
}

/* The folders that are empty now, from the file's own up to rejected. */
static void remove_empty(const char *rejected, char *path)
{
    char *slash;

    while ((slash = strrchr(path, '/')) != NULL) {
        *slash = '\0';
        if (!ba_is_within(path, rejected) || rmdir(path) != 0)
            return;
    }
}

static BA_RC sweep_one(struct store *s, int64_t batch, const char *rejected, const char *path,
                       struct ba_err *err)
{
    char *name = ba_name_escape(path), *kept = ba_path_join(rejected, path);
    struct file_row row = { 0 };
    bool known = false;
    enum ba_rc rc = name == NULL || kept == NULL ? ba_fail_mem(err, "batch")
                                                 : file_find(s, batch, name, &row, &known, err);

    if (rc == BA_OK && known && row.taken && unlink(kept) == 0)
        remove_empty(rejected, kept);
    free(name);
    free(kept);
    return rc;
}

BA_RC rejected_copy_sweep(struct store *s, int64_t batch, const char *rejected, struct ba_err *err)
{
    struct batch_files kept;
    struct ba_err ignored = BA_ERR_INIT;
    enum ba_rc rc = BA_OK;

    if (!ba_is_dir(rejected) || walk_folder(rejected, &kept, &ignored) != BA_OK)
        return BA_OK;
    for (size_t i = 0; rc == BA_OK && i < kept.count; i++)
        rc = sweep_one(s, batch, rejected, kept.files[i].path, err);
    walk_free(&kept);
    return rc;
}
