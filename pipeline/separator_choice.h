/*
 * separator_choice.h - of which lines of the register separator sheets are printed.
 */
#ifndef BA_PIPELINE_SEPARATOR_CHOICE_H
#define BA_PIPELINE_SEPARATOR_CHOICE_H

#include "index/records/dossier.h"

/* Dossiers that are named, and what narrows them, or all lines, down. Texts are borrowed. */
struct separator_choice {
    const char *const *dossiers; /* these numbers, in this order */
    size_t dossier_count;
    const char *list; /* a file of numbers, one a line (or in the first cell of CSV); "-": standard
                         input; NULL: none */
    const char *const *boxes; /* only what is in these boxes, as the register calls them */
    size_t box_count;         /* 0: any */
    const char *from, *to;    /* only numbers from..to, as people count; NULL: any */
    bool only_missing;        /* only dossiers that have no pages yet */
};

/* The numbers that are named. */
struct separator_numbers {
    char **at; /* owned */
    size_t count, cap;
};
/* BA_FATAL USAGE (from comes behind to; the list has no number), INPUT_MISSING, FILE_READ. */
BA_RC separator_choice_numbers(const struct separator_choice *c, struct separator_numbers *out,
                               struct ba_err *err);
/* Accepts an empty struct. */
void separator_numbers_free(struct separator_numbers *n);

/* Is the line chosen, by box, range and pages? */
bool separator_choice_has(const struct separator_choice *c, const struct dossier_row *row);

#endif
