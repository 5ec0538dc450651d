#include "desk/paper_release.h"

#include <inttypes.h>
#include <stdio.h>

#include "index/records/package_record.h"

struct each {
    paper_box_fn fn;
    void *ctx;
};

static void say_reason(const struct package_box *b, char *to, size_t size)
{
    const struct {
        int64_t count;
        const char *what;
    } reasons[] = {
        { !b->complete, "of 1 batch: its intake is not complete" },
        { b->pages == 0, "of 1 batch: it holds no pages" },
        { b->rejected, "files rejected" },
        { b->unread, "pages failed or not read" },
        { b->pages - b->accepted - b->under_way - b->returned, "pages in no delivery" },
        { b->returned, "pages in a delivery that was returned" },
        { b->under_way, "pages in a delivery that is not accepted yet" },
    };
    size_t n = 0;

    to[0] = '\0';
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]) && n < size; i++)
        if (reasons[i].count > 0)
            n += (size_t)snprintf(to + n, size - n, "%s%" PRId64 " %s", n > 0 ? "; " : "",
                                  reasons[i].count, reasons[i].what);
}

static BA_RC tell_box(void *ctx, const struct package_box *b, struct ba_err *err)
{
    const struct each *e = ctx;
    struct paper_box box = { .box = b->batch, .pages = b->pages, .accepted = b->accepted };

    say_reason(b, box.reason, sizeof(box.reason));
    return e->fn(e->ctx, &box, err);
}

BA_RC paper_release_each(struct store *s, paper_box_fn fn, void *ctx, struct ba_err *err)
{
    struct each e = { .fn = fn, .ctx = ctx };

    return package_record_each_box(s, tell_box, &e, err);
}
