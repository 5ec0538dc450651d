/*
 * page_ref.h - pages as people name them on the command line.
 */
#ifndef BA_DEPOT_PAGE_REF_H
#define BA_DEPOT_PAGE_REF_H

#include "depot/depot.h"

struct page_refs {
    int64_t *ids;     /* owned */
    int64_t *batches; /* owned: of each page */
    size_t count, cap, batch_cap;
};

/*
 * Adds the pages that a word names: "31" (a page's number, as `pages --json` and `show` give it),
 * "batch-7:12" (sheet 12 of a batch, as the operator counts), "batch-7:12-15" (sheets 12 to 15).
 * BA_ITEM PAGE_UNKNOWN, BA_FATAL USAGE.
 */
BA_RC page_refs_add(struct page_refs *r, struct depot *depot, const char *word, struct ba_err *err);
void page_refs_free(struct page_refs *r);
/* The one page that a word names. */
BA_RC page_ref_one(struct depot *depot, const char *word, int64_t *id, struct ba_err *err);

#endif
