/*
 * access_widened.h - the warning that a correction lets everyone see what was closed.
 */
#ifndef BA_DESK_ACCESS_WIDENED_H
#define BA_DESK_ACCESS_WIDENED_H

#include "config/value_lists.h"
#include "core/message.h"
#include "depot/page_ref.h"
#include "index/access/page_access.h"
#include "index/correction/correction.h"

/* A page that was under a restriction, and is in a document now that everyone may see. */
struct access_widened_page {
    int64_t page;
    struct page_access was, is;
};

struct access_widened {
    struct access_widened_page *at; /* owned; in the order of the pages */
    size_t count, cap;
    /* private */
    struct value_lists lists;
    const struct page_refs *pages; /* borrowed until access_widened_find */
    struct page_access *before;    /* owned: of each page */
};

/* Notes under which access the pages lie before they are put elsewhere. *w is to be freed also when
 * this fails. */
BA_RC access_widened_note(struct access_widened *w, struct depot *depot,
                          const struct page_refs *pages, struct ba_err *err);
/*
 * Fills w->at, and warns (ACCESS_WIDENED, one message for pages that came from one document) how to
 * keep them closed. Before the end of the transaction. messages may be NULL.
 */
BA_RC access_widened_find(struct access_widened *w, struct depot *depot,
                          struct ba_messages *messages, struct ba_err *err);
/* Accepts an empty struct. */
void access_widened_free(struct access_widened *w);

#endif
