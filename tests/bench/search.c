/*
 * search.c - how fast and how well the index finds, at a size of your choice.
 *
 *   search DIR PAGES [WORDS]      makes DIR/index.db with PAGES pages (if it is not there), ten a
 *                                 dossier, and prints build rate, size, latencies and recall,
 *                                 each beside its bar
 *   search --text PAGES [WORDS]   prints the same pages, for another engine: a line a page, the
 *                                 dossier, a tab, the text
 *   search --questions PAGES      prints the questions: kind, a tab, what is typed
 *
 * Of each question the best of REPEATS runs counts, so that what else the machine does disturbs
 * little; p95 is over the questions of a kind. Needs nothing but the library.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include <sqlite3.h>

#include "core/clock.h"
#include "index/build/index.h"
#include "index/records/batch.h"
#include "index/records/dossier.h"
#include "index/records/page.h"
#include "index/search/search.h"
#include "tests/bench/search_pages.h"

enum { PAGES_A_COMMIT = 2000, QUERIES = 100, REPEATS = 3, PLANTED = 200 };

struct bench {
    struct store *store;
    struct ba_err err;
    int64_t pages, words;
    char text[65536];
    bool missed; /* a bar */
};

static void check(enum ba_rc rc, const struct ba_err *err)
{
    if (rc == BA_OK)
        return;
    fprintf(stderr, "bench: %s [%s]\n", err->msg, err->code);
    exit(1);
}

static void tell(struct bench *b, const char *what, double got, const char *unit, const char *than,
                 double bar)
{
    bool good = than[0] == '<' ? got <= bar : got >= bar;

    printf("%-44s %9.1f %-14s %s %.0f %s\n", what, got, unit, than, bar, good ? "" : "MISSED");
    b->missed |= !good;
}

static BA_RC make_text(void *ctx, int64_t page, const char *sha256, uint32_t frame, const char *rev,
                       const char **text, struct ba_err *err)
{
    struct bench *b = ctx;

    (void)sha256;
    (void)frame;
    (void)rev;
    (void)err;
    page_text((uint64_t)page, b->words, b->text, sizeof b->text);
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
    const char *values[] = { number,       streets[below(STREETS)], from, to, "Voorburg", year,
                             "Bouwdossier" };
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
    printf("rows of %lld pages: %.0f pages a CPU s\n", (long long)b->pages,
           (double)b->pages / (cpu_seconds() - began));
    double texts = cpu_seconds();
    for (int64_t page = 1; page <= b->pages; page++)
        page_text((uint64_t)page, b->words, b->text, sizeof b->text);
    double start = cpu_seconds(), wall = ba_monotonic();
    texts = start - texts;
    check(index_update(b->store, make_text, b, NULL, &n, &b->err), &b->err);
    /* Making the text, which a depot reads from its derived files, is taken off. */
    tell(b, "build", (double)n / (cpu_seconds() - start - texts), "pages a CPU s", ">=", 5000);
    printf("  (%lld pages, %.0f s of wall clock)\n", (long long)n, ba_monotonic() - wall);
    store_close(b->store);
}

/* Bytes a page of what finds it: all of the search tables but the packed texts. */
static void sizes(struct bench *b, const char *path)
{
    static const char sql[] = "SELECT sum(pgsize) - (SELECT sum(length(text)) FROM page_text) FROM "
                              "dbstat WHERE aggregate = TRUE"
                              " AND name IN ('doc', 'page_text', 'page_text_doc', 'vocabulary',"
                              " 'search_data', 'search_idx', 'search_docsize', 'search_config')";
    static const char by_table[] = "SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE AND "
                                   "pgsize > 100000 ORDER BY 2 DESC";
    sqlite3 *db = NULL;
    sqlite3_stmt *st = NULL;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        exit(1);
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
        tell(b, "index without the text", (double)sqlite3_column_int64(st, 0) / (double)b->pages,
             "bytes a page", "<=", 900);
    sqlite3_finalize(st);
    if (sqlite3_prepare_v2(db, by_table, -1, &st, NULL) == SQLITE_OK)
        while (sqlite3_step(st) == SQLITE_ROW)
            printf("  %-20s %8.1f bytes a page\n", (const char *)sqlite3_column_text(st, 0),
                   (double)sqlite3_column_int64(st, 1) / (double)b->pages);
    sqlite3_finalize(st);
    sqlite3_close(db);
}

struct counted {
    int hits;
    const char *want; /* a dossier to look for */
    int found_at;
};

