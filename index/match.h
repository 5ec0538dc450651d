/*
 * match.h - clauses as an expression for FTS5, and clauses found on one page. Private to the room.
 */
#ifndef BA_INDEX_MATCH_H
#define BA_INDEX_MATCH_H

#include "core/buf.h"
#include "index/query.h"
#include "index/rank.h"

/*
 * The expression for all clauses, and the blob of weights for rank_hit. described: only in keys and
 * meta. Words stand in quotes and hold letters and digits only, so no input can be taken for
 * syntax.
 */
void match_expression(const struct query *q, bool described, struct ba_buf *expression,
                      struct ba_buf *weights);

#define MATCH_TERMS_MAX 24
#define MATCH_SNIPPET_MAX 400

/* How one text answers the clauses. */
struct match {
    double score;     /* 0: nothing of the question is in it */
    uint64_t clauses; /* bit i: clause i is in it */
    char snippet[MATCH_SNIPPET_MAX];
    char terms[MATCH_TERMS_MAX][FOLD_MAX];
    size_t term_count;
};
/* -1 when out of memory. */
int match_text(const struct query *q, const char *text, size_t len, struct match *m);

#endif
