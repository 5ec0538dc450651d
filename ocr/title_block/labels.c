/*
 * The labels of title blocks, as data: what stands before a value on Dutch drawings since 1900, in
 * old and new spelling and abbreviated. A new label is a line here.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "core/utf8.h"
#include "ocr/title_block/title_block_private.h"

static const struct title_kind work = { "work", EXTENT_LINES, title_normal_work, 1 },
                               description = { "description", EXTENT_LINES, title_normal_text,
                                               0.7 },
                               part = { "part", EXTENT_LINES, title_normal_text, 1.5 },
                               address = { "address", EXTENT_LINE, title_normal_address, 1 },
                               place = { "place", EXTENT_LINE, title_normal_text, 0.5 },
                               district = { "district", EXTENT_SHORT, title_normal_text, 0.7 },
                               applicant = { "applicant", EXTENT_LINE, title_normal_text, 1.5 },
                               architect = { "architect", EXTENT_LINE, title_normal_text, 1.5 },
                               scale = { "scale", EXTENT_SHORT, title_normal_scale, 2 },
                               date = { "date", EXTENT_SHORT, title_normal_date, 1.5 },
                               number = { "drawing_number", EXTENT_SHORT, title_normal_number, 2 },
                               sheet = { "sheet", EXTENT_SHORT, title_normal_sheet, 1 },
                               /* "Tekening 3" or "Tekening: gevels": told apart by the value. */
    drawing = { "drawing", EXTENT_LINES, title_normal_text, 1 },
                               project_number = { "project_number", EXTENT_SHORT,
                                                  title_normal_number, 1 },
                               specification = { "specification_number", EXTENT_SHORT,
                                                 title_normal_number, 1.5 },
                               dossier = { "dossier", EXTENT_SHORT, title_normal_number, 0.7 },
                               drawn = { "drawn_by", EXTENT_SHORT, title_normal_text, 1.5 },
                               checked = { "checked_by", EXTENT_SHORT, title_normal_text, 1 },
                               changed = { "changed", EXTENT_SHORT, title_normal_text, 1 },
                               contractor = { "contractor", EXTENT_LINE, title_normal_text, 0.7 },
                               cadastral = { "cadastral", EXTENT_LINE, title_normal_text, 0.7 },
                               format = { "format", EXTENT_SHORT, title_normal_text, 1 },
                               phase = { "phase", EXTENT_SHORT, title_normal_text, 0.7 },
                               telephone = { "telephone", EXTENT_SHORT, title_normal_text, 0.3 },
                               units = { "units", EXTENT_SHORT, title_normal_text, 0.5 };

