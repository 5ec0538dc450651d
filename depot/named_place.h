/*
 * named_place.h - may this command write to, or watch, the place that a person named?
 *
 * Every command that takes such a place asks here: export, copies, open data, reports, separator
 * sheets, watch. What lies among masters and derived files is the program's own, and what lies in a
 * watched inbox is taken for a batch.
 */
#ifndef BA_DEPOT_NAMED_PLACE_H
#define BA_DEPOT_NAMED_PLACE_H

#include "depot/depot.h"

enum named_place_use {
    PLACE_FOLDER, /* files are written in it; it need not be there yet */
    PLACE_FILE,   /* this file is written */
    PLACE_INBOX,  /* watched; the depot's own packages/ and reports/ are not for that */
};

/*
 * BA_FATAL PLACE_NOT_FREE when the place, with links followed as far as it is there, lies in a
 * depot (this one's packages/ and reports/ apart), is this depot or holds it (a folder), or is an
 * inbox that is watched for this depot, lies in one or holds one. option: how the person named it
 * ("--out"), for the message.
 */
BA_RC named_place_check(const struct depot *depot, enum named_place_use use, const char *option,
                        const char *path, struct ba_err *err);

/* Writes into the lock file of a watch which inbox it is of; lock is held. */
BA_RC named_place_watched(const struct ba_lock *lock, const char *inbox, struct ba_err *err);

#endif
