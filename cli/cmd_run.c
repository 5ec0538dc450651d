/* run, ingest, index: the stages, one after the other or each alone. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/opt.h"
#include "depot/actor.h"
#include "index/build/index.h"
#include "index/records/batch.h"
#include "index/records/languages.h"
#include "pipeline/shard/shard_plan.h"
#include "pipeline/space_check.h"
#include "pipeline/stage.h"
#include "report/summary.h"

/* Takes in every batch; one that differs or is empty does not keep the others from coming in. */
static enum ba_rc ingest_all(struct depot *depot, char **folders, int count,
                             const struct stage_opts *o, struct ba_err *err)
{
    enum ba_rc worst = BA_OK;

    for (int i = 0; i < count; i++) {
        struct ba_err one = BA_ERR_INIT;
        enum ba_rc rc = preflight_batch(depot, folders[i], o, &one);

        if (rc == BA_OK)
            rc = stage_ingest(depot, folders[i], o, &one);

        if (rc == BA_OK)
            continue;
        if (worst == BA_OK || rc < worst)
            *err = one;
        worst = ba_worst(worst, rc);
        if (count > 1 || rc == BA_ITEM)
            say(depot, stderr, "bouwarchief: %s: %s [%s]\n", folders[i], one.msg, one.code);
        /* An unusable folder is this folder's trouble; anything else would meet the next one too.
         */
        if (rc != BA_ITEM && strncmp(one.code, "BATCH_", 6) != 0)
            break;
    }
    return worst;
}

/*
 * The stages after intake run for everything that waits, whatever came of the intake, unless it was
 * stopped (BA_RETRY) or the machine is in trouble.
 */
static enum ba_rc go_on(enum ba_rc so_far, const struct ba_err *err)
{
    return so_far == BA_OK || so_far == BA_ITEM || strncmp(err->code, "BATCH_", 6) == 0 ? BA_OK
                                                                                        : so_far;
}

/* out NULL: where export puts it by itself. */
static enum ba_rc run_export(struct depot *depot, const char *out, const struct stage_opts *o,
                             struct ba_err *err)
{
    char *argv[8];
    char workers[24];
    int argc = 0;

    argv[argc++] = (char[]){ "export" };
    argv[argc++] = (char[]){ "--all" };
    if (out != NULL) {
        argv[argc++] = (char[]){ "--out" };
        argv[argc++] = (char *)out;
    }
    if (o->workers != 0) {
        snprintf(workers, sizeof(workers), "%llu", (unsigned long long)o->workers);
        argv[argc++] = (char[]){ "--workers" };
        argv[argc++] = workers;
    }
    argv[argc] = NULL;
    return cmd_export(depot, argc, argv, err);
}

/* The batches that came in are read in these languages, now and whenever they are read again. */
static enum ba_rc keep_languages(struct depot *depot, char **folders, int count,
                                 const char *languages, struct ba_err *err)
{
    enum ba_rc rc = store_begin(depot->store, err);

    for (int i = 0; rc == BA_OK && i < count; i++) {
        char *name = stage_batch_name(folders[i]);
        struct batch_row row;
        bool found = false;

        rc = name == NULL ? ba_fail_mem(err, "batch")
                          : batch_find(depot->store, name, &row, &found, err);
        if (rc == BA_OK && found)
            rc = languages_of_batch(depot->store, name, languages, actor_or_login(NULL), err);
        free(name);
    }
    if (rc == BA_OK)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    return rc;
}

/* The rows of an option table that all stages have, and those that take batches in. */
#define STAGE_OPTS(o)                                                                              \
    { "json", OPT_FLAG, &(o).json },                                                               \
    {                                                                                              \
        "dry-run", OPT_FLAG, &(o).dry_run                                                          \
    }
#define INTAKE_OPTS(o)                                                                             \
    { "add", OPT_FLAG, &(o).add },                                                                 \
    {                                                                                              \
        "duplex", OPT_STRING, &(o).duplex                                                          \
    }

enum ba_rc cmd_run(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct stage_opts o = { 0 };
    const char *out = NULL, *languages = NULL;
    bool export = false;
    const struct opt opts[] = { INTAKE_OPTS(o),
                                STAGE_OPTS(o),
                                { "workers", OPT_COUNT, &o.workers },
                                { "export", OPT_FLAG, &export },
                                { "out", OPT_STRING, &out },
                                { "languages", OPT_STRING, &languages },
                                { 0 } };
    struct ba_err first = BA_ERR_INIT;
    enum ba_rc rc, later;
    char **folders;
    int count;

    rc = opt_parse(opts, argc, argv, 1, -1, &folders, &count, err);
    if (rc == BA_OK)
        rc = duplex_check(depot, &o, err);
    if (rc != BA_OK)
        return rc;
    if (languages != NULL)
        rc = stage_check_languages(depot, languages, err);
    if (rc == BA_OK && !o.dry_run)
        rc = stage_check_models(depot, err);
    if (rc != BA_OK)
        return rc;
    o.reads = true;
    rc = ingest_all(depot, folders, count, &o, &first);
    later = go_on(rc, &first);
    if (later == BA_OK && languages != NULL && !o.dry_run)
        later = keep_languages(depot, folders, count, languages, err);
    if (later == BA_OK && !o.dry_run)
        later = stage_ocr(depot, &o, err);
    if (later == BA_OK && !o.dry_run)
        later = stage_index(depot, &o, err);
    if (!o.dry_run) {
        struct ba_err shown = BA_ERR_INIT;
        enum ba_rc counted = summary_print(depot, folders, count, o.json, &shown);

        if (later == BA_OK && rc == BA_OK) {
            rc = counted;
            first = shown;
        }
    }
    if (later == BA_OK && (export || out != NULL) && !o.dry_run)
        later = run_export(depot, out, &o, err);
    if (rc != BA_OK && (later == BA_OK || rc <= later))
        *err = first;
    return ba_worst(rc, later);
}

enum ba_rc cmd_ingest(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct stage_opts o = { 0 };
    const struct opt opts[] = {
        INTAKE_OPTS(o), STAGE_OPTS(o), { "workers", OPT_COUNT, &o.workers }, { 0 }
    };
    enum ba_rc rc;
    char **folders;
    int count;

    rc = opt_parse(opts, argc, argv, 1, -1, &folders, &count, err);
    if (rc == BA_OK)
        rc = duplex_check(depot, &o, err);
    if (rc != BA_OK)
        return rc;
    rc = ingest_all(depot, folders, count, &o, err);
    if (!o.dry_run) {
        struct ba_err shown = BA_ERR_INIT;
        enum ba_rc counted;

        shard_plan_offer(depot);
        counted = summary_print(depot, folders, count, o.json, &shown);

        if (rc == BA_OK && counted != BA_OK) {
            rc = counted;
            *err = shown;
        }
    }
    return rc;
}

enum ba_rc cmd_index(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct stage_opts o = { 0 };
    bool rebuild = false;
    const struct opt opts[] = { STAGE_OPTS(o), { "rebuild", OPT_FLAG, &rebuild }, { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    if (rebuild && !o.dry_run)
        rc = index_reset(depot->store, err);
    if (rc == BA_OK)
        rc = stage_index(depot, &o, err);
    if (rc == BA_OK && !o.dry_run)
        rc = summary_print(depot, NULL, 0, o.json, err);
    return rc;
}
