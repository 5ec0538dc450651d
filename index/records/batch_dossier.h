/*
 * batch_dossier.h - which dossiers a batch brought, and what was expected of each.
 */
#ifndef BA_INDEX_RECORDS_BATCH_DOSSIER_H
#define BA_INDEX_RECORDS_BATCH_DOSSIER_H

#include "index/db/store.h"

struct batch_dossier {
    int64_t dossier;
    const char *number; /* borrowed during the call */
    bool known;         /* the register has the number */
    bool has_register;  /* there is one at all */
    int64_t pages;      /* of this batch; separators and what was dropped not counted */
    int64_t all;        /* of all batches */
    int64_t expected;   /* in all, as the register says, else in this batch, as batch.csv says; -1:
                           neither does */
};
typedef BA_CHECKED enum ba_rc (*batch_dossier_fn)(void *ctx, const struct batch_dossier *d,
                                                  struct ba_err *err);
/* In the order in which their first pages lie in the batch. */
BA_RC batch_dossier_each(struct store *s, int64_t batch, batch_dossier_fn fn, void *ctx,
                         struct ba_err *err);

#endif
