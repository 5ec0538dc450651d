#include "index/search/query_address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text/house_unit.h"
#include "core/text/street_key.h"

/* Beside the number that a range begins with, which is what its dossier is mostly called. */
#define INSIDE_RANGE 0.7

static int64_t range_step(int64_t from, int64_t to)
{
    int64_t step = from % 2 == to % 2 ? 2 : 1;

    return (to - from) / step > HOUSE_ASKED_MAX ? to - from : step;
}

int query_add_houses(struct query_clause *c, const struct query_token *number)
{
    int64_t from = strtoll(number->house, NULL, 10), to = number->house_to;
    char text[24];
    int bad = query_add_key(c, KEY_HOUSE, number->house, 1.0);

    for (int64_t step = to != 0 ? range_step(from, to) : 1, n = from + step; n <= to; n += step) {
        snprintf(text, sizeof text, "%lld", (long long)n);
        bad |= query_add_key(c, KEY_HOUSE, text, 1.0);
    }
    return bad;
}

/* The other numbers of "28-32": along one side of the street when both ends are. */
static int add_range(struct query_clause *c, const char *street, const struct query_token *number)
{
    int64_t from = strtoll(number->house, NULL, 10), to = number->house_to;
    int64_t step = range_step(from, to);
    char text[400];
    int bad = 0;

    for (int64_t n = from + step; n <= to; n += step) {
        snprintf(text, sizeof text, "%s %lld", street, (long long)n);
        bad |= query_add_key(c, KEY_ADDRESS, text, INSIDE_RANGE);
        bad |= query_add_key(c, KEY_ADDRESS_PART, text, INSIDE_RANGE * 0.7);
    }
    return bad;
}

/* The words of tokens from..to with a space behind each; false when they are too many for a name.
 */
static bool typed_name(const struct query_tokens *ts, size_t from, size_t to, char *out,
                       size_t size)
{
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = from; i < to; i++)
        for (size_t w = 0; w < ts->at[i].count; w++) {
            n += (size_t)snprintf(out + n, size - n, "%s ", ts->at[i].words[w]);
            if (n >= size)
                return false;
        }
    return true;
}

/* The keys of one notation of the street's name. */
static int add_named(struct query_clause *c, const char *typed, const struct query_token *number,
                     const char *unit)
{
    char street[256], text[400], base[8], key[FOLD_MAX];
    int bad = 0;

    street_line(typed, street, sizeof street);
    snprintf(base, sizeof base, "%.5s", number->house);
    snprintf(text, sizeof text, "%s %s", street, base);
    if (unit[0] == '\0') {
        bad |= query_add_key(c, KEY_ADDRESS, text, 1.0);
        bad |= query_add_key(c, KEY_ADDRESS_PART, text, 0.7);
        if (number->house_to != 0)
            bad |= add_range(c, street, number);
        size_t first = c->count;
        bad |= query_add_key(c, KEY_ADDRESS_SIDE, text, 0.4);
        return bad | query_loosely(c, first);
    }
    bad |= query_add_key(c, KEY_ADDRESS_BARE, text, 0.6);
    house_unit_key(unit, key);
    snprintf(text, sizeof text, "%s %s%s", street, base, key);
    bad |= query_add_key(c, KEY_ADDRESS_UNIT, text, 1.0);
    return bad;
}

/* The address once more, with another word in the place of one of n bytes. */
static int add_renamed(struct query_clause *c, const char *typed, const char *word, size_t n,
                       const char *instead, const struct query_token *number, const char *unit)
{
    char other[320];

    snprintf(other, sizeof other, "%.*s%s%s", (int)(word - typed), typed, instead, word + n);
    return add_named(c, other, number, unit);
}

