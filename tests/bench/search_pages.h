/*
 * search_pages.h - the pages that search.c indexes, made from numbers: the same numbers give the
 * same pages.
 *
 * Words come from a Dutch-like vocabulary of 150,000 (function words, building words, their
 * compounds, names) with the frequencies of running text: Zipf-Mandelbrot, 1 / (rank + 2.7)^1.05.
 * A page has 0.3, 1.5 or 8 % of its letters misread (70, 25 and 5 % of the pages), 1 % in all.
 */
#ifndef BA_TESTS_BENCH_SEARCH_PAGES_H
#define BA_TESTS_BENCH_SEARCH_PAGES_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGES_A_DOSSIER = 10, VOCABULARY = 150000, STREETS = 800, WORD_SIZE = 40 };

static const char *const common[] = {
    "de",          "van",         "het",        "een",
    "en",          "in",          "te",         "op",
    "aan",         "voor",        "met",        "is",
    "dat",         "door",        "tot",        "bij",
    "der",         "zijn",        "worden",     "wordt",
    "den",         "als",         "uit",        "naar",
    "moet",        "om",          "niet",       "burgemeester",
    "wethouders",  "gemeente",    "vergunning", "bouwen",
    "aanvraag",    "artikel",     "woning",     "perceel",
    "nummer",      "sectie",      "kadastraal", "bekend",
    "besluit",     "overwegende", "bepalingen", "bouwverordening",
    "voorwaarden", "werk",        "tekening",   "gevel",
    "fundering",   "muur",        "dak",
};
static const char *const first[] = {
    "bouw",   "woon",  "winkel", "berg",   "schuur", "dak",    "gevel",  "muur",   "vloer",
    "beton",  "hout",  "staal",  "steen",  "raam",   "deur",   "trap",   "kelder", "zolder",
    "keuken", "slaap", "bad",    "gang",   "tuin",   "straat", "riool",  "water",  "gas",
    "licht",  "lucht", "brand",  "grond",  "erf",    "hoek",   "voor",   "achter", "zij",
    "boven",  "onder", "binnen", "buiten", "hoofd",  "neven",  "tussen",
};
static const char *const last[] = {
    "huis",        "kamer",       "ruimte",   "werk",   "tekening", "plan",      "vergunning",
    "aanvraag",    "balk",        "laag",     "plaat",  "pan",      "goot",      "leiding",
    "put",         "kap",         "kapel",    "kozijn", "lat",      "paal",      "poort",
    "rand",        "stuk",        "vlak",     "wand",   "weg",      "zijde",     "maat",
    "lijn",        "hoogte",      "breedte",  "diepte", "dikte",    "belasting", "constructie",
    "verordening", "voorschrift", "toezicht", "dienst", "bedrijf",
};
static const char *const parts[] = { "ba",   "de",   "ko",   "li",   "mu",   "ra",  "se",
                                     "to",   "vi",   "wa",   "ner",  "ster", "man", "dijk",
                                     "hout", "veld", "laar", "kens", "gel",  "brug" };
static const char *const ways[] = { "straat", "weg",   "laan", "plein", "kade",
                                    "singel", "steeg", "dijk", "hof",   "pad" };
#define COUNT(a) (sizeof(a) / sizeof *(a))

static uint64_t seed;
static char (*vocabulary)[WORD_SIZE]; /* by rank, commonest first */
static uint32_t *frequency;           /* cumulative, of 2^32 */
static char streets[STREETS][WORD_SIZE];

