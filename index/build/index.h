/*
 * index.h - the stage that makes pages findable: search rows and fields from text.
 */
#ifndef BA_INDEX_BUILD_INDEX_H
#define BA_INDEX_BUILD_INDEX_H

#include "index/db/store.h"

#include "index/extract/text_span.h"

/* Gives the text of a page (owned by the callee until the next call); *text NULL: it has none. */
typedef BA_CHECKED enum ba_rc (*index_text_fn)(void *ctx, int64_t page, const char *sha256,
                                               uint32_t frame, const char *rev, const char **text,
                                               struct ba_err *err);

/*
 * Indexes the pages that were finished since, and proposes fields of the dossiers concerned, in
 * transactions of its own. done (may be NULL) is called now and then with the pages so far. Running
 * it again with nothing new does nothing. *n: pages indexed.
 */
BA_RC index_update(struct store *s, index_text_fn text, void *ctx,
                   void (*done)(void *ctx, int64_t pages, int64_t total), int64_t *n,
                   struct ba_err *err);
/* Where index_update gets what it needs; boxes may be NULL. */
struct index_source {
    void *ctx;
    index_text_fn text;
    text_boxes_fn boxes;
    void (*done)(void *ctx, int64_t pages, int64_t total);
    /* Values of the field `access` that mean "open to all", NULL at the end: what searches with
     * public_access (search.h) find. NULL: nothing is open. */
    const char *const *public_access;
};
/* As index_update; proposals also say where on the master they stand. */
BA_RC index_update_from(struct store *s, const struct index_source *from, int64_t *n,
                        struct ba_err *err);
/* Empties the search tables and the fields read from text, so that index_update makes them all
 * again, row for row the same. In a transaction of its own. */
BA_RC index_reset(struct store *s, struct ba_err *err);

#endif
