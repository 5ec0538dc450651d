#include "pipeline/intake_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "depot/stop_signal.h"
#include "image/memory_estimate.h"
#include "pipeline/job_ingest.h"
#include "pipeline/place_pages.h"
#include "pipeline/stage.h"

/* A format that the receiver does not take is told while the paper still lies at the scanner. */
static void note_format(const struct value_lists *lists, const char *puid, struct page_new *page)
{
    const struct list_format *format = list_find_format(lists, puid);
    struct page_new_reason *reason = &page->reasons[page->reason_count];

    if (lists->format_count == 0 || (format != NULL && format->preferred))
        return;
    reason->code = "FORMAT_NOT_PREFERRED";
    reason->level = 'w';
    snprintf(reason->message, sizeof(reason->message),
             "of the format %s, which the receiver's list (formaten.csv) does not take; set the "
             "scanner to TIFF, or agree on it with the receiver",
             puid);
    page->reason_count++;
}

BA_RC taken_pages(const struct ingest_out *out, const struct quality_settings *profile,
                  const struct value_lists *lists, struct intake_rows *t, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    *t = (struct intake_rows){ .pages = calloc(out->frame_count + 1, sizeof(*t->pages)) };
    if (t->pages == NULL)
        return ba_fail_mem(err, "batch");
    for (uint32_t i = 0; i < out->frame_count && rc == BA_OK; i++) {
        if (out->frames[i].tiff.reduced) {
            t->reduced++;
            continue;
        }
        rc = place_page_new(&out->frames[i], profile, &t->pages[t->count++], err);
        if (rc == BA_OK)
            note_format(lists, out->format, &t->pages[t->count - 1]);
    }
    return rc;
}

void taken_free(struct intake_rows *t)
{
    for (size_t i = 0; t->pages != NULL && i < t->count; i++)
        place_page_new_free(&t->pages[i]);
    free(t->pages);
    *t = (struct intake_rows){ 0 };
}

/* The one file that is to be taken in. */
struct one {
    const struct ingest_in *in;
    struct ingest_opts opts;
    uint64_t size;
    bool handed_out;
    struct ba_err result;
    struct ingest_out *out;
};

static int next_job(void *ctx, struct pool_job *job, struct ba_err *err)
{
    struct one *o = ctx;

    (void)err;
    if (o->handed_out)
        return 0;
    o->handed_out = true;
    job_ingest_put(&job->request, o->in, &o->opts);
    job->memory_bytes = JOB_INGEST_BASE_BYTES + master_memory(o->in->source);
    job->timeout_s = 120 + (double)o->size / 1e6;
    return 1;
}

static BA_RC on_answer(void *ctx, uint64_t tag, const struct ba_err *result, struct wire_in *answer,
                       struct ba_err *err)
{
    struct one *o = ctx;

    (void)tag;
    o->result = *result;
    return answer->p != NULL ? job_ingest_take(answer, o->out, err) : BA_OK;
}

BA_RC taken_one(struct depot *depot, const char *source, const char *folder, struct ingest_out *out,
                struct ba_err *err)
{
    char *refused = ba_path_join(folder, "refused");
    struct ingest_in in = { .source = source, .masters = folder, .rejected = refused };
    struct one o = { .in = &in, .out = out };
    struct quality_settings rules;
    struct pool_calls calls = { .ctx = &o, .next = next_job, .done = on_answer };
    const struct stage_opts stage = { .workers = 1 };
    struct pool_opts pool;
    struct ba_sync sync = BA_SYNC_INIT;
    struct stat st;
    enum ba_rc rc = BA_OK;

    quality_settings_opts(&depot->config, &rules, &o.opts);
    if (refused == NULL)
        rc = ba_fail_mem(err, "masters");
    else if (stat(source, &st) != 0)
        rc = ba_fail_sys(err, BA_FATAL, "INPUT_MISSING", "%s: there is no such file", source);
    else
        o.size = (uint64_t)st.st_size;
    if (rc == BA_OK)
        rc = ba_sync_open(&sync, folder, err);
    if (rc == BA_OK) {
        stage_pool_opts(depot, &stage, &pool);
        o.opts.limits.max_memory_bytes = pool.memory_limit_bytes / 2;
        rc = pool_run(&pool, &calls, &stop_signal_asked, err);
    }
    /* Before a row speaks of it: masters are renamed first and made safe together. */
    if (rc == BA_OK)
        rc = ba_sync_files(&sync, err);
    if (rc == BA_OK && o.result.rc != BA_OK) {
        *err = o.result;
        rc = err->rc;
    }
    ba_sync_close(&sync);
    free(refused);
    return rc;
}
