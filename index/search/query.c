#include "index/search/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/date.h"
#include "core/text/street_key.h"
#include "core/utf8.h"
#include "index/records/address_terms.h"
#include "index/search/query_address.h"
#include "index/search/query_reading.h"

void query_free(struct query *q)
{
    for (size_t i = 0; i < q->count; i++)
        free(q->clauses[i].ways);
    q->count = 0;
}

int query_add_way(struct query_clause *c, const char *const *words, size_t count, double sure,
                  bool key)
{
    if (count == 0 || count > QUERY_WORDS_MAX)
        return 0;
    if (ba_grow(&c->ways, &c->cap, c->count + 1, sizeof *c->ways) != 0)
        return -1;
    struct query_way *w = &c->ways[c->count++];
    *w = (struct query_way){ .count = count, .sure = sure, .key = key };
    for (size_t i = 0; i < count; i++)
        snprintf(w->words[i], FOLD_MAX, "%s", words[i]);
    return 0;
}

int query_loosely(struct query_clause *c, size_t first)
{
    if (c->negative)
        c->count = first;
    for (size_t i = first; i < c->count; i++)
        c->ways[i].loose = true;
    return 0;
}

int query_add_key(struct query_clause *c, enum key key, const char *text, double sure)
{
    char word[FOLD_MAX];
    const char *words[] = { word };

    key_word(key, text, word, sizeof word);
    if (word[KEY_MARK_BYTES] == '\0') /* of a name longer than any key */
        return 0;
    return query_add_way(c, words, 1, sure, true);
}

static int add_words(struct query_clause *c, const struct query_token *t, double sure)
{
    const char *words[QUERY_WORDS_MAX];
    size_t n = t->count < QUERY_WORDS_MAX ? t->count : QUERY_WORDS_MAX;

    for (size_t i = 0; i < n; i++)
        words[i] = t->words[i];
    return query_add_way(c, words, n, sure, false);
}

/* One clause a word when a phrase is longer than we look up at once: nothing is dropped silently.
 */
static struct query_clause *new_clause(struct query *q)
{
    if (q->count == QUERY_CLAUSES_MAX)
        return NULL;
    struct query_clause *c = &q->clauses[q->count++];
    *c = (struct query_clause){ 0 };
    return c;
}

/* The number beside its neighbour in the text: "Herenstraat 9", "9 woningen". */
static int add_neighbours(struct query_clause *c, const struct query_tokens *ts, size_t at)
{
    const struct query_token *t = &ts->at[at];
    const char *words[QUERY_WORDS_MAX];
    int bad = 0;

    if (at > 0 && ts->at[at - 1].kind == TOKEN_WORD) {
        const struct query_token *b = &ts->at[at - 1];
        words[0] = b->words[b->count - 1];
        for (size_t i = 0; i < t->count && i + 1 < QUERY_WORDS_MAX; i++)
            words[i + 1] = t->words[i];
        bad |= query_add_way(c, words, t->count + 1, 0.8, false);
    }
    if (at + 1 < ts->count && ts->at[at + 1].kind == TOKEN_WORD &&
        t->count + 1 <= QUERY_WORDS_MAX) {
        for (size_t i = 0; i < t->count; i++)
            words[i] = t->words[i];
        words[t->count] = ts->at[at + 1].words[0];
        bad |= query_add_way(c, words, t->count + 1, 0.5, false);
    }
    return bad;
}

/* A dossier number that was typed with a space, with two figures of the year, or in one: "1974
 * 231", "74/231", "19740231". */
