/*
 * candidates.h - the search documents that answer a question, best first. Private to the room.
 */
#ifndef BA_INDEX_SEARCH_CANDIDATES_H
#define BA_INDEX_SEARCH_CANDIDATES_H

#include "index/search/query_clause.h"
#include "index/search/time_limit.h"

struct candidate {
    int64_t doc;
    double score;
    enum search_match match;
};

struct candidates {
    struct candidate *at; /* by round, score, id: a total order */
    size_t count, cap;
};
/* Accepts an empty struct. */
void candidates_free(struct candidates *c);

/* Fills the rarity of every way that has none. */
BA_RC candidates_weigh(struct store *s, struct query *q, struct ba_err *err);
/* Adds to every plain word what OCR or old spelling may have made of it. */
BA_RC candidates_widen(struct store *s, struct query *q, struct ba_err *err);
/*
 * Appends the documents that answer and are not in c yet, until there are `want`. round: counts
 * down, and says in the score that an earlier one's hits are better. What is found is always a
 * beginning of the same order, whatever is wanted.
 */
BA_RC candidates_find(struct store *s, struct query *q, int round, size_t want,
                      struct time_limit *limit, struct candidates *c, struct ba_err *err);
/* Appends the documents that answer, in the order of their ids and without score, at most max. */
BA_RC candidates_list(struct store *s, const struct query *q, size_t max, struct candidates *c,
                      struct ba_err *err);
/* Lets the ways of the next round from *round (0 at first) on count: exact, alike, loose. *more:
 * there is one. */
BA_RC search_next_round(struct store *s, struct query *query, size_t *round, bool *more,
                        struct ba_err *err);
/* Asks one question after the other (search.c) until there are `want`. */
BA_RC search_find(struct store *s, struct query *query, size_t want, struct time_limit *limit,
                  struct candidates *found, struct ba_err *err);

#endif
