/* Where private persons live: "wonende Parkweg 3 te Delft", the lines below a name, "woonadres". */
#include <stdio.h>
#include <string.h>

#include "core/text/street_key.h"
#include "index/extract/fields_private.h"
#include "index/extract/personal_words.h"

/* An address stands at most so many words behind its name or its label. */
#define BESIDE_WORDS 6

static const char *const living[] = { "wonende",    "woonachtig", "woont",     "wonen", "woonadres",
                                      "woonplaats", "adres",      "huisadres", NULL };
static const char *const building[] = { "bouwadres", "werkadres", "perceel",     "bouwplan",
                                        "betreft",   "onderwerp", "plaatselijk", NULL };

static bool is_house(const struct personal_word *w)
{
    size_t digits = 0;

    while (w->text[digits] != '\0' && personal_digit(w->text[digits]) != '\0' && digits < 5)
        digits++;
    if (digits == 0 || digits > 4 || !(personal_is_digit(w->text[0]) || w->text[0] == 'l'))
        return false;
    const char *rest = w->text + digits;
    return *rest == '\0' || *rest == '.' || *rest == '-' ||
           (personal_is_letter(rest[0]) && rest[1] == '\0');
}

static bool is_unit(const struct personal_word *w)
{
    static const char *const units[] = { "i", "ii", "iii", "iv",    "hs",      "huis", "bis", "a",
                                         "b", "c",  "d",   "boven", "beneden", "rood", NULL };

    return !w->new_line && personal_word_in(w, units);
}

size_t personal_street_at(const struct personal_words *w, size_t i, bool sure)
{
    char name[256] = "";
    size_t n = 0, at = i;

    for (; at < w->count && at < i + 6 && n < sizeof name; at++) {
        const struct personal_word *word = &w->at[at];

        if (at > i && is_house(word) && (sure || street_looks(name)) && !street_refused(name))
            return at + 1 < w->count && !word->ends && is_unit(&w->at[at + 1]) ? at + 2 : at + 1;
        if (!personal_is_capitalised(word->text) && !personal_is_particle(word) &&
            personal_initials(word) == 0)
            return 0;
        if (at > i && (w->at[at - 1].ends || (word->new_cell && !sure)))
            return 0;
        n += (size_t)snprintf(name + n, sizeof name - n, "%s%s", n > 0 ? " " : "", word->text);
    }
    return 0;
}

/* "2271 AB", "2271AB": the words; 0: none. */
static size_t postcode_words(const struct personal_words *w, size_t i)
{
    const char *t = i < w->count ? w->at[i].text : "";
    size_t digits = 0;

    while (digits < 5 && personal_digit(t[digits]) != '\0' &&
           (digits == 0 || personal_is_digit(t[digits]) || strchr("OIl", t[digits])))
        digits++;
    if (digits < 4)
        return 0;
    if (t[4] >= 'A' && t[4] <= 'Z' && t[5] >= 'A' && t[5] <= 'Z' && (t[6] == '\0' || t[6] == '.'))
        return 1;
    if (t[4] != '\0' || i + 1 >= w->count)
        return 0;
    t = w->at[i + 1].text;
    return t[0] >= 'A' && t[0] <= 'Z' &&
                   ((t[1] >= 'A' && t[1] <= 'Z') || t[1] == 'l' || t[1] == '0') &&
                   (t[2] == '\0' || t[2] == '.')
               ? 2
               : 0;
}

/* The place behind a postcode: capitalised words, "Alphen aan den Rijn". */
static size_t over_place(const struct personal_words *w, size_t i)
{
    size_t end = i;

    for (size_t at = i; at < w->count && at < i + 5; at++) {
        if (at > i && (w->at[at].new_line || w->at[at - 1].ends))
            break;
        if (personal_is_capitalised(w->at[at].text) || strncmp(w->at[at].text, "'s-", 3) == 0)
            end = at + 1;
        else if (!personal_is_particle(&w->at[at]))
            break;
    }
    return end;
}

