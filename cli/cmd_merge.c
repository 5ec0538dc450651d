/* merge: what shards have read on other machines goes into the database. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "core/file.h"
#include "pipeline/shard/shard_merge.h"
#include "pipeline/shard/shard_plan.h"
#include "report/summary.h"

/* An attempt at work touches its folder with every page; no page takes nearly so long. */
#define DEAD_AFTER_S (24 * 60 * 60)

/* Unfinished files of attempts that were killed. Nobody looks at them, so trouble here is none. */
static void sweep_scratch(const struct depot *depot)
{
    struct ba_err ignored = BA_ERR_INIT;
    char *folder = shard_path(depot, "scratch");
    DIR *d = folder == NULL ? NULL : opendir(folder);
    const struct dirent *e;

    while (d != NULL && (e = readdir(d)) != NULL) {
        char *path = e->d_name[0] == '.' ? NULL : ba_path_join(folder, e->d_name);
        struct stat st;

        if (path != NULL && lstat(path, &st) == 0 && time(NULL) - st.st_mtime > DEAD_AFTER_S)
            ba_remove_tree(path, &ignored);
        free(path);
    }
    if (d != NULL)
        closedir(d);
    free(folder);
}

static enum ba_rc tell(struct merged *m, bool dry_run, bool json, struct ba_err *err)
{
    if (json)
        return json_line(json_pack("{s:I, s:I, s:I, s:I, s:O, s:I}", "files", (json_int_t)m->files,
                                   "read", (json_int_t)m->read, "failed", (json_int_t)m->failed,
                                   "before", (json_int_t)m->before, "refused", m->refusals, "left",
                                   (json_int_t)m->left),
                         err);
    if (m->files == 0)
        puts("nothing to merge: no shard has left results since the last merge");
    else if (m->read + m->failed == 0)
        printf("nothing to merge: of %zu %s of results, %zu %s in already and %zu refused\n",
               m->files, m->files == 1 ? "file" : "files", m->before,
               m->before == 1 ? "line was" : "lines were", m->refused);
    else
        printf("%s from %zu %s of results: %zu %s read, %zu failed; in already %zu, refused "
               "%zu\n",
               dry_run ? "would be merged" : "merged", m->files, m->files == 1 ? "file" : "files",
               m->read, m->read == 1 ? "page" : "pages", m->failed, m->before, m->refused);
    if (!dry_run && m->left > 0)
        printf("%zu %s to be read (status says which shards have delivered)\n", m->left,
               m->left == 1 ? "image has still" : "images have still");
    return BA_OK;
}

/* Refusals go before pages that failed: they are the news. */
static enum ba_rc judge(const struct merged *m, struct ba_err *err)
{
    if (m->refused > 0)
        return ba_fail(err, BA_ITEM, "MERGE_REFUSED",
                       "%zu %s refused and named above; the files that hold them are kept in "
                       "work/shards/results as .refused, their pages go on waiting",
                       m->refused, m->refused == 1 ? "result was" : "results were");
    if (m->files == 0 && m->left > 0)
        return ba_fail(err, BA_FATAL, "MERGE_NOTHING",
                       "there is nothing to merge, and %zu %s to be read; start the shards: "
                       "bouwarchief ocr --shard K/N",
                       m->left, m->left == 1 ? "image has still" : "images have still");
    return BA_OK;
}

enum ba_rc cmd_merge(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    bool json = false, dry_run = false;
    const struct opt opts[] = { { "json", OPT_FLAG, &json },
                                { "dry-run", OPT_FLAG, &dry_run },
                                { 0 } };
    struct merged m = { .refusals = json_array() };
    struct ba_err later = BA_ERR_INIT;
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err), rc2 = BA_OK;

    if (rc == BA_OK && m.refusals == NULL)
        rc = ba_fail_mem(err, "output");
    if (rc == BA_OK)
        rc = shard_merge(depot, dry_run, &m, err);
    if (rc == BA_OK) {
        if (!dry_run)
            sweep_scratch(depot);
        rc = tell(&m, dry_run, json, err);
    }
    if (rc == BA_OK) {
        rc = judge(&m, err);
        if (!dry_run)
            rc2 = summary_print(depot, NULL, 0, json, &later);
        if (rc2 != BA_OK && (rc == BA_OK || rc2 < rc))
            *err = later;
        rc = ba_worst(rc, rc2);
    }
    json_decref(m.refusals);
    return rc;
}
