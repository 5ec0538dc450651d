/*
 * rights.h - what may be shown to everyone. Private to the room; the rule is in search.h.
 */
#ifndef BA_INDEX_ACCESS_RIGHTS_H
#define BA_INDEX_ACCESS_RIGHTS_H

#include "index/records/description.h"

/* Whether everyone may see the pages of the document as they are (its seq; 0: pages without one):
 * public_right.h says PUBLIC_YES. */
BA_RC rights_document(struct store *s, int64_t dossier, int64_t document, const char *const *values,
                      bool *open, struct ba_err *err);
/* Leaves of a description what everyone may search by and see: title, addresses and years as far as
 * they were judged (dossier_told), nothing else. */
BA_RC rights_describe(struct store *s, int64_t dossier, struct description *d, struct ba_err *err);
#endif
