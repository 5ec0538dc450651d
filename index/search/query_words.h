/*
 * query_words.h - what was typed, cut into words with their quotes, signs and shapes. Private to
 * the room.
 */
#ifndef BA_INDEX_SEARCH_QUERY_WORDS_H
#define BA_INDEX_SEARCH_QUERY_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/text/fold.h"

enum query_token_kind {
    TOKEN_WORD,        /* may be part of a street's name */
    TOKEN_PREFIX,      /* bouw* */
    TOKEN_PHRASE,      /* "in quotes" */
    TOKEN_NUMBER,      /* 9, 12a, 12-II, 1974 */
    TOKEN_FILE_NUMBER, /* 1974/231, 1-13, 1970-1975 */
    TOKEN_POSTCODE,    /* 2271AB, 2271 AB */
};

struct query_token {
    enum query_token_kind kind;
    bool negative;
    bool or_next;            /* this or what comes next */
    char raw[256];           /* as typed, cut */
    char (*words)[FOLD_MAX]; /* folded, owned */
    size_t count;
    char house[8], unit[FOLD_MAX]; /* "12", "ii"; "" when the shape is another */
    int64_t house_to;              /* of a range "28-32"; 0: none */
    char postcode[8];              /* "2271ab" */
    int64_t year_from, year_to;    /* 0: no year */
};

struct query_tokens {
    struct query_token *at;
    size_t count, cap;
};

/* BA_FATAL NO_MEMORY; BA_ITEM QUERY_BAD when there are too many words. Words without any letter or
 * digit (an emoji, a comma) are nothing to look for and leave no token. */
BA_RC query_tokens_of(const char *text, size_t len, struct query_tokens *out, struct ba_err *err);
void query_tokens_free(struct query_tokens *t);
/* Reads a house number: house and unit stay "" when it is none. */
void query_token_number(const char *text, struct query_token *t);

#endif
