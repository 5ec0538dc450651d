/*
 * plural.h - "1 page", "2 pages": "%zu page%s" with n, ba_s(n).
 */
#ifndef BA_CORE_PLURAL_H
#define BA_CORE_PLURAL_H

#include <stdint.h>

static inline const char *ba_s(uint64_t n)
{
    return n == 1 ? "" : "s";
}

/* The verb behind it: "1 file was", "2 files were". */
static inline const char *ba_were(uint64_t n)
{
    return n == 1 ? "was" : "were";
}

#endif
