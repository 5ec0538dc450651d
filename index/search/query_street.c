/* Words of a question that may be a street's, in the other ways they are written. */
#include <stdio.h>
#include <string.h>

#include "core/text/street_key.h"
#include "index/search/query_address.h"

/* "v.d." as "van der" and its kin, "v." as "van", "d." as "der". */
static int add_particles(struct query_clause *c, const struct query_token *t)
{
    static const char *const articles[] = { "der", "de", "den" };
    bool both = (t->count == 2 && strcmp(t->words[0], "v") == 0 && strcmp(t->words[1], "d") == 0) ||
                (t->count == 1 && strcmp(t->words[0], "vd") == 0);
    const char *van[] = { "van" };
    int bad = 0;

    if (t->count == 1 && strcmp(t->words[0], "v") == 0)
        bad |= query_add_way(c, van, 1, 0.9, false);
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        const char *words[] = { "van", articles[i] };
        if (both)
            bad |= query_add_way(c, words, 2, 0.9, false);
        else if (t->count == 1 && strcmp(t->words[0], "d") == 0)
            bad |= query_add_way(c, words + 1, 1, 0.9, false);
    }
    return bad;
}

static bool is_particle(const struct query_tokens *ts, size_t at)
{
    static const char *const words[] = { "van", "v", "vd", "de", "der", "den", "d" };

    if (at >= ts->count || ts->at[at].kind != TOKEN_WORD || ts->at[at].negative)
        return false;
    for (size_t w = 0; w < ts->at[at].count; w++) {
        bool known = false;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            known |= strcmp(words[i], ts->at[at].words[w]) == 0;
        if (!known)
            return false;
    }
    return true;
}

/* "van der" before the name of a street that is written "v.d. Heydenlaan": a particle is answered
 * by the whole name. */
static int add_particle_street(struct query_clause *c, const struct query_tokens *ts, size_t at)
{
    char name[256] = "", key[FOLD_MAX];
    size_t n = 0, from = at, end = at + 1;

    if (!is_particle(ts, at))
        return 0;
    while (from > 0 && is_particle(ts, from - 1))
        from--;
    while (is_particle(ts, end))
        end++;
    if (end >= ts->count || ts->at[end].kind != TOKEN_WORD || ts->at[end].negative)
        return 0;
    for (size_t i = from; i <= end; i++)
        for (size_t w = 0; w < ts->at[i].count && n < sizeof name; w++)
            n += (size_t)snprintf(name + n, sizeof name - n, "%.60s ", ts->at[i].words[w]);
    street_key(name, key, sizeof key);
    return query_add_key(c, KEY_STREET, key, 0.7);
}

/* "Burg." and "Burgemeester", "Herenstr." and "Herenstraat"; a name in one piece ("Sint-Janstr.")
 * as a street. */
static int add_notations(struct query_clause *c, const struct query_token *t)
{
    char other[STREET_NOTATIONS_MAX][FOLD_MAX], key[FOLD_MAX];
    size_t count = t->count == 1 ? street_notations(t->words[0], true, other) : 0;
    int bad = 0;

    street_key(t->raw, key, sizeof key);
    if (t->count > 1)
        bad |= query_add_key(c, KEY_STREET, key, 0.7);
    for (size_t i = 0; i < count; i++) {
        const char *words[] = { other[i] };
        bad |= query_add_way(c, words, 1, 0.9, false);
    }
    const char *ordinal[STREET_ORDINALS];
    count = t->count == 1 ? street_ordinals(t->words[0], ordinal) : 0;
    for (size_t i = 0; i < count; i++)
        bad |= query_add_way(c, &ordinal[i], 1, 0.9, false);
    return bad | add_particles(c, t);
}

/* So long is a word of which somebody left the full stop away: "Pres", "Burgem". */
#define CUT_MAX 6

/*
 * "Gr. Markt", "Burgem. de Vlugtlaan", "Prinsengrach. 8": a word that was cut short before another
 * one or a number stands for any word that it begins. Without a full stop it may be one, in a
 * question for a number: that is asked when nothing else answers.
 */
static int add_cut_short(struct query_clause *c, const struct query_tokens *ts, size_t at)
{
    const struct query_token *t = &ts->at[at];
    size_t n = strlen(t->raw);
    const char *words[] = { t->words[0] };
    bool stop = n > 1 && t->raw[n - 1] == '.', numbered = false;

    if (t->count != 1 || at + 1 >= ts->count)
        return 0;
    for (size_t i = at + 1; i < ts->count; i++)
        numbered |= ts->at[i].house[0] != '\0';
    if (stop ? ts->at[at + 1].kind != TOKEN_WORD && ts->at[at + 1].house[0] == '\0'
             : n > CUT_MAX || !numbered || ts->at[at + 1].kind != TOKEN_WORD)
        return 0;
    if (query_add_way(c, words, 1, stop ? 0.6 : 0.3, false) != 0)
        return -1;
    c->ways[c->count - 1].prefix = true;
    c->ways[c->count - 1].far = !stop;
    if (stop)
        c->plain = false; /* cut, not misread */
    return 0;
}

int query_add_street(struct query_clause *c, const struct query_tokens *ts, size_t at)
{
    return add_notations(c, &ts->at[at]) | add_particle_street(c, ts, at) |
           add_cut_short(c, ts, at);
}
