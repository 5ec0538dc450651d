/*
 * personal_data_private.h - what the files of personal_*.c share. Private to them.
 *
 * Patterns do not meet the page as it was read, but a view of it: one byte a sign, without accents,
 * all dashes, quotes and spaces alike; and beside it a skeleton, in which signs that recognisers
 * take for each other (0 O, 1 l I) are one letter. So a notation is written down once.
 */
#ifndef BA_INDEX_EXTRACT_PERSONAL_DATA_PRIVATE_H
#define BA_INDEX_EXTRACT_PERSONAL_DATA_PRIVATE_H

#include "index/extract/personal_data.h"

#define PERSONAL_LINE '\n'      /* a line ends */
#define PERSONAL_PARAGRAPH '\f' /* a paragraph, a block or a cell ends */

struct personal_view {
    char *text; /* owned; ASCII; runs of white space are one ' ', '\n' or '\f' */
    char *bone; /* owned; the same length: lower case, digits as the letters they look like */
    size_t *at; /* owned; where each byte stands in the page's text; at[len] is its end */
    size_t len;
};
/* -1 when out of memory. text: UTF-8; so many bytes of it, at most, are looked at. */
#define PERSONAL_TEXT_MAX 400000
int personal_view_make(const char *text, struct personal_view *out);
void personal_view_free(struct personal_view *v);
/* The letter of the skeleton that stands for a sign of a view. */
extern const char personal_bones[128];
static inline char personal_bone(char c)
{
    return (unsigned char)c < 128 ? personal_bones[(unsigned char)c] : c;
}

static inline bool personal_is_space(char c)
{
    return c == ' ' || c == PERSONAL_LINE || c == PERSONAL_PARAGRAPH;
}
static inline bool personal_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool personal_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool personal_is_sign(char c)
{
    return personal_is_digit(c) || personal_is_letter(c);
}
/* The digit that a sign is or is easily taken for; '\0': none. */
extern const char personal_digit_like[128];
static inline char personal_digit(char c)
{
    return (unsigned char)c < 128 ? personal_digit_like[(unsigned char)c] : '\0';
}

enum personal_kind {
    PERSONAL_BSN,
    PERSONAL_IBAN,
    PERSONAL_EMAIL,
    PERSONAL_BIRTH,
    PERSONAL_IDENTITY,
    PERSONAL_TELEPHONE,
    PERSONAL_ACCOUNT,
    PERSONAL_PLATE,
    PERSONAL_NAME,
    PERSONAL_HOME,
    PERSONAL_KINDS
};
extern const char *const personal_kind_names[PERSONAL_KINDS];

/* A run of digits with signs between them, as groups are written. */
struct personal_digits {
    char digit[32]; /* what the signs are or are taken for; NUL at the end */
    size_t count, real;
    size_t first;    /* length of the first group */
    size_t end;      /* behind the last digit */
    bool bracket;    /* the first group stood in brackets */
    bool plus, dash; /* + before it; a dash or slash between two groups */
};
/*
 * Reads at most max digits that begin at `at`, whole groups only; between two groups may stand one
 * of the signs in between, with a space or line end at each side. False: there is no digit.
 */
bool personal_digits_at(const struct personal_view *v, size_t at, size_t max, const char *between,
                        struct personal_digits *out);

/* Is it a value of the kind that begins here? *end: behind it. `near`: a label stands right before
 * it, so that short and old notations count too. */
bool personal_value_at(const struct personal_view *v, enum personal_kind kind, size_t at, bool near,
                       size_t *end);
/* A month's name, short or with a letter or two misread. */
bool personal_is_month(const char *word, size_t n);
/* A date in any notation. */
bool personal_date_at(const struct personal_view *v, size_t at, size_t *end);

/* Before and behind a number: no digit, no decimals, no more of a larger number. */
bool personal_begins_well(const struct personal_view *v, size_t at);
bool personal_ends_well(const struct personal_view *v, size_t end);

/* Gets what is found, as places of the view; located false: a label without a value. */
struct personal_found {
    const struct personal_view *view;
    struct personal_spans *out;
    bool no_memory;
};
void personal_add(struct personal_found *f, enum personal_kind kind, const char *rule,
                  double weight, size_t from, size_t to, bool located);
/* Does it lie inside something that was found? */
bool personal_is_found(const struct personal_found *f, size_t from, size_t to);

/* Values by a form of their own: IBAN, e-mail, telephone with its area, BSN by its check digit. */
void personal_find_forms(struct personal_found *f);
/* Does a word that announces such a value begin here? */
bool personal_is_label(const struct personal_view *v, size_t at);
/* Values that a word before them announces. */
void personal_find_labelled(struct personal_found *f);

/* Digits that a citizen service number (BSN) can be: nine, and the weighted sum 9..2,-1 divides
 * by 11. */
bool bsn_valid(const char *text);
/* ISO 13616: the remainder by 97 is 1. Spaces count for nothing. */
bool iban_valid(const char *text);

#endif
