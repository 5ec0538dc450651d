#include "pipeline/package/access_pdfs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/progress.h"
#include "depot/stop_signal.h"
#include "pipeline/package/job_pdf.h"
#include "pipeline/package/redaction.h"

/* A worker's memory besides the pixels of one page, which it may hold three times. */
#define BASE_MEMORY_BYTES ((uint64_t)128 << 20)
/* Generous: a page of a large drawing that is encoded anew takes seconds. */
#define SECONDS_A_DOCUMENT 120
#define SECONDS_A_PAGE 30

/* Of images on the web: read on a screen, not kept. */
#define WEB_QUALITY 60

struct pdf_run {
    struct loader *loader;
    struct pdf_opts opts;
    size_t item, document; /* next to be looked at */
    /* What each tag stands for. */
    struct {
        size_t item, document;
    } * jobs;
    size_t count, cap;
    struct progress progress;
};

struct pdf_opts export_pdf_opts(const struct depot *depot, bool web)
{
    const struct config *c = &depot->config;

    return (struct pdf_opts){ .jpeg_quality = web ? WEB_QUALITY : (int)c->export_jpeg_quality,
                              .icc_path = c->export_icc_profile,
                              .font_path = c->export_glyphless_font };
}

/* A PDF that an interrupted export left, whole because it was renamed into place. */
static BA_RC adopt(struct loader *l, struct load_pdf *pdf, bool *there, struct ba_err *err)
{
    char *path = loader_pdf_path(l, pdf->key), hex[BA_HASH_HEX_MAX + 1];
    struct ba_err why = BA_ERR_INIT;

    *there = false;
    if (path == NULL)
        return ba_fail_mem(err, "a PDF");
    if (access(path, R_OK) == 0 &&
        ba_hash_file(path, BA_SHA256, hex, &pdf->size_bytes, &why) == BA_OK) {
        memcpy(pdf->sha256, hex, sizeof(pdf->sha256));
        *there = true;
    }
    free(path);
    return BA_OK;
}

static BA_RC put_job(struct pdf_run *r, const struct load_document *ld,
                     const struct job_black *black, const char *key, struct pool_job *job,
                     struct ba_err *err)
{
    char *path = loader_pdf_path(r->loader, key);
    struct job_pdf request = { .doc = &ld->doc,
                               .alto = ld->alto,
                               .black = black,
                               .out_path = path,
                               .max_bytes = r->loader->web_max_bytes,
                               .max_pixels = r->loader->depot->config.ingest_max_pixels };

    if (path == NULL || ba_grow(&r->jobs, &r->cap, r->count + 1, sizeof(*r->jobs)) != 0) {
        free(path);
        return ba_fail_mem(err, "a PDF");
    }
    request.memory_bytes = BASE_MEMORY_BYTES + 3 * 3 * ld->pixels;
    job_pdf_put(&job->request, &request, &r->opts);
    free(path);
    job->memory_bytes = request.memory_bytes;
    job->timeout_s = SECONDS_A_DOCUMENT + SECONDS_A_PAGE * (double)ld->doc.count;
    job->tag = r->count;
    r->jobs[r->count].item = r->item;
    r->jobs[r->count++].document = r->document;
    return BA_OK;
}

/* The document as it is, or without what a citizen's copy leaves out. */
static BA_RC put_document(struct pdf_run *r, const struct load_document *ld,
                          const struct load_pdf *pdf, struct pool_job *job, struct ba_err *err)
{
    struct redacted copy = { .black = NULL };
    enum ba_rc rc;

    if (pdf->redaction == NULL)
        return put_job(r, ld, NULL, pdf->key, job, err);
    rc = redaction_apply(pdf->redaction, ld, &copy, err);
    if (rc == BA_OK)
        rc = put_job(r, &copy.document, copy.black, pdf->key, job, err);
    redacted_free(&copy);
    return rc;
}

/* The next document of the loaded dossier that needs a PDF. 1: a job; 0: none; -1: failed. */
static int next_of_item(struct pdf_run *r, struct pool_job *job, struct ba_err *err)
{
    struct load_item *item = &r->loader->items[r->item];
    struct export_dossier *d;
    struct load_document *documents;

    if (loader_open(r->loader, r->item, &d, &documents, err) != BA_OK)
        return -1;
    for (; r->document < d->document_count; r->document++) {
        struct load_pdf *pdf = &item->pdfs[r->document];
        bool there = false;

        if (documents[r->document].doc.count == 0 || pdf->unwanted)
            continue;
        if (adopt(r->loader, pdf, &there, err) != BA_OK)
            return -1;
        if (there) {
            r->progress.done++;
            continue;
        }
        if (put_document(r, &documents[r->document], pdf, job, err) != BA_OK)
            return -1;
        r->document++;
        return 1;
    }
    return 0;
}

