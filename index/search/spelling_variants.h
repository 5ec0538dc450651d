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

/*
 * Edit distance between folded words, in which what OCR takes for each other (5/s, rn/m, ij/y) and
 * old spellings (oo/o, sch/s) cost EXPAND_ALIKE. Gives up, with more than max, as soon as it is
 * more.
 */
double spelling_variants_distance(const char *a, const char *b, double max);
#define EXPAND_ALIKE 0.4

#endif
