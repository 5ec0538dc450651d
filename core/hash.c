#include "core/hash.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <unistd.h>

struct ba_hash {
    EVP_MD_CTX *ctx;
    int failed;
};

static const EVP_MD *digest_of(enum ba_hash_kind kind)
{
    switch (kind) {
    case BA_SHA256:
        return EVP_sha256();
    case BA_SHA512:
        return EVP_sha512();
    case BA_SHA1:
        return EVP_sha1();
    case BA_SHA224:
        return EVP_sha224();
    case BA_SHA384:
        return EVP_sha384();
    case BA_MD5:
        return EVP_md5();
    }
    return NULL;
}

struct ba_hash *ba_hash_new(enum ba_hash_kind kind)
{
    struct ba_hash *h = calloc(1, sizeof(*h));

    if (h == NULL)
        return NULL;
    h->ctx = EVP_MD_CTX_new();
    if (h->ctx == NULL || EVP_DigestInit_ex(h->ctx, digest_of(kind), NULL) != 1) {
        ba_hash_free(h);
        return NULL;
    }
    return h;
}

void ba_hash_update(struct ba_hash *h, const void *data, size_t len)
{
    if (EVP_DigestUpdate(h->ctx, data, len) != 1)
        h->failed = 1;
}

int ba_hash_hex(struct ba_hash *h, char out[BA_HASH_HEX_MAX + 1])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned n = 0;

    out[0] = '\0';
    if (h->failed || EVP_DigestFinal_ex(h->ctx, md, &n) != 1 || 2 * n > BA_HASH_HEX_MAX)
        return -1;
    for (unsigned i = 0; i < n; i++) {
        out[2 * i] = digits[md[i] >> 4];
        out[2 * i + 1] = digits[md[i] & 15];
    }
    out[2 * n] = '\0';
    return 0;
}

void ba_hash_free(struct ba_hash *h)
{
    if (h == NULL)
        return;
    EVP_MD_CTX_free(h->ctx);
    free(h);
}

static BA_RC finish(struct ba_hash *h, const char *what, char out[BA_HASH_HEX_MAX + 1],
                    struct ba_err *err)
{
    if (ba_hash_hex(h, out) != 0)
        return ba_fail(err, BA_FATAL, "HASH_FAILED", "%s: OpenSSL could not compute the checksum",
                       what);
    return BA_OK;
}

BA_RC ba_sha256_mem(const void *data, size_t len, char out[BA_SHA256_HEX + 1], struct ba_err *err)
{
    char hex[BA_HASH_HEX_MAX + 1];
    struct ba_hash *h = ba_hash_new(BA_SHA256);
    enum ba_rc rc;

    if (h == NULL)
        return ba_fail(err, BA_FATAL, "HASH_FAILED", "OpenSSL offers no SHA-256");
    ba_hash_update(h, data, len);
    rc = finish(h, "memory", hex, err);
    for (size_t i = 0; rc == BA_OK && i <= BA_SHA256_HEX; i++)
        out[i] = hex[i];
    ba_hash_free(h);
    return rc;
}
