/*
 * pdf_template.h - is a text of the one form in which our writer writes it?
 *
 * A pattern stands for itself, but for
 *   %u  a whole number up to 2,147,483,647        -> u[]
 *   %f  a number of at most 32,767 either way     -> f[]
 *   %x  a text string <FEFF...> of at most 4,000 units, not empty -> text[]
 *   %t  characters up to ')', without '(' and '\\' -> text[]
 *   %l  a language tag (RFC 3066)
 *   %[ ... %]  there or not (bit in options; they do not nest)
 *   %*  whatever follows                          -> rest
 * Whatever differs by one byte is of another form: so no entry can be added, lost or changed.
 * Inside this room only.
 */
#ifndef BA_EXPORT_PDF_PDF_TEMPLATE_H
#define BA_EXPORT_PDF_PDF_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#define FORM_NUMBERS 8
#define FORM_TEXTS 6

struct pdf_template_text {
    const char *at;
    size_t len;
};

struct pdf_template {
    unsigned u[FORM_NUMBERS];
    double f[FORM_NUMBERS];
    struct pdf_template_text text[FORM_TEXTS];
    size_t u_count, f_count, text_count;
    unsigned options; /* bit 0: the first group was there */
    const char *rest;
    size_t matched; /* bytes of the text that were as they must be */
};

/* The whole of text; on false out->matched says how far it went. */
bool pdf_template_match(const char *text, const char *pattern, struct pdf_template *out);
/* "12 0 R" at *at, which moves behind it. */
bool pdf_template_take_ref(const char **at, unsigned *number);
bool pdf_template_take_number(const char **at, unsigned *number);
/* The word at *at, which moves behind it. */
bool pdf_template_take(const char **at, const char *word);

#endif
