#include "desk/paper_release.h"

#include <inttypes.h>
#include <stdio.h>

#include "index/open/point.h"
#include "index/records/package_record.h"

struct each {
    struct store *store;
    paper_box_fn fn;
    void *ctx;
    struct point_sizes sizes;
};

/* What is open in a batch: how much, and the first of it. */
struct open {
    int64_t count;
    char first[200];
};

static BA_RC count_open(void *ctx, const struct point *p, struct ba_err *err)
{
    struct open *o = ctx;
    char name[POINT_NAME_MAX];

    (void)err;
    if (point_holds(p) && o->count++ == 0)
        snprintf(o->first, sizeof(o->first), "%.190s", point_name(p, name));
    return BA_OK;
}

static void say_reason(const struct package_box *b, const struct open *open, char *to, size_t size)
{
    char points[260];
    const struct {
        int64_t count;
        const char *what;
    } reasons[] = {
        { !b->complete, "of 1 batch: its intake is not complete" },
        { b->pages == 0, "of 1 batch: it holds no pages" },
        { open->count, points },
        { b->pages - b->accepted - b->under_way - b->returned, "pages in no delivery" },
        { b->returned, "pages in a delivery that was returned" },
        { b->under_way, "pages in a delivery that is not accepted yet" },
    };
    size_t n = 0;

    snprintf(points, sizeof(points), "%s open, %s%s", open->count == 1 ? "point is" : "points are",
             open->first, open->count == 1 ? "" : " among them");
    to[0] = '\0';
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]) && n < size; i++)
        if (reasons[i].count > 0)
            n += (size_t)snprintf(to + n, size - n, "%s%" PRId64 " %s", n > 0 ? "; " : "",
                                  reasons[i].count, reasons[i].what);
}

static BA_RC tell_box(void *ctx, const struct package_box *b, struct ba_err *err)
{
    struct each *e = ctx;
    struct paper_box box = { .box = b->batch, .pages = b->pages, .accepted = b->accepted };
    struct point_filter filter = { .batch = b->batch_id, .sizes = &e->sizes };
    struct open open = { 0 };
    enum ba_rc rc = points_each(e->store, &filter, count_open, &open, err);

    say_reason(b, &open, box.reason, sizeof(box.reason));
    return rc == BA_OK ? e->fn(e->ctx, &box, err) : rc;
}

BA_RC paper_release_each(struct store *s, paper_box_fn fn, void *ctx, struct ba_err *err)
{
    struct each e = { .store = s, .fn = fn, .ctx = ctx };

    return package_record_each_box(s, tell_box, &e, err);
}
