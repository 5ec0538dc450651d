/*
 * Names of private persons: people that the register knows, those who are addressed ("de heer"),
 * initials with a surname, first names with one, and what stands behind "naam" or "aanvrager".
 * Proposals: who is an official, a firm or a street is left out as far as the words around it say.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text/fold.h"
#include "core/text/spelling_distance.h"
#include "index/extract/fields_private.h"
#include "index/extract/person_names.h"
#include "index/extract/personal_words.h"

#define NAME_WORDS_MAX 8
/* A known surname of so many letters may have one that was misread. */
#define SURNAME_MISREAD_MIN 6

static const char *const titles[] = {
    "heer",       "heeren",       "heren",    "mevrouw", "mevr",       "mw",         "mej",
    "mejuffrouw", "mejuffr",      "dhr",      "hr",      "familie",    "fam",        "wed",
    "weduwe",     "erven",        "mijnheer", "meneer",  "echtgenote", "echtgenoot", "weled",
    "mevr/mw",    "heer/mevrouw", "juffrouw", NULL
};
static const char *const labels[] = { "naam",
                                      "aanvrager",
                                      "aanvraagster",
                                      "verzoeker",
                                      "verzoekster",
                                      "opdrachtgever",
                                      "opdrachtgeefster",
                                      "eigenaar",
                                      "eigenares",
                                      "bewoner",
                                      "bewoonster",
                                      "huurder",
                                      "koper",
                                      "ondergetekende",
                                      "ondergeteekende",
                                      "vergunninghouder",
                                      "voorletters",
                                      "achternaam",
                                      "voornamen",
                                      "hoogachtend",
                                      "groet",
                                      "groeten",
                                      "w.g",
                                      "wg",
                                      "namens",
                                      "naam:",
                                      NULL };
/* Behind these stands nobody private. */
static const char *const roles[] = { "secretaris", "burgemeester", "wethouder",    "wethouders",
                                     "directeur",  "hoofd",        "inspecteur",   "notaris",
                                     "architect",  "architecten",  "aannemer",     "ir",
                                     "ingenieur",  "ambtenaar",    "commissaris",  "minister",
                                     "griffier",   "opzichter",    "constructeur", "arch",
                                     NULL };
/* A firm is called so, before its name or behind it. */
static const char *const firm_before[] = { "firma",
                                           "fa",
                                           "gebr",
                                           "gebroeders",
                                           "n.v",
                                           "b.v",
                                           "nv",
                                           "bv",
                                           "c.v",
                                           "v.o.f",
                                           "vof",
                                           "aannemersbedrijf",
                                           "bouwbedrijf",
                                           "architectenbureau",
                                           "bureau",
                                           "stichting",
                                           "vereniging",
                                           "aannemingsbedrijf",
                                           "handelsonderneming",
                                           "maatschappij",
                                           NULL };
static const char *const firm_behind[] = { "n.v",  "b.v", "bv",  "nv",    "zn", "zonen",
                                           "zoon", "co",  "c.v", "v.o.f", NULL };
/* Initials of what is no person. */
static const char *const no_initials[] = { "n.v", "b.v", "c.v", "v.o.f", "p.t.t",   "n.a.p",
                                           "h.h", "w.v", "g.w", "k.v.k", "a.n.w.b", "n.s",
                                           "b.w", "e.d", "m.i", NULL };
