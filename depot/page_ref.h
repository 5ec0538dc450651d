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

/* Bytes of a batch's name in such a word, its end included. */
#define SHEET_REF_BATCH_MAX 1024

/*
 * Adds the pages that a word names: "31" (a page's number, as `pages --json` and `show` give it);
 * "batch-7:12", "batch-7:24a" (the sheet of this name, index/records/sheet_name.h); "batch-7:12-15"
 * (from the one to the other, with all that lie between); "batch-7:scan_0012.tif" (the pages of a
 * file, also when their scan was replaced; "#2" behind it: of its second image). What looks like a
 * sheet is one: such a file is named with its extension. BA_ITEM PAGE_UNKNOWN, BA_FATAL
 * BATCH_UNKNOWN, USAGE.
 */
BA_RC page_refs_add(struct page_refs *r, struct depot *depot, const char *word, struct ba_err *err);
void page_refs_free(struct page_refs *r);
/* The same for a word that must name one page. BA_FATAL USAGE when there are more. */
BA_RC page_refs_one(struct page_refs *r, struct depot *depot, const char *word, struct ba_err *err);
/* The one page that a word names. */
BA_RC page_ref_one(struct depot *depot, const char *word, int64_t *id, struct ba_err *err);

#endif
