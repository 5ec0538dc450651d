/*
 * dossier_access.h - the access that was decided on for a dossier, and whether it is open.
 */
#ifndef BA_INDEX_ACCESS_DOSSIER_ACCESS_H
#define BA_INDEX_ACCESS_DOSSIER_ACCESS_H

#include <stdbool.h>

#include "index/db/store.h"

/* The current access of a dossier, "" not reviewed; borrowed until the next call. */
BA_RC dossier_access_of(struct store *s, int64_t dossier, const char **access, struct ba_err *err);
/* One of the values (NULL at the end) is this access, case apart. */
bool dossier_access_is_open(const char *access, const char *const *values);

#endif
