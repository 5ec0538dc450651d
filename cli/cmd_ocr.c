/* ocr: reading what waits, here, or a share of it for a machine that has the database. */
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "pipeline/shard/shard.h"
#include "pipeline/shard/shard_plan.h"
#include "report/summary.h"

/* The list for shards, with a new chance for what a mishap failed: as every run gives it. */
static enum ba_rc plan(struct depot *depot, const struct stage_opts *o, struct ba_err *err)
{
    struct shard_plan p = { 0 };
    enum ba_rc rc = depot_open(depot, NEED_WRITE, err);

    if (rc == BA_OK && !o->dry_run)
        rc = ocr_forgive_mishaps(depot, err);
    if (rc == BA_OK)
        rc = o->dry_run ? shard_plan_list(depot, &p, err) : shard_plan_write(depot, &p, err);
    if (rc == BA_OK && o->json)
        rc = json_line(json_pack("{s:I}", "waiting", (json_int_t)p.left), err);
    else if (rc == BA_OK && p.left == 0)
        puts("no page waits: there is nothing for shards to read");
    else if (rc == BA_OK)
        printf("%zu %s; read with: bouwarchief ocr --shard K/N\n", p.left,
               p.left == 1 ? "image waits" : "images wait");
    shard_plan_free(&p);
    return rc;
}

enum ba_rc cmd_ocr(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct stage_opts o = { 0 };
    const char *shard = NULL;
    bool list = false;
    const struct opt opts[] = {
        { "workers", OPT_COUNT, &o.workers }, { "shard", OPT_STRING, &shard },
        { "plan", OPT_FLAG, &list },          { "json", OPT_FLAG, &o.json },
        { "dry-run", OPT_FLAG, &o.dry_run },  { 0 }
    };
    uint32_t k, n;
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc == BA_OK && shard != NULL && list)
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "--plan writes the list, --shard reads from it; first "
                     "one, then the other");
    if (rc == BA_OK && shard != NULL) {
        rc = shard_parse(shard, &k, &n, err);
        return rc == BA_OK ? shard_run(depot, k, n, &o, err) : rc;
    }
    if (rc == BA_OK && list)
        return plan(depot, &o, err);
    if (rc == BA_OK)
        rc = depot_open(depot, NEED_WRITE, err);
    if (rc == BA_OK)
        rc = stage_ocr(depot, &o, err);
    if (rc == BA_OK && !o.dry_run)
        rc = summary_print(depot, NULL, 0, o.json, err);
    return rc;
}
