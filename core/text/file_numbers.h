/*
 * file_numbers.h - the numbers in file names: what is missing between them.
 *
 * Scanners count their files. A number that is not there is a page that somebody took out or that
 * never arrived, and nobody sees it from the images.
 */
#ifndef BA_CORE_TEXT_FILE_NUMBERS_H
#define BA_CORE_TEXT_FILE_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

struct sequence_gap {
    const char *before, *after; /* the paths on both sides */
    uint64_t first,
        last;      /* missing numbers; first > last: `before` and `after` have the same one */
    uint64_t step; /* from one number to the next, 1 almost always */
};

typedef BA_CHECKED enum ba_rc (*sequence_gap_fn)(void *ctx, const struct sequence_gap *gap,
                                                 struct ba_err *err);

/*
 * Compares files of one folder whose names differ only in extension and one number: the longest run
 * of at most six digits before the extension, the last of equally long ones ("scan_0012_A.tif":
 * 12). A regular step greater than 1 (only odd numbers: the fronts) is no gap. Gaps come in the
 * order of folders, names and numbers.
 */
BA_RC sequence_gaps(const char *const *paths, size_t count, sequence_gap_fn fn, void *ctx,
                    struct ba_err *err);

#endif
