/*
 * street_names.h - what OCR made of a street's name, set right by the list of all streets.
 */
#ifndef BA_INDEX_EXTRACT_STREET_NAMES_H
#define BA_INDEX_EXTRACT_STREET_NAMES_H

#include "index/db/store.h"

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
