/*
 * registration.h - one grid on another, tile by tile. Private to likeness*.c.
 */
#ifndef BA_INGEST_DUPLICATE_REGISTRATION_H
#define BA_INGEST_DUPLICATE_REGISTRATION_H

#include "ingest/duplicate/grid.h"

/* Where a cell of one page lies on the other: (x + x0 + xx u + xy v, y + y0 + yx u + yy v), with
 * (u, v) from the middle. */
struct registration {
    double x0, xx, xy, y0, yx, yy;
    double cx, cy; /* the middle */
};

/* Shifts by which one profile fits on another, in bins: the best, and others nearly as good. */
enum { SHIFTS_MAX = 3 };
struct duplicate_shifts {
    int at[SHIFTS_MAX], count;
};
/* Do profiles of pages that lie the same way fit so well? By which shifts of a. */
bool duplicate_shifts(const struct duplicate_profile *a, const struct duplicate_profile *b,
                      double alike, struct duplicate_shifts *x, struct duplicate_shifts *y);
/* The page turned clockwise. BA_FATAL NO_MEMORY only. */
BA_RC duplicate_turn(const struct duplicate_grid *l, unsigned deg, struct duplicate_grid *out,
                     struct ba_err *err);

/*
 * Of softened grids (a cell is 0 .. 240) that lie the same way. BA_FATAL NO_MEMORY only.
 * duplicate_lay: finds the lay from x0, y0 and the middle.
 */
BA_RC duplicate_lay(const struct duplicate_grid *a, const struct duplicate_grid *b,
                    struct registration *lay, bool *found, struct ba_err *err);
/* How much of the rules of each page is missing on the other, into v; then takes them out of both.
 * Before the grids are softened. */
void duplicate_rules(struct duplicate_grid *a, struct duplicate_grid *b, struct registration lay,
                     struct duplicate_verdict *v);
/* Settles the slopes once more, and fills the rest of v but turn_deg. */
BA_RC duplicate_judge(const struct duplicate_grid *a, const struct duplicate_grid *b,
                      struct registration lay, struct duplicate_verdict *v, struct ba_err *err);

#endif
