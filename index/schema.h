/*
 * schema.h - the tables of index.db, as the list of changes that made them. Private to the room.
 */
#ifndef BA_INDEX_SCHEMA_H
#define BA_INDEX_SCHEMA_H

#include "index/store.h"

/*
 * Brings an open database to the newest version, each change in one transaction with its row in the
 * table `migration`. apply false: only checks. BA_FATAL STORE_NEWER, STORE_OLDER (apply false and
 * changes are missing), STORE_FOREIGN (not ours).
 */
enum ba_rc schema_migrate(struct store *s, bool apply, struct ba_err *err);
/* The newest version this program knows. */
int64_t schema_version(void);

#endif
