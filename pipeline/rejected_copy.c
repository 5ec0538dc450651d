#include "pipeline/rejected_copy.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"

BA_RC rejected_copy_keep(const char *folder, const char *rejected, const char *path,
                         struct ingest_out *out, struct ba_err *err)
{
    char *source = ba_path_join(folder, path), *kept = ba_path_join(rejected, path);
    struct ba_out copy = BA_OUT_INIT;
    enum ba_rc rc = BA_OK;
    int fd = -1;

    if (source == NULL || kept == NULL) {
        rc = ba_fail_mem(err, "batch");
        goto out;
    }
    fd = ba_open_regular(source);
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
    free(source);
    free(kept);
    return rc;
}
