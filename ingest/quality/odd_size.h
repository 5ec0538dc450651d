/*
 * odd_size.h - a sheet that is longer or shorter than all those around it: two sheets that went
 * through the feeder as one, or one that was cut off.
 *
 * A drawing between letters is no oddity: only a size that is no usual paper, as wide (or as high)
 * as its neighbours, in a run of sheets that are all alike, is.
 */
#ifndef BA_INGEST_QUALITY_ODD_SIZE_H
#define BA_INGEST_QUALITY_ODD_SIZE_H

#include <stdbool.h>
#include <stddef.h>

struct sheet_size {
    double w_mm, h_mm; /* 0: unknown */
};

/* Is sheet i odd among its three neighbours on each side? False nearer to an end than that. */
bool odd_size_is(const struct sheet_size *sheets, size_t count, size_t i);

#endif
