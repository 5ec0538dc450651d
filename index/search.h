/*
 * search.h - what a person typed -> hits, best first. A library: prints nothing.
 */
#ifndef BA_INDEX_SEARCH_H
#define BA_INDEX_SEARCH_H

#include "index/store.h"

struct search_query {
    const char *text; /* what was typed, any bytes */
    size_t text_len;
    bool by_page;                       /* a hit is a page; else a dossier with its best page */
    int64_t year_from, year_to;         /* 0: open */
    const char *street, *number, *kind; /* NULL: any */
    uint32_t limit, offset;
};

enum search_match {
    SEARCH_EXACT,
    SEARCH_ALIKE, /* with a misreading or another spelling of a word */
    SEARCH_LOOSE, /* not what was asked: nothing is. The house number stands elsewhere in the
                     dossier, or is across the street */
};

struct search_hit {
    const char *dossier, *document, *title, *address, *kind, *snippet; /* "" unknown */
    int64_t page, year;                                                /* 0 unknown */
    double score;                                                      /* greater is better */
    enum search_match match;
    const char *sha256, *rev; /* where the page's ALTO lies */
    uint32_t frame;
    /* Words that made the hit, folded as in the index; for finding their boxes in the ALTO. */
    const char *const *terms;
    size_t term_count;
};
typedef enum ba_rc (*search_fn)(void *ctx, const struct search_hit *hit, struct ba_err *err);

/* BA_ITEM QUERY_BAD with a sentence for a query that cannot be understood; no hit is BA_OK. */
enum ba_rc search_run(struct store *s, const struct search_query *q, search_fn fn, void *ctx,
                      struct ba_err *err);
/* One thing that answers a part of the question. */
struct search_meaning {
    size_t
        clause; /* 1-based: one of the meanings of a clause is enough, every clause must be met */
    const char *role; /* "must", "must not", "filter" */
    const char *what; /* "word", "phrase", "address", "dossier number", "year" ... */
    const char *text; /* the words or key looked for, folded; '*' behind an open word */
    double sure;      /* 0..1 */
    /* ALIKE: only used when there are too few exact hits; LOOSE: when there are none at all */
    enum search_match when;
};
typedef enum ba_rc (*meaning_fn)(void *ctx, const struct search_meaning *m, struct ba_err *err);
/* What the question became, in order; nothing is looked up in the pages. Errors as search_run. */
enum ba_rc search_explain(struct store *s, const struct search_query *q, meaning_fn fn, void *ctx,
                          struct ba_err *err);
/* True when the word, as it stands on a page, holds one of the folded terms. */
bool search_word_is(const char *word, const char *const *terms, size_t count);
/* Folds a word as the index does (case, accents), into out; for comparing ALTO words with hit
 * terms. */
void search_fold(const char *word, char *out, size_t out_size);

#endif