static const struct title_label labels[] = {
    { "werk", &work, false, false },
    { "bouwwerk", &work, false, false },
    { "project", &work, true, false },
    { "projekt", &work, true, false },
    { "bouwplan", &work, false, false },
    { "plan", &work, false, false },
    { "planvoor", &work, false, false },
    { "ontwerpvoor", &work, false, false },
    { "tekeningvanhetwerk", &work, false, false },
    { "omschrijvingwerk", &work, true, false },
    { "omschrijvingvanhetwerk", &work, true, false },
    { "aardvanhetwerk", &work, true, false },
    { "omschrijving", &description, false, false },
    { "omschr", &description, false, false },
    { "onderwerp", &description, false, false },
    { "benaming", &description, false, false },
    { "betreft", &description, false, false },
    { "betr", &description, false, false },
    { "titel", &description, false, false },
    { "onderdeel", &part, true, false },
    { "onderd", &part, false, false },
    { "inhoud", &part, false, false },
    { "voorstelling", &part, false, false },
    { "voorstellende", &part, false, false },
    { "tekeninginhoud", &part, true, false },
    { "onderdelen", &part, false, false },
    { "onderdeelen", &part, false, false },
    { "adres", &address, false, false },
    { "bouwadres", &address, true, false },
    { "werkadres", &address, true, false },
    { "adreswerk", &address, true, false },
    { "adresbouwwerk", &address, true, false },
    { "plaatsvanhetwerk", &address, true, false },
    { "bouwplaats", &address, true, false },
    { "locatie", &address, false, false },
    { "lokatie", &address, false, false },
    { "ligging", &address, false, false },
    { "straat", &address, false, false },
    { "perceel", &address, false, false },
    { "plaats", &place, false, false },
    { "gemeente", &place, false, false },
    { "wijk", &district, false, false },
    { "opdrachtgever", &applicant, true, false },
    { "opdrachtg", &applicant, true, false },
    { "opdrgever", &applicant, true, false },
    { "opdrg", &applicant, true, false },
    { "opdr", &applicant, false, false },
    { "inopdrachtvan", &applicant, false, false },
    { "opdrachtvan", &applicant, false, false },
    { "aanvrager", &applicant, true, false },
    { "aanvraagster", &applicant, true, false },
    { "naamaanvrager", &applicant, true, false },
    { "naamopdrachtgever", &applicant, true, false },
    { "eigenaar", &applicant, false, false },
    { "eigenaresse", &applicant, false, false },
    { "principaal", &applicant, false, false },
    { "bouwheer", &applicant, false, false },
    { "client", &applicant, false, false },
    { "architect", &architect, false, false },
    { "architekt", &architect, false, false },
    { "arch", &architect, false, false },
    { "ontwerper", &architect, false, false },
    { "ontwerp", &architect, false, false },
    { "ontw", &architect, false, false },
    { "architectenbureau", &architect, false, true },
    { "architektenburo", &architect, false, true },
    { "architectenburo", &architect, false, true },
    { "bouwkundigbureau", &architect, false, true },
    { "bouwkundigburo", &architect, false, true },
    { "tekenbureau", &architect, false, true },
    { "schaal", &scale, true, false },
    { "schalen", &scale, true, false },
    { "schaalen", &scale, true, false },
    { "sch", &scale, false, false },
    { "datum", &date, true, false },
    { "dat", &date, false, false },
    { "dagtekening", &date, true, false },
    { "dagteekening", &date, true, false },
    { "getdatum", &date, true, false },
    { "datumget", &date, true, false },
    { "dd", &date, false, false },
    { "tekeningnummer", &number, true, false },
    { "tekeningnr", &number, true, false },
    { "tekeningno", &number, true, false },
    { "teekeningnummer", &number, true, false },
    { "teekeningnr", &number, true, false },
    { "teekeningno", &number, true, false },
    { "teknummer", &number, true, false },
    { "teknr", &number, true, false },
    { "tekno", &number, true, false },
    { "teeknr", &number, true, false },
    { "teekno", &number, true, false },
    { "nummer", &number, false, false },
    { "nr", &number, false, false },
    { "no", &number, false, false },
    { "tekening", &drawing, false, false },
    { "teekening", &drawing, false, false },
    { "tek", &drawing, false, false },
    { "teek", &drawing, false, false },
    { "blad", &sheet, false, false },
    { "bladnr", &sheet, true, false },
    { "bladno", &sheet, true, false },
    { "bladnummer", &sheet, true, false },
    { "bl", &sheet, false, false },
    { "blnr", &sheet, true, false },
    { "werknummer", &project_number, true, false },
    { "werknr", &project_number, true, false },
    { "werkno", &project_number, true, false },
    { "projectnummer", &project_number, true, false },
    { "projectnr", &project_number, true, false },
    { "projektnr", &project_number, true, false },
    { "ordernummer", &project_number, true, false },
    { "ordernr", &project_number, true, false },
    { "opdrachtnr", &project_number, true, false },
    { "besteknummer", &specification, true, false },
    { "besteknr", &specification, true, false },
    { "bestekno", &specification, true, false },
    { "bestek", &specification, false, false },
    { "dossier", &dossier, true, false },
    { "dossiernummer", &dossier, true, false },
    { "dossiernr", &dossier, true, false },
    { "dossierno", &dossier, true, false },
    { "archiefnr", &dossier, true, false },
    { "getekend", &drawn, true, false },
    { "geteekend", &drawn, true, false },
    { "getekenddoor", &drawn, true, false },
    { "geteekenddoor", &drawn, true, false },
    { "get", &drawn, false, false },
    { "getdoor", &drawn, true, false },
    { "tekenaar", &drawn, false, false },
    { "gezien", &checked, false, false },
    { "gez", &checked, false, false },
    { "gecontroleerd", &checked, true, false },
    { "gecontr", &checked, false, false },
    { "contr", &checked, false, false },
    { "gec", &checked, false, false },
    { "akkoord", &checked, false, false },
    { "gewijzigd", &changed, true, false },
    { "gew", &changed, false, false },
    { "wijziging", &changed, false, false },
    { "wijzigingen", &changed, false, false },
    { "wijz", &changed, false, false },
    { "revisie", &changed, false, false },
    { "rev", &changed, false, false },
    { "aannemer", &contractor, false, false },
    { "uitvoering", &contractor, false, false },
    { "constructeur", &contractor, false, false },
    { "kadastraal", &cadastral, false, false },
    { "kadastraalbekend", &cadastral, false, false },
    { "kadbekend", &cadastral, false, false },
    { "kad", &cadastral, false, false },
    { "sectie", &cadastral, false, false },
    { "formaat", &format, true, false },
    { "fase", &phase, false, false },
    { "status", &phase, false, false },
    { "stadium", &phase, false, false },
    { "telefoon", &telephone, false, false },
    { "tel", &telephone, false, false },
    { "maten", &units, false, false },
    { "matenin", &units, false, false },
    { "eenheid", &units, false, false },
};

