/*
 * query_address.h - house numbers of a question, beside the words that may be their street. Private
 * to the room.
 */
#ifndef BA_INDEX_SEARCH_QUERY_ADDRESS_H
#define BA_INDEX_SEARCH_QUERY_ADDRESS_H

#include "index/records/address_terms.h"
#include "index/search/query_clause.h"
#include "index/search/query_words.h"

/* All of these: 0, or -1 when out of memory. */

int query_add_key(struct query_clause *c, enum key key, const char *text, double sure);
/* The ways from first on are asked when nothing else is found. What must not be found is never
 * widened so: of a negative clause they are taken back. */
int query_loosely(struct query_clause *c, size_t first);
/* Keys of a house number, or of each in a range of them, in the street that the words from..to of
 * the query spell. */
int query_add_address(struct query_clause *c, const struct query_tokens *ts, size_t from, size_t to,
                      const struct query_token *number, const char *unit);
/* House numbers in any street: that of the token, or each of its range. */
int query_add_houses(struct query_clause *c, const struct query_token *number);
/* The number at `at` in every street that stands before or behind it. */
int query_add_addresses(struct query_clause *c, const struct query_tokens *ts, size_t at);
/* A word that may be an addition to a number before it: "A" in "Herenstraat 12 A". */
int query_add_own_unit(struct query_clause *c, const struct query_tokens *ts, size_t at);

/* To the clause of a word what it is called in names of streets: "Burg." as "Burgemeester". */
int query_add_street(struct query_clause *c, const struct query_tokens *ts, size_t at);

#endif
