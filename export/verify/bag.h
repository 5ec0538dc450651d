/*
 * bag.h - verifies a BagIt bag in a folder or a tar (RFC 8493, and its drafts from 0.93 on).
 */
#ifndef BA_EXPORT_VERIFY_BAG_H
#define BA_EXPORT_VERIFY_BAG_H

#include <stdbool.h>

#include "config/value_lists.h"
#include "core/err.h"
#include "export/verify/verify_counts.h"

/* True for a folder that says it is a bag, or looks like one that lost its declaration. */
bool bag_is_one(const char *folder);

/*
 * Checks declaration, manifests, payload, tag manifests, fetch list and Payload-Oxum. Differences
 * have codes BAG_*; what the standard only warns of comes as VERIFY_NOTE. A file listed but absent
 * is a note when a namesake that differs in case or Unicode normalisation only is there with the
 * same digest, or when it is an empty file of a desktop system that copying tools leave out.
 * BA_ITEM VERIFY_DIFFERS, FILE_READ.
 */
BA_RC bag_verify(const char *folder, verify_fn fn, void *ctx, struct verify_counts *counts,
                 struct ba_err *err);

/* What the names in a tar say of a bag in it. Free with bag_where_free. */
struct bag_where {
    bool is_bag;
    char *top; /* the bag's folder, owned; NULL for an empty tar */
    bool declared, payload, manifest;
    bool package;                    /* an MDTO package is its payload */
    const struct value_lists *lists; /* how receivers name sidecars */
    unsigned algorithms;             /* bits 1 << enum ba_hash_kind, of its manifests */
};
/* Reads names only. BA_ITEM FILE_READ; a damaged tar is no error here. */
BA_RC bag_find_in_tar(const char *path, const struct value_lists *lists, struct bag_where *w,
                      struct ba_err *err);
void bag_where_free(struct bag_where *w);
/* As bag_verify, for a tar of which bag_find_in_tar said that it is one. */
BA_RC bag_verify_tar(const char *path, struct bag_where *w, verify_fn fn, void *ctx,
                     struct verify_counts *counts, struct ba_err *err);

#endif
