/*
 * insert.h - sheets that had been left out come between the others.
 */
#ifndef BA_DESK_INSERT_H
#define BA_DESK_INSERT_H

#include "desk/decision.h"
#include "desk/new_scan.h"
#include "desk/page_echo.h"

struct insert_what {
    const char *file; /* its path; NULL: the pages that came with `page` are taken out again */
    const char *page; /* as people name it, depot/page_ref.h */
    bool before;      /* the page; else behind it */
    bool again;       /* although the same file is in the batch already */
    bool no_read;     /* the pages wait for the next run */
};

struct insert_result {
    int64_t page;               /* the one beside which they come */
    char sheet[SHEET_NAME_MAX]; /* what it was called before */
    size_t pages;               /* put in or taken out */
    bool there;                 /* they stand there already: nothing was to be done */
    struct page_echo beside;    /* the page beside which they come */
    struct page_echo is;        /* the new pages; none of a dry run and of an undo */
};

/*
 * Inserts, places the batch anew, reads and indexes. BA_FATAL USAGE; BA_ITEM PAGE_UNKNOWN,
 * INSERT_AGAIN, RESCAN_IMAGES, RESCAN_NONE, ITEMS_REJECTED; errors of taken_one for the file.
 * out is to be freed also after an error.
 */
BA_RC insert_sheets(struct depot *depot, const struct decision *by, const struct insert_what *what,
                    struct insert_result *out, struct ba_err *err);
void insert_result_free(struct insert_result *r);

#endif
