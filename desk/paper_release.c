#include "desk/paper_release.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "index/open/point.h"
#include "index/records/batch.h"
#include "index/records/package_record.h"
#include "index/records/page.h"

/* What is open: how much, and the first of it. */
struct open {
    int64_t count;
    char first[200];
};

/* What keeps a box. */
struct keeping {
    int64_t incomplete; /* batches */
    int64_t empty;      /* batches without pages */
    int64_t to_come;    /* dossiers without pages */
    int64_t pages, accepted, under_way, returned;
    struct open open;
};

/* Of a batch: what is open in it and of no dossier. */
struct loose {
    int64_t batch;
    bool complete;
    struct open open;
};

struct each {
    struct store *store;
    paper_box_fn fn;
    void *ctx;
    struct point_sizes sizes;
    struct loose *batches; /* owned; those looked at for a box of the register */
    size_t count, cap;
    /* The box of the register at hand. */
    char *box, *archive; /* owned; NULL: none */
    int64_t dossiers;
    struct keeping keeping;
    size_t *met; /* owned; its batches, as places in `batches` */
    size_t met_count, met_cap;
};

static void note(struct open *o, const struct point *p)
{
    char name[POINT_NAME_MAX];

    if (o->count++ == 0)
        snprintf(o->first, sizeof(o->first), "%.190s", point_name(p, name));
}

static void add_open(struct open *to, const struct open *o)
{
    if (to->count == 0)
        snprintf(to->first, sizeof(to->first), "%s", o->first);
    to->count += o->count;
}

static void say_reason(const struct keeping *k, char *to, size_t size)
{
    char points[260];
    const struct {
        int64_t count;
        const char *one, *many;
    } reasons[] = {
        { k->incomplete, "batch is not complete", "batches are not complete" },
        { k->empty, "batch holds no pages", "batches hold no pages" },
        { k->open.count, points, points },
        { k->to_come, "dossier has no pages yet", "dossiers have no pages yet" },
        { k->pages - k->accepted - k->under_way - k->returned, "page in no delivery of its dossier",
          "pages in no delivery of their dossier" },
        { k->returned, "page in a delivery that was returned",
          "pages in a delivery that was returned" },
        { k->under_way, "page in a delivery that is not accepted yet",
          "pages in a delivery that is not accepted yet" },
    };
    size_t n = 0;

    snprintf(points, sizeof(points), "%s open, %s%s",
             k->open.count == 1 ? "point is" : "points are", k->open.first,
             k->open.count == 1 ? "" : " among them");
    to[0] = '\0';
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]) && n < size; i++)
        if (reasons[i].count > 0)
            n += (size_t)snprintf(to + n, size - n, "%s%" PRId64 " %s", n > 0 ? "; " : "",
                                  reasons[i].count,
                                  reasons[i].count == 1 ? reasons[i].one : reasons[i].many);
}

static BA_RC note_holding(void *ctx, const struct point *p, struct ba_err *err)
{
    struct keeping *k = ctx;

    (void)err;
    if (point_holds(p))
        note(&k->open, p);
    k->to_come += p->weight == POINT_TO_COME && p->settled == NULL;
    return BA_OK;
}

static BA_RC tell_batch(void *ctx, const struct package_box *b, struct ba_err *err)
{
    struct each *e = ctx;
    struct paper_box box = { .box = b->batch, .pages = b->pages, .accepted = b->accepted };
    struct point_filter filter = { .batch = b->batch_id, .sizes = &e->sizes };
    struct keeping k = { .incomplete = !b->complete,
                         .empty = b->pages == 0,
                         .pages = b->pages,
                         .accepted = b->accepted,
                         .under_way = b->under_way,
                         .returned = b->returned };
    enum ba_rc rc = points_each(e->store, &filter, note_holding, &k, err);

    k.to_come = 0;
    say_reason(&k, box.reason, sizeof(box.reason));
    return rc == BA_OK ? e->fn(e->ctx, &box, err) : rc;
}

