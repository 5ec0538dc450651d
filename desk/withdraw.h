/*
 * withdraw.h - a person takes a wrong batch back.
 */
#ifndef BA_DESK_WITHDRAW_H
#define BA_DESK_WITHDRAW_H

#include "desk/decision.h"
#include "index/records/batch.h"

/*
 * Takes a batch out of everything that counts, and indexes; its masters are kept, and running its
 * folder takes it in anew. *was: the batch as it was. BA_FATAL BATCH_UNKNOWN, USAGE (no reason: it
 * is kept for ever), BA_ITEM BATCH_DELIVERED.
 */
BA_RC withdraw_batch(struct depot *depot, const struct decision *by, const char *batch,
                     struct batch_row *was, struct ba_err *err);

#endif
