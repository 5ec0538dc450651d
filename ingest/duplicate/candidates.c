#include "ingest/duplicate/candidates.h"

#include <stdlib.h>

enum ba_rc find_begin(struct likeness_find *f, const struct find_calls *calls, struct ba_err *err)
{
    *f = (struct likeness_find){ .calls = *calls, .slots = calloc(FIND_SLOTS, sizeof(*f->slots)) };
    return f->slots != NULL ? BA_OK : ba_fail_mem(err, "likeness of pages");
}

void find_end(struct likeness_find *f)
{
    for (size_t i = 0; f->slots != NULL && i < FIND_SLOTS; i++)
        likeness_sketch_free(&f->slots[i].sketch);
    free(f->slots);
    f->slots = NULL;
}

/* The sketch of a page: neighbours never share a slot. */
static enum ba_rc sketch_of(struct likeness_find *f, size_t id, const struct likeness_sketch **out,
                            struct ba_err *err)
{
    struct find_slot *slot = &f->slots[id % FIND_SLOTS];
    struct likeness grid = { 0 };
    enum ba_rc rc = BA_OK;

    *out = &slot->sketch;
    if (slot->id == id + 1)
        return BA_OK;
    likeness_sketch_free(&slot->sketch);
    slot->id = 0;
    rc = f->calls.grid(f->calls.ctx, id, &grid, err);
    if (rc == BA_OK)
        rc = likeness_sketch_make(&grid, &slot->sketch, err);
    if (rc == BA_OK)
        slot->id = id + 1;
    likeness_free(&grid);
    return rc;
}

/* One of the likest by sketch, by its grid. */
static enum ba_rc compare(struct likeness_find *f, size_t id, const struct likeness *own,
                          const struct likest_one *one, struct likest *closer, struct ba_err *err)
{
    struct likeness_verdict v = { 0 };
    struct likeness theirs = { 0 };
    bool known = false;
    enum ba_rc rc = f->calls.known(f->calls.ctx, id, one->id, &known, err);

    if (rc != BA_OK || known)
        return rc;
    rc = f->calls.grid(f->calls.ctx, one->id, &theirs, err);
    if (rc == BA_OK)
        rc = likeness_compare_at(&theirs, own, &one->place, &v, err);
    f->grids++;
    if (rc == BA_OK && v.may)
        likest_add(closer, &(struct likest_one){ one->id, v.alike, one->place });
    likeness_free(&theirs);
    return rc;
}

enum ba_rc find_look(struct likeness_find *f, size_t id, const size_t *others, size_t count,
                     struct find_closer *out, struct ba_err *err)
{
    struct likest_one room[FIND_COARSE_MAX];
    struct likest coarse = { room, 0, FIND_COARSE_MAX };
    struct likest closer = { out->at, 0, FIND_CLOSER_MAX };
    struct likeness own = { 0 };
    struct likeness_query query = { 0 };
    enum ba_rc rc = BA_OK;

    out->count = 0;
    if (count == 0)
        return BA_OK;
    rc = f->calls.grid(f->calls.ctx, id, &own, err);
    if (rc != BA_OK || own.width == 0)
        return rc;
    rc = likeness_query_make(&own, &query, err);
    for (size_t i = 0; i < count && rc == BA_OK; i++) {
        const struct likeness_sketch *s;
        struct likeness_place place;

        rc = sketch_of(f, others[i], &s, err);
        if (rc != BA_OK)
            break;
        place = likeness_near(&query, s);
        if (place.alike >= SKETCH_ALIKE)
            likest_add(&coarse, &(struct likest_one){ others[i], place.alike, place });
    }
    f->sketches += count;
    for (size_t i = 0; i < coarse.count && rc == BA_OK; i++)
        rc = compare(f, id, &own, &room[i], &closer, err);
    out->count = closer.count;
    likeness_query_free(&query);
    likeness_free(&own);
    return rc;
}
