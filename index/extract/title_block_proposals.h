/*
 * title_block_proposals.h - the title blocks of a dossier's drawings among its proposals. Private
 * to the room.
 */
#ifndef BA_INDEX_EXTRACT_TITLE_BLOCK_PROPOSALS_H
#define BA_INDEX_EXTRACT_TITLE_BLOCK_PROPOSALS_H

#include "index/db/store.h"
#include "index/extract/fields.h"

/*
 * Adds to p what the title block of a page says: what p has already becomes surer, and gets the
 * box where it has none; what it has not is added. Pages are to be given in their order.
 */
BA_RC title_propose(struct store *s, int64_t page, struct proposals *p, struct ba_err *err);

#endif
