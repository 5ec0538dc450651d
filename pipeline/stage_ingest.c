/*
 * Taking in a batch.
 *
 * 1. The folder is listed and compared with what the store knows of this batch: files that were
 * decided with the same bytes are left alone; other bytes under a known name, or new files in a
 * complete batch, stop the command before anything is taken.
 * 2. Workers take in the remaining files, in any order.
 * 3. Their answers are committed in the order of the folder, so that ids, sequence numbers and
 * which of two equal files is "the duplicate" never depend on which worker was faster.
 * 4. Separators place all pages of the batch; the batch is complete.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/plural.h"
#include "core/progress.h"
#include "core/utf8.h"
#include "depot/stop_signal.h"
#include "depot/value_list_files.h"
#include "image/image_file.h"
#include "image/memory_estimate.h"
#include "index/records/batch.h"
#include "ingest/batch_files.h"
#include "ingest/duplex.h"
#include "pipeline/batch_check.h"
#include "pipeline/batch_earlier.h"
#include "pipeline/batch_sidecars.h"
#include "pipeline/find_duplicates.h"
#include "pipeline/intake_rows.h"
#include "pipeline/job_ingest.h"
#include "pipeline/place_pages.h"
#include "pipeline/rejected_copy.h"
#include "pipeline/stage.h"

/* Answers that may wait for an earlier file before no more jobs are handed out. */
enum { WINDOW = 256 };
/* A file costs a worker a small part of what reading a page does: it serves for more of them. */
enum { MORE_JOBS = 10 };

/* One file that is to be taken in. */
struct task {
    size_t file;      /* in the walk */
    int64_t position; /* 1-based in the whole batch, of which the folder may be a part */
    bool restore;     /* was taken in before, and its master is gone */
};

/* What became of a task that waits for its turn: those of a window only, for they are large. */
struct answer {
    bool there;
    bool changing; /* somebody still writes it, or the disk cannot read it: neither taken nor
                      refused */
    struct ba_err result;
    struct ingest_out out;
};

struct ingest_run {
    struct depot *depot;
    const char *folder;
    char *batch_name, *masters;
    char *kept, *rejected; /* rejected/<batch>, in the depot and with its path */
    struct batch_row batch;
    struct batch_files walk;
    struct batch_sidecars companions;
    struct task *tasks;
    struct answer *answers;   /* of WINDOW, by the number of the task */
    size_t count, next, head; /* tasks; handed out; committed */
    struct batch_waits waits;
    enum duplex duplex;
    struct ingest_opts opts;
    struct quality_settings profile;
    struct value_lists lists; /* empty when they cannot be read: that is told at export */
    struct stage_commits commits;
    struct progress progress;
};

static bool was_a_mishap(const char *code)
{
    return code != NULL &&
           (strcmp(code, "WORKER_CRASH") == 0 || strcmp(code, "WORKER_TIMEOUT") == 0 ||
            strcmp(code, "WORKER_MEMORY") == 0 || strcmp(code, "FILE_READ") == 0);
}

/* A refused file whose own bytes are not to blame, or not alone: it is tried with every run. One
 * that took more computing than any page does is remembered: the next run would give it as much
 * again. */
static bool is_tried_again(const char *code)
{
    return (was_a_mishap(code) && strcmp(code, "WORKER_TIMEOUT") != 0) ||
           (code != NULL && strcmp(code, "CHECKSUM_DIFFERS") == 0);
}

/* Does the file still have the bytes that were decided on? One that cannot be read has not. */
static BA_RC same_bytes(const char *path, const struct file_row *row, bool *same,
                        struct ba_err *err)
{
    char hex[BA_HASH_HEX_MAX + 1];
    struct ba_err why = BA_ERR_INIT;
    enum ba_rc rc = *row->sha256 == '\0' ? BA_ITEM : ba_hash_file(path, BA_SHA256, hex, NULL, &why);

