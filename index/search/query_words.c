#include "index/search/query_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/date.h"
#include "core/text/house_unit.h"
#include "core/text/street_key.h"

#define TOKENS_MAX 256

void query_tokens_free(struct query_tokens *t)
{
    for (size_t i = 0; i < t->count; i++)
        free(t->at[i].words);
    free(t->at);
    *t = (struct query_tokens){ 0 };
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_at(const char *s)
{
    size_t n = 0;

    while (is_digit(s[n]))
        n++;
    return n;
}

static int64_t year_at(const char *s)
{
    if (digits_at(s) != 4)
        return 0;
    int64_t year = strtoll(s, NULL, 10);
    return year >= YEAR_MIN && year <= YEAR_MAX ? year : 0;
}

/* "28-32": rest is what stands behind the first number. */
static int64_t range_end(const char *house, const char *rest)
{
    size_t n = rest[0] == '-' ? digits_at(rest + 1) : 0;
    int64_t to =
        n > 0 && n <= HOUSE_DIGITS_MAX && rest[n + 1] == '\0' ? strtoll(rest + 1, NULL, 10) : 0;

    return to > strtoll(house, NULL, 10) ? to : 0;
}

/* "12", "12a", "12-II", "12bis": a number of one to five digits, then letters or a short addition.
 */
void query_token_number(const char *text, struct query_token *t)
{
    size_t n = digits_at(text);
    char unit[FOLD_MAX];

    t->house[0] = t->unit[0] = '\0';
    t->house_to = 0;
    if (n > 0 && n <= HOUSE_DIGITS_MAX) {
        snprintf(t->house, sizeof t->house, "%.*s", (int)n, text);
        t->house_to = range_end(t->house, text + n);
        if (t->house_to != 0)
            return;
        t->house[0] = '\0';
    }
    if (n == 0 || n > HOUSE_DIGITS_MAX || strlen(text + n) > 8)
        return;
    fold_key(text + n, unit, sizeof unit);
    if (strlen(unit) > 4 || (text[n] != '\0' && unit[0] == '\0'))
        return;
    memcpy(t->house, text, n);
    t->house[n] = '\0';
    memcpy(t->unit, unit, sizeof t->unit);
}

/* Two groups of digits with a sign between them. */
static bool is_file_number(const char *s)
{
    size_t n = digits_at(s);

    if (n == 0 || n > 8 || s[n] == '\0' || strchr("/-.:_", s[n]) == NULL)
        return false;
    return is_digit(s[n + 1]);
}

static bool is_postcode(const char *folded)
{
    if (strlen(folded) != 6 || digits_at(folded) != 4 || folded[0] == '0')
        return false;
    return folded[4] >= 'a' && folded[4] <= 'z' && folded[5] >= 'a' && folded[5] <= 'z';
}

static enum query_token_kind shape_of(struct query_token *t)
{
    const char *raw = t->raw;

    if (is_postcode(t->words[0]) && t->count == 1) {
        memcpy(t->postcode, t->words[0], 7);
        return TOKEN_POSTCODE;
    }
    if (is_file_number(raw)) {
        size_t n = digits_at(raw);
        t->year_from = year_at(raw);
        t->year_to = t->year_from != 0 && raw[n] == '-' ? year_at(raw + n + 1) : 0;
        if (n <= HOUSE_DIGITS_MAX && raw[n] == '-' && t->year_to == 0) {
            memcpy(t->house, raw, n);
            t->house[n] = '\0';
            t->house_to = range_end(t->house, raw + n);
        }
        return TOKEN_FILE_NUMBER;
    }
    query_token_number(raw, t);
    if (t->house[0] == '\0')
        return TOKEN_WORD;
    t->year_from = t->year_to = t->unit[0] == '\0' ? year_at(t->house) : 0;
    return TOKEN_NUMBER;
}

static int fold_words(struct query_token *t, const char *text, size_t len)
{
    struct fold f = fold_start(text, len);
    size_t cap = 0;

    while (fold_next(&f)) {
        if (ba_grow(&t->words, &cap, t->count + 1, sizeof *t->words) != 0)
            return -1;
        memcpy(t->words[t->count++], f.word, f.word_len + 1);
    }
    return 0;
}

/* Private-use characters mark keys in the index; nobody types them. */
static void drop_marks(char *text, size_t len)
{
    for (size_t i = 0; i + 2 < len; i++)
        if ((unsigned char)text[i] == 0xEE && (unsigned char)text[i + 1] >= 0x80 &&
            (unsigned char)text[i + 1] <= 0x83)
            memset(text + i, ' ', 3);
}

static BA_RC add(struct query_tokens *out, const char *text, size_t len, enum query_token_kind kind,
                 bool negative, struct ba_err *err)
{
    struct query_token t = { .kind = kind, .negative = negative };
    size_t cut = len < sizeof t.raw - 1 ? len : sizeof t.raw - 1;

    if (fold_words(&t, text, len) != 0)
        goto no_memory;
    if (t.count == 0) {
        free(t.words);
        return BA_OK;
    }
    if (out->count == TOKENS_MAX) {
        free(t.words);
        return ba_fail(err, BA_ITEM, "QUERY_BAD", "the question has too many words; use fewer");
    }
    memcpy(t.raw, text, cut);
    if (kind == TOKEN_WORD)
        t.kind = shape_of(&t);
    if (ba_grow(&out->at, &out->cap, out->count + 1, sizeof *out->at) != 0)
        goto no_memory;
    out->at[out->count++] = t;
    return BA_OK;
no_memory:
    free(t.words);
    return ba_fail_mem(err, "a question");
}

/* One word from at on; gives where it ends. */
static size_t word_end(const char *text, size_t len, size_t at)
{
    while (at < len && !is_space(text[at]) && text[at] != '"')
        at++;
    return at;
}

enum operator{ NO_OPERATOR, OPERATOR_AND, OPERATOR_OR, OPERATOR_NOT };

/* In capitals, and only where there is something to join: a question of the one word is that word.
 */
static enum operator operator_at(const char *word, size_t len, bool before, bool behind)
{
    static const struct {
        const char *word;
        enum operator is;
    } words[] = { { "AND", OPERATOR_AND }, { "EN", OPERATOR_AND },  { "OR", OPERATOR_OR },
                  { "OF", OPERATOR_OR },   { "NOT", OPERATOR_NOT }, { "NIET", OPERATOR_NOT } };

    for (size_t i = 0; behind && i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == len && strncmp(words[i].word, word, len) == 0)
            return before || words[i].is == OPERATOR_NOT ? words[i].is : NO_OPERATOR;
    return NO_OPERATOR;
}

static bool only_space(const char *text, size_t len)
{
    while (len > 0 && is_space(text[len - 1]))
        len--;
    return len == 0;
}

static BA_RC cut(const char *text, size_t len, struct query_tokens *out, struct ba_err *err)
{
    size_t at = 0;
    bool negate = false;
    enum ba_rc rc = BA_OK;

    while (rc == BA_OK && at < len) {
        if (is_space(text[at])) {
            at++;
            continue;
        }
        size_t word = word_end(text, len, at);
        enum operator is =
            operator_at(text + at, word - at, out->count > 0, !only_space(text + word, len - word));
        if (is != NO_OPERATOR) {
            negate = is == OPERATOR_NOT;
            if (is == OPERATOR_OR)
                out->at[out->count - 1].or_next = true;
            at = word;
            continue;
        }
        bool negative = text[at] == '-' && at + 1 < len && !is_space(text[at + 1]);
        at += negative;
        negative |= negate;
        negate = false;
        size_t start = at, end;
        if (text[at] == '"') {
            const char *close = memchr(text + at + 1, '"', len - at - 1);
            start = at + 1;
            end = close != NULL ? (size_t)(close - text) : len;
            rc = add(out, text + start, end - start, TOKEN_PHRASE, negative, err);
            at = end + (close != NULL);
            continue;
        }
        end = word_end(text, len, at);
        bool prefix = end - start > 1 && text[end - 1] == '*';
        rc = add(out, text + start, end - start, prefix ? TOKEN_PREFIX : TOKEN_WORD, negative, err);
        at = end > at ? end : at + 1;
    }
    return rc;
}

/* Short Dutch words that also look like the letters of a postcode ("2271 de ..."). */
static bool is_small_word(const char *s)
{
    static const char *const words[] = { "de", "en", "in",  "op", "te", "of", "is",
                                         "an", "om", "aan", "na", "nr", "bg", "hs",
                                         "ii", "iv", "vi",  "ix", "xi" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(s, words[i]) == 0)
            return true;
    return false;
}

/* "2271" "AB" -> one postcode. Letters in capitals are always meant so. */
static void join_postcodes(struct query_tokens *ts)
{
    for (size_t i = 0; i + 1 < ts->count; i++) {
        struct query_token *t = &ts->at[i], *next = &ts->at[i + 1];
        const char *two = next->words[0];
        bool capitals = strcmp(next->raw, two) != 0;
        if (t->kind != TOKEN_NUMBER || t->unit[0] != '\0' || strlen(t->house) != 4 ||
            t->house[0] == '0' || next->kind != TOKEN_WORD || next->count != 1 ||
            strlen(two) != 2 || is_digit(two[0]) || is_digit(two[1]) || next->negative ||
            (!capitals && is_small_word(two)))
            continue;
        memcpy(t->postcode, t->house, 4);
        memcpy(t->postcode + 4, two, 3);
        t->kind = TOKEN_POSTCODE;
        free(next->words);
        memmove(next, next + 1, (ts->count - i - 2) * sizeof *next);
        ts->count--;
    }
}

/* "2e", "3de" before a word is part of a street's name, no house number. */
static void find_ordinals(struct query_tokens *ts)
{
    const char *others[STREET_ORDINALS];

    for (size_t i = 0; i + 1 < ts->count; i++) {
        struct query_token *t = &ts->at[i];

        if (t->kind != TOKEN_NUMBER || t->count != 1 || ts->at[i + 1].kind != TOKEN_WORD ||
            street_ordinals(t->words[0], others) == 0)
            continue;
        t->kind = TOKEN_WORD;
        t->house[0] = t->unit[0] = '\0';
        t->year_from = t->year_to = 0;
    }
}

BA_RC query_tokens_of(const char *text, size_t len, struct query_tokens *out, struct ba_err *err)
{
    char *copy = malloc(len + 1);

    if (copy == NULL)
        return ba_fail_mem(err, "a question");
    if (len > 0)
        memcpy(copy, text, len);
    copy[len] = '\0';
    drop_marks(copy, len);
    enum ba_rc rc = cut(copy, len, out, err);
    free(copy);
    join_postcodes(out);
    find_ordinals(out);
    return rc;
}
