/*
 * terms.h - the index's own vocabulary: every word with the number of search documents that hold
 * it. Private to the room.
 *
 * It says how rare a word is, and which words look like a word that was typed. For the latter each
 * word has a skeleton, in which what OCR takes for each other is alike (5 and s; 1, i and l; rn and
 * m; ij and y), found by its beginning and by its end.
 */
#ifndef BA_INDEX_TERMS_H
#define BA_INDEX_TERMS_H

#include "index/fold.h"
#include "index/store.h"

#define SKELETON_MAX FOLD_MAX

/* Changes that wait for terms_flush; a word counts once a document. */
struct terms;
struct terms *terms_new(void);
void terms_free(struct terms *t);
/* A document comes (+1) or goes (-1) with the words counted since the last terms_document. */
void terms_document(struct terms *t, int change);
/* Words of a text of the current document. -1 when out of memory. */
int terms_count(struct terms *t, const char *text, size_t len);
/* Counts the current document itself, under the empty word. */
int terms_all(struct terms *t);
/* Writes the changes, in the order of the words. */
enum ba_rc terms_flush(struct terms *t, struct store *s, struct ba_err *err);

/* Documents that hold the word; "" gives the number of all documents. */
enum ba_rc terms_docs(struct store *s, const char *word, int64_t *docs, struct ba_err *err);

/* One letter for all that OCR takes for each other. */
static inline char terms_letter(char c)
{
    static const char alike[128] = {
        ['0'] = 'o', ['1'] = 'l', ['i'] = 'l', ['j'] = 'l', ['t'] = 'l', ['f'] = 'l',
        ['e'] = 'c', ['5'] = 's', ['8'] = 'b', ['6'] = 'b', ['h'] = 'b', ['u'] = 'n',
        ['v'] = 'n', ['2'] = 'z', ['9'] = 'g', ['q'] = 'g',
    };
    unsigned char at = (unsigned char)c;

    return at < 128 && alike[at] != '\0' ? alike[at] : c;
}
/*
 * A skeleton's length and its first (or, in the tail, last) three letters as one number, so that
 * words of one length that begin alike stand together: terms_edge of two letters and LAST 0 or 63
 * are the bounds.
 */
#define TERMS_EDGE_LETTERS 3
#define TERMS_LETTER_MAX 63
int64_t terms_edge(size_t length, const char *letters, size_t count, int64_t fill);
/* Skeletons shorter than this have no edge: such words are not looked up by their looks. */
#define TERMS_EDGE_MIN 3
void terms_skeleton(const char *word, char out[SKELETON_MAX]);

#endif
