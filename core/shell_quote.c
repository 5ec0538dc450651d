#include "core/shell_quote.h"

#include <stdio.h>
#include <string.h>

static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                            "_-./:,+@%=";

const char *ba_shell_quote(const char *word, char *out, size_t size)
{
    static const char quote[] = "'\\''";
    size_t n = 0;

    if (word[0] != '\0' && word[strspn(word, plain)] == '\0' && strlen(word) < size) {
        snprintf(out, size, "%s", word);
        return out;
    }
    out[n++] = '\'';
    for (; *word != '\0' && n + sizeof quote + 1 < size; word++) {
        if (*word == '\'') {
            memcpy(out + n, quote, sizeof quote - 1);
            n += sizeof quote - 1;
        } else {
            out[n++] = *word;
        }
    }
    out[n++] = '\'';
    out[n] = '\0';
    return out;
}