    *same = rc == BA_OK && strcmp(hex, row->sha256) == 0;
    if (rc == BA_RETRY) /* the disk: nobody knows what is in the file */
        *err = why;
    return rc == BA_RETRY ? rc : BA_OK;
}

/* A master that was lost since (and only its file, not its row) comes back from the batch folder.
 */
static bool has_master(const struct ingest_run *r, const char *sha256)
{
    const char *extension;
    bool there = false;

    for (size_t i = 0; !there && (extension = master_extension(i)) != NULL; i++) {
        char *path = depot_master_path(r->depot, sha256, extension);

        there = path != NULL && access(path, F_OK) == 0;
        free(path);
    }
    return there;
}

/*
 * What is to be done with one file of the walk: *take says whether it becomes a task. BA_ITEM
 * BATCH_DIFFERS when it contradicts what was taken in before.
 */
static BA_RC compare(struct ingest_run *r, const struct batch_file *f, bool add, struct task *t,
                     bool *take, struct ba_err *err)
{
    struct file_row row = { 0 };
    char *name = ba_name_escape(f->path), *path = ba_path_join(r->folder, f->path);
    bool known = false, same = false;
    enum ba_rc rc;

    *take = true;
    rc = name == NULL || path == NULL
             ? ba_fail_mem(err, "batch")
             : file_find(r->depot->store, r->batch.id, name, &row, &known, err);
    if (rc == BA_OK && known)
        rc = same_bytes(path, &row, &same, err);
    if (rc == BA_OK && same) {
        t->restore = row.taken && !has_master(r, row.sha256);
        *take = t->restore || (!row.taken && is_tried_again(row.code));
        if (row.taken)
            rc = companions_check_taken(&r->companions, f->path, path, row.sha256, err);
    } else if (rc == BA_OK && known && row.taken)
        rc = ba_fail(
            err, BA_ITEM, "BATCH_DIFFERS",
            "batch %s was taken in before and its file %s has other content now; nothing was "
            "changed. If this is another batch, give its folder another name; if the scan is "
            "to replace the old one, add it under a new file name with --add",
            r->batch_name, name);
    else if (rc == BA_OK && !known && r->batch.complete && !add)
        rc = ba_fail(
            err, BA_ITEM, "BATCH_DIFFERS",
            "batch %s was complete and has a new file now: %s; nothing was changed. If it "
            "belongs to this batch, run again with --add; if this is another batch, give its "
            "folder another name",
            r->batch_name, name);
    free(name);
    free(path);
    return rc;
}

/* Lists the tasks. The batch exists in the store, unless this is a dry run of a new one (id 0). */
static BA_RC plan(struct ingest_run *r, bool add, struct ba_err *err)
{
    struct batch_earlier absent = { 0 };
    size_t passed = 0;
    enum ba_rc rc = BA_OK;

    r->tasks = calloc(r->walk.count, sizeof(*r->tasks));
    r->answers = calloc(WINDOW, sizeof(*r->answers));
    if (r->tasks == NULL || r->answers == NULL)
        return ba_fail_mem(err, "batch");
    if (r->batch.id != 0)
        rc = absent_read(&absent, r->depot->store, r->batch.id, &r->walk, err);
    for (size_t i = 0; i < r->walk.count && rc == BA_OK; i++) {
        int64_t position = absent_position(&absent, &r->walk, i, &passed);
        struct task task = { .file = i, .position = position };
        bool take = true;

        if (r->batch.id != 0)
            rc = compare(r, &r->walk.files[i], add, &task, &take, err);
        if (rc == BA_OK && take)
            r->tasks[r->count++] = task;
    }
    absent_free(&absent);
    return rc;
}

