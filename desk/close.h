/*
 * close.h - a person closes a batch: says why what is still open in it is all right.
 */
#ifndef BA_DESK_CLOSE_H
#define BA_DESK_CLOSE_H

#include "desk/batch_state.h"
#include "desk/decision.h"

struct close_what {
    const char *batch;
    const char *const *objects; /* only these points (point_is_called) are settled */
    size_t object_count;        /* 0: all that are open */
};

struct close_result {
    struct batch_state before; /* its points */
    uint64_t open, settled;    /* afterwards */
    const char *state;         /* afterwards, batch_state_word; NULL: it did not come that far */
};

/*
 * Settles the points when by->reason says why; without a reason only looks. BA_FATAL BATCH_UNKNOWN;
 * BA_ITEM POINT_UNKNOWN (none of the objects is open), BATCH_OPEN (it is not closed now; what was
 * settled is). out is to be freed, and is of worth, also after an error.
 */
BA_RC close_batch(struct depot *depot, const struct decision *by, const struct close_what *what,
                  struct close_result *out, struct ba_err *err);
void close_result_free(struct close_result *r);

#endif
