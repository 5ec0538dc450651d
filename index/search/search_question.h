/*
 * search_question.h - what is asked of a search, and what a hit says.
 */
#ifndef BA_INDEX_SEARCH_SEARCH_QUESTION_H
#define BA_INDEX_SEARCH_SEARCH_QUESTION_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

/*
 * Rights. Without public_access everything is found (staff). With it (values of the field `access`
 * that mean "open to all", NULL at the end) only what is open may be found or shown: dossiers whose
 * current access is one of these values, in them documents whose every page was looked through and
 * has no personal data flagged, and no page without dossier. Words on other pages neither make nor
 * break a hit, are in no snippet, and are counted in no facet.
 */
struct search_query {
    const char *text; /* what was typed, any bytes */
    size_t text_len;
    bool by_page;                       /* a hit is a page; else a dossier with its best page */
    int64_t year_from, year_to;         /* 0: open */
    const char *street, *number, *kind; /* NULL: any */
    const char *archive;                /* as the store calls it; NULL: any */
    uint32_t limit, offset;
    const char *const *public_access;  /* NULL: staff */
    const volatile sig_atomic_t *stop; /* NULL, or: not 0 ends the search, SEARCH_STOPPED */
    double seconds;                    /* > 0: ends it after so long, SEARCH_TIMEOUT */
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
    /*
     * For citing: archive, dossier number, document, page (part of the master's SHA-256, frame),
     * each percent-encoded, '/' between, '-' for none. It survives a rebuild and another database.
     */
    const char *citation;
    int64_t seq_in_dossier; /* of the page, 0 unknown */
    const char *access;     /* as described, "" not reviewed */
    /* Words that made the hit, folded as in the index, of a phrase all with a space between; for
     * finding their boxes in the ALTO. */
    const char *const *terms;
    size_t term_count;
    /* Where they stand in the snippet: pairs of first byte and end. */
    const uint16_t (*marks)[2];
    size_t mark_count;
};
typedef BA_CHECKED enum ba_rc (*search_fn)(void *ctx, const struct search_hit *hit,
                                           struct ba_err *err);

#endif
