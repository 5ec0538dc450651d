/*
 * overlap.h - batches that hold the same files as an earlier one.
 */
#ifndef BA_INDEX_RECORDS_OVERLAP_H
#define BA_INDEX_RECORDS_OVERLAP_H

#include "index/db/store.h"

struct overlap {
    int64_t batch_id;
    const char *batch, *earlier; /* names, borrowed during the call */
    int64_t common; /* files of the batch that are pages, whose bytes the earlier one has too */
    int64_t files;  /* taken in, of the batch */
};
typedef BA_CHECKED enum ba_rc (*overlap_fn)(void *ctx, const struct overlap *o, struct ba_err *err);
/* Of a batch or (0) all, with each earlier batch that has a file of it, the one with most
 * first. */
BA_RC overlap_each(struct store *s, int64_t batch, overlap_fn fn, void *ctx, struct ba_err *err);

#endif
