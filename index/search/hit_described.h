/*
 * hit_described.h - what of a question the description of a dossier answers. Private to the room.
 */
#ifndef BA_INDEX_SEARCH_HIT_DESCRIBED_H
#define BA_INDEX_SEARCH_HIT_DESCRIBED_H

#include "index/search/query.h"

/*
 * The clauses that the description of a dossier answers: its number, archive, title and address as
 * far as everyone may see them, and its keys in the index for everyone. Not the names in it: those
 * may have been read on a page that is not open.
 */
BA_RC hit_described(struct store *s, const struct query *q, int64_t dossier, uint64_t *clauses,
                    struct ba_err *err);

#endif
