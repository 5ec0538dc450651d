/* House numbers, dates, names of streets: what the takers of fields_take.c are made of. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/text/fold.h"
#include "core/text/house_unit.h"
#include "core/text/spelling_distance.h"
#include "core/utf8.h"
#include "index/extract/fields_private.h"

/* What OCR makes of digits; 0 for what is none. */
static char digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c;
    if (c == 'O' || c == 'o')
        return '0';
    return c == 'I' || c == 'l' || c == '|' ? '1' : '\0';
}

static const char *skip(const char *s, const char *set)
{
    return s + strspn(s, set);
}

static int64_t take_digits(const char **s)
{
    int64_t v = 0;
    size_t n = 0;

    while (n < 5 && digit_of((*s)[n]) != '\0' && (n > 0 || ((*s)[n] >= '0' && (*s)[n] <= '9'))) {
        v = v * 10 + (digit_of((*s)[n]) - '0');
        n++;
    }
    *s += n;
    return n > 0 ? v : 0;
}

/* "II", "Il", "11" behind a dash: a floor, in roman. 0 when it is none. */
static size_t roman_of(const char *s, int64_t house, char out[16])
{
    size_t n = strspn(s, "Il1|");
    size_t digits = strspn(s, "0123456789");

    if (strncmp(s, "IV", 2) == 0 || (s[0] == 'V' && strchr(" ,", s[1]) != NULL)) {
        size_t len = s[0] == 'V' ? 1 : 2;
        memcpy(out, s, len);
        out[len] = '\0';
        return len;
    }
    if (n == 0 || n > 3 || digits > n)
        return 0;
    /* "206-11" is no range; "5-11" may be one. */
    if (digits == n && strtoll(s, NULL, 10) > house)
        return 0;
    memcpy(out, "III", n);
    out[n] = '\0';
    return n;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void take_word(const char **s, char out[16])
{
    static const char *const words[] = { "hs",  "huis", "bis", "boven", "beneden",
                                         "III", "II",   "IV",  "I",     "V" };

    for (size_t i = 0; i < sizeof words / sizeof *words && out[0] == '\0'; i++) {
        size_t n = strlen(words[i]);
        if (strncmp(*s, words[i], n) == 0 && !is_letter((*s)[n])) {
            memcpy(out, words[i], n + 1);
            *s += n;
        }
    }
}

/* What follows the first number: "-13", "t/m 13", " en 15". */
static void take_range(const char **s, struct house *h)
{
    static const char *const joins[] = { "t/m", "tot en met", "tot", "en", "/", "," };
    const char *at = skip(*s, " ");

    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
        size_t n = strlen(joins[i]);
        if (strncmp(at, joins[i], n) != 0)
            continue;
        const char *rest = skip(at + n, " ");
        int64_t to = take_digits(&rest);
        if (to > h->from && to - h->from <= HOUSE_RANGE_MAX)
            h->to = to;
        *s = rest;
        return;
    }
}

static void take_letter(const char **s, struct house *h)
{
    const char *at = skip(*s, " ");

    if (h->letter[0] == '\0' && is_letter(at[0]) && !is_letter(at[1]) && at[1] != '/' &&
        (at[1] < '0' || at[1] > '9')) {
        h->letter[0] = at[0];
        *s = at + 1;
    }
}

bool house_parse(const char *text, struct house *h)
{
    const char *s = skip(text, " ");

    *h = (struct house){ 0 };
    h->from = h->to = take_digits(&s);
    if (h->from == 0 || h->from > HOUSE_READ_MAX)
        return false;
    take_letter(&s, h);
    const char *dash = skip(s, " ");
    size_t mark = *dash == '-' ? 1 : strncmp(dash, "\xE2\x80\x93", 3) == 0 ? 3 : 0;
    if (mark != 0) {
        dash = skip(dash + mark, " ");
        size_t n = roman_of(dash, h->from, h->addition);
        if (n > 0) {
            s = dash + n;
        } else if (*dash >= '0' && *dash <= '9') {
            int64_t to = take_digits(&dash);
            if (to > h->from && to - h->from <= HOUSE_RANGE_MAX)
                h->to = to;
            else
                snprintf(h->addition, sizeof h->addition, "%lld", (long long)to);
            s = dash;
            take_letter(&s, h);
        } else {
            take_word(&dash, h->addition);
            if (h->addition[0] == '\0')
                take_letter(&dash, h);
            s = dash;
        }
    } else {
        take_range(&s, h);
        take_letter(&s, h);
    }
    if (h->addition[0] == '\0') {
        s = skip(s, " ");
        take_word(&s, h->addition);
    }
    return true;
}

