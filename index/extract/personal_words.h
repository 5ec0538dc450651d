/*
 * personal_words.h - the words of a view, for those who look for names and addresses. Private to
 * personal_people.c and personal_home.c.
 */
#ifndef BA_INDEX_EXTRACT_PERSONAL_WORDS_H
#define BA_INDEX_EXTRACT_PERSONAL_WORDS_H

#include "index/extract/personal_data_private.h"

/* A run of signs without white space; from and to are places of the view, without the punctuation
 * around it (a full stop that ends initials stays). */
struct personal_word {
    size_t from, to;
    bool new_line, new_cell; /* it begins a line; a paragraph or a cell */
    bool ends;               /* a comma, full stop, colon ... behind it: the phrase ends here */
    char text[48];           /* cut */
    char bone[48];           /* its skeleton */
};
struct personal_words {
    struct personal_word *at; /* owned */
    size_t count, cap;
};
/* -1 when out of memory. */
int personal_words_of(const struct personal_view *v, struct personal_words *out);

/* Is the word one of these (NULL at the end; small letters, as recognisers leave them)? */
bool personal_word_in(const struct personal_word *w, const char *const *list);
/* van, de, der, 't, ter ... as part of a surname. */
bool personal_is_particle(const struct personal_word *w);
/* "J.", "A.B.", "Th.": how many bytes of the word are initials; all of them, or those before a
 * surname that is written on to them ("J.Smit"). 0: none. */
size_t personal_initials(const struct personal_word *w);
/* A capital and small letters, or an 'IJ'; digits that look like letters count. */
bool personal_is_capitalised(const char *text);

/* Home addresses: behind names, and where somebody lives. Called after names were found. */
void personal_find_homes(struct personal_found *f, const struct personal_words *words,
                         const struct personal_known *known);
/* From word i on: a street and a house number; the word behind them, 0: none. */
size_t personal_street_at(const struct personal_words *words, size_t i, bool sure);

#endif
