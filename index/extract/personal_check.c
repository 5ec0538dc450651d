/* Check digits of numbers that persons have. */
#include <stddef.h>

#include "index/extract/personal_data_private.h"

bool bsn_valid(const char *text)
{
    int digits[9], sum = 0;
    size_t n = 0;

    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            continue;
        if (n == 9)
            return false;
        digits[n++] = *text - '0';
    }
    for (size_t i = 0; i < n; i++)
        sum += i == 8 ? -digits[i] : digits[i] * (9 - (int)i);
    return n == 9 && sum % 11 == 0 && sum != 0;
}

/* The first four signs go to the end, letters count as 10 to 35. */
bool iban_valid(const char *text)
{
    char plain[64];
    size_t n = 0;
    unsigned rest = 0;

    for (; *text != '\0' && n + 1 < sizeof plain; text++)
        if (*text != ' ')
            plain[n++] = *text;
    if (n < 15)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = plain[(i + 4) % n];
        if (c >= '0' && c <= '9')
            rest = (rest * 10 + (unsigned)(c - '0')) % 97;
        else if (c >= 'A' && c <= 'Z')
            rest = (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
        else
            return false;
    }
    return rest == 1;
}
