/*
 * gazetteer_import.h - the municipality's streets and house numbers, and what streets were called
 * before.
 *
 * Everything works without one; with one, misread streets are corrected, numbers get their ids of
 * the BAG and a place on the map, and a street is found by its old and its present name.
 */
#ifndef BA_INDEX_REGISTER_GAZETTEER_IMPORT_H
#define BA_INDEX_REGISTER_GAZETTEER_IMPORT_H

#include "index/db/store.h"

struct gazetteer_counts {
    int64_t lines, taken, refused;
    int64_t streets, numbers, names; /* there are now */
    bool historical;                 /* the file is a list of old and new names */
};

/* A line that was refused: 1-based in the file, and why. */
typedef BA_CHECKED enum ba_rc (*gazetteer_bad_fn)(void *ctx, size_t line, const char *message,
                                                  struct ba_err *err);

/*
 * Reads a CSV file (at most 512 MiB) of addresses or of historical names, told apart by the header
 * line (columns: docs/FORMATS.md). It takes the place of what was there of its kind, unless add.
 * Dossiers become stale. In a transaction of the caller. BA_ITEM GAZETTEER_NO_HEADER,
 * GAZETTEER_NO_LINES, CSV_SYNTAX, FILE_READ, FILE_TOO_LARGE: nothing may be committed.
 */
BA_RC gazetteer_import(struct store *s, const char *path, bool add, gazetteer_bad_fn bad, void *ctx,
                       struct gazetteer_counts *out, struct ba_err *err);

/* RD (EPSG:28992, metres) -> WGS84 degrees, within a metre in the Netherlands (Schreutelkamp and
 * Strang van Hees 2001). False outside the range of RD. */
bool rd_to_wgs84(double x, double y, double *lat, double *lon);

#endif
