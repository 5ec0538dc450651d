/*
 * point_private.h - how the finders of points hand them on. Private to the room.
 */
#ifndef BA_INDEX_OPEN_POINT_PRIVATE_H
#define BA_INDEX_OPEN_POINT_PRIVATE_H

#include "index/open/point.h"

struct point_search {
    struct store *store;
    const struct point_filter *filter;
    point_fn fn;
    void *ctx;
};

/* Looks up what a person said of it, and hands it on. */
BA_RC point_found(const struct point_search *p, struct point *found, struct ba_err *err);

/* Refused files; pages; reasons of pages (point_rows.c). */
BA_RC point_rows(const struct point_search *p, struct ba_err *err);
/* Numbers missing between the names of files (file_gaps.c). */
BA_RC point_gaps(const struct point_search *p, struct ba_err *err);
/* Batches whose files an earlier one had (batch_twice.c). */
BA_RC point_twice(const struct point_search *p, struct ba_err *err);
/* Dossiers and the register (point_dossiers.c). */
BA_RC point_dossiers(const struct point_search *p, struct ba_err *err);
/* Dossiers with far more pages than others (dossier_size.c). */
BA_RC point_odd(const struct point_search *p, struct ba_err *err);

#endif
