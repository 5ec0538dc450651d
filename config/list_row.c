#include "config/list_row.h"

#include <stdlib.h>
#include <string.h>

void *list_append(void *array, size_t *count, size_t size)
{
    void **p = array;
    void *grown = realloc(*p, (*count + 1) * size);
    if (grown == NULL)
        return NULL;
    *p = grown;
    return memset((char *)grown + (*count)++ * size, 0, size);
}

BA_RC list_bad(const struct list_row *row, const char *column, const char *value,
               const char *wanted, struct ba_err *err)
{
    return ba_fail(err, BA_FATAL, row->own ? "CONFIG" : "LISTS_DAMAGED",
                   "%s line %zu, %s: \"%.80s\" is not %s", row->path, row->line, column, value,
                   wanted);
}

bool list_has_word(const char *cell, const char *word)
{
    size_t n = strlen(word);
    for (const char *s = cell; n > 0 && (s = strstr(s, word)) != NULL; s += n)
        if ((s == cell || s[-1] == ' ') && (s[n] == '\0' || s[n] == ' '))
            return true;
    return false;
}
