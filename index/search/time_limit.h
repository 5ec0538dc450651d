/*
 * time_limit.h - ends a search that is to be stopped or takes too long. Private to the room.
 */
#ifndef BA_INDEX_SEARCH_TIME_LIMIT_H
#define BA_INDEX_SEARCH_TIME_LIMIT_H

#include "index/search/search_question.h"

struct time_limit {
    struct store *store;
    const volatile sig_atomic_t *stop;
    double seconds, deadline; /* 0: none */
    bool stopped, late;
};

/* From here on SQLite asks now and then; l must live until time_limit_end. */
void time_limit_begin(struct time_limit *l, struct store *s, const struct search_query *q);
/* Between two steps that SQLite knows nothing of. */
BA_RC time_limit_check(struct time_limit *l, struct ba_err *err);
/* Gives rc, or says that the limit was the reason of the failure. */
BA_RC time_limit_end(struct time_limit *l, enum ba_rc rc, struct ba_err *err);

#endif
