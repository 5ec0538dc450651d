/*
 * system_names.h - names in a delivery that no scanner wrote: of shares, desktops and copies that
 * are still on their way.
 *
 * Thumbnails and recycle bins of a NAS (Synology, QNAP), of Windows, macOS and Linux hold pictures
 * of pages that were deleted, or of no page at all: taken in they would be pages.
 */
#ifndef BA_INGEST_SYSTEM_NAMES_H
#define BA_INGEST_SYSTEM_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* A folder or file that some system keeps for itself: "@eaDir", "#recycle", "Thumbs.db", "._x.tif".
 * len bytes of one name, without folders; upper and lower case are alike. */
bool system_name_is(const char *name, size_t len);

/* Of a file that is still being sent under a name of its own ("x.tif.filepart", "~x.tif.tmp",
 * ".x.tif.Ab3dE9" of rsync): the name that it will have, in new memory; NULL for any other name.
 * NULL with *no_memory set. */
char *system_name_when_sent(const char *path, bool *no_memory);

#endif
