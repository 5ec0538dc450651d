#include "index/build/term_counts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "index/build/vocabulary.h"
#include "index/records/address_terms.h"

struct entry {
    char *word; /* in a block */
    uint64_t hash;
    int64_t change;
    uint32_t times, len;
};

/* Words lie one behind the other in blocks: an allocation each would cost as much as counting. */
#define BLOCK_BYTES (1u << 18)
struct block {
    struct block *next;
    size_t used;
    char words[BLOCK_BYTES];
};

/* A set of words in the order they came. */
struct bag {
    struct entry *entries;
    size_t count, cap;
    uint32_t *slots; /* open hash of 1 + places in entries; a power of two */
    size_t slot_count;
    struct block *blocks;
};

/*
 * The words of the current document are counted apart and added to the others when it ends: of the
 * words of a page half are there before, and a small table is found in the processor's cache.
 */
struct term_counts {
    struct bag all, document;
    uint64_t length; /* words of the current document */
    int change;
    enum readers readers;
};

struct term_counts *term_counts_new(enum readers readers)
{
    struct term_counts *t = calloc(1, sizeof *t);

    if (t != NULL)
        t->readers = readers;
    return t;
}

static void drop_blocks(struct bag *b, bool all)
{
    while (b->blocks != NULL && (all || b->blocks->next != NULL)) {
        struct block *block = b->blocks;
        b->blocks = block->next;
        free(block);
    }
    if (b->blocks != NULL)
        b->blocks->used = 0;
}

static void drop(struct bag *b)
{
    drop_blocks(b, true);
    free(b->entries);
    free(b->slots);
    *b = (struct bag){ 0 };
}

void term_counts_free(struct term_counts *t)
{
    if (t == NULL)
        return;
    drop(&t->all);
    drop(&t->document);
    free(t);
}

static uint64_t hash_of(const char *word, size_t len)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)word[i]) * 0x100000001b3u;
    return h ^ h >> 32;
}

static uint32_t *slot(struct bag *b, uint64_t hash, const char *word, size_t len)
{
    size_t i = hash & (b->slot_count - 1);

    for (; b->slots[i] != 0; i = (i + 1) & (b->slot_count - 1)) {
        const struct entry *e = &b->entries[b->slots[i] - 1];
        if (e->hash == hash && e->len == len && memcmp(e->word, word, len) == 0)
            break;
    }
    return &b->slots[i];
}

static int enlarge(struct bag *b)
{
    size_t count = b->slot_count != 0 ? b->slot_count * 2 : 1u << 12;
    uint32_t *slots = calloc(count, sizeof *slots);

    if (slots == NULL)
        return -1;
    free(b->slots);
    b->slots = slots;
    b->slot_count = count;
    for (size_t i = 0; i < b->count; i++)
        *slot(b, b->entries[i].hash, b->entries[i].word, b->entries[i].len) = (uint32_t)i + 1;
    return 0;
}

static char *keep(struct bag *b, const char *word, size_t len)
{
    if (b->blocks == NULL || BLOCK_BYTES - b->blocks->used < len + 1) {
        struct block *block = malloc(sizeof *block);
        if (block == NULL)
            return NULL;
        block->next = b->blocks;
        block->used = 0;
        b->blocks = block;
    }
    char *at = b->blocks->words + b->blocks->used;
    memcpy(at, word, len + 1);
    b->blocks->used += len + 1;
    return at;
}

static struct entry *entry_of(struct bag *b, const char *word, size_t len, uint64_t hash)
{
    if (b->count * 2 >= b->slot_count && enlarge(b) != 0)
        return NULL;
    uint32_t *at = slot(b, hash, word, len);
    if (*at != 0)
        return &b->entries[*at - 1];
    char *kept = keep(b, word, len);
    if (kept == NULL || b->count >= UINT32_MAX - 1 ||
        ba_grow(&b->entries, &b->cap, b->count + 1, sizeof *b->entries) != 0)
        return NULL;
    b->entries[b->count] = (struct entry){ .word = kept, .hash = hash, .len = (uint32_t)len };
    *at = (uint32_t)++b->count;
    return &b->entries[b->count - 1];
}

/* Adds the words of the current document to all. */
static int settle(struct term_counts *t)
{
    for (size_t i = 0; i < t->document.count; i++) {
        const struct entry *e = &t->document.entries[i];
        struct entry *sum = entry_of(&t->all, e->word, e->len, e->hash);
        if (sum == NULL)
            return -1;
        sum->change += t->change;
    }
    if (t->document.slots != NULL)
        memset(t->document.slots, 0, t->document.slot_count * sizeof *t->document.slots);
    t->document.count = 0;
    drop_blocks(&t->document, false);
    return 0;
}