static int next_job(void *ctx, struct pool_job *job, struct ba_err *err)
{
    struct ingest_run *r = ctx;
    const struct batch_file *f;
    struct ingest_want wants[INGEST_WANTS_MAX];
    struct ingest_in in = { .folder = r->folder, .masters = r->masters, .wants = wants };
    char *source, *kept;

    if (r->next == r->count || r->next - r->head >= WINDOW)
        return 0;
    f = &r->walk.files[r->tasks[r->next].file];
    source = ba_path_join(r->folder, f->path);
    kept = ba_path_join(r->rejected, f->path);
    if (source == NULL || kept == NULL) {
        free(source);
        free(kept);
        return ba_fail_mem(err, "batch");
    }
    in.source = source;
    in.rejected = kept;
    in.want_count = companions_wants(&r->companions, f->path, wants);
    job_ingest_put(&job->request, &in, &r->opts);
    job->tag = r->next++;
    job->memory_bytes = JOB_INGEST_BASE_BYTES + master_memory(source);
    /* Of computing on a page: two minutes, and a second more for each megabyte of the file, which
     * is far beyond what any real scan takes. */
    job->timeout_s = 120 + (double)f->size / 1e6;
    free(source);
    free(kept);
    return 1;
}

static BA_RC store_rejected(struct ingest_run *r, const struct task *t, struct answer *a,
                            struct ba_err *err)
{
    const struct batch_file *f = &r->walk.files[t->file];
    char *name = ba_name_escape(f->path), *kept = NULL, *kept_abs = NULL;
    struct file_row row = { .batch = r->batch.id,
                            .path = name,
                            .position = t->position,
                            .size = a->out.size != 0 ? a->out.size : f->size,
                            .code = a->result.code,
                            .message = a->result.msg };
    enum ba_rc rc = BA_OK;

    if (was_a_mishap(a->result.code))
        rc = rejected_copy_keep(r->folder, r->rejected, f->path, &a->out, err);
    row.sha256 = a->out.sha256;
    kept_abs = ba_path_join(r->rejected, f->path);
    if (rc == BA_OK && (name == NULL || kept_abs == NULL))
        rc = ba_fail_mem(err, "batch");
    if (rc == BA_OK && access(kept_abs, F_OK) == 0)
        row.kept = kept = ba_strf("%s/%s", r->kept, name);
    if (rc == BA_OK)
        rc = file_add_rejected(r->depot->store, &row, err);
    free(name);
    free(kept);
    free(kept_abs);
    return rc;
}

static BA_RC store_taken(struct ingest_run *r, const struct task *t, const struct answer *a,
                         struct ba_err *err)
{
    const struct batch_file *f = &r->walk.files[t->file];
    char *name = ba_name_escape(f->path);
    struct file_row row = { .batch = r->batch.id,
                            .path = name,
                            .position = t->position,
                            .size = a->out.size,
                            .sha256 = a->out.sha256,
                            .taken = true,
                            .frames = a->out.frame_count };
    struct intake_rows taken = { 0 };
    enum ba_rc rc = name == NULL ? ba_fail_mem(err, "batch")
                                 : taken_pages(&a->out, &r->profile, &r->lists, &taken, err);

    row.reduced = taken.reduced;
    if (rc == BA_OK)
        rc = duplex_one_side(r->duplex, name, a->out.frame_count, err);
    if (rc == BA_OK)
        rc = file_add_taken(r->depot->store, &row, a->out.extension, a->out.format, taken.pages,
                            taken.count, err);
    taken_free(&taken);
    free(name);
    return rc;
}

/* Commits the answers at the head, in the order of the folder. */
static BA_RC store_answers(struct ingest_run *r, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    while (rc == BA_OK && r->head < r->count && r->answers[r->head % WINDOW].there) {
        const struct task *t = &r->tasks[r->head];
        struct answer *a = &r->answers[r->head % WINDOW];

        a->there = false;
        r->head++;
        r->progress.done++;
        if (t->restore && a->result.rc != BA_OK) {
            *err = a->result;
            return err->rc;
        }
        if (a->changing || t->restore) { /* no row to write */
            ingest_out_free(&a->out);
            continue;
        }
        rc = stage_commit_begin(&r->commits, err);
        if (rc == BA_OK)
            rc = a->result.rc == BA_OK ? store_taken(r, t, a, err) : store_rejected(r, t, a, err);
        if (rc != BA_OK)
            break;
        if (a->result.rc != BA_OK)
            r->progress.failed++;
        ingest_out_free(&a->out);
        rc = stage_commit_row(&r->commits, err);
    }
    return rc;
}

