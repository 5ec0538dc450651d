/*
 * settle_point.h - a person says of open points why each is all right, or takes that back.
 */
#ifndef BA_DESK_SETTLE_POINT_H
#define BA_DESK_SETTLE_POINT_H

#include "desk/decision.h"
#include "index/open/settle.h"

struct settle_what {
    /*
     * Each the name of a point (point_name); "CODE:BATCH", for all of that code in the batch; or
     * what stands behind the code, when no other point is called so.
     */
    const char *const *words;
    size_t count; /* at least 1 */
    bool undo;
};

struct settle_result {
    struct point_list changed; /* as they are afterwards */
    struct point_list before;  /* that were settled (undo: open) already; nothing was recorded */
};

/*
 * All of it or nothing, in one transaction. BA_FATAL USAGE without by->reason, but for undo;
 * BA_ITEM POINT_UNKNOWN, POINT_AMBIGUOUS (naming them). out is to be freed also after an error.
 */
BA_RC settle_points(struct depot *depot, const struct decision *by, const struct settle_what *what,
                    struct settle_result *out, struct ba_err *err);
void settle_result_free(struct settle_result *r);

#endif