/* What a line without label begins with, by what it then is. */
static const struct {
    const char *word; /* folded; letters behind it do not matter when it ends in '*' */
    const struct title_kind *kind;
    const char *rule;
} beginnings[] = {
    { "plattegrond*", &part, "form-part" },
    { "gevel*", &part, "form-part" },
    { "voorgevel*", &part, "form-part" },
    { "achtergevel*", &part, "form-part" },
    { "zijgevel*", &part, "form-part" },
    { "linkerzijgevel*", &part, "form-part" },
    { "rechterzijgevel*", &part, "form-part" },
    { "doorsnede*", &part, "form-part" },
    { "doorsneed*", &part, "form-part" },
    { "situatie*", &part, "form-part" },
    { "begane", &part, "form-part" },
    { "beganegrond", &part, "form-part" },
    { "verdieping*", &part, "form-part" },
    { "fundering*", &part, "form-part" },
    { "fundeering*", &part, "form-part" },
    { "kapplan", &part, "form-part" },
    { "riolering*", &part, "form-part" },
    { "rioleering*", &part, "form-part" },
    { "detail*", &part, "form-part" },
    { "palenplan", &part, "form-part" },
    { "aanzicht*", &part, "form-part" },
    { "plan", &work, "form-work" },
    { "bouwen", &work, "form-work" },
    { "bouw", &work, "form-work" },
    { "verbouwen", &work, "form-work" },
    { "verbouw", &work, "form-work" },
    { "verbouwing*", &work, "form-work" },
    { "vergroten", &work, "form-work" },
    { "vergrooten", &work, "form-work" },
    { "vergroting", &work, "form-work" },
    { "plaatsen", &work, "form-work" },
    { "oprichten", &work, "form-work" },
    { "oprichting", &work, "form-work" },
    { "wijzigen", &work, "form-work" },
    { "wijziging", &work, "form-work" },
    { "slopen", &work, "form-work" },
    { "sloopen", &work, "form-work" },
    { "vernieuwen", &work, "form-work" },
    { "veranderen", &work, "form-work" },
    { "verandering", &work, "form-work" },
    { "uitbreiden", &work, "form-work" },
    { "uitbreiding*", &work, "form-work" },
    { "stichten", &work, "form-work" },
    { "stichting", &work, "form-work" },
    { "maken", &work, "form-work" },
    { "nieuwbouw", &work, "form-work" },
    { "aanbouw", &work, "form-work" },
    { "bijbouw", &work, "form-work" },
    { "renovatie", &work, "form-work" },
    { "restauratie", &work, "form-work" },
};

static bool begins(const char *text, const char *word)
{
    size_t n = strlen(word);

    if (n > 0 && word[n - 1] == '*')
        return strncmp(text, word, n - 1) == 0;
    return strcmp(text, word) == 0;
}

/* Streets end so. */
static bool is_street(const char *folded)
{
    static const char *const ends[] = { "straat", "weg",    "laan",      "plein", "kade",  "dijk",
                                        "gracht", "singel", "steeg",     "pad",   "hof",   "park",
                                        "markt",  "haven",  "kant",      "einde", "dreef", "baan",
                                        "wal",    "dam",    "plantsoen", "erf",   "ring",  "kamp" };
    size_t n = strlen(folded);

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        size_t m = strlen(ends[i]);

        if (n >= m && strcmp(folded + n - m, ends[i]) == 0)
            return true;
    }
    return false;
}

/* "Parkweg 3", "Laan van Meerdervoort 12a": a street and a number behind it. */
static bool is_address(const char *text)
{
    char folded[TITLE_FOLD_MAX];
    bool street = false;

    for (const char *p = text; *p != '\0';) {
        size_t n = strcspn(p, " ,");
        char word[TITLE_FOLD_MAX];

        snprintf(word, sizeof(word), "%.*s", (int)(n < sizeof(word) - 1 ? n : sizeof(word) - 1), p);
        if (street && isdigit((unsigned char)*p))
            return true;
        title_fold(word, folded);
        street = is_street(folded) || (street && n == 0);
        p += n;
        p += strspn(p, " ,");
    }
    return false;
}

