#include "pipeline/find_duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/progress.h"
#include "depot/stop_signal.h"
#include "index/records/near_duplicate.h"
#include "ingest/duplicate/candidates.h"
#include "ocr/page.h"
#include "pipeline/job_duplicate.h"

enum {
    WINDOW = 1000,        /* pages of a batch to each side of one that it is compared with */
    DOSSIER_WINDOW = 500, /* and of its dossier, in other batches */
    OTHERS_MAX = 2 * (WINDOW + DOSSIER_WINDOW),
    SHOW_FROM = 200, /* pages to look for: fewer are done before anyone asks */
    SHA256_TEXT = 65,
};

struct candidate {
    int64_t page, batch, dossier;
    char sha256[SHA256_TEXT], extension[8];
    uint32_t frame, width_px, height_px;
    bool compared;
    bool found;                     /* a closer look said that it is another sheet of the list */
    size_t before_same, after_same; /* in its dossier: place + 1; 0: none */
};

struct pair {
    size_t page, other;           /* candidates, the later first */
    size_t asked;                 /* the one that was looked for */
    struct duplicate_place place; /* of that one on its other */
};

struct finding_pairs {
    struct depot *depot;
    int64_t batch;
    struct candidate *at; /* in the order of arrival */
    size_t count, cap;
    struct pair *pairs[FIND_CLOSER_MAX]; /* owned; by how likely, the likeliest of each first */
    size_t pair_count[FIND_CLOSER_MAX], pair_cap[FIND_CLOSER_MAX];
    size_t round, next;
    struct duplicate_candidates find;
    struct stage_commits commits;
    struct progress progress;
};

static BA_RC add_candidate(void *ctx, const struct near_duplicate_row *row, struct ba_err *err)
{
    struct finding_pairs *f = ctx;
    struct candidate *c;

    if (ba_grow(&f->at, &f->cap, f->count + 1, sizeof(*f->at)) != 0)
        return ba_fail_mem(err, "pages");
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
    return BA_OK;
}

static int by_dossier(const void *a, const void *b)
{
    const struct candidate *p = *(struct candidate *const *)a, *q = *(struct candidate *const *)b;

    return p->dossier != q->dossier ? (p->dossier > q->dossier) - (p->dossier < q->dossier)
                                    : (p > q) - (p < q);
}

/* The pages of a dossier are strung together. */
static BA_RC string_dossiers(struct finding_pairs *f, struct ba_err *err)
{
    struct candidate **by = malloc((f->count + 1) * sizeof(*by));

    if (by == NULL)
        return ba_fail_mem(err, "pages");
    for (size_t i = 0; i < f->count; i++)
        by[i] = &f->at[i];
    qsort(by, f->count, sizeof(*by), by_dossier);
    for (size_t i = 1; i < f->count; i++)
        if (by[i]->dossier != 0 && by[i]->dossier == by[i - 1]->dossier) {
            by[i]->before_same = (size_t)(by[i - 1] - f->at) + 1;
            by[i - 1]->after_same = (size_t)(by[i] - f->at) + 1;
        }
    free(by);
    return BA_OK;
}

static BA_RC take_grid(void *ctx, const struct near_duplicate_row *row, struct ba_err *err)
{
    struct duplicate_grid *grid = ctx;

    (void)err;
    duplicate_free(grid);
    duplicate_unpack(row->grid, row->size, grid); /* empty: of another version of this program */
    return BA_OK;
}

static BA_RC grid_of(void *ctx, size_t id, struct duplicate_grid *out, struct ba_err *err)
{
    struct finding_pairs *f = ctx;

    *out = (struct duplicate_grid){ 0 };
    return likeness_of(f->depot->store, f->at[id].page, take_grid, out, err);
}

static size_t later(size_t a, size_t b)
{
    return a > b ? a : b;
}

static BA_RC known_of(void *ctx, size_t id, size_t other, bool *known, struct ba_err *err)
{
    struct finding_pairs *f = ctx;
    size_t last = later(id, other);

    return likeness_is_known(f->depot->store, f->at[last].page, f->at[id + other - last].page,
                             known, err);
}

