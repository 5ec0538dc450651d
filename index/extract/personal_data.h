/*
 * personal_data.h - where in a text personal data stands, by the rules that flag pages for it.
 *
 * What is found is a place, never a value kept anywhere: those who black it out need to know which
 * words. A rule that knows a label only ("BSN", "paspoort") is followed to the number behind it.
 */
#ifndef BA_INDEX_EXTRACT_PERSONAL_DATA_H
#define BA_INDEX_EXTRACT_PERSONAL_DATA_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

struct personal_span {
    size_t from, to;  /* bytes of the text */
    const char *kind; /* static: "bsn", "iban", "e-mail", "birth date" ... as personal.h has them */
    bool located;     /* false: a label, and no value behind it that could be it */
};
struct personal_spans {
    struct personal_span *at; /* owned */
    size_t count, cap;
};

struct personal_finder;
/* NULL when out of memory; personal_data_finder_free accepts that. */
struct personal_finder *personal_data_finder_new(void);
void personal_data_finder_free(struct personal_finder *f);

/* Fills out (emptied first). text: UTF-8. Only BA_FATAL NO_MEMORY can go wrong. */
enum ba_rc personal_data_find(struct personal_finder *f, const char *text,
                              struct personal_spans *out, struct ba_err *err);
void personal_data_spans_free(struct personal_spans *s);

#endif
