/*
 * Indexing what was read since: the text comes from the derived files.
 */
#include <stdlib.h>

#include "core/file.h"
#include "core/progress.h"
#include "depot/stop_signal.h"
#include "depot/value_list_files.h"
#include "index/build/index.h"
#include "pipeline/stage.h"
#include "pipeline/text_boxes.h"

enum { TEXT_MAX_BYTES = 64 << 20 };

struct index_run {
    struct depot *depot;
    struct ba_buf text;
    struct progress progress;
    bool started;
};

static BA_RC page_text(void *ctx, int64_t page, const char *sha256, uint32_t frame, const char *rev,
                       const char **text, struct ba_err *err)
{
    struct index_run *r = ctx;
    char *path;
    enum ba_rc rc = stop_signal_check(err);

    if (rc != BA_OK)
        return rc;
    path = depot_derived_path(r->depot, false, sha256, frame, rev, "txt");
    ba_buf_reset(&r->text);
    rc = path == NULL ? ba_fail_mem(err, "index") : ba_file_read(path, &r->text, err);
    if (rc == BA_ITEM) {
        char old[sizeof(err->msg)];

        snprintf(old, sizeof(old), "%s", err->msg);
        rc = ba_fail(err, BA_FATAL, "DERIVED_MISSING",
                     "the text of page %lld is gone (%s); make it again with: bouwarchief retry "
                     "--missing, then: ocr, index",
                     (long long)page, old);
    }
    *text = ba_buf_str(&r->text);
    free(path);
    return rc;
}

/* A page whose ALTO is gone or does not say what was indexed has no boxes until it is read anew. */
static BA_RC find_boxes(void *ctx, const char *sha256, uint32_t frame, const char *rev,
                        const char *text, struct text_span *spans, size_t count, struct ba_err *err)
{
    struct index_run *r = ctx;
    char *path = depot_derived_path(r->depot, false, sha256, frame, rev, "alto.xml");
    enum ba_rc rc =
        path == NULL ? ba_fail_mem(err, "index") : text_boxes(path, text, spans, count, err);

    free(path);
    return rc == BA_ITEM ? BA_OK : rc;
}

static void on_progress(void *ctx, int64_t pages, int64_t total)
{
    struct index_run *r = ctx;

    if (!r->started)
        progress_start(&r->progress, r->depot->watcher, "indexing", "pages", (uint64_t)total);
    r->started = true;
    r->progress.done = (uint64_t)pages;
    progress_tick(&r->progress);
}

BA_RC stage_index(struct depot *depot, const struct stage_opts *o, struct ba_err *err)
{
    struct index_run r = { .depot = depot, .text = BA_BUF_INIT(TEXT_MAX_BYTES) };
    struct index_source from = { &r, page_text, find_boxes, on_progress, NULL };
    struct open_access open = { 0 };
    int64_t n = 0;
    enum ba_rc rc = BA_OK;

    if (o->dry_run)
        return BA_OK;
    rc = value_list_files_open_access(depot, &open, err);
    from.public_access = open.words;
    if (rc == BA_OK)
        rc = stage_title(depot, err);
    if (rc == BA_OK)
        rc = index_update_from(depot->store, &from, &n, err);
    if (r.started)
        progress_end(&r.progress);
    open_access_free(&open);
    ba_buf_free(&r.text);
    return rc;
}
