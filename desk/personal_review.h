/*
 * personal_review.h - where personal data was seen, for a person who decides on access; and the
 * names and homes that were proposed, for one who says of each whether copies black it out.
 */
#ifndef BA_DESK_PERSONAL_REVIEW_H
#define BA_DESK_PERSONAL_REVIEW_H

#include "desk/decision.h"
#include "index/access/personal_list.h"

struct personal_review_what {
    const char *const *dossiers; /* depot/designator.h */
    size_t count;                /* 0: all dossiers */
    const char *archive;         /* of which archive the numbers are; NULL: any */
    bool again;                  /* of a review: those too that somebody decided on */
};
/* BA_ITEM DOSSIER_UNKNOWN, DOSSIER_AMBIGUOUS. */
BA_RC personal_review_each(struct depot *depot, const struct personal_review_what *what,
                           personal_row_fn fn, void *ctx, struct ba_err *err);

/* One that waits for a person, or that is looked at again. The texts are owned. */
struct personal_proposal {
    char *object, *kind, *box; /* "1974/0231-002"; as personal_row has them */
    char *text;                /* what stands there; "" when the ALTO cannot be read */
    int64_t page, seq;
    enum personal_answer { PERSONAL_OPEN, PERSONAL_BLACK, PERSONAL_LEGIBLE } answer;
    bool changed; /* what everyone may find changed with it in this review */
};
struct personal_proposals {
    struct personal_proposal *at; /* owned */
    size_t count, cap;
};
/* Those that nobody decided on (with `again`: all), in the order of personal_review_each. */
BA_RC personal_review_open(struct depot *depot, const struct personal_review_what *what,
                           struct personal_proposals *out, struct ba_err *err);
void personal_proposals_free(struct personal_proposals *p);

/* After the last of them: indexes the dossiers of which something was left legible, so that it is
 * found, or is no longer. A kill before leaves that to the next run of their dossier. */
BA_RC personal_review_end(struct depot *depot, const struct decision *by,
                          const struct personal_proposals *p, struct ba_err *err);

/* Records that it stays legible, or is blacked out. Each decision is a transaction of its own: who
 * stops half-way has decided so far. BA_ITEM PERSONAL_UNKNOWN. */
BA_RC personal_review_decide(struct depot *depot, const struct decision *by,
                             struct personal_proposal *p, bool keep, struct ba_err *err);

#endif
