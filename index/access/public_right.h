/*
 * public_right.h - may everyone see this: the one function that decides for the public search, open
 * data and copies for citizens. What counts is access (of the document, else of its dossier),
 * copyright, whether the pages were looked through, and what is flagged on them.
 */
#ifndef BA_INDEX_ACCESS_PUBLIC_RIGHT_H
#define BA_INDEX_ACCESS_PUBLIC_RIGHT_H

#include "index/db/store.h"

enum public_reason {
    PUBLIC_YES,
    PUBLIC_UNDECIDED,      /* nobody decided on access */
    PUBLIC_RESTRICTED,     /* somebody did, and it is not open */
    PUBLIC_DOSSIER_CLOSED, /* the dossier as a whole is not open */
    PUBLIC_COPYRIGHT,  /* protected still (Auteurswet art. 37: the copyright_until of a person) */
    PUBLIC_UNEXAMINED, /* pages failed, wait, or are not indexed: nobody looked */
    PUBLIC_PERSONAL,   /* personal data is flagged: only with it blacked out */
};

struct public_right {
    enum public_reason reason;
    int64_t pages, unexamined; /* of the document; 0 for a dossier */
};

/* Values of `access`, a NULL at the end of each: what is open, and what is no decision. undecided
 * may be NULL: only an empty value is none. */
struct public_values {
    const char *const *open, *const *undecided;
};

/*
 * document: its seq (1-based); 0: what may be told of the dossier itself. Pages without document
 * lie in the first one. A document that was opened by itself is open in a dossier nobody decided
 * on.
 */
BA_RC public_right_of(struct store *s, int64_t dossier, int64_t document,
                      const struct public_values *values, struct public_right *out,
                      struct ba_err *err);

/* A text that somebody gave of the dossier, as everyone may read it: personal data and, unless
 * names are public, names left out. New memory. */
BA_RC public_text(struct store *s, int64_t dossier, const char *text, char **out,
                  struct ba_err *err);

#endif
