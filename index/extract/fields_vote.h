/*
 * fields_vote.h - from sightings on pages to one proposal a field. Private to fields*.c.
 */
#ifndef BA_INDEX_EXTRACT_FIELDS_VOTE_H
#define BA_INDEX_EXTRACT_FIELDS_VOTE_H

#include "index/extract/fields_private.h"

/*
 * Sightings of one value add up; spellings that OCR may have made of one another support the
 * commonest. -1 when out of memory.
 */
int fields_vote(const struct sightings *seen, const struct fields_known *known,
                struct proposals *out);

#endif