/* Capitalised words that begin a paragraph of a specification: "A. Fundering". */
static const char *const no_surnames[] = {
    "algemeen",     "fundering", "dak",       "kap",     "vloer",     "vloeren",    "kozijnen",
    "ramen",        "deuren",    "riolering", "beton",   "staal",     "wethouders", "burgemeester",
    "gemeente",     "artikel",   "bijlage",   "betreft", "onderwerp", "datum",      "het",
    "de",           "een",       "bestek",    "naam",    "adres",     "telefoon",   "postcode",
    "omschrijving", "bouwsom",   "naar",      "van",     "op",        "in",         "voor",
    "geachte",      "wij",       "tekening",  NULL
};
static const char *const first_names[] = {
    "jan",       "johannes",  "johan",     "cornelis",   "kees",       "hendrik",    "henk",
    "maria",     "willem",    "wim",       "adriana",    "pieter",     "piet",       "gerrit",
    "anna",      "jacobus",   "jacob",     "jaap",       "geertruida", "klaas",      "elisabeth",
    "dirk",      "johanna",   "teunis",    "wilhelmina", "arie",       "neeltje",    "frederik",
    "sjoerd",    "yvonne",    "mohammed",  "bep",        "petrus",     "peter",      "antonius",
    "anton",     "theodorus", "theo",      "gerardus",   "gerard",     "franciscus", "frans",
    "martinus",  "maarten",   "adrianus",  "ad",         "catharina",  "cornelia",   "margaretha",
    "jannetje",  "aaltje",    "grietje",   "trijntje",   "hendrika",   "jansje",     "herman",
    "hermanus",  "lambertus", "bernardus", "ben",        "leendert",   "leo",        "simon",
    "abraham",   "adam",      "albert",    "andries",    "bart",       "bram",       "daan",
    "david",     "erik",      "evert",     "ferdinand",  "floris",     "george",     "harm",
    "hans",      "ids",       "jelle",     "jeroen",     "joost",      "jos",        "joseph",
    "karel",     "koos",      "lucas",     "marinus",    "mark",       "michiel",    "nicolaas",
    "niek",      "paul",      "rudolf",    "ruud",       "sander",     "sebastiaan", "tom",
    "ton",       "wouter",    "agatha",    "alida",      "annie",      "antje",      "bertha",
    "christina", "corrie",    "dina",      "ella",       "els",        "emma",       "greet",
    "helena",    "ingrid",    "jacoba",    "joke",       "linda",      "louise",     "marie",
    "mariette",  "marijke",   "martha",    "mina",       "petronella", "riet",       "rika",
    "sara",      "sophia",    "susanna",   "tine",       "truus",      "wilma",      "ali",
    "ahmed",     "fatima",    "hassan",    "mustafa",    NULL
};

/* A surname from word i on, over its particles: the word behind it; i: none. */
static size_t surname_at(const struct personal_words *w, size_t i)
{
    size_t at = i;

    while (at < w->count && at < i + 4 && personal_is_particle(&w->at[at]) && !w->at[at].new_cell)
        at++;
    if (at >= w->count || w->at[at].new_cell || !personal_is_capitalised(w->at[at].text) ||
        personal_initials(&w->at[at]) > 0 || personal_word_in(&w->at[at], no_surnames))
        return i;
    /* "Ruijs de Beerenbrouck", "El Amrani", "Oude Kotte" */
    size_t end = at + 1, next = end;
    static const char *const doubled[] = { "oude", "nieuwe", "klein", "groot", "el",
                                           "ben",  "al",     "abu",   "te",    NULL };
    if (next < w->count && !w->at[at].ends && !w->at[next].new_line) {
        while (next < w->count && next < end + 2 && personal_is_particle(&w->at[next]) &&
               !w->at[next].new_line)
            next++;
        bool joined = next > end && at > 0 && strcmp(w->at[end].text, "te") != 0 &&
                      strcmp(w->at[end].text, "in") != 0 && strcmp(w->at[end].text, "op") != 0 &&
                      strcmp(w->at[end].text, "aan") != 0;
        if (next < w->count && !w->at[next].new_cell && (joined || !w->at[next].new_line) &&
            personal_is_capitalised(w->at[next].text) &&
            (joined || personal_word_in(&w->at[at], doubled)))
            end = next + 1;
    }
    return end;
}

static bool is_role(const struct personal_words *w, size_t i)
{
    for (size_t k = 1; k <= 3 && k <= i; k++) {
        if (personal_word_in(&w->at[i - k], roles))
            return true;
        if (personal_word_in(&w->at[i - k], titles))
            return false;
    }
    return false;
}

/* "J.C. van Markenlaan": by endings that no surname has ("-berg" and "-dijk" some have). */
static bool is_street(const struct personal_words *w, size_t from, size_t end)
{
    static const char *const ends[] = { "straat", "str",   "weg",       "laan",
                                        "plein",  "kade",  "gracht",    "singel",
                                        "dreef",  "steeg", "plantsoen", "straatweg" };
    const char *last = end > from ? w->at[end - 1].bone : "";
    size_t n = strcspn(last, ".,");

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t k = strlen(ends[i]), same = 0;

        while (same < k && n > k && personal_bone(ends[i][same]) == last[n - k + same])
            same++;
        if (same == k)
            return true;
    }
    return false;
}

