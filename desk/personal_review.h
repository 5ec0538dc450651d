/*
 * personal_review.h - where personal data was seen, for a person who decides on access.
 */
#ifndef BA_DESK_PERSONAL_REVIEW_H
#define BA_DESK_PERSONAL_REVIEW_H

#include "depot/depot.h"
#include "index/access/personal_list.h"

struct personal_review_what {
    const char *const *dossiers; /* depot/designator.h */
    size_t count;                /* 0: all dossiers */
    const char *archive;         /* of which archive the numbers are; NULL: any */
};
/* BA_ITEM DOSSIER_UNKNOWN, DOSSIER_AMBIGUOUS. */
BA_RC personal_review_each(struct depot *depot, const struct personal_review_what *what,
                           personal_row_fn fn, void *ctx, struct ba_err *err);

#endif
