/*
 * index_pair.h - the index for staff and that for everyone (readers.h), changed together. Private
 * to the room.
 */
#ifndef BA_INDEX_BUILD_INDEX_PAIR_H
#define BA_INDEX_BUILD_INDEX_PAIR_H

#include "index/build/search_document.h"

struct index_pair {
    struct store *store;
    struct term_counts *terms[READERS];
    struct search_documents *docs[READERS];
};

/* Nothing is changed before index_pair_flush. The struct is to be freed also when this fails. */
BA_RC index_pair_open(struct store *s, struct index_pair *x, struct ba_err *err);
/* Accepts an empty struct. */
void index_pair_free(struct index_pair *x);
/* Takes a document out of both. Not there: fine. */
BA_RC index_pair_forget(struct index_pair *x, int64_t doc, struct ba_err *err);
/* Writes what waits. Before the commit. */
BA_RC index_pair_flush(struct index_pair *x, struct ba_err *err);

/*
 * Makes the index for everyone be of dossiers with one of these values of `access` (NULL at the
 * end; or NULL: of none): when it was of others it is emptied, and dossiers that somebody reviewed
 * are to be indexed anew. In a transaction of its own.
 */
BA_RC index_pair_open_to(struct store *s, const char *const *values, struct ba_err *err);
/* Whether it is of these values. */
BA_RC index_pair_is_open_to(struct store *s, const char *const *values, bool *same,
                            struct ba_err *err);

#endif
