/*
 * search.c - how fast and how well the index finds, at a size of your choice.
 *
 *   search DIR PAGES [WORDS]      makes DIR/index.db with PAGES pages (if it is not there), ten a
 * dossier, and prints build rate, size, latencies and recall
 *
 * The text is made: Dutch function words and building words with the frequencies of running text
 * (Zipf), compounds of them, and rare names, with 2 % of the letters misread as OCR misreads them.
 * The same numbers give the same pages. Needs nothing but the library.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "core/clock.h"
#include "index/batch.h"
#include "index/dossier.h"
#include "index/index.h"
#include "index/page.h"
#include "index/search.h"

enum { PAGES_A_DOSSIER = 10, PAGES_A_COMMIT = 2000, QUERIES = 100, PLANTED = 200 };

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
#define COUNT(a) (sizeof(a) / sizeof *(a))

static uint64_t seed;

static uint64_t next(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static uint64_t below(uint64_t n)
{
    return next() % n;
}

/* What OCR reads for a letter. */
static void misread(char *word, size_t at)
{
    static const char from[] = "eoliscntuhbamgf", to[] = "co1l5eurnbhorqt";
    const char *f = strchr(from, word[at]);

    word[at] = f != NULL ? to[f - from] : "aeiou"[below(5)];
}

static void rare_name(uint64_t n, char out[32])
{
    static const char *const parts[] = { "ba",   "de",   "ko",   "li",   "mu",   "ra",  "se",
                                         "to",   "vi",   "wa",   "ner",  "ster", "man", "dijk",
                                         "hout", "veld", "laar", "kens", "gel",  "brug" };
    size_t len = 0;

    n = n * 2654435761u + 12345;
    for (int i = 0; i < 4; i++) {
        len += (size_t)snprintf(out + len, 32 - len, "%s", parts[n % COUNT(parts)]);
        n /= COUNT(parts);
    }
}

static void make_word(char out[64])
{
    uint64_t r = below(100);

    if (r < 55) {
        /* Zipf within the common ones: the square of a uniform number leans to the front. */
        uint64_t a = below(1000), at = a * a * COUNT(common) / 1000000;
        snprintf(out, 64, "%s", common[at]);
    } else if (r < 92) {
        uint64_t a = below(1000), b = below(1000);
        snprintf(out, 64, "%s%s", first[a * a * COUNT(first) / 1000000],
                 last[b * b * COUNT(last) / 1000000]);
    } else if (r < 97) {
        rare_name(below(60000), out);
    } else {
        snprintf(out, 64, "%llu", (unsigned long long)below(9999));
    }
    for (size_t i = 0; out[i] != '\0'; i++)
        if (below(50) == 0)
            misread(out, i);
}

static const char *const streets[] = { "Herenstraat",        "Parkweg",      "Damlaan",
                                       "Prins Bernhardlaan", "Oosteinde",    "Sluiskant",
                                       "Delftsekade",        "Oude Trambaan" };

/* A word that stands nowhere else, in the page that is its own, misread in one or two places. */
static void planted_word(uint64_t page, char word[48], char read[48])
{
    uint64_t keep = seed;
    char name[32];

    seed = page * 7919 + 17;
    rare_name(page * 31 + 7, name);
    snprintf(word, 48, "%s%s", name, last[page % COUNT(last)]);
    snprintf(read, 48, "%s", word);
    size_t len = strlen(read), a = below(len);
    misread(read, a);
    if (page % 2 == 0)
        misread(read, (a + 2 + below(len - 3)) % len);
    seed = keep;
}

struct bench {
    struct store *store;
    struct ba_err err;
    int64_t pages, words;
    char text[65536];
    double began_cpu;
};

static void check(enum ba_rc rc, const struct ba_err *err)
{
    if (rc == BA_OK)
        return;
    fprintf(stderr, "bench: %s [%s]\n", err->msg, err->code);
    exit(1);
}

static enum ba_rc make_text(void *ctx, int64_t page, const char *sha256, uint32_t frame,
                            const char *rev, const char **text, struct ba_err *err)
{
    struct bench *b = ctx;
    size_t n = 0;
    char word[64], right[48], read[48];

    (void)sha256;
    (void)frame;
    (void)rev;
    (void)err;
    seed = (uint64_t)page * 0x9E3779B97F4A7C15u + 1;
    if (page % PAGES_A_DOSSIER == 1)
        n += (size_t)snprintf(b->text, sizeof b->text, "plaatselijk gemerkt %s %llu;\n",
                              streets[below(COUNT(streets))], (unsigned long long)below(300) + 1);
    for (int64_t i = 0; i < b->words && n + 80 < sizeof b->text; i++) {
        make_word(word);
        n += (size_t)snprintf(b->text + n, sizeof b->text - n, "%s%c", word,
                              i % 12 == 11 ? '\n' : ' ');
    }
    planted_word((uint64_t)page, right, read);
    snprintf(b->text + n, sizeof b->text - n, "%s\n", read);
    *text = b->text;
    return BA_OK;
}

