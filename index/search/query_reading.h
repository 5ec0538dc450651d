/*
 * query_reading.h - a question as people type an address, in the words that the index has. Private
 * to the room; search_understood (search.h) tells what was made of it.
 *
 *   Molenweg 12 t/m 18      Molenweg 12-18        Singel nr. 42          Singel 42
 *   Singel 42 in Amsterdam  Singel 42 Amsterdam   hoek Kerklaan/Markt    Kerklaan Markt
 * What stands in quotes is left as it is.
 */
#ifndef BA_INDEX_SEARCH_QUERY_READING_H
#define BA_INDEX_SEARCH_QUERY_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "core/buf.h"

/* Appends the question as it is understood; *changed: another than was typed. A question of very
 * many words is left alone. BA_FATAL NO_MEMORY. */
BA_RC query_reading_of(const char *text, size_t len, struct ba_buf *out, bool *changed,
                       struct ba_err *err);

#endif
