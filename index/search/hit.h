/*
 * hit.h - from a search document to the hits that are shown. Private to the room.
 */
#ifndef BA_INDEX_SEARCH_HIT_H
#define BA_INDEX_SEARCH_HIT_H

#include "index/search/candidates.h"
#include "index/search/query_clause.h"

struct hit_reader {
    struct store *store;
    const struct query *query;
    const struct search_query *search;
    search_fn fn;
    void *ctx;
    size_t want; /* offset + limit */
};

/* Gives the hits of one document, passing over the first search->offset in all. *given counts both.
 */
BA_RC hit_give(const struct hit_reader *r, const struct candidate *c, size_t *given,
               struct ba_err *err);

/* Whether everyone may know of this hit (search.h, rights). For searches with public_access only.
 */
BA_RC hit_is_public(const struct hit_reader *r, const struct candidate *c, bool *good,
                    struct ba_err *err);
/* The kinds of the pages that everyone may see, each once. */
BA_RC hit_public_kinds(const struct hit_reader *r, const struct candidate *c,
                       BA_CHECKED enum ba_rc (*kind)(void *ctx, const char *kind,
                                                     struct ba_err *err),
                       void *ctx, struct ba_err *err);

#endif
