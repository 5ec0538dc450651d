/*
 * Reading the text of pages: one job a page, results named by content and rev, rows in the store.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/job_ocr.h"
#include "cli/progress.h"
#include "cli/stage.h"
#include "cli/stop.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/plural.h"
#include "index/languages.h"
#include "index/page.h"

enum { REV_DIGITS = 16 };
#define MAX_SKEW_DEG 15.0
#define A4_300DPI_PX 8.7e6

/* One page that is to be read; all that a job needs, since rows are only borrowed. */
struct ocr_task {
    int64_t page;
    char sha256[BA_SHA256_HEX + 1], extension[8];
    uint32_t frame, width_px, height_px;
    uint8_t bits;
    size_t reading;        /* in which languages: of the run's readings */
    struct ocr_task *same; /* the next page with the very same image; NULL: none */
    bool follows;          /* its result is that of an earlier page */
};

/* Languages that pages are read in, and the rev that follows from them. */
struct reading {
    char own[80]; /* as batch or dossier say; "" for those of the settings */
    struct ocr_opts opts;
    char rev[REV_DIGITS + 1];
};

struct ocr_run {
    struct app *app;
    struct reading *readings;
    size_t reading_count, reading_room;
    size_t adding; /* the reading whose pages are being listed */
    struct ocr_task *tasks;
    size_t count, cap, next; /* next: the first that was not handed out */
    struct stage_commits commits;
    struct progress progress;
};

static enum ba_rc add_task(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct ocr_run *r = ctx;
    struct ocr_task *t;

    if (ba_grow(&r->tasks, &r->cap, r->count + 1, sizeof(*r->tasks)) != 0)
        return ba_fail_mem(err, "pages");
    t = &r->tasks[r->count++];
    *t = (struct ocr_task){
        .page = row->id, .frame = row->frame, .width_px = row->width_px, .height_px = row->height_px
    };
    snprintf(t->sha256, sizeof(t->sha256), "%s", row->sha256);
    snprintf(t->extension, sizeof(t->extension), "%s", row->extension);
    t->reading = r->adding;
    t->bits = row->samples >= 3 ? 24 : row->bits_per_sample == 1 ? 1 : 8;
    return BA_OK;
}

static int by_image(const void *a, const void *b)
{
    const struct ocr_task *p = *(struct ocr_task *const *)a, *q = *(struct ocr_task *const *)b;
    int order = strcmp(p->sha256, q->sha256);

    if (order != 0)
        return order;
    if (p->frame != q->frame)
        return p->frame < q->frame ? -1 : 1;
    if (p->reading != q->reading)
        return p->reading < q->reading ? -1 : 1;
    return (p->page > q->page) - (p->page < q->page);
}

/* Pages of one image (a sheet that was delivered twice) are read once: two workers at the same
 * files would be in each other's way, and the text is the same. */
static enum ba_rc join_same_images(struct ocr_run *r, struct ba_err *err)
{
    struct ocr_task **order = calloc(r->count + 1, sizeof(struct ocr_task *));

    if (order == NULL)
        return ba_fail_mem(err, "pages");
    for (size_t i = 0; i < r->count; i++)
        order[i] = &r->tasks[i];
    qsort(order, r->count, sizeof(struct ocr_task *), by_image);
    for (size_t i = 0; i + 1 < r->count; i++)
        if (order[i]->frame == order[i + 1]->frame && order[i]->reading == order[i + 1]->reading &&
            strcmp(order[i]->sha256, order[i + 1]->sha256) == 0) {
            order[i]->same = order[i + 1];
            order[i + 1]->follows = true;
        }
    free(order);
    return BA_OK;
}

static int next_job(void *ctx, struct pool_job *job, struct ba_err *err)
{
    struct ocr_run *r = ctx;
    const struct ocr_task *t;
    const struct reading *how;
    char *master, *alto, *text, name[BA_SHA256_HEX + 16];
    struct job_ocr request;
    double pages;

    while (r->next < r->count && r->tasks[r->next].follows)
        r->next++;
    if (r->next == r->count)
        return 0;
    t = &r->tasks[r->next];
    how = &r->readings[t->reading];
    master = app_master_path(r->app, t->sha256, t->extension);
    alto = app_derived_path(r->app, false, t->sha256, t->frame, how->rev, "alto.xml");
    text = app_derived_path(r->app, false, t->sha256, t->frame, how->rev, "txt");
    snprintf(name, sizeof(name), "%s.%s", t->sha256, t->extension);
    job->memory_bytes = ocr_page_memory(t->width_px, t->height_px, t->bits);
    request = (struct job_ocr){ .master = master,
                                .name = name,
                                .frame = t->frame,
                                .alto_path = alto,
                                .text_path = text,
                                .max_pixels = r->app->config.ingest_max_pixels,
                                .memory_bytes = job->memory_bytes };
    if (master != NULL && alto != NULL && text != NULL)
        job_ocr_put(&job->request, &request, &how->opts);
    else
        ba_fail_mem(err, "page");
    /* The worker's own limit comes first; this one is for a worker that hangs. */
    pages = (double)t->width_px * t->height_px / A4_300DPI_PX;
    job->timeout_s = 30 + 2 * (double)how->opts.timeout_ms / 1000 * (pages < 1 ? 1 : pages);
    job->tag = r->next++;
    free(text);
    free(alto);
    if (master == NULL || job->request.len == 0) {
        free(master);
        return -1;
    }
    free(master);
    return 1;
}

