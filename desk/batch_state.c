#include "desk/batch_state.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"

static BA_RC add_point(void *ctx, const struct batch_point *point, struct ba_err *err)
{
    struct batch_state *s = ctx;
    struct batch_state_point *p;

    if (ba_grow(&s->at, &s->cap, s->count + 1, sizeof(*s->at)) != 0)
        return ba_fail_mem(err, "a batch");
    p = &s->at[s->count++];
    *p = (struct batch_state_point){ .code = strdup(point->code),
                                     .object = strdup(point->object),
                                     .message = strdup(point->message),
                                     .who = strdup(point->who) };
    if (point->settled != NULL)
        p->settled = strdup(point->settled);
    s->open += point->settled == NULL;
    s->settled += point->settled != NULL;
    return p->code == NULL || p->object == NULL || p->message == NULL || p->who == NULL ||
                   (point->settled != NULL && p->settled == NULL)
               ? ba_fail_mem(err, "a batch")
               : BA_OK;
}

static BA_RC fill(struct depot *depot, struct batch_state *s, struct ba_err *err)
{
    struct batch_totals totals = { 0 };
    enum ba_rc rc = batch_totals_read(depot->store, s->batch.id, &totals, err);

    s->pages = totals.pages;
    return rc == BA_OK ? batch_points(depot->store, s->batch.id, add_point, s, err) : rc;
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
    return rc == BA_OK ? fill(depot, out, err) : rc;
}

const char *batch_state_word(const struct batch_state *s, uint64_t open)
{
    return !s->batch.complete ? "incomplete" : open > 0 ? "open" : "closed";
}

void batch_state_free(struct batch_state *s)
{
    for (size_t i = 0; i < s->count; i++) {
        free(s->at[i].code);
        free(s->at[i].object);
        free(s->at[i].message);
        free(s->at[i].settled);
        free(s->at[i].who);
    }
    free(s->at);
    *s = (struct batch_state){ 0 };
}

struct each {
    struct depot *depot;
    batch_state_fn fn;
    void *ctx;
};

static BA_RC tell_one(void *ctx, const struct batch_row *row, struct ba_err *err)
{
    const struct each *e = ctx;
    struct batch_state s = { .batch = *row };
    enum ba_rc rc = fill(e->depot, &s, err);

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
