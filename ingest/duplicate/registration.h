/*
 * registration.h - one grid on another, tile by tile. Private to likeness*.c.
 */
#ifndef BA_INGEST_DUPLICATE_REGISTRATION_H
#define BA_INGEST_DUPLICATE_REGISTRATION_H

#include "ingest/duplicate/grid.h"

/* Where a cell of one page lies on the other: (x + x0 + xx u + xy v, y + y0 + yx u + yy v), with
 * (u, v) from the middle. */
struct lay {
    double x0, xx, xy, y0, yx, yy;
    double cx, cy; /* the middle */
};

/* Shifts by which one profile fits on another, in bins: the best, and others nearly as good. */
enum { SHIFTS_MAX = 3 };
struct likeness_shifts {
    int at[SHIFTS_MAX], count;
};
/* Do profiles of pages that lie the same way fit so well? By which shifts of a. */
bool likeness_shifts(const struct likeness_profile *a, const struct likeness_profile *b,
                     double alike, struct likeness_shifts *x, struct likeness_shifts *y);
/* The page turned clockwise. BA_FATAL NO_MEMORY only. */
enum ba_rc likeness_turn(const struct likeness *l, unsigned deg, struct likeness *out,
                         struct ba_err *err);

/*
 * Of softened grids (a cell is 0 .. 240) that lie the same way. BA_FATAL NO_MEMORY only.
 * likeness_lay: finds the lay from x0, y0 and the middle.
 */
enum ba_rc likeness_lay(const struct likeness *a, const struct likeness *b, struct lay *lay,
                        bool *found, struct ba_err *err);
/* How much of the rules of each page is missing on the other, into v; then takes them out of both.
 * Before the grids are softened. */
void likeness_rules(struct likeness *a, struct likeness *b, struct lay lay,
                    struct likeness_verdict *v);
/* Settles the slopes once more, and fills the rest of v but turn_deg. */
enum ba_rc likeness_judge(const struct likeness *a, const struct likeness *b, struct lay lay,
                          struct likeness_verdict *v, struct ba_err *err);

#endif
