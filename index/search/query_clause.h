/*
 * query_clause.h - a question taken apart: clauses, each with ways to satisfy it. Private to the
 * room.
 */
#ifndef BA_INDEX_SEARCH_QUERY_CLAUSE_H
#define BA_INDEX_SEARCH_QUERY_CLAUSE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/text/fold.h"
#include "index/access/audience.h"
#include "index/build/term_counts.h"

#define QUERY_CLAUSES_MAX 48
#define QUERY_WORDS_MAX 24 /* of one phrase */
#define QUERY_MAX_BYTES (1u << 20)

/* One way to satisfy a clause: words that stand one behind the other, or a key. */
struct query_way {
    char words[QUERY_WORDS_MAX][FOLD_MAX];
    size_t count;
    bool prefix; /* the last word only begins so */
    bool key;    /* a key of the description, not text */
    bool common; /* a word of many documents that only looks like the one typed: asked late */
    bool far;    /* more than one mistake from the word typed: asked after those that are nearer */
    bool loose;  /* not what was asked: asked when nothing else is found, and told */
    double sure; /* 0..1: how surely this is what was meant */
    double rarity; /* filled by the search, as the next: */
    int64_t docs;  /* that hold its rarest word; -1 not known, as of a key or an open word */
    bool weighed;
    bool tiered;            /* the next is filled, when the search needs it */
    int64_t in_tier[TIERS]; /* documents of each tier (terms.h) of a single word */
};

struct query_clause {
    struct query_way *ways; /* owned */
    size_t count, cap;
    size_t typed; /* so many ways come from what was typed; the rest are like them */
    bool negative;
    bool filter;         /* narrows, but says nothing about the order */
    bool plain;          /* one word as typed: may be looked up with OCR's mistakes */
    const char *kind;    /* a kind of document that the word stands for here; NULL: none. Static */
    char word[FOLD_MAX]; /* of a plain clause */
};

struct query {
    struct query_clause clauses[QUERY_CLAUSES_MAX];
    size_t count;
    bool with_common, with_far, with_loose; /* the ways that are asked late count too */
    enum readers readers;
};

static inline bool query_way_counts(const struct query *q, const struct query_way *w)
{
    return (!w->common || q->with_common) && (!w->far || q->with_far) &&
           (!w->loose || q->with_loose);
}

/* Adds a way; the words are copied. -1 when out of memory. */
int query_add_way(struct query_clause *c, const char *const *words, size_t count, double sure,
                  bool key);

#endif
