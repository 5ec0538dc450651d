/*
 * settle.h - a person's word on what is open: why it is all right.
 */
#ifndef BA_INDEX_OPEN_SETTLE_H
#define BA_INDEX_OPEN_SETTLE_H

#include "index/open/point.h"

/*
 * Records of a point why it is all right, with an audit record. To be called between store_begin
 * and store_commit, not while points are listed.
 */
BA_RC point_settle(struct store *s, const struct point *p, const char *who, const char *reason,
                   struct ba_err *err);
/* Takes that back: it is open again. The audit log keeps both. */
BA_RC point_unsettle(struct store *s, const struct point *p, const char *who, const char *reason,
                     struct ba_err *err);

/* A point that outlives the listing; all texts owned. */
struct point_list {
    struct point *at;
    size_t count, cap;
};
/* Adds a copy. */
BA_RC point_list_add(struct point_list *l, const struct point *p, struct ba_err *err);
/* Accepts an empty list. */
void point_list_free(struct point_list *l);

#endif
