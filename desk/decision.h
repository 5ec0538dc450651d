/*
 * decision.h - what every decision of a person has in common: who, why, whether it is only tried,
 * and who hears the warnings.
 *
 * A function of desk/ takes an open depot, a decision and a struct that says what is decided. It
 * does all of it or nothing, in one transaction with its audit record, and fills a result that the
 * caller frees. It reads no command line and prints nothing: command line and web pages call it
 * alike.
 */
#ifndef BA_DESK_DECISION_H
#define BA_DESK_DECISION_H

#include <stdbool.h>

#include "core/message.h"
#include "depot/page_ref.h"
#include "index/correction/correction.h"

struct decision {
    const char *who;              /* NULL: the login name of this process */
    const char *reason;           /* NULL: none given */
    bool dry_run;                 /* all is tried and told, and nothing stays */
    struct ba_messages *messages; /* where warnings go; NULL: nobody hears them */
};

/* As the record names it. Borrowed, valid until the next call. */
struct correction decision_record(const struct decision *by);

/* Ends the transaction of a decision that came to rc: commits unless it was only tried or failed.
 */
BA_RC decision_commit(struct depot *depot, const struct decision *by, enum ba_rc rc,
                      struct ba_err *err);
/* The same, then indexes what it changed, so that it is found at once. A kill in between leaves
 * that to the next run. */
BA_RC decision_commit_index(struct depot *depot, const struct decision *by, enum ba_rc rc,
                            struct ba_err *err);

/* What becomes of the pages of a correction. */
enum decision_pages {
    PAGES_PLACED = 1 << 0,  /* the separators of their batches are read anew */
    PAGES_NOT_READ = 1 << 1 /* new ones wait for the next run */
};

/*
 * Ends the transaction of a correction of pages: as PAGES_PLACED says places their batches anew,
 * then as decision_commit. What is new in these batches is compared with their other pages; what
 * waits is read, but for PAGES_NOT_READ, and indexed. BA_ITEM ITEMS_REJECTED: it is made, but not
 * every page could be read.
 */
BA_RC decision_commit_pages(struct depot *depot, const struct decision *by,
                            const struct page_refs *pages, unsigned what, enum ba_rc rc,
                            struct ba_err *err);

#endif