static int add_file_numbers(struct query_clause *c, const struct query_tokens *ts, size_t at)
{
    const struct query_token *t = &ts->at[at];
    size_t digits = strspn(t->raw, "0123456789");
    char text[600], key[FOLD_MAX];
    const char *words[] = { key };

    text[0] = '\0';
    if (at > 0 && t->kind == TOKEN_NUMBER && ts->at[at - 1].kind == TOKEN_NUMBER &&
        ts->at[at - 1].year_from != 0 && t->unit[0] == '\0')
        snprintf(text, sizeof text, "%s/%s", ts->at[at - 1].house, t->house);
    else if (t->kind == TOKEN_FILE_NUMBER && digits == 2)
        snprintf(text, sizeof text, "19%s", t->raw);
    else if (t->raw[digits] == '\0' && digits >= 6 && digits <= 9)
        snprintf(text, sizeof text, "%.4s/%s", t->raw, t->raw + 4);
    if (text[0] == '\0')
        return 0;
    key_number(text, strlen(text), key, sizeof key);
    return query_add_way(c, words, 1, 0.9, true);
}

static int number_clause(struct query_clause *c, const struct query_tokens *ts, size_t at)
{
    const struct query_token *t = &ts->at[at];
    int bad = query_add_addresses(c, ts, at);
    bool beside = c->count > 0;

    bad |= query_add_own_unit(c, ts, at);
    if (beside)
        bad |= add_neighbours(c, ts, at);
    /* A year says something by itself; another number only beside its street or word, if it has
     * one. */
    if (t->year_from != 0 && t->year_from == t->year_to) {
        bad |= query_add_key(c, KEY_YEAR, t->house, 0.6);
        beside = false;
    }
    if (!beside)
        bad |= add_words(c, t, 1.0);
    bad |= add_file_numbers(c, ts, at);
    if (!beside)
        return bad;
    size_t first = c->count;
    bad |= add_words(c, t, 0.2);
    return bad | query_loosely(c, first);
}

/* "1974-0231" as it may be written: with and without zeros, one word behind the other. */
static int file_number_clause(struct query_clause *c, const struct query_token *t)
{
    char key[FOLD_MAX], last[FOLD_MAX];
    const char *words[QUERY_WORDS_MAX] = { key };
    size_t n = t->count < QUERY_WORDS_MAX ? t->count : QUERY_WORDS_MAX;
    int bad = 0;

    key_number(t->raw, strlen(t->raw), key, sizeof key);
    bad |= query_add_way(c, words, 1, 1.0, true);
    for (size_t i = 0; i < n; i++)
        words[i] = t->words[i];
    const char *digits = t->words[n - 1] + strspn(t->words[n - 1], "0");
    size_t len = strlen(digits);
    bad |= query_add_way(c, words, n, 0.9, false);
    if (len == 0 || len > 4 || strspn(digits, "0123456789") != len)
        return bad;
    for (size_t width = len; width <= 4; width++) {
        snprintf(last, sizeof last, "%.*s%s", (int)(width - len), "0000", digits);
        words[n - 1] = last;
        if (strcmp(last, t->words[n - 1]) != 0)
            bad |= query_add_way(c, words, n, 0.8, false);
    }
    return bad;
}

static int year_ways(struct query_clause *c, int64_t from, int64_t to, double sure)
{
    int bad = 0;

    for (int64_t y = from; y <= to;) {
        char text[16];
        bool decade = y % 10 == 0 && y + 9 <= to;
        snprintf(text, sizeof text, "%d", (int)(decade ? y / 10 : y));
        bad |= query_add_key(c, decade ? KEY_DECADE : KEY_YEAR, text, sure);
        y += decade ? 10 : 1;
    }
    return bad;
}

static int postcode_clause(struct query_clause *c, const struct query_token *t)
{
    char digits[5], joined[8];
    const char *apart[] = { digits, t->postcode + 4 }, *whole[] = { joined };

    snprintf(digits, sizeof digits, "%.4s", t->postcode);
    snprintf(joined, sizeof joined, "%s", t->postcode);
    int bad = query_add_key(c, KEY_POSTCODE, t->postcode, 1.0);
    bad |= query_add_way(c, apart, 2, 0.9, false);
    bad |= query_add_way(c, whole, 1, 0.9, false);
    return bad;
}