const struct title_kind *title_form_of(const char *text, const char **rule)
{
    char value[TITLE_VALUE_MAX] = "", folded[TITLE_FOLD_MAX], first[TITLE_FOLD_MAX];
    const char *p = text + strspn(text, " .-(");
    size_t n;

    if (*p == '1' && title_form_scale(p, value)) {
        *rule = "form-scale";
        return &scale;
    }
    if (isdigit((unsigned char)*p) && title_normal_date(p, value) && strlen(value) == 10) {
        *rule = "form-date";
        return &date;
    }
    if (is_address(p)) {
        *rule = "form-address";
        return &address;
    }
    /* "Het bouwen van", "1e verdieping": the first word, or the second. */
    for (int i = 0; i < 2 && *p != '\0'; i++) {
        n = strcspn(p, " ");
        snprintf(first, sizeof(first), "%.*s", (int)(n < sizeof(first) - 1 ? n : sizeof(first) - 1),
                 p);
        title_fold(first, folded);
        for (size_t k = 0; k < sizeof(beginnings) / sizeof(beginnings[0]); k++) {
            if (begins(folded, beginnings[k].word)) {
                *rule = beginnings[k].rule;
                return beginnings[k].kind;
            }
        }
        p += n;
        p += strspn(p, " ");
    }
    return NULL;
}

static char base_letter(uint32_t cp)
{
    /* U+00C0 to U+00FF without their accents; '.' is left out. */
    static const char bases[] = "aaaaaaaceeeeiiiidnooooo.ouuuuy.saaaaaaaceeeeiiiidnooooo.ouuuuy.y";

    return cp >= 0xC0 && cp <= 0xFF && bases[cp - 0xC0] != '.' ? bases[cp - 0xC0] : '\0';
}

void title_fold(const char *text, char out[TITLE_FOLD_MAX])
{
    static const char figures[] = "olzseebtbg"; /* 0 to 9, as letters misread */
    size_t n = 0, letters = 0, digits = 0;

    for (size_t len = strlen(text); len > 0 && n + 1 < TITLE_FOLD_MAX;) {
        uint32_t cp;
        size_t step = ba_utf8_decode(text, len, &cp);
        char c = cp < 0x80 ? (char)tolower((int)cp) : base_letter(cp);

        if (step == 0)
            step = 1;
        if (c != '\0' && isalnum((unsigned char)c)) {
            out[n++] = c;
            letters += isalpha((unsigned char)c) != 0;
            digits += isdigit((unsigned char)c) != 0;
        }
        text += step;
        len -= step;
    }
    out[n] = '\0';
    if (digits == 0 || letters < 3 * digits)
        return;
    for (size_t i = 0; i < n; i++)
        if (isdigit((unsigned char)out[i]))
            out[i] = figures[out[i] - '0'];
}

/* Edits that make b of a. */
static size_t edits(const char *a, const char *b)
{
    size_t row[TITLE_FOLD_MAX + 1], n = strlen(b);

    for (size_t k = 0; k <= n; k++)
        row[k] = k;
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t diagonal = row[0];

        row[0] = i + 1;
        for (size_t k = 0; k < n; k++) {
            size_t cost = diagonal + (a[i] != b[k]),
                   best = row[k] < row[k + 1] ? row[k] : row[k + 1];

            diagonal = row[k + 1];
            row[k + 1] = cost < best + 1 ? cost : best + 1;
        }
    }
    return row[n];
}

const struct title_label *title_label_of(const char *folded, bool *exact)
{
    size_t len = strlen(folded);

    *exact = true;
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
        if (strcmp(labels[i].word, folded) == 0)
            return &labels[i];
    *exact = false;
    for (size_t i = 0; len >= 5 && i < sizeof(labels) / sizeof(labels[0]); i++) {
        size_t n = strlen(labels[i].word), apart = n > len ? n - len : len - n;

        /* Lengths that differ by more take more edits: no need to count them. */
        if (n >= 5 && apart <= n / 5 && apart <= 2 && edits(folded, labels[i].word) <= n / 5)
            return &labels[i];
    }
    return NULL;
}

size_t title_label_prefix(const char *text)
{
    for (size_t i = 3, len = strlen(text); i < len; i++) {
        char head[TITLE_FOLD_MAX], folded[TITLE_FOLD_MAX];
        bool exact, sign = text[i - 1] == ':';

        if (i + 1 >= sizeof(head))
            return 0;
        if (!(sign || isdigit((unsigned char)text[i])) || isdigit((unsigned char)text[i - 1]))
            continue;
        snprintf(head, sizeof(head), "%.*s", (int)i, text);
        title_fold(head, folded);
        if (title_label_of(folded, &exact) != NULL && exact)
            return i;
    }
    return 0;
}
