#include "core/text/parcel.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* "B", "AB": a word of one or two capitals. */
static bool is_section(const char *word, size_t n)
{
    return (n == 1 && is_capital(word[0])) ||
           (n == 2 && is_capital(word[0]) && is_capital(word[1]));
}

/* Words that stand between the parts. */
static bool is_filler(const char *word, size_t n)
{
    static const char *const words[] = { "gemeente", "sectie", "nummer", "nummers", "nr",
                                         "nrs",      "no",     "nos",    "en",      "te" };

    while (n > 0 && word[n - 1] == '.')
        n--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && strncasecmp(words[i], word, n) == 0)
            return true;
    return n == 0;
}

bool parcel_next(const char **at, struct parcel *p)
{
    bool named = false;

    while (**at != '\0') {
        *at += strspn(*at, " ,;:+&\t");
        const char *word = *at;
        size_t n = strcspn(word, " ,;:+&\t");
        size_t digits = strspn(word, "0123456789");
        *at += n;
        if (n == 0 || is_filler(word, n))
            continue;
        if (digits > 0 && digits <= 6 && digits == n && p->section[0] != '\0') {
            snprintf(p->number, sizeof p->number, "%.*s", (int)n, word);
            return true;
        }
        if (is_section(word, n)) {
            snprintf(p->section, sizeof p->section, "%.*s", (int)n, word);
            continue;
        }
        /* A name, of one word or more; a new one begins with the municipality. */
        size_t have = named ? strlen(p->municipality) : 0;
        if (have + n + 2 < sizeof p->municipality)
            snprintf(p->municipality + have, sizeof p->municipality - have, "%s%.*s",
                     have > 0 ? " " : "", (int)n, word);
        p->section[0] = '\0';
        named = true;
    }
    return false;
}