/* What a person calls a kind of document, in the words of an archive. */
static const struct {
    const char *word, *kind;
} kinds[] = {
    { "vergunning", "permit" },
    { "bouwvergunning", "permit" },
    { "permit", "permit" },
    { "aanvraag", "application" },
    { "application", "application" },
    { "brief", "letter" },
    { "letter", "letter" },
    { "berekening", "calculation" },
    { "constructieberekening", "calculation" },
    { "calculation", "calculation" },
    { "tekening", "drawing" },
    { "tekeningen", "drawing" },
    { "bouwtekening", "drawing" },
    { "bouwtekeningen", "drawing" },
    { "drawing", "drawing" },
    { "rapport", "report" },
    { "report", "report" },
    { "foto", "photo" },
    { "photo", "photo" },
    { "toestemming", "consent" },
    { "consent", "consent" },
};

/* A page with the word on it is less what was meant than one of the kind. */
#define ONLY_NAMED 0.2

/* In a question for an address or a number, "tekening" asks for a dossier with drawings, whatever
 * words are on them. By itself it is a word like others: nearly every dossier has drawings. */
static int add_kind(struct query_clause *c, const struct query_tokens *ts, const char *word)
{
    size_t named = c->count;
    bool of_a_place = false;

    for (size_t i = 0; i < ts->count; i++)
        of_a_place |= !ts->at[i].negative &&
                      (ts->at[i].kind == TOKEN_NUMBER || ts->at[i].kind == TOKEN_FILE_NUMBER ||
                       ts->at[i].kind == TOKEN_POSTCODE);
    for (size_t i = 0; of_a_place && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].word, word) != 0)
            continue;
        for (size_t w = 0; w < named; w++)
            c->ways[w].sure *= ONLY_NAMED;
        c->kind = kinds[i].kind;
        return query_add_key(c, KEY_KIND, c->kind, 1.0);
    }
    return 0;
}

/* "Zuid-Holland" as one word too. */
static int add_joined(struct query_clause *c, const struct query_token *t)
{
    char whole[FOLD_MAX];
    const char *words[] = { whole };

    if (t->count < 2 || t->count > 4)
        return 0;
    fold_key(t->raw, whole, sizeof whole);
    return query_add_way(c, words, 1, 0.7, false);
}

static int word_clause(struct query_clause *c, const struct query_tokens *ts, size_t at)
{
    const struct query_token *t = &ts->at[at];

    c->plain = t->count == 1 && !t->negative;
    snprintf(c->word, sizeof c->word, "%s", t->words[0]);
    int bad = add_words(c, t, 1.0) | add_file_numbers(c, ts, at) | add_joined(c, t);
    if (!t->negative)
        bad |= query_add_street(c, ts, at) | query_add_own_unit(c, ts, at) |
               add_kind(c, ts, t->words[0]);
    return bad;
}

static int clause_of(struct query_clause *c, const struct query_tokens *ts, size_t at)
{
    const struct query_token *t = &ts->at[at];
    int bad;

    c->negative = t->negative;
    switch (t->kind) {
    case TOKEN_NUMBER:
        return number_clause(c, ts, at);
    case TOKEN_FILE_NUMBER:
        bad = file_number_clause(c, t) | add_file_numbers(c, ts, at);
        if (t->year_from != 0 && t->year_to > t->year_from)
            bad |= year_ways(c, t->year_from, t->year_to, 0.5);
        /* "Herenstraat 1-13" */
        if (t->house[0] != '\0')
            bad |= query_add_addresses(c, ts, at);
        return bad;
    case TOKEN_POSTCODE:
        return postcode_clause(c, t);
    case TOKEN_WORD:
        return word_clause(c, ts, at);
    case TOKEN_PREFIX:
        bad = add_words(c, t, 1.0);
        if (c->count > 0)
            c->ways[0].prefix = true;
        return bad;
    case TOKEN_PHRASE:
        break;
    }
    return add_words(c, t, 1.0);
}

