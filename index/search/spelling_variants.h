/*
 * spelling_variants.h - words of the index that OCR or old spelling may have made of a word.
 * Private to the room.
 */
#ifndef BA_INDEX_SEARCH_SPELLING_VARIANTS_H
#define BA_INDEX_SEARCH_SPELLING_VARIANTS_H

#include "core/text/fold.h"
#include "index/access/audience.h"
#include "index/db/store.h"

#define EXPAND_MAX 24

struct spelling_variants {
    char word[FOLD_MAX];
    double distance;
    int64_t docs;
};

/* Nearest first, at most EXPAND_MAX; never the word itself. Numbers and words under four letters
 * have none. */
BA_RC spelling_variants_word(struct store *s, enum readers readers, const char *word,
                             struct spelling_variants out[EXPAND_MAX], size_t *count,
                             struct ba_err *err);

#endif
