/*
 * suspect_pages.h - what nobody sees from the images: numbers that are missing between file names,
 * a dossier with far more pages than others. Found anew each time from what is stored.
 */
#ifndef BA_REPORT_SUSPECT_PAGES_H
#define BA_REPORT_SUSPECT_PAGES_H

#include "depot/depot.h"
#include "index/records/dossier.h"
#include "index/records/finding.h"

/* SEQUENCE_GAP, SEQUENCE_TWICE (level 'w') and SEQUENCE_NONE ('i') of a batch, or (0) of all. The
 * texts are borrowed during the call. */
BA_RC suspect_gaps(struct depot *depot, int64_t batch, findings_fn fn, void *ctx,
                   struct ba_err *err);
/* The same, after BATCH_TWICE (level 'w'): files that an earlier batch had. */
BA_RC suspect_batches(struct depot *depot, int64_t batch, findings_fn fn, void *ctx,
                      struct ba_err *err);
/* DOSSIER_PAGES_ODD: a separator may have been missed. */
BA_RC suspect_dossiers(struct depot *depot, finding_fn fn, void *ctx, struct ba_err *err);
/* From how many pages on a dossier is odd among these; 0: too few to tell. Sorts them. */
int64_t suspect_limit(int64_t *pages, size_t count);

#endif
