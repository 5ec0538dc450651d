/* From what a pattern found to values: normalised, and refused when they cannot be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text/fold.h"
#include "index/extract/fields_private.h"

static void put(const struct taking *t, const char *name, const char *value, double weight)
{
    sighting_add(t, name, value, weight);
}

static bool is_small(const char *word)
{
    static const char *const words[] = { "te",  "in", "op",  "en",  "aan",
                                         "van", "de", "der", "den", "het" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

/* Words that begin a sentence or a label and are no place ("Dossier", "Geachte"). */
static bool is_place(const char *text)
{
    static const char *const refused[] = {
        "dossier",
        "datum",
        "sectie",
        "kadastraal",
        "geachte",
        "burgemeester",
        "wethouders",
        "aan",
        "onderwerp",
        "betreft",
        "werken",
        "gemeente",
        "gemeentewerken",
        "hoogachtend",
        "schaal",
        "nummer",
        "postbus",
        "telefoon",
        "het",
        "de",
        "verzonden",
        "onderdeel",
        "omschrijving",
        "postcode",
        "adres",
        "naam",
        "bouwvergunning",
        "bouw",
        "dienst",
        "afdeling",
        "bijlage",
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
        "kenmerk",
        "lid",
        "art",
        "artikel",
        "werk",
        "plan",
    };
    char line[VALUE_TEXT_MAX];

    fold_line(text, line, sizeof line);
    size_t first = strcspn(line, " ");
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (strlen(refused[i]) == first && strncmp(line, refused[i], first) == 0)
            return false;
    return strlen(line) >= 3 && line[0] != '\0' && strspn(line, "0123456789 ") != strlen(line);
}

/* A place as it is written: without the words that hang on at its end. */
static bool place_of(const struct capture *c, char out[VALUE_TEXT_MAX])
{
    if (!capture_text(c, "place", out, VALUE_TEXT_MAX) &&
        !capture_text(c, "place2", out, VALUE_TEXT_MAX))
        return false;
    tidy_capitals(out);
    for (char *space = strrchr(out, ' '); space != NULL && is_small(space + 1);
         space = strrchr(out, ' '))
        *space = '\0';
    return is_place(out);
}

void take_place(const struct taking *t, const struct capture *c)
{
    char place[VALUE_TEXT_MAX];

    if (place_of(c, place))
        put(t, "place", place, t->weight);
}

/* In these rules any name with a number would do, so it must look like a street's. */
static bool is_weak(const struct taking *t)
{
    return t->weight < 0.5;
}

/* The first word is none of a street's name, but of the sentence: "Perceel Parkweg". */
static bool is_lead(const char *text)
{
    static const char *const words[] = { "perceel",  "pand", "adres",   "woning", "woonhuis",
                                         "bouwplan", "werk", "gelegen", "aan",    "de",
                                         "het",      "den",  "op",      "in",     "te" };
    size_t n = strcspn(text, " ");

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && strncasecmp(words[i], text, n) == 0)
            return true;
    return false;
}

/*
 * The street that the gazetteer knows behind what was read. False when it knows none.
 */
static bool known_street(const struct taking *t, const char *place, char street[VALUE_TEXT_MAX])
{
    const struct fields_streets *s = t->known->streets;
    const char *at = street;

    if (s == NULL)
        return false;
    if (place[0] == '\0' && t->known->place != NULL)
        place = t->known->place;
    while (at != NULL) {
        const char *name = s->nearest(s->ctx, at, place);
        if (name != NULL) {
            char copy[VALUE_TEXT_MAX];
            snprintf(copy, sizeof copy, "%.200s", name);
            memcpy(street, copy, sizeof copy);
            return true;
        }
        at = is_lead(at) ? strchr(at, ' ') : NULL;
        at = at != NULL ? at + 1 : NULL;
    }
    return false;
}

/* A street that the gazetteer does not know is half as likely. */
#define UNKNOWN_STREET 0.5

void take_address(const struct taking *t, const struct capture *c)
{
    char street[VALUE_TEXT_MAX], house[64], place[VALUE_TEXT_MAX], value[VALUE_TEXT_MAX * 2];
    char read[VALUE_TEXT_MAX];
    struct taking here = *t;
    struct house h;

    if (!capture_text(c, "street", street, sizeof street) ||
        !capture_text(c, "house", house, sizeof house))
        return;
    tidy_capitals(street);
    tidy_name(street, sizeof street);
    if (!house_parse(house, &h) || street_refused(street))
        return;
    bool with_place = place_of(c, place);
    memcpy(read, street, sizeof read);
    bool known = known_street(t, with_place ? place : "", street);
    if (!known && is_weak(t) && !street_looks(street))
        return;
    double weight = known || street_looks(street) ? t->weight : t->weight * 0.8;
    if (t->known->streets != NULL)
        weight = known ? 1 - (1 - weight) * UNKNOWN_STREET : weight * UNKNOWN_STREET;
    snprintf(value, sizeof value, "%.150s|%lld|%lld|%s|%s", street, (long long)h.from,
             (long long)h.to, h.letter, h.addition);
    if (strcmp(read, street) != 0)
        here.read = read;
    sighting_add(&here, "address", value, weight);
    if (with_place)
        put(t, "place", place, t->weight * 0.9);
}

void take_postcode(const struct taking *t, const struct capture *c)
{
    char digits[16], letters[8], value[24], place[VALUE_TEXT_MAX];

    if (!capture_text(c, "digits", digits, sizeof digits) ||
        !capture_text(c, "letters", letters, sizeof letters))
        return;
    for (char *d = digits; *d != '\0'; d++)
        *d = *d == 'O' ? '0' : *d == 'I' ? '1' : *d;
    bool with_place = place_of(c, place);
    snprintf(value, sizeof value, "%.4s %.2s", digits, letters);
    put(t, "postcode", value, with_place ? t->weight : t->weight * 0.4);
    if (with_place)
        put(t, "place", place, t->weight);
}

