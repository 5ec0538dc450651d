/*
 * street_key.h - the words of a street's name, whatever is abbreviated in it. Private to the room.
 *
 * "Burgemeester Feithplein" and "Burg. Feithplein", "Herenstraat" and "Herenstr.", "Van der
 * Meulenlaan" and "v.d. Meulenln." have one key, on the side of the register and on that of the
 * question. What is shown stays as it was written.
 */
#ifndef BA_CORE_TEXT_STREET_KEY_H
#define BA_CORE_TEXT_STREET_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/text/fold.h"

/*
 * The folded words of a name, a space between, titles in their short form, the last word's ending
 * in its long one. "Koning" and "Koningin" share their abbreviation, and so a key.
 */
void street_line(const char *name, char *out, size_t out_size);
/* The same, written together. */
void street_key(const char *name, char *out, size_t out_size);

#define STREET_NOTATIONS_MAX 8
/* The other ways in which a folded word of a name is written; gives how many. last: it may be the
 * last one, which has the ending. */
size_t street_notations(const char *word, bool last, char out[STREET_NOTATIONS_MAX][FOLD_MAX]);

/* Those of them that a key does not make one ("gr" may be "grote", "gracht"); as street_notations.
 */
size_t street_also(const char *word, bool last, char out[STREET_NOTATIONS_MAX][FOLD_MAX]);

#define STREET_ORDINALS 2
/* The other ways in which an ordinal in a name is written ("tweede": "2e", "2de"); gives how many.
 * Static. */
size_t street_ordinals(const char *word, const char *out[STREET_ORDINALS]);

#define STREET_SPELLING_SIZE 256
#define STREET_SPELLINGS_MAX 64
/*
 * All ways in which a name is written, as it was given first, folded and written together as by
 * fold_key; gives how many. Other than a key these keep "Koning" and "Koningin" apart where they
 * are written in full.
 */
size_t street_spellings(const char *name, char (*out)[STREET_SPELLING_SIZE], size_t max);

#endif
