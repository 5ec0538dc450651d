/*
 * bag.h - verifies a BagIt bag in a folder (RFC 8493, and its drafts from 0.93 on).
 */
#ifndef BA_EXPORT_BAG_H
#define BA_EXPORT_BAG_H

#include <stdbool.h>

#include "export/verify.h"

/* True for a folder that says it is a bag, or looks like one that lost its declaration. */
bool bag_is_one(const char *folder);

/*
 * Checks declaration, manifests, payload, tag manifests, fetch list and Payload-Oxum. Differences
 * have codes BAG_*; what the standard only warns of comes as VERIFY_NOTE. A file listed but absent
 * is a note when a namesake that differs in case or Unicode normalisation only is there with the
 * same digest, or when it is an empty file of a desktop system that copying tools leave out.
 * BA_ITEM VERIFY_DIFFERS, FILE_READ.
 */
enum ba_rc bag_verify(const char *folder, verify_fn fn, void *ctx, struct verify_counts *counts,
                      struct ba_err *err);

#endif