/* The same image twice is told as DUPLICATE. */
static bool same_image(const struct candidate *c, const struct candidate *o)
{
    return c->frame == o->frame && strcmp(c->sha256, o->sha256) == 0;
}

/*
 * What a page is compared with: of its batch those before it, and those after it that were compared
 * with each other already (it took the place of another page, or was put in between); of its
 * dossier those in other batches.
 */
static size_t others_of(const struct finding_pairs *f, size_t i, size_t *others)
{
    const struct candidate *c = &f->at[i];
    size_t n = 0, end = i + WINDOW < f->count ? i + WINDOW + 1 : f->count, steps = 0;

    for (size_t k = c->before_same; k != 0 && steps < WINDOW; k = f->at[k - 1].before_same, steps++)
        if (f->at[k - 1].batch != c->batch && n < DOSSIER_WINDOW)
            others[n++] = k - 1;
    steps = 0;
    for (size_t k = c->after_same; k != 0 && steps < WINDOW; k = f->at[k - 1].after_same, steps++)
        if (f->at[k - 1].batch != c->batch && n < 2 * DOSSIER_WINDOW)
            others[n++] = k - 1;
    for (size_t j = i > WINDOW ? i - WINDOW : 0; j < end; j++) {
        const struct candidate *o = &f->at[j];

        if (o->batch == c->batch && (j < i || (j > i && o->compared)) && !same_image(c, o))
            others[n++] = j;
    }
    return n;
}

static BA_RC add_pair(struct finding_pairs *f, size_t rank, size_t i,
                      const struct duplicate_best_one *one, struct ba_err *err)
{
    size_t last = later(i, one->id);

    if (ba_grow(&f->pairs[rank], &f->pair_cap[rank], f->pair_count[rank] + 1, sizeof(**f->pairs)) !=
        0)
        return ba_fail_mem(err, "pages");
    f->pairs[rank][f->pair_count[rank]++] =
        (struct pair){ last, i + one->id - last, i, one->place };
    return BA_OK;
}

static bool to_look_for(const struct finding_pairs *f, const struct candidate *c)
{
    return c->batch == f->batch && !c->compared;
}

/* Which pairs deserve a closer look, by what is kept of the pages. */
static BA_RC look_back(struct finding_pairs *f, struct ba_err *err)
{
    struct duplicate_candidates_calls calls = { f, grid_of, known_of };
    size_t *others = malloc(OTHERS_MAX * sizeof(*others)), pages = 0;
    struct duplicate_candidates_closer closer;
    enum ba_rc rc = others == NULL ? ba_fail_mem(err, "pages") : string_dossiers(f, err);

    for (size_t i = 0; i < f->count; i++)
        pages += to_look_for(f, &f->at[i]);
    if (rc == BA_OK)
        rc = duplicate_candidates_begin(&f->find, &calls, err);
    if (pages >= SHOW_FROM)
        progress_start(&f->progress, f->depot->watcher, "comparing pages", "pages", pages);
    for (size_t i = 0; i < f->count && rc == BA_OK && stop_signal_asked == 0; i++) {
        if (!to_look_for(f, &f->at[i]))
            continue;
        rc = duplicate_candidates_look(&f->find, i, others, others_of(f, i, others), &closer, err);
        for (size_t k = 0; rc == BA_OK && k < closer.count; k++)
            rc = add_pair(f, k, i, &closer.at[k], err);
        f->progress.done++;
        if (pages >= SHOW_FROM)
            progress_tick(&f->progress);
    }
    if (pages >= SHOW_FROM)
        progress_end(&f->progress);
    duplicate_candidates_end(&f->find);
    free(others);
    return rc;
}

/* The next pair of this round; a page that was found in an earlier round needs no more. */
static const struct pair *next_pair(struct finding_pairs *f)
{
    const struct pair *pairs = f->pairs[f->round];

    while (f->next < f->pair_count[f->round] && f->at[pairs[f->next].asked].found && f->round > 0)
        f->next++;
    return f->next < f->pair_count[f->round] ? &pairs[f->next] : NULL;
}

