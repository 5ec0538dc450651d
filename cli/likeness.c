#include "cli/likeness.h"

#include <stdlib.h>
#include <string.h>

#include "cli/job_likeness.h"
#include "cli/progress.h"
#include "cli/stop.h"
#include "core/buf.h"
#include "index/likeness.h"
#include "ocr/page.h"

enum {
    WINDOW = 1000,  /* pages of a batch before one that it is compared with */
    CLOSER_MAX = 5, /* closer looks a page: of a form that occurs a hundred times, the likest */
    SHA256_TEXT = 65,
};

struct candidate {
    int64_t page, batch, dossier;
    char sha256[SHA256_TEXT], extension[8];
    uint32_t frame, width_px, height_px;
    bool compared;
    struct likeness_profile profile;
};

struct pair {
    size_t page, other; /* candidates, the later first */
    double alike;
};

struct finding_pairs {
    struct app *app;
    int64_t batch;
    struct candidate *at;
    size_t count, cap;
    struct pair *pairs;
    size_t pair_count, pair_cap, next;
    struct likeness grid; /* the last that was asked for */
    struct stage_commits commits;
    struct progress progress;
};

static enum ba_rc add_candidate(void *ctx, const struct likeness_row *row, struct ba_err *err)
{
    struct finding_pairs *f = ctx;
    struct likeness grid;
    struct candidate *c;

    if (ba_grow(&f->at, &f->cap, f->count + 1, sizeof(*f->at)) != 0)
        return ba_fail_mem(err, "pages");
    if (!likeness_unpack(row->grid, row->size, &grid))
        return BA_OK; /* a grid of another program's version: not compared */
    c = &f->at[f->count++];
    *c = (struct candidate){ .page = row->page,
                             .batch = row->batch,
                             .dossier = row->dossier,
                             .frame = row->frame,
                             .width_px = row->width_px,
                             .height_px = row->height_px,
                             .compared = row->compared };
    snprintf(c->sha256, sizeof(c->sha256), "%s", row->sha256);
    snprintf(c->extension, sizeof(c->extension), "%s", row->extension);
    likeness_profile(&grid, &c->profile);
    likeness_free(&grid);
    return BA_OK;
}

static enum ba_rc take_grid(void *ctx, const struct likeness_row *row, struct ba_err *err)
{
    struct finding_pairs *f = ctx;

    (void)err;
    likeness_free(&f->grid);
    likeness_unpack(row->grid, row->size, &f->grid);
    return BA_OK;
}

/* Are these two to be compared at all? The same image twice is told as DUPLICATE. */
static bool concerns(const struct finding_pairs *f, const struct candidate *c,
                     const struct candidate *o)
{
    if (c->batch != f->batch && o->batch != f->batch)
        return false;
    if (c->compared && o->compared)
        return false;
    if (c->batch != o->batch && (c->dossier == 0 || c->dossier != o->dossier))
        return false;
    return c->frame != o->frame || strcmp(c->sha256, o->sha256) != 0;
}

static int by_alike(const void *a, const void *b)
{
    const struct pair *p = a, *q = b;

    return p->alike != q->alike ? (p->alike < q->alike ? 1 : -1)
                                : (p->other < q->other) - (p->other > q->other);
}

/* Compares one page with those before it; keeps the likest. */
static enum ba_rc look_back(struct finding_pairs *f, size_t i, struct ba_err *err)
{
    struct likeness own = { 0 };
    size_t first = f->pair_count;
    enum ba_rc rc = BA_OK;

    for (size_t j = i > WINDOW ? i - WINDOW : 0; j < i && rc == BA_OK; j++) {
        struct likeness_verdict v = { 0 };
        bool known = false;

        if (!concerns(f, &f->at[i], &f->at[j]) ||
            !likeness_may(&f->at[i].profile, &f->at[j].profile))
            continue;
        rc = likeness_is_known(f->app->store, f->at[i].page, f->at[j].page, &known, err);
        if (rc == BA_OK && !known && own.cells == NULL) {
            rc = likeness_of(f->app->store, f->at[i].page, take_grid, f, err);
            own = f->grid;
            f->grid = (struct likeness){ 0 };
        }
        if (rc == BA_OK && !known)
            rc = likeness_of(f->app->store, f->at[j].page, take_grid, f, err);
        if (rc == BA_OK && !known)
            rc = likeness_compare(&own, &f->grid, &v, err);
        if (rc != BA_OK || !v.may)
            continue;
        if (ba_grow(&f->pairs, &f->pair_cap, f->pair_count + 1, sizeof(*f->pairs)) != 0)
            rc = ba_fail_mem(err, "pages");
        else
            f->pairs[f->pair_count++] = (struct pair){ i, j, v.alike };
    }
    if (f->pair_count > first)
        qsort(f->pairs + first, f->pair_count - first, sizeof(*f->pairs), by_alike);
    if (f->pair_count > first + CLOSER_MAX)
        f->pair_count = first + CLOSER_MAX;
    likeness_free(&own);
    return rc;
}