static BA_RC count_hit(void *ctx, const struct search_hit *hit, struct ba_err *err)
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

enum question { ONE_COMMON, TWO_COMMON, ONE_WORD, TWO_WORDS, MIXED, RARE, ADDRESS, YEARS, MISREAD };

static const struct {
    const char *name;
    double bar; /* ms */
} questions[] = {
    [ONE_COMMON] = { "one common word", 30 },
    [TWO_COMMON] = { "two common words", 30 },
    [ONE_WORD] = { "one word", 30 },
    [TWO_WORDS] = { "two words", 30 },
    [MIXED] = { "a common word and a rare one", 30 },
    [RARE] = { "a rare word", 30 },
    [ADDRESS] = { "street + number", 20 },
    [YEARS] = { "street + number, years, with facets", 20 },
    [MISREAD] = { "two words, both misspelt", 80 },
};

/* Common: a word that says something among the hundred most frequent; else of the next thousands.
 */
static const char *some_word(bool frequent)
{
    return vocabulary[frequent ? 27 + below(73) : 100 + below(1000) * below(1000) / 200];
}

static void make_query(enum question kind, char out[128], struct search_query *q)
{
    char a[WORD_SIZE], b[WORD_SIZE];

    *q = (struct search_query){ .limit = 20, .text = out };
    snprintf(a, sizeof a, "%s",
             some_word(kind == ONE_COMMON || kind == TWO_COMMON || kind == MIXED));
    snprintf(b, sizeof b, "%s", some_word(kind == TWO_COMMON));
    switch (kind) {
    case ONE_COMMON:
    case ONE_WORD:
        snprintf(out, 128, "%s", a);
        break;
    case MISREAD:
        misread(a, below(strlen(a)));
        misread(b, below(strlen(b)));
        snprintf(out, 128, "%s %s", a, b);
        break;
    case TWO_COMMON:
    case TWO_WORDS:
        snprintf(out, 128, "%s %s", a, b);
        break;
    case MIXED:
        snprintf(out, 128, "%s %s", a, vocabulary[20000 + below(100000)]);
        break;
    case RARE:
        snprintf(out, 128, "%s", vocabulary[20000 + below(100000)]);
        break;
    case YEARS:
        q->year_from = 1930;
        q->year_to = 1959;
        /* fall through */
    case ADDRESS:
        snprintf(out, 128, "%s %d", streets[below(STREETS)], (int)below(250) + 1);
        break;
    }
    q->text_len = strlen(out);
}

static BA_RC ignore_facet(void *ctx, const struct search_facet *f, struct ba_err *err)
{
    (void)ctx;
    (void)f;
    (void)err;
    return BA_OK;
}

/* The best of a few runs of one question, in ms; with a range of years, its facets are counted
 * too. */
static void time_one(struct bench *b, const struct search_query *q, double *wall, double *cpu,
                     int64_t *hits)
{
    *wall = *cpu = 1e9;
    for (int i = 0; i < REPEATS; i++) {
        struct counted c = { 0 };
        double cpu_began = cpu_seconds(), began = ba_monotonic();
        check(search_run(b->store, q, count_hit, &c, &b->err), &b->err);
        struct search_total total;
        if (q->year_from != 0)
            check(search_facets(b->store, q, 20, ignore_facet, NULL, &total, &b->err), &b->err);
        double w = (ba_monotonic() - began) * 1000, p = (cpu_seconds() - cpu_began) * 1000;
        *wall = w < *wall ? w : *wall;
        *cpu = p < *cpu ? p : *cpu;
        if (i == 0)
            *hits += c.hits;
    }
}

static void time_queries(struct bench *b, enum question kind)
{
    double ms[QUERIES], cpu[QUERIES];
    int64_t hits = 0;
    char what[64];

    seed = 4242;
    for (int i = 0; i < QUERIES; i++) {
        struct search_query q;
        char text[128];
        make_query(kind, text, &q);
        time_one(b, &q, &ms[i], &cpu[i], &hits);
    }
    qsort(ms, QUERIES, sizeof *ms, by_time);
    qsort(cpu, QUERIES, sizeof *cpu, by_time);
    snprintf(what, sizeof what, "%s, p95", questions[kind].name);
    tell(b, what, ms[QUERIES * 95 / 100], "ms", "<=", questions[kind].bar);
    printf("  (p50 %.1f, max %.1f; CPU p95 %.1f; %.1f hits)\n", ms[QUERIES / 2], ms[QUERIES - 1],
           cpu[QUERIES * 95 / 100], (double)hits / QUERIES);
}