static int next_job(void *ctx, struct pool_job *job, struct ba_err *err)
{
    struct pdf_run *r = ctx;

    for (; r->item < r->loader->count; r->item++, r->document = 0) {
        int got = r->loader->items[r->item].refused != NULL ? 0 : next_of_item(r, job, err);

        if (got != 0)
            return got;
    }
    return 0;
}

static BA_RC on_answer(void *ctx, uint64_t tag, const struct ba_err *result, struct wire_in *answer,
                       struct ba_err *err)
{
    struct pdf_run *r = ctx;
    size_t index = r->jobs[tag].item;
    struct load_pdf *pdf = &r->loader->items[index].pdfs[r->jobs[tag].document];
    struct pdf_result made;
    enum ba_rc rc;

    r->progress.done++;
    if (result->rc == BA_ITEM) {
        struct ba_err why = *result;

        r->progress.failed++;
        ba_err_wrap(&why, "the access PDF of document %zu cannot be made",
                    r->jobs[tag].document + 1);
        return loader_refuse(r->loader, index, &why, err);
    }
    if (result->rc != BA_OK) {
        *err = *result;
        return result->rc;
    }
    rc = job_pdf_take(answer, &made, err);
    if (rc == BA_OK) {
        memcpy(pdf->sha256, made.sha256, sizeof(pdf->sha256));
        pdf->size_bytes = made.size;
    }
    return rc;
}

static void on_tick(void *ctx)
{
    struct pdf_run *r = ctx;

    progress_tick(&r->progress);
}

static uint64_t count_documents(const struct loader *l)
{
    uint64_t n = 0;

    for (size_t i = 0; i < l->count; i++)
        for (size_t k = 0; l->items[i].refused == NULL && k < l->items[i].pdf_count; k++)
            n += !l->items[i].pdfs[k].unwanted;
    return n;
}

/* What a killed worker left half written; the lock is ours, so nobody else writes there. */
static BA_RC sweep(struct loader *l, struct ba_err *err)
{
    char *folder = ba_path_join(l->depot->folder, "work/pdf");
    enum ba_rc rc = folder == NULL ? ba_fail_mem(err, "a folder") : ba_mkdirs(folder, err);

    /* What lies here is not blacked yet: for nobody but who runs this. */
    if (rc == BA_OK && chmod(folder, 0700) != 0)
        rc = ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", folder);
    if (rc == BA_OK)
        rc = ba_sweep_tmp(folder, err);
    free(folder);
    return rc;
}

BA_RC export_make_pdfs(struct loader *l, const struct stage_opts *o, struct ba_err *err)
{
    struct pdf_run r = { .loader = l, .opts = export_pdf_opts(l->depot, l->web) };
    struct pool_calls calls = { .ctx = &r, .next = next_job, .done = on_answer, .tick = on_tick };
    struct pool_opts pool;
    enum ba_rc rc = sweep(l, err);

    if (rc == BA_OK) {
        stage_pool_opts(l->depot, o, &pool);
        progress_start(&r.progress, l->depot->watcher, "making PDFs", "documents",
                       count_documents(l));
        rc = pool_run(&pool, &calls, &stop_signal_asked, err);
        progress_end(&r.progress);
    }
    free(r.jobs);
    return rc;
}

static BA_RC drop_pdfs(struct loader *l, struct ba_err *err)
{
    char *folder = ba_path_join(l->depot->folder, "work/pdf");
    enum ba_rc rc = folder == NULL ? ba_fail_mem(err, "a folder") : ba_remove_tree(folder, err);

    free(folder);
    return rc;
}

BA_RC export_end_pdfs(struct loader *l, enum ba_rc rc, struct ba_err *err)
{
    struct ba_err also = BA_ERR_INIT;
    enum ba_rc dropped = rc == BA_RETRY ? BA_OK : drop_pdfs(l, &also);

    if (rc == BA_OK && dropped != BA_OK)
        *err = also;
    return rc != BA_OK ? rc : dropped;
}
