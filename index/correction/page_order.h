/*
 * page_order.h - the order of the pages in their dossiers. Private to the room.
 */
#ifndef BA_INDEX_CORRECTION_PAGE_ORDER_H
#define BA_INDEX_CORRECTION_PAGE_ORDER_H

#include "index/db/store.h"

/*
 * Numbers the pages of a dossier over all batches, in the order that a person gave them, else in
 * that of batch and sheet; its documents in the order of their pages. Empty documents go.
 */
BA_RC dossier_renumber(struct store *s, int64_t dossier, struct ba_err *err);

/* A person changed it now: its description and search document are to be made again. 0: nothing. */
BA_RC dossier_touch(struct store *s, int64_t dossier, struct ba_err *err);

#endif
