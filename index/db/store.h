/*
 * store.h - index.db, the SQLite database of a depot: state, description, search tables.
 *
 * One process writes (under the depot's lock), any number read (WAL). Every function that writes is
 * to be called between store_begin and store_commit. Only index/ includes sqlite3.h.
 */
#ifndef BA_INDEX_DB_STORE_H
#define BA_INDEX_DB_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"

struct store;

enum store_mode { STORE_READ, STORE_WRITE, STORE_CREATE };

/*
 * Opens the database. STORE_CREATE makes a new one, and fails when the file is there. STORE_WRITE
 * runs the migrations that are missing. Codes: STORE_MISSING (BA_FATAL: no depot here), STORE_NEWER
 * (made by a newer program), STORE_DAMAGED (what to do is in the message), STORE_NETWORK (on NFS,
 * SMB ...), STORE_FAILED, DISK_FULL (BA_RETRY).
 */
BA_RC store_open(const char *path, enum store_mode mode, struct store **out, struct ba_err *err);
void store_close(struct store *s); /* rolls back what was not committed; accepts NULL */

/* While rows are only added, a small cache does as well; what the large one of the searches holds
 * is let go. Changes no result, so an error changes nothing either. */
void store_small_cache(struct store *s, bool small);

BA_RC store_begin(struct store *s, struct ba_err *err); /* BEGIN IMMEDIATE */
BA_RC store_commit(struct store *s, struct ba_err *err);
void store_rollback(struct store *s); /* nothing when no transaction is open */

/* Who did what, when, why: kept for ever. detail is JSON or text; any of the texts may be NULL. */
BA_RC store_audit(struct store *s, const char *who, const char *action, const char *object,
                  const char *reason, const char *detail, struct ba_err *err);

#endif
