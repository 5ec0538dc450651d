#include "pipeline/ocr_work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text/column_check.h"
#include "index/records/languages.h"
#include "index/records/page.h"
#include "pipeline/job_ocr.h"
#include "pipeline/stage.h"

#define MAX_SKEW_DEG 15.0
#define A4_300DPI_PX 8.7e6

static const char *const mishaps[] = { "WORKER_CRASH", "WORKER_TIMEOUT", "WORKER_MEMORY" };
enum { MISHAPS = sizeof(mishaps) / sizeof(mishaps[0]) };

static struct ocr_opts opts_of(const struct depot *depot, const char *languages)
{
    const struct config *c = &depot->config;

    return (struct ocr_opts){ .tessdata = *c->ocr_tessdata != '\0' ? c->ocr_tessdata : NULL,
                              .languages = *languages != '\0' ? languages : c->ocr_languages,
                              .words = *c->ocr_words != '\0' ? c->ocr_words : NULL,
                              .timeout_ms = (uint32_t)c->ocr_timeout_ms,
                              .max_skew_deg = MAX_SKEW_DEG,
                              .doubtful_pct = (double)c->ocr_doubtful_pct };
}

static BA_RC add_task(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct ocr_work *r = ctx;
    struct ocr_task *t;

    if (ba_grow(&r->tasks, &r->room, r->count + 1, sizeof(*r->tasks)) != 0)
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
static BA_RC join_same_images(struct ocr_work *r, struct ba_err *err)
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

/* The rev of these languages: it follows from settings, models and versions. */
static BA_RC add_reading(const struct depot *depot, struct ocr_work *p, const char *languages,
                         struct ba_err *err)
{
    struct ocr_opts opts = opts_of(depot, languages);
    char hex[BA_SHA256_HEX + 1], *revision = NULL;
    struct ocr_reading *new;
    enum ba_rc rc;

    if (ba_grow(&p->readings, &p->reading_room, p->reading_count + 1, sizeof(*p->readings)) != 0)
        return ba_fail_mem(err, "languages");
    new = &p->readings[p->reading_count++];
    *new = (struct ocr_reading){ 0 };
    snprintf(new->own, sizeof(new->own), "%s", languages);
    rc = ocr_revision(&opts, &revision, err);
    if (rc == BA_OK)
        rc = ba_sha256_mem(revision, strlen(revision), hex, err);
    if (rc == BA_OK)
        snprintf(new->rev, sizeof(new->rev), "%.*s", OCR_REV_DIGITS, hex);
    free(revision);
    return rc;
}

BA_RC ocr_pages_reading(const struct depot *depot, struct ocr_work *p, const char *languages,
                        size_t *at, struct ba_err *err)
{
    for (size_t i = 0; i < p->reading_count; i++)
        if (strcmp(p->readings[i].own, languages) == 0) {
            *at = i;
            return BA_OK;
        }
    *at = p->reading_count;
    return add_reading(depot, p, languages, err);
}

const char *ocr_pages_languages(const struct depot *depot, const struct ocr_work *p, size_t reading)
{
    const char *own = p->readings[reading].own;

    return *own != '\0' ? own : depot->config.ocr_languages;
}

struct language_list {
    const struct depot *depot;
    struct ocr_work *pages;
};

static BA_RC add_languages(void *ctx, const char *languages, struct ba_err *err)
{
    struct language_list *l = ctx;

    return add_reading(l->depot, l->pages, languages, err);
}

BA_RC ocr_pages_list(struct depot *depot, int64_t batch, struct ocr_work *to, struct ba_err *err)
{
    struct language_list list = { depot, to };
    enum ba_rc rc = languages_each(depot->store, add_languages, &list, err);

    for (size_t i = 0; rc == BA_OK && i < to->reading_count; i++) {
        const struct ocr_reading *how = &to->readings[i];
        struct page_filter filter = { .other_rev = batch == 0 ? how->rev : NULL,
                                      .batch = batch,
                                      .waiting_only = batch != 0,
                                      .languages = to->reading_count > 1 ? how->own : NULL };

        to->adding = i;
        rc = page_each(depot->store, &filter, add_task, to, err);
    }
    if (rc == BA_OK)
        rc = join_same_images(to, err);
    return rc;
}

BA_RC ocr_pages_job(const struct depot *depot, const struct ocr_work *p, const struct ocr_task *t,
                    const char *alto, const char *text, struct pool_job *job, struct ba_err *err)
{
    struct ocr_opts opts = opts_of(depot, p->readings[t->reading].own);
    char *master = depot_master_path(depot, t->sha256, t->extension), name[BA_SHA256_HEX + 16];
    double pages = (double)t->width_px * t->height_px / A4_300DPI_PX;
    struct job_ocr request;

    if (master == NULL || alto == NULL || text == NULL) {
        free(master);
        return ba_fail_mem(err, "page");
    }
    snprintf(name, sizeof(name), "%s.%s", t->sha256, t->extension);
    job->memory_bytes = ocr_page_memory(t->width_px, t->height_px, t->bits);
    request = (struct job_ocr){ .master = master,
                                .name = name,
                                .frame = t->frame,
                                .alto_path = alto,
                                .text_path = text,
                                .max_pixels = depot->config.ingest_max_pixels,
                                .memory_bytes = job->memory_bytes };
    job_ocr_put(&job->request, &request, &opts);
    /* The worker's own limit comes first; this one is for a worker that hangs. */
    job->timeout_s = 30 + 2 * (double)opts.timeout_ms / 1000 * (pages < 1 ? 1 : pages);
    free(master);
    return BA_OK;
}

void ocr_pages_free(struct ocr_work *p)
{
    free(p->readings);
    free(p->tasks);
    *p = (struct ocr_work){ 0 };
}

bool ocr_is_mishap(const char *code)
{
    for (size_t i = 0; i < MISHAPS; i++)
        if (strcmp(code, mishaps[i]) == 0)
            return true;
    return false;
}

BA_RC stage_check_languages(struct depot *depot, const char *languages, struct ba_err *err)
{
    struct ocr_work p = { 0 };
    enum ba_rc rc =
        column_languages_valid(languages)
            ? add_reading(depot, &p, languages, err)
            : ba_fail(err, BA_FATAL, "USAGE",
                      "'%.60s' names no languages; write them as nld or nld+eng", languages);

    ocr_pages_free(&p);
    return rc;
}

BA_RC stage_check_models(struct depot *depot, struct ba_err *err)
{
    struct ocr_work p = { 0 };
    struct language_list list = { depot, &p };
    enum ba_rc rc = languages_each(depot->store, add_languages, &list, err);

    ocr_pages_free(&p);
    return rc;
}

BA_RC stage_check_announced(struct depot *depot, const struct batch_csv *c, const char *batch,
                            struct ba_err *err)
{
    for (size_t i = 0; i < c->count; i++) {
        struct ba_err one = BA_ERR_INIT;

        if (*c->at[i].languages == '\0' ||
            stage_check_languages(depot, c->at[i].languages, &one) == BA_OK)
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

BA_RC ocr_forgive_mishaps(struct depot *depot, struct ba_err *err)
{
    enum ba_rc rc = store_begin(depot->store, err);
    int64_t n;

    for (size_t i = 0; rc == BA_OK && i < MISHAPS; i++)
        rc = page_retry(depot->store, 0, mishaps[i], &n, err);
    if (rc == BA_OK)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    return rc;
}
