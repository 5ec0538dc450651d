/*
 * batch_csv.h - batch.csv: how many pages whoever prepared the batch says there are, and in which
 * languages.
 *
 * Columns `dossier` and one or both of `expected` and `languages`, in any order; others are passed
 * over. A line without a dossier is about the whole batch. Expected is a number with "=", "<=" or
 * ">=" in front, "=" when there is none; it may be empty where a line names languages. Counted are
 * pages (images): blanks in, separators out. Languages are handed on as they stand there.
 */
#ifndef BA_INGEST_BATCH_CSV_H
#define BA_INGEST_BATCH_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

#define COUNTS_FILE "batch.csv"
#define COUNTS_MAX_BYTES (1u << 20)
#define COUNTS_MAX_LINES 10000
#define COUNTS_MAX_PAGES 1000000000

struct batch_csv_line {
    char dossier[64]; /* number; "" for the whole batch */
    char relation[3]; /* "=", "<=", ">="; "": it says no number */
    int64_t pages;
    char languages[64]; /* "nld+eng"; "": it says none */
    size_t line;        /* of the file, 1-based */
};

struct batch_csv {
    struct batch_csv_line *at; /* owned; by dossier, each once */
    size_t count, cap;
};

/* True for the path of batch.csv in the batch folder itself, whatever its case. */
bool counts_is_file(const char *path);

/* A line that is wrong, with COUNTS_BAD_VALUE or COUNTS_TWICE. Other than BA_OK ends the reading.
 */
typedef BA_CHECKED enum ba_rc (*counts_bad)(void *ctx, const struct ba_err *why,
                                            struct ba_err *err);
/* Appends to c, which starts as { 0 }. BA_ITEM COUNTS_NO_HEADER, COUNTS_TOO_MANY, CSV_SYNTAX for
 * the whole file. */
BA_RC counts_read(const char *text, size_t len, struct batch_csv *c, counts_bad bad, void *ctx,
                  struct ba_err *err);
void counts_free(struct batch_csv *c); /* accepts { 0 } */

#endif
