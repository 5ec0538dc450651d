/*
 * designator.h - what a person calls a dossier or a document -> which one it is.
 *
 *   1974/0231        the dossier, when only one archive has the number
 *   Voorburg:1974/0231, or 1974/0231 with --archive Voorburg     that of this archive
 *   1974/0231-002    its second document
 * The depot's own archive is called by its id or its name in bouwarchief.conf.
 */
#ifndef BA_DEPOT_DESIGNATOR_H
#define BA_DEPOT_DESIGNATOR_H

#include "depot/depot.h"
#include "index/records/dossier.h"

struct designator_one {
    struct field_subject of;
    char *number, *archive; /* owned; archive as the store calls it */
};

struct designator {
    struct designator_one *at; /* owned; all that could be meant, in the order of the archives */
    size_t count, cap;
};

/* All that could be meant; none is no error. archive NULL: any. A number goes before the name of an
 * archive, a dossier before a document. */
BA_RC designator_all(struct depot *depot, const char *word, const char *archive,
                     struct designator *out, struct ba_err *err);
/* Exactly one: BA_ITEM DOSSIER_UNKNOWN, DOSSIER_AMBIGUOUS (naming them). */
BA_RC designator_one(struct depot *depot, const char *word, const char *archive,
                     struct designator *out, struct ba_err *err);
void designator_free(struct designator *w);

/* What the store calls the archive that a person names; BA_ITEM ARCHIVE_UNKNOWN. Borrowed. */
BA_RC designator_archive(struct depot *depot, const char *given, const char **name,
                         struct ba_err *err);
/* How a person is shown it. */
const char *designator_archive_shown(const struct depot *depot, const char *name);

#endif
