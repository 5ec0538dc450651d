/*
 * correction.h - a person's corrections of where scanned pages belong.
 *
 * Each function leaves an audit record with who, when and why, and marks for indexing what it
 * touched. To be called between store_begin and store_commit.
 */
#ifndef BA_INDEX_CORRECTION_CORRECTION_H
#define BA_INDEX_CORRECTION_CORRECTION_H

#include <stddef.h>

#include "index/db/store.h"

struct correction {
    const char *who;
    const char *reason; /* NULL: none given */
};

/*
 * The one dossier with this number. create: it is made in default_archive when there is none.
 * BA_ITEM DOSSIER_UNKNOWN, DOSSIER_AMBIGUOUS.
 */
BA_RC dossier_named(struct store *s, const char *number, const char *default_archive, bool create,
                    int64_t *id, struct ba_err *err);

/* Where pages are to belong. */
struct assignment {
    int64_t dossier;
    const char *kind;  /* a new document of this kind; NULL: an existing one */
    uint32_t document; /* with kind NULL: 1-based number of a document in the dossier; 0: the pages
                          that no DOCUMENT code stands before */
};

/*
 * Puts pages in a dossier, where no later placing of their batch moves them away. A separator
 * sheet cannot be put there. BA_ITEM PAGE_IS_SEPARATOR, DOCUMENT_UNKNOWN.
 */
BA_RC page_assign(struct store *s, const int64_t *pages, size_t count, const struct assignment *to,
                  const struct correction *c, struct ba_err *err);
/* Takes back what a person said of these pages; the next placing of their batches decides. *back:
 * of how many there was something to take back; of the others nothing is recorded. */
BA_RC page_unassign(struct store *s, const int64_t *pages, size_t count, const struct correction *c,
                    size_t *back, struct ba_err *err);
/*
 * What a person reads on a sheet, in the place of what was read by machine: "DOSSIER:<number>",
 * "DOCUMENT:<kind>", or "" for no separator; with PAGE_CODE_BEGINS before it, the sheet is a page
 * of what begins there. The next placing of its batch heeds it.
 */
BA_RC page_say_code(struct store *s, int64_t page, const char *code, const struct correction *c,
                    struct ba_err *err);
/*
 * Moves a page directly behind or before another one of the same dossier, into its document; the
 * order of the dossier is a person's from then on. BA_ITEM DOSSIER_DIFFERS.
 */
BA_RC page_reorder(struct store *s, int64_t page, int64_t anchor, bool before,
                   const struct correction *c, struct ba_err *err);
/*
 * Gives the pages of a dossier this order, which must name each of them once. BA_ITEM
 * ORDER_INCOMPLETE.
 */
BA_RC dossier_reorder(struct store *s, int64_t dossier, const int64_t *pages, size_t count,
                      const struct correction *c, struct ba_err *err);

#endif