/* "B. en W. van Delft" */
static bool is_of_the_council(const struct personal_words *w, size_t i)
{
    static const char *const words[] = { "en", "b.en", "&", "b.&", NULL };

    return i > 0 && strlen(w->at[i].bone) == 2 && w->at[i].bone[0] == 'w' &&
           personal_word_in(&w->at[i - 1], words);
}

static bool is_firm(const struct personal_words *w, size_t from, size_t end)
{
    if (from > 0 && !w->at[from - 1].ends && personal_word_in(&w->at[from - 1], firm_before))
        return true;
    for (size_t i = end; i < w->count && i < end + 3 && !w->at[i - 1].ends; i++)
        if (personal_word_in(&w->at[i], firm_behind))
            return true;
    return false;
}

static void take(struct personal_found *f, const struct personal_words *w, size_t from, size_t end,
                 const char *rule, double weight)
{
    size_t to = w->at[end - 1].to;

    if (f->view->text[to - 1] == '.' && w->at[end - 1].bone[1] != '.' &&
        w->at[end - 1].bone[1] != '\0')
        to--; /* the sentence's */
    if (!personal_is_found(f, w->at[from].from, to))
        personal_add(f, PERSONAL_NAME, rule, weight, w->at[from].from, to, true);
}

/* Initials in one word or several, with the surname behind them or written on. */
static size_t with_initials(const struct personal_words *w, size_t i)
{
    size_t at = i, n;

    while (at < w->count && (n = personal_initials(&w->at[at])) > 0 && at < i + 5) {
        if (personal_word_in(&w->at[at], no_initials))
            return i;
        at++;
        if (w->at[at - 1].text[n] == '\0') {
            if (w->at[at - 1].ends)
                return i;
            continue;
        }
        /* "J.Smit", "N.Jong-Mol", "A.van" */
        const char *rest = w->at[at - 1].text + n;
        if (personal_is_capitalised(rest))
            return at;
        struct personal_word part = w->at[at - 1];
        snprintf(part.text, sizeof part.text, "%s", rest);
        snprintf(part.bone, sizeof part.bone, "%s", w->at[at - 1].bone + n);
        if (!personal_is_particle(&part))
            return i;
        break;
    }
    size_t end = at > i ? surname_at(w, at) : i;
    return end > at ? end : i;
}

static size_t with_first_name(const struct personal_words *w, size_t i)
{
    size_t at = i;

    while (at < w->count && at < i + 4 && personal_is_capitalised(w->at[at].text) &&
           !w->at[at].ends && personal_word_in(&w->at[at], first_names) &&
           (at == i || !w->at[at].new_line))
        at++;
    /* "Jan J. Smit" */
    if (at > i && at < w->count && personal_initials(&w->at[at]) > 0)
        return with_initials(w, at) > at ? with_initials(w, at) : i;
    size_t end = at > i && !w->at[at].new_line ? surname_at(w, at) : at;
    return at > i && end > at ? end : i;
}

/* Whatever name begins here: with initials, a first name, or a surname alone. */
static size_t name_at(const struct personal_words *w, size_t i, bool surname)
{
    size_t end = with_initials(w, i);

    if (end == i)
        end = with_first_name(w, i);
    if (end == i && surname)
        end = surname_at(w, i);
    return end;
}

/* Behind "de heer", "mevrouw", "familie": "de heer en mevrouw J. Smit". */
static void take_titled(struct personal_found *f, const struct personal_words *w, size_t i)
{
    static const char *const between[] = { "en",  "of",        "mevrouw",      "mevr", "heer",
                                           "de",  "den",       "heer/mevrouw", "mw",   "dhr",
                                           "ir",  "dr",        "mr",           "drs",  "ing",
                                           "wed", "gestrenge", "geb",          NULL };
    size_t at = i + 1;

    while (at < w->count && at < i + 5 && personal_word_in(&w->at[at], between) &&
           !personal_is_capitalised(w->at[at].text))
        at++;
    while (at < w->count && at < i + 6 && personal_word_in(&w->at[at], titles))
        at++;
    /* "heer de Vries": the article is the name's. */
    if (at > i + 1 && at < w->count && personal_is_particle(&w->at[at - 1]) &&
        personal_is_capitalised(w->at[at].text))
        at--;
    if (at >= w->count || personal_word_in(&w->at[at], roles))
        return;
    size_t end = name_at(w, at, true);
    /* "de heer Johanues Koster": a first name that nobody knows. */
    if (end == at + 1 && end < w->count && !w->at[at].ends && !w->at[end].new_line)
        end = surname_at(w, end);
    if (end > at && !is_firm(w, at, end))
        take(f, w, at, end, "salutation", 0.7);
}

