/*
 * sheet_name.h - the names of the sheets of a batch: "24", "24a" ... "24z", "24aa".
 *
 * A name is given once and never moves or comes back, as archivists number leaves: what comes
 * between two sheets has the number of the one before it and a letter, before the first one "0a".
 * The order of the sheets is a matter apart (page.seq).
 */
#ifndef BA_INDEX_RECORDS_SHEET_NAME_H
#define BA_INDEX_RECORDS_SHEET_NAME_H

#include <stdbool.h>

#include "index/db/store.h"

#define SHEET_MAX 32 /* bytes of a name, its end included */

struct sheet_name {
    int64_t number, letter; /* letter 0: none; 1: a, 27: aa */
};
/* A name at *p, which moves behind it: digits, letters of any case behind them. False, and *p
 * stays, when there is none. */
bool sheet_name_read(const char **p, struct sheet_name *out);
void sheet_name_write(const struct sheet_name *name, char out[SHEET_MAX]);

/* Names for pages that come into a batch one behind the other. */
struct sheet_series {
    struct sheet_name next;
    bool letters;
};
/*
 * For pages that come at position seq, where room was made already. Behind the last sheet they get
 * new numbers, unless `between` (a person puts them behind another sheet); else letters.
 */
BA_RC sheet_series_begin(struct store *s, int64_t batch, int64_t seq, bool between,
                         struct sheet_series *out, struct ba_err *err);
/* The next name. */
void sheet_series_take(struct sheet_series *series, char out[SHEET_MAX]);

/* Position of the sheet of this name; 0: the batch has none. */
BA_RC sheet_position(struct store *s, int64_t batch, const struct sheet_name *name, int64_t *seq,
                     struct ba_err *err);
/* Whether a sheet had this name that is no page of its own any more. */
BA_RC sheet_is_gone(struct store *s, int64_t batch, const struct sheet_name *name, bool *gone,
                    struct ba_err *err);

#endif
