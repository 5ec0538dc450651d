/*
 * rights.h - what may be shown to everyone. Private to the room; the rule is in search.h.
 */
#ifndef BA_INDEX_ACCESS_RIGHTS_H
#define BA_INDEX_ACCESS_RIGHTS_H

#include "index/records/description.h"
#include "index/search/match.h"

/*
 * An address row `a` that may be told to everyone: the register or a person gave its street, or the
 * gazetteer knows it. A street that was only read may be anything, as "Mevrouw E. van Andel".
 */
#define ADDRESS_JUDGED_SQL                                                                         \
    "(a.resolved = 1 OR EXISTS (SELECT 1 FROM field g WHERE g.dossier = a.dossier"                 \
    " AND g.item = a.item AND g.name = 'street' AND g.source > 1))"

/* The current access of a dossier, "" not reviewed; borrowed until the next call. */
BA_RC rights_access(struct store *s, int64_t dossier, const char **access, struct ba_err *err);
/* One of the values (NULL at the end) is this access, case apart. */
bool rights_is_open(const char *access, const char *const *values);
/* Whether everyone may see the pages of the document as they are (its seq; 0: pages without one):
 * public_right.h says PUBLIC_YES. */
BA_RC rights_document(struct store *s, int64_t dossier, int64_t document, const char *const *values,
                      bool *open, struct ba_err *err);
/* Leaves of a description what everyone may search by and see: title, addresses and years as far as
 * they were judged (dossier_told), nothing else. */
BA_RC rights_describe(struct store *s, int64_t dossier, struct description *d, struct ba_err *err);
/*
 * The clauses that the description of a dossier answers: its number, archive, title and address as
 * far as everyone may see them, and its keys in the index for everyone. Not the names in it: those
 * may have been read on a page that is not open.
 */
BA_RC rights_described(struct store *s, const struct query *q, int64_t dossier, uint64_t *clauses,
                       struct ba_err *err);

#endif