static enum page_state state_of(const struct ocr_out *out)
{
    switch (out->state) {
    case OCR_TEXT:
        return PAGE_TEXT;
    case OCR_DRAWING:
        return PAGE_DRAWING;
    case OCR_BLANK:
        break;
    }
    return PAGE_BLANK;
}

static enum ba_rc on_answer(void *ctx, uint64_t tag, const struct ba_err *result,
                            struct wire_in *answer, struct ba_err *err)
{
    struct ocr_run *r = ctx;
    const struct reading *how = &r->readings[r->tasks[tag].reading];
    struct ocr_out out = { .confidence_pct = -1, .dictionary_pct = -1 };
    struct page_result row = { .rev = how->rev, .languages = how->opts.languages };
    enum ba_rc rc = BA_OK;

    if (result->rc < BA_ITEM) {
        *err = *result;
        return result->rc;
    }
    if (answer->p != NULL)
        rc = job_ocr_take(answer, &out, err);
    row.state = result->rc == BA_OK ? state_of(&out) : PAGE_FAILED;
    if (result->rc != BA_OK) {
        row.code = result->code;
        row.message = result->msg;
    }
    row.orientation_deg = out.orientation_deg;
    row.orientation_confidence = out.orientation_confidence;
    row.orientation_sure = out.orientation_sure;
    row.skew_measured = out.skew_measured;
    row.skew_applied = out.skew_applied;
    row.skew_deg = out.skew_deg;
    row.skew_confidence = out.skew_confidence;
    row.ink_pct = out.ink_pct;
    row.words = out.words;
    row.confidence_pct = out.confidence_pct;
    row.dictionary_pct = out.dictionary_pct;
    row.doubtful = out.doubtful;
    row.why = out.why;
    for (const struct ocr_task *t = &r->tasks[tag]; rc == BA_OK && t != NULL; t = t->same) {
        row.page = t->page;
        r->progress.done++;
        r->progress.failed += row.state == PAGE_FAILED;
        rc = stage_commit_begin(&r->commits, err);
        if (rc == BA_OK)
            rc = page_finish(r->app->store, &row, err);
        if (rc == BA_OK)
            rc = stage_commit_row(&r->commits, err);
    }
    return rc;
}

static void on_tick(void *ctx)
{
    struct ocr_run *r = ctx;

    progress_tick(&r->progress);
}

/* The options and the rev that follows from them. languages "": those of the settings. */
static enum ba_rc add_reading(void *ctx, const char *languages, struct ba_err *err)
{
    struct ocr_run *r = ctx;
    const struct config *c = &r->app->config;
    char hex[BA_SHA256_HEX + 1], *revision = NULL;
    struct reading *new;
    enum ba_rc rc;

    if (ba_grow(&r->readings, &r->reading_room, r->reading_count + 1, sizeof(*r->readings)) != 0)
        return ba_fail_mem(err, "languages");
    new = &r->readings[r->reading_count++];
    *new = (struct reading){ 0 };
    snprintf(new->own, sizeof(new->own), "%s", languages);
    new->opts = (struct ocr_opts){ .tessdata = *c->ocr_tessdata != '\0' ? c->ocr_tessdata : NULL,
                                   .languages = *languages != '\0' ? languages : c->ocr_languages,
                                   .words = *c->ocr_words != '\0' ? c->ocr_words : NULL,
                                   .timeout_ms = (uint32_t)c->ocr_timeout_ms,
                                   .max_skew_deg = MAX_SKEW_DEG,
                                   .doubtful_pct = (double)c->ocr_doubtful_pct };
    rc = ocr_revision(&new->opts, &revision, err);
    if (rc == BA_OK)
        rc = ba_sha256_mem(revision, strlen(revision), hex, err);
    if (rc == BA_OK)
        snprintf(new->rev, sizeof(new->rev), "%.*s", REV_DIGITS, hex);
    free(revision);
    return rc;
}

