/*
 * address_terms.h - words that stand for facts of a search document. The rooms build and search
 * share them.
 *
 * A house number inside a range, a dossier number in any notation, a year, a kind: each is a word
 * that begins with a private-use character, so that one look-up in the search table answers it.
 */
#ifndef BA_INDEX_RECORDS_ADDRESS_TERMS_H
#define BA_INDEX_RECORDS_ADDRESS_TERMS_H

#include "core/buf.h"
#include "index/records/description.h"

enum key {
    KEY_NUMBER = 1,   /* dossier number, whatever its notation */
    KEY_ADDRESS,      /* street and house number, inside the range, on its side of the street */
    KEY_ADDRESS_SIDE, /* the same, on the other side */
    KEY_ADDRESS_UNIT, /* street, number and letter or addition */
    KEY_ADDRESS_BARE, /* street and number of an address without letter or addition */
    KEY_ADDRESS_PART, /* the end of a street's name ("Bernhardlaan") and number */
    KEY_HOUSE,        /* house number in any street */
    KEY_STREET,       /* street, or the end of its name */
    KEY_YEAR,
    KEY_DECADE, /* year without its last digit */
    KEY_KIND,
    KEY_POSTCODE,
    KEY_ARCHIVE,     /* "a" and the name of the archive as the store calls it */
    KEY_SAID = 0x20, /* a word of the description, where it stands there */
    KEY_TIER = 0x40, /* the first of the tiers of a word (terms.h) */
};

/* Years and decades of one dossier; a register line "1850-2010" means nothing for a search by year.
 */
#define KEY_YEARS_MAX 100

/* A key begins with a private-use character of so many bytes. */
#define KEY_MARK_BYTES 3
/* Writes the key as one word (at most FOLD_MAX - 1 bytes). text is folded first; behind the mark
 * stands nothing when its first word is longer than that. */
void key_word(enum key key, const char *text, char *out, size_t out_size);
/* The key of a dossier number in any notation. */
void key_number(const char *number, size_t len, char *out, size_t out_size);
/* The key of an archive. */
void key_archive(const char *name, char *out, size_t out_size);
/* The keys of a dossier, spaces between. kinds: comma-separated kinds of its pages. */
void keys_of_dossier(const char *number, const char *archive, const struct description *d,
                     const char *kinds, struct ba_buf *out);
/* The words of a description as KEY_SAID, in their order, a space before each. */
void keys_of_meta(const char *meta, struct ba_buf *out);
/* What the description says in words. */
void meta_of_dossier(const char *number, const char *archive, const struct description *d,
                     struct ba_buf *out);

#endif
