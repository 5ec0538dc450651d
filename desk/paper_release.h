/*
 * paper_release.h - which boxes of paper may go: the receiver has every page of them in its
 * dossier, and nothing that touches them is open.
 *
 * A batch is one box. Where the register says in which box a dossier lies, that is another: it may
 * go when every dossier of it was accepted, whatever batches its pages came in.
 */
#ifndef BA_DESK_PAPER_RELEASE_H
#define BA_DESK_PAPER_RELEASE_H

#include "index/db/store.h"

struct paper_box {
    const char *box;     /* a batch, or the register's box */
    const char *archive; /* of the register's; NULL: it is a batch */
    int64_t pages, accepted;
    int64_t dossiers; /* of the register's */
    char reason[700]; /* why it may not go yet; "": it may */
};
typedef BA_CHECKED enum ba_rc (*paper_box_fn)(void *ctx, const struct paper_box *b,
                                              struct ba_err *err);
/* The batches in the order of arrival, then the boxes of the register by archive and name. */
BA_RC paper_release_each(struct store *s, paper_box_fn fn, void *ctx, struct ba_err *err);

#endif