int term_counts_document(struct term_counts *t, int change)
{
    int bad = settle(t);

    t->change = change;
    t->length = 0;
    return bad;
}

static int count_word(struct term_counts *t, const char *word, size_t len)
{
    struct entry *e = entry_of(&t->document, word, len, hash_of(word, len));

    if (e == NULL)
        return -1;
    e->times++;
    t->length++;
    return 0;
}

int term_counts_count(struct term_counts *t, const char *text, size_t len)
{
    struct fold f = fold_start(text, len);

    while (fold_next(&f))
        if (count_word(t, f.word, f.word_len) != 0)
            return -1;
    return 0;
}

int term_counts_all(struct term_counts *t)
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

double term_counts_tier_worth(int tier)
{
    double density = pow(2, tier / 2.0);

    return 2.2 * density / (density + 0.61);
}

void term_counts_tier_word(int tier, const char *word, char out[FOLD_MAX])
{
    size_t n = ba_utf8_encode(0xE000u + KEY_TIER + (uint32_t)tier, out);

    snprintf(out + n, FOLD_MAX - n, "%.*s", (int)(FOLD_MAX - n - 1), word);
}

int term_counts_tiers(struct term_counts *t, struct ba_buf *out)
{
    char word[FOLD_MAX];
    size_t seen = t->document.count;

    for (size_t i = 0; i < seen; i++) {
        const struct entry *e = &t->document.entries[i];
        int tier = tier_of(e->times, t->length);
        /* A word so long that it is cut with its mark has none: it would be another's. */
        if (tier < 0 || e->len + 3 >= FOLD_MAX)
            continue;
        term_counts_tier_word(tier, e->word, word);
        ba_buf_puts(out, " ");
        ba_buf_puts(out, word);
    }
    return term_counts_count(t, ba_buf_str(out), out->len);
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
static struct change *list_changes(struct term_counts *t, size_t *count)
{
    struct change *list = calloc(t->all.count * 2 + 1, sizeof *list);
    char turned[FOLD_MAX];
    size_t n = 0, words = t->all.count;

    for (size_t i = 0; list != NULL && i < words; i++) {
        const struct entry *e = &t->all.entries[i];
        int64_t head, tail;
        if (e->change == 0)
            continue;
        shelves_of(e->word, &head, &tail);
        list[n++] = change_of(head, e->word, e->len, e->change);
        if (tail == 0)
            continue;
        shelf_turn(e->word, e->len, turned);
        const char *kept = keep(&t->all, turned, e->len);
        if (kept == NULL) {
            free(list);
            return NULL;
        }
        list[n++] = change_of(tail, kept, e->len, e->change);
    }
    *count = n;
    return list;
}

BA_RC term_counts_flush(struct term_counts *t, struct store *s, struct ba_err *err)
{
    size_t n = 0;
    struct change *list = settle(t) == 0 ? list_changes(t, &n) : NULL;
    struct shelf_change *changes = calloc(n + 1, sizeof *changes);
    enum ba_rc rc = list != NULL && changes != NULL ? BA_OK : ba_fail_mem(err, "counting words");

    if (rc == BA_OK && n > 1)
        qsort(list, n, sizeof *list, by_shelf);
    for (size_t i = 0; rc == BA_OK && i < n; i++)
        changes[i] = list[i].shelf;
    if (rc == BA_OK)
        rc = vocabulary_change(s, t->readers, changes, n, err);
    free(list);
    free(changes);
    drop(&t->all);
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

BA_RC term_counts_docs(struct store *s, enum readers readers, const char *word, int64_t *docs,
                       struct ba_err *err)
{
    struct seeking seek = { word, strlen(word), 0, NULL };
    int64_t head, tail;

    shelves_of(word, &head, &tail);
    enum ba_rc rc = vocabulary_each(s, readers, head, head, UINT64_MAX, look, &seek, err);
    *docs = (int64_t)seek.docs;
    return rc;
}

BA_RC term_counts_tier_docs(struct store *s, enum readers readers, const char *word,
                            int64_t docs[TIERS], struct ba_err *err)
{
    struct seeking seek = { word, strlen(word), 0, docs };
    char marked[FOLD_MAX];
    int64_t shelf, tail;

    memset(docs, 0, TIERS * sizeof *docs);
    if (seek.len + 3 >= FOLD_MAX)
        return BA_OK;
    term_counts_tier_word(0, word, marked);
    shelves_of(marked, &shelf, &tail);
    return vocabulary_each(s, readers, shelf, shelf, UINT64_MAX, look, &seek, err);
}
