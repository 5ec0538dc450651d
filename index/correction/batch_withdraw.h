/*
 * batch_withdraw.h - taking a batch back, and the batches that were.
 */
#ifndef BA_INDEX_CORRECTION_BATCH_WITHDRAW_H
#define BA_INDEX_CORRECTION_BATCH_WITHDRAW_H

#include "index/correction/correction.h"
#include "index/records/batch.h"

/*
 * Takes a batch out of everything that counts: its pages leave their dossiers, the search and the
 * sums, and are kept as past pages; files and masters stay; its name is free again. To be called
 * between store_begin and store_commit. BA_ITEM BATCH_DELIVERED when pages of it are in a delivery.
 */
BA_RC batch_withdraw(struct store *s, const struct batch_row *batch, const struct correction *c,
                     struct ba_err *err);

struct withdrawn_row {
    const char *name; /* as it was delivered */
    const char *withdrawn_at;
    int64_t files, pages;
    const char *who, *reason;
};
typedef BA_CHECKED enum ba_rc (*withdrawn_fn)(void *ctx, const struct withdrawn_row *row,
                                              struct ba_err *err);
/* In order of arrival. */
BA_RC withdrawn_each(struct store *s, withdrawn_fn fn, void *ctx, struct ba_err *err);

#endif
