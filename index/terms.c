#include "index/terms.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "index/keys.h"
#include "index/vocabulary.h"

struct entry {
    char *word; /* in a block */
    uint64_t hash;
    int64_t change;
    uint64_t document; /* the last that counted it */
    uint32_t times, len;
};

/* Words lie one behind the other in blocks: an allocation each would cost as much as counting. */
#define BLOCK_BYTES (1u << 20)
struct block {
    struct block *next;
    size_t used;
    char words[BLOCK_BYTES];
};

struct terms {
    struct entry *entries;
    size_t count, cap;
    uint32_t *slots; /* open hash of 1 + places in entries; a power of two */
    size_t slot_count;
    struct block *blocks;
    uint32_t *seen; /* entries of the current document in their order */
    size_t seen_count, seen_cap;
    uint64_t document, length; /* length: its words */
    int change;
};

struct terms *terms_new(void)
{
    return calloc(1, sizeof(struct terms));
}

static void clear(struct terms *t)
{
    while (t->blocks != NULL) {
        struct block *b = t->blocks;
        t->blocks = b->next;
        free(b);
    }
    free(t->entries);
    free(t->slots);
    t->entries = NULL;
    t->slots = NULL;
    t->count = t->cap = t->slot_count = t->seen_count = 0;
}

void terms_free(struct terms *t)
{
    if (t == NULL)
        return;
    clear(t);
    free(t->seen);
    free(t);
}

void terms_document(struct terms *t, int change)
{
    t->document++;
    t->change = change;
    t->seen_count = 0;
    t->length = 0;
}

static uint64_t hash_of(const char *word, size_t len)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)word[i]) * 0x100000001b3u;
    return h ^ h >> 32;
}

static uint32_t *slot(struct terms *t, uint64_t hash, const char *word, size_t len)
{
    size_t i = hash & (t->slot_count - 1);

    for (; t->slots[i] != 0; i = (i + 1) & (t->slot_count - 1)) {
        const struct entry *e = &t->entries[t->slots[i] - 1];
        if (e->hash == hash && e->len == len && memcmp(e->word, word, len) == 0)
            break;
    }
    return &t->slots[i];
}

static int enlarge(struct terms *t)
{
    size_t count = t->slot_count != 0 ? t->slot_count * 2 : 1u << 14;
    uint32_t *slots = calloc(count, sizeof *slots);

    if (slots == NULL)
        return -1;
    free(t->slots);
    t->slots = slots;
    t->slot_count = count;
    for (size_t i = 0; i < t->count; i++)
        *slot(t, t->entries[i].hash, t->entries[i].word, t->entries[i].len) = (uint32_t)i + 1;
    return 0;
}

static char *keep(struct terms *t, const char *word, size_t len)
{
    if (t->blocks == NULL || BLOCK_BYTES - t->blocks->used < len + 1) {
        struct block *b = malloc(sizeof *b);
        if (b == NULL)
            return NULL;
        b->next = t->blocks;
        b->used = 0;
        t->blocks = b;
    }
    char *at = t->blocks->words + t->blocks->used;
    memcpy(at, word, len + 1);
    t->blocks->used += len + 1;
    return at;
}

static struct entry *entry_of(struct terms *t, const char *word, size_t len)
{
    if (t->count * 2 >= t->slot_count && enlarge(t) != 0)
        return NULL;
    uint64_t hash = hash_of(word, len);
    uint32_t *at = slot(t, hash, word, len);
    if (*at != 0)
        return &t->entries[*at - 1];
    char *kept = keep(t, word, len);
    if (kept == NULL || t->count >= UINT32_MAX - 1 ||
        ba_grow(&t->entries, &t->cap, t->count + 1, sizeof *t->entries) != 0)
        return NULL;
    t->entries[t->count] = (struct entry){ .word = kept, .hash = hash, .len = (uint32_t)len };
    *at = (uint32_t)++t->count;
    return &t->entries[t->count - 1];
}

