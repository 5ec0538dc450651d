/*
 * names.h - the names that register, gazetteer and persons gave: streets, places, people.
 */
#ifndef BA_INDEX_REGISTER_NAMES_H
#define BA_INDEX_REGISTER_NAMES_H

#include "index/db/store.h"

/* Each different word of them (from three letters on), in the order of its bytes. */
typedef BA_CHECKED enum ba_rc (*names_fn)(void *ctx, const char *word, struct ba_err *err);
BA_RC names_each_word(struct store *s, names_fn fn, void *ctx, struct ba_err *err);

#endif
