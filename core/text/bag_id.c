#include "core/text/bag_id.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

bool bag_id_is(const char *s)
{
    static const char kinds[][3] = { "01", "02", "03", "10", "20", "30" };

    if (strlen(s) != BAG_ID_SIZE - 1 || s[strspn(s, "0123456789")] != '\0')
        return false;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (memcmp(s + 4, kinds[i], 2) == 0)
            return true;
    return false;
}

/* The digits of "3,44010000012345E+14" with as many zeros as the exponent asks for. False for what
 * is no such number. */
static bool spell_exponent(const char *s, char digits[BAG_ID_SIZE])
{
    size_t n = 0;
    long exponent;
    char *end;

    if (*s < '1' || *s > '9' || (s[1] != ',' && s[1] != '.'))
        return false;
    digits[n++] = *s;
    for (s += 2; *s >= '0' && *s <= '9' && n < BAG_ID_SIZE - 1; s++)
        digits[n++] = *s;
    if ((*s != 'E' && *s != 'e') || s[1] != '+')
        return false;
    exponent = strtol(s + 2, &end, 10);
    /* Fewer digits than the number has: the rest is lost, not zero. */
    if (*end != '\0' || exponent != (long)n - 1)
        return false;
    digits[n] = '\0';
    return true;
}

bool bag_id_probable(const char *s, char out[BAG_ID_SIZE])
{
    char digits[BAG_ID_SIZE];
    size_t n;

    s += *s == '\'' || *s == '`';
    n = strspn(s, "0123456789");
    if (s[n] != '\0' || n == 0 || n >= BAG_ID_SIZE) {
        if (!spell_exponent(s, digits))
            return false;
        s = digits;
        n = strlen(digits);
    }
    if (n != BAG_ID_SIZE - 1 && n != BAG_ID_SIZE - 2)
        return false;
    out[0] = '0';
    memcpy(out + (BAG_ID_SIZE - 1 - n), s, n + 1);
    return bag_id_is(out);
}
