#include "ocr/language.h"

#include <ctype.h>
#include <string.h>

enum { LONG_LETTERS = 4, ENOUGH_WORDS = 20 };
/* Measured (docs/decisions/019): 46 to 98 in the right language, soft carbon copies included; Dutch
 * read as English 15 to 25, French read as Dutch 25 to 60. */
#define STRANGE_PCT 45.0

/* Letters of a word, when it is one: a mark or two at its ends, no digits. 0: it is none. */
static size_t letters_of_word(const char *text)
{
    size_t letters = 0, others = 0;

    for (const char *p = text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;

        if (isdigit(c))
            return 0;
        if ((c & 0xC0) == 0x80)
            continue;
        if (c >= 0x80 || isalpha(c))
            letters++;
        else
            others++;
    }
    return others <= 2 ? letters : 0;
}

bool language_fits(const struct recognition *r, double *known_pct)
{
    size_t words = 0;
    double all = 0, known = 0, pct;

    for (size_t i = 0; i < r->count; i++) {
        size_t letters = letters_of_word(r->words[i].text);

        if (letters < LONG_LETTERS)
            continue;
        words++;
        all += (double)letters;
        known += r->words[i].known ? (double)letters : 0;
    }
    pct = words > 0 ? 100 * known / all : -1;
    if (known_pct != NULL)
        *known_pct = pct;
    return words < ENOUGH_WORDS || pct >= STRANGE_PCT;
}