static void recall(struct bench *b)
{
    int found = 0;

    for (int i = 0; i < PLANTED; i++) {
        int64_t page = 1 + (int64_t)i * (b->pages / PLANTED),
                dossier = (page - 1) / PAGES_A_DOSSIER;
        char word[64], read[64], number[32];
        planted_word((uint64_t)page, word, read);
        snprintf(number, sizeof number, "%d/%04d", (int)(1900 + dossier % 100),
                 (int)(dossier / 100));
        struct counted c = { .want = number };
        struct search_query q = { .text = word, .text_len = strlen(word), .limit = 20 };
        check(search_run(b->store, &q, count_hit, &c, &b->err), &b->err);
        found += c.found_at > 0;
    }
    tell(b, "words with 1 or 2 misread letters found", 100.0 * found / PLANTED, "%", ">=", 95);
}

struct ranked {
    const char *word;
    bool other, wrong; /* a hit without the word was seen; one with it came behind */
    int exact;
};

static BA_RC look_at_rank(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    struct ranked *r = ctx;
    bool exact = false;

    (void)err;
    for (size_t i = 0; i < hit->term_count; i++)
        exact |= strcmp(hit->terms[i], r->word) == 0;
    r->exact += exact;
    r->wrong |= exact && r->other;
    r->other |= !exact;
    return BA_OK;
}

/* A word of few dossiers, so that look-alikes are among the twenty too. */
static void exact_first(struct bench *b)
{
    int good = 0, asked = 0;

    seed = 99;
    for (int i = 0; i < QUERIES; i++) {
        struct ranked r = { .word = vocabulary[60000 + below(80000)] };
        struct search_query q = { .text = r.word, .text_len = strlen(r.word), .limit = 20 };
        check(search_run(b->store, &q, look_at_rank, &r, &b->err), &b->err);
        asked += r.exact > 0;
        good += r.exact > 0 && !r.wrong;
    }
    tell(b, "exact hits ranked before look-alikes", asked > 0 ? 100.0 * good / asked : 0, "%",
         ">=", 100);
}

static void time_facets(struct bench *b)
{
    struct search_query q = { .text = "gevel", .text_len = 5 };
    struct search_total total;
    double began = ba_monotonic();

    check(search_facets(b->store, &q, 20, ignore_facet, NULL, &total, &b->err), &b->err);
    printf("  (facets of a common word: %.0f ms for %lld dossiers%s)\n",
           (ba_monotonic() - began) * 1000, (long long)total.dossiers,
           total.more ? ", and there are more" : "");
}

static int print_texts(int64_t pages, int64_t words)
{
    static char text[65536];

    for (int64_t page = 1; page <= pages; page++) {
        page_text((uint64_t)page, words, text, sizeof text);
        for (char *c = text; *c != '\0'; c++)
            *c = *c == '\n' ? ' ' : *c;
        printf("%lld\t%s\n", (long long)((page - 1) / PAGES_A_DOSSIER), text);
    }
    return 0;
}

static int print_questions(void)
{
    for (size_t kind = 0; kind < COUNT(questions); kind++) {
        seed = 4242;
        for (int i = 0; i < QUERIES; i++) {
            struct search_query q;
            char text[128];
            make_query((enum question)kind, text, &q);
            printf("%s\t%s\n", questions[kind].name, text);
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    static struct bench b;
    char path[4096];
    struct stat st;

    if (argc < 3) {
        fprintf(stderr, "usage: search DIR|--text|--questions PAGES [WORDS]\n");
        return 64;
    }
    b.pages = strtoll(argv[2], NULL, 10);
    b.words = argc > 3 ? strtoll(argv[3], NULL, 10) : 180;
    pages_prepare();
    if (strcmp(argv[1], "--text") == 0)
        return print_texts(b.pages, b.words);
    if (strcmp(argv[1], "--questions") == 0)
        return print_questions();
    snprintf(path, sizeof path, "%s/index.db", argv[1]);
    if (b.pages < PLANTED)
        b.pages = PLANTED;
    if (stat(path, &st) != 0)
        build(&b, path);
    check(store_open(path, STORE_READ, &b.store, &b.err), &b.err);
    sizes(&b, path);
    for (size_t i = 0; i < COUNT(questions); i++)
        time_queries(&b, (enum question)i);
    time_facets(&b);
    recall(&b);
    exact_first(&b);
    store_close(b.store);
    puts(b.missed ? "some bars are missed" : "every bar is reached");
    return 0;
}
