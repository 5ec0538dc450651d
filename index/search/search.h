/*
 * search.h - what a person typed -> hits, best first. A library: prints nothing.
 */
#ifndef BA_INDEX_SEARCH_SEARCH_H
#define BA_INDEX_SEARCH_SEARCH_H

#include <signal.h>

#include "core/buf.h"
#include "index/db/store.h"
#include "index/search/search_question.h"

/*
 * BA_ITEM QUERY_BAD with a sentence for a query that cannot be understood; BA_RETRY SEARCH_STOPPED
 * or SEARCH_TIMEOUT; no hit is BA_OK. Hits of one question come in one order, whatever limit and
 * offset: best first, equal ones as the dossiers were taken in.
 */
BA_RC search_run(struct store *s, const struct search_query *q, search_fn fn, void *ctx,
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
typedef BA_CHECKED enum ba_rc (*meaning_fn)(void *ctx, const struct search_meaning *m,
                                            struct ba_err *err);
/* What the question became, in order; nothing is looked up in the pages. Errors as search_run. */
BA_RC search_explain(struct store *s, const struct search_query *q, meaning_fn fn, void *ctx,
                     struct ba_err *err);

/* One value of a facet: "kind", "year", "street", "place" or "access" ("" : not reviewed). */
struct search_facet {
    const char *name, *value;
    int64_t dossiers;
};
struct search_total {
    int64_t dossiers;
    int64_t loose_pages; /* without dossier: in no facet */
    bool more;           /* these are the first; counting stopped */
};
typedef BA_CHECKED enum ba_rc (*facet_fn)(void *ctx, const struct search_facet *f,
                                          struct ba_err *err);
/*
 * Counts the dossiers a question finds, by facet, name by name, most first, at most `values` of
 * each. Only exact hits are counted when there are any. limit and offset do not matter. Errors as
 * search_run.
 */
BA_RC search_facets(struct store *s, const struct search_query *q, size_t values, facet_fn fn,
                    void *ctx, struct search_total *total, struct ba_err *err);

/* Appends the question as it is understood, when that is another than was typed (*changed): "Singel
 * 42 in Amsterdam" is "Singel 42 Amsterdam". For a person to be told. */
BA_RC search_understood(const char *text, size_t len, struct ba_buf *out, bool *changed,
                        struct ba_err *err);

/* Pages and dossiers that changed since they were indexed: what is new in them is not found yet. */
BA_RC search_waiting(struct store *s, int64_t *pages, int64_t *dossiers, struct ba_err *err);

/*
 * Whether the index for everyone was made of these values of `access` (public_access). When it was
 * not (a depot of an older version, another value list) searches for everyone find less than there
 * is, until the next indexing.
 */
BA_RC search_is_open_to(struct store *s, const char *const *values, bool *made, struct ba_err *err);

/* Folds a word as the index does (case, accents), into out; for comparing ALTO words with hit
 * terms. */
void search_fold(const char *word, char *out, size_t out_size);
/* The folded words of a text, one space between. */
void search_fold_line(const char *text, char *out, size_t out_size);

#endif
