/* A database as a program that knew fewer changes left it, for tests of what becomes of it. */
#ifndef BA_TESTS_UNIT_OLDER_STORE_H
#define BA_TESTS_UNIT_OLDER_STORE_H

#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "index/db/fold_tokenizer.h"
#include "index/db/schema.h"
#include "index/db/sql.h"

/* An empty one with the changes up to this version, and then sql; closed again. */
static inline void older_store(const char *path, int64_t version, const char *sql)
{
    struct store *s = calloc(1, sizeof *s);
    struct ba_err err = BA_ERR_INIT;

    assert_non_null(s);
    s->path = strdup(path);
    assert_int_equal(SQLITE_OK, sqlite3_open(path, &s->db));
    assert_int_equal(0, fold_tokenizer_register(s->db));
    assert_rc(BA_OK, store_begin(s, &err), &err);
    assert_rc(BA_OK, schema_create_older(s, version, &err), &err);
    assert_rc(BA_OK, sql_script(s, sql, &err), &err);
    assert_rc(BA_OK, store_commit(s, &err), &err);
    store_close(s);
}

#endif