static bool is_of_the_building(const struct personal_words *w, size_t from, size_t end,
                               const struct personal_known *known)
{
    char name[256] = "", key[256], other[256];
    size_t n = 0;

    for (size_t i = from; i < end && !is_house(&w->at[i]) && n < sizeof name; i++)
        n += (size_t)snprintf(name + n, sizeof name - n, "%s ", w->at[i].text);
    street_key(name, key, sizeof key);
    for (size_t i = 0; known != NULL && i < known->street_count; i++) {
        street_key(known->streets[i], other, sizeof other);
        if (other[0] != '\0' && strcmp(key, other) == 0)
            return true;
    }
    return false;
}

static void take(struct personal_found *f, const struct personal_words *w, size_t from, size_t end,
                 const char *rule, double weight)
{
    size_t to = w->at[end - 1].to;

    if (to > w->at[end - 1].from + 1 && f->view->text[to - 1] == '.')
        to--;
    if (!personal_is_found(f, w->at[from].from, to))
        personal_add(f, PERSONAL_HOME, rule, weight, w->at[from].from, to, true);
}

/* The street from word i on, and the postcode with its place behind it or on the next line. */
static bool take_home(struct personal_found *f, const struct personal_words *w, size_t i, bool sure,
                      const char *rule, double weight, const struct personal_known *known)
{
    size_t end = personal_street_at(w, i, sure), code;

    if (end == 0 || is_of_the_building(w, i, end, known))
        return false;
    take(f, w, i, end, rule, weight);
    for (size_t at = end; at < w->count && at < end + 5; at++) {
        code = postcode_words(w, at);
        if (code == 0)
            continue;
        take(f, w, at, over_place(w, at + code) > at + code ? over_place(w, at + code) : at + code,
             rule, weight);
        break;
    }
    return true;
}

/* Does word i lie in a name that was found, and the next not? */
static bool ends_name(const struct personal_found *f, const struct personal_words *w, size_t i)
{
    size_t at = f->view->at[w->at[i].from],
           next = i + 1 < w->count ? f->view->at[w->at[i + 1].from] : 0;
    bool here = false, behind = false;

    for (size_t k = 0; k < f->out->count; k++) {
        const struct personal_span *s = &f->out->at[k];

        if (s->kind != personal_kind_names[PERSONAL_NAME])
            continue;
        here |= s->from <= at && at < s->to;
        behind |= s->from <= next && next < s->to;
    }
    return here && !behind;
}

/* "Adres" of a form: of a person when no word says that it is the building's. */
static bool is_living(const struct personal_words *w, size_t i)
{
    if (!personal_word_in(&w->at[i], living))
        return false;
    if (!personal_word_in(&w->at[i], (const char *const[]){ "adres", NULL }))
        return true;
    for (size_t k = 1; k <= 3 && k <= i; k++)
        if (personal_word_in(&w->at[i - k], building))
            return false;
    return true;
}

void personal_find_homes(struct personal_found *f, const struct personal_words *w,
                         const struct personal_known *known)
{
    for (size_t i = 0; i < w->count; i++) {
        bool name = ends_name(f, w, i), lives = is_living(w, i);

        if (!name && !lives)
            continue;
        for (size_t at = i + 1; at < w->count && at <= i + BESIDE_WORDS; at++) {
            size_t code = postcode_words(w, at);

            if (personal_word_in(&w->at[at], building))
                break;
            /* Right below a name any words with a number are its street. */
            bool sure = lives || (name && at == i + 1 && w->at[at].new_line);
            if (take_home(f, w, at, sure && personal_is_capitalised(w->at[at].text),
                          lives ? "lives-at" : "below-name", lives ? 0.7 : 0.5, known))
                break;
            if (code > 0 && lives) {
                size_t end = over_place(w, at + code);
                take(f, w, at, end > at + code ? end : at + code, "lives-at", 0.5);
                break;
            }
        }
    }
    /* A postcode by its label, in a form that names a person. */
    static const char *const postcode[] = { "postcode", "postkode", NULL };
    for (size_t i = 0; i + 1 < w->count; i++)
        for (size_t at = i + 1;
             personal_word_in(&w->at[i], postcode) && at < w->count && at <= i + 4; at++) {
            size_t code = postcode_words(w, at), end;

            if (code == 0)
                continue;
            end = over_place(w, at + code);
            take(f, w, at, end > at + code ? end : at + code, "postcode-label", 0.4);
            break;
        }
}
