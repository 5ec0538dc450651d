/* alto_text.c - what does not need XML: plain text, hyphens, memory. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "ocr/alto/alto.h"

/* Words that follow a hyphen which is not a division: "boven- en benedenwoning". */
static const char *const joiners[] = { "en",   "of",    "en/of", "tot", "dan", "als",
                                       "noch", "resp.", "c.q.",  "et",  "ou",  "und",
                                       "oder", "bzw.",  "and",   "or" };
/* First parts of names that keep their hyphen in capitals too, where a capital after it tells
 * nothing: "NOORD-HOLLAND". */
static const char *const name_parts[] = { "NOORD", "ZUID",  "OOST",  "WEST",   "MIDDEN",
                                          "OUD",   "NIEUW", "BOVEN", "NEDER",  "GROOT",
                                          "KLEIN", "SINT",  "SAINT", "BENEDEN" };

void alto_free(struct alto_page *p)
{
    for (size_t i = 0; i < p->count; i++)
        free(p->words[i].text);
    free(p->words);
    *p = (struct alto_page){ 0 };
}

/* Bytes of the hyphen at the end of s: '-', U+00AD, U+2010, U+00AC (a typewriter's); 0: none. */
static size_t hyphen_bytes(const char *s)
{
    static const char *const hyphens[] = { "-", "\xC2\xAD", "\xE2\x80\x90", "\xC2\xAC" };
    size_t n = strlen(s);

    for (size_t i = 0; i < sizeof(hyphens) / sizeof(hyphens[0]); i++) {
        size_t h = strlen(hyphens[i]);

        if (n > h && strcmp(s + n - h, hyphens[i]) == 0)
            return h;
    }
    return 0;
}

static bool starts_lower(const char *s)
{
    uint32_t cp;

    ba_utf8_decode(s, strlen(s), &cp);
    return (cp >= 'a' && cp <= 'z') || (cp >= 0xDF && cp <= 0xFF && cp != 0xF7);
}

/* Is s one of the list? n: bytes of it that count. */
static bool is_one_of(const char *s, size_t n, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == n && strncmp(s, list[i], n) == 0)
            return true;
    return false;
}

#define IS_ONE_OF(s, n, list) is_one_of(s, n, list, sizeof(list) / sizeof((list)[0]))

/* How many of the first n bytes are capitals A-Z, and whether any is another letter of ASCII. */
static size_t capitals_in(const char *s, size_t n, bool *others)
{
    size_t capitals = 0;

    *others = false;
    for (size_t i = 0; i < n; i++) {
        capitals += s[i] >= 'A' && s[i] <= 'Z';
        *others = *others || (s[i] >= 'a' && s[i] <= 'z');
    }
    return capitals;
}

/* A heading in capitals: "BOUWVERGUN-" and "NING", but neither NOORD-HOLLAND nor PTT-KANTOOR. */
static bool is_divided_in_capitals(const char *first, size_t n, const char *second)
{
    bool first_others, second_others;
    size_t second_len = strcspn(second, ".,;:()"),
           capitals = capitals_in(second, second_len, &second_others);

    return capitals_in(first, n, &first_others) >= 2 && !first_others && capitals >= 2 &&
           !second_others && second[0] >= 'A' && second[0] <= 'Z' && strcspn(first, "AEIOUY") < n &&
           !IS_ONE_OF(first, n, name_parts);
}

/* "ver-" and "gunning", but not "boven-" and "en", nor an abbreviation: "PTT-" and "kantoor". */
static bool is_divided(const char *first, size_t hyphen, const char *second)
{
    size_t n = strlen(first) - hyphen;
    unsigned char last = (unsigned char)first[n - 1];
    bool others;

    if (n < 2 || !(isalpha(last) || last >= 0x80))
        return false;
    if (!starts_lower(second))
        return is_divided_in_capitals(first, n, second);
    return !IS_ONE_OF(second, strlen(second), joiners) && capitals_in(first, n, &others) < n;
}

void alto_find_hyphens(struct alto_page *p)
{
    for (size_t i = 0; i + 1 < p->count; i++) {
        struct alto_word *a = &p->words[i], *b = &p->words[i + 1];
        size_t hyphen = hyphen_bytes(a->text);

        if (hyphen == 0 || a->line == b->line || a->block != b->block ||
            a->rotation_deg != b->rotation_deg)
            continue;
        if (is_divided(a->text, hyphen, b->text)) {
            a->text[strlen(a->text) - hyphen] = '\0';
            a->hyphenated = true;
        }
    }
}

/* One word behind a separator; where it begins goes into begins[i], unless that is NULL. */
static void put_word(const struct alto_page *p, size_t i, const char *separator, size_t *begins,
                     struct ba_buf *out)
{
    ba_buf_puts(out, separator);
    if (begins != NULL)
        begins[i] = out->len;
    ba_buf_puts(out, p->words[i].text);
}

void alto_text_places(const struct alto_page *p, struct ba_buf *out, size_t *begins)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct alto_word *w = &p->words[i];
        const struct alto_word *before = i > 0 ? &p->words[i - 1] : NULL;

        if (before == NULL) {
            put_word(p, i, "", begins, out);
        } else if (before->hyphenated) {
            /* The rest of the divided word, then the line it stood on goes on below. */
            put_word(p, i, "", begins, out);
            if (i + 1 < p->count && p->words[i + 1].line == w->line)
                put_word(p, ++i, "\n", begins, out);
        } else if (before->paragraph != w->paragraph || before->block != w->block) {
            put_word(p, i, "\n\n", begins, out);
        } else {
            put_word(p, i, before->line != w->line ? "\n" : " ", begins, out);
        }
    }
    if (p->count > 0)
        ba_buf_puts(out, "\n");
}

void alto_text(const struct alto_page *p, struct ba_buf *out)
{
    alto_text_places(p, out, NULL);
}
