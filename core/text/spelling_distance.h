/*
 * spelling_distance.h - how far two folded words are apart, as OCR and old spellings put them.
 */
#ifndef BA_CORE_TEXT_SPELLING_DISTANCE_H
#define BA_CORE_TEXT_SPELLING_DISTANCE_H

#include <stddef.h>
#include <stdint.h>

#include "core/text/fold.h"

/*
 * Edit distance between folded words, in which what OCR takes for each other (5/s, rn/m, ij/y) and
 * old spellings (oo/o, sch/s) cost SPELLING_ALIKE. Gives up, with more than max, as soon as it is
 * more.
 */
double spelling_distance(const char *a, const char *b, double max);
#define SPELLING_ALIKE 0.4

/* One letter for all that OCR takes for each other. */
static inline char skeleton_letter(char c)
{
    static const char alike[128] = {
        ['0'] = 'o', ['1'] = 'l', ['i'] = 'l', ['j'] = 'l', ['t'] = 'l', ['f'] = 'l',
        ['e'] = 'c', ['5'] = 's', ['8'] = 'b', ['6'] = 'b', ['h'] = 'b', ['u'] = 'n',
        ['v'] = 'n', ['2'] = 'z', ['9'] = 'g', ['q'] = 'g',
    };
    unsigned char at = (unsigned char)c;

    return at < 128 && alike[at] != '\0' ? alike[at] : c;
}

/* For one word against many: the word made ready once. */
/* The ends of a word's beginnings that are groups: found once, used against every word of the
 * vocabulary. */
struct spelling_group {
    const char *b; /* what may stand there instead */
    uint8_t a_len, b_len;
};

#define SPELLING_GROUPS_MAX 12

struct spelling_word {
    const char *text;
    size_t len;
    char skeleton[FOLD_MAX];                                     /* of each letter by itself */
    struct spelling_group groups[FOLD_MAX][SPELLING_GROUPS_MAX]; /* that end before this place */
    uint8_t group_count[FOLD_MAX];
    uint64_t places[128]; /* of each letter of the skeleton: bit i is letter i */
};

/* text is shorter than FOLD_MAX and borrowed. */
void spelling_prepare(struct spelling_word *w, const char *text);
/* As spelling_distance. */
double spelling_measure(const struct spelling_word *w, const char *b, double max);
/* Edits between the skeletons letter by letter, all of one cost: a bound that takes a hundredth of
 * the time of spelling_measure. len: of b. */
unsigned spelling_distance_plain(const struct spelling_word *w, const char *b, size_t len);

#endif
