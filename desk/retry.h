/*
 * retry.h - pages that failed, or whose derived files are gone, are to be read again.
 */
#ifndef BA_DESK_RETRY_H
#define BA_DESK_RETRY_H

#include "desk/decision.h"

struct retry_what {
    const char *batch; /* only of this one; NULL: of all */
    const char *code;  /* only those that failed so; NULL: all that failed */
    bool missing;      /* those whose text or ALTO is gone or damaged, instead of failed ones */
};

/* They wait again for the next run, and shards are told. *pages: how many. BA_FATAL BATCH_UNKNOWN.
 */
BA_RC retry_pages(struct depot *depot, const struct decision *by, const struct retry_what *what,
                  int64_t *pages, struct ba_err *err);

#endif
