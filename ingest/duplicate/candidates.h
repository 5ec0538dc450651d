/*
 * candidates.h - which earlier pages deserve a closer look, whatever their number.
 *
 * The cost of a page is bounded: a sketch against each of the others (microseconds), the grids of
 * the likest few, and of those the few that stand out.
 */
#ifndef BA_INGEST_DUPLICATE_CANDIDATES_H
#define BA_INGEST_DUPLICATE_CANDIDATES_H

#include "ingest/duplicate/sketch.h"

enum {
    FIND_COARSE_MAX = 5, /* grids compared a page */
    FIND_CLOSER_MAX = 2, /* closer looks a page: each decodes two masters */
    FIND_SLOTS = 1024,   /* sketches held: 17 MB of letters */
};

/* How alike the sketches of one sheet are, at least. */
#define SKETCH_ALIKE 0.25

struct duplicate_candidates_calls {
    void *ctx;
    /* The grid of a page; empty when it is not there. */
    BA_CHECKED enum ba_rc (*grid)(void *ctx, size_t id, struct duplicate_grid *out,
                                  struct ba_err *err);
    /* Had these two their closer look before? */
    BA_CHECKED enum ba_rc (*known)(void *ctx, size_t id, size_t other, bool *known,
                                   struct ba_err *err);
};

struct duplicate_candidates {
    struct duplicate_candidates_calls calls;
    struct find_slot {
        size_t id; /* + 1; 0: nothing here */
        struct duplicate_sketch sketch;
    } * slots;
    uint64_t sketches, grids; /* compared so far */
};

/* BA_FATAL NO_MEMORY only; duplicate_candidates_end accepts what was never begun. */
BA_RC duplicate_candidates_begin(struct duplicate_candidates *f,
                                 const struct duplicate_candidates_calls *calls,
                                 struct ba_err *err);
void duplicate_candidates_end(struct duplicate_candidates *f);

struct duplicate_candidates_closer {
    struct duplicate_best_one at[FIND_CLOSER_MAX]; /* the likest first */
    size_t count;
};
/* Of the others those that deserve a closer look beside page id. What a call returned, or
 * NO_MEMORY. */
BA_RC duplicate_candidates_look(struct duplicate_candidates *f, size_t id, const size_t *others,
                                size_t count, struct duplicate_candidates_closer *out,
                                struct ba_err *err);

#endif