static BA_RC add_filter(struct query *out, enum key key, const char *text, const char *option,
                        struct ba_err *err)
{
    char folded[256];

    if (text == NULL)
        return BA_OK;
    if (key == KEY_STREET)
        street_key(text, folded, sizeof folded);
    else
        fold_key(text, folded, sizeof folded);
    if (folded[0] == '\0')
        return ba_fail(err, BA_ITEM, "QUERY_BAD", "%s \"%.60s\" has no letter or digit", option,
                       text);
    struct query_clause *c = new_clause(out);
    if (c == NULL)
        return ba_fail(err, BA_ITEM, "QUERY_BAD", "the question has too many words");
    c->filter = true;
    return query_add_key(c, key, folded, 1.0) == 0 ? BA_OK : ba_fail_mem(err, "a question");
}

/* "12a" as filter: the number with this letter, or the whole building. */
static BA_RC add_number_filter(const struct search_query *q, struct query *out, struct ba_err *err)
{
    struct query_token number = { 0 };
    struct query_tokens street = { 0 };
    int bad = 0;

    query_token_number(q->number, &number);
    if (number.house[0] == '\0')
        return ba_fail(err, BA_ITEM, "QUERY_BAD", "\"%.60s\" is not a house number", q->number);
    struct query_clause *c = new_clause(out);
    struct ba_err ignored = BA_ERR_INIT;
    if (c != NULL && q->street == NULL) {
        c->filter = true;
        return query_add_houses(c, &number) == 0 ? BA_OK : ba_fail_mem(err, "a question");
    }
    if (c == NULL || query_tokens_of(q->street, strlen(q->street), &street, &ignored) != BA_OK) {
        query_tokens_free(&street);
        return ba_fail(err, BA_ITEM, "QUERY_BAD", "the question has too many words");
    }
    c->filter = true;
    bad = query_add_address(c, &street, 0, street.count, &number, number.unit);
    query_tokens_free(&street);
    return bad == 0 ? BA_OK : ba_fail_mem(err, "a question");
}

static BA_RC add_year_filter(const struct search_query *q, struct query *out, struct ba_err *err)
{
    int64_t from = q->year_from != 0 ? q->year_from : YEAR_MIN;
    int64_t to = q->year_to != 0 ? q->year_to : YEAR_MAX;

    if (q->year_from == 0 && q->year_to == 0)
        return BA_OK;
    if (from < YEAR_MIN || to > YEAR_MAX || from > to)
        return ba_fail(err, BA_ITEM, "QUERY_BAD",
                       "%lld-%lld is no range of years between %d and %d", (long long)from,
                       (long long)to, YEAR_MIN, YEAR_MAX);
    struct query_clause *c = new_clause(out);
    if (c == NULL)
        return ba_fail(err, BA_ITEM, "QUERY_BAD", "the question has too many words");
    c->filter = true;
    return year_ways(c, from, to, 1.0) == 0 ? BA_OK : ba_fail_mem(err, "a question");
}

/* Words up to their number are one side of an OR: "Molenweg 12 OR Singel 42". Where the words begin
 * that end at token `to`, a house number; `to` itself when they are none. */
static size_t operand_begin(const struct query_tokens *ts, size_t to)
{
    size_t from = to;

    while (ts->at[to].kind == TOKEN_NUMBER && from > 0 && ts->at[from - 1].kind == TOKEN_WORD &&
           !ts->at[from - 1].or_next && !ts->at[from - 1].negative)
        from--;
    return from;
}

/* The token that ends the side of an OR which begins at `from`. */
static size_t operand_end(const struct query_tokens *ts, size_t from)
{
    size_t to = from;

    while (to + 1 < ts->count && ts->at[to].kind == TOKEN_WORD && !ts->at[to].or_next &&
           ts->at[to + 1].kind != TOKEN_PHRASE && !ts->at[to + 1].negative)
        to++;
    return ts->at[to].kind == TOKEN_NUMBER ? to : from;
}

