/* A scratch database and short ways to fill it, for the tests of index/. */
#ifndef BA_TESTS_UNIT_INDEX_DEPOT_H
#define BA_TESTS_UNIT_INDEX_DEPOT_H

#include "tests/unit/test.h"

#include "index/batch.h"
#include "index/dossier.h"
#include "index/index.h"
#include "index/page.h"
#include "index/search.h"
#include "index/store.h"

struct depot {
    char dir[64], path[96];
    struct store *store;
    struct ba_err err;
    int64_t batch;
};

/* cmocka fixtures: a new database with one batch "b1" in an open transaction; and its removal. */
int depot_setup(void **state);
int depot_teardown(void **state);

/* Takes in a file of `frames` pages at this position; sha is a word that stands for its hash. */
void depot_file(struct depot *d, int64_t batch, const char *path, int64_t position, const char *sha,
                uint32_t frames);
/* The id of the page with this seq in a batch. */
int64_t depot_page(struct depot *d, int64_t batch, int64_t seq);
/* Places the pages seq_from..seq_to of a batch in a dossier, as documents of this kind. */
void depot_place(struct depot *d, int64_t batch, int64_t seq_from, int64_t seq_to,
                 const char *dossier, const char *kind);
/* Stores a recognition with this text for index_update (depot_text gives it back). */
void depot_read(struct depot *d, int64_t page, const char *text);
/* Imports one register line: "name=value;name=value". */
void depot_register(struct depot *d, const char *line);
/* Commits, runs index_update with the texts given to depot_read, begins again. */
void depot_index(struct depot *d);
/* The id of a dossier by its number, 0 if none. */
int64_t depot_dossier(struct depot *d, const char *number);
/* The current value of a field ("" if none) and, when not NULL, its source. */
const char *depot_field(struct depot *d, const char *dossier, const char *name,
                        enum field_source *source);
/* Runs the query and gives the hits' dossiers (or "p<page>") with a space between. */
const char *depot_search(struct depot *d, const char *text);

#endif
