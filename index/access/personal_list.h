/*
 * personal_list.h - every place that was flagged for personal data, for a person to look at.
 */
#ifndef BA_INDEX_ACCESS_PERSONAL_LIST_H
#define BA_INDEX_ACCESS_PERSONAL_LIST_H

#include <stdbool.h>

#include "index/db/store.h"

struct personal_row {
    int64_t dossier;
    const char *number, *archive, *document; /* document: "1974/0231-002", "" none */
    int64_t page, seq;                       /* id; 1-based in the dossier */
    const char *kind, *rule, *box;           /* box: as field_row.box */
    double confidence;
    bool proposal;            /* a name or a home: a person decides of it */
    const char *sha256, *rev; /* of the master; of the reading */
    uint32_t frame;
    const char *decision; /* "black", "keep"; "" nobody decided */
};
typedef BA_CHECKED enum ba_rc (*personal_row_fn)(void *ctx, const struct personal_row *row,
                                                 struct ba_err *err);
/* By archive, number and page. dossier 0: all. What was found is never in it, only where. */
BA_RC personal_each(struct store *s, int64_t dossier, personal_row_fn fn, void *ctx,
                    struct ba_err *err);

#endif
