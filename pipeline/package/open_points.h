/*
 * open_points.h - what is still open on a dossier, for receivers that want it settled before it
 * leaves.
 */
#ifndef BA_PIPELINE_PACKAGE_OPEN_POINTS_H
#define BA_PIPELINE_PACKAGE_OPEN_POINTS_H

#include "depot/depot.h"
#include "export/sip/package.h"
#include "index/open/point.h"

/* What is open in the batches seen so far, so that each is looked at once. */
struct open_points {
    struct qc_batch *batches; /* owned */
    size_t count, cap;
    struct point_sizes sizes;
    char *text; /* owned; the first open point of the last dossier */
};

/* Fills d->failed_settled, count_settled, doubtful, open_findings, open_finding and open_batch, as
 * far as the receiver asks for them. The texts live until the next call. */
BA_RC qc_fill(struct open_points *q, struct depot *depot, const struct list_receiver *to,
              int64_t dossier, struct export_dossier *d, struct ba_err *err);
void qc_free(struct open_points *q);

/* True when a person's reason may let a dossier go that is refused with this code. */
bool qc_forcible(const char *code);

#endif
