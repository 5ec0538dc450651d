/*
 * duplex.h - a stack that was scanned in two passes, first all fronts and then all backs, in the
 * order of its sheets: front, back, front, back.
 */
#ifndef BA_INGEST_DUPLEX_H
#define BA_INGEST_DUPLEX_H

#include "ingest/batch_files.h"

enum duplex {
    DUPLEX_OFF,
    DUPLEX_TWO_PASS,         /* the backs in the order of the fronts */
    DUPLEX_TWO_PASS_REVERSED /* the stack was turned over as it was: the last back came first */
};

/* "off", "two-pass", "two-pass-reversed". */
bool duplex_parse(const char *text, enum duplex *out);

/*
 * Puts the files of a walk in the order of the sheets; their names stay. Fronts are the files in a
 * folder recto, voor, voorkant or front, backs those in verso, achter, achterkant or back; without
 * such folders the first half and the second. BA_ITEM BATCH_SIDES, and the order as it was: not as
 * many backs as fronts, or files beside the two folders. Never drops a file: an empty back counts.
 */
BA_RC duplex_order(struct batch_files *w, enum duplex how, const char *batch, struct ba_err *err);

/*
 * A file of such a batch is one side of one sheet: the other side cannot come between the images of
 * one file. BA_ITEM BATCH_SIDES.
 */
BA_RC duplex_one_side(enum duplex how, const char *file, uint32_t images, struct ba_err *err);

#endif