static double cpu_seconds(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void register_line(struct bench *b, int64_t dossier)
{
    char number[32], from[24], to[24], year[16];
    bool added;

    seed = (uint64_t)dossier * 77777 + 3;
    snprintf(number, sizeof number, "%d/%04d", (int)(1900 + dossier % 100), (int)(dossier / 100));
    snprintf(year, sizeof year, "%d", (int)(1900 + dossier % 100));
    uint64_t house = below(250) + 1;
    snprintf(from, sizeof from, "%llu", (unsigned long long)house);
    snprintf(to, sizeof to, "%llu", (unsigned long long)(house + 2 * below(6)));
    const char *names[] = { "dossier", "street",    "number_from", "number_to",
                            "place",   "year_from", "title" };
    const char *values[] = {
        number, streets[below(COUNT(streets))], from, to, "Voorburg", year, "Bouwdossier"
    };
    struct register_values v = { names, values, COUNT(names) };
    check(dossier_import(b->store, "Archief", &v, &added, &b->err), &b->err);
}

static void take_in(struct bench *b, int64_t batch, int64_t page)
{
    char path[48], sha[72], number[32];
    int64_t dossier = (page - 1) / PAGES_A_DOSSIER;
    struct page_new new = { .width_px = 2480, .height_px = 3508, .xdpi = 300, .ydpi = 300 };
    struct file_row row = { .batch = batch,
                            .path = path,
                            .position = page,
                            .size = 100000,
                            .sha256 = sha,
                            .taken = true,
                            .frames = 1 };

    snprintf(path, sizeof path, "%08lld.tif", (long long)page);
    snprintf(sha, sizeof sha, "%032llx%032llx", (unsigned long long)page * 0x9E3779B97F4A7C15u,
             (unsigned long long)page);
    check(file_add_taken(b->store, &row, "tif", "fmt/353", &new, 1, &b->err), &b->err);
    snprintf(number, sizeof number, "%d/%04d", (int)(1900 + dossier % 100), (int)(dossier / 100));
    struct page_place place = { .page = page, .dossier = number, .document = 1, .kind = "" };
    if (page % PAGES_A_DOSSIER == 1)
        register_line(b, dossier);
    check(page_place_batch(b->store, batch, "Archief", &place, 1, &b->err), &b->err);
    struct page_result r = { .page = page,
                             .rev = "0123456789abcdef",
                             .state = PAGE_TEXT,
                             .orientation_sure = true,
                             .skew_measured = true,
                             .words = b->words,
                             .confidence_pct = 90 };
    check(page_finish(b->store, &r, &b->err), &b->err);
}

static void build(struct bench *b, const char *path)
{
    int64_t batch = 0, n = 0;
    double began = cpu_seconds();

    check(store_open(path, STORE_CREATE, &b->store, &b->err), &b->err);
    for (int64_t page = 1; page <= b->pages; page++) {
        if (page % PAGES_A_COMMIT == 1) {
            char name[32];
            check(store_begin(b->store, &b->err), &b->err);
            snprintf(name, sizeof name, "b%06lld", (long long)page);
            check(batch_add(b->store, name, "/in", &batch, &b->err), &b->err);
        }
        take_in(b, batch, page);
        if (page % PAGES_A_COMMIT == 0 || page == b->pages)
            check(store_commit(b->store, &b->err), &b->err);
    }
    double taken = cpu_seconds();
    printf("rows of %lld pages: %.0f pages a CPU s\n", (long long)b->pages,
           (double)b->pages / (taken - began));
    double texts = cpu_seconds();
    for (int64_t page = 1; page <= b->pages; page++) {
        const char *text;
        make_text(b, page, NULL, 0, NULL, &text, &b->err);
    }
    texts = cpu_seconds() - texts;
    double start = cpu_seconds();
    check(index_update(b->store, make_text, b, NULL, &n, &b->err), &b->err);
    printf("index_update: %lld pages, %.0f pages a CPU s (making the text taken off)\n",
           (long long)n, (double)n / (cpu_seconds() - start - texts));
    store_close(b->store);
}

struct counted {
    int hits;
    const char *want; /* a dossier to look for */
    int found_at;
};

static enum ba_rc count_hit(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    struct counted *c = ctx;

    (void)err;
    c->hits++;
    if (c->want != NULL && c->found_at == 0 && strcmp(hit->dossier, c->want) == 0)
        c->found_at = c->hits;
    return BA_OK;
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static void make_query(const char *kind, char out[128], struct search_query *q)
{
    char a[64], b[64];

    *q = (struct search_query){ .limit = 20 };
    if (strcmp(kind, "common word") == 0) {
        snprintf(out, 128, "%s", common[27 + below(COUNT(common) - 27)]);
    } else if (strcmp(kind, "two common words") == 0) {
        snprintf(out, 128, "%s %s", common[27 + below(COUNT(common) - 27)],
                 common[27 + below(COUNT(common) - 27)]);
    } else if (strcmp(kind, "two words") == 0) {
        snprintf(out, 128, "%s%s %s%s", first[below(COUNT(first))], last[below(COUNT(last))],
                 first[below(COUNT(first))], last[below(COUNT(last))]);
    } else if (strcmp(kind, "rare word") == 0) {
        rare_name(below(60000), out);
    } else if (strcmp(kind, "street + number") == 0 ||
               strcmp(kind, "street + number + years") == 0) {
        snprintf(out, 128, "%s %llu", streets[below(COUNT(streets))],
                 (unsigned long long)below(250) + 1);
        if (strlen(kind) > 15) {
            q->year_from = 1930;
            q->year_to = 1959;
        }
    } else {
        snprintf(a, 64, "%s%s", first[below(COUNT(first))], last[below(COUNT(last))]);
        snprintf(b, 64, "%s%s", first[below(COUNT(first))], last[below(COUNT(last))]);
        misread(a, below(strlen(a)));
        misread(b, below(strlen(b)));
        snprintf(out, 128, "%s %s", a, b);
    }
    q->text = out;
    q->text_len = strlen(out);
}

static void time_queries(struct bench *b, const char *kind)
{
    double ms[QUERIES];
    int64_t hits = 0;

    seed = 4242;
    for (int warm = 0; warm < 2; warm++) {
        seed = 4242;
        hits = 0;
        for (int i = 0; i < QUERIES; i++) {
            struct counted c = { 0 };
            struct search_query q;
            char text[128];
            make_query(kind, text, &q);
            double began = ba_monotonic();
            check(search_run(b->store, &q, count_hit, &c, &b->err), &b->err);
            ms[i] = (ba_monotonic() - began) * 1000;
            hits += c.hits;
        }
    }
    qsort(ms, QUERIES, sizeof *ms, by_time);
    printf("%-26s p50 %7.2f ms  p95 %7.2f ms  max %7.2f ms  %.1f hits\n", kind, ms[QUERIES / 2],
           ms[QUERIES * 95 / 100], ms[QUERIES - 1], (double)hits / QUERIES);
}

static void recall(struct bench *b)
{
    int found = 0;

    for (int i = 0; i < PLANTED; i++) {
        int64_t page = 1 + (int64_t)i * (b->pages / PLANTED),
                dossier = (page - 1) / PAGES_A_DOSSIER;
        char word[48], read[48], number[32];
        planted_word((uint64_t)page, word, read);
        snprintf(number, sizeof number, "%d/%04d", (int)(1900 + dossier % 100),
                 (int)(dossier / 100));
        struct counted c = { .want = number };
        struct search_query q = { .text = word, .text_len = strlen(word), .limit = 20 };
        check(search_run(b->store, &q, count_hit, &c, &b->err), &b->err);
        found += c.found_at > 0;
    }
    printf("recall of words with one or two misread letters: %.1f %%\n", 100.0 * found / PLANTED);
}

int main(int argc, char **argv)
{
    static const char *const kinds[] = { "common word",      "two common words",
                                         "two words",        "rare word",
                                         "street + number",  "street + number + years",
                                         "two misread words" };
    static struct bench b;
    char path[4096];
    struct stat st;

    if (argc < 3) {
        fprintf(stderr, "usage: search DIR PAGES [WORDS]\n");
        return 64;
    }
    b.pages = strtoll(argv[2], NULL, 10);
    b.words = argc > 3 ? strtoll(argv[3], NULL, 10) : 180;
    snprintf(path, sizeof path, "%s/index.db", argv[1]);
    if (b.pages < PLANTED)
        b.pages = PLANTED;
    if (stat(path, &st) != 0)
        build(&b, path);
    check(store_open(path, STORE_READ, &b.store, &b.err), &b.err);
    if (stat(path, &st) == 0)
        printf("%lld bytes, %.0f a page, the packed text included\n", (long long)st.st_size,
               (double)st.st_size / (double)b.pages);
    for (size_t i = 0; i < COUNT(kinds); i++)
        time_queries(&b, kinds[i]);
    recall(&b);
    store_close(b.store);
    return 0;
}
