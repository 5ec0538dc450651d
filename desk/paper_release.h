/*
 * paper_release.h - which boxes of paper may go, because the receiver has every page of them.
 */
#ifndef BA_DESK_PAPER_RELEASE_H
#define BA_DESK_PAPER_RELEASE_H

#include "index/db/store.h"

struct paper_box {
    const char *box; /* a batch */
    int64_t pages, accepted;
    char reason[500]; /* why it may not go yet; "": it may */
};
typedef BA_CHECKED enum ba_rc (*paper_box_fn)(void *ctx, const struct paper_box *b,
                                              struct ba_err *err);
/* In the order of arrival. */
BA_RC paper_release_each(struct store *s, paper_box_fn fn, void *ctx, struct ba_err *err);

#endif
