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
/* Words and endings that are shortened in many ways: other notations of a question and of a name,
 * of which no key is made. One short form may stand for several. */
static const struct {
    const char *brief, *full;
} also_words[] = {
    { "burgem", "burgemeester" }, { "burgm", "burgemeester" }, { "bgm", "burgemeester" },
    { "pres", "president" },      { "min", "minister" },       { "not", "notaris" },
    { "kapt", "kapitein" },       { "lt", "luitenant" },       { "luit", "luitenant" },
    { "kol", "kolonel" },         { "maj", "majoor" },         { "kard", "kardinaal" },
    { "gouv", "gouverneur" },     { "comm", "commissaris" },   { "jkvr", "jonkvrouw" },
    { "gebr", "gebroeders" },     { "prs", "prinses" },        { "prsn", "prinsen" },
    { "gr", "grote" },            { "gr", "groote" },          { "gr", "groot" },
    { "kl", "kleine" },           { "kl", "klein" },           { "nw", "nieuwe" },
    { "nw", "nieuw" },            { "nwe", "nieuwe" },         { "verl", "verlengde" },
    { "nz", "noordzijde" },       { "zz", "zuidzijde" },       { "oz", "oostzijde" },
    { "wz", "westzijde" },        { "nz", "nieuwezijds" },     { "oz", "oudezijds" },
    { "joh", "johan" },           { "joh", "johannes" },       { "wilh", "wilhelmina" },
}, also_endings[] = {
    { "gr", "gracht" },      { "kd", "kade" },        { "dk", "dijk" },    { "sngl", "singel" },
    { "sgl", "singel" },     { "pl", "plantsoen" },   { "plnts", "plantsoen" },
    { "pln", "plein" },      { "strt", "straat" },    { "stg", "steeg" },  { "pd", "pad" },
    { "prk", "park" },       { "hvn", "haven" },      { "vrt", "vaart" },  { "mkt", "markt" },
    { "blvd", "boulevard" },
};
#define ALSO_WORDS (sizeof also_words / sizeof *also_words)
#define ALSO_ENDINGS (sizeof also_endings / sizeof *also_endings)
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

/* Other notations of a word as they are found. */
struct notations {
    const char *word;
    char (*out)[FOLD_MAX];
    size_t count, max;
};

static void put_word(struct notations *n, const char *brief, const char *full)
{
    const char *other = strcmp(brief, n->word) == 0  ? full
                        : strcmp(full, n->word) == 0 ? brief
                                                     : NULL;

    if (other != NULL && n->count < n->max)
        snprintf(n->out[n->count++], FOLD_MAX, "%s", other);
}

static void exchange(struct notations *n, const char *from, const char *to)
{
    const char *at = ending_of(n->word, from);

    if (at != NULL && n->count < n->max && (size_t)(at - n->word) + strlen(to) < FOLD_MAX)
        snprintf(n->out[n->count++], FOLD_MAX, "%.*s%s", (int)(at - n->word), n->word, to);
}

size_t street_also(const char *word, bool last, char out[STREET_NOTATIONS_MAX][FOLD_MAX])
{
    struct notations n = { word, out, 0, STREET_NOTATIONS_MAX };

    for (size_t i = 0; i < ALSO_WORDS; i++)
        put_word(&n, also_words[i].brief, also_words[i].full);
    for (size_t i = 0; last && i < ALSO_ENDINGS; i++) {
        exchange(&n, also_endings[i].brief, also_endings[i].full);
        exchange(&n, also_endings[i].full, also_endings[i].brief);
    }
    return n.count;
}

size_t street_notations(const char *word, bool last, char out[STREET_NOTATIONS_MAX][FOLD_MAX])
{
    char also[STREET_NOTATIONS_MAX][FOLD_MAX];
    struct notations n = { word, out, 0, STREET_NOTATIONS_MAX };
    size_t more = street_also(word, last, also);

    for (size_t i = 0; i < TITLES; i++)
        put_word(&n, titles[i].brief, titles[i].full);
    for (size_t i = 0; last && i < ENDINGS; i++) {
        exchange(&n, endings[i].brief, endings[i].full);
        exchange(&n, endings[i].full, endings[i].brief);
    }
    for (size_t i = 0; i < more && n.count < n.max; i++)
        memcpy(out[n.count++], also[i], FOLD_MAX);
    return n.count;
}
