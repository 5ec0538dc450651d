/* alto_language.c - the names of Tesseract's models as RFC 5646 has them. */
#include <string.h>

#include "ocr/alto/alto.h"

/* The languages of Dutch archives and their neighbours that have a code of two letters, which is
 * then the only right one (RFC 5646, 2.2.1). Any other keeps its code of three. */
static const struct {
    const char *model, *language;
} names[] = {
    { "afr", "af" },      { "dan", "da" }, { "deu", "de" }, { "deu_latf", "de-Latf" },
    { "eng", "en" },      { "est", "et" }, { "fin", "fi" }, { "fra", "fr" },
    { "frk", "de-Latf" }, { "fry", "fy" }, { "gle", "ga" }, { "hun", "hu" },
    { "ind", "id" },      { "isl", "is" }, { "ita", "it" }, { "ita_old", "it" },
    { "lat", "la" },      { "lav", "lv" }, { "lit", "lt" }, { "ltz", "lb" },
    { "nld", "nl" },      { "nor", "no" }, { "pol", "pl" }, { "por", "pt" },
    { "ron", "ro" },      { "rus", "ru" }, { "spa", "es" }, { "spa_old", "es" },
    { "swe", "sv" },      { "tur", "tr" }, { "ukr", "uk" },
};

const char *alto_language(const char *model)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i].model, model) == 0)
            return names[i].language;
    if (strlen(model) != 3 || strcmp(model, "osd") == 0 || strcmp(model, "equ") == 0 ||
        strspn(model, "abcdefghijklmnopqrstuvwxyz") != 3)
        return NULL;
    return model;
}
