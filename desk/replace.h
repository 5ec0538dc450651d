/*
 * replace.h - a page gets another scan; the one that it had is kept.
 */
#ifndef BA_DESK_REPLACE_H
#define BA_DESK_REPLACE_H

#include "desk/decision.h"
#include "desk/new_scan.h"
#include "desk/page_echo.h"

struct replace_what {
    const char *page; /* as people name it, depot/page_ref.h */
    const char *with; /* path of a file with one image, or another page of the batch, which stops
                         being a page of its own; NULL: the last replacement is taken back */
    bool no_read;     /* the page waits for the next run */
};

struct replace_result {
    int64_t page;
    char sheet[SHEET_NAME_MAX]; /* what it was called before */
    struct page_echo was, is;   /* the page before and after; of a dry run only before */
};

/*
 * Replaces the scan, places the batch anew, reads and indexes. BA_FATAL USAGE, MASTER_CHANGED;
 * BA_ITEM PAGE_UNKNOWN, BATCH_UNEQUAL, RESCAN_IMAGES, RESCAN_SAME, RESCAN_NONE, RESCAN_IN_USE,
 * ITEMS_REJECTED; errors of taken_one for the file. out is to be freed also
 * after an error.
 */
BA_RC replace_scan(struct depot *depot, const struct decision *by, const struct replace_what *what,
                   struct replace_result *out, struct ba_err *err);
void replace_result_free(struct replace_result *r);

#endif
