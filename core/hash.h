/*
 * hash.h - message digests in one read, by OpenSSL EVP (the only file that includes it is hash.c).
 */
#ifndef BA_CORE_HASH_H
#define BA_CORE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

enum ba_hash_kind { BA_SHA256, BA_SHA512, BA_SHA1, BA_SHA224, BA_SHA384, BA_MD5 };

#define BA_SHA256_HEX 64
#define BA_HASH_HEX_MAX 128

struct ba_hash;

/* NULL when memory or the provider is missing. Free with ba_hash_free (accepts NULL). */
struct ba_hash *ba_hash_new(enum ba_hash_kind kind);
void ba_hash_update(struct ba_hash *h, const void *data, size_t len);
/* Writes lower-case hex and NUL; h may then only be freed. Returns -1 when an earlier step failed.
 */
int ba_hash_hex(struct ba_hash *h, char out[BA_HASH_HEX_MAX + 1]);
void ba_hash_free(struct ba_hash *h);

/* SHA-256 of a block in memory, as 64 hex digits. BA_FATAL HASH_FAILED. */
BA_RC ba_sha256_mem(const void *data, size_t len, char out[BA_SHA256_HEX + 1], struct ba_err *err);
/* Digest of a whole regular file, read once; *size (may be NULL) gets its length in bytes.
 * BA_ITEM FILE_READ when it cannot be read. */
BA_RC ba_hash_file(const char *path, enum ba_hash_kind kind, char out[BA_HASH_HEX_MAX + 1],
                   uint64_t *size, struct ba_err *err);

#endif
