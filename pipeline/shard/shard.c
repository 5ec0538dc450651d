#include "pipeline/shard/shard.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/progress.h"
#include "depot/stop_signal.h"
#include "pipeline/ocr_result.h"
#include "pipeline/shard/shard_result.h"

/* What a kill costs at most, in work of each worker. */
#define WRITE_EVERY_S 30.0

struct shard {
    struct depot *depot;
    struct shard_head head;
    struct ocr_work pages; /* what this attempt reads */
    size_t next, before, failed_before;
    char *scratch;      /* folder of this attempt's unfinished files */
    char *results_path; /* its file of results */
    struct shard_results results, earlier;
    size_t written; /* results that are in the file */
    double wrote;   /* when */
    struct progress progress;
};

BA_RC shard_parse(const char *text, uint32_t *k, uint32_t *n, struct ba_err *err)
{
    unsigned long a, b = 0;
    char *slash = NULL, *end = NULL;

    errno = 0;
    a = strtoul(text, &slash, 10);
    if (*text >= '0' && *text <= '9' && *slash == '/' && slash[1] >= '0' && slash[1] <= '9')
        b = strtoul(slash + 1, &end, 10);
    if (errno != 0 || end == NULL || *end != '\0' || a < 1 || b < a || b > SHARD_MAX)
        return ba_fail(err, BA_FATAL, "USAGE",
                       "--shard wants K/N, the K-th of N shares (1/8 to 8/8; N at most %d), not "
                       "\"%.40s\"",
                       SHARD_MAX, text);
    *k = (uint32_t)a;
    *n = (uint32_t)b;
    return BA_OK;
}

/* ---- what is to be read ---- */

/* Results of earlier attempts that need no other: a file that does not parse has none, and merge
 * will say so. */
static BA_RC add_earlier(struct shard *s, const char *path, struct ba_err *err)
{
    struct ba_err bad = BA_ERR_INIT;
    struct shard_head head;
    struct jsonl j = { 0 };
    bool more = true;
    enum ba_rc rc = shard_results_open(&j, path, &head, &bad);

    if (rc == BA_OK && strcmp(head.depot, s->head.depot) != 0)
        more = false;
    while (rc == BA_OK && more) {
        struct shard_result r;

        if (shard_results_next(&j, &r, &more, &bad) != BA_OK || !more ||
            (r.failure.rc != BA_OK && ocr_is_mishap(r.failure.code)))
            continue;
        if (ba_grow(&s->earlier.rows, &s->earlier.room, s->earlier.count + 1, sizeof(r)) != 0)
            rc = ba_fail_mem(err, "results");
        else
            s->earlier.rows[s->earlier.count++] = r;
    }
    jsonl_close(&j);
    return rc == BA_FATAL ? rc : BA_OK;
}

static BA_RC load_earlier(struct shard *s, struct ba_err *err)
{
    char *prefix = ba_strf("%u-%u.", s->head.k, s->head.n);
    struct shard_files files = { 0 };
    enum ba_rc rc = prefix == NULL ? ba_fail_mem(err, "results")
                                   : shard_files_list(s->depot, prefix, &files, err);

    for (size_t i = 0; rc == BA_OK && i < files.count; i++) {
        char *folder = shard_path(s->depot, "results");
        char *path = folder == NULL ? NULL : ba_path_join(folder, files.names[i]);

        rc = path == NULL ? ba_fail_mem(err, "results") : add_earlier(s, path, err);
        free(path);
        free(folder);
    }
    if (s->earlier.count > 0)
        qsort(s->earlier.rows, s->earlier.count, sizeof(*s->earlier.rows), shard_result_order);
    shard_files_free(&files);
    free(prefix);
    return rc;
}

static const struct shard_result *find_earlier(const struct shard *s, const struct plan_line *l)
{
    struct shard_result key = { .frame = l->frame };

    memcpy(key.sha256, l->sha256, sizeof(key.sha256));
    memcpy(key.rev, l->rev, sizeof(key.rev));
    return s->earlier.count == 0 ? NULL
                                 : bsearch(&key, s->earlier.rows, s->earlier.count,
                                           sizeof(*s->earlier.rows), shard_result_order);
}

