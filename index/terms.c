#include "index/terms.h"

#include <stdlib.h>
#include <string.h>

#include "index/sql.h"

struct entry {
    char *word;
    uint64_t hash;
    int64_t change;
    uint64_t document; /* the last that counted it */
};

struct terms {
    struct entry *entries; /* open hash, cap is a power of two */
    size_t cap, count;
    uint64_t document;
    int change;
};

struct terms *terms_new(void)
{
    return calloc(1, sizeof(struct terms));
}

static void clear(struct terms *t)
{
    for (size_t i = 0; i < t->cap; i++)
        free(t->entries[i].word);
    free(t->entries);
    t->entries = NULL;
    t->cap = t->count = 0;
}

void terms_free(struct terms *t)
{
    if (t == NULL)
        return;
    clear(t);
    free(t);
}

void terms_document(struct terms *t, int change)
{
    t->document++;
    t->change = change;
}

static uint64_t hash_of(const char *word, size_t len)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)word[i]) * 0x100000001b3u;
    return h ^ h >> 32;
}

static struct entry *slot(struct entry *entries, size_t cap, uint64_t hash, const char *word)
{
    size_t i = hash & (cap - 1);

    while (entries[i].word != NULL &&
           (entries[i].hash != hash || strcmp(entries[i].word, word) != 0))
        i = (i + 1) & (cap - 1);
    return &entries[i];
}

static int enlarge(struct terms *t)
{
    size_t cap = t->cap != 0 ? t->cap * 2 : 4096;
    struct entry *entries = calloc(cap, sizeof *entries);

    if (entries == NULL)
        return -1;
    for (size_t i = 0; i < t->cap; i++)
        if (t->entries[i].word != NULL)
            *slot(entries, cap, t->entries[i].hash, t->entries[i].word) = t->entries[i];
    free(t->entries);
    t->entries = entries;
    t->cap = cap;
    return 0;
}

static int count_word(struct terms *t, const char *word, size_t len)
{
    if (t->count * 2 >= t->cap && enlarge(t) != 0)
        return -1;
    uint64_t hash = hash_of(word, len);
    struct entry *e = slot(t->entries, t->cap, hash, word);
    if (e->word == NULL) {
        e->word = strdup(word);
        if (e->word == NULL)
            return -1;
        e->hash = hash;
        t->count++;
    }
    if (e->document != t->document) {
        e->document = t->document;
        e->change += t->change;
    }
    return 0;
}

int terms_count(struct terms *t, const char *text, size_t len)
{
    struct fold f = fold_start(text, len);

    while (fold_next(&f))
        if (count_word(t, f.word, f.word_len) != 0)
            return -1;
    return 0;
}

int terms_all(struct terms *t)
{
    return count_word(t, "", 0);
}

static int by_word(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->word, ((const struct entry *)b)->word);
}

static int64_t letter_number(char c)
{
    if (c >= 'a' && c <= 'z')
        return 1 + (c - 'a');
    return c >= '0' && c <= '9' ? 27 + (c - '0') : 40;
}

int64_t terms_edge(size_t length, const char *letters, size_t count, int64_t fill)
{
    int64_t edge = (int64_t)length;

    for (size_t i = 0; i < TERMS_EDGE_LETTERS; i++)
        edge = edge * (TERMS_LETTER_MAX + 1) + (i < count ? letter_number(letters[i]) : fill);
    return edge;
}

/* Numbers and keys have no edges: they are never a misreading of a word. */
static bool has_edges(const char *word, size_t skeleton_len)
{
    return skeleton_len >= TERMS_EDGE_MIN && (unsigned char)word[0] != 0xEE &&
           word[strspn(word, "0123456789")] != '\0';
}

static enum ba_rc write_one(struct store *s, const struct entry *e, struct ba_err *err)
{
    char skeleton[SKELETON_MAX], end[TERMS_EDGE_LETTERS];
    int64_t head = 0, tail = 0;

    terms_skeleton(e->word, skeleton);
    size_t n = strlen(skeleton);
    if (has_edges(e->word, n)) {
        for (size_t i = 0; i < TERMS_EDGE_LETTERS; i++)
            end[i] = skeleton[n - 1 - i];
        head = terms_edge(n, skeleton, TERMS_EDGE_LETTERS, 0);
        tail = terms_edge(n, end, TERMS_EDGE_LETTERS, 0);
    }
    enum ba_rc rc = sql_run(s, err,
                            "INSERT INTO term(term, docs, head, tail) VALUES(?,?,?,?)"
                            " ON CONFLICT(term) DO UPDATE SET docs = docs + excluded.docs",
                            "tinn", e->word, e->change, head, tail);
    if (rc == BA_OK && e->change < 0)
        rc = sql_run(s, err, "DELETE FROM term WHERE term = ? AND docs <= 0", "t", e->word);
    return rc;
}

enum ba_rc terms_flush(struct terms *t, struct store *s, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    size_t n = 0;

    for (size_t i = 0; i < t->cap; i++)
        if (t->entries[i].word != NULL) {
            struct entry e = t->entries[i];
            t->entries[i].word = NULL;
            t->entries[n++] = e;
        }
    if (n > 1)
        qsort(t->entries, n, sizeof *t->entries, by_word);
    for (size_t i = 0; rc == BA_OK && i < n; i++)
        if (t->entries[i].change != 0)
            rc = write_one(s, &t->entries[i], err);
    clear(t);
    return rc;
}

enum ba_rc terms_docs(struct store *s, const char *word, int64_t *docs, struct ba_err *err)
{
    *docs = 0;
    return sql_int(s, docs, err, "SELECT docs FROM term WHERE term = ?", "t", word);
}

/* Two letters that OCR takes for one. */
static const struct {
    char from[3], to;
} pairs[] = { { "rn", 'm' }, { "ij", 'y' }, { "vv", 'w' }, { "cl", 'd' } };

void terms_skeleton(const char *word, char out[SKELETON_MAX])
{
    size_t n = 0;

    while (*word != '\0' && n + 1 < SKELETON_MAX) {
        char c = terms_letter(*word++);
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
            if (word[-1] == pairs[i].from[0] && *word == pairs[i].from[1]) {
                c = pairs[i].to;
                word++;
                break;
            }
        }
        out[n++] = c;
    }
    out[n] = '\0';
}
