#include "core/suggest.h"

#include <string.h>

enum { WORD_MAX = 48 };

/* Levenshtein distance; a large number for words that are too long to be ours. */
static unsigned edits(const char *a, const char *b)
{
    unsigned row[WORD_MAX + 1];
    size_t nb = strlen(b);

    if (nb > WORD_MAX || strlen(a) > WORD_MAX)
        return WORD_MAX;
    for (size_t j = 0; j <= nb; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        unsigned diagonal = row[0];

        row[0] = (unsigned)i;
        for (size_t j = 1; j <= nb; j++) {
            unsigned above = row[j];

            diagonal += a[i - 1] != b[j - 1];
            if (above + 1 < diagonal)
                diagonal = above + 1;
            if (row[j - 1] + 1 < diagonal)
                diagonal = row[j - 1] + 1;
            row[j] = diagonal;
            diagonal = above;
        }
    }
    return row[nb];
}

void suggest_offer(struct nearest *n, const char *candidate)
{
    unsigned d = edits(n->word, candidate);

    if (d < n->distance) {
        n->distance = d;
        n->best = candidate;
    }
}
