/*
 * sql.h - the few ways in which index/ talks to SQLite. Private to the room.
 *
 * Statements are kept prepared by the address of their text, so SQL is always a string literal (or
 * lives as long as the store). Bound values are named by one letter each, in order:
 *   i int64_t            n int64_t, 0 is NULL      d double        D double, NaN is NULL
 *   t text, NULL allowed e text, "" is NULL        b void *, size_t
 */
#ifndef BA_INDEX_DB_SQL_H
#define BA_INDEX_DB_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "index/db/store.h"

struct sql_kept {
    const char *text;
    sqlite3_stmt *st;
    bool busy;
};

/* Some more than the room has statements. */
#define SQL_KEPT_MAX 256
#define STORE_HOLD 8

/* Gives a connection functions of its own. 0, or not. */
typedef int (*sql_extension_fn)(sqlite3 *db);
#define SQL_EXTENSIONS_MAX 4

struct store {
    sqlite3 *db;
    char *path;
    bool writable;
    struct sql_kept kept[SQL_KEPT_MAX];
    size_t kept_count;
    char *hold[STORE_HOLD]; /* texts lent out until the next call */
    sql_extension_fn extended[SQL_EXTENSIONS_MAX];
};

/* Calls fn for the store's connection, once however often it is asked: a room that ranks or
 * compares in SQL brings its own functions. BA_FATAL when SQLite refuses. */
BA_RC sql_extend(struct store *s, sql_extension_fn fn, struct ba_err *err);
/* Prepares (or finds) a statement and binds. *st is to be given to sql_close. */
BA_RC sql_open(struct store *s, sqlite3_stmt **st, struct ba_err *err, const char *text,
               const char *types, ...);
/* The next row, if any. */
BA_RC sql_next(struct store *s, sqlite3_stmt *st, bool *row, struct ba_err *err);
/* Accepts NULL. */
void sql_close(struct store *s, sqlite3_stmt *st);
/* Runs to the end. */
BA_RC sql_run(struct store *s, struct ba_err *err, const char *text, const char *types, ...);
/* First column of the first row; *out stays as it is when there is no row or it is NULL. */
BA_RC sql_int(struct store *s, int64_t *out, struct ba_err *err, const char *text,
              const char *types, ...);
/* Statements without parameters, several in one text. */
BA_RC sql_script(struct store *s, const char *text, struct ba_err *err);
/* Text of a column, "" for NULL; borrowed until the next step. */
const char *sql_text(sqlite3_stmt *st, int column);
/* The error of the last call on the database, with what to do about it. */
BA_RC sql_fail(struct store *s, const char *doing, struct ba_err *err);
/* Copies text so that it lives until slot is used again; NULL gives "". NULL when out of memory. */
const char *store_hold(struct store *s, size_t slot, const char *text);

#endif
