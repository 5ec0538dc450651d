#include "pipeline/shard/shard_status.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/shard/shard_plan.h"
#include "pipeline/shard/shard_result.h"

/* How many results a file holds, and how many of those failed; 0 for one that cannot be read. */
static void count_results(const char *path, struct shard_head *head, size_t *read, size_t *failed)
{
    struct ba_err ignored = BA_ERR_INIT;
    struct jsonl j = { 0 };
    bool more = true;
    enum ba_rc rc = shard_results_open(&j, path, head, &ignored);

    *read = *failed = 0;
    while (rc == BA_OK && more) {
        struct shard_result r;

        if (shard_results_next(&j, &r, &more, &ignored) == BA_OK && more)
            (*(r.failure.rc == BA_OK ? read : failed))++;
    }
    jsonl_close(&j);
}

static BA_RC add_file(struct depot *depot, const char *name, struct shard_delivered *to,
                      struct ba_err *err)
{
    struct shard_head head = { 0 };
    char *relative = ba_strf("results/%s", name);
    char *path = relative == NULL ? NULL : shard_path(depot, relative);

    to->file = strdup(name);
    if (path != NULL)
        count_results(path, &head, &to->read, &to->failed);
    to->k = head.k;
    to->n = head.n;
    free(relative);
    if (path == NULL || to->file == NULL) {
        free(path);
        return ba_fail_mem(err, "results");
    }
    free(path);
    return BA_OK;
}

BA_RC shard_status_read(struct depot *depot, size_t max, struct shard_status *s, struct ba_err *err)
{
    struct shard_plan head = { 0 };
    struct shard_files files = { 0 };
    enum ba_rc rc = shard_plan_head(depot, &head, &s->listed, err);

    if (rc == BA_OK)
        rc = shard_files_list(depot, "", &files, err);
    s->waiting = head.left;
    s->files = files.count;
    if (rc == BA_OK && (s->at = calloc(files.count + 1, sizeof(*s->at))) == NULL)
        rc = ba_fail_mem(err, "results");
    while (rc == BA_OK && s->count < files.count && s->count < max) {
        rc = add_file(depot, files.names[s->count], &s->at[s->count], err);
        s->count++;
    }
    shard_files_free(&files);
    return rc;
}

void shard_status_free(struct shard_status *s)
{
    for (size_t i = 0; i < s->count; i++)
        free(s->at[i].file);
    free(s->at);
    *s = (struct shard_status){ 0 };
}