void take_cadastral(const struct taking *t, const struct capture *c)
{
    char place[VALUE_TEXT_MAX] = "", section[8], parcel[16], value[VALUE_TEXT_MAX];

    if (!capture_text(c, "section", section, sizeof section) ||
        !capture_text(c, "parcel", parcel, sizeof parcel))
        return;
    for (char *d = parcel; *d != '\0'; d++)
        *d = *d == 'O' ? '0' : *d == 'I' || *d == 'l' ? '1' : *d;
    bool with_place = place_of(c, place);
    snprintf(value, sizeof value, "%.100s%s%s %s", with_place ? place : "", with_place ? " " : "",
             section, parcel);
    put(t, "cadastral", value, with_place ? t->weight : t->weight * 0.6);
    if (with_place)
        put(t, "place", place, 0.3);
}

static void take_person(const struct taking *t, const struct capture *c, const char *name)
{
    static const char *const titles[] = { "de heeren ", "de heren ", "de heer ", "heeren ",
                                          "heren ",     "heer ",     "mevrouw ", "mevr. ",
                                          "mevr ",      "mej. " };
    char text[VALUE_TEXT_MAX];
    const char *at = text;

    if (!capture_text(c, "name", text, sizeof text))
        return;
    tidy(text);
    tidy_name(text, sizeof text);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (strncasecmp(at, titles[i], strlen(titles[i])) == 0)
            at += strlen(titles[i]);
    if (strlen(at) >= 4)
        put(t, name, at, t->weight);
}

void take_applicant(const struct taking *t, const struct capture *c)
{
    take_person(t, c, "applicant");
}

void take_architect(const struct taking *t, const struct capture *c)
{
    take_person(t, c, "architect");
}

void take_contractor(const struct taking *t, const struct capture *c)
{
    take_person(t, c, "contractor");
}

void take_constructor(const struct taking *t, const struct capture *c)
{
    take_person(t, c, "constructor");
}

void take_work(const struct taking *t, const struct capture *c)
{
    char text[VALUE_TEXT_MAX], line[VALUE_TEXT_MAX];

    if (!capture_text(c, "work", text, sizeof text))
        return;
    tidy(text);
    fold_line(text, line, sizeof line);
    if (strlen(line) < 8 || strchr(line, ' ') == NULL)
        return;
    put(t, "work", text, t->weight);
}

/* Both notations of a date; two figures of a year belong to the twentieth century. */
static bool date_of(const struct capture *c, struct date *d)
{
    char day[8], month[32], year[8];

    *d = (struct date){ 0 };
    if (capture_text(c, "month", month, sizeof month) && capture_text(c, "day", day, sizeof day) &&
        capture_text(c, "year", year, sizeof year)) {
        d->month = date_month(month);
        if (d->month == 0)
            return false;
    } else if (capture_text(c, "month2", month, sizeof month) &&
               capture_text(c, "day2", day, sizeof day) &&
               capture_text(c, "year2", year, sizeof year)) {
        d->month = strtoll(month, NULL, 10);
    } else {
        return false;
    }
    d->day = strtoll(day, NULL, 10);
    d->year = strtoll(year, NULL, 10);
    if (strlen(year) == 2)
        d->year += 1900;
    return d->month > 0 && d->day > 0 && date_valid(d);
}

static void take_date_as(const struct taking *t, const struct capture *c, const char *name)
{
    char value[48], place[VALUE_TEXT_MAX];
    struct date d;

    if (!date_of(c, &d))
        return;
    snprintf(value, sizeof value, "%04lld", (long long)d.year);
    put(t, "year", value, t->weight);
    snprintf(value, sizeof value, "%04lld-%02lld-%02lld", (long long)d.year, (long long)d.month,
             (long long)d.day);
    if (name != NULL)
        put(t, name, value, t->weight);
    if (place_of(c, place))
        put(t, "place", place, 0.4);
}

void take_date(const struct taking *t, const struct capture *c)
{
    take_date_as(t, c, NULL);
}

/* A dated line is the decision's date on a permit only. */
void take_date_granted(const struct taking *t, const struct capture *c)
{
    take_date_as(t, c, strcmp(t->page->kind, "permit") == 0 ? "date_granted" : NULL);
}

void take_date_received(const struct taking *t, const struct capture *c)
{
    take_date_as(t, c, "date_received");
}

void take_number(const struct taking *t, const struct capture *c)
{
    char text[VALUE_TEXT_MAX], value[VALUE_TEXT_MAX];
    size_t n = 0;

    if (!capture_text(c, "number", text, sizeof text))
        return;
    for (const char *s = text; *s != '\0'; s++)
        if (*s != ' ')
            value[n++] = *s;
    value[n] = '\0';
    put(t, "number_in_text", value, t->weight);
}

void take_costs(const struct taking *t, const struct capture *c)
{
    char text[VALUE_TEXT_MAX], value[VALUE_TEXT_MAX];
    size_t n = 0;

    if (!capture_text(c, "amount", text, sizeof text))
        return;
    for (const char *s = text; *s != '\0'; s++)
        if (*s != ' ')
            value[n++] = *s;
    value[n] = '\0';
    put(t, "costs", value, t->weight);
}

void take_permit_kind(const struct taking *t, const struct capture *c)
{
    char text[VALUE_TEXT_MAX], line[VALUE_TEXT_MAX];

    if (!capture_text(c, "kind", text, sizeof text))
        return;
    fold_line(text, line, sizeof line);
    put(t, "permit_kind", line, t->weight);
}