int query_add_address(struct query_clause *c, const struct query_tokens *ts, size_t from, size_t to,
                      const struct query_token *number, const char *unit)
{
    char typed[256];

    if (!typed_name(ts, from, to, typed, sizeof typed))
        return 0;
    int bad = add_named(c, typed, number, unit);
    /* "Tweede Hugo de Grootstraat" is in the register as 2e or 2de; "Marienwaerdt 2e Dreef";
     * "Prinsengr." as Prinsengracht. Of several such words one at a time: the end of the name
     * answers too. */
    for (size_t at = 0, n; typed[at] != '\0'; at += n + 1) {
        const char *ordinal[STREET_ORDINALS], *word = typed + at;
        char one[FOLD_MAX], also[STREET_NOTATIONS_MAX][FOLD_MAX];

        n = strcspn(word, " "); /* a space stands behind each */
        if (n >= sizeof one)
            continue;
        snprintf(one, sizeof one, "%.*s", (int)n, word);
        for (size_t count = street_ordinals(one, ordinal), i = 0; i < count; i++)
            bad |= add_renamed(c, typed, word, n, ordinal[i], number, unit);
        for (size_t count = street_also(one, word[n + 1] == '\0', also), i = 0; i < count; i++)
            bad |= add_renamed(c, typed, word, n, also[i], number, unit);
    }
    return bad;
}

/* Words before or behind a number that may be a street: plain ones, four at most. */
#define STREET_WORDS_MAX 4

static int add_streets(struct query_clause *c, const struct query_tokens *ts, size_t at,
                       const char *unit)
{
    const struct query_token *number = &ts->at[at];
    int bad = 0;

    for (size_t n = 1; n <= STREET_WORDS_MAX && n <= at && ts->at[at - n].kind == TOKEN_WORD; n++)
        bad |= query_add_address(c, ts, at - n, at, number, unit);
    for (size_t n = 1;
         n <= STREET_WORDS_MAX && at + n < ts->count && ts->at[at + n].kind == TOKEN_WORD; n++)
        bad |= query_add_address(c, ts, at + 1, at + 1 + n, number, unit);
    return bad;
}

/*
 * The addition that the words behind a number spell: "12 A", "12 hs", "12-2 hoog", "12 2 hoog".
 * Gives how many words it takes, 0: none. They remain words of the question: each is answered by
 * the address with the addition too.
 */
static size_t unit_behind(const struct query_tokens *ts, size_t at, char *unit, size_t size)
{
    const struct query_token *number = &ts->at[at];
    size_t taken = 0, n = 0;

    unit[0] = '\0';
    if (number->house[0] == '\0' || number->unit[0] != '\0' || at == 0)
        return 0;
    if (number->kind == TOKEN_FILE_NUMBER && number->count == 2 && strlen(number->words[1]) == 1)
        n = (size_t)snprintf(unit, size, "%s", number->words[1]);
    while (taken < 2 && at + taken + 1 < ts->count && n + FOLD_MAX + 1 < size) {
        const struct query_token *t = &ts->at[at + taken + 1];
        if (t->negative || t->count != 1 || (t->kind != TOKEN_WORD && t->kind != TOKEN_NUMBER) ||
            !house_unit_is_word(t->words[0]))
            break;
        n += (size_t)snprintf(unit + n, size - n, " %s", t->words[0]);
        taken++;
    }
    return taken;
}

int query_add_addresses(struct query_clause *c, const struct query_tokens *ts, size_t at)
{
    char unit[3 * FOLD_MAX];
    int bad = add_streets(c, ts, at, ts->at[at].unit);

    unit_behind(ts, at, unit, sizeof unit);
    if (unit[0] != '\0')
        bad |= add_streets(c, ts, at, unit);
    return bad;
}

int query_add_own_unit(struct query_clause *c, const struct query_tokens *ts, size_t at)
{
    char unit[3 * FOLD_MAX];
    int bad = 0;

    for (size_t back = 1; back <= 2 && back < at; back++)
        if (unit_behind(ts, at - back, unit, sizeof unit) >= back)
            bad |= add_streets(c, ts, at - back, unit);
    return bad;
}
