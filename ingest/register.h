/*
 * register.h - read the municipality's inventory of dossiers (CSV; columns in docs/FORMATS.md).
 */
#ifndef BA_INGEST_REGISTER_H
#define BA_INGEST_REGISTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

#include "ingest/register_column.h"

struct register_line {
    size_t line; /* 1-based in the file */
    const char *value[REG_COLUMNS];
    bool present[REG_COLUMNS]; /* the file has this column: NULL then says "empty", not "unsaid" */
    const char *const *extra_names;  /* columns of the file that are not ours, in file order */
    const char *const *extra_values; /* NULL for an empty cell */
    size_t extra_count;
};

/* For each line in order. A line that is wrong comes with rc BA_ITEM and its reason instead. */
typedef BA_CHECKED enum ba_rc (*register_line_fn)(void *ctx, const struct register_line *line,
                                                  const struct ba_err *bad, struct ba_err *err);

/*
 * Reads the file (at most 256 MiB). Codes for a line: REGISTER_NO_DOSSIER, REGISTER_BAD_VALUE (a
 * year, number, date or access word that is none; the message names the column and what is
 * allowed). REGISTER_FIELDS (more fields than the header). BA_ITEM for the whole file,
 * before any line of it was handed over: CSV_SYNTAX, REGISTER_NO_HEADER (no `dossier` column; names
 * the nearest), REGISTER_COLUMN_TWICE, FILE_READ. access: empty, or a code of
 * config/lists/beperkingGebruik.csv or one of openbaar|beperkt|niet beoordeeld.
 */
BA_RC register_read(const char *path, register_line_fn fn, void *ctx, struct ba_err *err);

#endif
