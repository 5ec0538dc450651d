#include "core/text/street_key.h"

#include <stdio.h>
#include <string.h>

/* Usual Dutch abbreviations of titles in names of streets. The first row of a long form gives its
 * key. */
static const struct {
    const char *brief, *full;
} titles[] = {
    { "burg", "burgemeester" },
    { "kon", "koningin" },
    { "kon", "koning" },
    { "dr", "doctor" },
    { "dr", "dokter" },
    { "mr", "meester" },
    { "ds", "dominee" },
    { "prof", "professor" },
    { "mgr", "monseigneur" },
    { "st", "sint" },
    { "pr", "prins" },
    { "pr", "prinses" },
    { "jhr", "jonkheer" },
    { "ir", "ingenieur" },
    { "gen", "generaal" },
    { "adm", "admiraal" },
    { "past", "pastoor" },
    { "weth", "wethouder" },
    /* Two spellings of one title. */
    { "doctor", "dokter" },
};
#define TITLES (sizeof titles / sizeof *titles)

/* Endings of the last word. */
static const struct {
    const char *brief, *full;
} endings[] = { { "str", "straat" }, { "ln", "laan" }, { "pl", "plein" }, { "wg", "weg" } };
#define ENDINGS (sizeof endings / sizeof *endings)
/* So much of a name stands before an ending; "Köln" has none. An ending may be a word by itself. */
#define NAME_MIN 3

/* Where the ending begins, NULL: the word has another. */
static const char *ending_of(const char *word, const char *ending)
{
    size_t n = strlen(word), e = strlen(ending);

    if (n < e || (n > e && n < e + NAME_MIN) || strcmp(word + n - e, ending) != 0)
        return NULL;
    return word + n - e;
}

static const char *short_title(const char *word)
{
    for (size_t i = 0; i < TITLES; i++)
        if (strcmp(titles[i].full, word) == 0)
            return titles[i].brief;
    return word;
}

/* Cuts and appends; gives the new length. */
static size_t append(char *out, size_t n, size_t size, const char *text, size_t len)
{
    for (size_t i = 0; i < len && n + 1 < size; i++)
        out[n++] = text[i];
    if (size > 0)
        out[n] = '\0';
    return n;
}

static size_t append_last(char *out, size_t n, size_t size, const char *word)
{
    for (size_t i = 0; i < ENDINGS; i++) {
        const char *at = ending_of(word, endings[i].brief);
        if (at == NULL)
            continue;
        n = append(out, n, size, word, (size_t)(at - word));
        return append(out, n, size, endings[i].full, strlen(endings[i].full));
    }
    word = short_title(word);
    return append(out, n, size, word, strlen(word));
}

/* "van der", "v.d.", "vd" are "v d"; gives what stands for the word behind the one before. */
static const char *short_particle(const char *before, const char *word)
{
    if (strcmp(word, "van") == 0)
        return "v";
    if (strcmp(before, "van") != 0 && strcmp(before, "v") != 0)
        return word;
    return strcmp(word, "der") == 0 || strcmp(word, "de") == 0 || strcmp(word, "den") == 0 ? "d"
                                                                                           : word;
}

static void put_words(const char *name, const char *between, char *out, size_t size)
{
    struct fold f = fold_start(name, strlen(name));
    char word[FOLD_MAX] = "", before[FOLD_MAX] = "";
    size_t n = append(out, 0, size, "", 0);

    while (fold_next(&f)) {
        if (strcmp(word, "vd") == 0) {
            n = append(out, n, size, "v", 1);
            n = append(out, n, size, between, strlen(between));
            n = append(out, n, size, "d", 1);
        } else if (word[0] != '\0') {
            const char *put = short_particle(before, short_title(word));
            n = append(out, n, size, put, strlen(put));
        }
        if (word[0] != '\0')
            n = append(out, n, size, between, strlen(between));
        memcpy(before, word, sizeof before);
        memcpy(word, f.word, f.word_len + 1);
    }
    append_last(out, n, size, word);
}

void street_line(const char *name, char *out, size_t out_size)
{
    put_words(name, " ", out, out_size);
}

void street_key(const char *name, char *out, size_t out_size)
{
    put_words(name, "", out, out_size);
}

static void exchange(const char *word, const char *from, const char *to,
                     char out[STREET_NOTATIONS_MAX][FOLD_MAX], size_t *count)
{
    const char *at = ending_of(word, from);

    if (at != NULL && *count < STREET_NOTATIONS_MAX && (size_t)(at - word) + strlen(to) < FOLD_MAX)
        snprintf(out[(*count)++], FOLD_MAX, "%.*s%s", (int)(at - word), word, to);
}

size_t street_notations(const char *word, bool last, char out[STREET_NOTATIONS_MAX][FOLD_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < TITLES && count < STREET_NOTATIONS_MAX; i++) {
        if (strcmp(titles[i].brief, word) == 0)
            snprintf(out[count++], FOLD_MAX, "%s", titles[i].full);
        else if (strcmp(titles[i].full, word) == 0)
            snprintf(out[count++], FOLD_MAX, "%s", titles[i].brief);
    }
    for (size_t i = 0; last && i < ENDINGS; i++) {
        exchange(word, endings[i].brief, endings[i].full, out, &count);
        exchange(word, endings[i].full, endings[i].brief, out, &count);
    }
    return count;
}