enum ba_rc stage_check_languages(struct app *app, const char *languages, struct ba_err *err)
{
    struct ocr_run r = { .app = app };
    enum ba_rc rc =
        languages_valid(languages)
            ? add_reading(&r, languages, err)
            : ba_fail(err, BA_FATAL, "USAGE",
                      "'%.60s' names no languages; write them as nld or nld+eng", languages);

    free(r.readings);
    return rc;
}

enum ba_rc stage_check_models(struct app *app, struct ba_err *err)
{
    struct ocr_run r = { .app = app };
    enum ba_rc rc = languages_each(app->store, add_reading, &r, err);

    free(r.readings);
    return rc;
}

enum ba_rc stage_check_announced(struct app *app, const struct counts *c, const char *batch,
                                 struct ba_err *err)
{
    for (size_t i = 0; i < c->count; i++) {
        struct ba_err one = BA_ERR_INIT;

        if (*c->at[i].languages == '\0' ||
            stage_check_languages(app, c->at[i].languages, &one) == BA_OK)
            continue;
        if (strcmp(one.code, "OCR_ENGINE") == 0)
            return ba_fail(err, BA_FATAL, "BATCH_LANGUAGE",
                           COUNTS_FILE ":%zu of %s asks for %s: %s; nothing was taken in",
                           c->at[i].line, batch, c->at[i].languages, one.msg);
        *err = one;
        return one.rc;
    }
    return BA_OK;
}

/* What there is to read, in each of the languages that are asked for somewhere; of one batch only
 * what waits. */
static enum ba_rc list_tasks(struct ocr_run *r, int64_t batch, struct ba_err *err)
{
    enum ba_rc rc = languages_each(r->app->store, add_reading, r, err);

    for (size_t i = 0; rc == BA_OK && i < r->reading_count; i++) {
        struct reading *how = &r->readings[i];
        struct page_filter filter = { .other_rev = batch == 0 ? how->rev : NULL,
                                      .batch = batch,
                                      .waiting_only = batch != 0,
                                      .languages = r->reading_count > 1 ? how->own : NULL };

        if (*how->own != '\0')
            how->opts.languages = how->own; /* the list no longer grows */
        r->adding = i;
        rc = page_each(r->app->store, &filter, add_task, r, err);
    }
    return rc;
}

/* Pages that a crash, a hanging worker or a lack of memory failed get another chance with every
 * run. */
static enum ba_rc forgive_mishaps(struct app *app, struct ba_err *err)
{
    static const char *const codes[] = { "WORKER_CRASH", "WORKER_TIMEOUT", "WORKER_MEMORY" };
    enum ba_rc rc = store_begin(app->store, err);
    int64_t n;

    for (size_t i = 0; rc == BA_OK && i < sizeof(codes) / sizeof(codes[0]); i++)
        rc = page_retry(app->store, 0, codes[i], &n, err);
    if (rc == BA_OK)
        rc = store_commit(app->store, err);
    store_rollback(app->store);
    return rc;
}

enum ba_rc stage_ocr(struct app *app, const struct stage_opts *o, struct ba_err *err)
{
    struct ocr_run r = { .app = app, .commits = { .store = app->store } };
    struct pool_calls calls = { .ctx = &r, .next = next_job, .done = on_answer, .tick = on_tick };
    struct ba_err commit_err = BA_ERR_INIT;
    struct pool_opts pool;
    enum ba_rc rc = o->dry_run || o->batch != 0 ? BA_OK : forgive_mishaps(app, err), rc2;

    if (rc == BA_OK)
        rc = list_tasks(&r, o->batch, err);
    if (rc == BA_OK)
        rc = join_same_images(&r, err);
    if (rc == BA_OK && o->dry_run)
        printf("%zu page%s would be read\n", r.count, ba_s(r.count));
    if (rc == BA_OK && !o->dry_run && r.count > 0) {
        stage_pool_opts(app, o, &pool);
        progress_start(&r.progress, "reading text", "pages", r.count);
        rc = pool_run(&pool, &calls, &stop_asked, err);
        rc2 = stage_commit_end(&r.commits, &commit_err);
        if (rc == BA_OK && rc2 != BA_OK)
            *err = commit_err;
        rc = ba_worst(rc, rc2);
        progress_end(&r.progress);
    }
    free(r.readings);
    free(r.tasks);
    return rc;
}