/* The last token of the clause that token `at` begins, and in *first the token it is made of: of
 * an address in an OR the number, whose ways have the street. */
static size_t clause_span(const struct query_tokens *ts, size_t at, size_t *first)
{
    size_t end = operand_end(ts, at);

    *first = at;
    if (end > at && ts->at[end].or_next && operand_begin(ts, end) <= at) {
        *first = end;
        return end;
    }
    return at;
}

static BA_RC add_typed(const struct query_tokens *ts, struct query *out, struct ba_err *err)
{
    for (size_t i = 0, made; i < ts->count; i++) {
        struct query_clause *c = new_clause(out);

        for (bool more = true; more; i += more) {
            bool alternative = i > 0 && ts->at[i - 1].or_next;

            if (ts->at[i].count > QUERY_WORDS_MAX)
                return ba_fail(err, BA_ITEM, "QUERY_BAD",
                               "\"%.40s...\" has more than %d words in one phrase; make it shorter",
                               ts->at[i].raw, QUERY_WORDS_MAX);
            if (c == NULL)
                return ba_fail(err, BA_ITEM, "QUERY_BAD",
                               "the question has more than %d words; use fewer", QUERY_CLAUSES_MAX);
            size_t end = clause_span(ts, i, &made);
            if (alternative && operand_end(ts, i) > i)
                end = made = operand_end(ts, i);
            if (clause_of(c, ts, made) != 0)
                return ba_fail_mem(err, "a question");
            i = end;
            more = ts->at[i].or_next && i + 1 < ts->count;
            c->plain = c->plain && !more && !alternative;
        }
    }
    return BA_OK;
}

BA_RC query_parse(const struct search_query *q, struct query *out, struct ba_err *err)
{
    struct query_tokens tokens = { 0 };
    enum ba_rc rc = BA_OK;
    size_t positive = 0;

    *out = (struct query){ .readers = q->public_access != NULL ? READERS_ALL : READERS_STAFF };
    if (q->text_len > QUERY_MAX_BYTES)
        return ba_fail(err, BA_ITEM, "QUERY_BAD",
                       "the question is %zu bytes long; at most %d can be looked up", q->text_len,
                       QUERY_MAX_BYTES);
    bool changed;
    struct ba_buf read = BA_BUF_INIT(2 * QUERY_MAX_BYTES);
    rc = query_reading_of(q->text, q->text_len, &read, &changed, err);
    if (rc == BA_OK)
        rc = query_tokens_of(ba_buf_str(&read), read.len, &tokens, err);
    ba_buf_free(&read);
    if (rc == BA_OK)
        rc = add_typed(&tokens, out, err);
    if (rc == BA_OK && q->number == NULL)
        rc = add_filter(out, KEY_STREET, q->street, "the street", err);
    if (rc == BA_OK && q->number != NULL)
        rc = add_number_filter(q, out, err);
    if (rc == BA_OK)
        rc = add_filter(out, KEY_KIND, q->kind, "the kind", err);
    if (rc == BA_OK && q->archive != NULL) {
        char text[256];
        snprintf(text, sizeof text, "a%.250s", q->archive);
        rc = add_filter(out, KEY_ARCHIVE, text, "the archive", err);
    }
    if (rc == BA_OK)
        rc = add_year_filter(q, out, err);
    for (size_t i = 0; i < out->count; i++)
        positive += !out->clauses[i].negative;
    if (rc == BA_OK && positive == 0 && (out->count > 0 || q->text_len == 0))
        rc = ba_fail(err, BA_ITEM, "QUERY_BAD", "%s",
                     out->count > 0 ? "the question only says what must not be found; add a word "
                                      "that must"
                                    : "say what to look for");
    query_tokens_free(&tokens);
    if (rc != BA_OK)
        query_free(out);
    return rc;
}
