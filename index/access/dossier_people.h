/*
 * dossier_people.h - what a dossier knows of persons, for who looks for their names on its pages.
 */
#ifndef BA_INDEX_ACCESS_DOSSIER_PEOPLE_H
#define BA_INDEX_ACCESS_DOSSIER_PEOPLE_H

#include "index/db/store.h"
#include "index/extract/personal_data.h"

struct dossier_people {
    bool names_public; /* a person decided so: names are nobody's business to hide */
    struct personal_known known;
    char **people, **streets; /* owned */
};
/* Persons (columns that are PERSONAL_NAME) that the register or a person gave, firms left out; the
 * streets of the building. */
BA_RC dossier_people_read(struct store *s, int64_t dossier, struct dossier_people *out,
                          struct ba_err *err);
void dossier_people_free(struct dossier_people *p); /* accepts an empty struct */

/* Adds names and homes to the spans, unless the dossier's names are public. */
BA_RC dossier_people_find(const struct dossier_people *p, const char *text,
                          struct personal_spans *out, struct ba_err *err);

/* Kinds that are proposals: of a name a person decides, and it closes no document. As SQL too. */
bool personal_is_proposal(const char *kind);
#define PERSONAL_PROPOSED_SQL "('name', 'home address')"

#endif
