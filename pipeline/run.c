#include "pipeline/run.h"

#include <stdlib.h>
#include <string.h>

#include "depot/actor.h"
#include "index/build/index.h"
#include "index/records/batch.h"
#include "index/records/languages.h"
#include "pipeline/shard/shard_plan.h"

BA_RC run_batch(struct depot *depot, const char *folder, const struct stage_opts *o,
                const struct run_calls *calls, struct run_batch *b)
{
    enum ba_rc rc;

    *b = (struct run_batch){ .folder = folder };
    rc = preflight_batch(depot, folder, o, &b->space, &b->says, &b->err);
    if (rc == BA_OK && calls->measured != NULL)
        calls->measured(calls->ctx, b);
    if (rc == BA_OK && b->says == PREFLIGHT_FULL)
        rc = preflight_full(folder, &b->space, &b->err);
    if (rc == BA_OK)
        rc = stage_ingest(depot, folder, o, &b->would, &b->err);
    return rc;
}

static BA_RC take_all(struct depot *depot, const struct run_opts *o, struct ba_err *err)
{
    enum ba_rc worst = BA_OK;

    for (int i = 0; i < o->count; i++) {
        struct run_batch b;
        enum ba_rc rc = run_batch(depot, o->folders[i], &o->stage, &o->calls, &b);

        if (o->calls.done != NULL)
            o->calls.done(o->calls.ctx, &b);
        if (rc == BA_OK)
            continue;
        if (worst == BA_OK || rc < worst)
            *err = b.err;
        worst = ba_worst(worst, rc);
        /* An unusable folder is this folder's trouble; anything else would meet the next one too.
         */
        if (rc != BA_ITEM && strncmp(b.err.code, "BATCH_", 6) != 0)
            break;
    }
    return worst;
}

/*
 * The stages after intake run for everything that waits, whatever came of the intake, unless it was
 * stopped (BA_RETRY) or the machine is in trouble.
 */
static BA_RC go_on(enum ba_rc so_far, const struct ba_err *err)
{
    return so_far == BA_OK || so_far == BA_ITEM || strncmp(err->code, "BATCH_", 6) == 0 ? BA_OK
                                                                                        : so_far;
}

/* The batches that came in are read in these languages, now and whenever they are read again. */
static BA_RC keep_languages(struct depot *depot, const struct run_opts *o, struct ba_err *err)
{
    enum ba_rc rc = store_begin(depot->store, err);

    for (int i = 0; rc == BA_OK && i < o->count; i++) {
        char *name = stage_batch_name(o->folders[i]);
        struct batch_row row;
        bool found = false;

        rc = name == NULL ? ba_fail_mem(err, "batch")
                          : batch_find(depot->store, name, &row, &found, err);
        if (rc == BA_OK && found)
            rc = languages_of_batch(depot->store, name, o->languages, actor_or_login(NULL), err);
        free(name);
    }
    if (rc == BA_OK)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    return rc;
}

static BA_RC read_and_index(struct depot *depot, const struct run_opts *o, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (o->languages != NULL)
        rc = keep_languages(depot, o, err);
    if (rc == BA_OK)
        rc = stage_ocr(depot, &o->stage, err);
    return rc == BA_OK ? stage_index(depot, &o->stage, err) : rc;
}

BA_RC run_batches(struct depot *depot, const struct run_opts *o, struct run_result *r,
                  struct ba_err *err)
{
    struct run_opts reads = *o;
    struct ba_err first = BA_ERR_INIT;
    enum ba_rc rc = duplex_check(depot, &o->stage, err), later;

    *r = (struct run_result){ .began = false };
    if (rc == BA_OK && o->languages != NULL)
        rc = stage_check_languages(depot, o->languages, err);
    if (rc == BA_OK && !o->stage.dry_run)
        rc = stage_check_models(depot, err);
    if (rc != BA_OK)
        return rc;
    r->began = true;
    reads.stage.reads = true;
    rc = take_all(depot, &reads, &first);
    later = go_on(rc, &first);
    if (later == BA_OK && !o->stage.dry_run)
        later = read_and_index(depot, &reads, err);
    r->whole = later == BA_OK;
    if (rc != BA_OK && (later == BA_OK || rc <= later))
        *err = first;
    return ba_worst(rc, later);
}

BA_RC run_intake(struct depot *depot, const struct run_opts *o, struct run_result *r,
                 struct ba_err *err)
{
    enum ba_rc rc = duplex_check(depot, &o->stage, err);

    *r = (struct run_result){ .began = rc == BA_OK };
    if (rc != BA_OK)
        return rc;
    rc = take_all(depot, o, err);
    if (!o->stage.dry_run)
        shard_plan_offer(depot, o->stage.told);
    return rc;
}

BA_RC run_reading(struct depot *depot, const struct stage_opts *o, size_t *waiting,
                  struct ba_err *err)
{
    return o->dry_run ? stage_ocr_count(depot, waiting, err) : stage_ocr(depot, o, err);
}

BA_RC run_indexing(struct depot *depot, const struct stage_opts *o, bool rebuild,
                   struct ba_err *err)
{
    enum ba_rc rc = rebuild && !o->dry_run ? index_reset(depot->store, err) : BA_OK;

    return rc == BA_OK ? stage_index(depot, o, err) : rc;
}
