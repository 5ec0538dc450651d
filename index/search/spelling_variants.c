#include "index/search/spelling_variants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/build/vocabulary.h"

/* More of one row of shelves is not looked at for one word: it bounds the time, whatever the index
 * holds. */
#define LOOKED_AT_MAX 100000

static int by_distance(const void *a, const void *b)
{
    const struct spelling_variants *x = a, *y = b;

    if (x->distance < y->distance || x->distance > y->distance)
        return x->distance < y->distance ? -1 : 1;
    if (x->docs != y->docs)
        return x->docs > y->docs ? -1 : 1;
    return strcmp(x->word, y->word);
}

struct expanding {
    enum readers readers;
    const char *word;
    struct spelling_word prepared;
    double max;
    struct spelling_variants *out; /* EXPAND_MAX + 1 places, sorted */
    size_t count;
    uint64_t letters;
    bool backwards; /* the shelf that is looked at */
};

/* Which letters and figures stand in a word, as OCR tells them apart; the rest are one. */
static uint64_t letters_of(const char *word, size_t len)
{
    uint64_t letters = 0;

    for (size_t i = 0; i < len; i++)
        letters |= 1ull << (skeleton_letter(word[i]) & 0x3F);
    return letters;
}

/* Two edits change four of them at most, an exchange of groups and an edit five. */
#define LETTERS_APART_MAX 6
/* Two groups of two letters for one. */
#define PLAIN_MAX 4

static void consider(void *ctx, const char *packed, size_t len, uint64_t docs)
{
    struct expanding *e = ctx;
    struct spelling_variants x = { .docs = (int64_t)docs };

    if (__builtin_popcountll(letters_of(packed, len) ^ e->letters) > LETTERS_APART_MAX)
        return;
    if (e->backwards)
        shelf_turn(packed, len, x.word);
    else
        memcpy(x.word, packed, len + 1);
    if (spelling_distance_plain(&e->prepared, x.word, len) > PLAIN_MAX)
        return;
    x.distance = spelling_measure(&e->prepared, x.word, e->max);
    if (x.distance > e->max || strcmp(x.word, e->word) == 0)
        return;
    for (size_t i = 0; i < e->count; i++)
        if (strcmp(e->out[i].word, x.word) == 0)
            return;
    e->out[e->count++] = x;
    qsort(e->out, e->count, sizeof *e->out, by_distance);
    if (e->count > EXPAND_MAX)
        e->count = EXPAND_MAX;
}

static BA_RC scan(struct store *s, struct expanding *e, enum shelf shelf, size_t length,
                  const char *letters, size_t count, struct ba_err *err)
{
    e->backwards = shelf == SHELF_TAIL;
    return vocabulary_each(s, e->readers, shelf_number(shelf, length, letters, count, 0),
                           shelf_number(shelf, length, letters, count, SHELF_LETTER_MAX),
                           LOOKED_AT_MAX, consider, e, err);
}

static double max_distance(size_t len)
{
    return len < 4 ? 0 : len == 4 ? 1 : 2;
}

BA_RC spelling_variants_word(struct store *s, enum readers readers, const char *word,
                             struct spelling_variants out[EXPAND_MAX], size_t *count,
                             struct ba_err *err)
{
    struct spelling_variants found[EXPAND_MAX + 1] = { 0 };
    char skeleton[SKELETON_MAX], end[SHELF_LETTERS];
    struct expanding e = {
        .readers = readers, .word = word, .max = max_distance(strlen(word)), .out = found
    };
    enum ba_rc rc = BA_OK;

    *count = 0;
    skeleton_of(word, skeleton);
    size_t len = strlen(skeleton), part = len / 3 < 2 ? 2 : SHELF_LETTERS;
    if (e.max <= 0 || len < SKELETON_MIN || strspn(word, "0123456789") == strlen(word))
        return BA_OK;
    spelling_prepare(&e.prepared, word);
    e.letters = letters_of(word, strlen(word));
    for (size_t i = 0; i < SHELF_LETTERS; i++)
        end[i] = skeleton[len - 1 - i];
    /* The likeliest lengths first, in case there is too much to look at. */
    static const int shifts[] = { 0, -1, 1, -2, 2 };
    for (size_t i = 0; rc == BA_OK && i < sizeof shifts / sizeof *shifts; i++) {
        size_t l = len + (size_t)shifts[i];
        if (shifts[i] < 0 && len < SKELETON_MIN + (size_t)-shifts[i])
            continue;
        rc = scan(s, &e, SHELF_HEAD, l, skeleton, part, err);
        if (rc == BA_OK)
            rc = scan(s, &e, SHELF_TAIL, l, end, part, err);
    }
    memcpy(out, found, e.count * sizeof *out);
    *count = e.count;
    return rc;
}