static BA_RC on_answer(void *ctx, uint64_t tag, const struct ba_err *result, struct wire_in *answer,
                       struct ba_err *err)
{
    struct ingest_run *r = ctx;
    struct answer *a = &r->answers[tag % WINDOW];
    enum ba_rc rc;

    a->changing = false;

    if (result->rc == BA_RETRY &&
        batch_check_wait(&r->waits, &r->walk, r->tasks[tag].file, result)) {
        a->changing = a->there = true;
        return store_answers(r, err);
    }
    if (result->rc < BA_ITEM) { /* disk full, no memory: not decided, so the run stops here */
        *err = *result;
        return result->rc;
    }
    if (answer->p != NULL) {
        rc = job_ingest_take(answer, &a->out, err);
        if (rc != BA_OK)
            return rc;
    }
    a->result = *result;
    a->there = true;
    return store_answers(r, err);
}

static void on_tick(void *ctx)
{
    struct ingest_run *r = ctx;

    progress_tick(&r->progress);
}

static BA_RC take_in(struct ingest_run *r, const struct stage_opts *o, struct ba_err *err)
{
    struct pool_calls calls = { .ctx = r, .next = next_job, .done = on_answer, .tick = on_tick };
    struct pool_opts pool;
    struct ba_err commit_err = BA_ERR_INIT;
    struct ba_sync sync = BA_SYNC_INIT;
    /* Temporary files of a killed run: nobody else writes here, since we hold the lock. */
    enum ba_rc rc = ba_sweep_tmp(r->masters, err), rc2;

    if (rc == BA_OK && r->count > 0)
        rc = ba_sync_open(&sync, r->masters, err);
    if (rc != BA_OK || r->count == 0)
        return rc;
    stage_pool_opts(r->depot, o, &pool);
    pool.max_jobs *= MORE_JOBS;
    r->opts.limits.max_memory_bytes = pool.memory_limit_bytes / 2;
    r->commits.files = &sync;
    progress_start(&r->progress, r->depot->watcher, r->batch_name, "files", r->count);
    rc = pool_run(&pool, &calls, &stop_signal_asked, err);
    /* What is decided is kept, also when the run was stopped in the middle. */
    rc2 = stage_commit_end(&r->commits, &commit_err);
    if (rc2 == BA_OK) /* masters that came back have no row */
        rc2 = ba_sync_files(&sync, &commit_err);
    if (rc == BA_OK && rc2 != BA_OK)
        *err = commit_err;
    progress_end(&r->progress);
    r->commits.files = NULL;
    ba_sync_close(&sync);
    return ba_worst(rc, rc2);
}

static BA_RC name_places(struct ingest_run *r, struct ba_err *err)
{
    int64_t withdrawn = 0;
    enum ba_rc rc = batch_withdrawn_count(r->depot->store, r->batch_name, &withdrawn, err);

    if (rc != BA_OK)
        return rc;
    r->masters = depot_path(r->depot, "masters");
    r->kept = rejected_copy_folder(r->batch_name, withdrawn);
    r->rejected = r->kept == NULL ? NULL : depot_path(r->depot, r->kept);
    return r->masters == NULL || r->rejected == NULL ? ba_fail_mem(err, "batch") : BA_OK;
}