static BA_RC add_task(struct shard *s, const struct plan_line *l, struct ba_err *err)
{
    struct ocr_work *p = &s->pages;
    struct ocr_task *t;
    size_t reading = 0;
    enum ba_rc rc = ocr_pages_reading(s->depot, p, l->languages, &reading, err);

    if (rc != BA_OK)
        return rc;
    if (strcmp(p->readings[reading].rev, l->rev) != 0)
        return ba_fail(err, BA_FATAL, "SHARD_OTHER_REV",
                       "this machine would read the pages otherwise (rev %s) than the list says "
                       "(%s): the settings were changed since, or its Tesseract, Leptonica or "
                       "models differ; install the same packages, or write the list anew with: "
                       "bouwarchief ocr --plan",
                       p->readings[reading].rev, l->rev);
    if (ba_grow(&p->tasks, &p->room, p->count + 1, sizeof(*p->tasks)) != 0)
        return ba_fail_mem(err, "pages");
    t = &p->tasks[p->count++];
    *t = (struct ocr_task){ .frame = l->frame,
                            .width_px = l->width_px,
                            .height_px = l->height_px,
                            .bits = l->bits,
                            .reading = reading };
    memcpy(t->sha256, l->sha256, sizeof(t->sha256));
    memcpy(t->extension, l->extension, sizeof(t->extension));
    return BA_OK;
}

/* The dearest first: it should not be the last that all others wait for. */
static int by_size(const void *a, const void *b)
{
    const struct ocr_task *p = a, *q = b;
    uint64_t x = (uint64_t)p->width_px * p->height_px, y = (uint64_t)q->width_px * q->height_px;

    if (x != y)
        return x > y ? -1 : 1;
    return strcmp(p->sha256, q->sha256);
}

static BA_RC list_tasks(struct shard *s, struct ba_err *err)
{
    struct shard_plan plan = { 0 };
    enum ba_rc rc = shard_plan_read(s->depot, &plan, err);

    if (rc == BA_OK) {
        memcpy(s->head.depot, plan.depot, sizeof(s->head.depot));
        rc = shard_plan_divide(&plan, s->head.n, err);
    }
    if (rc == BA_OK)
        rc = load_earlier(s, err);
    for (size_t i = 0; rc == BA_OK && i < plan.count; i++) {
        const struct plan_line *l = &plan.lines[i];
        const struct shard_result *earlier;

        if (l->done || l->share != s->head.k)
            continue;
        earlier = find_earlier(s, l);
        if (earlier == NULL)
            rc = add_task(s, l, err);
        else if (earlier->failure.rc == BA_OK)
            s->before++;
        else
            s->failed_before++;
    }
    if (s->pages.count > 0)
        qsort(s->pages.tasks, s->pages.count, sizeof(*s->pages.tasks), by_size);
    shard_plan_free(&plan);
    return rc;
}

/* ---- reading ---- */

/* <scratch>/<task>/a.<suffix>: a folder a page, because a worker sweeps the one it writes in. */
static char *scratch_path(const struct shard *s, uint64_t task, const char *suffix)
{
    return ba_strf("%s/%" PRIu64 "/a.%s", s->scratch, task, suffix);
}

static int next_job(void *ctx, struct pool_job *job, struct ba_err *err)
{
    struct shard *s = ctx;
    char *alto, *text;
    enum ba_rc rc;

    if (s->next == s->pages.count)
        return 0;
    alto = scratch_path(s, s->next, "alto.xml");
    text = scratch_path(s, s->next, "txt");
    rc = ocr_pages_job(s->depot, &s->pages, &s->pages.tasks[s->next], alto, text, job, err);
    job->tag = s->next++;
    free(text);
    free(alto);
    return rc == BA_OK ? 1 : -1;
}

/* Hashes a file that a worker has finished and puts it in its place. */
static BA_RC place(struct shard *s, uint64_t task, const char *suffix, char hex[BA_SHA256_HEX + 1],
                   struct ba_err *err)
{
    const struct ocr_task *t = &s->pages.tasks[task];
    char *from = scratch_path(s, task, suffix);
    char *to = depot_derived_path(s->depot, false, t->sha256, t->frame,
                                  s->pages.readings[t->reading].rev, suffix);
    char full[BA_HASH_HEX_MAX + 1];
    enum ba_rc rc = from == NULL || to == NULL ? ba_fail_mem(err, "page")
                                               : ba_hash_file(from, BA_SHA256, full, NULL, err);

    if (rc == BA_OK) {
        memcpy(hex, full, BA_SHA256_HEX + 1);
        rc = ba_file_move(from, to, err);
    }
    /* Not a fault of the page: it is read again by the next attempt. */
    if (rc == BA_ITEM)
        rc = err->rc = BA_RETRY;
    free(from);
    free(to);
    return rc;
}

static BA_RC write_results(struct shard *s, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (s->written < s->results.count)
        rc = shard_results_write(s->results_path, &s->head, &s->results, err);
    if (rc == BA_OK) /* else the end tries once more */
        s->written = s->results.count;
    s->wrote = ba_monotonic();
    return rc;
}

static BA_RC on_answer(void *ctx, uint64_t tag, const struct ba_err *result, struct wire_in *answer,
                       struct ba_err *err)
{
    struct shard *s = ctx;
    const struct ocr_task *t = &s->pages.tasks[tag];
    struct shard_result r = { .frame = t->frame, .failure = *result, .out = OCR_OUT_NONE };
    char *folder;
    enum ba_rc rc = BA_OK;

