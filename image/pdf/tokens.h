/*
 * tokens.h - the tokens of a content stream (ISO 32000-1, 7.8.2), for pdf_page.c.
 */
#ifndef BA_IMAGE_PDF_TOKENS_H
#define BA_IMAGE_PDF_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

#define PDF_OPERANDS 8   /* that are kept: the last ones; no operator we know takes more */
#define PDF_NAME_MAX 128 /* ISO 32000-1, Annex C: 127 bytes */

struct pdf_content {
    const unsigned char *p, *end;
    double numbers[PDF_OPERANDS];
    int number_count;        /* operands that are numbers, at most PDF_OPERANDS */
    char name[PDF_NAME_MAX]; /* the last name, with its slash; "" without */
    char op[8];              /* the operator */
    bool cut;                /* at the end: something was begun and not ended */
    /* behind the operator ID: the dictionary and the data of the inline image */
    const unsigned char *inline_dict, *inline_dict_end, *inline_data, *inline_end;
};

/* Reads operands up to and with the next operator. False at the end. What is in strings, arrays and
 * dictionaries is passed over; behind ID the data of the inline image are. */
bool pdf_content_next(struct pdf_content *c);

#endif
