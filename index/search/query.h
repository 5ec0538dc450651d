/*
 * query.h - what was typed -> clauses, each a list of things one of which must be found. Private to
 * the room.
 *
 *   word  "a phrase"  -not  -"not this"  begin*
 * Every word becomes a clause; none is dropped. A number behind a street's words is looked up
 * inside the ranges of addresses too, a number like 1974/231 in every notation, a postcode with and
 * without its space, a year and a range of years (1970-1975) in the description too.
 */
#ifndef BA_INDEX_SEARCH_QUERY_H
#define BA_INDEX_SEARCH_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "index/search/query_clause.h"
#include "index/search/search_question.h"

/* BA_ITEM QUERY_BAD with a sentence; BA_FATAL NO_MEMORY. An empty text and no filter gives no
 * clause. */
BA_RC query_parse(const struct search_query *q, struct query *out, struct ba_err *err);
void query_free(struct query *q);

#endif
