/*
 * package_split.h - one delivery or several, as the receiver takes them.
 */
#ifndef BA_PIPELINE_PACKAGE_PACKAGE_SPLIT_H
#define BA_PIPELINE_PACKAGE_PACKAGE_SPLIT_H

#include "pipeline/package/dossier_load.h"

struct part_limits {
    uint64_t max_files; /* with sidecars, as receivers count; 0: no limit */
    uint64_t max_bytes; /* of the tar; 0: no limit */
};

/*
 * How many of items[0..count) go into the next delivery: at least one, and no more than fit. Sizes
 * are never taken too small. A dossier that is too large alone is refused (DOSSIER_TOO_LARGE) and
 * takes no room. To be called when the PDFs are made.
 */
BA_RC parts_next(struct loader *l, const size_t *items, size_t count,
                 const struct part_limits *limits, size_t *take, struct ba_err *err);

#endif
