/*
 * Personal data on a page. What is kept is its kind and the page, never the number itself: the
 * index must not become the place where all citizen service numbers of an archive stand together.
 */
#include <string.h>

#include "index/extract/fields_private.h"

static void put(const struct taking *t, const char *kind)
{
    sighting_add(t, "personal_data", kind, t->weight);
}

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

void take_bsn(const struct taking *t, const struct capture *c)
{
    char text[32];

    if (capture_text(c, "bsn", text, sizeof text) && bsn_valid(text))
        put(t, "bsn");
}

void take_bsn_label(const struct taking *t, const struct capture *c)
{
    (void)c;
    put(t, "bsn");
}

void take_iban(const struct taking *t, const struct capture *c)
{
    char text[64];

    if (capture_text(c, "iban", text, sizeof text) && iban_valid(text))
        put(t, "iban");
}

void take_email(const struct taking *t, const struct capture *c)
{
    (void)c;
    put(t, "e-mail");
}

void take_birth(const struct taking *t, const struct capture *c)
{
    (void)c;
    put(t, "birth date");
}

void take_identity(const struct taking *t, const struct capture *c)
{
    (void)c;
    put(t, "identity document");
}

void take_telephone(const struct taking *t, const struct capture *c)
{
    (void)c;
    put(t, "telephone");
}
