#include "pipeline/package/pdf_alt_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/utf8.h"

/* Languages that Dutch building files are written in, and those of its borders. */
static const char *const tags[][2] = {
    { "nld", "nl-NL" }, { "eng", "en" }, { "deu", "de" }, { "frk", "de" },      { "Fraktur", "de" },
    { "fra", "fr" },    { "fry", "fy" }, { "lat", "la" }, { "ita", "it" },      { "spa", "es" },
    { "por", "pt" },    { "dan", "da" }, { "swe", "sv" }, { "nor", "no" },      { "pol", "pl" },
    { "tur", "tr" },    { "ara", "ar" }, { "afr", "af" }, { "deu_latf", "de" }, { "ltz", "lb" },
};

const char *pdf_language(const char *languages, char out[16])
{
    size_t n = strcspn(languages, "+");
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strlen(tags[i][0]) == n && strncmp(tags[i][0], languages, n) == 0)
            return tags[i][1];
    /* Tesseract's codes are those of ISO 639-2, some with a script behind them: "chi_sim". */
    n = strspn(languages, "abcdefghijklmnopqrstuvwxyz");
    if (n != 3)
        return "nl-NL";
    snprintf(out, 16, "%.3s", languages);
    return out;
}

char *pdf_picture_text(enum pdf_picture picture, size_t number, const char *dossier)
{
    switch (picture) {
    case PICTURE_DRAWING:
        return ba_strf("Tekening, pagina %zu van bouwdossier %s", number, dossier);
    case PICTURE_PHOTO:
        return ba_strf("Foto, pagina %zu van bouwdossier %s", number, dossier);
    case PICTURE_UNREAD:
        return ba_strf("Scan zonder leesbare tekst, pagina %zu van bouwdossier %s", number,
                       dossier);
    case PICTURE_WAITING:
        return ba_strf("Scan die nog niet gelezen is, pagina %zu van bouwdossier %s", number,
                       dossier);
    default:
        return NULL;
    }
}

bool pdf_says_something(const char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += ba_utf8_decode(text + i, len - i, &cp);
        if (cp > 0x20 && !(cp >= 0x7F && cp <= 0xA0) && cp != 0x3000 && cp != 0xFEFF &&
            !(cp >= 0x2000 && cp <= 0x200F) && !(cp >= 0xFFFD && cp <= 0xFFFF))
            return true;
    }
    return false;
}