static uint64_t next(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static uint64_t below(uint64_t n)
{
    return (next() >> 11) % n;
}

/* What OCR reads for a letter. */
static void misread(char *word, size_t at)
{
    static const char from[] = "eoliscntuhbamgf", to[] = "co1l5eurnbhorqt";
    const char *f = strchr(from, word[at]);

    word[at] = f != NULL ? to[f - from] : "aeiou"[below(5)];
}

static void name_of(uint64_t n, char out[WORD_SIZE])
{
    size_t len = 0;

    n = n * 2654435761u + 12345;
    for (int i = 0; i < 4; i++) {
        len += (size_t)snprintf(out + len, WORD_SIZE - len, "%s", parts[n % COUNT(parts)]);
        n /= COUNT(parts);
    }
}

static void compound(uint64_t n, bool three, char out[WORD_SIZE])
{
    const char *a = first[n % COUNT(first)], *c = last[n / COUNT(first) % COUNT(last)];
    const char *b = first[n / COUNT(first) / COUNT(last) % COUNT(first)];

    snprintf(out, WORD_SIZE, "%s%s%s", a, three ? b : "", c);
}

static void word_of_rank(uint64_t rank, char out[WORD_SIZE])
{
    uint64_t pairs = COUNT(first) * COUNT(last), r = rank - COUNT(common);

    if (rank < COUNT(common))
        snprintf(out, WORD_SIZE, "%s", common[rank]);
    else if (r % 3 == 2)
        name_of(r / 3, out);
    else if (r < pairs * 3 / 2)
        compound((r - r / 3) * 787, false, out);
    else
        compound((r - r / 3) * 7919, true, out);
}

static void pages_prepare(void)
{
    double sum = 0, all = 0;

    vocabulary = calloc(VOCABULARY, sizeof *vocabulary);
    frequency = calloc(VOCABULARY, sizeof *frequency);
    if (vocabulary == NULL || frequency == NULL)
        abort();
    for (uint64_t i = 0; i < VOCABULARY; i++)
        all += pow((double)i + 3.7, -1.05);
    for (uint64_t i = 0; i < VOCABULARY; i++) {
        word_of_rank(i, vocabulary[i]);
        sum += pow((double)i + 3.7, -1.05);
        frequency[i] = (uint32_t)(sum / all * 4294967295.0);
    }
    for (uint64_t i = 0; i < STREETS; i++) {
        char name[WORD_SIZE];
        name_of(i * 77 + 5, name);
        snprintf(streets[i], WORD_SIZE, "%.24s%s", name, ways[i % COUNT(ways)]);
    }
}

/* The rank of a word of running text. */
static uint64_t draw(void)
{
    uint32_t at = (uint32_t)(next() >> 32);
    uint64_t low = 0, high = VOCABULARY - 1;

    while (low < high) {
        uint64_t middle = (low + high) / 2;
        if (frequency[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* One in so many letters is misread on this page. */
static uint64_t noise_of_page(void)
{
    uint64_t r = below(100);

    return r < 70 ? 333 : r < 95 ? 67 : 12;
}

static void make_word(uint64_t noise, char out[WORD_SIZE])
{
    if (below(100) < 4)
        snprintf(out, WORD_SIZE, "%d", (int)below(9999));
    else
        snprintf(out, WORD_SIZE, "%s", vocabulary[draw()]);
    for (size_t i = 0; out[i] != '\0'; i++)
        if (below(noise) == 0)
            misread(out, i);
}

/* A word that stands nowhere else, in the page that is its own, misread in one or two places. */
static void planted_word(uint64_t page, char word[64], char read[64])
{
    uint64_t keep = seed;
    char name[WORD_SIZE];

    seed = page * 7919 + 17;
    name_of(page * 31 + 7, name);
    snprintf(word, 64, "%s%s", name, last[page % COUNT(last)]);
    snprintf(read, 64, "%s", word);
    size_t len = strlen(read), a = below(len);
    misread(read, a);
    if (page % 2 == 0)
        misread(read, (a + 2 + below(len - 3)) % len);
    seed = keep;
}

/* The text of a page, numbered from 1, into out. */
static void page_text(uint64_t page, int64_t words, char *out, size_t size)
{
    char word[WORD_SIZE], right[64], read[64];
    size_t n = 0;

    seed = page * 0x9E3779B97F4A7C15u + 1;
    if (page % PAGES_A_DOSSIER == 1)
        n += (size_t)snprintf(out, size, "plaatselijk gemerkt %s %d;\n", streets[below(STREETS)],
                              (int)below(300) + 1);
    uint64_t noise = noise_of_page();
    for (int64_t i = 0; i < words && n + 160 < size; i++) {
        make_word(noise, word);
        n += (size_t)snprintf(out + n, size - n, "%s%c", word, i % 12 == 11 ? '\n' : ' ');
    }
    planted_word(page, right, read);
    snprintf(out + n, size - n, "%s\n", read);
}

#endif