bool date_valid(const struct date *d)
{
    if (d->year < FILE_YEAR_MIN || d->year > FILE_YEAR_MAX || d->month < 0 || d->month > 12)
        return false;
    if (d->month == 0)
        return d->day == 0;
    return d->day >= 0 && d->day <= date_days_in((int)d->year, (int)d->month);
}

static const struct {
    const char *name;
    int64_t month;
} months[] = {
    { "januari", 1 },
    { "februari", 2 },
    { "maart", 3 },
    { "april", 4 },
    { "mei", 5 },
    { "juni", 6 },
    { "juli", 7 },
    { "augustus", 8 },
    { "september", 9 },
    { "oktober", 10 },
    { "november", 11 },
    { "december", 12 },
    { "january", 1 },
    { "february", 2 },
    { "maert", 3 },
    { "juny", 6 },
    { "july", 7 },
    { "october", 10 },
    { "jan", 1 },
    { "febr", 2 },
    { "feb", 2 },
    { "mrt", 3 },
    { "apr", 4 },
    { "aug", 8 },
    { "sept", 9 },
    { "sep", 9 },
    { "okt", 10 },
    { "oct", 10 },
    { "nov", 11 },
    { "dec", 12 },
    { "meij", 5 },
    { "junij", 6 },
    { "julij", 7 },
    /* The old Dutch names, to about 1900. */
    { "louwmaand", 1 },
    { "sprokkelmaand", 2 },
    { "lentemaand", 3 },
    { "grasmaand", 4 },
    { "bloeimaand", 5 },
    { "zomermaand", 6 },
    { "hooimaand", 7 },
    { "oogstmaand", 8 },
    { "herfstmaand", 9 },
    { "wijnmaand", 10 },
    { "slachtmaand", 11 },
    { "wintermaand", 12 },
};

int64_t date_month(const char *word)
{
    char folded[FOLD_MAX];
    int64_t best = 0;
    double nearest = 1.5;

    fold_key(word, folded, sizeof folded);
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        if (strcmp(folded, months[i].name) == 0)
            return months[i].month;
        /* "juni" and "juli" are one letter apart: only long months may be misread. */
        if (strlen(months[i].name) < 5)
            continue;
        double distance = spelling_distance(folded, months[i].name, 1.4);
        if (distance < nearest) {
            nearest = distance;
            best = months[i].month;
        }
    }
    return best;
}

/* All signs that stand for an apostrophe become one. */
static void straighten_quotes(char *text)
{
    size_t n = 0;

    for (size_t i = 0; text[i] != '\0'; i++) {
        if (strncmp(text + i, "\xE2\x80\x98", 3) == 0 ||
            strncmp(text + i, "\xE2\x80\x99", 3) == 0) {
            text[n++] = '\'';
            i += 2;
        } else {
            text[n++] = text[i] == '`' ? '\'' : text[i];
        }
    }
    text[n] = '\0';
}

void tidy(char *text)
{
    size_t n = 0, from = 0;

    straighten_quotes(text);
    while (text[from] != '\0' && strchr(" \t\n\r,.;:-_'\"|*=", text[from]) != NULL &&
           !(text[from] == '\'' && is_letter(text[from + 1])))
        from++;
    for (size_t i = from; text[i] != '\0'; i++) {
        bool space = (unsigned char)text[i] <= ' ';
        if (space && (n == 0 || text[n - 1] == ' '))
            continue;
        text[n++] = space ? ' ' : text[i];
    }
    while (n > 0 && strchr(" ,;:-_\"|*=", text[n - 1]) != NULL)
        n--;
    text[n] = '\0';
}

