/*
 * dossier_number.h - archives and dossier numbers. Private to the room.
 */
#ifndef BA_INDEX_RECORDS_DOSSIER_NUMBER_H
#define BA_INDEX_RECORDS_DOSSIER_NUMBER_H

#include <stddef.h>

#include "index/db/store.h"

#define NUMBER_KEY_MAX 256

/* The archive with this name, made when it is not there. */
BA_RC archive_of(struct store *s, const char *name, int64_t *id, struct ba_err *err);
/* A dossier that is not there yet. */
BA_RC dossier_add(struct store *s, int64_t archive, const char *number, int64_t *id,
                  struct ba_err *err);
/* Sorts as people count: runs of digits padded to 12 places. */
void dossier_number_sort_key(const char *number, char out[NUMBER_KEY_MAX]);
/*
 * What stays the same in every notation of a number ("1974/0231", "1974-231", "74.0231" not): its
 * groups of letters and digits, folded, zeros in front of digits left out, joined by '/'. "" when
 * it has none.
 */
void dossier_number_key(const char *number, size_t len, char out[NUMBER_KEY_MAX]);

#endif
