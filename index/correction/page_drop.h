/*
 * page_drop.h - sheets that were scanned twice: one of the two scans leaves its dossier.
 *
 * The page keeps its row, its sheet and its master, in state `dropped`: it is in no dossier, no
 * search and no delivery, counts as a page of its batch, and is never a gap. To be called between
 * store_begin and store_commit.
 */
#ifndef BA_INDEX_CORRECTION_PAGE_DROP_H
#define BA_INDEX_CORRECTION_PAGE_DROP_H

#include "index/correction/correction.h"

/*
 * other: the page that is the same sheet; 0: not said. c->reason is wanted. BA_ITEM PAGE_UNKNOWN,
 * PAGE_DROPPED (one of the two is already), PAGE_IS_SEPARATOR, PAGE_BEGINS (something begins with
 * the page).
 */
BA_RC page_drop(struct store *s, int64_t page, int64_t other, const struct correction *c,
                struct ba_err *err);
/* It has the state and the place that it had; where separators put it, the next placing does.
 * BA_ITEM PAGE_UNKNOWN, PAGE_NOT_DROPPED. */
BA_RC page_drop_undo(struct store *s, int64_t page, const struct correction *c, struct ba_err *err);

/* Why a page was dropped. Texts are borrowed during the call. */
struct page_dropped {
    const char *at, *who, *reason;
    int64_t other;           /* the page that is the same sheet; 0: not said */
    const char *other_sheet; /* "batch-7:11"; "" when it is not said, or gone */
};
typedef BA_CHECKED enum ba_rc (*page_dropped_fn)(void *ctx, const struct page_dropped *d,
                                                 struct ba_err *err);
/* Not called for a page that was not dropped. */
BA_RC page_dropped_read(struct store *s, int64_t page, page_dropped_fn fn, void *ctx,
                        struct ba_err *err);

typedef BA_CHECKED enum ba_rc (*page_like_fn)(void *ctx, int64_t page, int64_t batch,
                                              struct ba_err *err);
/* The pages that a closer look took for the same sheet. */
BA_RC page_like_each(struct store *s, int64_t page, page_like_fn fn, void *ctx, struct ba_err *err);

#endif