static int count_word(struct terms *t, const char *word, size_t len)
{
    struct entry *e = entry_of(t, word, len);

    if (e == NULL)
        return -1;
    if (e->document != t->document) {
        if (ba_grow(&t->seen, &t->seen_cap, t->seen_count + 1, sizeof *t->seen) != 0)
            return -1;
        t->seen[t->seen_count++] = (uint32_t)(e - t->entries);
        e->document = t->document;
        e->change += t->change;
        e->times = 0;
    }
    e->times++;
    t->length++;
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

/* Fewer times is no tier, however short the document. */
#define TIER_TIMES_MIN 4
/* As if every document had so many words more: a third of the length of a usual dossier, as BM25
 * with B = 0.75 weighs it. */
#define TIER_MORE_WORDS 500
/* Tier 0 begins at one time in so many words. */
#define TIER_0_WORDS 1024

/* -1: none. In whole numbers, so that it is the same on every machine. */
static int tier_of(uint64_t times, uint64_t length)
{
    static const uint64_t root_2[] = { 1000, 1414 };
    uint64_t density = times * TIER_0_WORDS * 1000 / (length + TIER_MORE_WORDS);
    int tier = -1;

    while (times >= TIER_TIMES_MIN && tier + 1 < TIERS &&
           density >= root_2[(tier + 1) % 2] << (tier + 1) / 2)
        tier++;
    return tier;
}

double terms_tier_worth(int tier)
{
    double density = pow(2, tier / 2.0);

    return 2.2 * density / (density + 0.61);
}

void terms_tier_word(int tier, const char *word, char out[FOLD_MAX])
{
    size_t n = ba_utf8_encode(0xE000u + KEY_TIER + (uint32_t)tier, out);

    snprintf(out + n, FOLD_MAX - n, "%.*s", (int)(FOLD_MAX - n - 1), word);
}

int terms_tiers(struct terms *t, struct ba_buf *out)
{
    char word[FOLD_MAX];
    size_t seen = t->seen_count;

    for (size_t i = 0; i < seen; i++) {
        const struct entry *e = &t->entries[t->seen[i]];
        int tier = tier_of(e->times, t->length);
        /* A word so long that it is cut with its mark has none: it would be another's. */
        if (tier < 0 || e->len + 3 >= FOLD_MAX)
            continue;
        terms_tier_word(tier, e->word, word);
        ba_buf_puts(out, " ");
        ba_buf_puts(out, word);
    }
    uint64_t length = t->length;
    int bad = terms_count(t, ba_buf_str(out), out->len);
    t->length = length;
    return bad;
}

struct change {
    struct shelf_change shelf;
    uint64_t first; /* eight letters, so that most comparisons need no look at the word */
};

static int by_shelf(const void *a, const void *b)
{
    const struct change *x = a, *y = b;

    if (x->shelf.shelf != y->shelf.shelf)
        return x->shelf.shelf < y->shelf.shelf ? -1 : 1;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return strcmp(x->shelf.packed, y->shelf.packed);
}

static struct change change_of(int64_t shelf, const char *packed, size_t len, int64_t change)
{
    struct change c = { { shelf, packed, change }, 0 };

    for (size_t i = 0; i < 8; i++)
        c.first = c.first << 8 | (i < len ? (unsigned char)packed[i] : 0);
    return c;
}

/* The changes of all words, of a word with two shelves one each. NULL when out of memory. */
static struct change *list_changes(struct terms *t, size_t *count)
{
    struct change *list = calloc(t->count * 2 + 1, sizeof *list);
    char turned[FOLD_MAX];
    size_t n = 0, words = t->count;

    for (size_t i = 0; list != NULL && i < words; i++) {
        const struct entry *e = &t->entries[i];
        int64_t head, tail;
        if (e->change == 0)
            continue;
        shelves_of(e->word, &head, &tail);
        list[n++] = change_of(head, e->word, e->len, e->change);
        if (tail == 0)
            continue;
        shelf_turn(e->word, e->len, turned);
        const char *kept = keep(t, turned, e->len);
        if (kept == NULL) {
            free(list);
            return NULL;
        }
        list[n++] = change_of(tail, kept, e->len, e->change);
    }
    *count = n;
    return list;
}

enum ba_rc terms_flush(struct terms *t, struct store *s, struct ba_err *err)
{
    size_t n = 0;
    struct change *list = list_changes(t, &n);
    struct shelf_change *changes = calloc(n + 1, sizeof *changes);
    enum ba_rc rc =
        list != NULL && changes != NULL ? BA_OK : ba_fail_mem(err, "counting words");

    if (rc == BA_OK && n > 1)
        qsort(list, n, sizeof *list, by_shelf);
    for (size_t i = 0; rc == BA_OK && i < n; i++)
        changes[i] = list[i].shelf;
    if (rc == BA_OK)
        rc = vocabulary_change(s, changes, n, err);
    free(list);
    free(changes);
    clear(t);
    return rc;
}

struct seeking {
    const char *word;
    size_t len;
    uint64_t docs;
    int64_t *tiers; /* NULL: the word itself */
};

static void look(void *ctx, const char *packed, size_t len, uint64_t docs)
{
    struct seeking *s = ctx;

    if (s->tiers == NULL) {
        if (len == s->len && memcmp(packed, s->word, len) == 0)
            s->docs = docs;
        return;
    }
    if (len != s->len + 3 || (unsigned char)packed[0] != 0xEE ||
        memcmp(packed + 3, s->word, s->len) != 0)
        return;
    int tier = ((packed[1] & 0x3F) << 6 | (packed[2] & 0x3F)) - KEY_TIER;
    if (tier >= 0 && tier < TIERS)
        s->tiers[tier] = (int64_t)docs;
}

enum ba_rc terms_docs(struct store *s, const char *word, int64_t *docs, struct ba_err *err)
{
    struct seeking seek = { word, strlen(word), 0, NULL };
    int64_t head, tail;

    shelves_of(word, &head, &tail);
    enum ba_rc rc = vocabulary_each(s, head, head, UINT64_MAX, look, &seek, err);
    *docs = (int64_t)seek.docs;
    return rc;
}

enum ba_rc terms_tier_docs(struct store *s, const char *word, int64_t docs[TIERS],
                           struct ba_err *err)
{
    struct seeking seek = { word, strlen(word), 0, docs };
    char marked[FOLD_MAX];
    int64_t shelf, tail;

    memset(docs, 0, TIERS * sizeof *docs);
    if (seek.len + 3 >= FOLD_MAX)
        return BA_OK;
    terms_tier_word(0, word, marked);
    shelves_of(marked, &shelf, &tail);
    return vocabulary_each(s, shelf, shelf, UINT64_MAX, look, &seek, err);
}
