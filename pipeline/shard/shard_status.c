/* What status says of reading on several machines. */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/shard/shard.h"
#include "pipeline/shard/shard_result.h"

enum { LIST_MAX = 20 };

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

static enum ba_rc tell_file(struct depot *depot, const char *name, size_t shown, json_t *list,
                            struct ba_err *err)
{
    struct shard_head head = { 0 };
    char *relative = ba_strf("results/%s", name);
    char *path = relative == NULL ? NULL : shard_path(depot, relative);
    size_t read, failed;
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, "results") : BA_OK;

    if (rc == BA_OK && (list != NULL || shown < LIST_MAX)) {
        count_results(path, &head, &read, &failed);
        if (list == NULL)
            printf("  shard %u/%u left %zu read and %zu failed, not merged yet\n", head.k, head.n,
                   read, failed);
        else if (json_array_append_new(list, json_pack("{s:i, s:i, s:s, s:I, s:I}", "shard",
                                                       (int)head.k, "of", (int)head.n, "file", name,
                                                       "read", (json_int_t)read, "failed",
                                                       (json_int_t)failed)) != 0)
            rc = ba_fail_mem(err, "output");
    }
    free(path);
    free(relative);
    return rc;
}

enum ba_rc shard_tell(struct depot *depot, json_t *root, struct ba_err *err)
{
    struct shard_plan head = { 0 };
    struct shard_files files = { 0 };
    json_t *list = root == NULL ? NULL : json_array();
    bool there = false;
    enum ba_rc rc = shard_plan_head(depot, &head, &there, err);

    if (rc == BA_OK)
        rc = shard_files_list(depot, "", &files, err);
    if (rc == BA_OK && root == NULL && (head.left > 0 || files.count > 0))
        printf("for several machines: %zu %s to be read with ocr --shard, %zu %s of results to "
               "merge\n",
               head.left, head.left == 1 ? "image" : "images", files.count,
               files.count == 1 ? "file" : "files");
    for (size_t i = 0; rc == BA_OK && i < files.count; i++)
        rc = tell_file(depot, files.names[i], i, list, err);
    if (rc == BA_OK && root == NULL && files.count > LIST_MAX)
        printf("  ... and %zu more; status --json lists all\n", files.count - LIST_MAX);
    if (rc == BA_OK && root != NULL &&
        json_object_set_new(root, "shards",
                            json_pack("{s:b, s:I, s:O}", "listed", there, "waiting",
                                      (json_int_t)head.left, "results", list)) != 0)
        rc = ba_fail_mem(err, "output");
    json_decref(list);
    shard_files_free(&files);
    return rc;
}
