/*
 * divide.h - from the codes on the pages of a batch to dossiers and documents. A pure function.
 */
#ifndef BA_INGEST_SEPARATOR_DIVIDE_H
#define BA_INGEST_SEPARATOR_DIVIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "ingest/separator/barcode.h"
#include "ingest/separator/sheet_content.h"

/* One page of a batch, in the order it was scanned. */
struct divide_page {
    /* in */
    const struct barcode *codes; /* borrowed */
    size_t code_count;
    enum sheet_content content; /* with SHEET_NOT_JUDGED a code alone makes a separator */
    /* out */
    bool separator; /* this sheet is a separator, or the back of one */
    bool back;      /* the back of one */
    bool begins;    /* a code counts, and the sheet has content too: it is a page, of the dossier or
                       document that begins with it */
    bool conflict;  /* two different valid codes of one kind: a person decides, the page is kept
                       as an ordinary page */
    bool unknown;   /* a code is made like a separator's, and says no number or kind that counts:
                       an ordinary page, and what follows may belong elsewhere */
    char dossier[64]; /* number of the dossier this page belongs to; "" before the first */
    char kind[24];    /* kind named by the last DOCUMENT code in this dossier, "" if none */
    uint32_t
        document; /* 1-based document in the dossier (counted in this batch), 0 without dossier */
};

struct divide_rules;
/*
 * pattern: PCRE2 pattern that a whole dossier number must match. known: says whether the register
 * has this number (may be NULL); a code counts when either says yes. BA_FATAL CONFIG for a bad
 * pattern.
 */
BA_RC divide_rules_new(const char *pattern, bool (*known)(void *ctx, const char *number), void *ctx,
                       struct divide_rules **out, struct ba_err *err);
void divide_rules_free(struct divide_rules *r);

/*
 * DOSSIER:<number> starts a dossier, DOCUMENT:<kind> (a kind of the contract) a document in it.
 * Other codes (an article on an invoice) are not separators. A page with content of its own is no
 * separator, whatever code is on it. The empty page behind a separator is its back when a separator
 * shines through, or when the batch was scanned on both sides: its separators lie on odd places and
 * are followed by an empty page, nine out of ten at least.
 */
BA_RC divide_pages(const struct divide_rules *r, struct divide_page *pages, size_t count,
                   struct ba_err *err);

#endif
