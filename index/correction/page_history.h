/*
 * page_history.h - what a page was before it got another scan, or before its batch was withdrawn.
 */
#ifndef BA_INDEX_CORRECTION_PAGE_HISTORY_H
#define BA_INDEX_CORRECTION_PAGE_HISTORY_H

#include "index/correction/correction.h"

/* SQL: the ids of page ?1 and of the pages of batch ?2; 0 for none. */
#define CHOSEN_PAGES_SQL                                                                           \
    "SELECT id FROM page WHERE id = ?1 UNION SELECT id FROM page WHERE batch = ?2"

/* Records pages as they are now: the one with this id, or all of a batch (the other is 0). why:
 * "replaced", "withdrawn". */
BA_RC page_history_keep(struct store *s, int64_t page, int64_t batch, const char *why,
                        const struct correction *c, struct ba_err *err);

/*
 * Takes pages out of the store, chosen likewise, with all that hangs on them: words, reasons,
 * proposals. Their dossiers are numbered and described anew.
 */
BA_RC page_withdraw(struct store *s, int64_t page, int64_t batch, struct ba_err *err);

/* What a page was before. detail: a JSON object in the words of `pages --json`. */
struct page_history_page {
    const char *at, *who, *reason, *detail;
};
typedef BA_CHECKED enum ba_rc (*page_history_fn)(void *ctx, const struct page_history_page *row,
                                                 struct ba_err *err);
/* The latest first. */
BA_RC page_history_each(struct store *s, int64_t page, page_history_fn fn, void *ctx,
                        struct ba_err *err);

#endif
