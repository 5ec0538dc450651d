#include "desk/batch_state.h"

static BA_RC add_point(void *ctx, const struct point *p, struct ba_err *err)
{
    struct batch_state *s = ctx;

    if (p->weight != POINT_HOLDS)
        return BA_OK;
    s->open += p->settled == NULL;
    s->settled += p->settled != NULL;
    return point_list_add(&s->points, p, err);
}

static BA_RC fill(struct depot *depot, struct batch_state *s, struct point_sizes *sizes,
                  struct ba_err *err)
{
    struct batch_totals totals = { 0 };
    struct point_filter filter = { .batch = s->batch.id, .sizes = sizes };
    enum ba_rc rc = batch_totals_read(depot->store, s->batch.id, &totals, err);

    s->pages = totals.pages;
    return rc == BA_OK ? points_each(depot->store, &filter, add_point, s, err) : rc;
}

BA_RC batch_state_read(struct depot *depot, const char *name, struct batch_state *out,
                       struct ba_err *err)
{
    bool found = false;
    enum ba_rc rc;

    *out = (struct batch_state){ 0 };
    rc = batch_find(depot->store, name, &out->batch, &found, err);
    if (rc == BA_OK && !found)
        rc = ba_fail(err, BA_FATAL, "BATCH_UNKNOWN",
                     "no batch \"%s\" was taken in; see: bouwarchief batch list", name);
    return rc == BA_OK ? fill(depot, out, NULL, err) : rc;
}

const char *batch_state_word(const struct batch_state *s, uint64_t open)
{
    return !s->batch.complete ? "incomplete" : open > 0 ? "open" : "closed";
}

void batch_state_free(struct batch_state *s)
{
    point_list_free(&s->points);
    *s = (struct batch_state){ 0 };
}

struct each {
    struct depot *depot;
    batch_state_fn fn;
    void *ctx;
    struct point_sizes sizes;
};

static BA_RC tell_one(void *ctx, const struct batch_row *row, struct ba_err *err)
{
    struct each *e = ctx;
    struct batch_state s = { .batch = *row };
    enum ba_rc rc = fill(e->depot, &s, &e->sizes, err);

    if (rc == BA_OK)
        rc = e->fn(e->ctx, &s, err);
    batch_state_free(&s);
    return rc;
}

BA_RC batch_state_each(struct depot *depot, batch_state_fn fn, void *ctx, struct ba_err *err)
{
    struct each e = { .depot = depot, .fn = fn, .ctx = ctx };

    return batch_each(depot->store, tell_one, &e, err);
}
