/*
 * proposals.h - what was read in the text, into the store. Private to the room.
 */
#ifndef BA_INDEX_EXTRACT_PROPOSALS_H
#define BA_INDEX_EXTRACT_PROPOSALS_H

#include "index/db/store.h"
#include "index/extract/fields.h"
#include "index/extract/text_span.h"

/* A page whose text was looked through. */
struct read_page {
    int64_t id;
    const char *sha256, *rev, *text;
    uint32_t frame;
    bool fresh; /* read anew: what stands in its text may stand elsewhere on the master */
};
/*
 * Replaces the proposals of a dossier that come from text, with the boxes that `boxes` (may be
 * NULL) finds. Equal ones are left, with the time at which they were made: what is stored does not
 * depend on how often it was looked at.
 */
BA_RC proposals_keep(struct store *s, text_boxes_fn boxes, void *ctx, int64_t dossier,
                     struct proposals *p, const struct read_page *pages, size_t count,
                     struct ba_err *err);

#endif
