/* The pictures of suspicious pages, made by workers while the report is written. */
#include <stdlib.h>
#include <string.h>

#include "depot/stop_signal.h"
#include "index/records/near_duplicate.h"
#include "index/records/page.h"
#include "ocr/page.h"
#include "pipeline/job_thumbnail.h"
#include "pipeline/stage.h"
#include "report/report.h"

enum { WIDTH_PX = 200 };

/* One picture to make. */
struct wanted {
    struct report_picture *to;
    int64_t page;
    char sha256[65], extension[8];
    uint32_t frame, turn_deg, width_px, height_px;
};

struct making {
    struct depot *depot;
    struct report *r;
    struct wanted *at;
    size_t count, cap, next;
    size_t bytes, max_bytes; /* of all pictures, as they stand in the page */
};

static BA_RC take_page(void *ctx, const struct page_row *p, struct ba_err *err)
{
    struct wanted *w = ctx;

    (void)err;
    snprintf(w->sha256, sizeof(w->sha256), "%s", p->sha256);
    snprintf(w->extension, sizeof(w->extension), "%s", p->extension);
    w->frame = p->frame;
    w->turn_deg = p->orientation_deg;
    w->width_px = p->width_px;
    w->height_px = p->height_px;
    return BA_OK;
}

static BA_RC want(struct making *m, int64_t page, struct report_picture *to, struct ba_err *err)
{
    struct page_filter filter = { .page = page };

    if (ba_grow(&m->at, &m->cap, m->count + 1, sizeof(*m->at)) != 0)
        return ba_fail_mem(err, "report");
    m->at[m->count] = (struct wanted){ .to = to, .page = page };
    return page_each(m->depot->store, &filter, take_page, &m->at[m->count++], err);
}

static int next_job(void *ctx, struct pool_job *job, struct ba_err *err)
{
    struct making *m = ctx;
    struct job_thumbnail request = { .width_px = WIDTH_PX,
                                     .max_pixels = m->depot->config.ingest_max_pixels };
    const struct wanted *w;
    char *master;

    if (m->next == m->count || m->bytes >= m->max_bytes)
        return 0;
    w = &m->at[m->next];
    master = depot_master_path(m->depot, w->sha256, w->extension);
    if (master == NULL) {
        return ba_fail_mem(err, "report");
    }
    job->memory_bytes = ocr_page_memory(w->width_px, w->height_px, 24);
    job->timeout_s = 60 + (double)w->width_px * w->height_px / 1e6;
    job->tag = m->next++;
    request.master = master;
    request.frame = w->frame;
    request.turn_deg = w->turn_deg;
    request.memory_bytes = job->memory_bytes;
    job_picture_put(&job->request, &request);
    free(master);
    return 1;
}

/* A page whose master is gone or does not decode any more stays without; verify tells of it. */
static BA_RC on_answer(void *ctx, uint64_t tag, const struct ba_err *result, struct wire_in *answer,
                       struct ba_err *err)
{
    struct making *m = ctx;
    struct report_picture *to = m->at[tag].to;
    struct job_thumbnail_out out;
    enum ba_rc rc;

    if (result->rc != BA_OK)
        return BA_OK;
    rc = job_picture_take(answer, &out, err);
    if (rc != BA_OK || out.size == 0)
        return rc;
    to->jpeg = malloc(out.size);
    if (to->jpeg == NULL)
        return ba_fail_mem(err, "report");
    memcpy(to->jpeg, out.jpeg, out.size);
    to->size = out.size;
    to->width_px = out.width_px;
    to->height_px = out.height_px;
    m->bytes += (out.size + 2) / 3 * 4;
    return BA_OK;
}

/* Which pictures are kept must not depend on which worker was faster. */
static void keep_within(struct making *m)
{
    size_t sum = 0;

    for (size_t i = 0; i < m->count; i++) {
        struct report_picture *p = m->at[i].to;

        sum += (p->size + 2) / 3 * 4;
        if (sum <= m->max_bytes)
            continue;
        free(p->jpeg);
        *p = (struct report_picture){ 0 };
    }
}

BA_RC report_pictures(struct depot *depot, struct report *r, size_t pages, size_t max_bytes,
                      struct ba_err *err)
{
    struct making m = { .depot = depot, .r = r, .max_bytes = max_bytes };
    struct pool_calls calls = { .ctx = &m, .next = next_job, .done = on_answer };
    struct stage_opts o = { 0 };
    struct pool_opts pool;
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < r->page_count && i < pages && rc == BA_OK; i++) {
        rc = want(&m, r->pages[i].page, &r->pages[i].picture, err);
        if (rc == BA_OK && r->pages[i].pair != 0)
            rc = want(&m, r->pages[i].pair, &r->pages[i].pair_picture, err);
    }
    if (rc == BA_OK && m.count > 0) {
        stage_pool_opts(depot, &o, &pool);
        stop_signal_install();
        rc = pool_run(&pool, &calls, &stop_signal_asked, err);
    }
    keep_within(&m);
    free(m.at);
    return rc;
}
