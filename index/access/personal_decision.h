/*
 * personal_decision.h - what a person decided of names and home addresses that were proposed:
 * black, or left legible. It holds for a place on the scan; when the page is read anew and the
 * place is another one, it is proposed again.
 */
#ifndef BA_INDEX_ACCESS_PERSONAL_DECISION_H
#define BA_INDEX_ACCESS_PERSONAL_DECISION_H

#include <stdbool.h>

#include "index/db/store.h"

struct personal_box {
    int32_t x, y, w, h;
};
/* Of "[[x,y,w,h],...]" the boxes, at most max; gives how many. */
size_t personal_boxes_read(const char *json, struct personal_box *out, size_t max);

struct personal_decision {
    char kind[24]; /* "name", "home address" */
    bool keep;     /* it stays legible */
    struct personal_box box;
};
/* Of one page, a row a box. */
struct personal_decisions {
    struct personal_decision *at; /* owned */
    size_t count, cap;
};
BA_RC personal_decisions_read(struct store *s, int64_t page, struct personal_decisions *out,
                              struct ba_err *err);
void personal_decisions_free(struct personal_decisions *d); /* accepts an empty struct */
/* The decision on a place of the scan; NULL: nobody decided. */
const struct personal_decision *personal_decision_at(const struct personal_decisions *d,
                                                     const char *kind, int32_t x, int32_t y);

/* One proposal: of which page, kind and place (box as personal_row has it). */
struct personal_place {
    int64_t page;
    const char *kind, *box;
};
/* Records it with who and why (reason may be NULL); a later one replaces an earlier one. In a
 * transaction of the caller. BA_ITEM PERSONAL_UNKNOWN: nothing is proposed there. */
BA_RC personal_decide(struct store *s, const struct personal_place *place, bool keep,
                      const char *who, const char *reason, struct ba_err *err);
/* The page's dossier is to be indexed anew: what stays legible may be found. */
BA_RC personal_decision_index(struct store *s, int64_t page, struct ba_err *err);

#endif
