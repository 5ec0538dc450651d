/*
 * street_key.h - the words of a street's name, whatever is abbreviated in it. Private to the room.
 *
 * "Burgemeester Feithplein" and "Burg. Feithplein", "Herenstraat" and "Herenstr." have one key, on
 * the side of the register and on that of the question. What is shown stays as it was written.
 */
#ifndef BA_INDEX_STREET_KEY_H
#define BA_INDEX_STREET_KEY_H

#include <stddef.h>

#include "index/fold.h"

/*
 * The folded words of a name, a space between, titles in their short form, the last word's ending
 * in its long one. "Koning" and "Koningin" share their abbreviation, and so a key.
 */
void street_line(const char *name, char *out, size_t out_size);
/* The same, written together. */
void street_key(const char *name, char *out, size_t out_size);

#define STREET_NOTATIONS_MAX 4
/* The other ways in which a folded word of a name is written; gives how many. */
size_t street_notations(const char *word, char out[STREET_NOTATIONS_MAX][FOLD_MAX]);

#endif
