/*
 * clean.h - files among the masters that belong to nothing: a killed command left them, or the
 * store was put back from an older backup.
 */
#ifndef BA_DESK_CLEAN_H
#define BA_DESK_CLEAN_H

#include "desk/decision.h"

/* One of them: where it lay and where it lies now (in a dry run: would lie), in the depot. */
typedef BA_CHECKED enum ba_rc (*clean_fn)(void *ctx, const char *file, const char *kept,
                                          struct ba_err *err);

/*
 * Moves each file below masters/ that no row of the store knows to rejected/.masters/, with an
 * audit record: it may be the only copy of a scan whose row was lost. What a killed writer left
 * half made goes. *files: how many were moved.
 */
BA_RC clean_masters(struct depot *depot, const struct decision *by, clean_fn fn, void *ctx,
                    uint64_t *files, struct ba_err *err);

#endif
