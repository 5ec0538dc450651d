/*
 * batch_complete.h - is a batch folder in the inbox complete?
 *
 * Polling the listing, because a share tells nothing of what other machines write to it. Complete
 * is a folder in which nothing has changed for a while: no name, no size, no time, hidden and
 * temporary files counted. A marker file, which the scanning software writes last, makes the wait
 * short.
 */
#ifndef BA_INGEST_BATCH_COMPLETE_H
#define BA_INGEST_BATCH_COMPLETE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"

/* What a listing shows; two are equal when nothing changed between them. */
struct batch_listing {
    uint64_t entries;  /* of every kind, in all subfolders, the marker too */
    uint64_t files;    /* of them: neither folders, nor hidden, nor the marker */
    uint64_t bytes;    /* together */
    uint64_t print[2]; /* over names, kinds, sizes and times; notices changes, not attacks */
    bool marker;
};

/*
 * Lists dir and its subfolders without following a symlink. marker: name of the marker file in dir
 * itself, whatever its case, or "". BA_RETRY FOLDER_CHANGING when something went away while it was
 * listed; BA_ITEM BATCH_UNREADABLE, BATCH_TOO_DEEP, BATCH_TOO_LARGE as for walk_folder.
 */
BA_RC batch_complete_list(const char *dir, const char *marker, struct batch_listing *out,
                          struct ba_err *err);
bool batch_complete_equal(const struct batch_listing *a, const struct batch_listing *b);
/* True for the marker's name as it stands in the folder of the batch. */
bool batch_complete_is_marker(const char *path, const char *marker);

/* What is remembered of a folder between two looks. Starts as { 0 }. */
struct batch_complete {
    struct batch_listing last;
    bool seen;
    double since_s; /* when the last change was noticed */
};

/* With a marker there, this much quiet is enough: 1 s. */
#define SETTLE_MARKER_S 1.0

/*
 * Takes note of a listing made at now_s (a monotonic clock). True when the folder is complete: it
 * holds a file or the marker, and was the same for quiet_s, or with its marker SETTLE_MARKER_S when
 * that is less.
 */
bool batch_complete_step(struct batch_complete *s, const struct batch_listing *listing,
                         double now_s, double quiet_s);
/* Something changed that no listing shows: the wait begins anew. */
void batch_complete_disturb(struct batch_complete *s);

#endif
