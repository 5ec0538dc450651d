/* ocr: reading what waits, here, or a share of it for a machine that has the database. */
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "cli/summary_view.h"
#include "core/plural.h"
#include "pipeline/run.h"
#include "pipeline/shard/shard.h"
#include "pipeline/shard/shard_plan.h"

static BA_RC plan(struct depot *depot, bool dry_run, bool json, struct ba_err *err)
{
    size_t waiting = 0;
    enum ba_rc rc = depot_open(depot, NEED_WRITE, err);

    if (rc == BA_OK)
        rc = shard_plan_renew(depot, dry_run, &waiting, err);
    if (rc != BA_OK)
        return rc;
    if (json)
        return json_line(json_pack("{s:I}", "waiting", (json_int_t)waiting), "ocr-list", err);
    if (waiting == 0)
        puts("no page waits: there is nothing for shards to read");
    else
        printf("%zu %s; read with: bouwarchief ocr --shard K/N\n", waiting,
               waiting == 1 ? "image waits" : "images wait");
    return BA_OK;
}

static BA_RC show_shard(uint32_t k, uint32_t n, const struct shard_done *d, bool dry_run, bool json,
                        struct ba_err *err)
{
    if (json)
        return json_line(
            json_pack("{s:i, s:i, s:I, s:I, s:I, s:I}", "shard", (int)k, "of", (int)n, "read",
                      (json_int_t)d->read, "read_before", (json_int_t)d->read_before, "failed",
                      (json_int_t)(d->failed + d->failed_before), "left", (json_int_t)d->left),
            "shard", err);
    if (dry_run)
        printf("shard %u/%u: %zu %s would be read", k, n, d->left,
               d->left == 1 ? "image" : "images");
    else if (d->to_read == 0)
        printf("shard %u/%u: nothing to read", k, n);
    else
        printf("shard %u/%u: %zu %s read, %zu failed, %zu left", k, n, d->read,
               d->read == 1 ? "image" : "images", d->failed, d->left);
    if (d->read_before + d->failed_before > 0)
        printf("; before this %zu read and %zu failed, still to be merged", d->read_before,
               d->failed_before);
    puts("");
    return BA_OK;
}

static BA_RC share(struct depot *depot, const char *word, const struct stage_opts *o, bool json,
                   struct ba_err *err)
{
    struct ba_err told = BA_ERR_INIT;
    struct shard_done done = { .listed = false };
    uint32_t k, n;
    enum ba_rc rc = shard_parse(word, &k, &n, err), rc2;

    if (rc != BA_OK)
        return rc;
    rc = shard_run(depot, k, n, o, &done, err);
    if (!done.listed)
        return rc;
    rc2 = show_shard(k, n, &done, o->dry_run, json, &told);
    if (rc2 != BA_OK && (rc == BA_OK || rc2 < rc))
        *err = told;
    return ba_worst(rc, rc2);
}

static BA_RC show_waiting(size_t pages, bool json, struct ba_err *err)
{
    if (json)
        return json_line(json_pack("{s:I}", "would_read", (json_int_t)pages), "ocr-plan", err);
    printf("%zu page%s would be read\n", pages, ba_s(pages));
    return BA_OK;
}

BA_RC cmd_ocr(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct stage_opts o = { 0 };
    const char *shard = NULL;
    bool list = false, json = false;
    const struct opt opts[] = {
        { "workers", OPT_COUNT, &o.workers }, { "shard", OPT_STRING, &shard },
        { "plan", OPT_FLAG, &list },          { "json", OPT_FLAG, &json },
        { "dry-run", OPT_FLAG, &o.dry_run },  { 0 }
    };
    size_t waiting = 0;
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc == BA_OK && shard != NULL && list)
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "--plan writes the list, --shard reads from it; first "
                     "one, then the other");
    if (rc == BA_OK && shard != NULL)
        return share(depot, shard, &o, json, err);
    if (rc == BA_OK && list)
        return plan(depot, o.dry_run, json, err);
    if (rc == BA_OK)
        rc = depot_open(depot, NEED_WRITE, err);
    if (rc == BA_OK)
        rc = run_reading(depot, &o, &waiting, err);
    if (rc != BA_OK)
        return rc;
    return o.dry_run ? show_waiting(waiting, json, err)
                     : summary_view_folders(depot, NULL, 0, json, err);
}
