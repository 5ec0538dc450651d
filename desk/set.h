/*
 * set.h - a person's word on fields of dossiers and documents: said, taken back, or many by CSV.
 */
#ifndef BA_DESK_SET_H
#define BA_DESK_SET_H

#include <stdint.h>

#include "desk/decision.h"

struct set_what {
    const char *subject; /* dossier or document, depot/designator.h */
    const char *archive; /* of which archive the number is; NULL: the only one that has it */
    const char *field;   /* a column of the register; "street@2": of the second address */
    const char *value;   /* "" empties it; NULL: the last value that was set is taken back */
};

/* The texts are owned. */
struct set_change {
    char *subject; /* as it was named */
    char *archive; /* as people are shown it */
    char *field, *before, *now;
    bool changed; /* false: it was so already */
};

struct set_result {
    struct set_change *at; /* owned */
    size_t count, cap;
};

/*
 * Sets one field, or takes back what was set, and indexes. BA_ITEM DOSSIER_UNKNOWN,
 * DOSSIER_AMBIGUOUS, FIELD_UNKNOWN, FIELD_BAD_VALUE and the other errors of field_change and
 * field_undo. out is to be freed also after an error.
 */
BA_RC set_field(struct depot *depot, const struct decision *by, const struct set_what *what,
                struct set_result *out, struct ba_err *err);

/*
 * Every line of a CSV file (columns dossier, field, value, reason, archive), all or nothing; undo:
 * takes back, and needs no column value. What a line leaves empty is said by the decision and
 * `archive`. Each wrong line is a message BA_REFUSED with its line. BA_FATAL INPUT_MISSING; BA_ITEM
 * SET_NO_HEADER, SET_LINES_REFUSED, SET_NOTHING, errors of ba_csv_row.
 */
BA_RC set_file(struct depot *depot, const struct decision *by, const char *path,
               const char *archive, bool undo, struct set_result *out, struct ba_err *err);
void set_result_free(struct set_result *r);

#endif
