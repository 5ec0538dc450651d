/*
 * batch_state.h - what is open in a batch, for a person who closes it; and the batches there are.
 */
#ifndef BA_DESK_BATCH_STATE_H
#define BA_DESK_BATCH_STATE_H

#include "depot/depot.h"
#include "index/correction/batch_withdraw.h"
#include "index/open/settle.h"

struct batch_state {
    struct batch_row batch;
    int64_t pages;
    uint64_t open, settled;   /* points that hold the batch, or did */
    struct point_list points; /* these, in the order of points_each */
};

/* BA_FATAL BATCH_UNKNOWN. To be freed also after an error. */
BA_RC batch_state_read(struct depot *depot, const char *name, struct batch_state *out,
                       struct ba_err *err);
/* "incomplete", "open" or "closed", when so many points are open. */
const char *batch_state_word(const struct batch_state *s, uint64_t open);
/* Accepts an empty struct. */
void batch_state_free(struct batch_state *s);

typedef BA_CHECKED enum ba_rc (*batch_state_fn)(void *ctx, const struct batch_state *s,
                                                struct ba_err *err);
/* All batches that count, in order of arrival; withdrawn ones: withdrawn_each. */
BA_RC batch_state_each(struct depot *depot, batch_state_fn fn, void *ctx, struct ba_err *err);

#endif