/* Behind "Naam", "Aanvrager:", "Hoogachtend,": over words of the label and line ends. */
static void take_labelled(struct personal_found *f, const struct personal_words *w, size_t i)
{
    static const char *const more[] = { "aanvrager", "en",        "voorletters", "van",
                                        "de",        "den",       "verzoeker",   "eigenaar",
                                        "bouwer",    "voornamen", "achternaam",  "volledige",
                                        "bewoner",   NULL };
    size_t at = i + 1, end;

    while (at < w->count && at < i + 7 && personal_word_in(&w->at[at], more) &&
           !w->at[at - 1].ends && name_at(w, at, false) == at &&
           !(personal_is_particle(&w->at[at]) && at + 1 < w->count &&
             personal_is_capitalised(w->at[at + 1].text)))
        at++;
    if (at >= w->count)
        return;
    bool sure =
        (w->at[at - 1].ends || w->at[at].new_line) && !personal_is_label(f->view, w->at[at].from);
    end = name_at(w, at, sure && !is_street(w, at, at + 1));
    if (end > at && end - at == 1 && !sure)
        return;
    if (end > at && !is_firm(w, at, end) && !personal_word_in(&w->at[at], labels))
        take(f, w, at, end, "name-label", 0.6);
}

/* A person of the register: the surname alone is enough, and it may be misread. */
static bool is_known(const struct personal_known *known, const struct personal_word *w)
{
    char word[FOLD_MAX];

    if (known == NULL || !personal_is_capitalised(w->text))
        return false;
    fold_key(w->text, word, sizeof word);
    for (size_t i = 0; i < known->people_count; i++) {
        struct fold f = fold_start(known->people[i], strlen(known->people[i]));

        if (text_names(w->text, known->people[i]))
            return true;
        while (fold_next(&f))
            if (f.word_len >= SURNAME_MISREAD_MIN && strlen(word) + 1 >= f.word_len &&
                spelling_distance(word, f.word, 1.0) <= 1.0 && text_names(f.word, known->people[i]))
                return true;
    }
    return false;
}

static void take_known(struct personal_found *f, const struct personal_words *w, size_t i)
{
    size_t from = i;

    while (from > 0 && from + 4 > i && personal_is_particle(&w->at[from - 1]) &&
           !w->at[from].new_cell)
        from--;
    while (from > 0 && from + NAME_WORDS_MAX > i && !w->at[from].new_cell &&
           !w->at[from - 1].ends && personal_initials(&w->at[from - 1]) > 0)
        from--;
    if (!is_street(w, i, i + 1) && !is_firm(w, from, i + 1))
        take(f, w, from, i + 1, "known-person", 0.8);
}

static void look_at_word(struct personal_found *f, const struct personal_words *w, size_t i,
                         const struct personal_known *known)
{
    size_t end = with_initials(w, i);
    const char *rule = "initials";

    if (end == i) {
        end = with_first_name(w, i);
        rule = "first-name";
    }
    /* Not from the middle of initials: the whole was seen already. */
    if (end > i && !is_street(w, i, end) && !is_firm(w, i, end) && !is_role(w, i) &&
        !is_of_the_council(w, i))
        take(f, w, i, end, rule, 0.5);
    if (personal_word_in(&w->at[i], titles))
        take_titled(f, w, i);
    if (personal_word_in(&w->at[i], labels))
        take_labelled(f, w, i);
    if (is_known(known, &w->at[i]))
        take_known(f, w, i);
}

BA_RC personal_data_find_people(const char *text, const struct personal_known *known,
                                struct personal_spans *out, struct ba_err *err)
{
    struct personal_view view;
    struct personal_words words = { 0 };
    struct personal_found f = { .view = &view, .out = out };
    bool ok = personal_view_make(text, &view) == 0;

    ok = ok && personal_words_of(&view, &words) == 0;
    for (size_t i = 0; ok && i < words.count; i++)
        look_at_word(&f, &words, i, known);
    if (ok)
        personal_find_homes(&f, &words, known);
    free(words.at);
    personal_view_free(&view);
    return ok && !f.no_memory ? BA_OK : ba_fail_mem(err, "personal data");
}
