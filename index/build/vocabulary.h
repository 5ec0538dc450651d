/*
 * vocabulary.h - the words of the index with their numbers of search documents, as stored. Private
 * to the room.
 *
 * An archive of a million pages has millions of different words, most of them misread. A row a word
 * costs eighty bytes and half a microsecond to step over, so words that look alike stand together
 * in one row (shelf), packed: each as how many letters it shares with the one before, the rest, its
 * number. A shelf is the length of a word's skeleton (terms.h) with its first three letters; or
 * with its last three, where the words stand written backwards. Words without a skeleton (numbers,
 * marked words) stand on shelves by their hash.
 */
#ifndef BA_INDEX_BUILD_VOCABULARY_H
#define BA_INDEX_BUILD_VOCABULARY_H

#include "core/buf.h"
#include "core/text/fold.h"
#include "core/text/spelling_distance.h"
#include "index/access/audience.h"
#include "index/db/store.h"

#define SKELETON_MAX FOLD_MAX

void skeleton_of(const char *word, char out[SKELETON_MAX]);
/* Shorter skeletons are not looked up by their looks. */
#define SKELETON_MIN 3

enum shelf { SHELF_HEAD, SHELF_TAIL };

#define SHELF_LETTERS 3
#define SHELF_LETTER_MAX 63
/*
 * The shelf of skeletons of this length with these letters (of the tail: the last first). Given
 * fewer than SHELF_LETTERS, fill 0 and SHELF_LETTER_MAX are the bounds of all that begin so.
 */
int64_t shelf_number(enum shelf shelf, size_t length, const char *letters, size_t count,
                     int64_t fill);

/* Where a word stands: one or two shelves (*tail 0: none). The marks of keys.h before a word do not
 * count, so that a word and its marked forms that are by their hash stand together. */
void shelves_of(const char *word, int64_t *head, int64_t *tail);

/* Reads a packed shelf word by word. */
struct shelf_reader {
    const unsigned char *at, *end; /* borrowed */
    char packed[FOLD_MAX];         /* as it stands on the shelf: backwards in a tail */
    size_t len;
    uint64_t docs;
};
/* False at the end, or where the shelf is damaged. */
bool shelf_next(struct shelf_reader *r);
void shelf_turn(const char *word, size_t len, char out[FOLD_MAX]);

/* A change to one word's number; word as it stands on the shelf, in the order of strcmp. */
struct shelf_change {
    int64_t shelf;
    const char *packed;
    int64_t change;
};
/* Applies the changes, sorted by shelf and word. Words that come to nothing are gone. */
BA_RC vocabulary_change(struct store *s, enum readers readers, const struct shelf_change *changes,
                        size_t count, struct ba_err *err);

/* Calls fn for every word on the shelves from..to, until it fails or limit words were seen. */
typedef void (*vocabulary_fn)(void *ctx, const char *packed, size_t len, uint64_t docs);
BA_RC vocabulary_each(struct store *s, enum readers readers, int64_t from, int64_t to,
                      uint64_t limit, vocabulary_fn fn, void *ctx, struct ba_err *err);

#endif