void tidy_name(char *text, size_t size)
{
    size_t len = strlen(text);

    for (size_t i = 1; i + 2 < len && len + 1 < size; i++) {
        bool word = is_letter(text[i + 1]) && text[i + 2] >= 'a' && text[i + 2] <= 'z';
        if (text[i] != '.' || !is_letter(text[i - 1]) || !word)
            continue;
        memmove(text + i + 2, text + i + 1, len - i);
        text[i + 1] = ' ';
        len++;
    }
}

/* "VOORBURG" -> "Voorburg", "DEN HAAG" -> "Den Haag"; text with small letters stays. */
void tidy_capitals(char *text)
{
    bool inside = false;
    size_t capitals = 0;

    tidy(text);
    for (const char *c = text; *c != '\0'; c++) {
        if (*c >= 'a' && *c <= 'z')
            return;
        capitals += *c >= 'A' && *c <= 'Z';
    }
    if (capitals < 3)
        return;
    for (char *c = text; *c != '\0'; c++) {
        if (inside && *c >= 'A' && *c <= 'Z')
            *c = (char)(*c + ('a' - 'A'));
        inside = is_letter(*c) || (unsigned char)*c >= 0x80;
    }
}

static const char *const street_ends[] = {
    "straat",    "strate",    "straet",  "str",    "weg",  "wegh",     "laan",   "laen",  "plein",
    "kade",      "kaai",      "gracht",  "singel", "dijk", "dyk",      "steeg",  "pad",   "hof",
    "park",      "plantsoen", "markt",   "dreef",  "dam",  "haven",    "wal",    "ring",  "baan",
    "einde",     "eind",      "oord",    "burg",   "veld", "kamp",     "akker",  "horst", "brink",
    "poort",     "brug",      "vaart",   "sluis",  "werf", "erf",      "berg",   "bos",   "heuvel",
    "boulevard", "allee",     "passage", "molen",  "land", "kant",     "zijde",  "hoek",  "buurt",
    "wijk",      "vliet",     "zoom",    "rak",    "rade", "weide",    "meent",  "tuin",  "stede",
    "polder",    "diep",      "haag",    "donk",   "ven",  "wetering", "scheer", "es",    "oever",
    "schans",    "vest",      "bolwerk", "rijn",   "lei",  "tocht",    "kreek",  "punt",  "zand",
};

bool street_looks(const char *street)
{
    char key[VALUE_TEXT_MAX];

    fold_key(street, key, sizeof key);
    size_t len = strlen(key);
    if (strncmp(key, "laanvan", 7) == 0 || strncmp(key, "pleinvan", 8) == 0)
        return true;
    for (size_t i = 0; i < sizeof street_ends / sizeof *street_ends; i++) {
        size_t n = strlen(street_ends[i]);
        if (len > n && strcmp(key + len - n, street_ends[i]) == 0)
            return true;
        /* "Heren5traat", "Parkvveg" */
        if (n >= 4 && len > n + 2 && spelling_distance(key + len - n, street_ends[i], 0.9) < 0.9)
            return true;
    }
    return false;
}

bool street_refused(const char *street)
{
    static const char *const refused[] = {
        "artikel",    "art",      "nummer",   "nr",           "no",         "sectie",
        "dossier",    "datum",    "blad",     "bladz",        "bijlage",    "tekening",
        "schaal",     "telefoon", "tel",      "postbus",      "verdieping", "kamer",
        "peil",       "toestel",  "giro",     "postgiro",     "rekening",   "lid",
        "sub",        "staat",    "model",    "formulier",    "pagina",     "bouwvergunning",
        "vergunning", "gemeente", "januari",  "februari",     "maart",      "april",
        "mei",        "juni",     "juli",     "augustus",     "september",  "oktober",
        "october",    "november", "december", "burgemeester", "wethouders", "woningwet",
        "besluit",    "en",       "van",      "de",           "het",        "den",
        "te",         "f",        "fl",       "aanvrager",    "postcode",   "plaats",
        "onderdeel",  "volgens",  "ongeveer", "circa",        "ca",
    };
    struct fold f = fold_start(street, strlen(street));
    char last[FOLD_MAX] = "";
    size_t letters = 0;

    while (fold_next(&f)) {
        memcpy(last, f.word, f.word_len + 1);
        letters += f.word_len;
    }
    if (letters < 3)
        return true;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (strcmp(last, refused[i]) == 0)
            return true;
    return false;
}