static int next_job(void *ctx, struct pool_job *job, struct ba_err *err)
{
    struct finding_pairs *f = ctx;
    struct job_duplicate request = { .max_pixels = f->depot->config.ingest_max_pixels };
    char *path[2] = { NULL, NULL };
    const struct pair *p = next_pair(f);
    double pixels = 0;
    int r = 1;

    if (p == NULL)
        return 0;
    for (int i = 0; i < 2 && r == 1; i++) {
        const struct candidate *c = &f->at[i == 1 ? p->asked : p->page + p->other - p->asked];
        uint64_t memory = ocr_page_memory(c->width_px, c->height_px, 24);

        path[i] = depot_master_path(f->depot, c->sha256, c->extension);
        if (path[i] == NULL)
            r = ba_fail_mem(err, "pages");
        request.master[i] = path[i];
        request.frame[i] = c->frame;
        pixels += (double)c->width_px * c->height_px;
        job->memory_bytes = job->memory_bytes > memory ? job->memory_bytes : memory;
    }
    request.memory_bytes = job->memory_bytes;
    request.place = p->place;
    job->timeout_s = 60 + pixels / 1e6;
    job->tag = f->next++;
    if (r == 1)
        job_likeness_put(&job->request, &request);
    free(path[0]);
    free(path[1]);
    return r;
}

static BA_RC on_answer(void *ctx, uint64_t tag, const struct ba_err *result, struct wire_in *answer,
                       struct ba_err *err)
{
    struct finding_pairs *f = ctx;
    const struct pair *p = &f->pairs[f->round][tag];
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
    f->at[p->asked].found |= same;
    if (rc == BA_OK)
        rc = stage_commit_begin(&f->commits, err);
    if (rc == BA_OK)
        rc = likeness_judged(f->depot->store, f->at[p->page].page, f->at[p->other].page, same, err);
    return rc == BA_OK ? stage_commit_row(&f->commits, err) : rc;
}

static void on_tick(void *ctx)
{
    struct finding_pairs *f = ctx;

    progress_tick(&f->progress);
}

/* The likeliest pair of each page in a first round, and then the others of those not found. */
static BA_RC look_closer(struct finding_pairs *f, const struct stage_opts *o, struct ba_err *err)
{
    struct pool_calls calls = { .ctx = f, .next = next_job, .done = on_answer, .tick = on_tick };
    struct ba_err commit_err = BA_ERR_INIT;
    struct pool_opts pool;
    enum ba_rc rc = BA_OK, rc2;

    stage_pool_opts(f->depot, o, &pool);
    for (f->round = 0; f->round < FIND_CLOSER_MAX && rc == BA_OK && stop_signal_asked == 0;
         f->round++) {
        f->next = 0;
        if (next_pair(f) == NULL)
            continue;
        progress_start(&f->progress, f->depot->watcher, "looking for sheets scanned twice", "pairs",
                       f->pair_count[f->round]);
        rc = pool_run(&pool, &calls, &stop_signal_asked, err);
        rc2 = stage_commit_end(&f->commits, &commit_err);
        if (rc == BA_OK && rc2 != BA_OK)
            *err = commit_err;
        rc = ba_worst(rc, rc2);
        progress_end(&f->progress);
    }
    return rc;
}

BA_RC likeness_find(struct depot *depot, int64_t batch, const struct stage_opts *o,
                    struct ba_err *err)
{
    static const char levels[] = {
        [QUALITY_OFF] = 0, [QUALITY_WARNING] = 'w', [QUALITY_ERROR] = 'e'
    };
    uint64_t level = depot->config.quality_near_duplicate;
    struct finding_pairs f = { .depot = depot,
                               .batch = batch,
                               .commits = { .store = depot->store } };
    enum ba_rc rc = BA_OK;

    if (level != QUALITY_OFF)
        rc = likeness_each(depot->store, batch, add_candidate, &f, err);
    if (rc == BA_OK && f.count > 1)
        rc = look_back(&f, err);
    if (rc == BA_OK)
        rc = look_closer(&f, o, err);
    if (rc == BA_OK && stop_signal_asked != 0)
        rc = ba_fail(err, BA_RETRY, "INTERRUPTED", "stopped; run this again to go on");
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = likeness_settle(depot->store, batch, levels[level], err);
    if (rc == BA_OK)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    free(f.at);
    for (size_t i = 0; i < FIND_CLOSER_MAX; i++)
        free(f.pairs[i]);
    return rc;
}
