/*
 * access_widened.h - the warning that a correction lets everyone see what was closed.
 */
#ifndef BA_DESK_ACCESS_WIDENED_H
#define BA_DESK_ACCESS_WIDENED_H

#include <jansson.h>

#include "config/value_lists.h"
#include "depot/page_ref.h"
#include "index/correction/correction.h"

struct access_widened {
    struct depot *depot;
    struct value_lists lists;
    const struct page_refs *pages; /* borrowed */
    struct page_access *before;    /* owned: of each page */
};

/* Notes under which access the pages lie before they are put elsewhere. *o is to be freed also when
 * this fails. */
enum ba_rc opened_note(struct access_widened *o, struct depot *depot, const struct page_refs *pages,
                       struct ba_err *err);
/*
 * Says on stderr which of the pages were under a restriction and are in a document now that
 * everyone may see, and how to keep them closed. Before the end of the transaction. With a list
 * (may be NULL) each is put in it too, as an object.
 */
enum ba_rc opened_tell(const struct access_widened *o, json_t *list, struct ba_err *err);
/* Accepts an empty struct. */
void opened_free(struct access_widened *o);

#endif
