/* merge: what shards have read on other machines goes into the database. */
#include <stdio.h>

#include "cli/command_message.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "cli/summary_view.h"
#include "pipeline/shard/shard_merge.h"

static BA_RC show_json(const struct merged *m, struct ba_err *err)
{
    json_t *refused = json_array();

    for (size_t i = 0; i < m->refused_count; i++) {
        const struct merge_refusal *r = &m->refused[i];

        if (json_array_append_new(refused, json_pack("{s:s, s:I, s:s, s:s}", "file", r->file,
                                                     "line", (json_int_t)r->line, "code",
                                                     r->why.code, "message", r->why.msg)) != 0) {
            json_decref(refused);
            return ba_fail_mem(err, "output");
        }
    }
    return json_line(json_pack("{s:I, s:I, s:I, s:I, s:o, s:I}", "files", (json_int_t)m->files,
                               "read", (json_int_t)m->read, "failed", (json_int_t)m->failed,
                               "before", (json_int_t)m->before, "refused", refused, "left",
                               (json_int_t)m->left),
                     "merge", err);
}

static void show_text(const struct merged *m, bool dry_run)
{
    if (m->files == 0)
        puts("nothing to merge: no shard has left results since the last merge");
    else if (m->read + m->failed == 0)
        printf("nothing to merge: of %zu %s of results, %zu %s in already and %zu refused\n",
               m->files, m->files == 1 ? "file" : "files", m->before,
               m->before == 1 ? "line was" : "lines were", m->refused_count);
    else
        printf("%s from %zu %s of results: %zu %s read, %zu failed; in already %zu, refused "
               "%zu\n",
               dry_run ? "would be merged" : "merged", m->files, m->files == 1 ? "file" : "files",
               m->read, m->read == 1 ? "page" : "pages", m->failed, m->before, m->refused_count);
    if (!dry_run && m->left > 0)
        printf("%zu %s to be read (status says which shards have delivered)\n", m->left,
               m->left == 1 ? "image has still" : "images have still");
}

BA_RC cmd_merge(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    bool json = false, dry_run = false;
    const struct opt opts[] = { { "json", OPT_FLAG, &json },
                                { "dry-run", OPT_FLAG, &dry_run },
                                { 0 } };
    struct command_message say_as = { depot, "merge" };
    struct ba_messages told = { .hear = command_message, .ctx = &say_as };
    struct merged m = { .files = 0 };
    struct ba_err later = BA_ERR_INIT;
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err), rc2 = BA_OK;

    if (rc == BA_OK)
        rc = shard_merge(depot, dry_run, &told, &m, err);
    if (m.whole) {
        if (json)
            rc2 = show_json(&m, &later);
        else
            show_text(&m, dry_run);
        if (rc2 == BA_OK && !dry_run)
            rc2 = summary_view_folders(depot, NULL, 0, json, &later);
        if (rc2 != BA_OK && (rc == BA_OK || rc2 < rc))
            *err = later;
        rc = ba_worst(rc, rc2);
    }
    merged_free(&m);
    return rc;
}
