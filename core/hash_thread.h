/*
 * hash_thread.h - a digest that a thread of its own makes while its bytes are used otherwise.
 *
 * The caller asks for a buffer, fills it, hands it over and may go on reading it until it asks for
 * the next one. Whoever copies a file so reads each byte once, and the copy takes as long as the
 * slower of the two, not as both.
 */
#ifndef BA_CORE_HASH_THREAD_H
#define BA_CORE_HASH_THREAD_H

#include "core/hash.h"

#define BA_SIDE_BUFFER_BYTES ((size_t)1 << 20)

struct ba_side_hash;

/* Starts the thread; NULL when that or memory fails. Free with ba_side_hash_free (accepts NULL). */
struct ba_side_hash *ba_side_hash_new(enum ba_hash_kind kind);
/* A digest begins. -1 when the provider is missing. */
int ba_side_hash_begin(struct ba_side_hash *s);
/* The next buffer, of BA_SIDE_BUFFER_BYTES; waits until it is free. */
char *ba_side_hash_buffer(struct ba_side_hash *s);
/* The first len bytes of the buffer last given are part of the digest. */
void ba_side_hash_add(struct ba_side_hash *s, size_t len);
/* Waits for the thread; as ba_hash_hex. */
int ba_side_hash_hex(struct ba_side_hash *s, char out[BA_HASH_HEX_MAX + 1]);
void ba_side_hash_free(struct ba_side_hash *s);

#endif
