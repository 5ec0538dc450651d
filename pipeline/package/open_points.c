#include "pipeline/package/open_points.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/file.h"
#include "index/open/point.h"
#include "index/records/batch.h"
#include "index/records/page.h"

/* Is it closed? Looked at once. */
struct qc_batch {
    int64_t id;
    char *name; /* owned */
    bool complete, open;
};

static BA_RC note_open(void *ctx, const struct point *p, struct ba_err *err)
{
    struct qc_batch *b = ctx;

    (void)err;
    b->open = b->open || point_holds(p);
    return BA_OK;
}

/* *at: the batch of a page. */
static BA_RC find(struct open_points *q, struct depot *depot, const struct page_row *p, size_t *at,
                  struct ba_err *err)
{
    struct point_filter filter = { .batch = p->batch_id, .sizes = &q->sizes };
    struct qc_batch *b;
    struct batch_row row;
    bool found;
    enum ba_rc rc;

    for (*at = 0; *at < q->count; (*at)++)
        if (q->batches[*at].id == p->batch_id)
            return BA_OK;
    if (ba_grow(&q->batches, &q->cap, q->count + 1, sizeof(*q->batches)) != 0)
        return ba_fail_mem(err, "batches");
    b = &q->batches[q->count++];
    *b = (struct qc_batch){ .id = p->batch_id, .name = strdup(p->batch) };
    rc = b->name == NULL ? ba_fail_mem(err, "batches")
                         : batch_find(depot->store, p->batch, &row, &found, err);
    b->complete = rc == BA_OK && found && row.complete;
    return rc == BA_OK ? points_each(depot->store, &filter, note_open, b, err) : rc;
}

struct filling {
    struct open_points *q;
    struct depot *depot;
    struct export_dossier *d;
    size_t batch; /* of the last page, one higher; 0: none */
};

static BA_RC take_batch(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct filling *f = ctx;
    struct open_points *q = f->q;
    enum ba_rc rc = BA_OK;

    if (f->d->open_batch != NULL || (f->batch > 0 && q->batches[f->batch - 1].id == row->batch_id))
        return BA_OK;
    rc = find(q, f->depot, row, &f->batch, err);
    if (rc == BA_OK && (!q->batches[f->batch].complete || q->batches[f->batch].open))
        f->d->open_batch = q->batches[f->batch].name;
    f->batch++;
    return rc;
}

static BA_RC take_point(void *ctx, const struct point *p, struct ba_err *err)
{
    struct filling *f = ctx;

    f->d->doubtful += p->page != 0 && p->settled == NULL && strcmp(p->code, "OCR_DOUBTFUL") == 0;
    f->d->failed_settled += p->failed && p->settled != NULL;
    f->d->count_settled =
        f->d->count_settled || (p->settled != NULL && strcmp(p->code, "SHEETS_DIFFER") == 0);
    if (!point_holds(p) || f->d->open_findings++ > 0)
        return BA_OK;
    f->q->text = ba_strf("%s: %s", p->code, p->message);
    f->d->open_finding = f->q->text;
    return f->q->text == NULL ? ba_fail_mem(err, "findings") : BA_OK;
}

BA_RC qc_fill(struct open_points *q, struct depot *depot, const struct list_receiver *to,
              int64_t dossier, struct export_dossier *d, struct ba_err *err)
{
    struct page_filter pages = { .dossier = dossier };
    struct point_filter points = { .dossier = dossier, .sizes = &q->sizes };
    struct filling f = { .q = q, .depot = depot, .d = d };
    enum ba_rc rc = BA_OK;

    free(q->text);
    q->text = NULL;
    if (to->no_doubt || to->findings_settled || to->no_failed || to->count_agrees)
        rc = points_each(depot->store, &points, take_point, &f, err);
    if (rc == BA_OK && to->batches_closed)
        rc = page_each(depot->store, &pages, take_batch, &f, err);
    return rc;
}

void qc_free(struct open_points *q)
{
    for (size_t i = 0; i < q->count; i++)
        free(q->batches[i].name);
    free(q->batches);
    free(q->text);
    *q = (struct open_points){ .batches = NULL };
}

bool qc_forcible(const char *code)
{
    static const char *const codes[] = { "DOSSIER_PAGES_FAILED",  "DOSSIER_PAGES_WAITING",
                                         "DOSSIER_COUNT_DIFFERS", "DOSSIER_PAGES_DOUBTFUL",
                                         "DOSSIER_FINDINGS_OPEN", "DOSSIER_BATCH_OPEN",
                                         "ACCESS_UNDECIDED",      "DOSSIER_AMBIGUOUS" };

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (strcmp(code, codes[i]) == 0)
            return true;
    return false;
}
