/*
 * drop_page.h - of a sheet that was scanned twice, one scan leaves its dossier.
 */
#ifndef BA_DESK_DROP_PAGE_H
#define BA_DESK_DROP_PAGE_H

#include "desk/decision.h"
#include "desk/page_echo.h"

struct drop_page_what {
    const char *page; /* as people name it, depot/page_ref.h */
    const char *keep; /* the page that is the same sheet; NULL: not said, and a reason is wanted */
    bool undo;        /* the page comes back */
};

struct drop_page_result {
    int64_t page, keep;         /* keep 0: not said */
    struct page_echo was, kept; /* before the change */
};

/*
 * Drops the page, places its batch anew and indexes. What looked like it is asked about no more.
 * BA_FATAL USAGE; BA_ITEM PAGE_UNKNOWN, PAGE_DROPPED, PAGE_NOT_DROPPED, PAGE_IS_SEPARATOR,
 * PAGE_BEGINS. out is to be freed also after an error.
 */
BA_RC drop_page(struct depot *depot, const struct decision *by, const struct drop_page_what *what,
                struct drop_page_result *out, struct ba_err *err);
void drop_page_result_free(struct drop_page_result *r);

#endif
