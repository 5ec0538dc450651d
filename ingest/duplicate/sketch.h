/*
 * sketch.h - a page against a thousand others, in microseconds each.
 *
 * Two scans of a sheet are to be found among pages that have the same layout, so that a sketch
 * says what is left of a page when layout is taken out: ink in cells of two millimetres (4 or 8 for
 * drawings), less what the cells of its row and of its column nearby have in common. Where one
 * sketch lies on another follows from their profiles. What it says only puts the likest first;
 * duplicate_compare decides.
 */
#ifndef BA_INGEST_DUPLICATE_SKETCH_H
#define BA_INGEST_DUPLICATE_SKETCH_H

#include "ingest/duplicate/grid.h"

/* The four ways in which a sheet lies. */
enum { SKETCH_TURNS = 4 };

struct sketch_map {
    uint16_t width, height;
    int8_t *cells; /* owned */
    float norm;
};

/* About 17 KB of a letter. */
struct duplicate_sketch {
    struct duplicate_profile profile;
    struct sketch_map map;
};

/* The page that is looked for, in each way it can lie; about 70 KB. */
struct duplicate_query {
    struct duplicate_sketch turned[SKETCH_TURNS];
};

/* Both are freed by their own function, which accepts an empty one. BA_FATAL NO_MEMORY only. */
BA_RC duplicate_sketch_make(const struct duplicate_grid *l, struct duplicate_sketch *out,
                            struct ba_err *err);
void duplicate_sketch_free(struct duplicate_sketch *s);
BA_RC duplicate_query_make(const struct duplicate_grid *l, struct duplicate_query *out,
                           struct ba_err *err);
void duplicate_query_free(struct duplicate_query *q);

/* How the looked-for page lies on another. */
struct duplicate_place {
    double alike; /* of the sketches, -1 .. 1; -1 as well when the two cannot be one sheet */
    unsigned
        turn_deg; /* clockwise turn of the looked-for page that makes it lie as the other does */
    int dx, dy;   /* and by how many bins it is moved then */
};
struct duplicate_place duplicate_near(const struct duplicate_query *q,
                                      const struct duplicate_sketch *s);

/*
 * As duplicate_compare(other, own), with the place of own on other known already, which is most of
 * the work. BA_FATAL NO_MEMORY only.
 */
BA_RC duplicate_compare_at(const struct duplicate_grid *other, const struct duplicate_grid *own,
                           const struct duplicate_place *place, struct duplicate_verdict *out,
                           struct ba_err *err);

struct duplicate_best_one {
    size_t id;
    double alike;
    struct duplicate_place place;
};
/* The likest of many: at most so many, the likest first; of equals the one that came last. */
struct duplicate_best {
    struct duplicate_best_one *at; /* borrowed room */
    size_t count, max;
};
void duplicate_best_add(struct duplicate_best *l, const struct duplicate_best_one *one);

#endif
