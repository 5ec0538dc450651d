#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/records/address_terms.h"
#include "index/search/candidates.h"
#include "index/search/query.h"
#include "index/search/query_reading.h"
#include "index/search/search.h"

static const char *const key_names[] = {
    [KEY_NUMBER] = "dossier number",
    [KEY_ADDRESS] = "address",
    [KEY_ADDRESS_SIDE] = "address, other side of the street",
    [KEY_ADDRESS_UNIT] = "address with letter or addition",
    [KEY_ADDRESS_BARE] = "address of the whole building",
    [KEY_ADDRESS_PART] = "address, end of the street's name",
    [KEY_HOUSE] = "house number",
    [KEY_STREET] = "street",
    [KEY_YEAR] = "year",
    [KEY_DECADE] = "decade",
    [KEY_KIND] = "kind",
    [KEY_POSTCODE] = "postcode",
    [KEY_ARCHIVE] = "archive",
};

/* A key is one word: a private-use character of three bytes, whose last six bits say which. */
static const char *name_of(const char *word)
{
    size_t key = (unsigned char)word[2] & 0x3F;

    return key < sizeof key_names / sizeof *key_names && key_names[key] != NULL ? key_names[key]
                                                                                : "key";
}

static void text_of(const struct query_way *w, char *out, size_t size)
{
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = 0; i < w->count && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, "%s%s%s", i > 0 ? " " : "",
                              w->words[i] + (w->key ? 3 : 0),
                              w->prefix && i + 1 == w->count ? "*" : "");
}

static BA_RC tell(const struct query *q, const size_t *exact, meaning_fn fn, void *ctx,
                  struct ba_err *err)
{
    char text[QUERY_WORDS_MAX * FOLD_MAX];
    enum ba_rc rc = BA_OK;

    for (size_t c = 0; c < q->count; c++) {
        const struct query_clause *clause = &q->clauses[c];
        for (size_t i = 0; rc == BA_OK && i < clause->count; i++) {
            const struct query_way *w = &clause->ways[i];
            struct search_meaning m = {
                .clause = c + 1,
                .role = clause->negative ? "must not"
                        : clause->filter ? "filter"
                                         : "must",
                .what = w->key         ? name_of(w->words[0])
                        : w->count > 1 ? "phrase"
                                       : "word",
                .text = text,
                .sure = w->sure,
                .when = w->loose        ? SEARCH_LOOSE
                        : i >= exact[c] ? SEARCH_ALIKE
                                        : SEARCH_EXACT,
            };
            text_of(w, text, sizeof text);
            rc = fn(ctx, &m, err);
        }
    }
    return rc;
}

BA_RC search_explain(struct store *s, const struct search_query *q, meaning_fn fn, void *ctx,
                     struct ba_err *err)
{
    struct query *query = calloc(1, sizeof *query);
    size_t exact[QUERY_CLAUSES_MAX] = { 0 };
    enum ba_rc rc = query != NULL ? BA_OK : ba_fail_mem(err, "a question");

    if (rc == BA_OK)
        rc = query_parse(q, query, err);
    for (size_t c = 0; rc == BA_OK && c < query->count; c++)
        exact[c] = query->clauses[c].count;
    if (rc == BA_OK)
        rc = candidates_widen(s, query, err);
    if (rc == BA_OK)
        rc = tell(query, exact, fn, ctx, err);
    if (query != NULL)
        query_free(query);
    free(query);
    return rc;
}

BA_RC search_understood(const char *text, size_t len, struct ba_buf *out, bool *changed,
                        struct ba_err *err)
{
    return query_reading_of(text, len, out, changed, err);
}
