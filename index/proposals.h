/*
 * proposals.h - what was read in the text, into the store. Private to the room.
 */
#ifndef BA_INDEX_PROPOSALS_H
#define BA_INDEX_PROPOSALS_H

#include "index/fields.h"
#include "index/store.h"

/*
 * Are these the proposals that the dossier has? Then they are left, with the time at which they were
 * made: what is stored does not depend on how often it was looked at. Their boxes follow from them.
 */
enum ba_rc proposals_same(struct store *s, int64_t dossier, const struct proposals *p, bool *same,
                          struct ba_err *err);
/* Replaces the proposals of a dossier that come from text. */
enum ba_rc proposals_write(struct store *s, int64_t dossier, const struct proposals *p,
                           struct ba_err *err);

#endif
