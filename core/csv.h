/*
 * csv.h - delimited text (RFC 4180 with ';' or ','), read row by row.
 *
 * A UTF-8 byte order mark is skipped. The delimiter is the one of ';' ',' and tab that occurs most
 * often outside quotes in the first line, or the one that a first line "sep=;" names, which is then
 * no row. Fields may be quoted and may then hold newlines. No-break and other wide spaces become
 * spaces, characters without width go, and at the ends of a field both.
 */
#ifndef BA_CORE_CSV_H
#define BA_CORE_CSV_H

#include <stddef.h>

#include "core/err.h"

#define BA_CSV_MAX_FIELDS 256
#define BA_CSV_MAX_FIELD_BYTES 65536

struct ba_csv;

/* data is borrowed until ba_csv_close. name is for messages. NULL when out of memory. */
struct ba_csv *ba_csv_open(const char *name, const char *data, size_t len);
/*
 * The next row: *fields (borrowed until the next call) and *n; *n = 0 at the end. Empty lines are
 * skipped. BA_ITEM CSV_SYNTAX with file and line for an unclosed quote, too many or too long
 * fields, or bytes that are not UTF-8.
 */
BA_RC ba_csv_row(struct ba_csv *c, char ***fields, size_t *n, struct ba_err *err);
/* 1-based line on which the last row began. */
size_t ba_csv_line(const struct ba_csv *c);
void ba_csv_close(struct ba_csv *c);

#endif
