/*
 * near_duplicate.h - pages by what they look like, and the pairs that are one sheet scanned twice.
 */
#ifndef BA_INDEX_RECORDS_NEAR_DUPLICATE_H
#define BA_INDEX_RECORDS_NEAR_DUPLICATE_H

#include "index/records/batch.h"

struct near_duplicate_row {
    int64_t page, batch, seq, dossier; /* dossier 0: none */
    const char *sha256, *extension;
    uint32_t frame, width_px, height_px;
    bool compared;
    const void *grid; /* as page_new.likeness */
    size_t size;
};
typedef BA_CHECKED enum ba_rc (*likeness_fn)(void *ctx, const struct near_duplicate_row *row,
                                             struct ba_err *err);
/*
 * The pages of a batch, and those of other batches in its dossiers, in the order of arrival;
 * without blanks and separators, and without their grids. Texts are borrowed during the call.
 */
BA_RC likeness_each(struct store *s, int64_t batch, likeness_fn fn, void *ctx, struct ba_err *err);
/* One of them, with its grid. fn is not called when there is none. */
BA_RC likeness_of(struct store *s, int64_t page, likeness_fn fn, void *ctx, struct ba_err *err);
/* Has this pair (the later page first) had its closer look? */
BA_RC likeness_is_known(struct store *s, int64_t page, int64_t other, bool *known,
                        struct ba_err *err);
BA_RC likeness_judged(struct store *s, int64_t page, int64_t other, bool same, struct ba_err *err);
/*
 * All pages of the batch were compared. Gives the later page of each pair the reason
 * NEAR_DUPLICATE of this level ('e', 'w'; 0: none), and takes it from pages that are in no pair,
 * or turned out to be blank or a separator.
 */
BA_RC likeness_settle(struct store *s, int64_t batch, char level, struct ba_err *err);

/* A page that was found to be blank is like no other. */
BA_RC likeness_is_blank(struct store *s, int64_t page, struct ba_err *err);

/* The pages of a batch are about to go: pages of others look like them no more. */
BA_RC likeness_withdraw(struct store *s, int64_t batch, struct ba_err *err);

/* One sheet: the later page, and the one it looks like. */
struct near_pair {
    int64_t page, other;
    const char *other_batch, *other_sheet; /* names */
};
typedef BA_CHECKED enum ba_rc (*near_fn)(void *ctx, const struct near_pair *pair,
                                         struct ba_err *err);
BA_RC near_each(struct store *s, near_fn fn, void *ctx, struct ba_err *err);

/* With a page that is made. */
BA_RC likeness_keep(struct store *s, int64_t page, const struct page_new *p, struct ba_err *err);

#endif
