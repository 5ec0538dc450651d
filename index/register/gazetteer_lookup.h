/*
 * gazetteer_lookup.h - looking things up in the gazetteer. Private to the room.
 */
#ifndef BA_INDEX_REGISTER_GAZETTEER_LOOKUP_H
#define BA_INDEX_REGISTER_GAZETTEER_LOOKUP_H

#include "index/records/description.h"

/*
 * Fills what the gazetteer knows of the address in d: the ids that nobody gave (source FIELD_TEXT),
 * lat and lon, and `also`, the other names of the street. A name that the street had in `year` (0:
 * unknown) goes before a street that is called so today. No gazetteer, or no such street: d stays.
 */
BA_RC gazetteer_resolve(struct store *s, struct description *d, int64_t year, struct ba_err *err);

/* The names of all streets, present and old, in memory: for correcting what OCR made of them. */
struct street_names;
/* *out NULL when there is no gazetteer. */
BA_RC street_names_load(struct store *s, struct street_names **out, struct ba_err *err);
void street_names_free(struct street_names *n);
/*
 * The street that `read` is or was misread from, as it is written; NULL when none is near enough or
 * two are as near. place narrows when the gazetteer knows it ("": any). *distance: 0 exact.
 * Borrowed from n.
 */
const char *street_names_nearest(const struct street_names *n, const char *read, const char *place,
                                 double *distance);

#endif
