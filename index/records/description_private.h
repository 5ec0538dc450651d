/*
 * description_private.h - what the gazetteer adds to a description. Private to description*.c and
 * its test.
 */
#ifndef BA_INDEX_RECORDS_DESCRIPTION_PRIVATE_H
#define BA_INDEX_RECORDS_DESCRIPTION_PRIVATE_H

#include "index/records/description.h"

/*
 * Fills what the gazetteer knows of the address in d: the ids that nobody gave (source FIELD_TEXT),
 * lat and lon, and `also`, the other names of the street. A name that the street had in `year` (0:
 * unknown) goes before a street that is called so today. No gazetteer, or no such street: d stays.
 */
BA_RC description_resolve(struct store *s, struct description *d, int64_t year, struct ba_err *err);

#endif