    if (result->rc < BA_ITEM) {
        *err = *result;
        return result->rc;
    }
    memcpy(r.sha256, t->sha256, sizeof(r.sha256));
    memcpy(r.rev, s->pages.readings[t->reading].rev, sizeof(r.rev));
    if (answer->p != NULL)
        rc = ocr_result_take(answer, &r.out, err);
    if (rc == BA_OK && result->rc == BA_OK)
        rc = place(s, tag, "alto.xml", r.alto, err);
    if (rc == BA_OK && result->rc == BA_OK)
        rc = place(s, tag, "txt", r.text, err);
    folder = ba_strf("%s/%" PRIu64, s->scratch, tag);
    if (rc == BA_OK && folder != NULL)
        rc = ba_remove_tree(folder, err);
    free(folder);
    if (rc == BA_OK && ba_grow(&s->results.rows, &s->results.room, s->results.count + 1,
                               sizeof(*s->results.rows)) != 0)
        rc = ba_fail_mem(err, "results");
    if (rc != BA_OK)
        return rc;
    s->results.rows[s->results.count++] = r;
    s->progress.done++;
    s->progress.failed += result->rc != BA_OK;
    return ba_monotonic() - s->wrote < WRITE_EVERY_S ? BA_OK : write_results(s, err);
}

static void on_tick(void *ctx)
{
    struct shard *s = ctx;

    progress_tick(&s->progress);
}

/* Names of this attempt, that no other has, on whatever machine. */
static BA_RC name_attempt(struct shard *s, struct ba_err *err)
{
    uint64_t number;
    char *name = NULL, *file = NULL;
    enum ba_rc rc = BA_OK;

    if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number))
        return ba_fail_sys(err, BA_FATAL, "PLAN_MARK", "no random number for a file of results");
    name = ba_strf("scratch/%u-%u.%016" PRIx64, s->head.k, s->head.n, number);
    file = ba_strf("results/%u-%u.%016" PRIx64 SHARD_FRESH, s->head.k, s->head.n, number);
    if (name != NULL && file != NULL) {
        s->scratch = shard_path(s->depot, name);
        s->results_path = shard_path(s->depot, file);
    }
    if (s->scratch == NULL || s->results_path == NULL)
        rc = ba_fail_mem(err, "results");
    free(name);
    free(file);
    return rc;
}

static BA_RC read_all(struct shard *s, const struct stage_opts *o, struct ba_err *err)
{
    struct pool_calls calls = { .ctx = s, .next = next_job, .done = on_answer, .tick = on_tick };
    struct ba_err later = BA_ERR_INIT;
    struct pool_opts pool;
    enum ba_rc rc = name_attempt(s, err), rc2;

    if (rc != BA_OK)
        return rc;
    stage_pool_opts(s->depot, o, &pool);
    s->wrote = ba_monotonic();
    progress_start(&s->progress, s->depot->watcher, "reading text", "pages", s->pages.count);
    rc = pool_run(&pool, &calls, &stop_signal_asked, err);
    progress_end(&s->progress);
    rc2 = write_results(s, &later);
    if (rc2 == BA_OK)
        rc2 = ba_remove_tree(s->scratch, &later);
    if (rc == BA_OK && rc2 != BA_OK)
        *err = later;
    return ba_worst(rc, rc2);
}

/* What came of it; also of a share that was broken off. */
static void sum_up(const struct shard *s, struct shard_done *done)
{
    done->to_read = s->pages.count;
    done->failed = (size_t)s->progress.failed;
    done->read = s->results.count - done->failed;
    done->left = s->pages.count - s->results.count;
    done->read_before = s->before;
    done->failed_before = s->failed_before;
}

BA_RC shard_run(struct depot *depot, uint32_t k, uint32_t n, const struct stage_opts *o,
                struct shard_done *done, struct ba_err *err)
{
    struct shard s = { .depot = depot, .head = { .k = k, .n = n } };
    enum ba_rc rc = list_tasks(&s, err);
    size_t failed;

    done->listed = rc == BA_OK;
    if (rc == BA_OK && s.pages.count > 0 && !o->dry_run)
        rc = read_all(&s, o, err);
    sum_up(&s, done);
    failed = done->failed + done->failed_before;
    if (rc == BA_OK && failed > 0 && !o->dry_run)
        rc = ba_fail(err, BA_ITEM, "ITEMS_REJECTED",
                     "%zu %s could not be read; after merge, status says why and what to do",
                     failed, failed == 1 ? "image" : "images");
    ocr_pages_free(&s.pages);
    free(s.results.rows);
    free(s.earlier.rows);
    free(s.results_path);
    free(s.scratch);
    return rc;
}
