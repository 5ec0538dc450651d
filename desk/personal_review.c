#include "desk/personal_review.h"

#include "depot/designator.h"

BA_RC personal_review_each(struct depot *depot, const struct personal_review_what *what,
                           personal_row_fn fn, void *ctx, struct ba_err *err)
{
    enum ba_rc rc = what->count == 0 ? personal_each(depot->store, 0, fn, ctx, err) : BA_OK;

    for (size_t i = 0; rc == BA_OK && i < what->count; i++) {
        struct designator w = { 0 };

        rc = designator_one(depot, what->dossiers[i], what->archive, &w, err);
        if (rc == BA_OK)
            rc = personal_each(depot->store, w.at[0].of.dossier, fn, ctx, err);
        designator_free(&w);
    }
    return rc;
}
