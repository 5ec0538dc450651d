#include "ingest/duplicate/candidates.h"

#include <stdlib.h>

BA_RC duplicate_candidates_begin(struct duplicate_candidates *f,
                                 const struct duplicate_candidates_calls *calls, struct ba_err *err)
{
    *f = (struct duplicate_candidates){ .calls = *calls,
                                        .slots = calloc(FIND_SLOTS, sizeof(*f->slots)) };
    return f->slots != NULL ? BA_OK : ba_fail_mem(err, "likeness of pages");
}

void duplicate_candidates_end(struct duplicate_candidates *f)
{
    for (size_t i = 0; f->slots != NULL && i < FIND_SLOTS; i++)
        duplicate_sketch_free(&f->slots[i].sketch);
    free(f->slots);
    f->slots = NULL;
}

/* The sketch of a page: neighbours never share a slot. */
static BA_RC sketch_of(struct duplicate_candidates *f, size_t id,
                       const struct duplicate_sketch **out, struct ba_err *err)
{
    struct find_slot *slot = &f->slots[id % FIND_SLOTS];
    struct duplicate_grid grid = { 0 };
    enum ba_rc rc = BA_OK;

    *out = &slot->sketch;
    if (slot->id == id + 1)
        return BA_OK;
    duplicate_sketch_free(&slot->sketch);
    slot->id = 0;
    rc = f->calls.grid(f->calls.ctx, id, &grid, err);
    if (rc == BA_OK)
        rc = duplicate_sketch_make(&grid, &slot->sketch, err);
    if (rc == BA_OK)
        slot->id = id + 1;
    duplicate_free(&grid);
    return rc;
}

/* One of the likest by sketch, by its grid. */
static BA_RC compare(struct duplicate_candidates *f, size_t id, const struct duplicate_grid *own,
                     const struct duplicate_best_one *one, struct duplicate_best *closer,
                     struct ba_err *err)
{
    struct duplicate_verdict v = { 0 };
    struct duplicate_grid theirs = { 0 };
    bool known = false;
    enum ba_rc rc = f->calls.known(f->calls.ctx, id, one->id, &known, err);

    if (rc != BA_OK || known)
        return rc;
    rc = f->calls.grid(f->calls.ctx, one->id, &theirs, err);
    if (rc == BA_OK)
        rc = duplicate_compare_at(&theirs, own, &one->place, &v, err);
    f->grids++;
    if (rc == BA_OK && v.may)
        duplicate_best_add(closer, &(struct duplicate_best_one){ one->id, v.alike, one->place });
    duplicate_free(&theirs);
    return rc;
}

BA_RC duplicate_candidates_look(struct duplicate_candidates *f, size_t id, const size_t *others,
                                size_t count, struct duplicate_candidates_closer *out,
                                struct ba_err *err)
{
    struct duplicate_best_one room[FIND_COARSE_MAX];
    struct duplicate_best coarse = { room, 0, FIND_COARSE_MAX };
    struct duplicate_best closer = { out->at, 0, FIND_CLOSER_MAX };
    struct duplicate_grid own = { 0 };
    struct duplicate_query query = { 0 };
    enum ba_rc rc = BA_OK;

    out->count = 0;
    if (count == 0)
        return BA_OK;
    rc = f->calls.grid(f->calls.ctx, id, &own, err);
    if (rc != BA_OK || own.width == 0)
        return rc;
    rc = duplicate_query_make(&own, &query, err);
    for (size_t i = 0; i < count && rc == BA_OK; i++) {
        const struct duplicate_sketch *s;
        struct duplicate_place place;

        rc = sketch_of(f, others[i], &s, err);
        if (rc != BA_OK)
            break;
        place = duplicate_near(&query, s);
        if (place.alike >= SKETCH_ALIKE)
            duplicate_best_add(&coarse,
                               &(struct duplicate_best_one){ others[i], place.alike, place });
    }
    f->sketches += count;
    for (size_t i = 0; i < coarse.count && rc == BA_OK; i++)
        rc = compare(f, id, &own, &room[i], &closer, err);
    out->count = closer.count;
    duplicate_query_free(&query);
    duplicate_free(&own);
    return rc;
}
