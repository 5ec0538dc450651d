#include "core/text/house_unit.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *word, *key;
} words[] = {
    { "huis", "hs" },     { "hs", "hs" },         { "bg", "hs" },      { "parterre", "hs" },
    { "bis", "bis" },     { "ter", "ter" },       { "rood", "rood" },  { "rd", "rood" },
    { "zwart", "zwart" }, { "zw", "zwart" },      { "boven", "bv" },   { "bv", "bv" },
    { "bov", "bv" },      { "beneden", "bn" },    { "bn", "bn" },      { "ben", "bn" },
    { "i", "1" },         { "ii", "2" },          { "iii", "3" },      { "iv", "4" },
    { "hoog", "" },       { "hg", "" },           { "achter", "ach" }, { "souterrain", "sous" },
    { "sous", "sous" },   { "quater", "quater" },
};
#define WORDS (sizeof words / sizeof *words)

static const char *key_of(const char *word)
{
    for (size_t i = 0; i < WORDS; i++)
        if (strcmp(words[i].word, word) == 0)
            return words[i].key;
    return NULL;
}

/* "2hoog", "2hg": the figures alone. */
static bool cut_hoog(char *word)
{
    size_t digits = strspn(word, "0123456789");
    const char *rest = word + digits;

    if (digits == 0 || digits > 2 || (strcmp(rest, "hoog") != 0 && strcmp(rest, "hg") != 0))
        return false;
    word[digits] = '\0';
    return true;
}

void house_unit_key(const char *unit, char out[FOLD_MAX])
{
    struct fold f = fold_start(unit, strlen(unit));
    size_t n = 0;

    out[0] = '\0';
    while (fold_next(&f)) {
        const char *key = key_of(f.word);
        if (key == NULL) {
            cut_hoog(f.word);
            key = f.word;
        }
        n += (size_t)snprintf(out + n, FOLD_MAX - n, "%s", key);
        if (n >= FOLD_MAX)
            n = FOLD_MAX - 1;
    }
}

bool house_unit_is_word(const char *folded)
{
    char word[FOLD_MAX];

    snprintf(word, sizeof word, "%s", folded);
    if (key_of(word) != NULL || cut_hoog(word))
        return true;
    return word[0] != '\0' && word[1] == '\0' &&
           ((word[0] >= 'a' && word[0] <= 'z') || (word[0] >= '1' && word[0] <= '9'));
}
