/*
 * term_counts.h - counts the words of search documents for the index's own vocabulary. Private to
 * the room.
 *
 * The vocabulary (vocabulary.h) says how rare a word is, and which words look like one that was
 * typed. Of a word that stands often in a document the tier is counted too: how dense it is there,
 * in steps of half an octave of times / (words of the document + 500). A tier is a marked word of
 * the document, so that the documents that say most of a common word are found without looking at
 * all that hold it.
 */
#ifndef BA_INDEX_BUILD_TERM_COUNTS_H
#define BA_INDEX_BUILD_TERM_COUNTS_H

#include "core/buf.h"
#include "core/text/fold.h"
#include "index/access/audience.h"
#include "index/db/store.h"

/* Changes that wait for term_counts_flush; a word counts once a document. */
struct term_counts;
struct term_counts *term_counts_new(enum readers readers);
void term_counts_free(struct term_counts *t);
/* A document comes (+1) or goes (-1) with the words counted until the next term_counts_document. -1
 * when out of memory. */
int term_counts_document(struct term_counts *t, int change);
/* Words of a text of the current document. -1 when out of memory. */
int term_counts_count(struct term_counts *t, const char *text, size_t len);
/* Counts the tiers of the words counted since term_counts_document, and appends them to out, a
 * space before each. Their order is that in which the words came. */
int term_counts_tiers(struct term_counts *t, struct ba_buf *out);
/* Counts the current document itself, under the empty word. */
int term_counts_all(struct term_counts *t);
/* Writes the changes. */
BA_RC term_counts_flush(struct term_counts *t, struct store *s, struct ba_err *err);

#define TIERS 24
/* The marked word of a tier. */
void term_counts_tier_word(int tier, const char *word, char out[FOLD_MAX]);
/* What a word of this tier is worth, as BM25 counts repetition (rank.h). */
double term_counts_tier_worth(int tier);

/* Documents that hold the word; "" gives the number of all documents. */
BA_RC term_counts_docs(struct store *s, enum readers readers, const char *word, int64_t *docs,
                       struct ba_err *err);
/* Documents of each tier of a word. */
BA_RC term_counts_tier_docs(struct store *s, enum readers readers, const char *word,
                            int64_t docs[TIERS], struct ba_err *err);

#endif