static int next_job(void *ctx, struct pool_job *job, struct ba_err *err)
{
    struct finding_pairs *f = ctx;
    struct job_likeness request = { .max_pixels = f->app->config.ingest_max_pixels };
    char *path[2] = { NULL, NULL };
    double pixels = 0;
    int r = 1;

    if (f->next == f->pair_count)
        return 0;
    for (int i = 0; i < 2 && r == 1; i++) {
        const struct pair *p = &f->pairs[f->next];
        const struct candidate *c = &f->at[i == 0 ? p->page : p->other];
        uint64_t memory = ocr_page_memory(c->width_px, c->height_px, 24);

        path[i] = app_master_path(f->app, c->sha256, c->extension);
        if (path[i] == NULL) {
            ba_fail_mem(err, "pages");
            r = -1;
        }
        request.master[i] = path[i];
        request.frame[i] = c->frame;
        pixels += (double)c->width_px * c->height_px;
        job->memory_bytes = job->memory_bytes > memory ? job->memory_bytes : memory;
    }
    request.memory_bytes = job->memory_bytes;
    job->timeout_s = 60 + pixels / 1e6;
    job->tag = f->next++;
    if (r == 1)
        job_likeness_put(&job->request, &request);
    free(path[0]);
    free(path[1]);
    return r;
}

static enum ba_rc on_answer(void *ctx, uint64_t tag, const struct ba_err *result,
                            struct wire_in *answer, struct ba_err *err)
{
    struct finding_pairs *f = ctx;
    const struct pair *p = &f->pairs[tag];
    bool same = false;
    enum ba_rc rc = BA_OK;

    f->progress.done++;
    if (result->rc < BA_ITEM) {
        *err = *result;
        return result->rc;
    }
    if (result->rc != BA_OK)
        return BA_OK; /* verify and ocr tell what is wrong with a master */
    rc = job_likeness_take(answer, &same, err);
    if (rc == BA_OK)
        rc = stage_commit_begin(&f->commits, err);
    if (rc == BA_OK)
        rc = likeness_judged(f->app->store, f->at[p->page].page, f->at[p->other].page, same, err);
    return rc == BA_OK ? stage_commit_row(&f->commits, err) : rc;
}

static void on_tick(void *ctx)
{
    struct finding_pairs *f = ctx;

    progress_tick(&f->progress);
}

static enum ba_rc look_closer(struct finding_pairs *f, const struct stage_opts *o,
                              struct ba_err *err)
{
    struct pool_calls calls = { .ctx = f, .next = next_job, .done = on_answer, .tick = on_tick };
    struct ba_err commit_err = BA_ERR_INIT;
    struct pool_opts pool;
    enum ba_rc rc, rc2;

    if (f->pair_count == 0)
        return BA_OK;
    stage_pool_opts(f->app, o, &pool);
    progress_start(&f->progress, "looking for sheets scanned twice", "pairs", f->pair_count);
    rc = pool_run(&pool, &calls, &stop_asked, err);
    rc2 = stage_commit_end(&f->commits, &commit_err);
    if (rc == BA_OK && rc2 != BA_OK)
        *err = commit_err;
    progress_end(&f->progress);
    return ba_worst(rc, rc2);
}

enum ba_rc likeness_find(struct app *app, int64_t batch, const struct stage_opts *o,
                         struct ba_err *err)
{
    static const char levels[] = { [CONFIG_OFF] = 0, [CONFIG_WARNING] = 'w', [CONFIG_ERROR] = 'e' };
    uint64_t level = app->config.quality_near_duplicate;
    struct finding_pairs f = { .app = app, .batch = batch, .commits = { .store = app->store } };
    enum ba_rc rc = BA_OK;

    if (level != CONFIG_OFF)
        rc = likeness_each(app->store, batch, add_candidate, &f, err);
    for (size_t i = 1; i < f.count && rc == BA_OK && stop_asked == 0; i++)
        rc = look_back(&f, i, err);
    if (rc == BA_OK)
        rc = look_closer(&f, o, err);
    if (rc == BA_OK && stop_asked != 0)
        rc = ba_fail(err, BA_RETRY, "INTERRUPTED", "stopped; run this again to go on");
    if (rc == BA_OK)
        rc = store_begin(app->store, err);
    if (rc == BA_OK)
        rc = likeness_settle(app->store, batch, levels[level], err);
    if (rc == BA_OK)
        rc = store_commit(app->store, err);
    store_rollback(app->store);
    likeness_free(&f.grid);
    free(f.at);
    free(f.pairs);
    return rc;
}
