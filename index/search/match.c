#include "index/search/match.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SNIPPET_WORDS 12
#define SNIPPET_BEFORE 4
#define FOUND_MAX 256

struct word {
    uint32_t at; /* in folded */
    size_t start, end;
};

struct words {
    char *folded;
    struct word *at;
    uint32_t *hash; /* apart, because nearly all that is done is looking through them */
    size_t count;
};

static uint32_t hash_word(const char *s, size_t len)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

/* Folding makes a letter at most one byte longer for two ("\u0149"), never more than three for two.
 */
static int cut_words(const char *text, size_t len, struct words *w)
{
    struct fold f = fold_start(text, len);
    size_t cap = 0, hash_cap = 0, used = 0;

    w->folded = malloc(len * 2 + FOLD_MAX);
    if (w->folded == NULL)
        return -1;
    while (fold_next(&f) && used + f.word_len + 1 < len * 2 + FOLD_MAX) {
        if (ba_grow(&w->at, &cap, w->count + 1, sizeof *w->at) != 0 ||
            ba_grow(&w->hash, &hash_cap, w->count + 1, sizeof *w->hash) != 0)
            return -1;
        w->hash[w->count] = hash_word(f.word, f.word_len);
        w->at[w->count++] = (struct word){ (uint32_t)used, f.start, f.end };
        memcpy(w->folded + used, f.word, f.word_len + 1);
        used += f.word_len + 1;
    }
    return 0;
}

struct found {
    size_t at, clause, count;
};

static bool way_at(const struct query_way *w, const struct words *words, size_t at,
                   const uint32_t *hashes)
{
    if (at + w->count > words->count)
        return false;
    for (size_t i = 0; i < w->count; i++) {
        const char *folded = words->folded + words->at[at + i].at;
        bool open = w->prefix && i + 1 == w->count;
        if (open ? strncmp(folded, w->words[i], strlen(w->words[i])) != 0
                 : words->hash[at + i] != hashes[i] || strcmp(folded, w->words[i]) != 0)
            return false;
    }
    return true;
}

/* Places where a way stands; gives how many. */
static size_t find_way(const struct query_way *w, const struct words *words, size_t clause,
                       struct found *found, size_t *count)
{
    uint32_t hashes[QUERY_WORDS_MAX];
    size_t n = 0;

    if (w->key)
        return 0;
    for (size_t i = 0; i < w->count; i++)
        hashes[i] = hash_word(w->words[i], strlen(w->words[i]));
    bool first_is_open = w->prefix && w->count == 1;
    for (size_t at = 0; at < words->count; at++) {
        if ((!first_is_open && words->hash[at] != hashes[0]) || !way_at(w, words, at, hashes))
            continue;
        n++;
        if (*count < FOUND_MAX)
            found[(*count)++] = (struct found){ at, clause, w->count };
    }
    return n;
}

static int by_place(const void *a, const void *b)
{
    const struct found *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (int)x->clause - (int)y->clause;
}

/* Where the window begins that shows most of the clauses. */
static size_t best_window(const struct found *found, size_t count)
{
    size_t best = 0, most = 0;

    for (size_t i = 0; i < count; i++) {
        uint64_t seen = 0;
        for (size_t j = i; j < count && found[j].at < found[i].at + SNIPPET_WORDS - SNIPPET_BEFORE;
             j++)
            seen |= 1ull << found[j].clause;
        size_t n = (size_t)__builtin_popcountll(seen);
        if (n > most) {
            most = n;
            best = found[i].at;
        }
    }
    return best;
}

/* The text from one byte to another, spaces and line ends as one space. */
static size_t put_text(const char *text, size_t from, size_t to, size_t n, struct match *m)
{
    bool space = false;

    for (size_t i = from; i < to && n + 8 < MATCH_SNIPPET_MAX; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c <= ' ' || c == 0x7F) {
            space = n > 0;
            continue;
        }
        /* Not in the middle of a character when the room ends. */
        if (c >= 0xC0 && n + 8 + 4 >= MATCH_SNIPPET_MAX)
            break;
        if (space)
            m->snippet[n++] = ' ';
        space = false;
        m->snippet[n++] = (char)c;
    }
    if (space && n + 8 < MATCH_SNIPPET_MAX)
        m->snippet[n++] = ' ';
    m->snippet[n] = '\0';
    return n;
}

static bool is_found(size_t word, const struct found *found, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (word >= found[i].at && word < found[i].at + found[i].count)
            return true;
    return false;
}

/* A window of words around a place, with where the words that were found stand in it. */
static void put_snippet(const char *text, const struct words *words, size_t at,
                        const struct found *found, size_t count, struct match *m)
{
    size_t first = at > SNIPPET_BEFORE ? at - SNIPPET_BEFORE : 0, n = 0;
    size_t end = first + SNIPPET_WORDS < words->count ? first + SNIPPET_WORDS : words->count;

    for (size_t i = first; i < end; i++) {
        size_t before = n, next = i + 1 < end ? words->at[i + 1].start : words->at[i].end;
        n = put_text(text, words->at[i].start, words->at[i].end, n, m);
        if (n > before && m->mark_count < MATCH_MARKS_MAX && is_found(i, found, count)) {
            m->marks[m->mark_count][0] = (uint16_t)before;
            m->marks[m->mark_count++][1] = (uint16_t)n;
        }
        n = put_text(text, words->at[i].end, next, n, m);
    }
}

static void put_terms(const struct words *words, const struct found *found, size_t count,
                      struct match *m)
{
    for (size_t i = 0; i < count && m->term_count < MATCH_TERMS_MAX; i++) {
        char *term = m->terms[m->term_count];
        size_t n = 0;
        bool seen = false;
        for (size_t k = 0; k < found[i].count && n < MATCH_TERM_SIZE; k++)
            n += (size_t)snprintf(term + n, MATCH_TERM_SIZE - n, "%s%s", k > 0 ? " " : "",
                                  words->folded + words->at[found[i].at + k].at);
        for (size_t j = 0; j < m->term_count && !seen; j++)
            seen = strcmp(m->terms[j], term) == 0;
        m->term_count += !seen && n < MATCH_TERM_SIZE;
    }
}

/* Repetition counts less and less. */
static double worth(const struct query_way *w, size_t times)
{
    return w->sure * w->rarity * (double)times / ((double)times + 1);
}

int match_text(const struct query *q, const char *text, size_t len, struct match *m)
{
    struct words words = { 0 };
    struct found found[FOUND_MAX];
    size_t count = 0;

    *m = (struct match){ 0 };
    if (cut_words(text, len, &words) != 0) {
        free(words.folded);
        free(words.at);
        free(words.hash);
        return -1;
    }
    for (size_t c = 0; c < q->count; c++) {
        double best = 0;
        struct found ignored[1] = { 0 };
        size_t full = FOUND_MAX;
        bool negative = q->clauses[c].negative;
        if (q->clauses[c].filter)
            continue;
        for (size_t i = 0; i < q->clauses[c].count; i++) {
            const struct query_way *w = &q->clauses[c].ways[i];
            if (!query_way_counts(q, w))
                continue;
            size_t times =
                find_way(w, &words, c, negative ? ignored : found, negative ? &full : &count);
            if (times == 0)
                continue;
            m->clauses |= 1ull << c;
            if (!negative)
                best = fmax(best, worth(w, times));
        }
        m->score += best;
    }
    if (count > 0) {
        qsort(found, count, sizeof *found, by_place);
        put_terms(&words, found, count, m);
        put_snippet(text, &words, best_window(found, count), found, count, m);
    }
    free(words.folded);
    free(words.at);
    free(words.hash);
    return 0;
}