/* A count of one dossier is its own. */
static BA_RC note_loose(void *ctx, const struct point *p, struct ba_err *err)
{
    struct loose *l = ctx;

    (void)err;
    if (point_holds(p) && p->batch_id != 0 && p->dossier_id == 0 &&
        (*p->object == '\0' || strcmp(p->code, "COUNT_DIFFERS") != 0))
        note(&l->open, p);
    return BA_OK;
}

/* A page of the box at hand: its batch counts once. */
static BA_RC meet_batch(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct each *e = ctx;
    struct point_filter filter = { .batch = row->batch_id, .sizes = &e->sizes };
    struct batch_row batch;
    bool found = false;
    size_t at = 0;
    enum ba_rc rc = BA_OK;

    while (at < e->count && e->batches[at].batch != row->batch_id)
        at++;
    for (size_t i = 0; i < e->met_count; i++)
        if (e->met[i] == at)
            return BA_OK;
    if (ba_grow(&e->met, &e->met_cap, e->met_count + 1, sizeof(*e->met)) != 0 ||
        ba_grow(&e->batches, &e->cap, e->count + 1, sizeof(*e->batches)) != 0)
        return ba_fail_mem(err, "boxes");
    if (at == e->count) {
        e->batches[e->count++] = (struct loose){ .batch = row->batch_id };
        rc = batch_find(e->store, row->batch, &batch, &found, err);
        e->batches[at].complete = rc == BA_OK && found && batch.complete;
        if (rc == BA_OK)
            rc = points_each(e->store, &filter, note_loose, &e->batches[at], err);
    }
    e->met[e->met_count++] = at;
    e->keeping.incomplete += !e->batches[at].complete;
    add_open(&e->keeping.open, &e->batches[at].open);
    return rc;
}

static BA_RC end_box(struct each *e, struct ba_err *err)
{
    struct paper_box box = { .box = e->box,
                             .archive = e->archive,
                             .pages = e->keeping.pages,
                             .accepted = e->keeping.accepted,
                             .dossiers = e->dossiers };
    enum ba_rc rc = BA_OK;

    if (e->box == NULL)
        return BA_OK;
    say_reason(&e->keeping, box.reason, sizeof(box.reason));
    rc = e->fn(e->ctx, &box, err);
    free(e->box);
    free(e->archive);
    e->box = e->archive = NULL;
    e->keeping = (struct keeping){ 0 };
    e->dossiers = 0;
    e->met_count = 0;
    return rc;
}

static BA_RC add_dossier(void *ctx, const struct package_box_dossier *d, struct ba_err *err)
{
    struct each *e = ctx;
    struct point_filter points = { .dossier = d->dossier, .sizes = &e->sizes };
    struct page_filter pages = { .dossier = d->dossier };
    enum ba_rc rc = BA_OK;

    if (e->box != NULL && (strcmp(e->box, d->box) != 0 || strcmp(e->archive, d->archive) != 0))
        rc = end_box(e, err);
    if (rc == BA_OK && e->box == NULL) {
        e->box = strdup(d->box);
        e->archive = strdup(d->archive);
        if (e->box == NULL || e->archive == NULL)
            return ba_fail_mem(err, "boxes");
    }
    e->dossiers++;
    e->keeping.pages += d->pages;
    e->keeping.accepted += d->accepted;
    e->keeping.under_way += d->under_way;
    e->keeping.returned += d->returned;
    if (rc == BA_OK)
        rc = points_each(e->store, &points, note_holding, &e->keeping, err);
    return rc == BA_OK ? page_each(e->store, &pages, meet_batch, e, err) : rc;
}

BA_RC paper_release_each(struct store *s, paper_box_fn fn, void *ctx, struct ba_err *err)
{
    struct each e = { .store = s, .fn = fn, .ctx = ctx };
    enum ba_rc rc = package_record_each_box(s, tell_batch, &e, err);

    if (rc == BA_OK)
        rc = package_record_each_box_dossier(s, add_dossier, &e, err);
    if (rc == BA_OK)
        rc = end_box(&e, err);
    free(e.box);
    free(e.archive);
    free(e.batches);
    free(e.met);
    return rc;
}
