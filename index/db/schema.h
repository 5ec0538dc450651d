/*
 * schema.h - the tables of index.db, as the list of changes that made them. Private to the room.
 */
#ifndef BA_INDEX_DB_SCHEMA_H
#define BA_INDEX_DB_SCHEMA_H

#include "index/db/store.h"

/*
 * Brings an open database to the newest version, each change in one transaction with its row in the
 * table `migration`. apply false: only checks. BA_FATAL STORE_NEWER, STORE_OLDER (apply false and
 * changes are missing), STORE_FOREIGN (not ours).
 */
BA_RC schema_migrate(struct store *s, bool apply, struct ba_err *err);
/* The layout as an older program left it: an empty database gets the changes up to this one. So
 * that tests can bring a real old layout up to date. In a transaction of the caller's. */
BA_RC schema_create_older(struct store *s, int64_t version, struct ba_err *err);
/* The newest version this program knows. */
int64_t schema_version(void);

#endif
