/*
 * batch_earlier.h - files of a batch that were delivered before and are not in its folder now.
 *
 * A folder may come again with a few files only: one that was scanned anew, or forgotten. Their
 * place in the batch is between the names that were there, not the place in that folder.
 */
#ifndef BA_PIPELINE_BATCH_EARLIER_H
#define BA_PIPELINE_BATCH_EARLIER_H

#include "index/records/batch.h"
#include "ingest/batch_files.h"

struct batch_earlier {
    char **paths; /* owned, in the order of file_order_compare */
    size_t count, cap;
};

/* Reads them from the store. absent starts as { 0 }. */
BA_RC absent_read(struct batch_earlier *a, struct store *s, int64_t batch,
                  const struct batch_files *w, struct ba_err *err);
/*
 * The 1-based position in the whole batch of file `index` of the walk. *next is 0 for the first
 * call; the calls go upwards in the walk.
 */
int64_t absent_position(const struct batch_earlier *a, const struct batch_files *w, size_t index,
                        size_t *next);
void absent_free(struct batch_earlier *a); /* accepts { 0 } */

#endif
