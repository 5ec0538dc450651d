/*
 * assign.h - a person puts pages in a dossier, or says of a sheet that it is a separator, none, or
 * a page with which something begins.
 */
#ifndef BA_DESK_ASSIGN_H
#define BA_DESK_ASSIGN_H

#include "desk/access_widened.h"
#include "desk/decision.h"
#include "desk/page_echo.h"

enum assign_as {
    ASSIGN_PAGES,     /* the pages are of this dossier */
    ASSIGN_SEPARATOR, /* the one sheet is the separator of this dossier, or of a kind */
    ASSIGN_BEGINS,    /* the one sheet bears that code and is the first page of what begins there */
    ASSIGN_NO_SEPARATOR, /* the sheets are no separators, whatever code is on them */
    ASSIGN_UNDO,         /* what was said of the pages is taken back: separators decide again */
};

/* All texts are borrowed. */
struct assign_what {
    enum assign_as as;
    const char *const *pages; /* as people name them, depot/page_ref.h */
    size_t page_count;
    const char *dossier; /* number; of ASSIGN_PAGES, and of SEPARATOR and BEGINS without a kind */
    const char *kind;    /* of document, NULL none: PAGES become a new document of this kind */
    uint32_t document;   /* of PAGES: into this document of the dossier; 0 none */
    bool make;           /* the dossier need not exist */
    bool force;          /* of SEPARATOR: although the page has text; wants a reason */
};

struct assign_result {
    size_t pages;                  /* that were assigned; of UNDO those that anybody had assigned */
    struct access_widened widened; /* of PAGES */
    struct page_echo was;          /* the pages before the change */
};

/*
 * Assigns, places the batches anew as far as separators changed, reads and indexes. Warns
 * ACCESS_WIDENED. BA_FATAL USAGE (no such kind; more than one sheet is said to be a separator;
 * force without a reason), BA_ITEM PAGE_HAS_TEXT, PAGE_UNKNOWN, DOSSIER_UNKNOWN, DOSSIER_AMBIGUOUS,
 * DOCUMENT_UNKNOWN, PAGE_IS_SEPARATOR, ITEMS_REJECTED. out is to be freed also after an error.
 */
BA_RC assign_pages(struct depot *depot, const struct decision *by, const struct assign_what *what,
                   struct assign_result *out, struct ba_err *err);
void assign_result_free(struct assign_result *r);

#endif
