/*
 * Reading the text of pages: one job a page, results named by content and rev, rows in the store.
 */
#include <stdlib.h>

#include "core/progress.h"
#include "depot/stop_signal.h"
#include "pipeline/ocr_result.h"
#include "pipeline/ocr_work.h"
#include "pipeline/shard/shard_plan.h"
#include "pipeline/stage.h"

struct ocr_run {
    struct depot *depot;
    struct ocr_work pages;
    size_t next; /* the first that was not handed out */
    struct stage_commits commits;
    struct progress progress;
};

static int next_job(void *ctx, struct pool_job *job, struct ba_err *err)
{
    struct ocr_run *r = ctx;
    const struct ocr_task *t;
    const char *rev;
    char *alto, *text;
    enum ba_rc rc;

    while (r->next < r->pages.count && r->pages.tasks[r->next].follows)
        r->next++;
    if (r->next == r->pages.count)
        return 0;
    t = &r->pages.tasks[r->next];
    rev = r->pages.readings[t->reading].rev;
    alto = depot_derived_path(r->depot, false, t->sha256, t->frame, rev, "alto.xml");
    text = depot_derived_path(r->depot, false, t->sha256, t->frame, rev, "txt");
    rc = ocr_pages_job(r->depot, &r->pages, t, alto, text, job, err);
    job->tag = r->next++;
    free(text);
    free(alto);
    return rc == BA_OK ? 1 : -1;
}

static BA_RC on_answer(void *ctx, uint64_t tag, const struct ba_err *result, struct wire_in *answer,
                       struct ba_err *err)
{
    struct ocr_run *r = ctx;
    struct ocr_out out = OCR_OUT_NONE;
    const struct ocr_task *first = &r->pages.tasks[tag];
    struct page_result row;
    enum ba_rc rc = BA_OK;

    if (result->rc < BA_ITEM) {
        *err = *result;
        return result->rc;
    }
    if (answer->p != NULL)
        rc = ocr_result_take(answer, &out, err);
    row = ocr_result_row(&out, result, r->pages.readings[first->reading].rev);
    row.languages = ocr_pages_languages(r->depot, &r->pages, first->reading);
    for (const struct ocr_task *t = first; rc == BA_OK && t != NULL; t = t->same) {
        row.page = t->page;
        r->progress.done++;
        r->progress.failed += row.state == PAGE_FAILED;
        rc = stage_commit_begin(&r->commits, err);
        if (rc == BA_OK)
            rc = page_finish(r->depot->store, &row, err);
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

BA_RC stage_ocr_count(struct depot *depot, size_t *pages, struct ba_err *err)
{
    struct ocr_work work = { 0 };
    enum ba_rc rc = ocr_pages_list(depot, 0, &work, err);

    *pages = work.count;
    ocr_pages_free(&work);
    return rc;
}

BA_RC stage_ocr(struct depot *depot, const struct stage_opts *o, struct ba_err *err)
{
    struct ocr_run r = { .depot = depot, .commits = { .store = depot->store } };
    struct pool_calls calls = { .ctx = &r, .next = next_job, .done = on_answer, .tick = on_tick };
    struct ba_err commit_err = BA_ERR_INIT;
    struct pool_opts pool;
    enum ba_rc rc = o->batch != 0 ? BA_OK : ocr_forgive_mishaps(depot, err), rc2;

    if (rc == BA_OK)
        rc = ocr_pages_list(depot, o->batch, &r.pages, err);
    if (rc == BA_OK && r.pages.count > 0) {
        stage_pool_opts(depot, o, &pool);
        progress_start(&r.progress, depot->watcher, "reading text", "pages", r.pages.count);
        rc = pool_run(&pool, &calls, &stop_signal_asked, err);
        rc2 = stage_commit_end(&r.commits, &commit_err);
        if (rc == BA_OK && rc2 != BA_OK)
            *err = commit_err;
        rc = ba_worst(rc, rc2);
        progress_end(&r.progress);
        if (rc == BA_OK)
            rc = shard_plan_follow(depot, err);
    }
    ocr_pages_free(&r.pages);
    return rc;
}
