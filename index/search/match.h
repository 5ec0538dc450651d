/*
 * match.h - clauses as an expression for FTS5, and clauses found on one page. Private to the room.
 */
#ifndef BA_INDEX_SEARCH_MATCH_H
#define BA_INDEX_SEARCH_MATCH_H

#include "core/buf.h"
#include "index/search/query_clause.h"
#include "index/search/rank.h"

/* Where, and how much of it, is looked at. */
enum match_pass {
    MATCH_SAID,  /* every clause in keys and description */
    MATCH_DENSE, /* of words of many documents only those that say most of them */
    MATCH_ALL,
};
/* What MATCH_DENSE needs to know of the words of a question. */
BA_RC match_load_tiers(struct store *s, struct query *q, struct ba_err *err);
/* Whether any document is dense in a word of the question. */
bool match_has_tiers(const struct query *q);
/*
 * The expression for all clauses, and the blob of weights for rank_hit. dense: for MATCH_DENSE, how
 * many documents of one word are enough. Words stand in quotes and hold letters, digits and marks
 * only, so no input can be taken for syntax.
 */
BA_RC match_expression(const struct query *q, enum match_pass pass, int64_t dense,
                       struct ba_buf *expression, struct ba_buf *weights, struct ba_err *err);

#define MATCH_TERMS_MAX 32
#define MATCH_TERM_SIZE 256
#define MATCH_SNIPPET_MAX 400
#define MATCH_MARKS_MAX 16

/* How one text answers the clauses. */
struct match {
    double score;     /* 0: nothing of the question is in it */
    uint64_t clauses; /* bit i: clause i is in it */
    char snippet[MATCH_SNIPPET_MAX];
    char terms[MATCH_TERMS_MAX][MATCH_TERM_SIZE]; /* words of a phrase with a space between */
    size_t term_count;
    uint16_t marks[MATCH_MARKS_MAX][2]; /* first byte and end, in snippet */
    size_t mark_count;
};
/* -1 when out of memory. Clauses that must not be met are looked for too, but add no score. */
int match_text(const struct query *q, const char *text, size_t len, struct match *m);

#endif
