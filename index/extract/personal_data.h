/*
 * personal_data.h - where in a text personal data stands.
 *
 * One finder for all who ask: it flags pages, blacks out copies, and takes values out of what is
 * told to everyone. What is found is a place, never a value kept anywhere. Reading goes over line
 * ends, columns and cells of tables; a digit that was read as a letter is still a digit.
 */
#ifndef BA_INDEX_EXTRACT_PERSONAL_DATA_H
#define BA_INDEX_EXTRACT_PERSONAL_DATA_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

struct personal_span {
    size_t from, to;  /* bytes of the text */
    const char *kind; /* static: "bsn", "iban", "e-mail", "birth date", "identity document",
                         "telephone", "account", "number plate", "name", "home address" */
    const char *rule; /* static: what found it */
    double weight;    /* 0..1: how sure that is by itself */
    bool located;     /* false: a label, and no value behind it that could be it */
};
struct personal_spans {
    struct personal_span *at; /* owned; by place */
    size_t count, cap;
};

/* Fills out (emptied first) with numbers, dates and addresses of the net: all but names and home
 * addresses. text: UTF-8. Only BA_FATAL NO_MEMORY can go wrong. */
BA_RC personal_data_find(const char *text, struct personal_spans *out, struct ba_err *err);
void personal_data_spans_free(struct personal_spans *s);

/* What is known of a dossier, for who looks for the names of private persons. */
struct personal_known {
    const char *const *people; /* as the register has them: "Bakker, J."; NULL: none known */
    size_t people_count;
    const char *const *streets; /* of the building itself: no home address of anybody */
    size_t street_count;
};
/* Appends names and home addresses of private persons: proposals, of which a person decides. known
 * may be NULL. */
BA_RC personal_data_find_people(const char *text, const struct personal_known *known,
                                struct personal_spans *out, struct ba_err *err);

/* Is any byte of from..to in one of the spans? */
bool personal_data_touches(const struct personal_spans *spans, size_t from, size_t to);
/* The text with every value in it replaced by "[weggelaten]", in new memory; with people (NULL:
 * names stay) their names and homes too. */
#define PERSONAL_LEFT_OUT "[weggelaten]"
BA_RC personal_data_scrub(const char *text, const struct personal_known *people, char **out,
                          struct ba_err *err);

#endif
