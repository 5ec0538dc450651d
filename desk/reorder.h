/*
 * reorder.h - the order of the pages in a dossier, by a person.
 */
#ifndef BA_DESK_REORDER_H
#define BA_DESK_REORDER_H

#include "desk/access_widened.h"
#include "desk/decision.h"
#include "desk/page_echo.h"

struct reorder_move {
    const char *page, *beside; /* as people name them, depot/page_ref.h */
    bool before;               /* else behind it */
};

struct reorder_result {
    size_t pages; /* that were moved, or of the order given */
    int64_t page, beside;
    struct access_widened widened; /* of a move */
    struct page_echo was;          /* the page that moves, or all in the order given */
};

/*
 * Moves one page beside another of the same dossier, into its document; beside itself is no move.
 * Warns ACCESS_WIDENED. BA_FATAL USAGE, BA_ITEM PAGE_UNKNOWN, DOSSIER_DIFFERS. out is to be freed
 * also after an error.
 */
BA_RC reorder_page(struct depot *depot, const struct decision *by, const struct reorder_move *move,
                   struct reorder_result *out, struct ba_err *err);

struct reorder_order {
    const char *dossier; /* number */
    const char *const *pages;
    size_t page_count;
};
/* Gives all pages of a dossier this order. BA_ITEM DOSSIER_UNKNOWN, DOSSIER_AMBIGUOUS,
 * PAGE_UNKNOWN, ORDER_INCOMPLETE. */
BA_RC reorder_dossier(struct depot *depot, const struct decision *by,
                      const struct reorder_order *order, struct reorder_result *out,
                      struct ba_err *err);
void reorder_result_free(struct reorder_result *r);

#endif
