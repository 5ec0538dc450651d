/* The ways in which one name of a street is written: each word short or long. */
#include <stdio.h>
#include <string.h>

#include "core/text/street_key.h"

#define WORDS_MAX 12

struct spelling {
    char words[WORDS_MAX][FOLD_MAX];
    size_t word_count;
    char (*out)[STREET_SPELLING_SIZE];
    size_t count, max;
};

/* What stands in the place of some words, "van der" for "v", "d". Longest first. */
static const struct {
    size_t count;
    const char *words[2], *instead;
} particles[] = {
    { 2, { "v", "d" }, "vander" },  { 2, { "v", "d" }, "vande" },
    { 2, { "v", "d" }, "vanden" },  { 2, { "van", "d" }, "vander" },
    { 2, { "van", "d" }, "vande" }, { 2, { "van", "d" }, "vanden" },
    { 2, { "van", "der" }, "vd" },  { 2, { "van", "de" }, "vd" },
    { 2, { "van", "den" }, "vd" },  { 1, { "vd" }, "vander" },
    { 1, { "vd" }, "vande" },       { 1, { "vd" }, "vanden" },
    { 1, { "v" }, "van" },          { 1, { "van" }, "v" },
};

static void spell(struct spelling *s, size_t at, const char *so_far);

static void go_on(struct spelling *s, size_t at, const char *so_far, const char *word)
{
    char longer[STREET_SPELLING_SIZE];

    if (snprintf(longer, sizeof longer, "%s%s", so_far, word) < (int)sizeof longer)
        spell(s, at, longer);
}

static void spell(struct spelling *s, size_t at, const char *so_far)
{
    char other[STREET_NOTATIONS_MAX][FOLD_MAX];

    if (s->count == s->max)
        return;
    if (at == s->word_count) {
        for (size_t i = 0; i < s->count; i++)
            if (strcmp(s->out[i], so_far) == 0)
                return;
        snprintf(s->out[s->count++], STREET_SPELLING_SIZE, "%s", so_far);
        return;
    }
    go_on(s, at + 1, so_far, s->words[at]);
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        size_t n = particles[i].count;
        bool here = at + n < s->word_count; /* a name does not end with one */

        for (size_t k = 0; here && k < n; k++)
            here = strcmp(s->words[at + k], particles[i].words[k]) == 0;
        if (here)
            go_on(s, at + n, so_far, particles[i].instead);
    }
    size_t count = street_notations(s->words[at], at + 1 == s->word_count, other);
    for (size_t i = 0; i < count; i++)
        go_on(s, at + 1, so_far, other[i]);
}

size_t street_spellings(const char *name, char (*out)[STREET_SPELLING_SIZE], size_t max)
{
    struct spelling s = { .out = out, .max = max };
    struct fold f = fold_start(name, strlen(name));

    while (fold_next(&f)) {
        if (s.word_count == WORDS_MAX)
            return 0;
        memcpy(s.words[s.word_count++], f.word, f.word_len + 1);
    }
    if (s.word_count > 0)
        spell(&s, 0, "");
    return s.count;
}

size_t street_ordinals(const char *word, const char *out[STREET_ORDINALS])
{
    static const char *const rows[][3] = {
        { "1e", "1ste", "eerste" },  { "2e", "2de", "tweede" },   { "3e", "3de", "derde" },
        { "4e", "4de", "vierde" },   { "5e", "5de", "vijfde" },   { "6e", "6de", "zesde" },
        { "7e", "7de", "zevende" },  { "8e", "8ste", "achtste" }, { "9e", "9de", "negende" },
        { "10e", "10de", "tiende" }, { "11e", "11de", "elfde" },  { "12e", "12de", "twaalfde" },
    };
    size_t count = 0;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; k < 3; k++) {
            if (strcmp(rows[i][k], word) != 0)
                continue;
            for (size_t other = 0; other < 3; other++)
                if (other != k)
                    out[count++] = rows[i][other];
            return count;
        }
    return 0;
}
