#include "pipeline/package/open_points.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/file.h"
#include "index/correction/batch_closing.h"
#include "index/records/batch.h"
#include "index/records/page.h"
#include "index/records/page_reason.h"

/* An open point of a batch, as `batch list` has it. */
struct qc_point {
    char *object, *text; /* owned; text: code and message */
};
struct qc_batch {
    int64_t id;
    char *name; /* owned */
    bool complete;
    struct qc_point *points; /* owned; the open ones */
    size_t count, cap;
};

/* A page of the dossier. */
struct qc_page {
    int64_t id, batch;
    char *file, *batch_name; /* owned */
    uint32_t frame;
    bool doubtful, reasons;
};
struct qc_pages {
    struct qc_page *list;
    size_t count, cap;
};

static BA_RC take_page(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct qc_pages *p = ctx;

    if (ba_grow(&p->list, &p->cap, p->count + 1, sizeof(*p->list)) != 0)
        return ba_fail_mem(err, "pages");
    struct qc_page *to = &p->list[p->count++];
    *to =
        (struct qc_page){ .id = row->id,
                          .batch = row->batch_id,
                          .file = strdup(row->file),
                          .batch_name = strdup(row->batch),
                          .frame = row->frame,
                          .doubtful = strstr(row->reasons, "\"OCR_DOUBTFUL\"") != NULL,
                          /* A failed page is a point of its batch. */
                          .reasons = strcmp(row->reasons, "[]") != 0 && row->state != PAGE_FAILED };
    return to->file == NULL || to->batch_name == NULL ? ba_fail_mem(err, "pages") : BA_OK;
}

static void pages_free(struct qc_pages *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->list[i].file);
        free(p->list[i].batch_name);
    }
    free(p->list);
}

static BA_RC take_point(void *ctx, const struct batch_point *p, struct ba_err *err)
{
    struct qc_batch *b = ctx;

    if (p->settled != NULL)
        return BA_OK;
    if (ba_grow(&b->points, &b->cap, b->count + 1, sizeof(*b->points)) != 0)
        return ba_fail_mem(err, "open points");
    struct qc_point *to = &b->points[b->count++];
    *to = (struct qc_point){ strdup(p->object), ba_strf("%s: %s", p->code, p->message) };
    return to->object == NULL || to->text == NULL ? ba_fail_mem(err, "open points") : BA_OK;
}

static BA_RC take_batch(void *ctx, const struct batch_row *row, struct ba_err *err)
{
    struct qc_batch *b = ctx;

    (void)err;
    if (row->id == b->id)
        b->complete = row->complete;
    return BA_OK;
}

/* *at: the batch of a page, looked at once. */
static BA_RC find(struct open_points *q, struct depot *depot, const struct qc_page *p, size_t *at,
                  struct ba_err *err)
{
    enum ba_rc rc;

    for (*at = 0; *at < q->count; (*at)++)
        if (q->batches[*at].id == p->batch)
            return BA_OK;
    if (ba_grow(&q->batches, &q->cap, q->count + 1, sizeof(*q->batches)) != 0)
        return ba_fail_mem(err, "batches");
    struct qc_batch *b = &q->batches[q->count++];
    *b = (struct qc_batch){ .id = p->batch, .name = strdup(p->batch_name) };
    rc = b->name == NULL ? ba_fail_mem(err, "batches")
                         : batch_each(depot->store, take_batch, b, err);
    return rc == BA_OK ? batch_points(depot->store, b->id, take_point, b, err) : rc;
}

static void note_finding(struct export_dossier *d, const char *text)
{
    if (d->open_findings++ == 0)
        d->open_finding = text;
}

/* Points are of files, and of images as "file#image". */
static bool is_of_page(const char *object, const struct qc_page *p)
{
    size_t n = strlen(p->file);

    return strncmp(object, p->file, n) == 0 &&
           (object[n] == '\0' ||
            (object[n] == '#' && strtoul(object + n + 1, NULL, 10) == p->frame + 1));
}

/* What was found of the dossier as a whole; `batch` is met for the first time. */
static void look_at_batch(struct qc_batch *b, struct export_dossier *d)
{
    if (d->open_batch == NULL && (!b->complete || b->count > 0))
        d->open_batch = b->name;
    for (size_t i = 0; i < b->count; i++)
        if (strcmp(b->points[i].object, d->number) == 0)
            note_finding(d, b->points[i].text);
}

/* A page that was read has points of its own: what its quality, say, is refused for. */
struct reasons {
    struct open_points *q;
    struct export_dossier *d;
};

static BA_RC take_reason(void *ctx, const char *code, char level, const char *message,
                         struct ba_err *err)
{
    struct reasons *r = ctx;

    if (level != 'e')
        return BA_OK;
    if (r->q->text == NULL && (r->q->text = ba_strf("%s: %s", code, message)) == NULL)
        return ba_fail_mem(err, "findings");
    note_finding(r->d, r->q->text);
    return BA_OK;
}

static BA_RC look_at_page(struct open_points *q, struct depot *depot, const struct qc_page *p,
                          const struct qc_batch *b, struct export_dossier *d, struct ba_err *err)
{
    struct reasons r = { q, d };

    d->doubtful += p->doubtful;
    for (size_t i = 0; i < b->count; i++)
        if (is_of_page(b->points[i].object, p))
            note_finding(d, b->points[i].text);
    return p->reasons ? page_reason_each(depot->store, p->id, take_reason, &r, err) : BA_OK;
}

BA_RC qc_fill(struct open_points *q, struct depot *depot, const struct list_receiver *to,
              int64_t dossier, struct export_dossier *d, struct ba_err *err)
{
    struct page_filter filter = { .dossier = dossier };
    struct qc_pages pages = { .list = NULL };
    bool *met = NULL;
    enum ba_rc rc;

    free(q->text);
    q->text = NULL;
    if (!to->no_doubt && !to->findings_settled && !to->batches_closed)
        return BA_OK;
    rc = page_each(depot->store, &filter, take_page, &pages, err);
    if (rc == BA_OK && (met = calloc(q->count + pages.count + 1, sizeof(*met))) == NULL)
        rc = ba_fail_mem(err, "batches");
    for (size_t i = 0; rc == BA_OK && i < pages.count; i++) {
        size_t at = 0;

        rc = find(q, depot, &pages.list[i], &at, err);
        if (rc == BA_OK && !met[at])
            look_at_batch(&q->batches[at], d);
        if (rc == BA_OK) {
            met[at] = true;
            rc = look_at_page(q, depot, &pages.list[i], &q->batches[at], d, err);
        }
    }
    free(met);
    pages_free(&pages);
    return rc;
}

void qc_free(struct open_points *q)
{
    for (size_t i = 0; i < q->count; i++) {
        struct qc_batch *b = &q->batches[i];

        for (size_t k = 0; k < b->count; k++) {
            free(b->points[k].object);
            free(b->points[k].text);
        }
        free(b->points);
        free(b->name);
    }
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