static BA_RC prepare(struct ingest_run *r, const struct stage_opts *o, struct ba_err *err)
{
    struct depot *depot = r->depot;
    struct ba_err ignored = BA_ERR_INIT;
    bool found = false;
    enum ba_rc rc;

    r->batch_name = stage_batch_name(r->folder);
    if (r->batch_name == NULL)
        return ba_fail_sys(err, BA_FATAL, "BATCH_MISSING", "%s: no such batch folder", r->folder);
    rc = batch_check_start(depot, r->folder, err);
    if (rc == BA_OK)
        rc = name_places(r, err);
    if (rc == BA_OK)
        rc = walk_folder(r->folder, &r->walk, err);
    if (rc == BA_OK)
        rc = companions_take(&r->companions, r->folder, r->batch_name, depot->config.ingest_marker,
                             &r->walk, err);
    if (rc == BA_OK && o->reads)
        rc = stage_check_announced(depot, &r->companions.counts, r->batch_name, err);
    if (rc == BA_OK)
        rc = duplex_order(&r->walk, r->duplex, r->batch_name, err);
    if (rc == BA_OK && r->walk.count == 0 && r->walk.unsent == 0)
        rc = ba_fail(err, BA_FATAL, "BATCH_EMPTY",
                     "%s: there is no file in this batch; check the scanner's output folder",
                     r->folder);
    if (rc == BA_OK)
        rc = batch_find(depot->store, r->batch_name, &r->batch, &found, err);
    if (rc == BA_OK && !found && !o->dry_run) {
        rc = store_begin(depot->store, err);
        if (rc == BA_OK)
            rc = batch_add(depot->store, r->batch_name, r->folder, &r->batch.id, err);
        if (rc == BA_OK)
            rc = store_commit(depot->store, err);
    }
    if (rc == BA_OK && !o->dry_run)
        rc = quality_settings_take(depot, &r->profile, err);
    if (value_list_files_load(depot, &r->lists, &ignored) != BA_OK)
        export_lists_free(&r->lists);
    return rc;
}

/* What the companions say, and then the pages in their dossiers: the batch is complete. */
static BA_RC finish(struct ingest_run *r, const struct stage_opts *o, struct ba_err *err)
{
    struct store *store = r->depot->store;
    enum ba_rc rc = store_begin(store, err);

    if (rc == BA_OK)
        rc = companions_store(&r->companions, store, r->batch.id, err);
    if (rc == BA_OK)
        rc = store_commit(store, err);
    if (rc == BA_OK)
        rc = rejected_copy_sweep(store, r->batch.id, r->rejected, err);
    if (rc == BA_OK)
        rc = place_batch(r->depot, r->batch.id, err);
    return rc == BA_OK ? likeness_find(r->depot, r->batch.id, o, err) : rc;
}

BA_RC stage_ingest(struct depot *depot, const char *folder, const struct stage_opts *o,
                   struct stage_forecast *would, struct ba_err *err)
{
    struct ingest_run r = { .depot = depot,
                            .folder = folder,
                            .commits = { .store = depot->store } };
    enum ba_rc rc;

    r.duplex = duplex_of(depot, o);
    quality_settings_opts(&depot->config, &r.profile, &r.opts);
    rc = prepare(&r, o, err);
    if (rc == BA_OK)
        rc = plan(&r, o->add, err);
    if (rc == BA_OK && o->dry_run) {
        snprintf(would->name, sizeof(would->name), "%s", r.batch_name);
        would->files = r.walk.count;
        would->would_take = r.count;
        goto out;
    }
    store_small_cache(depot->store, true);
    if (rc == BA_OK)
        rc = take_in(&r, o, err);
    if (rc == BA_OK)
        rc = batch_check_sent(&r.walk, &r.waits, r.batch_name, err);
    if (rc == BA_OK)
        rc = finish(&r, o, err);

out:
    store_rollback(depot->store);
    store_small_cache(depot->store, false);
    for (size_t i = 0; r.answers != NULL && i < WINDOW; i++)
        ingest_out_free(&r.answers[i].out);
    free(r.answers);
    free(r.tasks);
    companions_free(&r.companions);
    walk_free(&r.walk);
    export_lists_free(&r.lists);
    free(r.batch_name);
    free(r.masters);
    free(r.kept);
    free(r.rejected);
    return rc;
}
