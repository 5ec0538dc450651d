#include "index/extract/person_names.h"

#include <string.h>

#include "core/text/fold.h"

enum { NAME_MIN = 3 };

/* In many names, folded: by themselves they say of nobody who it is. */
static bool is_common(const char *word)
{
    static const char *const words[] = {
        "aan",          "aannemer",     "aannemers",   "aannemersbedrijf",
        "architect",    "bij",          "bouwbedrijf", "bureau",
        "burgemeester", "coop",         "dan",         "den",
        "der",          "des",          "dhr",         "dochter",
        "drs",          "eigenaar",     "erven",       "familie",
        "fam",          "firma",        "gebr",        "gebroeders",
        "gemeente",     "geb",          "heer",        "het",
        "ing",          "maatschappij", "mej",         "mejuffrouw",
        "met",          "mevr",         "mevrouw",     "mgr",
        "mij",          "mrs",          "onder",       "over",
        "prof",         "stichting",    "tegen",       "ten",
        "ter",          "uit",          "van",         "vereniging",
        "vof",          "von",          "voor",        "wed",
        "weduwe",       "wethouders",   "wwe",         "zonen",
        "zoon",
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

static bool has_word(const char *text, const char *word)
{
    struct fold f = fold_start(text, strlen(text));

    while (fold_next(&f))
        if (strcmp(f.word, word) == 0)
            return true;
    return false;
}

bool text_names(const char *text, const char *person)
{
    struct fold f = fold_start(person, strlen(person));

    while (fold_next(&f))
        if (f.word_len >= NAME_MIN && !is_common(f.word) && has_word(text, f.word))
            return true;
    return false;
}
