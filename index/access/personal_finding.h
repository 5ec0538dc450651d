/*
 * personal_finding.h - may a person who is no official see a document's pages?
 */
#ifndef BA_INDEX_ACCESS_PERSONAL_FINDING_H
#define BA_INDEX_ACCESS_PERSONAL_FINDING_H

#include "index/db/store.h"

/* What is known of the pages of one document, separators not counted. Names and home addresses do
 * not count: they are proposals, blacked out where they stand (dossier_people.h). */
struct personal {
    int64_t pages;
    int64_t unexamined; /* failed, waiting, or not indexed since they were read: nobody looked */
    int64_t flagged;    /* pages with personal data on them */
    const char *kinds;  /* of the data, sorted, a comma between: "bsn,telephone"; "" if none.
                           Borrowed until the next call */
};

/*
 * document: its seq in the dossier (1-based); with first, the pages that lie under no document are
 * counted too, as export/ puts them there. All pages of a dossier that waits for the indexer are
 * unexamined.
 */
BA_RC personal_look(struct store *s, int64_t dossier, int64_t document, bool first,
                    struct personal *out, struct ba_err *err);

/* The kinds of personal data that page `page` is flagged for, as above; "" if none. Borrowed until
 * the next call. */
BA_RC personal_of_page(struct store *s, int64_t page, const char **kinds, struct ba_err *err);

#endif
